//! The grid of Fig. 2: runs over learning rate and batch size, each with repeats from one start, which all cells share.

use std::ops::ControlFlow;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::clocks::Similarity;
use super::continuation::{Plan, ReadOut, continuation_to};
use super::prepared::{PrepareError, Prepared};
use super::reading::{Bends, Reading};
use super::run::{Along, run};
use crate::job::{Parts, Progress};
use crate::networks::curvature::Part;
use crate::networks::model::{Digits, Parameter, Setup, Weights};
use crate::settings;

pub type Axis = settings::Axis<Parameter>;
pub type Grid = settings::Grid<Setup>;

/// What is asked of every cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlan {
    pub repeats: u32,
    /// Branches of each repeat, over the first half of the run.
    pub branches: u32,
    /// Test digits whose mistakes are compared.
    pub compared: u32,
}

impl Default for CellPlan {
    fn default() -> Self {
        Self { repeats: 5, branches: 11, compared: 2_000 }
    }
}

/// One run of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// Whether it ended with all but one in a thousand digits right.
    pub converged: bool,
    /// η t_f by the mistakes of ends at one loss; none where they are not alike even at last.
    pub eta_t_f: Option<f64>,
    /// F of the second layer where the last branch comes to L*,
    pub flatness_matched: Option<f64>,
    /// and where the run ended, at whatever loss: the paper's.
    pub flatness_raw: Option<f64>,
    pub loss: f64,
    pub test_accuracy: f64,
}

/// A cell, done.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub index: usize,
    pub setup: Setup,
    pub repeats: Vec<Repeat>,
    /// r_θ of Eq. 4 over the repeats that converged: the root mean square distance of their second layers to the mean, with
    /// n − 1 in the denominator.
    pub spread: Option<f64>,
}

/// A mean over repeats, with its standard error where there are two or more.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    pub mean: f64,
    pub error: Option<f64>,
    pub count: usize,
}

impl Mean {
    /// None of nothing.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().collect();
        let count = values.len();
        let mean = (count > 0).then(|| values.iter().sum::<f64>() / count as f64)?;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let error = (count > 1).then(|| (squares / (count - 1) as f64 / count as f64).sqrt());
        Some(Self { mean, error, count })
    }
}

impl Cell {
    /// Whether too few repeats converged to say anything: it is drawn grey, and averaged in nowhere.
    pub fn is_grey(&self) -> bool {
        2 * self.converged().count() < self.repeats.len().max(1)
    }

    pub fn converged(&self) -> impl Iterator<Item = &Repeat> {
        self.repeats.iter().filter(|repeat| repeat.converged)
    }

    pub fn eta_t_f(&self) -> Option<Mean> {
        Mean::of(self.converged().filter_map(|repeat| repeat.eta_t_f))
    }

    pub fn flatness_matched(&self) -> Option<Mean> {
        Mean::of(self.converged().filter_map(|repeat| repeat.flatness_matched))
    }

    pub fn flatness_raw(&self) -> Option<Mean> {
        Mean::of(self.converged().filter_map(|repeat| repeat.flatness_raw))
    }

    pub fn accuracy(&self) -> Option<Mean> {
        Mean::of(self.converged().map(|repeat| repeat.test_accuracy))
    }

    pub fn best_accuracy(&self) -> Option<f64> {
        self.converged().map(|repeat| repeat.test_accuracy).reduce(f64::max)
    }

    /// η/B, what the paper draws everything against.
    pub fn temperature(&self) -> f64 {
        self.setup.eta.at(0) / self.setup.batch.at(0)
    }
}

/// The setup of a cell. Its seed is the base's, so that all cells start alike.
pub fn cell_setup(grid: &Grid, index: usize) -> Result<Setup, settings::Invalid> {
    let mut setup = grid.cell(index)?;
    setup.seed = grid.base.seed;
    Ok(setup)
}

/// Computes the given cells, handing over each as it finishes, until `go_on` says no.
pub fn compute(
    grid: &Grid,
    cells: &[usize],
    plan: CellPlan,
    [train, test]: [&Digits; 2],
    go_on: &(dyn Fn() -> bool + Sync),
    finished: &(dyn Fn(Cell) + Sync),
) -> Result<(), PrepareError> {
    cells.par_iter().with_max_len(1).try_for_each(|&index| {
        let setup = cell_setup(grid, index).map_err(PrepareError::Setup)?;
        let prepared = Prepared::new(setup, train, test)?;
        if let Some(cell) = cell(&prepared, index, plan, go_on) {
            finished(cell);
        }
        Ok(())
    })
}

