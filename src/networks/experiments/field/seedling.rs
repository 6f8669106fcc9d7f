//! A run of the grid under way, in turns: it is trained, then branched, and brought in with what is kept of it.

use super::crop::Crop;
use super::scheme::{Plot, Scheme};
use crate::networks::curvature::Part;
use crate::networks::experiments::clocks::Similarity;
use crate::networks::experiments::continuation::{Branch, Plan, ReadOut};
use crate::networks::experiments::grid::{CONVERGED, number_of};
use crate::networks::experiments::prepared::{PrepareError, Prepared};
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::experiments::run::Run;
use crate::networks::model::{Digits, Weights};
use crate::networks::training::{Checkpoint, Checkpoints, Descent, Sgd};
use crate::platform::clock::Instant;

/// One of the grid's runs.
pub(super) struct Seedling {
    plot: Plot,
    prepared: Prepared,
    compared: u32,
    run: Run,
    trained: bool,
    /// Where the run ended, once it is trained.
    end: Option<Reading>,
    plan: Plan,
    branches: Vec<Branch>,
    /// The branch under way: its weights, and steps done.
    growing: Option<(Weights, u32)>,
}

/// Of the second layer: what F is.
const LAYER: Bends = Bends { layer: true, all: false };
/// Checkpoints of a run, steps of training, and steps of a descent between two looks at the clock.
const CHECKPOINTS: usize = 101;
const STRIDE: u32 = 50;
const DESCENT: u32 = 16;

impl Seedling {
    pub fn new(
        scheme: &Scheme,
        (cell, number): Plot,
        [train, test]: [&Digits; 2],
    ) -> Result<Self, PrepareError> {
        let prepared = Prepared::new(scheme.setup(cell), train, test)?;
        let steps = prepared.setup.steps();
        let start = Checkpoint::start(prepared.start.clone());
        let every = steps.div_ceil(CHECKPOINTS as u32 - 1);
        let run = Run {
            repeat: number_of(cell, number),
            checkpoints: Checkpoints::new(start.clone(), every, CHECKPOINTS),
            readings: Vec::new(),
            end: start,
            diverged: false,
        };
        let plan = Plan::first_half(steps, scheme.branches, Bends::NONE);
        Ok(Self {
            plot: (cell, number),
            prepared,
            compared: scheme.base.test_digits,
            run,
            trained: false,
            end: None,
            plan,
            branches: Vec::new(),
            growing: None,
        })
    }

    pub fn plot(&self) -> Plot {
        self.plot
    }

    /// About how much of it is done.
    pub fn share(&self) -> f64 {
        let trained = f64::from(self.run.end.step) / f64::from(self.prepared.setup.steps());
        let branched = self.branches.len() as f64 / self.plan.at.len() as f64;
        0.3 * trained + 0.7 * branched
    }

    /// Goes on until a moment; whether it has come to its end.
    pub fn grow(&mut self, until: Instant) -> bool {
        while Instant::now() < until {
            if !self.trained {
                self.train(until);
            } else if self.end.is_none() {
                let end = &self.run.end;
                let reading = Reading::take(self.prepared.datasets(), end.weights.clone(), end.step, LAYER);
                self.end = Some(reading);
            } else if !self.converged() || self.branches.len() == self.plan.at.len() {
                return true;
            } else {
                self.descend(until);
            }
        }
        false
    }

    fn train(&mut self, until: Instant) {
        let setup = &self.prepared.setup;
        let steps = setup.steps();
        let mut sgd = Sgd::from(self.run.end.clone(), setup, self.run.repeat, &self.prepared.train);
        while !self.trained && Instant::now() < until {
            let step = sgd.step();
            let due = self.run.checkpoints.due_in(step).min(STRIDE);
            sgd.advance(due.min(steps - step));
            self.run.checkpoints.offer(&sgd);
            self.run.diverged = sgd.diverged();
            self.trained = sgd.step() == steps || self.run.diverged;
        }
        self.run.end = sgd.checkpoint();
    }

    fn converged(&self) -> bool {
        let right = self.end.as_ref().is_some_and(|end| end.train.accuracy >= CONVERGED);
        right && !self.run.diverged
    }

    /// The next stretch of the branch under way: to the first step at which all digits are right and the loss is L*.
    fn descend(&mut self, until: Instant) {
        let setup = &self.prepared.setup;
        let step = self.plan.at[self.branches.len()];
        let eta = setup.descent_eta_from(step);
        let (from, mut done) =
            self.growing.take().unwrap_or_else(|| (self.run.at(step, &self.prepared).weights, 0));
        let mut descent = Descent::new(&self.prepared.train, from);
        loop {
            let tally = descent.look();
            let right = tally.right as usize == self.prepared.train.len();
            let matched = right && tally.loss <= setup.target_loss;
            let diverged = !tally.loss.is_finite();
            if matched || diverged || done == self.plan.patience {
                let last = self.branches.len() + 1 == self.plan.at.len();
                let bends = if last { LAYER } else { Bends::NONE };
                let weights = descent.into_weights();
                let end = matched.then(|| Reading::take(self.prepared.datasets(), weights, done, bends));
                let ends = [end, None, None];
                self.branches.push(Branch { step, eta, ends, trail: Vec::new(), diverged });
                return;
            }
            descent.step(eta);
            done += 1;
            if done.is_multiple_of(DESCENT) && Instant::now() >= until {
                break;
            }
        }
        self.growing = Some((descent.into_weights(), done));
    }

    /// What is kept of it, and where its second layer ended.
    pub fn crop(self) -> (Crop, Vec<f32>) {
        let converged = self.converged();
        let Self { plot: (cell, number), run, end, branches, compared, .. } = self;
        let similarity = Similarity::of(&branches, ReadOut::Matched, compared);
        let last = branches.last().and_then(|branch| branch.end(ReadOut::Matched));
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        let crop = Crop {
            cell,
            number,
            converged,
            loss: end.as_ref().and_then(|end| finite(end.train.loss)),
            accuracy: end.as_ref().map_or(0.0, |end| end.test.accuracy),
            flatness: last.and_then(Reading::flatness_layer).and_then(finite),
            raw: end.as_ref().and_then(Reading::flatness_layer).and_then(finite),
            alike: similarity.least_from(),
            apart: Vec::new(),
        };
        (crop, second_layer(&run.end.weights))
    }
}

/// Trains a run again, for where its second layer ended.
pub(super) fn again(
    scheme: &Scheme,
    (cell, number): Plot,
    [train, test]: [&Digits; 2],
) -> Result<Vec<f32>, PrepareError> {
    let prepared = Prepared::new(scheme.setup(cell), train, test)?;
    let start = Checkpoint::start(prepared.start.clone());
    let mut sgd = Sgd::from(start, &prepared.setup, number_of(cell, number), &prepared.train);
    sgd.advance(prepared.setup.steps());
    Ok(second_layer(sgd.weights()))
}

fn second_layer(weights: &Weights) -> Vec<f32> {
    weights.values[Part::SECOND.range(weights)].to_vec()
}
