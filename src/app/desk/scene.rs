//! What a frame shows: the run at the moment looked at, and the curves that go with it. Panels read a [`Scene`]
//! and answer with commands; nothing else passes between them.

use super::symbol::Symbol;
use crate::app::kit::theme::{Scale, Theme};
use crate::valleys::experiments::live::Histogram;
use crate::valleys::figures::Seen;
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Record, Summary};
use crate::valleys::view::View;

pub use crate::valleys::experiments::shown::Shown;
pub use crate::valleys::figures::{Curves, Forecast};

/// Everything a panel may read.
pub struct Scene<'a> {
    pub theme: Theme,
    pub scale: Scale,
    pub reduced_motion: bool,
    /// The scenario as it is now, the slider under the hand included.
    pub scenario: &'a Scenario,
    pub view: &'a View,
    pub curves: &'a Curves,
    /// The slower predictions, when they are there.
    pub forecast: Option<&'a Forecast>,
    /// The whole recording; `shown.sample` is how far it is looked at.
    pub record: &'a Record,
    pub shown: &'a Shown,
    /// y at the last hop over the walkers that have hopped.
    pub freezing: &'a Histogram,
    pub summary: &'a Summary,
    pub playing: bool,
    /// The symbol whose curve or line is lit up.
    pub highlight: Option<Symbol>,
    /// Whether predicted curves are kept back: a student is to predict first.
    pub withheld: bool,
}

impl Scene<'_> {
    /// What figures are drawn from.
    pub fn seen(&self) -> Seen<'_> {
        Seen {
            scenario: self.scenario,
            curves: self.curves,
            forecast: self.forecast,
            record: self.record,
            shown: self.shown,
            freezing: self.freezing,
            summary: self.summary,
        }
    }
}
