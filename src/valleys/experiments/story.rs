//! A run from its start to its end as a story that can be gone through again, to the bit: what it was started as, and what
//! was changed on the way.

use serde::{Deserialize, Serialize};

use std::sync::Arc;

use super::changes::{Change, Changes};
use super::run::{checked, fresh};
use crate::valleys::model::Scenario;
use crate::valleys::sim::Swarm;

/// What determines a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    pub start: Scenario,
    pub changes: Changes,
}

impl Story {
    /// The scenario in force at a step.
    pub fn at(&self, step: u32) -> &Scenario {
        let before = self.changes.partition_point(|change| change.step <= step);
        before.checked_sub(1).map_or(&self.start, |last| &self.changes[last].scenario)
    }

    /// The scenario in force at the end.
    pub fn last(&self) -> &Scenario {
        self.changes.last().map_or(&self.start, |last| &last.scenario)
    }

    pub fn end(&self) -> u32 {
        self.changes.last().map_or(self.start.steps, |last| last.step.max(last.scenario.steps))
    }

    /// What was changed up to a step.
    pub fn changes_until(&self, step: u32) -> Changes {
        let before = self.changes.partition_point(|change| change.step <= step);
        if before == self.changes.len() {
            self.changes.clone()
        } else {
            self.changes[..before].to_vec().into()
        }
    }

    /// The same story up to a step, at which something else is set.
    #[must_use]
    pub fn forked(&self, step: u32, scenario: Scenario) -> Self {
        let mut changes = self.changes_until(step);
        if changes.last().is_some_and(|last| last.step == step) {
            changes.pop();
        }
        let forked = Self { start: self.start.clone(), changes: changes.clone() };
        // What is set as it was is no change.
        if *forked.last() != scenario {
            changes.push(Change { step, scenario });
        }
        Self { start: self.start.clone(), changes }
    }

    /// The step at which two stories go different ways; none where they are one, or others from the start.
    pub fn parts_from(&self, other: &Self) -> Option<u32> {
        if self.start != other.start {
            return None;
        }
        let same = self.changes.iter().zip(other.changes.iter()).take_while(|(a, b)| a == b).count();
        let next = [&self.changes, &other.changes].map(|changes| changes.get(same).map(|change| change.step));
        next.into_iter().flatten().min()
    }

    /// Whether each walker of one is the same of the other until something is changed: they start alike, and draw the
    /// same random numbers.
    pub fn has_walkers_of(&self, other: &Self) -> bool {
        let of = |s: &Scenario| (s.walkers, s.seed, s.start_y(), s.x_i, s.flat_share);
        of(&self.start) == of(&other.start)
    }
}

/// A swarm on its way through a story.
#[derive(Clone)]
pub struct Walk {
    pub swarm: Swarm,
    story: Arc<Story>,
    /// How many of the changes have been made.
    made: usize,
    /// Walkers that go on once they can hop no more; none has all of them go on.
    followed: Option<u32>,
}

impl Walk {
    /// At the start, with no more than the first walkers: what the others do is nothing to them.
    pub fn of_first(story: &Arc<Story>, most: u32) -> Self {
        let start = &story.start;
        let swarm = fresh(&Scenario { walkers: start.walkers.min(most), ..start.clone() });
        Self { swarm, story: Arc::clone(story), made: 0, followed: None }
    }

    /// At the start, with the walkers that are worked on together with one of them; and which of them that is.
    pub fn about(story: &Arc<Story>, walker: u32) -> (Self, usize) {
        let (swarm, place) = Swarm::about(&checked(&story.start), walker);
        (Self { swarm, story: Arc::clone(story), made: 0, followed: None }, place)
    }

    /// At the start, for those who ask of hops and valleys alone: walkers that can hop no more are not followed, but for the
    /// first.
    pub fn until_frozen(story: &Arc<Story>, followed: u32) -> Self {
        let mut walk = Self { followed: Some(followed), ..Self::of_first(story, u32::MAX) };
        walk.stop_frozen();
        walk
    }

    pub fn story(&self) -> &Arc<Story> {
        &self.story
    }

    /// Goes on towards a step, by so many steps at the most; whether it is there, with all that was changed up to it.
    pub fn go_on(&mut self, step: u32, most: u32) -> bool {
        let due = self.story.changes.get(self.made).filter(|change| change.step <= step);
        let (now, goal) = (self.swarm.step(), due.map_or(step, |change| change.step));
        if now < goal {
            self.swarm.advance(most.max(1).min(goal - now));
        } else if let Some(change) = due {
            self.swarm.retune(&checked(&change.scenario));
            self.made += 1;
            self.stop_frozen();
        }
        let next = self.story.changes.get(self.made);
        self.swarm.step() >= step && next.is_none_or(|change| change.step > step)
    }

    /// A bound on another hop is one for as long as nothing changes.
    fn stop_frozen(&mut self) {
        if let Some(followed) = self.followed.filter(|_| self.made == self.story.changes.len()) {
            self.swarm.stop_frozen(followed);
        }
    }
}
