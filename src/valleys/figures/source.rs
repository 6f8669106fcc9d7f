//! What figures are made from: a run and how it is looked at, and the sweeps that several figures share.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::behind::Behind;
use super::colouring::Colouring;
use super::seen::Forecast;
use crate::job::Progress;
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::live::{Snapshot, replayed};
use crate::valleys::experiments::questions::Questions;
use crate::valleys::experiments::run::Follow;
use crate::valleys::experiments::story::Story;
use crate::valleys::experiments::sweep::{Axis, Cell, Grid};
use crate::valleys::model::{Preset, Scenario};
use crate::valleys::theory::{Calibration, Patience};

/// A run, and what has been computed for the figures of it. Whatever is missing is computed once, when a figure first
/// asks.
pub struct Source {
    /// The run as started, what was changed on the way, and the step it has come to.
    pub scenario: Scenario,
    pub changes: Changes,
    pub step: u32,
    pub look: Look,
    pub effort: Effort,
    /// How far the walkers of sweeps, diagrams and forks are followed.
    pub follow: Follow,
    /// What is asked in the experiments.
    pub questions: Questions,
    /// The run that this one is compared with.
    pub behind: Option<Behind>,
    /// Whether predictions are computed however long they take.
    pub insists: bool,
    run: OnceLock<Arc<Snapshot>>,
    forecast: OnceLock<Arc<Forecast>>,
    fig3: OnceLock<Arc<Sweep>>,
    figs6: OnceLock<Arc<Sweep>>,
}

/// A finished sweep: its cells are in the grid's order.
pub struct Sweep {
    pub grid: Grid,
    pub cells: Vec<Cell>,
}

/// The grid of Fig. 3.
const FIG3: [&str; 2] = ["eta=0.01:0.1:10:log", "sigma=0.01:0.1:10:log"];
/// The grid of Fig. S6.
const FIGS6: [&str; 2] = ["eta=0.001:0.1:10:log", "sigma=0.001:0.1:10:log"];
/// Walkers where a figure is made quickly.
pub const QUICK_WALKERS: u32 = 200;

/// How the run is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The stretch of y and of x on the stage.
    pub stage_y: [f64; 2],
    pub stage_x: [f64; 2],
    /// Height of the slice; none is the swarm's.
    pub slice_y: Option<f64>,
    /// εΦ; none is the paper's figure.
    pub epsilon_phi: Option<f64>,
    pub colouring: Colouring,
}

/// How many walkers stand behind a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effort {
    /// As many as the published figure has, or more.
    #[default]
    Full,
    /// Enough to see the shape; the figure says so.
    Quick,
}

impl Effort {
    /// How many walkers to take where there would be so many with enough time.
    pub fn walkers(self, full: u32) -> u32 {
        match self {
            Self::Full => full,
            Self::Quick => full.min(QUICK_WALKERS),
        }
    }
}

impl Source {
    pub fn new(
        scenario: Scenario,
        changes: impl Into<Changes>,
        step: u32,
        look: Look,
        effort: Effort,
    ) -> Self {
        let (run, fig3, figs6) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let forecast = OnceLock::new();
        let (questions, follow) = (Questions::default(), Follow::default());
        let (behind, insists) = (None, false);
        let changes = changes.into();
        Self {
            scenario,
            changes,
            step,
            look,
            effort,
            follow,
            questions,
            behind,
            insists,
            run,
            forecast,
            fig3,
            figs6,
        }
    }

    /// With another run to be compared with.
    #[must_use]
    pub fn before(self, behind: Option<Behind>) -> Self {
        Self { behind, ..self }
    }

    pub fn story(&self) -> Story {
        Story { start: self.scenario.clone(), changes: self.changes.clone() }
    }

    /// With every prediction computed, however long it takes.
    #[must_use]
    pub fn insisting(self, insists: bool) -> Self {
        Self { insists, ..self }
    }

    /// With these questions in place of the default ones.
    #[must_use]
    pub fn asking(self, questions: Questions) -> Self {
        Self { questions, ..self }
    }

    /// With walkers followed as far as that.
    #[must_use]
    pub fn following(self, follow: Follow) -> Self {
        Self { follow, ..self }
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

    /// What is predicted of the scenario in force, as if it had been so from the start; `None` if cancelled.
    pub fn forecast(&self, progress: &Progress<'_>) -> Option<Arc<Forecast>> {
        if let Some(forecast) = self.forecast.get() {
            return Some(Arc::clone(forecast));
        }
        let scenario = self.scenario_at(self.step);
        let forecast = Forecast::of(scenario, self.patience(), &mut |done| progress(done))?;
        Some(Arc::clone(self.forecast.get_or_init(|| Arc::new(forecast))))
    }

    /// What a prediction of this run may take.
    pub fn patience(&self) -> Patience {
        Patience::beside([&self.scenario]).unless(self.insists)
    }

    /// The scenario in force at a step.
    pub fn scenario_at(&self, step: u32) -> &Scenario {
        let change = self.changes.iter().rev().find(|change| change.step <= step);
        change.map_or(&self.scenario, |change| &change.scenario)
    }

    /// εΦ as looked at, or the paper's.
    pub fn calibration(&self) -> Calibration {
        Calibration::chosen(&self.scenario_at(self.step).landscape, self.look.epsilon_phi)
    }

    /// The sweep behind Figs. 3c and 3d; `None` if cancelled.
    pub fn fig3(&self, progress: &Progress<'_>) -> Option<Arc<Sweep>> {
        self.sweep(&self.fig3, Preset::Fig3, FIG3, progress)
    }

    /// The sweep behind Fig. S6; `None` if cancelled.
    pub fn figs6(&self, progress: &Progress<'_>) -> Option<Arc<Sweep>> {
        self.sweep(&self.figs6, Preset::FigS6, FIGS6, progress)
    }

    /// How many walkers to take where the published figure, or ours with enough time, has so many.
    pub fn walkers(&self, full: u32) -> u32 {
        self.effort.walkers(full)
    }

    fn sweep(
        &self,
        kept: &OnceLock<Arc<Sweep>>,
        preset: Preset,
        axes: [&str; 2],
        progress: &Progress<'_>,
    ) -> Option<Arc<Sweep>> {
        if let Some(sweep) = kept.get() {
            return Some(Arc::clone(sweep));
        }
        let base = preset.scenario();
        let base = Scenario { walkers: self.walkers(base.walkers), seed: self.scenario.seed, ..base };
        let [x, y] = axes.map(|axis| axis.parse::<Axis>().expect("a fixed axis"));
        let grid = Grid::new(base, x, y).expect("a fixed grid");
        let cells = grid.complete(self.follow, progress)?;
        Some(Arc::clone(kept.get_or_init(|| Arc::new(Sweep { grid, cells }))))
    }
}
