//! What is kept of the laboratory: the setup of the run, and how it is looked at.

use serde::{Deserialize, Serialize};

use super::experiments::continuation::ReadOut;
use super::experiments::field::{Plot, Scheme};
use super::experiments::live::MOST_KEPT;
use super::figures::panes::Pane;
use super::model::Setup;
use crate::settings::{Invalid, Settings};

/// A run, and how it is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bench {
    pub setup: Setup,
    /// Which of the runs from one start, which differ in their batches.
    pub repeat: u64,
    /// Where branches are read.
    pub read_at: ReadOut,
    /// Steps of the branches that a person added.
    pub kept: Vec<u32>,
    /// t_c of the branch that is held, with or without a place among the others.
    pub held: Option<u32>,
    /// The step looked at; none is the last.
    pub step: Option<u32>,
    /// Steps a second that a new run is shown at.
    pub rate: f64,
    /// Whether a change of η or B acts on the run from the step that is looked at on; else a new run begins with it.
    pub acts: bool,
    /// The panel that has the whole column.
    pub enlarged: Option<Pane>,
    /// What of the laboratory is open.
    pub page: Page,
    /// What the grid is asked for.
    pub scheme: Scheme,
    /// The run of the grid that is picked out.
    pub plot: Option<Plot>,
    /// Whether the filling of the grid is held,
    pub grid_rests: bool,
    /// and whether that of repeats is.
    pub repeats_rest: bool,
}

/// What of the laboratory is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// A run and its branches, as they lie on the plane,
    #[default]
    Run,
    /// F of its branches over the train loss,
    Matching,
    /// and runs over learning rate and batch size.
    Grid,
}

impl Default for Bench {
    fn default() -> Self {
        Self {
            setup: Setup::default(),
            repeat: 0,
            read_at: ReadOut::default(),
            kept: Vec::new(),
            held: Some(160),
            step: None,
            rate: 400.0,
            acts: false,
            enlarged: None,
            page: Page::default(),
            scheme: Scheme::default(),
            plot: None,
            grid_rests: false,
            repeats_rest: false,
        }
    }
}

impl Bench {
    /// Whether nothing has been set: files need not tell.
    pub fn is_untouched(&self) -> bool {
        *self == Self::default()
    }

    /// Names the first field of the setup that is out of range; what does not belong to its run is left out by
    /// [`trimmed`](Self::trimmed).
    pub fn validate(&self) -> Result<(), Invalid> {
        self.setup.validate()?;
        self.scheme.validate()
    }

    /// With what no longer belongs to its run left out.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let steps = self.setup.steps();
        self.scheme = self.scheme.trimmed();
        self.kept.retain(|step| *step <= steps);
        self.kept.truncate(MOST_KEPT);
        self.held = self.held.filter(|step| *step <= steps);
        self.step = self.step.filter(|step| *step < steps);
        if !(self.rate.is_finite() && self.rate > 0.0) {
            self.rate = Self::default().rate;
        }
        self
    }
}
