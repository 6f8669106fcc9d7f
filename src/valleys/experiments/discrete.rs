//! Where treating SGD as a diffusion fails: at fixed Δ_S and optimisation time, P_flat and the freezing time against η,
//! beside the density prediction (η finite) and the Langevin limit (η → 0).

use rayon::prelude::*;

use super::run::run;
use crate::job::{Parts, Progress};
use crate::settings::{Adjustable, Invalid, Schedule, Settings};
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::sim::Summary;
use crate::valleys::theory::{Patience, Why, density, langevin};

/// The runs, from the smallest η to the largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    pub delta_s: f64,
    /// Optimisation time Ση of every run.
    pub time: f64,
    pub runs: Vec<AtEta>,
    /// P_flat in the limit η → 0.
    pub limit: Option<f64>,
}

/// One learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct AtEta {
    pub scenario: Scenario,
    pub summary: Summary,
    /// P_flat by the density prediction, and why it ends early if it does.
    pub density: Option<f64>,
    pub density_ends: Option<Why>,
}

/// A prediction is worth so many walkers of its run.
const PREDICTION: f64 = 1_000.0;

/// Runs the scenario's Δ_S (at its start) and optimisation time at other learning rates, each with a seed of its own;
/// `None` if cancelled, an error if a rate does not fit. Who insists gets every prediction.
pub fn discrete(
    scenario: &Scenario,
    etas: &[f64],
    insists: bool,
    progress: &Progress<'_>,
) -> Result<Option<Discrete>, Invalid> {
    let delta_s = scenario.delta_s(0);
    let time: f64 = (0..scenario.steps).map(|step| scenario.eta.at(step)).sum();
    let scenarios: Vec<Scenario> = etas
        .iter()
        .enumerate()
        .map(|(index, &eta)| {
            let mut at = scenario.clone();
            at.sigma = Schedule::Constant(delta_s / eta);
            Parameter::Eta.set(&mut at, eta)?;
            Parameter::Steps.set(&mut at, (time / eta).round())?;
            at.seed = scenario.seed.wrapping_add(index as u64);
            at.validate()?;
            Ok(at)
        })
        .collect::<Result<_, Invalid>>()?;
    // Work is in steps: the smallest η has the most.
    let whole: f64 = scenarios.iter().map(|at| f64::from(at.steps)).sum();
    let swarming = f64::from(scenario.walkers) / (f64::from(scenario.walkers) + PREDICTION);
    let mut done = 0.0;
    let mut swarms = Vec::with_capacity(scenarios.len());
    for at in &scenarios {
        let Some(swarm) = run(at, &|share| progress(swarming * (done + share * f64::from(at.steps)) / whole))
        else {
            return Ok(None);
        };
        done += f64::from(at.steps);
        swarms.push(swarm.summary());
    }
    let work: Vec<f64> = scenarios.iter().map(|at| f64::from(at.steps) / whole).collect();
    let parts = Parts::after(swarming, &work, progress);
    let predicted: Option<Vec<_>> = scenarios
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(index, at)| {
            let patience = Patience::among(scenarios.len(), at).unless(insists);
            density(at, &[at.steps], patience, &mut |done| parts.report(index, done))
        })
        .collect();
    let Some(predicted) = predicted else { return Ok(None) };
    let patience = Patience::beside(&scenarios).unless(insists);
    let limit = scenarios.first().map(|at| langevin(at, &[at.steps], patience));
    let runs = scenarios
        .into_iter()
        .zip(swarms)
        .zip(predicted)
        .map(|((scenario, summary), predicted)| AtEta {
            density: predicted.trace.last().map(|point| point.p_flat),
            density_ends: predicted.trace.domain.why(),
            scenario,
            summary,
        })
        .collect();
    Ok(Some(Discrete {
        delta_s,
        time,
        runs,
        limit: limit.and_then(|trace| trace.last().map(|point| point.p_flat)),
    }))
}
