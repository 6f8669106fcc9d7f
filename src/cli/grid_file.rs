//! The CSV of a sweep: one line a cell, each carrying its place and its grid's fingerprint, so that files can
//! be resumed and joined without being mixed up.

use std::collections::BTreeMap;
use std::path::Path;

use crate::experiments::sweep::{Cell, Grid, MOST_CELLS};
use crate::say;
use crate::session::read_text;

/// The columns after the two axes.
const COLUMNS: &str = "p_flat,mean_freezing_step,mean_freezing_y,p_flat_se,mean_freezing_step_se,mean_freezing_y_se,\
censored,diverged,walkers,steps,seed,column,row,grid";

/// The first line of a grid's file.
pub fn header(grid: &Grid) -> String {
    format!("{},{},{COLUMNS}", grid.x.parameter.about().name, grid.y.parameter.about().name)
}

/// The line of a cell.
pub fn line(grid: &Grid, cell: &Cell) -> String {
    let (column, row) = grid.place(cell.index);
    let s = &cell.summary;
    let live = f64::from(cell.scenario.walkers - s.diverged);
    let p_se = s.p_flat.map(|p| (p * (1.0 - p) / live).sqrt());
    let y_se = s.sd_freezing_y.map(|sd| sd / live.sqrt());
    let results =
        [s.p_flat, s.mean_freezing_step, s.mean_freezing_y, p_se, s.sem_freezing_step, y_se, s.censored]
            .map(|value| value.map(|value| value.to_string()).unwrap_or_default());
    format!(
        "{},{},{},{},{},{},{},{} of {},{} of {},{}",
        grid.x.values[column],
        grid.y.values[row],
        results.join(","),
        s.diverged,
        cell.scenario.walkers,
        cell.scenario.steps,
        cell.scenario.seed,
        column + 1,
        grid.x.values.len(),
        row + 1,
        grid.y.values.len(),
        grid.fingerprint()
    )
}

/// A sweep's file as read back.
#[derive(Debug)]
pub struct GridFile {
    pub header: String,
    pub fingerprint: String,
    pub columns: usize,
    pub rows: usize,
    /// Lines by (row, column), counted from 0.
    pub lines: BTreeMap<(usize, usize), String>,
}

/// One line's place.
struct Place {
    fingerprint: String,
    column: (usize, usize),
    row: (usize, usize),
}

impl GridFile {
    /// Reads a file. A last line without its end was being written when a sweep was cut off: it is left out.
    pub fn read(path: &Path) -> Result<Option<Self>, String> {
        let text = read_text(path)?;
        let wrong = |what: String| format!("{}: {what}", path.display());
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut lines = whole.lines();
        let header = match lines.next() {
            Some(header) if header.ends_with(COLUMNS) => header.to_owned(),
            None if text.is_empty() => return Ok(None),
            _ => return Err(wrong(say!("cli.grid.foreign", columns = COLUMNS))),
        };
        let mut file: Option<Self> = None;
        for (index, line) in lines.enumerate() {
            let at = |what: &str| wrong(say!("cli.grid.line", line = index + 2, what = what));
            let fields: Vec<&str> = line.split(',').collect();
            if fields.len() != header.split(',').count() {
                return Err(at(say!("cli.grid.cut-short")));
            }
            let place = place(&fields).ok_or_else(|| at(say!("cli.grid.place")))?;
            let file = file.get_or_insert_with(|| Self {
                header: header.clone(),
                fingerprint: place.fingerprint.clone(),
                columns: place.column.1,
                rows: place.row.1,
                lines: BTreeMap::new(),
            });
            if place.fingerprint != file.fingerprint
                || (place.column.1, place.row.1) != (file.columns, file.rows)
            {
                return Err(at(say!("cli.grid.another")));
            }
            file.lines.insert((place.row.0, place.column.0), line.to_owned());
        }
        Ok(file)
    }

    /// The file's text, cells in order.
    pub fn text(&self) -> String {
        let lines: Vec<&str> =
            std::iter::once(self.header.as_str()).chain(self.lines.values().map(String::as_str)).collect();
        lines.join("\n") + "\n"
    }

    /// Places without a line.
    pub fn missing(&self) -> Vec<(usize, usize)> {
        (0..self.rows)
            .flat_map(|row| (0..self.columns).map(move |column| (row, column)))
            .filter(|place| !self.lines.contains_key(place))
            .collect()
    }
}

fn place(fields: &[&str]) -> Option<Place> {
    let [.., column, row, fingerprint] = fields else { return None };
    let of = |text: &str| {
        let (number, all) = text.split_once(" of ")?;
        let (number, all): (usize, usize) = (number.parse().ok()?, all.parse().ok()?);
        (1..=all).contains(&number).then_some((number - 1, all))
    };
    let named = fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (column, row) = (of(column)?, of(row)?);
    let sized = column.1.checked_mul(row.1).is_some_and(|cells| cells <= MOST_CELLS);
    (named && sized).then(|| Place { fingerprint: (*fingerprint).to_owned(), column, row })
}
