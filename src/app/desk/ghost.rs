//! The run that the one on show is compared with: the future that was before a fork, or another run of the shelf. It is gone
//! through in the background, as is what becomes of the run on show.

use std::sync::Arc;

use super::scene::GhostSeen;
use super::waker;
use crate::job::{Job, Wake};
use crate::session::Stamp;
use crate::valleys::experiments::ahead::{Ahead, Outcome, Parted, ahead};
use crate::valleys::experiments::beside::{Beside, Seek, beside};
use crate::valleys::experiments::live::Picture;
use crate::valleys::experiments::story::Story;
use crate::valleys::experiments::watched::{self, Watch, Watched};
use crate::valleys::model::Scenario;
use crate::valleys::sim::Sample;

/// A run that stays pale behind the one on show.
pub struct Ghost {
    pub story: Arc<Story>,
    pub name: String,
    /// The step from which the run on show goes its own way; none where it is another run altogether.
    pub fork: Option<u32>,
    /// How far it had come.
    pub step: u32,
    /// Where it freezes, as far as that was known.
    pub frost: Option<f64>,
    /// Its swarm on its way, as far as it is known.
    samples: Vec<Sample>,
    ahead: Foresight,
    beside: Job<Seek, Beside>,
    /// The step asked for last.
    sought: Option<u32>,
}

impl Ghost {
    pub fn new(
        story: Story,
        name: String,
        step: u32,
        samples: Vec<Sample>,
        frost: Option<f64>,
        wake: &Wake,
    ) -> Self {
        let story = Arc::new(story);
        let mut ahead = Foresight::default();
        ahead.want(Some(&story), wake);
        Self {
            story,
            name,
            fork: None,
            step,
            frost,
            samples,
            ahead,
            beside: beside(waker(wake)),
            sought: None,
        }
    }

    /// As a session keeps it: what has been seen of it is seen again when it is gone through again.
    pub(super) fn stamp(&self) -> Stamp {
        let Story { start, changes } = Story::clone(&self.story);
        let name = Some(self.name.clone());
        Stamp { name, scenario: start, changes, step: self.step, curve: Vec::new() }
    }

    /// The scenario in force at the step at which the runs part, or from the start.
    pub fn scenario(&self, step: u32) -> &Scenario {
        self.story.at(step)
    }

    /// Picks up what the background has ready, and has it go where the run on show is looked at.
    pub(super) fn poll(&mut self, step: u32) {
        let known = self.known();
        if self.ahead.poll().is_some_and(|ahead| ahead.step > known) {
            self.samples = self.ahead.seen().map(|ahead| ahead.samples.clone()).unwrap_or_default();
        }
        let step = step.min(self.story.end());
        if self.sought != Some(step) {
            self.sought = Some(step);
            self.beside.send(Seek { story: Arc::clone(&self.story), step });
        }
        self.beside.latest();
    }

    fn known(&self) -> u32 {
        self.samples.last().map_or(0, |last| last.step)
    }

    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The swarm's last sample at or before a step, as far as it is known.
    pub fn sample_at(&self, step: u32) -> Option<&Sample> {
        let known = self.known() >= step.min(self.story.end());
        let index = self.samples.partition_point(|sample| sample.step <= step);
        self.samples[..index].last().filter(|_| known)
    }

    /// Its walkers, the first ones, at the step last looked at.
    pub fn picture(&self) -> Option<&Arc<Picture>> {
        self.beside.seen().map(|beside| &beside.picture)
    }

    fn fates(&self) -> Option<&Arc<[Outcome]>> {
        self.ahead.seen()?.fates.as_ref()
    }

    /// What there is to draw of it at a step.
    pub(super) fn seen<'a>(&'a self, parted: Option<&'a Parted>, drawn: bool) -> GhostSeen<'a> {
        GhostSeen {
            name: &self.name,
            fork: self.fork,
            samples: &self.samples,
            frost: self.frost,
            picture: self.picture().filter(|_| drawn),
            parted,
        }
    }
}

/// What becomes of a run if nothing more is changed, once it has been asked for.
#[derive(Default)]
pub struct Foresight {
    job: Option<Job<Arc<Story>, Ahead>>,
    asked: Option<Arc<Story>>,
}

impl Foresight {
    /// Has it look ahead of a story; of none it stops.
    pub(super) fn want(&mut self, story: Option<&Arc<Story>>, wake: &Wake) {
        if self.asked.as_deref() == story.map(Arc::as_ref) {
            return;
        }
        self.asked = story.map(Arc::clone);
        match story {
            Some(story) => {
                self.job.get_or_insert_with(|| ahead(waker(wake))).send(Arc::clone(story));
            }
            None => self.job = None,
        }
    }

    /// Picks up what is known by now.
    pub(super) fn poll(&mut self) -> Option<&Ahead> {
        self.job.as_mut()?.latest();
        self.seen()
    }

    /// What is known of the story asked for.
    pub fn seen(&self) -> Option<&Ahead> {
        let seen = self.job.as_ref()?.seen()?;
        (Some(&seen.story) == self.asked.as_ref()).then_some(seen)
    }

    /// The share of the run that has been gone through; none where nobody has asked.
    pub fn share(&self) -> Option<f64> {
        let asked = self.asked.as_ref()?;
        Some(self.seen().map_or(0.0, |seen| f64::from(seen.step) / f64::from(asked.end().max(1))))
    }
}

/// The walker that is followed, on its whole way.
#[derive(Default)]
pub(super) struct Watching {
    job: Option<Job<Watch, Watched>>,
    asked: Option<Watch>,
}

impl Watching {
    pub(super) fn want(&mut self, watch: Option<Watch>, wake: &Wake) {
        if self.asked != watch {
            self.asked.clone_from(&watch);
            let job = &mut self.job;
            watch
                .into_iter()
                .for_each(|watch| job.get_or_insert_with(|| watched::watch(waker(wake))).send(watch));
        }
        self.job.as_mut().map(|job| job.latest());
    }

    /// The way last gone: of the walker asked for, in the run as it stands or as it stood just now.
    pub(super) fn seen(&self) -> Option<&Watched> {
        let (seen, asked) = (self.job.as_ref()?.seen()?, self.asked.as_ref()?);
        (seen.of.walker == asked.walker && seen.of.story.has_walkers_of(&asked.story)).then_some(seen)
    }
}

/// The walkers of two runs that end apart, worked out once.
#[derive(Default)]
pub(super) struct Parting(Option<([Arc<[Outcome]>; 2], Parted)>);

impl Parting {
    /// Brings it up to date: only between runs whose walkers are each other's.
    pub(super) fn update(&mut self, now: &Foresight, ghost: &Ghost) {
        let fates = now.seen().and_then(|ahead| {
            let same = ahead.story.has_walkers_of(&ghost.story);
            Some([Arc::clone(ahead.fates.as_ref()?), Arc::clone(ghost.fates().filter(|_| same)?)])
        });
        let Some(fates) = fates else {
            self.0 = None;
            return;
        };
        let known = self
            .0
            .as_ref()
            .is_some_and(|(of, _)| Arc::ptr_eq(&of[0], &fates[0]) && Arc::ptr_eq(&of[1], &fates[1]));
        if !known {
            let parted = Parted::of(&fates[0], &fates[1]);
            self.0 = Some((fates, parted));
        }
    }

    pub(super) fn parted(&self) -> Option<&Parted> {
        self.0.as_ref().map(|(_, parted)| parted)
    }
}
