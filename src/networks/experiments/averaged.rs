//! Repeats of a run with their branches, in numbers alone: how what is read at the ends goes with t_c, in the mean over
//! runs that differ in their batches, each with its standard error.

use serde::{Deserialize, Serialize};

use super::continuation::{Plan, ReadOut};
use super::grid::Mean;
use super::live::equal_steps;
use super::prepared::Prepared;
use super::reading::{Bends, Reading};
use super::repeated::Repeated;
use super::run::{Along, run};
use crate::job::{Parts, Progress};
use crate::networks::model::{Length, Setup};
use crate::settings::Schedule;

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
/// The share of the work that those are.
const LOOKING: f64 = 0.05;
/// The control, below the edge of stability: smaller steps and smaller batches, as long in ηt.
const CONTROL_ETA: f64 = 0.02;
const CONTROL_BATCH: f64 = 20.0;

/// So many runs with so many branches each; `None` if cancelled, or if all diverged.
pub fn averaged(prepared: &Prepared, runs: u32, branches: u32, progress: &Progress<'_>) -> Option<Averaged> {
    let steps = prepared.setup.steps();
    let parts = Parts::after(0.0, &[LOOKING, 1.0 - LOOKING], progress);
    let sharpest = sharpest(prepared, &|done| parts.report(0, done))?;
    let layer = Bends { layer: true, all: false };
    let plan =
        Plan { equal: equal_steps(steps), patience: 2 * steps, ..Plan::first_half(steps, branches, layer) };
    let told = |done: f64| parts.report(1, done);
    let repeated = Repeated::of(prepared, 0, runs, &plan, &ReadOut::ALL, &told)?;
    let read = ReadOut::ALL.map(|at| read(&repeated, at));
    let setup = Setup::clone(&prepared.setup);
    (!repeated.forks.is_empty()).then_some(Averaged {
        setup,
        runs: repeated.forks.len(),
        at: plan.at,
        read,
        sharpest,
    })
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
    // A branch that starts below L* is not matched with the others.
    let matched = |reading: &Reading| at != ReadOut::Matched || reading.steps > 0;
    let of = |value: fn(&Reading) -> Option<f64>| {
        move |reading: &Reading| value(reading).filter(|_| matched(reading))
    };
    let errors: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.wrong.len() as f64);
    let test_loss: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.loss);
    let point = |place: usize| PointAverages {
        flatness: repeated.mean(place, at, of(Reading::flatness_layer)),
        loss: repeated.mean(place, at, of(|reading| Some(reading.train.loss))),
        test_loss: repeated.mean(place, at, of(test_loss)),
        errors: repeated.mean(place, at, of(errors)),
    };
    let ratios = repeated.forks.iter().filter_map(|fork| {
        let [first, last] = [fork.branches.first()?, fork.branches.last()?].map(|branch| branch.end(at));
        let flatness = of(Reading::flatness_layer);
        Some(flatness(last?)? / flatness(first?)?)
    });
    ReadAverages {
        points: (0..repeated.at.len()).map(point).collect(),
        ratios: ratios.collect(),
        test_loss: repeated.change(at, of(test_loss)),
        errors: repeated.change(at, of(errors)),
    }
}
