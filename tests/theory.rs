//! The theory against the published numbers, against itself, and at the ends of its domain.

use std::ops::ControlFlow;

use frostline::model::{Landscape, NoiseLaw, Parameter, Piece, Preset, Scenario, Schedule, Shape, Valley};
use frostline::theory::{
    Calibration, DensityTrace, Prediction, barrier_root, density, drift_time, effective_loss,
    effective_temperature, escape_rate, escape_rate_large_barrier, escape_time, even_steps, ito_potential,
    kramers_domain, kramers_from, ln_escape_time, p_boltzmann, p_equilibrium, p_ito, p_ss, p_ss_approximate,
    p_steady, p_transient, p_transient_closed, phi, relaxation_time, sgd_correction, two_state, y_freeze,
    y_freeze_solved,
};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rand_distr::StandardNormal;
use rayon::prelude::*;

const HESSIAN: NoiseLaw = NoiseLaw::Hessian;

/// Held y: y, Δ_S, Eq. 9 with erfi, Eq. 9 approximate, P_ito (four digits).
const HELD: [(f64, f64, f64, f64, f64); 5] = [
    (2.0, 1e-3, 0.6914, 0.6530, 0.7081),
    (3.0, 1e-3, 0.7535, 0.7515, 0.7916),
    (4.0, 1e-3, 0.8383, 0.8472, 0.8729),
    (5.0, 4e-3, 0.7071, 0.6819, 0.7326),
    (10.0, 4e-3, 0.8622, 0.8707, 0.8927),
];
const FOUR_DIGITS: f64 = 0.5e-4 + 1e-9;

/// Freezing: Δ_S = 1e-4 · 40^(k/5), Eq. 11 with εΦ of the figure, Eq. 11 with Φ as printed, Eq. 10 = Eq. 12.
const FREEZING: [(f64, f64, f64, f64); 6] = [
    (1.00e-4, 1.219, 2.359, 0.866),
    (2.091_279e-4, 1.901, 3.600, 0.886),
    (4.373_448e-4, 2.986, 5.603, 0.904),
    (9.146_101e-4, 4.757, 9.015, 0.919),
    (1.912_705e-3, 7.792, 15.394, 0.932),
    (4.00e-3, 13.456, 29.699, 0.944),
];

/// Cells of Fig. 3c as the authors stored them: η, σ, P_flat of 2000 walkers after 20,000 steps.
const PUBLISHED: [(f64, f64, f64); 30] = [
    (0.01, 0.01, 0.5000),
    (0.01, 0.035_938_137, 0.5095),
    (0.01, 0.077_426_368, 0.7065),
    (0.012_915_496_65, 0.012_915_497, 0.5015),
    (0.012_915_496_65, 0.046_415_888, 0.5490),
    (0.016_681_005_37, 0.016_681_005, 0.5020),
    (0.016_681_005_37, 0.021_544_347, 0.4995),
    (0.016_681_005_37, 0.035_938_137, 0.5670),
    (0.016_681_005_37, 0.046_415_888, 0.6960),
    (0.016_681_005_37, 0.077_426_368, 0.9495),
    (0.021_544_346_9, 0.01, 0.5005),
    (0.021_544_346_9, 0.012_915_497, 0.5010),
    (0.027_825_594_02, 0.059_948_425, 0.9645),
    (0.027_825_594_02, 0.077_426_368, 0.9650),
    (0.035_938_136_64, 0.01, 0.5025),
    (0.035_938_136_64, 0.021_544_347, 0.7195),
    (0.046_415_888_34, 0.01, 0.5105),
    (0.046_415_888_34, 0.027_825_594, 0.9645),
    (0.046_415_888_34, 0.046_415_888, 0.9760),
    (0.046_415_888_34, 0.059_948_425, 0.9725),
    (0.046_415_888_34, 0.077_426_368, 0.9750),
    (0.046_415_888_34, 0.1, 0.9790),
    (0.059_948_425_03, 0.012_915_497, 0.8060),
    (0.059_948_425_03, 0.027_825_594, 0.9735),
    (0.059_948_425_03, 0.035_938_137, 0.9760),
    (0.059_948_425_03, 0.046_415_888, 0.9730),
    (0.059_948_425_03, 0.059_948_425, 0.9825),
    (0.077_426_368_27, 0.1, 0.9795),
    (0.1, 0.01, 0.9765),
    (0.1, 0.059_948_425, 0.9890),
];

