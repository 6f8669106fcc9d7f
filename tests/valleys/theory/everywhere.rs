//! No number that is not one, anywhere in the ranges of the parameters.

use super::*;

/// Any value of a parameter, small ones as likely as large ones if its scale is logarithmic.
fn any_of(parameter: Parameter) -> BoxedStrategy<f64> {
    let about = parameter.about();
    if about.min > 0.0 {
        (about.min.ln()..about.max.ln()).prop_map(f64::exp).boxed()
    } else {
        (about.min..=about.max).boxed()
    }
}

fn landscapes() -> impl Strategy<Value = Landscape> {
    use Parameter::{F0, LD, X0, X1, X2, YB, YD, YF};
    [X1, X2, X0, F0, YB, YF, LD, YD].map(any_of).prop_map(|[x1, x2, x0, f0, y_b, y_f, l_d, y_d]| Landscape {
        x1,
        x2,
        x0,
        f0,
        y_b,
        y_f,
        l_d,
        y_d,
    })
}

fn noises() -> impl Strategy<Value = NoiseLaw> {
    prop_oneof![
        4 => proptest::sample::select(NoiseLaw::ALL.to_vec()),
        2 => (0.0..=2.0_f64).prop_map(NoiseLaw::with_alpha),
    ]
}

/// Never a number that is not one, and never silence without a reason.
fn is_sound(prediction: &Prediction) -> bool {
    prediction.value.is_none_or(f64::is_finite) && (prediction.value.is_some() || prediction.why().is_some())
}

