//! When a run is frozen, by two clocks. The paper's: branches end in networks that err on the same digits (Eqs. 2, 3). And
//! that of the barriers: no hill is left on the straight line between the ends. Between the two, runs move within one
//! valley, and their spread shrinks: then it is not hopping that the first one times.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::continuation::{Branch, ReadOut};
use super::line::Line;
use super::prepared::Prepared;
use super::run::Run;
use crate::job::{Parts, Progress};
use crate::networks::model::Weights;
use crate::networks::training::{Checkpoint, Place, Sgd};

/// Eq. 2 of two sets in ascending order: the share of those in either that are in both. Two empty sets are alike.
pub fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let both = a.iter().filter(|index| b.binary_search(index).is_ok()).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

/// How alike the mistakes of branches are, pair by pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    /// t_c of the branches that have an end.
    pub steps: Vec<u32>,
    /// Eq. 2, row by row.
    pub matrix: Vec<Vec<f64>>,
}

impl Similarity {
    /// Of the mistakes among the first so many test digits; branches without such an end are left out.
    pub fn of(branches: &[Branch], at: ReadOut, digits: u32) -> Self {
        let sets = branches.iter().filter_map(|branch| {
            let wrong = &branch.end(at)?.test.wrong;
            Some((branch.step, &wrong[..wrong.partition_point(|index| *index < digits)]))
        });
        let (steps, sets): (Vec<u32>, Vec<&[u32]>) = sets.unzip();
        let matrix = sets.iter().map(|a| sets.iter().map(|b| jaccard(a, b)).collect()).collect();
        Self { steps, matrix }
    }

    /// Eq. 3 as the paper says it: the earliest t_c from which on all ends are alike pair by pair. None where not even the
    /// last two are.
    pub fn freezing_step(&self, threshold: f64) -> Option<u32> {
        self.earliest(|first| self.matrix[first][first + 1..].iter().all(|&alike| alike >= threshold))
    }

    /// Eq. 3 as the authors' code does it: the earliest t_c from which on every end is like the last.
    pub fn freezing_step_by_the_last(&self, threshold: f64) -> Option<u32> {
        self.earliest(|first| self.matrix[first].last().is_some_and(|&alike| alike >= threshold))
    }

    /// The least likeness of any two ends from each t_c on, but for the last: what Eq. 3 asks, at whatever threshold.
    pub fn least_from(&self) -> Vec<(u32, f64)> {
        let mut least = 1.0_f64;
        let before_the_last = self.steps.len().saturating_sub(1);
        let rows = (0..before_the_last).rev().map(|first| {
            least = self.matrix[first][first + 1..].iter().copied().fold(least, f64::min);
            (self.steps[first], least)
        });
        let mut rows: Vec<(u32, f64)> = rows.collect();
        rows.reverse();
        rows
    }

    fn earliest(&self, frozen: impl Fn(usize) -> bool) -> Option<u32> {
        let before_the_last = self.steps.len().checked_sub(1)?;
        let first = (0..before_the_last).rev().take_while(|&first| frozen(first)).last()?;
        Some(self.steps[first])
    }
}

/// Barriers from the ends of branches to the end of the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Barriers {
    /// t_c of the branches that have an end, but for the last.
    pub steps: Vec<u32>,
    pub heights: Vec<f64>,
}

/// Places on a line between two ends.
pub const PLACES: usize = 25;

impl Barriers {
    /// Of ends at one loss; `None` if cancelled.
    pub fn to_the_last(
        prepared: &Prepared,
        branches: &[Branch],
        at: ReadOut,
        progress: &Progress<'_>,
    ) -> Option<Self> {
        let ends: Vec<(u32, &Weights)> =
            branches.iter().filter_map(|branch| Some((branch.step, &branch.end(at)?.weights))).collect();
        let Some((&(_, last), others)) = ends.split_last() else {
            return Some(Self { steps: Vec::new(), heights: Vec::new() });
        };
        let parts = Parts::after(0.0, &vec![1.0; others.len().max(1)], progress);
        let height = |(part, (_, end)): (usize, &(u32, &Weights))| {
            let line = Line::between(prepared, end, last, PLACES);
            parts.report(part, 1.0).is_continue().then(|| line.barrier())
        };
        let heights = others.par_iter().enumerate().with_max_len(1).map(height).collect::<Option<_>>()?;
        Some(Self { steps: others.iter().map(|(step, _)| *step).collect(), heights })
    }

    /// The earliest t_c from which on no barrier is higher; a tenth of the ends' loss is the usual threshold. None where the
    /// last one is.
    pub fn freezing_step(&self, threshold: f64) -> Option<u32> {
        let last = self.heights.iter().rposition(|&height| height > threshold);
        self.steps.get(last.map_or(0, |last| last + 1)).copied()
    }
}

/// The barrier between two children of a step, which go on to the run's end from the same weights with other batches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// t_c.
    pub step: u32,
    /// None where a child diverged.
    pub barrier: Option<f64>,
}

/// Two children of each step; `None` if cancelled.
pub fn children(
    prepared: &Prepared,
    run: &Run,
    at: &[u32],
    progress: &Progress<'_>,
) -> Option<Vec<Children>> {
    let steps = prepared.setup.steps();
    let work: Vec<f64> = at.iter().map(|&step| f64::from(steps.saturating_sub(step)) + 1.0).collect();
    let parts = Parts::after(0.0, &work, progress);
    let pair = |(part, &step): (usize, &u32)| {
        let from = run.at(step, prepared);
        let grown = |child: u64| grow(prepared, &from, run, child, &|done| parts.report(part, done));
        let [one, other] = [grown(0)?, grown(1)?];
        let barrier =
            one.zip(other).map(|(one, other)| Line::between(prepared, &one, &other, PLACES).barrier());
        Some(Children { step, barrier })
    };
    at.par_iter().enumerate().with_max_len(1).map(pair).collect()
}

/// Repeats that are no one's but children's.
const NURSERY: u64 = 1 << 32;
/// Steps between two reports.
const REPORT_EVERY: u32 = 256;

/// A child at the run's end, if it came there; `None` if cancelled.
fn grow(
    prepared: &Prepared,
    from: &Checkpoint,
    run: &Run,
    child: u64,
    progress: &Progress<'_>,
) -> Option<Option<Weights>> {
    let steps = prepared.setup.steps();
    // It begins an epoch of its own: the rest of its parent's would show some digits twice.
    let place = Place { epoch: from.place.epoch + 1, seen: 0 };
    let repeat = NURSERY + 2 * run.repeat + child;
    let mut sgd = Sgd::from(Checkpoint { place, ..from.clone() }, &prepared.setup, repeat, &prepared.train);
    while sgd.step() < steps && !sgd.diverged() {
        let done = f64::from(sgd.step() - from.step) / f64::from(steps - from.step);
        if progress(0.5 * (done + child as f64)).is_break() {
            return None;
        }
        sgd.advance(REPORT_EVERY.min(steps - sgd.step()));
    }
    Some((!sgd.diverged()).then(|| sgd.weights().clone()))
}
