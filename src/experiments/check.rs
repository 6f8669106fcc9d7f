//! The swarm against the 30 published cells of Figs. 3c and 3d.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::run::{Progress, run};
use crate::model::{Parameter, Preset, Scenario};

/// The authors' stored result, and the walkers behind each of its cells.
const PUBLISHED: &str = include_str!("../../assets/fig3-published.csv");
const PUBLISHED_WALKERS: f64 = 2000.0;

/// Root-mean-square and worst z that sampling alone explains.
pub const RMS_BOUND: f64 = 1.25;
pub const WORST_BOUND: f64 = 4.0;

/// One published cell beside ours.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub eta: f64,
    pub sigma: f64,
    pub published: Measured,
    pub ours: Measured,
    /// Differences in standard errors of both sides; none where hops are rare events.
    pub z: Option<Scores>,
    /// Whether a cell of rare events agrees within its absolute bounds.
    pub rare_agrees: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub p_flat: f64,
    pub mean_freezing_step: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct Scores {
    pub p_flat: f64,
    pub freezing_step: f64,
}

/// The whole comparison.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub cells: Vec<Comparison>,
}

/// Root mean square and worst of some z.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub rms: f64,
    pub worst: f64,
}

/// Runs every published cell with this many walkers; `None` if cancelled.
pub fn check(walkers: u32, seed: u64, done: &(dyn Fn() -> ControlFlow<()> + Sync)) -> Option<Verdict> {
    watched(walkers, seed, &|_| ControlFlow::Continue(()), done)
}

/// The same, asking within every cell as well whether to go on.
pub fn watched(
    walkers: u32,
    seed: u64,
    pulse: &Progress<'_>,
    done: &(dyn Fn() -> ControlFlow<()> + Sync),
) -> Option<Verdict> {
    published()
        .into_par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(index, cell)| {
            let comparison = compare(cell, walkers, seed.wrapping_add(index as u64), pulse)?;
            done().is_continue().then_some(comparison)
        })
        .collect::<Option<Vec<_>>>()
        .map(|cells| Verdict { cells })
}

impl Verdict {
    pub fn p_flat(&self) -> Spread {
        spread(self.cells.iter().filter_map(|cell| cell.z).map(|z| z.p_flat))
    }

    pub fn freezing_step(&self) -> Spread {
        spread(self.cells.iter().filter_map(|cell| cell.z).map(|z| z.freezing_step))
    }

    pub fn passes(&self) -> bool {
        let good = |spread: Spread| spread.rms <= RMS_BOUND && spread.worst <= WORST_BOUND;
        good(self.p_flat())
            && good(self.freezing_step())
            && self.cells.iter().all(|cell| cell.rare_agrees.unwrap_or(true))
    }
}

fn spread(scores: impl Iterator<Item = f64>) -> Spread {
    let scores: Vec<f64> = scores.collect();
    let squares: f64 = scores.iter().map(|z| z * z).sum();
    Spread {
        rms: (squares / scores.len() as f64).sqrt(),
        worst: scores.iter().fold(0.0, |worst, z| worst.max(z.abs())),
    }
}

/// η, σ and the published figures of each cell.
fn published() -> Vec<(f64, f64, Measured)> {
    PUBLISHED
        .lines()
        .skip(1)
        .map(|line| {
            let numbers: Vec<f64> =
                line.split(',').map(|field| field.parse().expect("the bundled table is numbers")).collect();
            (numbers[0], numbers[1], Measured { p_flat: numbers[2], mean_freezing_step: numbers[3] })
        })
        .collect()
}

fn compare(
    (eta, sigma, published): (f64, f64, Measured),
    walkers: u32,
    seed: u64,
    pulse: &Progress<'_>,
) -> Option<Comparison> {
    let mut scenario = Scenario { walkers, seed, ..Preset::Fig3.scenario() };
    for (parameter, value) in [(Parameter::Eta, eta), (Parameter::Sigma, sigma)] {
        parameter.set(&mut scenario, value).expect("published values are in range");
    }
    let summary = run(&scenario, pulse)?.summary();
    let ours = Measured { p_flat: summary.p_flat?, mean_freezing_step: summary.mean_freezing_step? };
    let n = f64::from(walkers);
    let binomial = |p: f64, n: f64| (p * (1.0 - p) / n).sqrt();
    let p_error = binomial(ours.p_flat, n).hypot(binomial(published.p_flat, PUBLISHED_WALKERS));
    // Their spread of t_f is not published: ours, which estimates the same, stands in for it.
    let step_deviation = summary.sem_freezing_step? * n.sqrt();
    let step_error = step_deviation * (1.0 / n + 1.0 / PUBLISHED_WALKERS).sqrt();
    let p_difference = ours.p_flat - published.p_flat;
    let step_difference = ours.mean_freezing_step - published.mean_freezing_step;

    let rare = (published.p_flat - 0.5).abs() <= 0.01 || published.mean_freezing_step < 5.0;
    Some(Comparison {
        eta,
        sigma,
        published,
        ours,
        z: (!rare)
            .then(|| Scores { p_flat: p_difference / p_error, freezing_step: step_difference / step_error }),
        rare_agrees: rare
            .then(|| p_difference.abs() <= 0.02 && step_difference.abs() <= (5.0 * step_error).max(2.0)),
    })
}
