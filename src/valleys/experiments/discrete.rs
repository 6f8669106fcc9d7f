//! Where treating SGD as a diffusion fails: at fixed Δ_S and optimisation time, P_flat and the freezing time against η,
//! beside the density prediction (η finite) and the Langevin limit (η → 0).

use super::family::{Member, family};
use crate::job::Progress;
use crate::settings::{Adjustable, Invalid, Schedule, Settings};
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::theory::{Patience, langevin};

/// The runs, from the smallest η to the largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrete {
    pub delta_s: f64,
    /// Optimisation time Ση of every run.
    pub time: f64,
    pub runs: Vec<Member>,
    /// P_flat in the limit η → 0.
    pub limit: Option<f64>,
}

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
    let patience = Patience::beside(&scenarios).unless(insists);
    let first = scenarios.first().cloned();
    let Some(runs) = family(scenarios, insists, progress) else { return Ok(None) };
    let limit = first.map(|at| langevin(&at, &[at.steps], patience));
    let limit = limit.and_then(|trace| trace.last().map(|point| point.p_flat));
    Ok(Some(Discrete { delta_s, time, runs, limit }))
}
