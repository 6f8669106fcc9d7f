//! The CSV of a grid of networks: one line a cell, each carrying its place, the fingerprint of all that it depends on
//! and its checksum, as a sweep's.

use std::collections::BTreeMap;
use std::fmt;

use crate::cli::cells::{Place, Table};
use crate::cli::grid_file::{agrees, place};
use crate::networks::experiments::grid::{Cell, Grid, Mean};
use crate::networks::experiments::row::Row;
use crate::say;
use crate::settings::MOST_CELLS;
use crate::settings::table::{CHECKSUM, sealed, unsealed, whole_lines, without_mark};

/// All columns but the checksum. What is not known of a cell is empty, and so is all that is measured of a grey one. A
/// mean of η t_f is of the repeats that froze at all: `frozen` says how many these are.
const COLUMNS: [&str; 20] = [
    "eta",
    "batch",
    "eta_t_f",
    "eta_t_f_se",
    "r_theta",
    "flatness_matched",
    "flatness_matched_se",
    "flatness_raw",
    "flatness_raw_se",
    "accuracy",
    "accuracy_se",
    "best_accuracy",
    "frozen",
    "converged",
    "repeats",
    "steps",
    "seed",
    "column",
    "row",
    "grid",
];
/// The axes.
const AXES: [&str; 2] = [COLUMNS[0], COLUMNS[1]];

fn header() -> String {
    format!("{},{CHECKSUM}", COLUMNS.join(","))
}

/// The line of a cell of a grid with this fingerprint.
pub fn line(grid: &Grid, fingerprint: &str, cell: &Cell) -> String {
    sealed(&header(), &row(grid, fingerprint, cell))
}

/// The row of a cell, without its checksum.
fn row(grid: &Grid, fingerprint: &str, cell: &Cell) -> String {
    let (column, row) = grid.place(cell.index);
    // Of a grey cell nothing is told but that it is one.
    let told = !cell.is_grey();
    let number =
        |value: Option<f64>| value.filter(|_| told).map(|value| value.to_string()).unwrap_or_default();
    let mean = |mean: Option<Mean>| {
        [number(mean.map(|mean| mean.mean)), number(mean.and_then(|mean| mean.error))].join(",")
    };
    let fields = [
        grid.x.values[column].to_string(),
        grid.y.values[row].to_string(),
        mean(cell.eta_t_f()),
        number(cell.spread),
        mean(cell.flatness_matched()),
        mean(cell.flatness_raw()),
        mean(cell.accuracy()),
        number(cell.best_accuracy()),
        cell.converged().filter(|repeat| repeat.eta_t_f.is_some()).count().to_string(),
        cell.converged().count().to_string(),
        cell.repeats.len().to_string(),
        cell.setup.steps().to_string(),
        cell.setup.seed.to_string(),
        format!("{} of {}", column + 1, grid.x.values.len()),
        format!("{} of {}", row + 1, grid.y.values.len()),
        fingerprint.to_owned(),
    ];
    fields.join(",")
}

/// The rows of one grid, from one file or several.
#[derive(Clone, Default)]
pub struct CellFile {
    /// What the rows agree in. A grid knows it beforehand; else the first row that is read tells it.
    fingerprint: Option<String>,
    /// Columns and rows.
    sizes: Option<[usize; 2]>,
    values: [BTreeMap<usize, f64>; 2],
    /// Without their checksums.
    rows: BTreeMap<Place, String>,
}

