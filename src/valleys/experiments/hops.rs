//! Every hop of the first walkers of a run, one by one.

use super::changes::Change;
use super::run::{checked, fresh};
use crate::job::Progress;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::sim::{LANES, Swarm};

/// What a walker did, hop by hop.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// Where it started.
    pub start: Valley,
    /// Steps of its hops, in order; each leads into the other valley.
    pub hops: Vec<u32>,
    pub diverged: bool,
}

/// The trails of the first walkers, and how many hops beyond the log's limit they leave out.
#[derive(Clone, Debug, PartialEq)]
pub struct Trails {
    pub trails: Vec<Trail>,
    pub dropped: u64,
}

/// Replays so many walkers of a run up to a step, with what was changed on the way; `None` if cancelled.
///
/// They draw the same numbers as in the whole swarm: what they do is what they did there.
pub fn trails(
    scenario: &Scenario,
    changes: &[Change],
    step: u32,
    walkers: u32,
    progress: &Progress<'_>,
) -> Option<Trails> {
    let walkers = walkers.min(scenario.walkers);
    // Whole blocks: how finely a step is worked out is decided for all walkers of a block.
    let together = walkers.next_multiple_of(LANES as u32).min(scenario.walkers);
    let mut swarm = fresh(&Scenario { walkers: together, ..scenario.clone() }).logging_hops();
    let burst = (BURST / together).max(1);
    for change in changes.iter().filter(|change| change.step <= step) {
        advance(&mut swarm, change.step, step, burst, progress)?;
        swarm.retune(&checked(&change.scenario));
    }
    advance(&mut swarm, step, step, burst, progress)?;
    let start = |index: u32| if scenario.starts_flat(index) { Valley::Flat } else { Valley::Sharp };
    let mut trails: Vec<Trail> = swarm
        .walkers()
        .zip(0..walkers)
        .map(|(walker, index)| Trail { start: start(index), hops: Vec::new(), diverged: walker.x.is_nan() })
        .collect();
    let log = swarm.record().hops.as_ref().expect("hops are logged");
    for hop in log.hops.iter().filter(|hop| hop.walker < walkers) {
        trails[hop.walker as usize].hops.push(hop.step);
    }
    Some(Trails { trails, dropped: log.dropped })
}

/// Walker-steps between two looks at whether to go on: logging is slower than running.
const BURST: u32 = 4_000_000;

fn advance(swarm: &mut Swarm, to: u32, end: u32, burst: u32, progress: &Progress<'_>) -> Option<()> {
    while swarm.step() < to {
        swarm.advance(burst.min(to - swarm.step()));
        if progress(f64::from(swarm.step()) / f64::from(end.max(1))).is_break() {
            return None;
        }
    }
    Some(())
}

impl Trail {
    /// t_f: the 1-based index of the first state after the last hop; 1 without any.
    pub fn freezing_step(&self) -> u32 {
        self.hops.last().map_or(0, |step| *step) + 1
    }

    /// The valley that a hop led into, by its number from 0.
    pub fn leads_into(&self, hop: usize) -> Valley {
        if hop.is_multiple_of(2) == (self.start == Valley::Sharp) { Valley::Flat } else { Valley::Sharp }
    }
}
