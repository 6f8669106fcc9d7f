//! What figures are made from: a setup with its digits, and the experiments that several figures share.

use std::sync::{Arc, OnceLock};

use crate::chart::{format_number, format_whole};
use crate::job::Progress;
use crate::networks::experiments::continuation::{Plan, ReadOut};
use crate::networks::experiments::course::{Course, CoursePlan, PAPERS};
use crate::networks::experiments::grid::{CellPlan, Grid, complete};
use crate::networks::experiments::live_grid::{TIME, live_grid};
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::reading::Bends;
use crate::networks::experiments::repeated::Repeated;
use crate::networks::experiments::row::Row;
use crate::networks::model::{Setup, Weights};
use crate::say;

/// How much work a figure is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Full,
    Quick,
}

/// What figures are made from. Whatever several of them share is computed once, when a figure first asks.
#[derive(Debug)]
pub struct Source {
    pub prepared: Prepared,
    pub effort: Effort,
    course: OnceLock<Arc<Course>>,
    repeated: OnceLock<Arc<Repeated>>,
    rows: OnceLock<Arc<[Row]>>,
    /// Whether these are a file's, and nothing but themselves is known of them.
    of_file: bool,
}

impl Source {
    pub fn new(prepared: Prepared, effort: Effort) -> Self {
        let (course, repeated, rows) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { prepared, effort, course, repeated, rows, of_file: false }
    }

    /// With a grid that was computed before.
    #[must_use]
    pub fn with_rows(self, rows: Vec<Row>) -> Self {
        Self { rows: OnceLock::from(Arc::from(rows)), of_file: true, ..self }
    }

    fn full<T>(&self, full: T, quick: T) -> T {
        match self.effort {
            Effort::Full => full,
            Effort::Quick => quick,
        }
    }

    /// How many of what there would be so many of with enough time.
    pub fn many(&self, full: u32, quick: u32) -> u32 {
        self.full(full, quick)
    }

    /// The run of Fig. 1 with its branches; `None` if cancelled, or if there is none.
    pub fn course(&self, progress: &Progress<'_>) -> Option<Arc<Course>> {
        if let Some(course) = self.course.get() {
            return Some(Arc::clone(course));
        }
        let steps = self.prepared.setup.steps();
        let plan = CoursePlan {
            branches: self.full(51, 11),
            followed: PAPERS.into_iter().filter(|step| *step <= steps).collect(),
            places: self.full(101, 41),
            trail: self.full(41, 17),
        };
        let course = Course::of(&self.prepared, 0, &plan, progress)?;
        Some(Arc::clone(self.course.get_or_init(|| Arc::new(course))))
    }

    /// Repeats of it, forked at fewer steps; `None` if cancelled, or if all diverged.
    pub fn repeated(&self, progress: &Progress<'_>) -> Option<Arc<Repeated>> {
        if let Some(repeated) = self.repeated.get() {
            return Some(Arc::clone(repeated));
        }
        let bends = Bends { layer: true, all: false };
        let plan = Plan::first_half(self.prepared.setup.steps(), self.full(11, 6), bends);
        let read = [ReadOut::Matched, ReadOut::Horizon];
        let repeated = Repeated::of(&self.prepared, 0, self.full(8, 3), &plan, &read, progress)?;
        (!repeated.forks.is_empty()).then(|| Arc::clone(self.repeated.get_or_init(|| Arc::new(repeated))))
    }

    /// The cells of Fig. 2: a file's, or those of the grid at live size; `None` if cancelled.
    pub fn rows(&self, progress: &Progress<'_>) -> Option<Arc<[Row]>> {
        if let Some(rows) = self.rows.get() {
            return Some(Arc::clone(rows));
        }
        let (grid, plan) = self.grid();
        let digits = [self.prepared.train.digits(), self.prepared.test.digits()];
        let cells = complete(&grid, plan, digits, progress)?;
        let rows: Vec<Row> = cells.iter().map(Row::of).collect();
        Some(Arc::clone(self.rows.get_or_init(|| Arc::from(rows))))
    }

    /// The grid that is computed where there is none of a file.
    pub fn grid(&self) -> (Grid, CellPlan) {
        // The digits are averaged already.
        let base = Setup { pooling: 1, ..Setup::clone(&self.prepared.setup) };
        let repeats = self.full(5, 3);
        let branches = self.full(11, 5);
        let grid = live_grid(base, self.effort == Effort::Quick);
        (grid, CellPlan { repeats, branches, compared: self.prepared.setup.test_digits })
    }

    /// What a reader must know of the data: the network, its digits, the run, and whether the figure was made quickly.
    pub fn notes(&self, runs: u64) -> Vec<String> {
        let setup: &Setup = &self.prepared.setup;
        let mut notes = vec![say!(
            "network.figure.note",
            widths = self.widths(),
            digits = format_whole(f64::from(setup.digits)),
            tested = format_whole(f64::from(setup.test_digits)),
            eta = setup.eta.at(0),
            batch = setup.batch.at(0),
            seed = setup.seed,
            runs = runs,
        )];
        notes.extend(self.quickly());
        notes
    }

    /// That it was made quickly, where it was.
    pub fn quickly(&self) -> Option<String> {
        (self.effort == Effort::Quick).then(|| say!("network.figure.quick").into())
    }

    /// What a reader must know of the cells.
    pub fn notes_of_grid(&self, rows: &[Row]) -> Vec<String> {
        let most = |of: fn(&Row) -> u32| rows.iter().map(of).max().unwrap_or(0);
        let mut notes = vec![say!(
            "network.figure.fig2.note",
            cells = rows.len(),
            repeats = most(|row| row.repeats as u32),
            seed = rows.first().map_or(0, |row| row.seed),
        )];
        if !self.of_file {
            let (grid, plan) = self.grid();
            let base = &grid.base;
            notes.push(say!(
                "network.figure.fig2.live",
                widths = self.widths(),
                digits = format_whole(f64::from(base.digits)),
                tested = format_whole(f64::from(base.test_digits)),
                eta = base.descent_eta_from(0),
                branches = plan.branches,
                apart = format_number(0.5 * TIME / f64::from(plan.branches - 1)),
            ));
            notes.extend(self.quickly());
        }
        let left_out: usize = rows.iter().map(|row| row.repeats - row.converged).sum();
        if left_out > 0 {
            notes.push(say!("network.figure.fig2.left-out", runs = left_out));
        }
        notes
    }

    /// `196-32-32-10`.
    fn widths(&self) -> String {
        let start: &Weights = &self.prepared.start;
        start.shape.widths().iter().map(ToString::to_string).collect::<Vec<_>>().join("-")
    }
}