/// Why rows are not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellFileError {
    /// Not a grid's file.
    Foreign,
    /// What is wrong in which of its lines.
    Line(usize, RowError),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowError {
    Damaged,
    CutShort,
    Place,
    /// Of another grid.
    Another,
    Value(&'static str, String),
    /// A value that other rows contradict.
    Disagrees(&'static str, String),
    Twice,
}

impl CellFile {
    /// Of a grid, with no rows.
    pub fn of(grid: &Grid, fingerprint: &str) -> Self {
        let values = |values: &[f64]| values.iter().copied().enumerate().collect();
        Self {
            fingerprint: Some(fingerprint.to_owned()),
            sizes: Some([grid.x.values.len(), grid.y.values.len()]),
            values: [values(&grid.x.values), values(&grid.y.values)],
            rows: BTreeMap::new(),
        }
    }

    /// Whether a text begins as such a file does.
    pub fn begins(text: &str) -> bool {
        without_mark(text).lines().next() == Some(header().as_str())
    }

    /// Its cells in numbers, in order.
    pub fn told(&self) -> Vec<Row> {
        self.rows.values().filter_map(|row| told(row)).collect()
    }

    fn add_row(&mut self, text: &str) -> Result<(), RowError> {
        let fields: Vec<&str> = text.split(',').collect();
        let fields: [&str; COLUMNS.len()] = fields.try_into().map_err(|_| RowError::CutShort)?;
        let [.., column, row, fingerprint] = fields;
        let ([at_column, columns], [at_row, rows]) = place(column).zip(place(row)).ok_or(RowError::Place)?;
        if columns.checked_mul(rows).is_none_or(|cells| cells > MOST_CELLS) {
            return Err(RowError::Place);
        }
        for (index, (name, field)) in COLUMNS.into_iter().zip(fields).enumerate().take(COLUMNS.len() - 3) {
            let may_lack = (2..12).contains(&index);
            let is_number = field.parse::<f64>().is_ok_and(f64::is_finite);
            if !(is_number || may_lack && field.is_empty()) {
                return Err(RowError::Value(name, field.to_owned()));
            }
        }
        if !(agrees(&mut self.fingerprint, fingerprint.to_owned())
            && agrees(&mut self.sizes, [columns, rows]))
        {
            return Err(RowError::Another);
        }
        for (axis, at) in [at_column, at_row].into_iter().enumerate() {
            let value: f64 =
                fields[axis].parse().map_err(|_| RowError::Value(AXES[axis], fields[axis].to_owned()))?;
            if *self.values[axis].entry(at).or_insert(value) != value {
                return Err(RowError::Disagrees(AXES[axis], fields[axis].to_owned()));
            }
        }
        let before = self.rows.insert((at_row, at_column), text.to_owned());
        if before.is_some_and(|before| before != text) { Err(RowError::Twice) } else { Ok(()) }
    }
}

/// A row's numbers, which were checked when it was taken over.
fn told(row: &str) -> Option<Row> {
    let fields: Vec<&str> = row.split(',').collect();
    let number = |column: &str| -> Option<f64> {
        fields.get(COLUMNS.iter().position(|name| *name == column)?)?.parse().ok()
    };
    let count = |column: &str| number(column).map(|count| count as usize);
    let [frozen, converged, repeats] = [count("frozen")?, count("converged")?, count("repeats")?];
    let mean = |column: &str, count: usize| {
        let error = number(&format!("{column}_se"));
        Some(Mean { mean: number(column)?, error, count })
    };
    Some(Row {
        eta: number("eta")?,
        batch: number("batch")?,
        eta_t_f: mean("eta_t_f", frozen),
        spread: number("r_theta"),
        flatness_matched: mean("flatness_matched", converged),
        flatness_raw: mean("flatness_raw", converged),
        accuracy: mean("accuracy", converged),
        best_accuracy: number("best_accuracy"),
        converged: converged.min(repeats),
        repeats,
        steps: number("steps")? as u32,
        seed: fields[COLUMNS.iter().position(|name| *name == "seed")?].parse().ok()?,
    })
}

impl Table for CellFile {
    type Wrong = CellFileError;

    fn add(&mut self, text: &str) -> Result<(), CellFileError> {
        if text.is_empty() {
            return Ok(());
        }
        if !Self::begins(text) {
            return Err(CellFileError::Foreign);
        }
        let header = header();
        for (number, line) in whole_lines(text).skip(1) {
            let row = unsealed(&header, line).ok_or(RowError::Damaged);
            row.and_then(|row| self.add_row(row)).map_err(|what| CellFileError::Line(number, what))?;
        }
        Ok(())
    }

    fn first_line(&self) -> String {
        header()
    }

    fn text(&self) -> String {
        let header = header();
        let rows = self.rows.values().map(|row| sealed(&header, row) + "\n");
        format!("{header}\n{}", rows.collect::<String>())
    }

    fn has(&self, place: Place) -> bool {
        self.rows.contains_key(&place)
    }

    fn places(&self) -> Vec<Place> {
        let [columns, rows] = self.sizes.unwrap_or_default();
        (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect()
    }

    fn name(&self, axis: usize, index: usize) -> String {
        match self.values[axis].get(&index) {
            Some(value) => format!("{} = {value}", AXES[axis]),
            None => say!("cli.grid.number", axis = AXES[axis], number = index + 1),
        }
    }
}

impl fmt::Display for CellFileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Foreign => say!("cli.network.grid.foreign", columns = header()),
            Self::Line(number, what) => say!("cli.grid.line", line = number, what = what),
        })
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Damaged => say!("cli.grid.damaged"),
            Self::CutShort => say!("cli.grid.cut-short"),
            Self::Place => say!("cli.grid.place"),
            Self::Another => say!("cli.grid.another"),
            Self::Twice => say!("cli.grid.twice"),
            Self::Value(column, value) => {
                return out.write_str(&say!("cli.network.grid.value", column = column, value = value));
            }
            Self::Disagrees(column, value) => {
                return out.write_str(&say!("cli.grid.disagrees", column = column, value = value));
            }
        })
    }
}
