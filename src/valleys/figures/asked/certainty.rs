//! The words for a difference: what is clear, what only seems so, and what cannot be told, and how it could be.

use crate::chart::{duration, format_whole};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::experiments::difference::{Certainty, Difference};
use crate::valleys::figures::source::{Effort, Source};
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::theory::swarm_time;

/// The walkers behind a difference, and what it takes to do better.
pub struct CountedWalkers {
    count: u32,
    /// Made quickly: how many seconds it takes in full, where that is more.
    full: Option<f64>,
}

/// What to say of one side of a difference, and of the other.
pub struct BothRuns<'a> {
    pub clear: [&'a str; 2],
    pub seeming: [&'a str; 2],
}

impl CountedWalkers {
    /// So many in each of these runs, where in full there are others.
    pub fn new<'a>(
        source: &Source,
        count: u32,
        full: u32,
        runs: impl IntoIterator<Item = &'a Scenario>,
    ) -> Self {
        let quick = source.effort == Effort::Quick && full > count;
        let whole = runs.into_iter().map(|run| swarm_time([&Scenario { walkers: full, ..run.clone() }]));
        Self { count, full: quick.then(|| whole.sum()) }
    }

    /// That it cannot be told, and what would tell it.
    pub fn cannot_tell(&self, difference: &Difference) -> String {
        let walkers = format_whole(f64::from(self.count));
        let enough = difference.walkers_to_tell(self.count);
        match self.full {
            Some(seconds) => {
                say!("certainty.full", walkers = walkers, time = duration(seconds.max(1.0)))
            }
            None if enough <= Parameter::Walkers.about().max => {
                // One digit: the difference itself is not known better.
                let scale = 10_f64.powf(enough.log10().floor());
                let enough = format_whole((enough / scale).ceil() * scale);
                say!("certainty.more", walkers = walkers, enough = enough)
            }
            None => say!("certainty.never", walkers = walkers),
        }
    }
}

impl<'a> BothRuns<'a> {
    /// What may be said of it; none where it cannot be told.
    pub fn of(&self, difference: &Difference) -> Option<&'a str> {
        let side = usize::from(difference.value < 0.0);
        match difference.certainty() {
            Certainty::Clear => Some(self.clear[side]),
            Certainty::Seeming => Some(self.seeming[side]),
            Certainty::Untold => None,
        }
    }
}

/// With a sign, to so many places.
pub fn signed(value: f64, places: usize) -> String {
    format!("{value:+.places$}").replace('-', "−")
}
