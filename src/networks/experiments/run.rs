//! A run of SGD from its first step to its last, with checkpoints to branch off from and readings along it.

use serde::{Deserialize, Serialize};

use super::prepared::Prepared;
use super::reading::{Bends, Reading};
use crate::job::Progress;
use crate::networks::training::{Checkpoint, Checkpoints, Sgd};

/// What is read and kept along a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Along {
    /// Steps at which it is read off, ascending.
    pub at: Vec<u32>,
    pub bends: Bends,
}

/// A run that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub repeat: u64,
    pub checkpoints: Checkpoints,
    pub readings: Vec<Reading>,
    /// Where it ended: its last step, or where it was found to have diverged.
    pub end: Checkpoint,
    pub diverged: bool,
}

/// Checkpoints of a run, at most: as many as the paper keeps.
const CHECKPOINTS: usize = 101;

/// Trains to the last step; `None` if cancelled. A repeat is a run with batches of its own from the same start.
pub fn run(prepared: &Prepared, repeat: u64, along: &Along, progress: &Progress<'_>) -> Option<Run> {
    let Prepared { setup, train, start, .. } = prepared;
    let steps = setup.steps();
    let start = Checkpoint::start(start.clone());
    let every = steps.div_ceil(CHECKPOINTS as u32 - 1);
    let mut checkpoints = Checkpoints::new(start.clone(), every, CHECKPOINTS);
    let mut sgd = Sgd::from(start, setup, repeat, train);
    let mut readings = Vec::new();
    let mut due = along.at.iter().copied().filter(|&at| at <= steps).peekable();
    loop {
        let step = sgd.step();
        checkpoints.offer(&sgd);
        if due.next_if(|&at| at <= step).is_some() {
            readings.push(Reading::take(prepared.datasets(), sgd.weights().clone(), step, along.bends));
        }
        let diverged = sgd.diverged();
        if step == steps || diverged {
            return Some(Run { repeat, checkpoints, readings, end: sgd.checkpoint(), diverged });
        }
        if progress(f64::from(step) / f64::from(steps)).is_break() {
            return None;
        }
        let until = due.peek().map_or(steps, |&at| at.max(step + 1)) - step;
        sgd.advance(until.min(checkpoints.due_in(step)).min(steps - step));
    }
}

impl Run {
    /// The run at one of its steps, to the bit.
    pub fn at(&self, step: u32, prepared: &Prepared) -> Checkpoint {
        self.checkpoints.at(step, &prepared.setup, self.repeat, &prepared.train)
    }
}
