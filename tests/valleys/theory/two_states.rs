//! The two-state prediction: exact cases, brute force, the published cells.

use super::*;

fn fig3(eta: f64, sigma: f64) -> Scenario {
    Scenario { eta: Schedule::Constant(eta), sigma: Schedule::Constant(sigma), ..Preset::Fig3.scenario() }
}

/// A28's rates, of which only so many walkers fall to the other side.
#[test]
fn a_held_height_relaxes_with_the_rates_of_those_who_cross() {
    let landscape = Landscape::default();
    let (y, delta_s, eta) = (6.0, 1e-3, 1e-6);
    let Landscape { x1, x2, .. } = landscape;
    let rate = |valley| value(&escape_rate(&landscape, HESSIAN, valley, y, delta_s));
    let total = (rate(Valley::Flat) * x2 + rate(Valley::Sharp) * x1) / (x1 + x2);
    let steps = (1.0 / (total * eta)) as u32;
    let x_i = landscape.floor(Valley::Flat, y);
    let scenario = Scenario { hold_y: Some(y), flat_share: 0.2, x_i, steps, ..fig3(eta, delta_s / eta) };
    let steady = value(&p_steady(&landscape, HESSIAN, y, delta_s));
    let relaxed = two_state(&scenario, &[steps]).last().expect("a point").p_flat;
    let exact = steady + (0.2 - steady) * (-1.0_f64).exp();
    println!("{relaxed:.4} against {exact:.4}");
    assert!((relaxed - exact).abs() < 0.01, "{relaxed} against {exact}");
}

#[test]
fn schedules_are_followed() {
    let decay = Schedule::Pieces(vec![Piece { steps: 5000, from: 0.1, to: 0.01, shape: Shape::Cosine }]);
    for scenario in [
        Scenario { steps: 8000, ..fig3(0.01, 0.1) },
        Scenario { steps: 8000, sigma: decay.clone(), ..fig3(0.01, 0.1) },
        Scenario { steps: 5000, eta: decay, ..fig3(0.01, 0.05) },
    ] {
        let ours = two_state(&scenario, &[scenario.steps]).last().expect("a point").p_flat;
        let exact = final_share(&scenario);
        println!("{ours:.4} against {exact:.4}");
        assert!((ours - exact).abs() < 0.03, "{ours} against {exact}");
    }
}

#[test]
fn stiff_rates_cannot_overshoot() {
    let scenario = Scenario { y_i: 0.0, flat_share: 1.0, steps: 20_000, ..Scenario::default() };
    for point in two_state(&scenario, &even_steps(20_000, 400)).points {
        assert!((0.0..=1.0).contains(&point.p_flat));
    }
    let coarse = Scenario { eta: Schedule::Constant(10.0), steps: 100, ..scenario };
    for point in two_state(&coarse, &even_steps(100, 101)).points {
        assert!((0.0..=1.0).contains(&point.p_flat) && point.y.is_finite());
    }
}

#[test]
fn a_schedule_that_does_not_change_changes_nothing() {
    let constant = fig3(0.02, 0.05);
    let pieces = Scenario {
        eta: Schedule::Pieces(vec![Piece { steps: 777, from: 0.02, to: 0.02, shape: Shape::Linear }]),
        ..constant.clone()
    };
    let [a, b] = [constant, pieces].map(|scenario| two_state(&scenario, &[20_000]).points[0].p_flat);
    assert!((a - b).abs() < 1e-9, "{a} against {b}");
}

#[test]
fn it_is_a_rough_guide_to_the_published_cells() {
    let errors: Vec<f64> = PUBLISHED
        .iter()
        .map(|&(eta, sigma, published)| {
            (two_state(&fig3(eta, sigma), &[20_000]).points[0].p_flat - published).abs()
        })
        .collect();
    println!("{errors:.3?}");
    assert!(errors.iter().all(|error| *error < 0.05), "{errors:?}");
    assert!(errors.iter().filter(|error| **error < 0.03).count() >= 25, "{errors:?}");
}

#[test]
fn without_noise_the_start_share_stays() {
    let scenario = Scenario { noise: NoiseLaw::None, flat_share: 0.3, ..fig3(0.01, 0.1) };
    let trace = two_state(&scenario, &[0, 20_000]);
    assert!(trace.points.iter().all(|point| point.p_flat == 0.3 && !point.in_domain));
    assert_eq!(trace.domain.why(), Some(Why::NoNoise));
}