fn value(prediction: &Prediction) -> f64 {
    prediction.value.expect("a value")
}

fn undisturbed(scenario: &Scenario, at: &[u32]) -> DensityTrace {
    density(scenario, at, &mut |_| ControlFlow::Continue(())).expect("not broken off")
}

fn final_share(scenario: &Scenario) -> f64 {
    undisturbed(scenario, &[scenario.steps]).trace.last().expect("a last point").p_flat
}

mod tables {
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
        let fastest = (0..1000)
            .map(|i| value(&drift_time(&landscape, 0.1 * f64::from(i))))
            .fold(f64::INFINITY, f64::min);
        assert!((fastest - 41.8).abs() < 0.1, "{fastest}");
    }
}

mod potentials {
    use super::*;

    #[test]
    fn effective_loss_is_loss_plus_correction_and_meets_the_baseline_at_the_ridge() {
        let landscape = Landscape::default();
        let root = landscape.gamma().sqrt();
        for (x, stretch) in [(0.3, root), (-0.4, 1.0 / root), (1.1, root)] {
            let l_eff = value(&effective_loss(&landscape, HESSIAN, x, 40.0));
            let l = landscape.value(x, 40.0);
            let eq7 = stretch * l + (1.0 - stretch) * landscape.baseline(40.0);
            assert!((l_eff - eq7).abs() < 1e-14);
            let l_sgd = value(&sgd_correction(&landscape, HESSIAN, x, 40.0));
            assert!((l + l_sgd - l_eff).abs() < 1e-14);
        }
        assert!(
            (value(&effective_loss(&landscape, HESSIAN, 0.0, 40.0)) - landscape.baseline(40.0)).abs() < 1e-14
        );
        assert!(value(&sgd_correction(&landscape, HESSIAN, 0.4, 40.0)) < 0.0);
        assert!(value(&sgd_correction(&landscape, HESSIAN, -0.3, 40.0)) > 0.0);
    }

    /// ∫ e^{−U/T} over a side, by Simpson's rule.
    fn weight(landscape: &Landscape, noise: NoiseLaw, valley: Valley, y: f64, delta_s: f64) -> f64 {
        let [d1, d2] = Valley::BOTH.map(|side| noise.diffusion(landscape, side, y, delta_s));
        let temperature = (d1 * d2).sqrt();
        let (count, reach) = (4000, 2.0);
        let step = reach / f64::from(count);
        let density = |u: f64| {
            // From just beside the ridge, where the potential has a step.
            let x = valley.sign() * u.max(1e-12);
            let potential = value(&ito_potential(landscape, noise, x, y, delta_s));
            ((landscape.baseline(y) - potential) / temperature).exp()
        };
        (0..=count)
            .map(|i| {
                let factor = if i == 0 || i == count { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
                factor * step / 3.0 * density(step * f64::from(i))
            })
            .sum()
    }

    #[test]
    fn the_ito_potential_integrates_to_the_exact_share() {
        let landscape = Landscape::default();
        for noise in [NoiseLaw::Hessian, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
            for (y, delta_s) in [(2.0, 1e-3), (10.0, 4e-3), (5.0, 1e-2)] {
                let [flat, sharp] = Valley::BOTH.map(|valley| weight(&landscape, noise, valley, y, delta_s));
                let exact = value(&p_steady(&landscape, noise, y, delta_s));
                assert!((flat / (flat + sharp) - exact).abs() < 1e-7, "{noise:?} at {y}, {delta_s}");
            }
        }
    }

    #[test]
    fn the_ito_potential_is_the_loss_itself_for_equal_noise() {
        let landscape = Landscape::default();
        for x in [-0.7, -0.1, 0.2, 0.9] {
            let potential = value(&ito_potential(&landscape, NoiseLaw::Uniform, x, 12.0, 2e-3));
            assert!((potential - landscape.value(x, 12.0)).abs() < 1e-13);
        }
    }

    #[test]
    fn the_hessian_laws_potential_is_eq7_but_for_a_step_at_the_ridge() {
        let landscape = Landscape::default();
        let half_step = 0.5 * effective_temperature(&landscape, 8.0, 2e-3) * landscape.gamma().ln();
        for x in [-0.3, 0.4] {
            let difference = value(&ito_potential(&landscape, HESSIAN, x, 8.0, 2e-3))
                - value(&effective_loss(&landscape, HESSIAN, x, 8.0));
            assert!((difference + half_step * Valley::of(x).sign()).abs() < 1e-13);
        }
    }
}

mod kramers {
    use super::*;

