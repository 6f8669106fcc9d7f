//! The laboratory of networks under a lesson: laid out for a page, spoken of, and with the answer kept back.

use super::{Networks, reached};
use crate::lessons::NetworkFacts;
use crate::networks::bench::Bench;
use crate::networks::figures::veil::Veil;

/// What a lesson makes of the laboratory.
#[derive(Clone, Copy, Default)]
pub(super) struct Taught {
    /// What is kept back, as a student is to guess it first.
    veil: Veil,
    /// Whether there is a lesson at all: then nothing is worked out that it has not asked for.
    pub(super) under_way: bool,
}

impl Networks {
    /// Lays it out as a page has it; a run that is there already is not trained again.
    pub(super) fn lay(&mut self, bench: Bench) {
        self.adopt(bench);
        (self.playing, self.picked, self.view) = (false, None, None);
    }

    /// Follows a lesson, which keeps something back or nothing any more; or none.
    pub(in crate::app::desk) fn follow(&mut self, veil: Option<Veil>) {
        self.taught = Taught { veil: veil.unwrap_or_default(), under_way: veil.is_some() };
    }

    /// What is kept back.
    pub fn veil(&self) -> Veil {
        self.taught.veil
    }

    /// Whether there is something to see of the run that is set up,
    pub(in crate::app::desk) fn is_there(&self) -> bool {
        self.due.is_none() && !self.fading && self.sight().is_some()
    }

    /// and whether all of it has been read off.
    pub(in crate::app::desk) fn is_read(&self) -> bool {
        let read = |target: f64| target == self.bench.setup.target_loss;
        self.is_there() && self.sight().is_some_and(|sight| sight.rests && read(sight.target))
    }

    /// The numbers that a lesson can speak of.
    pub fn facts(&self) -> NetworkFacts<'_> {
        let sight = self.sight().filter(|_| self.is_there());
        let shown = sight.is_some_and(|sight| self.until() == reached(sight));
        NetworkFacts {
            bench: &self.bench,
            sight,
            step: self.until(),
            playing: self.playing,
            read: self.is_read() && shown && !self.playing,
        }
    }
}
