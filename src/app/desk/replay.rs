//! Time that can be gone back in: a run is gone through again from a step looked back at, and goes another way where
//! something is set there. What it was before stays as a ghost.

use std::sync::Arc;

use super::ghost::Ghost;
use super::run::Run;
use super::scene::{FrostLine, GhostSeen};
use crate::session::{Session, Stamp};
use crate::valleys::experiments::ahead::{Outcome, Parted};
use crate::valleys::experiments::live::Order;
use crate::valleys::experiments::story::Story;
use crate::valleys::experiments::watched::{Watch, Watched};
use crate::valleys::view::{Colouring, View};

/// A run that has come through less than this share of its steps leaves nothing on the shelf.
const WORTHWHILE: f64 = 0.02;

impl Run {
    /// All that determines the run, with what is still to be changed where it is gone through again.
    pub fn story(&self) -> Story {
        let changes = match self.fresh_snapshot() {
            Some(snapshot) if snapshot.due.is_empty() => snapshot.changes.clone(),
            Some(snapshot) => [&snapshot.changes[..], &snapshot.due[..]].concat().into(),
            None => self.launched.clone(),
        };
        Story { start: self.start.clone(), changes }
    }

    /// The controls show what was set at the step looked back at, and what is set now again after that.
    pub(super) fn set_controls_of_step(&mut self) {
        let wanted = match self.scrub {
            Some(step) => {
                self.set_now.get_or_insert_with(|| self.scenario.clone());
                self.story().at(step).clone()
            }
            None => match self.set_now.take() {
                Some(now) => now,
                None => return,
            },
        };
        if wanted != self.scenario {
            self.scenario = wanted;
            self.foresee();
        }
    }

    /// Back to a step, with what was changed up to it; what was changed later is changed again when it comes to that.
    pub(super) fn go_through_again(&mut self, step: u32, view: &View) {
        let story = self.story();
        if self.ghost.is_none() {
            self.leave_ghost(&story);
        }
        self.relaunch(story, step, view);
    }

    /// From a step looked back at on the run goes another way, as the controls stand now.
    pub(super) fn fork(&mut self, step: u32, view: &View) {
        let story = self.story();
        self.leave_ghost(&story);
        self.left = self.stamp();
        self.relaunch(story.forked(step, self.scenario.clone()), step, view);
    }

    /// Until it is back there the step looked back at stays on show.
    fn relaunch(&mut self, story: Story, step: u32, view: &View) {
        let Story { start, changes } = story;
        self.launch(Session { scenario: start, changes, step, ..Session::default() }, view);
        self.returning = Some(step);
    }

    /// What the run would have come to stays behind it.
    fn leave_ghost(&mut self, story: &Story) {
        let Some(snapshot) = self.fresh_snapshot() else { return };
        let (step, samples) = (snapshot.now.step, snapshot.record.samples.clone());
        let frost = self.frost_of_story(story);
        self.ghost = Some(Ghost::new(story.clone(), self.name.clone(), step, samples, frost, &self.wake));
    }

    fn frost_of_story(&self, story: &Story) -> Option<f64> {
        FrostLine::new(story.last(), self.forecast.as_deref()).y()
    }

    /// Where the ghost freezes, once there is a prediction to read that off.
    pub(super) fn draw_frost_of_ghost(&mut self) {
        let Some(story) = self.ghost.as_ref().filter(|ghost| ghost.frost.is_none()).map(|ghost| &ghost.story)
        else {
            return;
        };
        let frost = self.frost_of_story(&Arc::clone(story));
        self.ghost.iter_mut().for_each(|ghost| ghost.frost = frost);
    }

    /// Shows another run behind this one.
    pub(super) fn compare_with(&mut self, stamp: &Stamp, name: String) {
        let story = stamp.story();
        // In a window that has just been opened there is no prediction yet.
        let frost = self.forecast.as_ref().and_then(|_| self.frost_of_story(&story));
        self.ghost = Some(Ghost::new(story, name, stamp.step, Vec::new(), frost, &self.wake));
    }