    #[test]
    fn rates_balance_in_eq9() {
        let landscape = Landscape::default();
        for (y, delta_s, ..) in HELD {
            let [out, back] =
                Valley::BOTH.map(|valley| value(&escape_rate(&landscape, HESSIAN, valley, y, delta_s)));
            assert!((back / (out + back) - value(&p_ss(&landscape, HESSIAN, y, delta_s))).abs() < 1e-13);
            let time = value(&escape_time(&landscape, HESSIAN, Valley::Flat, y, delta_s));
            assert!((time * out - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn equal_noise_balances_in_a32_for_high_barriers() {
        let landscape = Landscape::default();
        let [out, back] =
            Valley::BOTH.map(|valley| value(&escape_rate(&landscape, NoiseLaw::Uniform, valley, 9.0, 1e-3)));
        let a32 = value(&p_equilibrium(&landscape, NoiseLaw::Uniform));
        assert!((back / (out + back) - a32).abs() < 1e-13);
    }

    #[test]
    fn the_large_barrier_form_is_approached() {
        let landscape = Landscape::default();
        let error = |y| {
            let exact = value(&escape_rate(&landscape, HESSIAN, Valley::Sharp, y, 1e-3));
            value(&escape_rate_large_barrier(&landscape, HESSIAN, Valley::Sharp, y, 1e-3)) / exact - 1.0
        };
        for y in [10.0, 20.0, 30.0] {
            // erfi(z) = e^{z²}/(√π z) (1 + 1/(2z²) + …).
            let z = barrier_root(&landscape, HESSIAN, Valley::Sharp, y, 1e-3);
            assert!((error(y) - 0.5 / (z * z)).abs() < 1.5 / z.powi(4), "at {y}: {}", error(y));
        }
    }

    #[test]
    fn the_domain_begins_where_it_says() {
        let landscape = Landscape::default();
        for noise in [NoiseLaw::Hessian, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
            let from = value(&kramers_from(&landscape, noise, 1e-3));
            assert!(kramers_domain(&landscape, noise, 1.000_001 * from, 1e-3).is_valid());
            assert!(!kramers_domain(&landscape, noise, 0.999_999 * from, 1e-3).is_valid());
        }
        let reach = 0.65 * 5.0 / 35.0_f64;
        let edge = reach * reach / 6.0;
        assert!(kramers_domain(&landscape, HESSIAN, 5.0, 0.999 * edge).is_valid());
        let outside = kramers_domain(&landscape, HESSIAN, 5.0, 1.001 * edge);
        assert!(outside.why().is_some_and(|why| why.contains("noise temperatures")));
        assert_eq!(kramers_from(&landscape, HESSIAN, 0.1).value, None);
    }

    #[test]
    fn without_noise_or_barrier_there_is_no_rate() {
        let landscape = Landscape::default();
        let cases = [(HESSIAN, 0.0, 1e-3), (HESSIAN, 5.0, 0.0), (NoiseLaw::None, 5.0, 1e-3)];
        for (noise, y, delta_s) in cases {
            let rate = escape_rate(&landscape, noise, Valley::Flat, y, delta_s);
            assert_eq!(rate.value, None);
            assert!(rate.why().is_some());
        }
        // A time beyond every number is absent, its logarithm is not.
        assert_eq!(escape_time(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).value, None);
        assert!(ln_escape_time(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).valid().is_some());
        assert_eq!(escape_rate(&landscape, HESSIAN, Valley::Flat, 100.0, 1e-5).valid(), Some(0.0));
    }
}

mod freezing {
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
            prediction.why().expect("a reason").to_owned()
        };
        assert!(reason(&landscape, HESSIAN, 1e-7, &figure).contains("below εΦ"));
        assert!(reason(&landscape, HESSIAN, 0.5, &figure).contains("not below x₂²"));
        assert!(reason(&landscape, HESSIAN, 0.0, &figure).contains("no noise"));
        assert!(reason(&landscape, NoiseLaw::Uniform, 1e-3, &figure).contains("uniform"));
        for gamma in [1.0, 0.5] {
            let inverted = landscape.with_gamma(gamma);
            assert!(reason(&inverted, HESSIAN, 1e-3, &figure).contains('γ'));
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
        assert!(never.why().is_some_and(|why| why.contains("never")));
    }
}

mod two_states {
    use super::*;

    fn fig3(eta: f64, sigma: f64) -> Scenario {
        Scenario { eta: Schedule::Constant(eta), sigma: Schedule::Constant(sigma), ..Preset::Fig3.scenario() }
    }

    #[test]
    fn a_held_height_relaxes_exponentially() {
        let scenario = Scenario { hold_y: Some(4.0), flat_share: 0.2, ..fig3(0.01, 0.1) };
        let landscape = &scenario.landscape;
        let [out, back] =
            Valley::BOTH.map(|valley| value(&escape_rate(landscape, HESSIAN, valley, 4.0, 1e-3)));
        let steady = value(&p_ss(landscape, HESSIAN, 4.0, 1e-3));
        let trace = two_state(&scenario, &even_steps(20_000, 9));
        assert_eq!(trace.points.len(), 9);
        for point in &trace.points {
            let exact = steady + (0.2 - steady) * (-(out + back) * 0.01 * f64::from(point.step)).exp();
            assert!((point.p_flat - exact).abs() < 1e-12, "step {}", point.step);
        }
    }

    /// A30 and A12 by plain Euler steps, ten to each step of the run.
    fn by_brute_force(scenario: &Scenario) -> f64 {
        let Scenario { landscape, noise, .. } = scenario;
        let (mut y, mut p) = (scenario.start_y(), scenario.flat_share);
        for step in 0..scenario.steps {
            let time = 0.1 * scenario.eta.at(step);
            for _ in 0..10 {
                let rate = |valley| value(&escape_rate(landscape, *noise, valley, y, scenario.delta_s(step)));
                p += time * (rate(Valley::Sharp) * (1.0 - p) - rate(Valley::Flat) * p);
                y += time * landscape.drift(y);
            }
        }
        p
    }

    #[test]
    fn sub_steps_are_as_good_as_brute_force() {
        let decay = Schedule::Pieces(vec![Piece { steps: 5000, from: 0.1, to: 0.01, shape: Shape::Cosine }]);
        for scenario in [
            Scenario { steps: 8000, ..fig3(0.01, 0.1) },
            Scenario { steps: 8000, sigma: decay.clone(), ..fig3(0.01, 0.1) },
            Scenario { steps: 5000, eta: decay, ..fig3(0.01, 0.05) },
        ] {
            let ours = two_state(&scenario, &[scenario.steps]).last().expect("a point").p_flat;
            let theirs = by_brute_force(&scenario);
            assert!((ours - theirs).abs() < 1e-3, "{ours} against {theirs}");
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
        // Kramers' rate counts every arrival at the ridge as a hop, so it is worst where few walkers hop.
        assert!(errors.iter().all(|error| *error < 0.12), "{errors:?}");
        assert!(errors.iter().filter(|error| **error < 0.03).count() >= 25, "{errors:?}");
    }

    #[test]
    fn without_noise_the_start_share_stays() {
        let scenario = Scenario { noise: NoiseLaw::None, flat_share: 0.3, ..fig3(0.01, 0.1) };
        let trace = two_state(&scenario, &[0, 20_000]);
        assert!(trace.points.iter().all(|point| point.p_flat == 0.3 && !point.in_domain));
        assert!(trace.domain.why().is_some_and(|why| why.contains("no noise")));
    }
}

mod densities {
    use super::*;

    #[test]
    fn the_published_cells_agree() {
        let errors: Vec<(f64, f64)> = PUBLISHED
            .par_iter()
            .map(|&(eta, sigma, published)| {
                let constant = Schedule::Constant;
                let ours = final_share(&Scenario {
                    eta: constant(eta),
                    sigma: constant(sigma),
                    ..Preset::Fig3.scenario()
                });
                (ours - published, (published * (1.0 - published) / 2000.0).sqrt())
            })
            .collect();
        let chi_squared: f64 = errors.iter().map(|(error, se)| (error / se).powi(2)).sum();
        // 30 cells: a correct prediction exceeds 51 once in a hundred.
        assert!(chi_squared < 51.0, "{chi_squared}: {errors:?}");
        assert!(errors.iter().all(|(error, _)| error.abs() < 0.02), "{errors:?}");
    }

    /// Held y: y, Δ_S, then share and standard error at η = 0.01, 0.001, 0.0002, from swarms.
    type HeldSwarms = (f64, f64, [(f64, f64); 3]);
    const HELD_SWARMS: [HeldSwarms; 5] = [
        (2.0, 1e-3, [(0.685, 0.003), (0.704, 0.003), (0.704, 0.004)]),
        (3.0, 1e-3, [(0.770, 0.005), (0.785, 0.005), (0.790, 0.005)]),
        (4.0, 1e-3, [(0.848, 0.008), (0.865, 0.006), (0.867, 0.008)]),
        (5.0, 4e-3, [(0.714, 0.004), (0.729, 0.003), (0.730, 0.005)]),
        (10.0, 4e-3, [(0.875, 0.009), (0.889, 0.009), (0.899, 0.007)]),
    ];

    /// The stationary share at held y: from the floors and near the exact share, it takes little time to settle.
    fn held_share(noise: NoiseLaw, y: f64, delta_s: f64, eta: f64, time: f64) -> f64 {
        let landscape = Landscape::default();
        final_share(&Scenario {
            noise,
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(delta_s / eta),
            hold_y: Some(y),
            x_i: landscape.floor(Valley::Flat, y),
            flat_share: value(&p_steady(&landscape, noise, y, delta_s)),
            steps: (time / eta) as u32,
            ..Scenario::default()
        })
    }

    #[test]
    fn the_stationary_shares_of_held_swarms_are_reproduced() {
        HELD_SWARMS.par_iter().for_each(|&(y, delta_s, swarms)| {
            for (eta, (share, error)) in [0.01, 0.001, 0.0002].into_iter().zip(swarms) {
                let ours = held_share(HESSIAN, y, delta_s, eta, 5.0);
                assert!(
                    (ours - share).abs() < 2.5 * error + 0.003,
                    "η = {eta}, y = {y}: {ours} against {share}"
                );
            }
        });
    }

    #[test]
    fn uniform_noise_settles_at_boltzmanns_share() {
        for (y, swarm) in [(3.0, 0.5585), (5.0, 0.5582), (8.0, 0.5569)] {
            let ours = held_share(NoiseLaw::Uniform, y, 1e-3, 0.001, 5.0);
            assert!((ours - swarm).abs() < 2.5 * 0.005 + 0.003, "y = {y}: {ours} against {swarm}");
            assert!((ours - value(&p_boltzmann(&Landscape::default(), NoiseLaw::Uniform))).abs() < 0.004);
        }
    }

    #[test]
    fn finite_steps_approach_the_exact_share_like_the_root_of_eta() {
        let exact = value(&p_ito(&Landscape::default(), HESSIAN, 2.0, 1e-3));
        let gaps = [4e-3, 1e-3, 2.5e-4].map(|eta| exact - held_share(HESSIAN, 2.0, 1e-3, eta, 4.0));
        for pair in gaps.windows(2) {
            assert!((1.65..2.1).contains(&(pair[0] / pair[1])), "{gaps:?}");
        }
        // Joined steps (here some hundred of them) carry on towards it.
        assert!((held_share(HESSIAN, 2.0, 1e-3, 1e-6, 3.0) - exact).abs() < 0.005);
    }

    /// The share of `walkers` simulated walkers on the flat side: the update of Eq. 6, written down anew.
    fn simulated(scenario: &Scenario) -> f64 {
        let Scenario { landscape, noise, .. } = scenario;
        let flat = (0..scenario.walkers)
            .into_par_iter()
            .filter(|&index| {
                let mut rng = StdRng::seed_from_u64(u64::from(index));
                let side = if scenario.starts_flat(index) { 1.0 } else { -1.0 };
                let (mut x, mut y) = (side * scenario.x_i, scenario.start_y());
                for step in 0..scenario.steps {
                    let (eta, sigma) = (scenario.eta.at(step), scenario.sigma.at(step));
                    let gradient = landscape.gradient(x, y);
                    let c = noise.covariance(landscape, x, y) * (2.0 * sigma);
                    let l11 = c[(0, 0)].sqrt();
                    let l21 = c[(1, 0)] / l11;
                    let l22 = (c[(1, 1)] - l21 * l21).max(0.0).sqrt();
                    let [a, b]: [f64; 2] = [rng.sample(StandardNormal), rng.sample(StandardNormal)];
                    x -= eta * (gradient.x + l11 * a);
                    y -= eta * (gradient.y + l21 * a + l22 * b);
                }
                x > 0.0
            })
            .count();
        flat as f64 / f64::from(scenario.walkers)
    }

    #[test]
    fn other_laws_schedules_and_starts_agree_with_walkers() {
        let base = Scenario { steps: 3000, walkers: 3000, ..Preset::Fig3.scenario() };
        let constant = Schedule::Constant;
        let decay = |from, to, shape| Schedule::Pieces(vec![Piece { steps: 2000, from, to, shape }]);
        let scenarios = [
            Scenario {
                noise: NoiseLaw::HessianSquared,
                eta: constant(0.01),
                sigma: constant(0.02),
                ..base.clone()
            },
            Scenario { noise: NoiseLaw::Uniform, eta: constant(0.05), sigma: constant(0.05), ..base.clone() },
            Scenario { sigma: decay(0.3, 1e-3, Shape::Exponential), flat_share: 0.1, ..base.clone() },
            Scenario { eta: decay(0.1, 1e-3, Shape::Cosine), sigma: constant(0.02), x_i: 0.1, ..base },
        ];
        for scenario in scenarios {
            let (ours, walkers) = (final_share(&scenario), simulated(&scenario));
            let error = (walkers * (1.0 - walkers) / 3000.0).sqrt();
            assert!((ours - walkers).abs() < 0.015 + 2.5 * error, "{ours} against {walkers}: {scenario:?}");
        }
    }

    #[test]
    fn mass_is_conserved_and_slices_belong_to_their_points() {
        let scenario = Scenario { steps: 4000, ..Preset::Fig3.scenario() };
        let result = undisturbed(&scenario, &even_steps(4000, 21));
        assert_eq!((result.trace.points.len(), result.slices.len()), (21, 21));
        for (point, slice) in result.trace.points.iter().zip(&result.slices) {
            let mass: f64 = slice.density.iter().sum::<f64>() * slice.dx;
            assert!((mass - 1.0).abs() < 1e-12, "step {}: {mass}", point.step);
            let at_flat: f64 = slice
                .density
                .iter()
                .enumerate()
                .filter(|(index, _)| slice.first_x + slice.dx * *index as f64 > 0.0)
                .map(|(_, density)| density * slice.dx)
                .sum();
            assert!((at_flat - point.p_flat).abs() < 1e-12);
        }
    }

    #[test]
    fn the_spread_within_a_valley_is_that_of_the_finite_step() {
        // Deep in one valley: variance Δ_S/(1 − η/f), about the floor.
        let (y, eta, delta_s) = (30.0, 0.1, 1e-3);
        let landscape = Landscape::default();
        let scenario = Scenario {
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(delta_s / eta),
            hold_y: Some(y),
            flat_share: 1.0,
            x_i: landscape.floor(Valley::Flat, y),
            steps: 300,
            ..Scenario::default()
        };
        let result = undisturbed(&scenario, &[300]);
        let slice = &result.slices[0];
        let moment = |power: i32| -> f64 {
            let offset = |index: usize| slice.first_x + slice.dx * index as f64 - scenario.x_i;
            slice
                .density
                .iter()
                .enumerate()
                .map(|(i, density)| density * slice.dx * offset(i).powi(power))
                .sum()
        };
        let expected = delta_s / (1.0 - eta / landscape.flatness(Valley::Flat, y));
        assert!(moment(1).abs() < 1e-9, "{}", moment(1));
        assert!((moment(2) / expected - 1.0).abs() < 1e-6, "{}", moment(2) / expected);
    }

    #[test]
    fn points_do_not_depend_on_which_others_are_asked_for() {
        let scenario = Scenario {
            eta: Schedule::Constant(1e-5),
            sigma: Schedule::Constant(100.0),
            steps: 20_000,
            ..Preset::Fig3.scenario()
        };
        let alone = final_share(&scenario);
        let among_others = undisturbed(&scenario, &even_steps(20_000, 1001)).trace;
        let last = among_others.last().expect("a point").p_flat;
        assert!((alone - last).abs() < 5e-4, "{alone} against {last}");
    }

    #[test]
    fn without_noise_both_halves_stay_where_they_start() {
        let scenario = Scenario { noise: NoiseLaw::None, flat_share: 0.25, ..Preset::Fig3.scenario() };
        let point = *undisturbed(&scenario, &[20_000]).trace.last().expect("a point");
        assert_eq!(point.p_flat, 0.25);
        let settled = Scenario { x_i: 0.1, ..scenario };
        let a12 = two_state(&settled, &[20_000]).points[0].y;
        assert!((point.y - a12).abs() < 0.02, "{} against {a12}", point.y);
    }

    #[test]
    fn noise_that_stops_leaves_two_narrow_peaks() {
        let sigma = Schedule::Pieces(vec![Piece { steps: 1000, from: 0.1, to: 0.0, shape: Shape::Constant }]);
        let scenario = Scenario { sigma, steps: 3000, ..Preset::Fig3.scenario() };
        let result = undisturbed(&scenario, &[1000, 3000]);
        let [before, after] = [0, 1].map(|index| result.trace.points[index].p_flat);
        assert!((before - after).abs() < 1e-3, "{before}, then {after}");
        let peak = |index: usize| result.slices[index].density.iter().copied().fold(0.0, f64::max);
        assert!(peak(1) > 5.0 * peak(0));
    }

    #[test]
    fn it_can_be_broken_off_and_tells_how_far_it_is() {
        let mut fractions = Vec::new();
        let scenario = Preset::Fig3.scenario();
        let broken = density(&scenario, &[scenario.steps], &mut |fraction| {
            fractions.push(fraction);
            if fraction > 0.1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(broken, None);
        assert!(fractions.len() > 20 && fractions.is_sorted() && fractions[0] == 0.0);
    }

    #[test]
    fn where_walkers_diverge_it_ends_with_a_reason() {
        let scenario = Scenario { eta: Schedule::Constant(1.0), ..Preset::Fig3.scenario() };
        let trace = undisturbed(&scenario, &even_steps(20_000, 5)).trace;
        assert_eq!(trace.points.len(), 1, "only the start");
        assert!(trace.domain.why().is_some_and(|why| why.contains("overshoot")));
    }
}

mod everywhere {
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
        [X1, X2, X0, F0, YB, YF, LD, YD]
            .map(any_of)
            .prop_map(|[x1, x2, x0, f0, y_b, y_f, l_d, y_d]| Landscape { x1, x2, x0, f0, y_b, y_f, l_d, y_d })
    }

    fn noises() -> impl Strategy<Value = NoiseLaw> {
        proptest::sample::select(NoiseLaw::ALL.to_vec())
    }

    /// Never a number that is not one, and never silence without a reason.
    fn is_sound(prediction: &Prediction) -> bool {
        prediction.value.is_none_or(f64::is_finite)
            && (prediction.value.is_some() || prediction.why().is_some())
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
}
