//! A grid over two parameters, each cell a run with a seed of its own. Cells are computed in parallel and
//! handed over as they finish, so that a sweep can be cut off, resumed, or shared out over machines.

use std::fmt;
use std::ops::ControlFlow;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::fingerprint::fingerprint;
use super::run::Follow;
use crate::job::Progress;
use crate::say;
use crate::settings::{Adjustable, Invalid, Settings};
use crate::valleys::model::{Parameter, Scenario};
use crate::valleys::sim::Summary;

/// A parameter and the values it takes, written `name=from:to:count` or `name=from:to:count:log`.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub parameter: Parameter,
    pub values: Vec<f64>,
}

/// An axis as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub parameter: Parameter,
    pub from: f64,
    pub to: f64,
    pub count: usize,
    pub log: bool,
}

/// Every combination of two axes on top of a base scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub base: Scenario,
    pub x: Axis,
    pub y: Axis,
}

/// One finished cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub index: usize,
    pub scenario: Scenario,
    pub summary: Summary,
}

/// More cells than this are taken for a slip of the keyboard.
pub const MOST_CELLS: usize = 1_000_000;

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || say!("experiment.axis.form", text = text);
        let (name, range) = text.split_once('=').ok_or_else(wrong)?;
        let parameter = Parameter::named(name).ok_or_else(|| {
            let names: Vec<_> = Parameter::ALL.iter().map(|parameter| parameter.about().name).collect();
            say!("experiment.axis.parameter", name = name, names = names.join(", "))
        })?;
        let parts: Vec<&str> = range.split(':').collect();
        let (bounds, log) = match parts[..] {
            [from, to, count] => ([from, to, count], false),
            [from, to, count, "log"] => ([from, to, count], true),
            _ => return Err(wrong()),
        };
        let number = |text: &str| text.parse::<f64>().map_err(|_| wrong());
        let (from, to) = (number(bounds[0])?, number(bounds[1])?);
        let count: usize = bounds[2].parse().map_err(|_| wrong())?;
        if !(1..=MOST_CELLS).contains(&count) {
            return Err(say!("experiment.axis.count", text = text, most = MOST_CELLS));
        }
        for value in [from, to] {
            parameter.check(value).map_err(|invalid| invalid.to_string())?;
        }
        if log && (from <= 0.0 || to <= 0.0) {
            return Err(say!("experiment.axis.log", text = text));
        }
        Ok(Self { parameter, from, to, count, log })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, from, to, count, log } = self;
        write!(out, "{}={from}:{to}:{count}{}", parameter.about().name, if *log { ":log" } else { "" })
    }
}

impl FromStr for Axis {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Span { parameter, from, to, count, log } = text.parse()?;
        Ok(Self { parameter, values: spaced(from, to, count, log, parameter.about().whole) })
    }
}

fn spaced(from: f64, to: f64, count: usize, log: bool, whole: bool) -> Vec<f64> {
    let last = (count - 1).max(1) as f64;
    (0..count)
        .map(|index| {
            let share = index as f64 / last;
            let value = match index {
                0 => from,
                _ if index + 1 == count => to,
                _ if log => from * (to / from).powf(share),
                _ => from + (to - from) * share,
            };
            if whole { value.round() } else { value }
        })
        .collect()
}

impl Grid {
    /// A grid whose every cell is valid.
    pub fn new(base: Scenario, x: Axis, y: Axis) -> Result<Self, String> {
        if x.parameter == y.parameter {
            return Err(say!("experiment.grid.same", parameter = x.parameter.about().name));
        }
        let set = [Parameter::Gamma, Parameter::X2];
        if set.contains(&x.parameter) && set.contains(&y.parameter) {
            return Err(say!("experiment.grid.x2").to_owned());
        }
        if x.values.len().saturating_mul(y.values.len()) > MOST_CELLS {
            return Err(say!("experiment.grid.cells", most = MOST_CELLS));
        }
        let grid = Self { base, x, y };
        for index in 0..grid.len() {
            grid.scenario(index).and_then(|scenario| scenario.validate()).map_err(|e| e.to_string())?;
        }
        Ok(grid)
    }

    pub fn len(&self) -> usize {
        self.x.values.len() * self.y.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Column and row of a cell: x runs fastest.
    pub fn place(&self, index: usize) -> (usize, usize) {
        (index % self.x.values.len(), index / self.x.values.len())
    }

    /// The scenario of a cell. Its seed is the base's plus the index, whoever computes it.
    pub fn scenario(&self, index: usize) -> Result<Scenario, Invalid> {
        let (column, row) = self.place(index);
        let mut scenario = self.base.clone();
        let mut settings =
            [(self.x.parameter, self.x.values[column]), (self.y.parameter, self.y.values[row])];
        // γ is relative to x1, so x1 goes first.
        settings.sort_by_key(|(parameter, _)| *parameter == Parameter::Gamma);
        for (parameter, value) in settings {
            parameter.set(&mut scenario, value)?;
        }
        scenario.seed = self.base.seed.wrapping_add(index as u64);
        Ok(scenario)
    }

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
            let scenario = self.scenario(index).expect("a grid is checked when it is made");
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

    /// Names the whole grid: two grids share it only if every cell is the same run.
    pub fn fingerprint(&self) -> String {
        let text = format!(
            "{} {:?} {:?} {:?} {:?}",
            serde_json::to_string(&self.base).expect("a scenario is plain data"),
            self.x.parameter,
            self.x.values,
            self.y.parameter,
            self.y.values
        );
        fingerprint(&text)
    }
}
