//! A phase diagram under way: what is known of its cells, what theory says of them, and what a cell says to whoever
//! points at it. It can be kept, and gone on with where it was left.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::lattice::Tiles;
use super::phase::{phase_figure, symbol, theory};
use crate::chart::{Figure, format_number, format_whole};
use crate::job::{Parts, Progress};
use crate::platform::clock::Instant;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::experiments::phase::{Measured, Phase, RunTheory, refine};
use crate::valleys::experiments::questions::{NotAsked, PhaseQuestion};
use crate::valleys::experiments::run::Follow;
use crate::valleys::experiments::sweep::Grid;
use crate::valleys::model::Scenario;

/// The answer to a [`PhaseQuestion`], as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    question: PhaseQuestion,
    grid: Grid,
    known: Known,
}

/// What took time to find out; the rest follows from the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    phase: Phase,
    /// Cell by cell; empty until the swarms are done.
    predictions: Vec<Option<f64>>,
}

/// Shown at most so often on its way,
const SHOWN_EVERY: Duration = Duration::from_millis(80);
/// and for no more than this share of the time.
const SHOWING_SHARE: f64 = 0.1;
/// The share of the progress that the swarms have where predictions come after them.
const SWARMS: f64 = 0.7;

impl Diagram {
    /// With nothing known. An error says why the question cannot be asked of the scenario.
    pub fn new(question: &PhaseQuestion, scenario: &Scenario) -> Result<Self, NotAsked> {
        let grid = question.grid(scenario)?;
        let known = Known { phase: Phase::new(&grid), predictions: Vec::new() };
        Ok(Self { question: question.clone(), grid, known })
    }

    /// With what was kept of it; unchanged where that belongs to another grid.
    #[must_use]
    pub fn knowing(self, known: Known) -> Self {
        let fits = known.phase.cells.len() == self.grid.len();
        let told = [0, self.grid.len()].contains(&known.predictions.len());
        if fits && told { Self { known, ..self } } else { self }
    }

    /// What is known of the same cells, for another colouring; none where the cells are others.
    #[must_use]
    pub fn rephrased(&self, question: &PhaseQuestion, scenario: &Scenario) -> Option<Self> {
        let PhaseQuestion { quantity, less, .. } = *question;
        let reworded = PhaseQuestion { quantity, less, ..self.question.clone() };
        if reworded != *question || question.corner(scenario) != question.corner(&self.grid.base) {
            return None;
        }
        // Predictions of another theory are none of this one.
        let told = theory(question).is_some() && theory(question) == theory(&self.question);
        let predictions = if told { self.known.predictions.clone() } else { Vec::new() };
        let known = Known { phase: self.known.phase.clone(), predictions };
        Some(Self { question: reworded, grid: self.grid.clone(), known })
    }

    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The picture, with the place of this scenario marked in it.
    pub fn figure(&self, scenario: &Scenario) -> Figure {
        // A difference is shown once both of its sides are there.
        let told = self.known.predictions.len() == self.grid.len();
        let less = self.question.less.filter(|_| told);
        let question = PhaseQuestion { less, ..self.question.clone() };
        phase_figure(&question, scenario, &self.grid, &self.known.phase, &self.known.predictions)
    }

    /// Cells that have all of their walkers, and all cells.
    pub fn finished(&self) -> (usize, usize) {
        let walkers = self.grid.base.walkers;
        let finished = self.known.phase.cells.iter().flatten().filter(|cell| cell.walkers >= walkers);
        (finished.count(), self.grid.len())
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        let told = theory(&self.question).is_none() || self.known.predictions.len() == self.grid.len();
        told && self.known.phase.is_complete(&self.grid)
    }

