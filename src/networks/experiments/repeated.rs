//! Repeats of a run, each forked at the same steps: what is told of ends is told with its standard error.

use rayon::prelude::*;

use super::clocks::{Barriers, Similarity};
use super::continuation::{Branch, Plan, ReadOut, continuation_to};
use super::grid::Mean;
use super::prepared::Prepared;
use super::reading::Reading;
use super::run::{Along, Run, run};
use crate::job::{Parts, Progress};

/// Runs from one start that differ in their batches, with their branches.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeated {
    /// t_c, of all alike.
    pub at: Vec<u32>,
    /// Those that did not diverge.
    pub forks: Vec<ForkedRun>,
    pub diverged: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ForkedRun {
    pub run: Run,
    /// One for each t_c.
    pub branches: Vec<Branch>,
    /// From the ends at one loss to that of the last.
    pub barriers: Barriers,
}

impl Repeated {
    /// So many repeats, this one the first; `None` if cancelled.
    pub fn of(
        prepared: &Prepared,
        first: u64,
        count: u32,
        plan: &Plan,
        read: &[ReadOut],
        progress: &Progress<'_>,
    ) -> Option<Self> {
        let parts = Parts::after(0.0, &vec![1.0; count.max(1) as usize], progress);
        let fork = |part: u32| {
            let part_of = |from: f64, to: f64| {
                let parts = &parts;
                move |done: f64| parts.report(part as usize, from + (to - from) * done)
            };
            let run = run(prepared, first + u64::from(part), &Along::default(), &part_of(0.0, 0.05))?;
            if run.diverged {
                return Some(None);
            }
            let branches = continuation_to(prepared, &run, plan, read, &part_of(0.05, 0.95))?;
            let barriers = Barriers::to_the_last(prepared, &branches, ReadOut::Matched, &part_of(0.95, 1.0))?;
            Some(Some(ForkedRun { run, branches, barriers }))
        };
        let forks = (0..count).into_par_iter().with_max_len(1).map(fork).collect::<Option<Vec<_>>>()?;
        let forks: Vec<ForkedRun> = forks.into_iter().flatten().collect();
        let diverged = count - forks.len() as u32;
        Some(Self { at: plan.at.clone(), forks, diverged })
    }

    /// The mean of what ends at a place among t_c have; of those that came so far.
    pub fn mean(&self, place: usize, at: ReadOut, of: impl Fn(&Reading) -> Option<f64>) -> Option<Mean> {
        Mean::of(self.forks.iter().filter_map(|fork| of(fork.branches[place].end(at)?)))
    }

    /// By how much it changes from the first place to the last, run by run: what is peculiar to a run falls out.
    pub fn change(&self, at: ReadOut, of: impl Fn(&Reading) -> Option<f64>) -> Option<Mean> {
        let change = |fork: &ForkedRun| {
            let [first, last] = [fork.branches.first()?, fork.branches.last()?];
            Some(of(last.end(at)?)? - of(first.end(at)?)?)
        };
        Mean::of(self.forks.iter().filter_map(change))
    }

    /// The height of the barrier from ends at a place to those of the last; none of the last itself.
    pub fn barrier(&self, place: usize) -> Option<Mean> {
        let step = self.at[place];
        let height = |fork: &ForkedRun| {
            let place = fork.barriers.steps.iter().position(|at| *at == step)?;
            Some(fork.barriers.heights[place])
        };
        Mean::of(self.forks.iter().filter_map(height))
    }

    /// t_f of the runs that freeze, by ends that err on the same ones of so many digits.
    pub fn freezing_steps(&self, at: ReadOut, digits: u32, agreement: f64) -> Option<Mean> {
        let step = |fork: &ForkedRun| {
            Similarity::of(&fork.branches, at, digits).freezing_step(agreement).map(f64::from)
        };
        Mean::of(self.forks.iter().filter_map(step))
    }

    /// The step from which on a run has no barrier, of the runs that come to that.
    pub fn clearing_steps(&self, threshold: f64) -> Option<Mean> {
        let step = |fork: &ForkedRun| fork.barriers.freezing_step(threshold).map(f64::from);
        Mean::of(self.forks.iter().filter_map(step))
    }
}
