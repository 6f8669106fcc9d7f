//! What is to be seen of the laboratory, and whether more will come.

use super::{Networks, reached};
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::live::{Sight, Sprout};
use crate::networks::figures::relief::Relief;
use crate::networks::figures::scope::Scope;
use crate::say;

impl Networks {
    /// What there is to see, once there is something.
    pub fn sight(&self) -> Option<&Sight> {
        self.sight.as_ref()?.as_ref().as_ref().ok()
    }

    /// Why there is nothing to see, if so.
    pub fn trouble(&self) -> Option<String> {
        if let Some(why) = self.farmland.trouble() {
            return Some(why);
        }
        let works = self.works.as_ref()?;
        if let Some(Err(why)) = self.sight.as_deref() {
            return Some(why.clone());
        }
        let jobs = [
            (works.lab.is_over(), works.lab.refused()),
            works.sprouts.fate(),
            (works.reliefs.is_over(), works.reliefs.refused()),
        ];
        let (_, refused) = jobs.into_iter().find(|(over, _)| *over)?;
        Some(
            refused.map_or(say!("network.stands-still").to_owned(), |what| {
                say!("window.no-thread", what = what)
            }),
        )
    }

    /// As panels look at it.
    pub fn scope(&self) -> Option<Scope<'_>> {
        let sight = self.sight()?;
        let Bench { setup, read_at, held, .. } = &self.bench;
        let scope = Scope::new(sight, *read_at, setup.agreement, self.until(), *held);
        Some(Scope { averaged: self.averages.own(), ..scope }.veiled(self.veil()))
    }

    /// The step looked at.
    pub fn until(&self) -> u32 {
        let last = self.sight().map_or(0, reached);
        if self.fading { last } else { self.bench.step.map_or(last, |step| step.min(last)) }
    }

    /// The stretch of the plane that was last on show.
    pub fn on_show(&self) -> Option<[[f64; 2]; 2]> {
        self.seen
    }

    /// Whether what is on show is the run before.
    pub fn is_fading(&self) -> bool {
        self.fading
    }

    /// Whether nothing is under way any more on the page that is open.
    pub fn rests(&self) -> bool {
        let page = match self.bench.page {
            Page::Run => true,
            Page::Matching => self.bench.repeats_rest || self.averages.are_over(),
            Page::Grid => self.bench.grid_rests || self.farmland.is_complete(),
        };
        self.run_rests() && (page || self.trouble().is_some())
    }

    /// Whether there is nothing to come any more, repeats that nobody waits for among it.
    pub fn is_complete(&self) -> bool {
        self.rests() && self.averages.are_told(&self.bench)
    }

    /// The same of the run and its branches.
    pub(super) fn run_rests(&self) -> bool {
        let surveyed = |relief: &Relief| relief.finest && Some(relief.view) == self.seen;
        // Where the plane is on no page nobody asks for the loss on it.
        let drawn = self.seen.is_none() || self.relief().is_some_and(surveyed);
        self.trouble().is_some() || self.is_read() && drawn
    }

    /// The loss on the plane that is on show, as far as it is worked out.
    pub fn relief(&self) -> Option<&Relief> {
        let plane = &self.sight()?.traces.as_ref()?.plane;
        self.relief.as_deref().filter(|relief| relief.plane.is(plane))
    }

    /// The branch that is held, where it is none of the others.
    pub fn sprout(&self) -> Option<&Sprout> {
        let plane = &self.sight()?.traces.as_ref()?.plane;
        self.works.as_ref()?.sprouts.at(plane, self.bench.held?, self.bench.setup.target_loss)
    }
}
