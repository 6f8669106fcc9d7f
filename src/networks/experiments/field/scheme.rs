//! What a grid in the window is asked for, and in which order its runs come: all cells once before any a second time,
//! corners first, then ever finer.

use serde::{Deserialize, Serialize};

use crate::networks::experiments::grid::CellPlan;
use crate::networks::experiments::live_grid::{BATCHES, ETAS, sized};
use crate::networks::model::{Length, Setup};
use crate::settings::{Invalid, Schedule, Settings};

/// A grid over η and B, with repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scheme {
    /// What all runs have in common; its η and B are no cell's.
    pub base: Setup,
    /// Runs of each cell.
    pub repeats: u32,
    /// Branches of each run, over its first half.
    pub branches: u32,
    /// First and last of the learning rates, and of the batch sizes.
    pub etas: [usize; 2],
    pub batches: [usize; 2],
}

/// A run of the grid: its cell, and which of the cell's.
pub type Plot = (usize, u32);

/// Runs of a cell, and branches of a run, at most.
pub const MOST_REPEATS: u32 = 20;
pub const MOST_BRANCHES: u32 = 41;

impl Default for Scheme {
    fn default() -> Self {
        let base = sized(Setup::default());
        Self { base, repeats: 6, branches: 21, etas: [1, ETAS.len() - 1], batches: [0, BATCHES.len() - 1] }
    }
}

impl Scheme {
    /// Learning rates that there are cells for, rising; each with its column.
    pub fn columns(&self) -> impl DoubleEndedIterator<Item = (usize, f64)> + Clone {
        (self.etas[0]..=self.etas[1]).map(|column| (column, ETAS[column]))
    }

    /// Batch sizes that there are cells for, rising; each with its row. No batch has more digits than there are.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = (usize, f64)> + Clone {
        let most = f64::from(self.base.digits);
        (self.batches[0]..=self.batches[1])
            .map(|row| (row, BATCHES[row]))
            .filter(move |(_, batch)| *batch <= most)
    }

    /// The number of a cell, whichever stretch of the grid is asked for.
    pub fn cell(column: usize, row: usize) -> usize {
        row * ETAS.len() + column
    }

    /// Column and row of a cell.
    pub fn place(cell: usize) -> [usize; 2] {
        [cell % ETAS.len(), cell / ETAS.len()]
    }

    /// The setup of a cell.
    pub fn setup(&self, cell: usize) -> Setup {
        let [column, row] = Self::place(cell);
        let (eta, batch) = (Schedule::Constant(ETAS[column]), Schedule::Constant(BATCHES[row]));
        Setup { eta, batch, ..self.base.clone() }
    }

    pub fn plan(&self) -> CellPlan {
        CellPlan { repeats: self.repeats, branches: self.branches, compared: self.base.test_digits }
    }

    /// ηt between two branches: no freezing time is told finer.
    pub fn resolution(&self) -> f64 {
        let time = match self.base.length {
            Length::Time(time) => time,
            Length::Steps(steps) => f64::from(steps) * self.base.eta.at(0),
        };
        0.5 * time / f64::from(self.branches.max(2) - 1)
    }

    /// All cells, coarse to fine.
    pub fn cells(&self) -> Vec<usize> {
        let (columns, rows): (Vec<usize>, Vec<usize>) =
            (self.columns().map(|(column, _)| column).collect(), self.rows().map(|(row, _)| row).collect());
        let [across, up] = [levels(columns.len()), levels(rows.len())];
        let mut cells: Vec<(u32, usize)> = Vec::new();
        for (row, high) in rows.iter().zip(&up) {
            for (column, wide) in columns.iter().zip(&across) {
                cells.push((*high.max(wide), Self::cell(*column, *row)));
            }
        }
        cells.sort_unstable();
        cells.into_iter().map(|(_, cell)| cell).collect()
    }

    /// All runs in the order in which they are done.
    pub fn plots(&self) -> Vec<Plot> {
        let cells = self.cells();
        (0..self.repeats).flat_map(|number| cells.iter().map(move |cell| (*cell, number))).collect()
    }

    /// Whether runs of the other are runs of this one: what it asks for may be more or less, and S_th acts on what is kept.
    pub fn shares_runs_with(&self, other: &Self) -> bool {
        let lasting = |scheme: &Self| Setup { agreement: 0.0, ..scheme.base.clone() };
        lasting(self) == lasting(other) && self.branches == other.branches
    }

    /// Names the first field that is out of range; what only asks for more or less is put right by
    /// [`trimmed`](Self::trimmed).
    pub fn validate(&self) -> Result<(), Invalid> {
        self.setup(Self::cell(self.etas[1].min(ETAS.len() - 1), 0)).validate()
    }

    /// Within what there is.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let within = |[first, last]: [usize; 2], count: usize| {
            let last = last.min(count - 1);
            [first.min(last), last]
        };
        self.etas = within(self.etas, ETAS.len());
        self.batches = within(self.batches, BATCHES.len());
        self.repeats = self.repeats.clamp(1, MOST_REPEATS);
        self.branches = self.branches.clamp(2, MOST_BRANCHES);
        self
    }
}

/// How fine a grid has to be before each of so many places is one of its own: the ends are of the coarsest.
fn levels(count: usize) -> Vec<u32> {
    let mut levels = vec![0; count];
    let mut open: Vec<[usize; 2]> = if count > 2 { vec![[0, count - 1]] } else { Vec::new() };
    let mut level = 1;
    while !open.is_empty() {
        let mut finer = Vec::new();
        for [low, high] in open {
            let middle = (low + high) / 2;
            levels[middle] = level;
            finer.extend([[low, middle], [middle, high]].into_iter().filter(|[low, high]| high - low > 1));
        }
        (open, level) = (finer, level + 1);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_come_first_and_every_cell_once_before_any_twice() {
        let scheme = Scheme { repeats: 2, ..Scheme::default() };
        let plots = scheme.plots();
        assert_eq!(plots.len(), 60);
        let mut corners: Vec<[usize; 2]> = plots[..4].iter().map(|(cell, _)| Scheme::place(*cell)).collect();
        corners.sort_unstable();
        assert_eq!(corners, [[1, 0], [1, 5], [5, 0], [5, 5]]);
        let mut first: Vec<usize> = plots[..30].iter().map(|(cell, _)| *cell).collect();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), 30);
        assert_eq!(levels(5), [0, 2, 1, 2, 0]);
        assert_eq!((levels(1), levels(2)), (vec![0], vec![0, 0]));
    }

    #[test]
    fn a_stretch_of_the_grid_has_the_cells_of_the_whole() {
        let whole = Scheme::default();
        let part = Scheme { etas: [2, 4], batches: [1, 3], ..whole.clone() };
        assert!(
            whole.shares_runs_with(&part) && part.cells().iter().all(|cell| whole.cells().contains(cell))
        );
        let coarse = Scheme { branches: 5, ..whole.clone() };
        assert!(!whole.shares_runs_with(&coarse));
        let few = Scheme { base: Setup { digits: 60, ..whole.base.clone() }, ..whole };
        assert_eq!(few.rows().last(), Some((3, 50.0)));
        let out = Scheme { etas: [9, 12], batches: [4, 2], repeats: 0, branches: 0, ..part }.trimmed();
        assert_eq!((out.etas, out.batches, out.repeats, out.branches), ([5, 5], [2, 2], 1, 2));
    }
}
