//! A grid over two parameters of any laboratory: axes as they are written, and the settings of every cell.

use std::fmt;
use std::str::FromStr;

use super::adjustable::{Adjustable, Settings};
use super::fingerprint::fingerprint;
use super::invalid::Invalid;
use crate::say;

/// Every combination of two axes on top of base settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid<S: Settings> {
    pub base: S,
    pub x: Axis<S::Parameter>,
    pub y: Axis<S::Parameter>,
}

/// A parameter and the values it takes, written `name=from:to:count` or `name=from:to:count:log`.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis<P> {
    pub parameter: P,
    pub values: Vec<f64>,
}

/// An axis as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span<P> {
    pub parameter: P,
    pub from: f64,
    pub to: f64,
    pub count: usize,
    pub log: bool,
}

/// More cells than this are taken for a slip of the keyboard.
pub const MOST_CELLS: usize = 1_000_000;

/// Why there is no such axis, or no such grid.
#[derive(Clone, Debug, PartialEq)]
pub enum GridError {
    /// An axis that reads otherwise.
    Form(String),
    /// No parameter is called so; these are.
    Parameter(String, Vec<&'static str>),
    Count(String),
    /// A logarithmic axis that touches 0.
    Log(String),
    Invalid(Invalid),
    /// Both axes sweep the same.
    Same(&'static str),
    /// Two parameters that set the same number.
    Clash([&'static str; 2]),
    TooMany,
}

impl fmt::Display for GridError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = MOST_CELLS;
        out.write_str(&match self {
            Self::Form(text) => say!("experiment.axis.form", text = text),
            Self::Parameter(name, known) => {
                say!("experiment.axis.parameter", name = name, names = known.join(", "))
            }
            Self::Count(text) => say!("experiment.axis.count", text = text, most = most),
            Self::Log(text) => say!("experiment.axis.log", text = text),
            Self::Invalid(invalid) => return invalid.fmt(out),
            Self::Same(parameter) => say!("experiment.grid.same", parameter = parameter),
            Self::Clash([one, other]) => say!("experiment.grid.clash", one = one, other = other),
            Self::TooMany => say!("experiment.grid.cells", most = most),
        })
    }
}

impl std::error::Error for GridError {}

impl From<Invalid> for GridError {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl<P: Adjustable> FromStr for Span<P> {
    type Err = GridError;

    fn from_str(text: &str) -> Result<Self, GridError> {
        let wrong = || GridError::Form(text.to_owned());
        let (name, range) = text.split_once('=').ok_or_else(wrong)?;
        let names = || P::ALL.iter().map(|parameter| parameter.about().name).collect();
        let parameter = P::named(name).ok_or_else(|| GridError::Parameter(name.to_owned(), names()))?;
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
            return Err(GridError::Count(text.to_owned()));
        }
        for value in [from, to] {
            parameter.check(value)?;
        }
        if log && (from <= 0.0 || to <= 0.0) {
            return Err(GridError::Log(text.to_owned()));
        }
        Ok(Self { parameter, from, to, count, log })
    }
}

impl<P: Adjustable> fmt::Display for Span<P> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, from, to, count, log } = self;
        write!(out, "{}={from}:{to}:{count}{}", parameter.about().name, if *log { ":log" } else { "" })
    }
}

impl<P: Adjustable> FromStr for Axis<P> {
    type Err = GridError;

    fn from_str(text: &str) -> Result<Self, GridError> {
        let Span { parameter, from, to, count, log } = text.parse::<Span<P>>()?;
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

impl<S: Settings> Grid<S> {
    /// A grid whose every cell is valid.
    pub fn new(base: S, x: Axis<S::Parameter>, y: Axis<S::Parameter>) -> Result<Self, GridError> {
        let names = [x.parameter, y.parameter].map(|parameter| parameter.about().name);
        if x.parameter == y.parameter {
            return Err(GridError::Same(names[0]));
        }
        if x.parameter.clashes(y.parameter) {
            return Err(GridError::Clash(names));
        }
        if x.values.len().saturating_mul(y.values.len()) > MOST_CELLS {
            return Err(GridError::TooMany);
        }
        let grid = Self { base, x, y };
        for index in 0..grid.len() {
            grid.cell(index)?.validate()?;
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

    /// The settings of a cell. Its seed is the base's plus the index, whoever computes it.
    pub fn cell(&self, index: usize) -> Result<S, Invalid> {
        let (column, row) = self.place(index);
        let mut settings = self.base.clone();
        settings
            .set_all([(self.x.parameter, self.x.values[column]), (self.y.parameter, self.y.values[row])])?;
        settings.reseed(index as u64);
        Ok(settings)
    }

    /// Names the whole grid: two grids share it only if every cell is the same run.
    pub fn fingerprint(&self) -> String {
        let text = format!(
            "{} {:?} {:?} {:?} {:?}",
            serde_json::to_string(&self.base).expect("settings are plain data"),
            self.x.parameter,
            self.x.values,
            self.y.parameter,
            self.y.values
        );
        fingerprint(&text)
    }
}
