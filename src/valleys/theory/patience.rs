//! How much work a prediction may take. Work is counted, not timed: the same question has the same answer on every
//! machine, and a second is one of the machine on which the counts were weighed.

use super::why::Why;
use crate::valleys::model::Scenario;

/// The most work that is done for an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    seconds: f64,
}

/// Nobody minds waiting so long.
const AT_ONCE: f64 = 2.0;
/// A walker's step, in seconds, and the walkers that a swarm has room for at the least.
const WALKER_STEP: f64 = 2e-9;
const ROOM: u32 = 64;

impl Patience {
    pub const ENDLESS: Self = Self { seconds: f64::INFINITY };

    pub const fn seconds(seconds: f64) -> Self {
        Self { seconds }
    }

    /// As long as the swarms themselves take, and two seconds at the least.
    #[must_use]
    pub fn beside<'a>(swarms: impl IntoIterator<Item = &'a Scenario>) -> Self {
        Self { seconds: swarm_time(swarms).max(AT_ONCE) }
    }

    /// For one of several predictions: as long as its own swarm takes, and its part of the two seconds.
    #[must_use]
    pub fn among(parts: usize, swarm: &Scenario) -> Self {
        Self { seconds: swarm_time([swarm]) + AT_ONCE / parts.max(1) as f64 }
    }

    /// Without end for whoever insists.
    #[must_use]
    pub fn unless(self, insists: bool) -> Self {
        if insists { Self::ENDLESS } else { self }
    }
}

/// How many seconds swarms take, of one processor.
pub fn swarm_time<'a>(swarms: impl IntoIterator<Item = &'a Scenario>) -> f64 {
    let work = |swarm: &Scenario| f64::from(swarm.walkers.max(ROOM)) * f64::from(swarm.steps);
    WALKER_STEP * swarms.into_iter().map(work).sum::<f64>()
}

/// The work done for one answer so far.
pub(super) struct Budget {
    patience: Patience,
    spent: f64,
    /// Work and step when half of the patience was left.
    half: (f64, u32),
}

impl Budget {
    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, spent: 0.0, half: (0.0, 0) }
    }

    /// Adds work, in nanoseconds, that has led to a step; an error tells how long it would take to the last one.
    pub(super) fn spend(&mut self, nanoseconds: f64, step: u32, last: u32) -> Result<(), Why> {
        self.spent += 1e-9 * nanoseconds;
        let Patience { seconds } = self.patience;
        if self.spent <= 0.5 * seconds {
            self.half = (self.spent, step);
        }
        if self.spent <= seconds || step >= last {
            return Ok(());
        }
        // What is left goes on at the pace of the second half.
        let (spent, from) = self.half;
        let pace = (self.spent - spent) / f64::from((step - from).max(1));
        Err(Why::TooLong { seconds: self.spent + pace * f64::from(last - step) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_runs_out_of_patience_is_told_how_long_the_rest_would_take() {
        let mut effort = Budget::new(Patience::seconds(2.0));
        // A slow start, then a steady pace of 10 ms a step.
        effort.spend(9e8, 1, 100_000).expect("within");
        let why = (2..).find_map(|step| effort.spend(1e7, step, 100_000).err()).expect("it runs out");
        let Why::TooLong { seconds } = why else { panic!("{why:?}") };
        assert_eq!((seconds / 60.0) as u32, 16);
        let mut endless = Budget::new(Patience::ENDLESS);
        assert_eq!(endless.spend(1e30, 1, 100), Ok(()));
    }

    #[test]
    fn what_is_done_is_done() {
        let mut effort = Budget::new(Patience::seconds(1.0));
        assert_eq!(effort.spend(5e9, 10, 10), Ok(()));
    }

    #[test]
    fn a_prediction_may_take_as_long_as_its_swarm() {
        let swarm = |walkers, steps| Scenario { walkers, steps, ..Scenario::default() };
        assert_eq!(Patience::beside([&swarm(1, 10)]), Patience::seconds(2.0));
        assert_eq!(Patience::beside([&swarm(1_000_000, 10_000), &swarm(1, 1)]).seconds.round(), 20.0);
    }
}
