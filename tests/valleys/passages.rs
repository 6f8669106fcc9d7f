//! The engine's own walkers, counted from floor to floor at a held height, against the exact times.

use std::ops::ControlFlow;

use frostline::settings::Schedule;
use frostline::valleys::experiments::held::Held;
use frostline::valleys::experiments::passages::{Counted, passages};
use frostline::valleys::experiments::run;
use frostline::valleys::model::{Landscape, NoiseLaw, Scenario, Valley};
use frostline::valleys::theory::{barrier_root, chance_across, hop_rate, passage_time, ridge_time};

fn held(gamma: f64, y_b: f64, y: f64, delta_s: f64, eta: f64) -> Held {
    let landscape = Landscape { y_b, ..Landscape::default() }.with_gamma(gamma);
    Held { landscape, noise: NoiseLaw::Hessian, y, delta_s, eta, seed: 3 }
}

/// A time out of a valley as theory has it.
fn theory(
    held: &Held,
    valley: Valley,
    time: fn(&Landscape, NoiseLaw, Valley, f64, f64) -> frostline::valleys::theory::Prediction,
) -> f64 {
    time(&held.landscape, held.noise, valley, held.y, held.delta_s).value.expect("a barrier")
}

/// So many passages there and back, with 1,024 walkers.
fn count(held: &Held, pairs: f64) -> Counted {
    let cycle: f64 = Valley::BOTH.map(|valley| theory(held, valley, passage_time)).iter().sum();
    passages(held, 1_024, pairs * cycle / 1_024.0, &|_| ControlFlow::Continue(())).expect("not cancelled")
}

fn mean_time(counted: &Counted, valley: Valley) -> [f64; 2] {
    counted.out_of(valley).mean_time().expect("passages")
}

/// γ, y_b, y and Δ_S, with z₂² from 3 up.
const PLACES: [[f64; 4]; 5] = [
    [1.514_792_9, 30.0, 4.1, 1e-3],
    [1.514_792_9, 30.0, 9.5, 4e-3],
    [1.514_792_9, 30.0, 1.2, 1e-4],
    [2.5, 20.0, 9.0, 4e-3],
    [0.8, 40.0, 4.6, 1e-3],
];

fn compare(place: [f64; 4], pairs: f64, bound: f64) {
    let [gamma, y_b, y, delta_s] = place;
    let fine = held(gamma, y_b, y, delta_s, 2e-4);
    let least = Valley::BOTH
        .map(|valley| barrier_root(&fine.landscape, fine.noise, valley, y, delta_s).powi(2))
        .into_iter()
        .fold(f64::INFINITY, f64::min);
    assert!(least >= 3.0, "{place:?}: {least}");
    let (counted, coarse) = (count(&fine, pairs), count(&Held { eta: 1e-3, ..fine }, 4.0 * pairs));
    for valley in Valley::BOTH {
        let [time, error] = mean_time(&counted, valley);
        let [at_coarse, coarse_error] = mean_time(&coarse, valley);
        let exact = theory(&fine, valley, passage_time);
        let by_parts = theory(&fine, valley, ridge_time) / theory(&fine, valley, chance_across);
        println!(
            "{place:?} {valley:?}: η 2e-4 {time:.3} ± {error:.3}, 1e-3 {at_coarse:.3} ± {coarse_error:.3}; exact {exact:.3} \
             ({:+.3}), A23/A24 and the ridge factor {by_parts:.3} ({:+.3})",
            time / exact - 1.0,
            time / by_parts - 1.0,
        );
        assert!((time / exact - 1.0).abs() <= bound + 2.0 * error / time, "{place:?} {valley:?}");
        let apart = (at_coarse / time - 1.0).abs();
        assert!(apart <= 0.1 + 2.0 * (error + coarse_error) / time, "{place:?} {valley:?}: {apart}");
    }
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn walkers_pass_from_floor_to_floor_as_the_exact_integrals_have_it() {
    compare(PLACES[0], 400.0, 0.05);
}

#[test]
#[ignore = "minutes"]
fn walkers_pass_as_the_exact_integrals_have_it_in_other_places() {
    for place in PLACES {
        compare(place, 8_000.0, 0.05);
    }
}

/// Changes of sign grow like 1/√η, passages do not.
#[test]
fn hops_have_no_rate_but_for_a_step() {
    for (y, eta) in [(3.0, 0.01), (3.0, 0.001), (4.5, 0.01), (4.5, 0.001)] {
        let held = held(1.514_792_9, 30.0, y, 1e-3, eta);
        let steps = (100.0 / eta) as u32;
        let scenario = Scenario {
            landscape: held.landscape,
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(1e-3 / eta),
            hold_y: Some(y),
            flat_share: 0.8,
            x_i: held.landscape.floor(Valley::Flat, y),
            walkers: 2_000,
            steps,
            ..Scenario::default()
        };
        let swarm = run::run(&scenario, &|_| ControlFlow::Continue(())).expect("not cancelled");
        let late = || swarm.record().samples.iter().filter(|sample| sample.step > steps / 2);
        let [hops, flat] = [
            late().map(|sample| sample.hops as f64).sum::<f64>(),
            late().map(|sample| sample.flat_time as f64).sum::<f64>(),
        ];
        let time = late().map(|sample| f64::from(sample.span)).sum::<f64>() * f64::from(scenario.walkers);
        let measured = hops / (time * eta);
        let expected = hop_rate(&scenario, 0, y, flat / time).value.expect("noise");
        println!("y {y}, η {eta}: {measured:.4} hops per time, expected {expected:.4}");
        assert!((expected / measured - 1.0).abs() < 0.2, "y {y}, η {eta}: {measured} {expected}");
    }
}

/// The error of a share of time is that by which swarms of other seeds differ, whether walkers remember long or not.
#[test]
fn the_error_of_an_occupancy_knows_how_long_walkers_remember() {
    for (y, steps) in [(2.0, 4_000), (4.0, 4_000), (4.0, 40_000)] {
        let told: Vec<[f64; 2]> = (0..60)
            .map(|seed| {
                let scenario = Scenario {
                    hold_y: Some(y),
                    // No two walkers start on sides that were shared out: those of the flat side are forgotten.
                    flat_share: 1.0,
                    x_i: 0.01,
                    walkers: 64,
                    steps,
                    seed,
                    ..Scenario::default()
                };
                let swarm = run::run(&scenario, &|_| ControlFlow::Continue(())).expect("not cancelled");
                let summary = swarm.summary();
                [summary.occupancy.expect("live"), summary.occupancy_error.expect("some on either side")]
            })
            .collect();
        let n = told.len() as f64;
        let mean = told.iter().map(|[share, _]| share).sum::<f64>() / n;
        let scatter = (told.iter().map(|[share, _]| (share - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let said = (told.iter().map(|[_, error]| error * error).sum::<f64>() / n).sqrt();
        println!("y {y}, {steps} steps: swarms scatter by {scatter:.4}, an error is {said:.4}");
        // The scatter of 60 is known to 9 %.
        assert!((said / scatter - 1.0).abs() < 0.3, "y {y}, {steps} steps: {said} {scatter}");
    }
}
