//! Repeats of a run with their branches, in numbers alone: how what is read at the ends goes with t_c, in the mean over
//! runs that differ in their batches, each with its standard error.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::continuation::{Branch, Plan, ReadOut, continuation_to};
use super::grid::Mean;
use super::live::equal_steps;
use super::prepared::Prepared;
use super::reading::{Bends, Reading};
use super::repeated::{ForkedRun, Repeated};
use super::run::{Along, run};
use crate::job::{Parts, Progress};
use crate::networks::model::{Length, Setup};
use crate::settings::{Schedule, Settings};

/// Several runs of a setup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Averaged {
    pub setup: Setup,
    /// Runs that did not diverge.
    pub runs: usize,
    /// t_c of the branches.
    pub at: Vec<u32>,
    /// In the order of [`ReadOut::ALL`].
    pub read: [ReadAverages; 3],
    /// F of the last branch over that of the first, run by run, at other losses than L*.
    pub at_losses: Vec<(f64, Vec<f64>)>,
    /// The largest λ₁ of all weights seen along the first of the runs.
    pub sharpest: Option<f64>,
}

/// What one reading tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadAverages {
    /// One for each t_c.
    pub points: Vec<PointAverages>,
    /// F of the last branch over that of the first, run by run.
    pub ratios: Vec<f64>,
    /// By how much test loss and errors change from the first branch to the last, run by run.
    pub test_loss: Option<Mean>,
    pub errors: Option<Mean>,
}

/// Means of the ends of branches from one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointAverages {
    pub flatness: Option<Mean>,
    pub loss: Option<Mean>,
    pub test_loss: Option<Mean>,
    pub errors: Option<Mean>,
}

/// Places where λ₁ is looked for: most of its rise is early.
const SHARP: u32 = 14;
/// The shares of the work that those are, and that what is read at other losses is.
const LOOKING: f64 = 0.05;
const ELSEWHERE: f64 = 0.22;
/// Those losses, in units of L*.
const LOSSES: [f64; 2] = [2.0, 0.5];
/// The control, below the edge of stability: smaller steps and smaller batches, as long in ηt.
const CONTROL_ETA: f64 = 0.02;
const CONTROL_BATCH: f64 = 20.0;

/// So many runs with so many branches each; `None` if cancelled, or if all diverged.
pub fn averaged(prepared: Prepared, runs: u32, branches: u32, progress: &Progress<'_>) -> Option<Averaged> {
    let steps = prepared.setup.steps();
    let parts = Parts::after(0.0, &[LOOKING, 1.0 - LOOKING - ELSEWHERE, ELSEWHERE], progress);
    let sharpest = sharpest(&prepared, &|done| parts.report(0, done))?;
    let layer = Bends { layer: true, all: false };
    let plan =
        Plan { equal: equal_steps(steps), patience: 2 * steps, ..Plan::first_half(steps, branches, layer) };
    let told = |done: f64| parts.report(1, done);
    let repeated = Repeated::of(&prepared, 0, runs, &plan, &ReadOut::ALL, &told)?;
    let read = ReadOut::ALL.map(|at| read(&repeated, at));
    let setup = Setup::clone(&prepared.setup);
    let (runs, at) = (repeated.forks.len(), plan.at.clone());
    let at_losses = elsewhere(prepared, &repeated, &plan, &|done| parts.report(2, done))?;
    (runs > 0).then_some(Averaged { setup, runs, at, read, at_losses, sharpest })
}

/// How F goes from the first branch to the last at other losses than L*.
fn elsewhere(
    mut prepared: Prepared,
    repeated: &Repeated,
    plan: &Plan,
    progress: &Progress<'_>,
) -> Option<Vec<(f64, Vec<f64>)>> {
    let ends = [plan.at.first(), plan.at.last()].into_iter().flatten().copied().collect();
    let plan = Plan { at: ends, ..plan.clone() };
    let target = prepared.setup.target_loss;
    let parts = Parts::after(0.0, &vec![1.0; LOSSES.len() * repeated.forks.len()], progress);
    let mut found = Vec::new();
    for (place, loss) in LOSSES.map(|factor| factor * target).into_iter().enumerate() {
        let Ok(setup) = (Setup { target_loss: loss, ..Setup::clone(&prepared.setup) }).checked() else {
            continue;
        };
        prepared.setup = setup;
        let gained = |(fork, run): (usize, &ForkedRun)| {
            let part = place * repeated.forks.len() + fork;
            let told = |done: f64| parts.report(part, done);
            let branches = continuation_to(&prepared, &run.run, &plan, &[ReadOut::Matched], &told)?;
            Some(gain(&branches, ReadOut::Matched))
        };
        let ratios: Vec<Option<f64>> =
            repeated.forks.par_iter().enumerate().with_max_len(1).map(gained).collect::<Option<_>>()?;
        found.push((loss, ratios.into_iter().flatten().collect()));
    }
    Some(found)
}

/// F of the last branch over that of the first; none where the run had come to the loss before one of them.
fn gain(branches: &[Branch], at: ReadOut) -> Option<f64> {
    let flatness = |branch: &Branch| branch.end(at).filter(|end| is_matched(end, at))?.flatness_layer();
    Some(flatness(branches.last()?)? / flatness(branches.first()?)?)
}

/// A branch that starts below L* is not matched with the others.
fn is_matched(reading: &Reading, at: ReadOut) -> bool {
    at != ReadOut::Matched || reading.steps > 0
}

/// The same question where plain descent is stable.
pub fn control(setup: &Setup) -> Setup {
    let time = f64::from(setup.steps()) * setup.eta.at(0);
    Setup {
        eta: Schedule::Constant(CONTROL_ETA),
        batch: Schedule::Constant(CONTROL_BATCH.min(f64::from(setup.digits))),
        length: Length::Steps((time / CONTROL_ETA).round().max(2.0) as u32),
        descent_eta: None,
        ..setup.clone()
    }
}

fn sharpest(prepared: &Prepared, progress: &Progress<'_>) -> Option<Option<f64>> {
    let steps = f64::from(prepared.setup.steps());
    let place = |index: u32| {
        let share = f64::from(index) / f64::from(SHARP);
        (0.5 * steps * share * share).round() as u32
    };
    let mut at: Vec<u32> = (0..=SHARP).map(place).collect();
    at.dedup();
    let along = Along { at, bends: Bends { layer: false, all: true } };
    let run = run(prepared, 0, &along, progress)?;
    Some(run.readings.iter().filter_map(Reading::sharpness).max_by(f64::total_cmp))
}

fn read(repeated: &Repeated, at: ReadOut) -> ReadAverages {
    let of = |value: fn(&Reading) -> Option<f64>| {
        move |reading: &Reading| value(reading).filter(|_| is_matched(reading, at))
    };
    let errors: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.wrong.len() as f64);
    let test_loss: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.loss);
    let point = |place: usize| PointAverages {
        flatness: repeated.mean(place, at, of(Reading::flatness_layer)),
        loss: repeated.mean(place, at, of(|reading| Some(reading.train.loss))),
        test_loss: repeated.mean(place, at, of(test_loss)),
        errors: repeated.mean(place, at, of(errors)),
    };
    let ratios = repeated.forks.iter().filter_map(|fork| gain(&fork.branches, at));
    ReadAverages {
        points: (0..repeated.at.len()).map(point).collect(),
        ratios: ratios.collect(),
        test_loss: repeated.change(at, of(test_loss)),
        errors: repeated.change(at, of(errors)),
    }
}
