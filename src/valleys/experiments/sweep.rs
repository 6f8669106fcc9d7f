//! A grid over two parameters, each cell a run with a seed of its own. Cells are computed in parallel and
//! handed over as they finish, so that a sweep can be cut off, resumed, or shared out over machines.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::run::Follow;
use crate::job::Progress;
use crate::settings;
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::sim::Summary;

pub type Axis = settings::Axis<Parameter>;
pub type Span = settings::Span<Parameter>;
pub type Grid = settings::Grid<Scenario>;

/// One finished cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub index: usize,
    pub scenario: Scenario,
    pub summary: Summary,
}

impl Grid {
    /// Computes the given cells, handing over each as it finishes, until `go_on` says no.
    pub fn compute(
        &self,
        cells: &[usize],
        follow: Follow,
        go_on: &(dyn Fn() -> bool + Sync),
        finished: &(dyn Fn(Cell) + Sync),
    ) {
        let pulse = |_| if go_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let _: Option<()> = cells.par_iter().with_max_len(1).try_for_each(|&index| {
            let scenario = self.cell(index).expect("a grid is checked when it is made");
            let swarm = follow.run(&scenario, &pulse)?;
            finished(Cell { index, scenario, summary: swarm.summary() });
            go_on().then_some(())
        });
    }

    /// Every cell in order; `None` if cancelled.
    pub fn complete(&self, follow: Follow, progress: &Progress<'_>) -> Option<Vec<Cell>> {
        let everything: Vec<usize> = (0..self.len()).collect();
        let cells = Mutex::new(Vec::with_capacity(self.len()));
        let lock = || cells.lock().unwrap_or_else(PoisonError::into_inner);
        let share = || lock().len() as f64 / self.len() as f64;
        self.compute(&everything, follow, &|| progress(share()).is_continue(), &|cell| lock().push(cell));
        let mut cells = cells.into_inner().unwrap_or_else(PoisonError::into_inner);
        cells.sort_by_key(|cell| cell.index);
        (cells.len() == self.len()).then_some(cells)
    }
}
