//! The continuation of Fig. 1: from chosen steps of a run the noise is switched off, and full-batch descent goes on to where
//! it leads. One descent is read off at three places, because F falls with the loss along any descent: how flat an end is
//! tells something of where it lies only beside the loss it was read at.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::prepared::Prepared;
use super::reading::{Bends, Reading};
use super::run::Run;
use crate::job::{Parts, Progress};
use crate::networks::model::Weights;
use crate::networks::training::Descent;

/// What is asked of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// t_c, the steps that are branched off from, ascending.
    pub at: Vec<u32>,
    pub bends: Bends,
    /// Steps of every descent to its reading after equally many.
    pub equal: u32,
    /// Steps that L* is waited for at most.
    pub patience: u32,
    /// Places on its way that are kept of each branch, its start among them.
    pub trail: u32,
}

impl Plan {
    /// So many branches at even distances over the first half of a run, as in the paper.
    pub fn first_half(steps: u32, branches: u32, bends: Bends) -> Self {
        let last = f64::from(branches.saturating_sub(1).max(1));
        let at = (0..branches).map(|index| (f64::from(steps / 2) * f64::from(index) / last).round() as u32);
        let mut at: Vec<u32> = at.collect();
        at.dedup();
        Self { at, bends, equal: steps - steps / 2, patience: steps.saturating_mul(10), trail: 0 }
    }

    /// Steps from a step of the run to the last place that is read off and known beforehand: L* is reached when it is.
    fn way(&self, run: &Run, step: u32, read: &[ReadOut]) -> u32 {
        let steps = |at: &ReadOut| match at {
            ReadOut::Matched => 0,
            ReadOut::Horizon => run.end.step - step,
            ReadOut::Equal => self.equal,
        };
        read.iter().map(steps).max().unwrap_or(0)
    }
}

/// Where a branch is read off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadOut {
    /// The first step at which all digits are right and the train loss is at most L*: all ends at one loss.
    #[default]
    Matched,
    /// The last step of the run: the paper's.
    Horizon,
    /// After as many steps as all others.
    Equal,
}

impl ReadOut {
    pub const ALL: [Self; 3] = [Self::Matched, Self::Horizon, Self::Equal];
}

/// One descent from a step of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// t_c.
    pub step: u32,
    /// Learning rate of the descent.
    pub eta: f64,
    /// In the order of [`ReadOut::ALL`]; none where the descent did not come so far.
    pub ends: [Option<Reading>; 3],
    /// Weights on its way, with the steps that led there.
    pub trail: Vec<(u32, Weights)>,
    pub diverged: bool,
}

impl Branch {
    pub fn end(&self, at: ReadOut) -> Option<&Reading> {
        self.ends[at as usize].as_ref()
    }
}

/// All branches of a run, read off everywhere; `None` if cancelled. They are shared out over the threads there are, which
/// changes no bit.
pub fn continuation(
    prepared: &Prepared,
    run: &Run,
    plan: &Plan,
    progress: &Progress<'_>,
) -> Option<Vec<Branch>> {
    continuation_to(prepared, run, plan, &ReadOut::ALL, progress)
}

/// The same, read off at some places alone: no descent goes on beyond the last of them.
pub fn continuation_to(
    prepared: &Prepared,
    run: &Run,
    plan: &Plan,
    read: &[ReadOut],
    progress: &Progress<'_>,
) -> Option<Vec<Branch>> {
    let at: Vec<u32> = plan.at.iter().copied().filter(|&step| step <= run.end.step).collect();
    let work: Vec<f64> = at.iter().map(|&step| f64::from(plan.way(run, step, read)) + 1.0).collect();
    let parts = Parts::after(0.0, &work, progress);
    at.par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(part, &step)| branch_to(prepared, run, step, plan, read, &|done| parts.report(part, done)))
        .collect()
}

/// Steps between two reports.
const REPORT_EVERY: u32 = 64;

/// The branch from a step, read off everywhere; `None` if cancelled.
pub fn branch(
    prepared: &Prepared,
    run: &Run,
    step: u32,
    plan: &Plan,
    progress: &Progress<'_>,
) -> Option<Branch> {
    branch_to(prepared, run, step, plan, &ReadOut::ALL, progress)
}

fn branch_to(
    prepared: &Prepared,
    run: &Run,
    step: u32,
    plan: &Plan,
    read: &[ReadOut],
    progress: &Progress<'_>,
) -> Option<Branch> {
    let setup = &prepared.setup;
    let (horizon, eta) = (run.end.step - step, setup.descent_eta_from(step));
    let end = plan.way(run, step, read);
    let matches = read.contains(&ReadOut::Matched);
    let longest = if matches { end.max(plan.patience) } else { end };
    let mut descent = Descent::new(&prepared.train, run.at(step, prepared).weights);
    let mut ends: [Option<(u32, Weights)>; 3] = Default::default();
    let (mut trail, mut diverged) = (Vec::new(), false);
    for done in 0..=longest {
        if done % REPORT_EVERY == 0 && progress((f64::from(done) / f64::from(end + 1)).min(0.99)).is_break() {
            return None;
        }
        let tally = descent.look();
        let here = || Some((done, descent.weights().clone()));
        let matched = tally.right as usize == prepared.train.len() && tally.loss <= setup.target_loss;
        let reached = [matched, done == horizon, done == plan.equal];
        for (at, end) in ReadOut::ALL.into_iter().zip(&mut ends) {
            if reached[at as usize] && end.is_none() && read.contains(&at) {
                *end = here();
            }
        }
        if is_due(done, end, plan.trail) {
            trail.extend(here());
        }
        diverged = !tally.loss.is_finite();
        if diverged || done >= end && (!matches || ends[ReadOut::Matched as usize].is_some()) {
            break;
        }
        descent.step(eta);
    }
    if diverged {
        return Some(Branch { step, eta, ends: Default::default(), trail, diverged });
    }
    // Side by side: towards the end of all branches there is a thread left over.
    let ends: Vec<Option<Reading>> = ends
        .into_par_iter()
        .with_max_len(1)
        .map(|end| end.map(|(steps, weights)| Reading::take(prepared.datasets(), weights, steps, plan.bends)))
        .collect();
    let ends = ends.try_into().expect("as many as places");
    Some(Branch { step, eta, ends, trail, diverged })
}

/// Whether a step is one of so many of a descent, ever farther apart: it slows down as it goes.
pub(super) fn is_due(done: u32, end: u32, places: u32) -> bool {
    let place = |index: u32| {
        let share = f64::from(index) / f64::from(places.saturating_sub(1).max(1));
        (f64::from(end) * share * share).round() as u32
    };
    done <= end && (0..places).any(|index| place(index) == done)
}
