//! The two-state prediction: exact cases, brute force, the published cells.

use super::*;

fn fig3(eta: f64, sigma: f64) -> Scenario {
    Scenario { eta: Schedule::Constant(eta), sigma: Schedule::Constant(sigma), ..Preset::Fig3.scenario() }
}

#[test]
fn a_held_height_relaxes_exponentially() {
    let scenario = Scenario { hold_y: Some(4.0), flat_share: 0.2, ..fig3(0.01, 0.1) };
    let landscape = &scenario.landscape;
    let [out, back] = Valley::BOTH.map(|valley| value(&escape_rate(landscape, HESSIAN, valley, 4.0, 1e-3)));
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
    assert_eq!(trace.domain.why(), Some(Why::NoNoise));
}