    /// Finds out what is missing, showing now and then how far it has come; `None` if cancelled.
    pub fn complete(
        self,
        follow: Follow,
        insists: bool,
        progress: &Progress<'_>,
        show: &(dyn Fn(&Self) + Sync),
    ) -> Option<Self> {
        let theory = theory(&self.question);
        let swarms = if theory.is_some() { SWARMS } else { 1.0 };
        let grid = self.grid.clone();
        let known = self.known.phase.clone();
        let shared = Mutex::new((self, Instant::now()));
        let finished = |index: usize, cell: Measured| {
            let (diagram, next) = &mut *shared.lock().unwrap_or_else(PoisonError::into_inner);
            diagram.known.phase.cells[index] = Some(cell);
            let now = Instant::now();
            if now >= *next {
                show(diagram);
                *next = now + SHOWN_EVERY.max(now.elapsed().div_f64(SHOWING_SHARE));
            }
        };
        refine(&grid, &known, follow, &|done| progress(swarms * done), &finished)?;
        let (mut diagram, _) = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(theory) = theory.filter(|_| diagram.known.predictions.len() != grid.len()) {
            show(&diagram);
            diagram.known.predictions = predict(theory, &grid, swarms, insists, progress)?;
        }
        Some(diagram)
    }

    /// The cell at a place of the picture, in the units of its axes.
    pub fn cell_at(&self, [x, y]: [f64; 2]) -> Option<usize> {
        let (columns, rows) = self.lattices();
        let within = |lattice: &Tiles, at: f64| {
            let [from, to] = [lattice.edges[0], lattice.edges[lattice.len()]];
            (from..to).contains(&at).then(|| lattice.value_of(lattice.over(at)))
        };
        Some(within(&rows, y)? * columns.len() + within(&columns, x)?)
    }

    /// The run of a cell.
    pub fn scenario(&self, index: usize) -> Option<Scenario> {
        self.grid.cell(index).ok()
    }

    /// What a cell is: the values of its parameters.
    pub fn name(&self, index: usize) -> String {
        let (column, row) = self.grid.place(index);
        let value = |axis: &crate::valleys::experiments::sweep::Axis, at: usize| {
            format!("${}$ = {}", axis.parameter.about().symbol, format_number(axis.values[at]))
        };
        format!("{}, {}", value(&self.grid.x, column), value(&self.grid.y, row))
    }

    /// What was measured in a cell, with its standard error, and of how many walkers.
    pub fn reading(&self, index: usize) -> Vec<String> {
        let (column, row) = self.grid.place(index);
        let scenario = self.scenario(index);
        let measured = self.known.phase.near(&self.grid, column, row);
        let estimate =
            scenario.as_ref().zip(measured).and_then(|(run, cell)| self.question.quantity.of(run, cell));
        let (Some(cell), Some(estimate)) = (measured, estimate) else {
            return vec![say!("figure.phase.unmeasured").to_owned()];
        };
        let written = [estimate.value, estimate.error].map(rounded);
        let mut lines = vec![
            format!("{} = {} ± {}", symbol(self.question.quantity), written[0], written[1]),
            say!("note.walkers-many", count = format_whole(f64::from(cell.walkers))),
        ];
        if let Some(Some(told)) = self.known.predictions.get(index) {
            lines.push(say!("figure.phase.predicted", value = rounded(*told)));
        }
        lines
    }

    fn lattices(&self) -> (Tiles, Tiles) {
        (Tiles::new(&self.grid.x, &self.question.x), Tiles::new(&self.grid.y, &self.question.y))
    }
}

/// As many digits as a sample of some thousands is worth.
fn rounded(value: f64) -> String {
    let places = if value == 0.0 || !value.is_finite() { 0 } else { 3 - value.abs().log10().floor() as i32 };
    let scale = 10_f64.powi(places.clamp(-12, 4));
    format_number((value * scale).round() / scale)
}

/// What a theory says of every cell, after a share of the progress; `None` if cancelled.
fn predict(
    theory: RunTheory,
    grid: &Grid,
    from: f64,
    insists: bool,
    progress: &Progress<'_>,
) -> Option<Vec<Option<f64>>> {
    let parts = Parts::after(from, &vec![1.0; grid.len()], progress);
    (0..grid.len())
        .into_par_iter()
        .with_max_len(1)
        .map(|index| {
            let scenario = grid.cell(index).expect("a grid is checked when it is made");
            let prediction = theory.p_flat(&scenario, insists, &|done| parts.report(index, done))?;
            parts.report(index, 1.0).is_continue().then_some(prediction.value)
        })
        .collect()
}