    /// The run as the shelf keeps it; none of one that has hardly begun.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let snapshot = self.fresh_snapshot()?;
        let step = snapshot.now.step;
        let worth = f64::from(step) >= WORTHWHILE * f64::from(snapshot.scenario.steps);
        worth.then(|| Stamp {
            name: None,
            scenario: self.start.clone(),
            changes: snapshot.changes.clone(),
            step,
            curve: Stamp::curve_of(&snapshot.record.samples),
        })
    }

    /// The run goes to the shelf before another one takes its place, unless that is the same.
    pub(super) fn leave(&mut self) {
        let same =
            self.start == self.scenario && self.fresh_snapshot().is_none_or(|run| run.changes.is_empty());
        self.left = self.stamp().filter(|_| !same);
    }

    /// Picks up what the background knows of the future and of the ghost.
    pub(super) fn poll_beside(&mut self, view: &View) {
        let story = self.story();
        let overtaken = |ghost: &Ghost| {
            *ghost.story == story && self.fresh_snapshot().is_some_and(|now| now.now.step >= ghost.step)
        };
        if self.ghost.as_ref().is_some_and(overtaken) {
            // It has become the run again.
            self.ghost = None;
        }
        let compared = self
            .ghost
            .as_ref()
            .is_some_and(|ghost| ghost.story.has_walkers_of(&story) && *ghost.story != story);
        let wanted = compared || view.colouring == Colouring::LastHop || view.ends_frozen;
        let story = Arc::new(story);
        self.foresight.want(wanted.then_some(&story), &self.wake);
        self.foresight.poll();
        self.watching
            .want(view.selected.map(|walker| Watch { story: Arc::clone(&story), walker }), &self.wake);
        self.pause_when_frozen(view);
        let step = self.shown.picture.step;
        let Some(ghost) = &mut self.ghost else { return };
        ghost.fork = ghost.story.parts_from(&story);
        ghost.poll(step);
        self.parting.update(&self.foresight, ghost);
    }

    /// Playing pauses where the last walker has hopped for the last time, if that is asked for and known.
    fn pause_when_frozen(&mut self, view: &View) {
        let fates =
            self.foresight.seen().and_then(|ahead| ahead.fates.as_deref()).filter(|_| view.ends_frozen);
        let until = fates.and_then(|fates| fates.iter().map(|fate| fate.last_hop).max());
        if self.until != until {
            self.until = until;
            self.live.send(Order::Until(until));
        }
    }

    /// What becomes of every walker, if that is known of the run as it stands.
    pub fn fates(&self) -> Option<&Arc<[Outcome]>> {
        self.foresight.seen()?.fates.as_ref().filter(|_| self.put_away.is_none())
    }

    /// How far the run has been looked ahead, from 0 to 1; none where nobody has asked.
    pub fn looked_ahead(&self) -> Option<f64> {
        self.foresight.share()
    }

    /// The way of the walker that is followed.
    pub fn watched(&self) -> Option<&Watched> {
        self.watching.seen()
    }

    pub fn ghost(&self) -> Option<&Ghost> {
        self.ghost.as_ref()
    }

    /// Whether all is there that is shown of the ghost.
    pub fn ghost_is_there(&self) -> bool {
        let (Some(ghost), story) = (&self.ghost, self.story()) else { return true };
        let step = self.shown.picture.step.min(ghost.story.end());
        let seen = ghost.picture().is_some_and(|picture| picture.step == step);
        *ghost.story == story
            || seen && (self.parting.parted().is_some() || !ghost.story.has_walkers_of(&story))
    }

    /// Walkers that end elsewhere than in the run that this one is compared with.
    pub fn parted(&self) -> Option<&Parted> {
        self.ghost.as_ref()?;
        self.parting.parted()
    }

    /// What there is to see of the ghost; where it is the very run on show its walkers are the same.
    pub fn ghost_seen(&self) -> Option<GhostSeen<'_>> {
        let ghost = self.ghost.as_ref()?;
        let other = *ghost.story != self.story();
        let seen = ghost.seen(self.parted(), other);
        Some(if self.put_away.is_some() { GhostSeen { frost: None, parted: None, ..seen } } else { seen })
    }
}
