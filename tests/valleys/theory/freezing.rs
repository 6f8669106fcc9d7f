//! Eq. 11, its domain and inverse, and A34 solved.

use super::*;

#[test]
fn a_fit_is_the_inverse_of_eq11() {
    let landscape = Landscape::default();
    for (delta_s, ..) in FREEZING {
        for height in [0.5, 2.0, 8.0] {
            let Some(fit) = Calibration::fit(&landscape, delta_s, height) else {
                panic!("no fit at {delta_s}, {height}");
            };
            if let Some(y) = y_freeze(&landscape, HESSIAN, delta_s, &fit).value {
                assert!((y / height - 1.0).abs() < 1e-10, "{y} against {height}");
            }
        }
    }
    assert_eq!(Calibration::fit(&landscape, 1e-6, 100.0), None, "no number is that small");
    assert_eq!(Calibration::fit(&landscape, 1e-3, -1.0), None);
}

#[test]
fn outside_eq11s_domain_there_is_no_height_and_a_reason() {
    let landscape = Landscape::default();
    let figure = Calibration::figure(&landscape);
    let reason = |landscape: &Landscape, noise, delta_s, calibration: &Calibration| {
        let prediction = y_freeze(landscape, noise, delta_s, calibration);
        assert_eq!(prediction.value, None);
        prediction.why().expect("a reason")
    };
    assert!(matches!(reason(&landscape, HESSIAN, 1e-7, &figure), Why::BelowScale { .. }));
    assert!(matches!(reason(&landscape, HESSIAN, 0.5, &figure), Why::BeyondReach { .. }));
    assert_eq!(reason(&landscape, HESSIAN, 0.0, &figure), Why::Quiet { delta_s: 0.0 });
    let uniform = Why::Law { formula: Formula::Freezing, law: NoiseLaw::Uniform };
    assert_eq!(reason(&landscape, NoiseLaw::Uniform, 1e-3, &figure), uniform);
    for gamma in [1.0, 0.5] {
        let inverted = landscape.with_gamma(gamma);
        assert!(matches!(reason(&inverted, HESSIAN, 1e-3, &figure), Why::NotFlatter { .. }));
        assert!(!phi(&inverted).domain.is_valid());
        assert_eq!(y_freeze_solved(&inverted, HESSIAN, 1e-3, 1.0).value, None);
    }
    // Where r² is small, Eq. 11 has a value but no right to it.
    let close = Calibration::new(&landscape, 0.9e-2);
    let weak = y_freeze(&landscape, HESSIAN, 1e-4, &close);
    assert!(weak.value.is_some() && weak.valid().is_none());
}

/// Both sides of A34, the time derivative by finite differences of the rates.
fn a34(landscape: &Landscape, y: f64, delta_s: f64, epsilon: f64) -> (f64, f64) {
    let rate = |valley, y| value(&escape_rate(landscape, HESSIAN, valley, y, delta_s));
    let ratio = |y| rate(Valley::Flat, y) / rate(Valley::Sharp, y);
    let step = 1e-4 * y;
    let change = (ratio(y + step) - ratio(y - step)) / (2.0 * step) * landscape.drift(y);
    (rate(Valley::Sharp, y), -epsilon / (1.0 + ratio(y)) * change)
}

#[test]
fn the_solved_criterion_holds_and_separates_hopping_from_freezing() {
    let landscape = Landscape::default();
    for (delta_s, ..) in FREEZING {
        for epsilon in [0.01, 1.0, 30.0] {
            let solved = y_freeze_solved(&landscape, HESSIAN, delta_s, epsilon);
            let Some(y) = solved.value else { continue };
            let (hopping, changing) = a34(&landscape, y, delta_s, epsilon);
            assert!((hopping / changing - 1.0).abs() < 1e-5, "{hopping:e} against {changing:e}");
            let (hopping, changing) = a34(&landscape, 0.9 * y, delta_s, epsilon);
            assert!(hopping > changing);
            let ratio = value(&freezing_criterion(&landscape, HESSIAN, 0.9 * y, delta_s, epsilon));
            assert!(
                (ratio * changing / hopping - 1.0).abs() < 1e-5,
                "{ratio} is not {hopping:e}/{changing:e}"
            );
            let (hopping, changing) = a34(&landscape, 1.1 * y, delta_s, epsilon);
            assert!(hopping < changing);
        }
    }
    let heights = [1e-4, 1e-3, 4e-3].map(|d| value(&y_freeze_solved(&landscape, HESSIAN, d, 1.0)));
    assert!(heights.is_sorted(), "stronger noise freezes later: {heights:?}");
}

#[test]
fn noise_that_never_freezes_has_no_freezing_height() {
    let never = y_freeze_solved(&Landscape::default(), HESSIAN, 1.0, 1e-6);
    assert_eq!(never.value, None);
    assert!(matches!(never.why(), Some(Why::NeverFreezes { .. })));
}
