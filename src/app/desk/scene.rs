//! What a frame shows: the run at the moment looked at, and the curves that go with it. Panels read a [`Scene`]
//! and answer with commands; nothing else passes between them.

use super::Desk;
use super::classroom::guess::Guess;
use super::symbol::Symbol;
use crate::app::kit::theme::{Scale, Theme};
use crate::valleys::experiments::starts::Starts;
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
}

impl Desk {
    /// What a frame may read, once there is a run to show.
    pub fn scene(&self, theme: Theme, scale: Scale) -> Option<Scene<'_>> {
        let seen = self.run.seen()?;
        Some(Scene {
            theme,
            scale,
            reduced_motion: self.look.reduced_motion,
            view: &self.view,
            seen,
            playing: seen.run.playing,
            highlight: self.around.highlight,
            withheld: Withheld { curves: self.lessons.withholds(), map: self.lessons.withholds_map() },
            guess: self.lessons.guess(),
            beside: self.lessons.beside(),
        })
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
