//! A run in bounded memory: checkpoints at even distances, of which every other goes when there are too many. What lies
//! between two of them is trained again.

use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use super::sgd::{Checkpoint, Sgd};
use crate::networks::model::Setup;
use crate::settings::Checked;

/// Checkpoints of a run that are kept, the start always among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoints {
    /// Steps between two of them.
    every: u32,
    most: usize,
    kept: Vec<Checkpoint>,
}

impl Checkpoints {
    /// From a start, at most so many (two or more).
    pub fn new(start: Checkpoint, every: u32, most: usize) -> Self {
        Self { every: every.max(1), most: most.max(2), kept: vec![start] }
    }

    /// Steps until the next is due.
    pub fn due_in(&self, step: u32) -> u32 {
        self.every - step % self.every
    }

    /// Keeps a state that is due.
    pub fn offer(&mut self, sgd: &Sgd<'_>) {
        let last = self.kept.last().map_or(0, |last| last.step);
        if sgd.step() <= last || !sgd.step().is_multiple_of(self.every) {
            return;
        }
        if self.kept.len() == self.most {
            self.every *= 2;
            let every = self.every;
            self.kept.retain(|kept| kept.step.is_multiple_of(every));
            if !sgd.step().is_multiple_of(every) {
                return;
            }
        }
        self.kept.push(sgd.checkpoint());
    }

    pub fn kept(&self) -> &[Checkpoint] {
        &self.kept
    }

    /// The last one that is not after a step.
    pub fn before(&self, step: u32) -> &Checkpoint {
        let after = self.kept.partition_point(|kept| kept.step <= step);
        &self.kept[after.saturating_sub(1)]
    }

    /// The run at a step, trained again from the last checkpoint before it: the same bits.
    pub fn at(&self, step: u32, setup: &Checked<Setup>, repeat: u64, dataset: &Dataset) -> Checkpoint {
        let from = self.before(step);
        let mut sgd = Sgd::from(from.clone(), setup, repeat, dataset);
        sgd.advance(step.saturating_sub(from.step));
        sgd.checkpoint()
    }
}
