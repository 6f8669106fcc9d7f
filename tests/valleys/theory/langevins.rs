//! The Langevin limit: exact where the exact share is known, and what the density prediction tends to.

use frostline::valleys::theory::{TracePoint, langevin};

use super::*;

fn limit(scenario: &Scenario) -> TracePoint {
    *langevin(scenario, &[scenario.steps], Patience::ENDLESS).last().expect("a last point")
}

fn free(eta: f64, sigma: f64, time: f64) -> Scenario {
    Scenario {
        eta: Schedule::Constant(eta),
        sigma: Schedule::Constant(sigma),
        steps: (time / eta) as u32,
        ..Scenario::default()
    }
}

#[test]
fn a_held_height_settles_at_the_exact_share() {
    let landscape = Landscape::default();
    for noise in [HESSIAN, NoiseLaw::HessianSquared, NoiseLaw::Uniform] {
        for (y, delta_s) in [(0.5, 1e-3), (3.0, 1e-3), (5.0, 4e-3), (10.0, 4e-3)] {
            let exact = value(&p_steady(&landscape, noise, y, delta_s));
            let held = Scenario { hold_y: Some(y), noise, ..free(0.01, delta_s / 0.01, 3_000.0) };
            let share = limit(&held).p_flat;
            assert!((share - exact).abs() < 1e-3, "{noise:?}, y = {y}: {share} against {exact}");
        }
    }
}

#[test]
fn it_depends_on_optimisation_time_only() {
    let [a, b] = [(0.02, 0.05), (0.001, 1.0)].map(|(eta, sigma)| limit(&free(eta, sigma, 120.0)));
    assert!((a.p_flat - b.p_flat).abs() < 1e-3 && (a.y - b.y).abs() < 5e-3, "{a:?} {b:?}");
}

#[test]
fn the_density_prediction_tends_to_it_like_the_root_of_eta() {
    let exact = limit(&free(0.01, 0.1, 300.0)).p_flat;
    let gap = |eta: f64| exact - final_share(&free(eta, 1e-3 / eta, 300.0));
    let [large, small] = [0.01, 0.01 / 16.0].map(gap);
    // √16 = 4, give or take the terms beyond.
    assert!(large > 0.0 && small > 0.0 && (2.5..6.5).contains(&(large / small)), "{large} {small}");
    assert!(small < 0.004, "{small}");
}

#[test]
fn without_noise_there_is_no_limit_to_take() {
    let quiet = Scenario { noise: NoiseLaw::None, ..free(0.01, 0.1, 10.0) };
    assert!(langevin(&quiet, &[quiet.steps], Patience::ENDLESS).domain.why().is_some());
}
