//! Fig. 1 on one run: SGD and the descents from some of its steps, all read off along their ways.

use rayon::prelude::*;

use super::clocks::{Barriers, Similarity};
use super::continuation::{Branch, Plan, ReadOut, continuation_to};
use super::prepared::Prepared;
use super::reading::{Bends, Reading};
use super::run::{Along, Run, run};
use crate::job::{Parts, Progress};
use crate::networks::model::Weights;

/// What is asked of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct CoursePlan {
    /// Branches at even distances over the first half, for the clocks.
    pub branches: u32,
    /// t_c of the branches that are followed all along.
    pub followed: Vec<u32>,
    /// Places of the run that are read off,
    pub places: u32,
    /// and of each branch that is followed.
    pub trail: u32,
}

/// Steps t_c of the branches that the paper draws.
pub const PAPERS: [u32; 7] = [0, 20, 40, 80, 160, 320, 640];

/// A run with its branches.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub run: Run,
    /// Those at even distances: their ends at one loss and at the horizon.
    pub branches: Vec<Branch>,
    /// Those that are followed.
    pub ways: Vec<Way>,
    /// From the ends at one loss to that of the last.
    pub barriers: Barriers,
    pub similarity: Similarity,
}

/// A branch, read off from its start to the run's last step.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// t_c.
    pub step: u32,
    /// `steps` of each is counted from the run's start.
    pub readings: Vec<Reading>,
    /// Where it came to L*.
    pub matched: Option<Reading>,
}

impl Course {
    /// `None` if cancelled, or if the run diverged: then there is nothing to branch off from.
    pub fn of(prepared: &Prepared, repeat: u64, plan: &CoursePlan, progress: &Progress<'_>) -> Option<Self> {
        let setup = &prepared.setup;
        let parts = Parts::after(0.0, &[2.0, 2.0 * f64::from(plan.branches), 20.0, 1.0], progress);
        let layer = Bends { layer: true, all: false };
        let along = Along { at: places(setup.steps(), plan.places), bends: layer };
        let run = run(prepared, repeat, &along, &|done| parts.report(0, done)).filter(|run| !run.diverged)?;
        let even = Plan::first_half(setup.steps(), plan.branches, Bends::NONE);
        let ends = [ReadOut::Matched, ReadOut::Horizon];
        let branches = continuation_to(prepared, &run, &even, &ends, &|done| parts.report(1, done))?;
        let followed = Plan { at: plan.followed.clone(), bends: layer, trail: plan.trail, ..even };
        let followed =
            continuation_to(prepared, &run, &followed, &ends, &|done| parts.report(2, 0.3 * done))?;
        let read = |done: f64| parts.report(2, 0.3 + 0.7 * done);
        let ways = ways(prepared, followed, layer, &read)?;
        let barriers =
            Barriers::to_the_last(prepared, &branches, ReadOut::Matched, &|done| parts.report(3, done))?;
        let similarity = Similarity::of(&branches, ReadOut::Matched, setup.test_digits);
        Some(Self { run, branches, ways, barriers, similarity })
    }

    /// The steps of both clocks: from where on there is no barrier, and t_f.
    pub fn clocks(&self, prepared: &Prepared) -> [Option<u32>; 2] {
        let setup = &prepared.setup;
        [
            self.barriers.freezing_step(setup.target_loss / 10.0),
            self.similarity.freezing_step(setup.agreement),
        ]
    }
}

/// Steps that grow ever farther apart: most happens early.
fn places(steps: u32, count: u32) -> Vec<u32> {
    let last = f64::from(count.max(2) - 1);
    let place = |index: u32| (f64::from(steps) * (f64::from(index) / last).powi(2)).round() as u32;
    let mut places: Vec<u32> = (0..count.max(2)).map(place).collect();
    places.dedup();
    places
}

/// Reads off branches where their weights were kept.
fn ways(
    prepared: &Prepared,
    branches: Vec<Branch>,
    bends: Bends,
    progress: &Progress<'_>,
) -> Option<Vec<Way>> {
    let work: Vec<f64> = branches.iter().flat_map(|branch| branch.trail.iter().map(|_| 1.0)).collect();
    let parts = Parts::after(0.0, &work, progress);
    let mut places: Vec<(u32, Weights)> = Vec::new();
    let mut heads = Vec::new();
    for branch in branches {
        let [matched, ..] = branch.ends;
        heads.push((branch.step, branch.trail.len(), matched));
        places.extend(branch.trail.into_iter().map(|(done, weights)| (branch.step + done, weights)));
    }
    let read = |(part, (steps, weights)): (usize, (u32, Weights))| {
        let reading = Reading::take(prepared.datasets(), weights, steps, bends);
        parts.report(part, 1.0).is_continue().then_some(reading)
    };
    let readings: Vec<Reading> =
        places.into_par_iter().enumerate().with_max_len(1).map(read).collect::<Option<_>>()?;
    let mut readings = readings.into_iter();
    let way = |(step, count, matched)| {
        let readings = readings.by_ref().take(count).filter(|reading| reading.train.loss.is_finite());
        Way { step, readings: readings.collect(), matched }
    };
    Some(heads.into_iter().map(way).collect())
}