/// One cell; `None` if cancelled.
pub fn cell(
    prepared: &Prepared,
    index: usize,
    plan: CellPlan,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Cell> {
    let pulse = |_| if go_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    told(prepared, index, plan, &pulse)
}

fn told(prepared: &Prepared, index: usize, plan: CellPlan, progress: &Progress<'_>) -> Option<Cell> {
    let parts = Parts::after(0.0, &vec![1.0; plan.repeats as usize], progress);
    let run = |number: u32| {
        let number_of_grid = number_of(index, number);
        repeat(prepared, number_of_grid, plan, &|done| parts.report(number as usize, done))
    };
    let runs: Vec<(Repeat, Weights)> =
        (0..plan.repeats).into_par_iter().with_max_len(1).map(run).collect::<Option<_>>()?;
    let ends: Vec<&Weights> =
        runs.iter().filter(|(repeat, _)| repeat.converged).map(|(_, end)| end).collect();
    let spread = spread(&ends);
    let setup = Setup::clone(&prepared.setup);
    Some(Cell { index, setup, repeats: runs.into_iter().map(|(repeat, _)| repeat).collect(), spread })
}

fn repeat(
    prepared: &Prepared,
    number: u64,
    plan: CellPlan,
    progress: &Progress<'_>,
) -> Option<(Repeat, Weights)> {
    let parts = Parts::after(0.0, &[1.0, 1.0], progress);
    let run = run(prepared, number, &Along::default(), &|done| parts.report(0, done))?;
    let bends = Bends { layer: true, all: false };
    let end = Reading::take(prepared.datasets(), run.end.weights.clone(), run.end.step, bends);
    let converged = !run.diverged && end.train.accuracy >= CONVERGED;
    let mut found = Repeat {
        converged,
        eta_t_f: None,
        flatness_matched: None,
        flatness_raw: end.flatness_layer(),
        loss: end.train.loss,
        test_accuracy: end.test.accuracy,
    };
    if converged {
        let steps = run.end.step;
        // Only ends at L* are asked for, and of these the last alone how flat it is.
        let descents = Plan::first_half(steps, plan.branches, Bends::NONE);
        let read = [ReadOut::Matched];
        let mut branches = continuation_to(prepared, &run, &descents, &read, &|done| parts.report(1, done))?;
        let similarity = Similarity::of(&branches, ReadOut::Matched, plan.compared);
        let frozen = similarity.freezing_step(prepared.setup.agreement);
        found.eta_t_f = frozen.map(|step| f64::from(step) * prepared.setup.eta.at(0));
        let last = branches.pop().and_then(|branch| branch.ends.into_iter().next()?);
        let last = last.map(|end| Reading::take(prepared.datasets(), end.weights, end.steps, bends));
        found.flatness_matched = last.as_ref().and_then(Reading::flatness_layer);
    }
    Some((found, end.weights))
}

/// Which of all repeats a run of a cell is: no two runs of a grid have batches in common.
pub fn number_of(cell: usize, number: u32) -> u64 {
    (cell as u64) << 16 | u64::from(number)
}

/// Train accuracy of a run that has converged (the authors').
pub const CONVERGED: f64 = 0.999;

/// Eq. 4 of some networks; none of fewer than two.
fn spread(ends: &[&Weights]) -> Option<f64> {
    let first = ends.first().filter(|_| ends.len() > 1)?;
    let count = ends.len() as f64;
    let squares = Part::SECOND.range(first).map(|place| {
        let mean = ends.iter().map(|end| f64::from(end.values[place])).sum::<f64>() / count;
        ends.iter().map(|end| (f64::from(end.values[place]) - mean).powi(2)).sum::<f64>()
    });
    Some((squares.sum::<f64>() / (count - 1.0)).sqrt())
}

/// Spearman's rank correlation of pairs; equal values share their ranks. None of fewer than three.
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let ranks = |values: Vec<f64>| -> Vec<f64> {
        let below = |of: f64| values.iter().filter(|value| **value < of).count() as f64;
        let equal = |of: f64| values.iter().filter(|value| **value == of).count() as f64;
        values.iter().map(|&of| below(of) + 0.5 * (equal(of) - 1.0)).collect()
    };
    let (x, y) =
        (ranks(pairs.iter().map(|pair| pair.0).collect()), ranks(pairs.iter().map(|pair| pair.1).collect()));
    let middle = (pairs.len().checked_sub(1).filter(|last| *last >= 2)? as f64) / 2.0;
    let product =
        |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum() };
    Some(product(&x, &y) / (product(&x, &x) * product(&y, &y)).sqrt())
}

/// The axes of a grid: learning rates along x, batch sizes along y.
pub fn axes(etas: &[f64], batches: &[f64]) -> [Axis; 2] {
    [
        Axis { parameter: Parameter::Eta, values: etas.to_vec() },
        Axis { parameter: Parameter::Batch, values: batches.to_vec() },
    ]
}

/// All cells of a grid in its order; `None` if cancelled. The grid is valid, and there are digits enough for it.
pub fn complete(
    grid: &Grid,
    plan: CellPlan,
    [train, test]: [&Digits; 2],
    progress: &Progress<'_>,
) -> Option<Vec<Cell>> {
    let setups: Vec<Setup> =
        (0..grid.len()).map(|index| cell_setup(grid, index)).collect::<Result<_, _>>().ok()?;
    // A run takes as long as it has steps, and about as long again for its descents.
    let usual = setups.iter().map(|setup| f64::from(setup.steps())).sum::<f64>() / setups.len() as f64;
    let work: Vec<f64> = setups.iter().map(|setup| f64::from(setup.steps()) + usual).collect();
    let parts = Parts::after(0.0, &work, progress);
    let cell = |(index, setup): (usize, Setup)| {
        let prepared = Prepared::new(setup, train, test).ok()?;
        told(&prepared, index, plan, &|done| parts.report(index, done))
    };
    setups.into_par_iter().enumerate().with_max_len(1).map(cell).collect()
}
