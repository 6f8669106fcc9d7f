//! The tables of published and verified values.

use super::*;

#[test]
fn held_shares_agree_to_four_digits() {
    let landscape = Landscape::default();
    for (y, delta_s, erfi, approximate, ito) in HELD {
        assert!((value(&p_ss(&landscape, HESSIAN, y, delta_s)) - erfi).abs() < FOUR_DIGITS);
        assert!(
            (value(&p_ss_approximate(&landscape, HESSIAN, y, delta_s)) - approximate).abs() < FOUR_DIGITS
        );
        assert!((value(&p_ito(&landscape, HESSIAN, y, delta_s)) - ito).abs() < FOUR_DIGITS);
    }
}

/// Changing P's prefactor γ^−p to γ^−q multiplies its odds by γ^(q − p).
fn with_other_prefactor(p: f64, exponent_change: f64) -> f64 {
    1.0 / (1.0 + (1.0 / p - 1.0) * Landscape::default().gamma().powf(exponent_change))
}

#[test]
fn a_wrong_power_of_gamma_would_be_noticed() {
    let landscape = Landscape::default();
    for (y, delta_s, erfi, approximate, ito) in HELD {
        let mutants = [
            (p_ss(&landscape, HESSIAN, y, delta_s), 0.5, erfi),
            (p_ss_approximate(&landscape, HESSIAN, y, delta_s), -0.5, approximate),
            (p_ito(&landscape, HESSIAN, y, delta_s), 0.5, ito),
        ];
        for (prediction, change, expected) in mutants {
            let mutant = with_other_prefactor(value(&prediction), change);
            assert!((mutant - expected).abs() > 100.0 * FOUR_DIGITS, "{mutant} against {expected}");
        }
    }
    let a32 = value(&p_equilibrium(&landscape, NoiseLaw::Uniform));
    assert!((with_other_prefactor(a32, 0.5) - 0.552).abs() < 1e-3, "A32 with γ^½ is Boltzmann's share");
    assert!((a32 - 0.552).abs() > 0.04);
}

#[test]
fn reference_shares_have_their_printed_values() {
    let landscape = Landscape::default();
    assert!((value(&p_equilibrium(&landscape, NoiseLaw::Uniform)) - 0.602).abs() < 5e-4);
    assert!((value(&p_boltzmann(&landscape, NoiseLaw::Uniform)) - 0.552).abs() < 5e-4);
    assert_eq!(p_equilibrium(&landscape, HESSIAN).valid(), None);
    assert_eq!(p_boltzmann(&landscape, HESSIAN).valid(), None);
}

#[test]
fn what_is_derived_for_one_law_holds_for_no_other_exponent() {
    let landscape = Landscape::default();
    let calibration = Calibration::figure(&landscape);
    for alpha in [0.0, 0.9, 2.0] {
        let noise = NoiseLaw::with_alpha(alpha);
        let of_the_hessian = [
            p_ss(&landscape, noise, 5.0, 1e-3),
            p_ito(&landscape, noise, 5.0, 1e-3),
            effective_loss(&landscape, noise, 0.1, 5.0),
            y_freeze(&landscape, noise, 1e-3, &calibration),
            y_freeze_solved(&landscape, noise, 1e-3, calibration.epsilon()),
            p_transient_closed(&landscape, noise, 1e-3, &calibration),
        ];
        for prediction in of_the_hessian {
            assert!(matches!(prediction.why(), Some(Why::Law { law, .. }) if law == noise), "{prediction:?}");
        }
        // Its own barrier is the one that Kramers' forms ask for.
        let from = value(&kramers_from(&landscape, noise, 1e-3));
        let barrier = |y| Valley::BOTH.map(|valley| barrier_root(&landscape, noise, valley, y, 1e-3).powi(2));
        assert!((barrier(from).into_iter().fold(f64::INFINITY, f64::min) - 3.0).abs() < 1e-9, "{from}");
        assert!(p_steady(&landscape, noise, 5.0, 1e-3).valid().is_some());
    }
    assert_eq!(NoiseLaw::with_alpha(1.0), HESSIAN);
    assert!(p_ss(&landscape, NoiseLaw::Power { alpha: 1.0 }, 5.0, 1e-3).valid().is_some());
}

#[test]
fn freezing_heights_and_final_shares_agree() {
    let landscape = Landscape::default();
    let figure = Calibration::figure(&landscape);
    let printed = Calibration::as_printed(&landscape);
    for (delta_s, height, unscaled, share) in FREEZING {
        let frozen = y_freeze(&landscape, HESSIAN, delta_s, &figure);
        assert!((value(&frozen) - height).abs() < 6e-4, "{frozen:?} against {height}");
        assert!(frozen.domain.is_valid());
        let uncalibrated = value(&y_freeze(&landscape, HESSIAN, delta_s, &printed));
        assert!((uncalibrated - unscaled).abs() < 6e-4, "{uncalibrated} against {unscaled}");
        let eq10 = value(&p_transient(&landscape, HESSIAN, delta_s, &frozen));
        let eq12 = value(&p_transient_closed(&landscape, HESSIAN, delta_s, &figure));
        assert!((eq10 - share).abs() < 6e-4, "{eq10} against {share}");
        assert!((eq10 - eq12).abs() < 1e-13, "Eq. 12 is Eq. 10 with Eq. 11 put in");
    }
}

#[test]
fn phi_and_the_time_scales_have_the_papers_values() {
    let landscape = Landscape::default();
    assert!((value(&phi(&landscape)) - 1.3326e-5).abs() < 5e-10);
    let figure = Calibration::figure(&landscape);
    assert!((figure.epsilon_phi - 4.0e-4).abs() < 5e-7);
    assert!((figure.factor() - 3000.0).abs() < 1e-9 && (figure.epsilon() - 30.0).abs() < 1e-10);
    assert!((figure.unscaled - 1.3326e-7).abs() < 5e-12);
    assert!((relaxation_time(&landscape, Valley::Flat, 1e9) - 0.32).abs() < 1e-6);
    let fastest =
        (0..1000).map(|i| value(&drift_time(&landscape, 0.1 * f64::from(i)))).fold(f64::INFINITY, f64::min);
    assert!((fastest - 41.8).abs() < 0.1, "{fastest}");
}
