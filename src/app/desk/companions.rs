//! What is seen beside a run that is filmed: what becomes of its walkers, and the run that it is compared with.

use std::sync::Arc;

use super::scene::{Forecast, FrostLine, GhostSeen};
use crate::job::Progress;
use crate::session::{Session, Stamp};
use crate::valleys::experiments::ahead::{Ahead, Outcome, Parted, to_the_end};
use crate::valleys::experiments::live::{Picture, Replay, replay};
use crate::valleys::view::Colouring;

pub struct Companions {
    /// Where walkers are coloured by it.
    pub fates: Option<Arc<[Outcome]>>,
    ghost: Option<Pale>,
}

/// The other run on its way.
struct Pale {
    name: String,
    fork: Option<u32>,
    end: u32,
    ahead: Ahead,
    frost: Option<f64>,
    parted: Option<Parted>,
    /// None where it is the very run that is filmed: its walkers are the same.
    replay: Option<Replay>,
    picture: Option<Arc<Picture>>,
}

impl Companions {
    /// Goes through what is to come; `None` if cancelled.
    pub fn of(session: &Session, forecast: Option<&Forecast>, progress: &Progress<'_>) -> Option<Self> {
        let story = Arc::new(session.story());
        let by_last_hop = session.view.colouring == Colouring::LastHop;
        let fates = match by_last_hop || session.ghost.is_some() {
            true => to_the_end(&story, progress)?.fates,
            false => None,
        };
        let pale = |stamp: &Stamp| {
            let other = Arc::new(stamp.story());
            let ahead = to_the_end(&other, progress)?;
            let goes_elsewhere = *other != *story;
            let same_walkers = goes_elsewhere && other.has_walkers_of(&story);
            let both = fates.as_deref().zip(ahead.fates.as_deref()).filter(|_| same_walkers);
            Some(Pale {
                name: stamp.name.clone().unwrap_or_default(),
                fork: other.parts_from(&story),
                end: other.end(),
                frost: FrostLine::new(other.last(), forecast).y(),
                parted: both.map(|(now, before)| Parted::of(now, before)),
                replay: goes_elsewhere.then(|| replay(&other.start, other.changes.clone())),
                picture: None,
                ahead,
            })
        };
        let ghost = match &session.ghost {
            Some(stamp) => Some(pale(stamp)?),
            None => None,
        };
        Some(Self { ghost, fates: fates.filter(|_| by_last_hop) })
    }

    /// Goes to a step, which must not lie before the last one; `None` if cancelled.
    pub fn go_to(&mut self, step: u32, progress: &Progress<'_>) -> Option<()> {
        if let Some(Pale { replay: Some(replay), end, picture, .. }) = &mut self.ghost {
            *picture = Some(replay.to(step.min(*end), progress)?.now);
        }
        Some(())
    }

    pub fn ghost(&self) -> Option<GhostSeen<'_>> {
        self.ghost.as_ref().map(|pale| GhostSeen {
            name: &pale.name,
            fork: pale.fork,
            samples: &pale.ahead.samples,
            frost: pale.frost,
            picture: pale.picture.as_ref(),
            parted: pale.parted.as_ref(),
        })
    }
}