fn is_share(prediction: &Prediction) -> bool {
    is_sound(prediction) && prediction.value.is_none_or(|p| (0.0..=1.0).contains(&p))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_formula_is_sound(
        landscape in prop_oneof![Just(Landscape::default()), landscapes()],
        noise in noises(),
        y in prop_oneof![Just(0.0), 0.0..1000.0_f64, (-7.0..3.0_f64).prop_map(|e| 10_f64.powf(e))],
        delta_s in (-6.0..0.0_f64).prop_map(|e| 10_f64.powf(e)),
        x in -2.0..2.0_f64,
    ) {
        let calibration = Calibration::figure(&landscape);
        let frozen = y_freeze(&landscape, noise, delta_s, &calibration);
        for share in [
            p_ss(&landscape, noise, y, delta_s),
            p_ss_approximate(&landscape, noise, y, delta_s),
            p_ito(&landscape, noise, y, delta_s),
            p_steady(&landscape, noise, y, delta_s),
            p_equilibrium(&landscape, noise),
            p_boltzmann(&landscape, noise),
            p_transient(&landscape, noise, delta_s, &frozen),
            p_transient_closed(&landscape, noise, delta_s, &calibration),
        ] {
            prop_assert!(is_share(&share), "{share:?}");
        }
        for other in [
            frozen,
            y_freeze_solved(&landscape, noise, delta_s, calibration.epsilon()),
            phi(&landscape),
            kramers_from(&landscape, noise, delta_s),
            drift_time(&landscape, y),
            effective_loss(&landscape, noise, x, y),
            sgd_correction(&landscape, noise, x, y),
            ito_potential(&landscape, noise, x, y, delta_s),
        ] {
            prop_assert!(is_sound(&other), "{other:?}");
        }
        for valley in Valley::BOTH {
            prop_assert!(is_sound(&escape_time(&landscape, noise, valley, y, delta_s)));
            prop_assert!(is_sound(&escape_rate(&landscape, noise, valley, y, delta_s)));
            prop_assert!(is_sound(&ln_escape_time(&landscape, noise, valley, y, delta_s)));
            prop_assert!(is_sound(&escape_rate_large_barrier(&landscape, noise, valley, y, delta_s)));
        }
    }

    #[test]
    fn on_the_papers_landscape_only_domains_end_and_no_value_is_lost(
        y in 1e-3..1000.0_f64,
        delta_s in (-6.0..0.0_f64).prop_map(|e| 10_f64.powf(e)),
    ) {
        let landscape = Landscape::default();
        for share in [p_ss(&landscape, HESSIAN, y, delta_s), p_ss_approximate(&landscape, HESSIAN, y, delta_s)] {
            prop_assert!(share.value.is_some());
            prop_assert_eq!(share.domain.is_valid(), kramers_domain(&landscape, HESSIAN, y, delta_s).is_valid());
        }
        prop_assert!(p_ito(&landscape, HESSIAN, y, delta_s).valid().is_some());
    }

    #[test]
    fn the_general_steady_share_contains_the_named_ones(
        gamma in 0.1..10.0_f64,
        y in 0.0..1000.0_f64,
        delta_s in (-6.0..0.0_f64).prop_map(|e| 10_f64.powf(e)),
    ) {
        let landscape = Landscape::default().with_gamma(gamma);
        let ito = value(&p_ito(&landscape, HESSIAN, y, delta_s));
        prop_assert!((value(&p_steady(&landscape, HESSIAN, y, delta_s)) - ito).abs() < 1e-9);
        let boltzmann = value(&p_boltzmann(&landscape, NoiseLaw::Uniform));
        prop_assert!((value(&p_steady(&landscape, NoiseLaw::Uniform, y, delta_s)) - boltzmann).abs() < 1e-9);
        let even = NoiseLaw::with_alpha(0.0);
        prop_assert!((value(&p_steady(&landscape, even, y, delta_s)) - boltzmann).abs() < 1e-9);
        prop_assert!(p_boltzmann(&landscape, even).valid().is_some());
    }

    /// Each side weighs (1/D) ∫ e^{−L/D} dx, here summed up point by point.
    #[test]
    fn the_steady_share_of_any_alpha_is_its_integral(
        gamma in 0.3..4.0_f64,
        alpha in 0.0..=2.0_f64,
        y in 0.5..30.0_f64,
        delta_s in (-4.0..-1.5_f64).prop_map(|e| 10_f64.powf(e)),
    ) {
        let landscape = Landscape::default().with_gamma(gamma);
        let noise = NoiseLaw::with_alpha(alpha);
        let [f1, f2] = Valley::BOTH.map(|valley| landscape.flatness(valley, y));
        let mean = 2.0 / (f1 * f2).sqrt();
        // ln of the weight, and where the loss is least.
        let weight = |valley: Valley, f: f64| {
            let d = delta_s * mean * (2.0 / f / mean).powf(alpha);
            let depth = landscape.value(landscape.floor(valley, y), y);
            let reach = landscape.spread(valley, y).abs() + 12.0 * (f * d).sqrt();
            let points = 20_000;
            let sum: f64 = (0..points)
                .map(|point| (f64::from(point) + 0.5) / f64::from(points) * reach)
                .map(|u| (-(landscape.value(valley.sign() * u, y) - depth) / d).exp())
                .sum();
            (sum * reach / f64::from(points) / d).ln() + (landscape.baseline(y) - depth) / d
        };
        let ln_odds = weight(Valley::Flat, f1) - weight(Valley::Sharp, f2);
        let share = 1.0 / (1.0 + (-ln_odds).exp());
        prop_assert!((value(&p_steady(&landscape, noise, y, delta_s)) - share).abs() < 1e-6);
    }

    #[test]
    fn two_states_are_sound_on_any_landscape(
        landscape in landscapes(),
        noise in noises(),
        eta in any_of(Parameter::Eta),
        sigma in any_of(Parameter::Sigma),
        y_i in any_of(Parameter::YI),
    ) {
        let scenario = Scenario {
            landscape,
            noise,
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(sigma),
            y_i,
            steps: 50,
            ..Scenario::default()
        };
        for point in two_state(&scenario, &[0, 25, 50]).points {
            prop_assert!((0.0..=1.0).contains(&point.p_flat) && point.y.is_finite(), "{point:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn densities_are_sound_on_any_landscape(
        landscape in prop_oneof![Just(Landscape::default()), landscapes()],
        noise in noises(),
        eta in (-5.0..-0.8_f64).prop_map(|e| 10_f64.powf(e)),
        sigma in (-4.0..0.0_f64).prop_map(|e| 10_f64.powf(e)),
        y_i in 0.0..1000.0_f64,
    ) {
        let scenario = Scenario {
            landscape,
            noise,
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(sigma),
            y_i,
            steps: 60,
            ..Scenario::default()
        };
        let result = undisturbed(&scenario, &[0, 7, 60]);
        prop_assert!(result.trace.points.len() == 3 || result.trace.domain.why().is_some());
        for (point, slice) in result.trace.points.iter().zip(&result.slices) {
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&point.p_flat) && point.y.is_finite(), "{point:?}");
            let mass: f64 = slice.density.iter().sum::<f64>() * slice.dx;
            prop_assert!((mass - 1.0).abs() < 1e-12, "{mass}");
        }
    }
}

#[test]
fn predictions_survive_a_round_trip_through_json() {
    let landscape = Landscape::default();
    for prediction in
        [p_ss(&landscape, HESSIAN, 5.0, 1e-3), escape_rate(&landscape, HESSIAN, Valley::Flat, 0.0, 1.0)]
    {
        let text = serde_json::to_string(&prediction).expect("serialises");
        let back: Prediction = serde_json::from_str(&text).expect("parses");
        assert_eq!(back.domain, prediction.domain);
        assert!((back.value.unwrap_or(7.0) - prediction.value.unwrap_or(7.0)).abs() < 1e-15);
    }
}
