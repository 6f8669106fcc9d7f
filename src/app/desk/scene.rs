//! What a frame shows: the run at the moment looked at, and the curves that go with it. Panels read a [`Scene`]
//! and answer with commands; nothing else passes between them.

use super::symbol::Symbol;
use crate::app::kit::theme::{Scale, Theme};
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
    /// Whether predicted curves are kept back: a student is to predict first.
    pub withheld: bool,
}
