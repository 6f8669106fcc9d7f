//! What figures are made from: a run and how it is looked at, and the sweeps that several figures share.

use std::sync::{Arc, OnceLock};

use crate::experiments::live::{Change, Snapshot, replayed};
use crate::experiments::run::Progress;
use crate::model::Scenario;

/// A run, and what has been computed for the figures of it. Whatever is missing is computed once, when a figure first
/// asks.
pub struct Source {
    /// The run as started, what was changed on the way, and the step it has come to.
    pub scenario: Scenario,
    pub changes: Vec<Change>,
    pub step: u32,
    pub look: Look,
    pub effort: Effort,
    run: OnceLock<Arc<Snapshot>>,
}

/// How the run is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The stretch of y and of x on the stage.
    pub stage_y: [f64; 2],
    pub stage_x: [f64; 2],
    /// Height of the slice; none is the swarm's.
    pub slice_y: Option<f64>,
    /// εΦ; none is the paper's figure.
    pub epsilon_phi: Option<f64>,
    /// Whether walkers are coloured by valley instead of by age.
    pub by_valley: bool,
}

/// How many walkers stand behind a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// As many as the published figure has, or more.
    #[default]
    Full,
    /// Enough to see the shape; the figure says so.
    Quick,
}

impl Source {
    pub fn new(scenario: Scenario, changes: Vec<Change>, step: u32, look: Look, effort: Effort) -> Self {
        Self { scenario, changes, step, look, effort, run: OnceLock::new() }
    }

    /// With the run already there.
    #[must_use]
    pub fn with_run(self, run: Arc<Snapshot>) -> Self {
        Self { run: OnceLock::from(run), ..self }
    }

    /// The run at its step; `None` if cancelled.
    pub fn run(&self, progress: &Progress<'_>) -> Option<Arc<Snapshot>> {
        if let Some(run) = self.run.get() {
            return Some(Arc::clone(run));
        }
        let run = Arc::new(replayed(&self.scenario, &self.changes, self.step, progress)?);
        Some(Arc::clone(self.run.get_or_init(|| run)))
    }
}
