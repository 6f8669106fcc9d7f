//! A phase diagram that is there at once and sharpens: every cell with a few walkers first (of a large grid, every few
//! cells), then each with all of its walkers, coarse before fine. Finished cells can be kept and gone on with.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::held::Share;
use super::run::Follow;
use super::sweep::Grid;
use crate::job::Progress;
use crate::valleys::model::Scenario;
use crate::valleys::sim::Summary;
use crate::valleys::theory::{self, Calibration, Patience, Prediction};

/// What has been measured of a grid so far, cell by cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    pub cells: Vec<Option<Measured>>,
}

/// A cell's run in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    pub walkers: u32,
    pub summary: Summary,
}

/// What the colour of a cell can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    PFlat,
    /// η⟨t_f⟩, the freezing time in optimisation time.
    FreezingTime,
    FreezingHeight,
    /// Share of walkers that still hopped within the last 1 % of the steps.
    Censored,
}

/// Who else says what P_flat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunTheory {
    TwoState,
    Density,
    /// Eq. 12, with the calibration of the paper's figure.
    Eq12,
}

/// A measured value and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub error: f64,
}

/// Walkers of the first picture: one block of the engine.
const FIRST_WALKERS: u32 = 64;
/// The first picture has at most about so many cells.
const FIRST_CELLS: usize = 144;

impl Phase {
    pub fn new(grid: &Grid) -> Self {
        Self { cells: vec![None; grid.len()] }
    }

    /// Whether every cell has all of its walkers.
    pub fn is_complete(&self, grid: &Grid) -> bool {
        self.cells.iter().flatten().filter(|cell| cell.walkers >= grid.base.walkers).count() == grid.len()
    }

    /// The cell at a place or, while it is not there, the nearest one that a coarser picture has.
    pub fn near(&self, grid: &Grid, column: usize, row: usize) -> Option<&Measured> {
        let width = grid.x.values.len();
        let mut stride = 1;
        while stride <= width.max(grid.y.values.len()) {
            let coarse = |at: usize| at - at % stride;
            if let Some(cell) = &self.cells[coarse(row) * width + coarse(column)] {
                return Some(cell);
            }
            stride *= 2;
        }
        None
    }
}

/// Fills in what is missing of a phase diagram, handing over each cell as it is done; `None` if cancelled. Progress is in
/// work, so it moves evenly.
pub fn refine(
    grid: &Grid,
    known: &Phase,
    follow: Follow,
    progress: &Progress<'_>,
    finished: &(dyn Fn(usize, Measured) + Sync),
) -> Option<()> {
    let passes = passes(grid, known);
    let work: f64 = passes.iter().map(Pass::work).sum();
    let done = std::sync::Mutex::new(0.0);
    for pass in &passes {
        let walkers = pass.walkers;
        pass.cells.par_iter().with_max_len(1).try_for_each(|&index| {
            let scenario =
                Scenario { walkers, ..grid.cell(index).expect("a grid is checked when it is made") };
            let so_far = || done.lock().map_or(0.0, |done| *done);
            let swarm = follow.run(&scenario, &|_| progress(so_far() / work))?;
            if let Ok(mut done) = done.lock() {
                *done += f64::from(walkers);
            }
            finished(index, Measured { walkers, summary: swarm.summary() });
            progress(so_far() / work).is_continue().then_some(())
        })?;
    }
    Some(())
}

/// Cells to be computed with the same number of walkers.
struct Pass {
    cells: Vec<usize>,
    walkers: u32,
}

impl Pass {
    fn work(&self) -> f64 {
        self.cells.len() as f64 * f64::from(self.walkers)
    }
}

/// A first picture, then all cells from coarse to fine.
fn passes(grid: &Grid, known: &Phase) -> Vec<Pass> {
    let (width, height) = (grid.x.values.len(), grid.y.values.len());
    let on = |stride: usize| {
        (0..grid.len()).filter(move |index| index % width % stride == 0 && index / width % stride == 0)
    };
    let mut coarsest = 1;
    while width.div_ceil(coarsest) * height.div_ceil(coarsest) > FIRST_CELLS {
        coarsest *= 2;
    }
    let walkers = grid.base.walkers;
    let lacks =
        |index: &usize, walkers: u32| known.cells[*index].as_ref().is_none_or(|cell| cell.walkers < walkers);
    let mut passes = Vec::new();
    if walkers > FIRST_WALKERS {
        let cells = on(coarsest).filter(|index| lacks(index, FIRST_WALKERS)).collect();
        passes.push(Pass { cells, walkers: FIRST_WALKERS });
    }
    let mut stride = coarsest;
    let mut taken = vec![false; grid.len()];
    loop {
        let cells: Vec<usize> = on(stride).filter(|&index| !taken[index] && lacks(&index, walkers)).collect();
        cells.iter().for_each(|&index| taken[index] = true);
        passes.push(Pass { cells, walkers });
        if stride == 1 {
            return passes;
        }
        stride /= 2;
    }
}

impl Quantity {
    pub const ALL: [Self; 4] = [Self::PFlat, Self::FreezingTime, Self::FreezingHeight, Self::Censored];

    /// Of a cell; none where every walker has diverged.
    pub fn of(self, scenario: &Scenario, cell: &Measured) -> Option<Estimate> {
        let Summary { p_flat, mean_freezing_step, sem_freezing_step, .. } = cell.summary;
        let live = f64::from(cell.summary.live(cell.walkers)).max(1.0);
        let share = |p: f64| {
            let Share { share, error } = Share::of((p * live).round() as u32, live as u32)?;
            Some(Estimate { value: share, error })
        };
        match self {
            Self::PFlat => share(p_flat?),
            Self::Censored => share(cell.summary.censored?),
            Self::FreezingTime => {
                let time = |step: f64| optimisation_time(scenario, step);
                let (step, error) = (mean_freezing_step?, sem_freezing_step?);
                Some(Estimate { value: time(step), error: time(step + error) - time(step) })
            }
            Self::FreezingHeight => Some(Estimate {
                value: cell.summary.mean_freezing_y?,
                error: cell.summary.sd_freezing_y? / live.sqrt(),
            }),
        }
    }
}

/// Ση up to a step, fractions of one included.
fn optimisation_time(scenario: &Scenario, step: f64) -> f64 {
    if scenario.eta.is_constant() {
        return scenario.eta.at(0) * step;
    }
    let whole = step.floor() as u32;
    let sum: f64 = (0..whole).map(|step| scenario.eta.at(step)).sum();
    sum + step.fract() * scenario.eta.at(whole)
}

impl RunTheory {
    pub const ALL: [Self; 3] = [Self::TwoState, Self::Density, Self::Eq12];

    /// P_flat at the end of a run; `None` if cancelled.
    pub fn p_flat(self, scenario: &Scenario, insists: bool, progress: &Progress<'_>) -> Option<Prediction> {
        let Scenario { landscape, noise, steps, .. } = scenario;
        Some(match self {
            Self::TwoState => theory::two_state(scenario, &[*steps]).end(),
            Self::Density => {
                let patience = Patience::beside([scenario]).unless(insists);
                theory::density(scenario, &[*steps], patience, &mut |share| progress(share))?.trace.end()
            }
            Self::Eq12 => {
                let calibration = Calibration::figure(landscape);
                theory::p_transient_closed(landscape, *noise, scenario.delta_s(0), &calibration)
            }
        })
    }
}
