//! What a frame shows: the run at the moment looked at, and the curves that go with it. Panels read a [`Scene`]
//! and answer with commands; nothing else passes between them.

use std::sync::Arc;

use super::classroom::guess::Guess;
use super::symbol::Symbol;
use crate::app::kit::theme::{Scale, Theme};
use crate::valleys::experiments::ahead::{Outcome, Parted};
use crate::valleys::experiments::live::Picture;
use crate::valleys::experiments::starts::Starts;
use crate::valleys::experiments::watched::Watched;
use crate::valleys::sim::Sample;
use crate::valleys::view::View;

pub use crate::valleys::experiments::shown::Shown;
pub use crate::valleys::figures::{Curves, Forecast, FrostLine, Seen};

/// Everything a panel may read.
pub struct Scene<'a> {
    pub theme: Theme,
    pub scale: Scale,
    pub reduced_motion: bool,
    pub view: &'a View,
    /// The run and its curves; its scenario is as it is now, the slider under the hand included.
    pub seen: Seen<'a>,
    pub playing: bool,
    /// The symbol whose curve or line is lit up.
    pub highlight: Option<Symbol>,
    /// What of it is kept back, as a student is to predict first.
    pub withheld: Withheld,
    /// What the student draws on stage and panels, and what came of it.
    pub guess: Option<Guess<'a>>,
    /// A run to see this one beside, and its page in the lesson, counted from 1.
    pub beside: Option<(&'a Starts, usize)>,
    /// What becomes of every walker if nothing is changed, where it is asked for, known, and nobody is to guess it.
    pub fates: Option<&'a Arc<[Outcome]>>,
    /// How far the run has been looked ahead for that, from 0 to 1.
    pub looked_ahead: Option<f64>,
    /// Whether the height of freezing is kept back.
    pub put_away: bool,
    /// The way of the walker that is followed, once it has been gone.
    pub watched: Option<&'a Watched>,
    /// The run that this one is compared with.
    pub ghost: Option<GhostSeen<'a>>,
}

impl<'a> Scene<'a> {
    /// A run by itself: nobody's hand is on it, nothing of it is kept back, and nothing is beside it.
    pub fn alone(theme: Theme, scale: Scale, view: &'a View, seen: Seen<'a>) -> Self {
        Self {
            theme,
            scale,
            reduced_motion: false,
            view,
            seen,
            playing: false,
            highlight: None,
            withheld: Withheld::default(),
            guess: None,
            beside: None,
            fates: None,
            looked_ahead: None,
            put_away: false,
            watched: None,
            ghost: None,
        }
    }
}

/// What a student must not see yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Predicted curves of the share.
    pub curves: bool,
    /// The share over noise and height.
    pub map: bool,
}

/// What there is to see of another run behind the one on show.
#[derive(Clone, Copy)]
pub struct GhostSeen<'a> {
    pub name: &'a str,
    /// The step at which the runs part; none where they are others from the start.
    pub fork: Option<u32>,
    /// Its swarm on its way.
    pub samples: &'a [Sample],
    pub frost: Option<f64>,
    /// Its walkers, the first ones, at the step looked at or, while that moves on, a little before.
    pub picture: Option<&'a Arc<Picture>>,
    /// Walkers that end elsewhere in the two.
    pub parted: Option<&'a Parted>,
}
