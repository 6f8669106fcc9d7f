//! What other papers say, on the same networks and beside them.

use std::ops::ControlFlow::{self, Continue};

use frostline::networks::experiments::brownian::{Jittery, simulated_growth, simulated_variance};
use frostline::networks::experiments::convex::{Draw, FREE, chance_of_a_flat_minimum};
use frostline::networks::experiments::grid::Mean;
use frostline::networks::experiments::instability::{Asked, Forked, instability};
use frostline::networks::experiments::prepared::Prepared;
use frostline::networks::model::{Length, Setup};

fn go(_: f64) -> ControlFlow<()> {
    Continue(())
}

/// Whether a mean lies above a bound by two standard errors.
fn above(mean: Mean, bound: f64) -> bool {
    mean.mean - 2.0 * mean.error.unwrap() > bound
}

#[test]
fn instabilities_favour_flatter_places() {
    let asked = Asked { factors: vec![0.5, 1.1, 1.6, 2.0], ..Asked::default() };
    let answers: Vec<Forked> = (1..=8)
        .map(|seed| {
            let prepared = Prepared::shipped(Setup { seed, ..Setup::default() }).unwrap();
            instability(&prepared, &asked, &go).unwrap()
        })
        .collect();
    let mean = |of: &dyn Fn(&Forked) -> f64| Mean::of(answers.iter().map(of)).unwrap();
    let ratio = |fork: usize| mean(&|answer| answer.forks[fork].ratio.unwrap());
    println!("{:?}", (0..4).map(ratio).collect::<Vec<_>>());
    assert!(above(ratio(0), 1.0), "below the edge it goes on sharpening: {:?}", ratio(0));
    assert!(above(mean(&|answer| -answer.forks[3].ratio.unwrap()), -0.85), "{:?}", ratio(3));
    for fork in 1..4 {
        let turns = mean(&|answer| answer.forks[fork].turn.unwrap() - answer.forks[fork - 1].turn.unwrap());
        assert!(above(turns, 0.0), "the leading direction turns more: {turns:?}");
        let planes = mean(&|answer| {
            answer.forks[fork].plane_turn.unwrap() - answer.forks[fork - 1].plane_turn.unwrap()
        });
        assert!(above(planes, 0.0), "and so does the plane: {planes:?}");
    }
}

#[test]
fn forks_are_as_long_as_was_asked() {
    let setup = Setup { hidden: vec![10, 10], pooling: 4, digits: 60, ..Setup::default() };
    let prepared = Prepared::shipped(setup).unwrap();
    let factors = vec![0.5, 1.0];
    for (length, expected) in [(Length::Steps(7), None), (Length::Time(1.0), Some(1.0))] {
        let answer =
            instability(&prepared, &Asked { factors: factors.clone(), length, ..Asked::default() }, &go)
                .unwrap();
        for fork in &answer.forks {
            assert!((fork.eta * answer.sharpness / 2.0 / fork.factor - 1.0).abs() < 1e-12);
            let steps = fork.looks.last().unwrap().0;
            match expected {
                None => assert_eq!(steps, 7),
                Some(time) => assert_eq!(steps, (time / fork.eta).round() as u32),
            }
            assert_eq!(fork.looks[0].2, answer.sharpness);
        }
    }
}

#[test]
fn a_walk_with_a_jittering_curvature_has_its_exact_variance_and_not_langevins() {
    let valley = Jittery::default();
    for (eta, langevin) in [(0.02, false), (0.1, true), (0.2, true), (0.3, true)] {
        let found = simulated_variance(&valley, eta, 4_000, 1, &go).unwrap();
        let (exact, error) = (valley.variance(eta).unwrap(), found.error.unwrap());
        println!("η = {eta}: {:.4} of the exact, ± {:.4}", found.mean / exact, error / exact);
        assert!((found.mean - exact).abs() < 5.0 * error, "{found:?} against {exact}");
        assert!(error < 0.03 * exact, "it must tell something");
        // Above Langevin's by ten standard errors where they differ by more than the simulation can miss.
        assert!(!langevin || found.mean - valley.langevin(eta) > 10.0 * error);
    }
}

#[test]
fn the_fourth_power_blows_up_before_the_mean_square() {
    // By the five values that the mean of four coins has.
    let valley = Jittery::default();
    let growth = |eta: f64| -> f64 {
        let weights = [1.0, 4.0, 6.0, 4.0, 1.0];
        let values = (0..5).zip(weights).map(|(heads, weight)| {
            let factor = 1.0 - eta * (valley.curvature + valley.jitter * (0.5 * f64::from(heads) - 1.0));
            weight / 16.0 * factor.powi(4)
        });
        values.sum()
    };
    let edge = valley.fourth_blow_up();
    assert!(edge < valley.blow_up() && (growth(edge) - 1.0).abs() < 1e-9, "{edge}: {}", growth(edge));
    assert!(growth(0.99 * edge) < 1.0 && growth(1.01 * edge) > 1.0);
}

#[test]
fn the_mean_square_blows_up_where_it_should() {
    let valley = Jittery::default();
    assert!((valley.blow_up() - 0.615).abs() < 1e-3, "{}", valley.blow_up());
    assert!(
        valley.variance(1.001 * valley.blow_up()).is_none()
            && valley.variance(0.999 * valley.blow_up()).is_some()
    );
    for (factor, grows) in [(0.9, Some(false)), (1.0, None), (1.1, Some(true))] {
        let eta = factor * valley.blow_up();
        let found = simulated_growth(&valley, eta, 6, 200_000, 1).unwrap();
        let exact = valley.growth(eta).powi(6);
        let error = found.error.unwrap();
        assert!((found.mean - exact).abs() < 5.0 * error, "{found:?} against {exact}");
        match grows {
            Some(grows) => assert!((found.mean - 1.0).abs() > 5.0 * error && (found.mean > 1.0) == grows),
            None => assert!((found.mean - 1.0).abs() < 5.0 * error),
        }
    }
}

#[test]
fn a_flat_minimum_may_be_of_no_use() {
    for examples in [4, 8, 11] {
        let draws = 300;
        let flats: Vec<_> = (0..draws).filter_map(|seed| Draw::of(examples, seed).flat()).collect();
        let (share, chance) =
            (flats.len() as f64 / f64::from(draws as u32), chance_of_a_flat_minimum(examples));
        let error = (chance * (1.0 - chance) / f64::from(draws as u32)).sqrt();
        assert!((share - chance).abs() < 4.0 * error && share < 1.0, "{share} against {chance}");
        assert!(flats.iter().all(|flat| flat.train_loss == 0.0 && flat.sharpness == 0.0));
        assert!(flats.iter().all(|flat| (flat.risk - 0.16).abs() < 1e-12));
        let sharp = Draw::of(examples, 5).sharp();
        assert!(
            sharp.train_loss == 0.0 && sharp.risk == 0.0 && sharp.sharpness > 0.5 && sharp.length == FREE
        );
    }
}
