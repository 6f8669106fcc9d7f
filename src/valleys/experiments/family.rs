//! Runs that differ in one number: each with its swarm, and with what the density prediction says of its end.

use rayon::prelude::*;

use super::run::run;
use crate::job::{Parts, Progress};
use crate::valleys::model::Scenario;
use crate::valleys::sim::Summary;
use crate::valleys::theory::{Patience, Trace, Why, density};

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub scenario: Scenario,
    pub summary: Summary,
    /// P_flat by the density prediction, and why it ends early if it does.
    pub density: Option<f64>,
    pub density_ends: Option<Why>,
}

/// A prediction is worth so many walkers of its run.
const PREDICTION: f64 = 1_000.0;

/// Runs and predicts them all; `None` if cancelled. Who insists gets every prediction.
pub fn family(scenarios: Vec<Scenario>, insists: bool, progress: &Progress<'_>) -> Option<Vec<Member>> {
    let whole: f64 = scenarios.iter().map(|at| f64::from(at.steps)).sum();
    let walkers = scenarios.first().map_or(0.0, |at| f64::from(at.walkers));
    let swarming = walkers / (walkers + PREDICTION);
    let mut done = 0.0;
    let mut summaries = Vec::with_capacity(scenarios.len());
    for at in &scenarios {
        let swarm = run(at, &|share| progress(swarming * (done + share * f64::from(at.steps)) / whole))?;
        done += f64::from(at.steps);
        summaries.push(swarm.summary());
    }
    let work: Vec<f64> = scenarios.iter().map(|at| f64::from(at.steps) / whole).collect();
    let parts = Parts::after(swarming, &work, progress);
    let predicted: Option<Vec<_>> = scenarios
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(index, at)| {
            let patience = Patience::among(scenarios.len(), at).unless(insists);
            Some(density(at, &[at.steps], patience, &mut |done| parts.report(index, done))?.trace)
        })
        .collect();
    let members = scenarios.into_iter().zip(summaries).zip(predicted?);
    let member = |((scenario, summary), predicted): ((Scenario, Summary), Trace)| {
        let density = predicted.last().map(|point| point.p_flat);
        Member { scenario, summary, density, density_ends: predicted.domain.why() }
    };
    Some(members.map(member).collect())
}
