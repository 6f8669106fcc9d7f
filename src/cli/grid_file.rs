//! The CSV of a sweep: one line a cell, each carrying its place, its grid's fingerprint and its checksum, so that files
//! can be resumed and joined without being mixed up, and a row that was damaged is not believed.

use std::collections::BTreeMap;

use super::cells::{Place, Table};
use crate::say;
use crate::settings::table::{CHECKSUM, sealed, unsealed, whole_lines};
use crate::settings::{Adjustable, MOST_CELLS};
use crate::valleys::experiments::sweep::{Cell, Grid};
use crate::valleys::model::Parameter;
use crate::valleys::sim::DIVERGED_ABOVE;

/// The columns after the two axes. Files of version 0.1.0 end with them; since then a checksum follows.
const COLUMNS: &str = "p_flat,mean_freezing_step,mean_freezing_y,p_flat_se,mean_freezing_step_se,mean_freezing_y_se,\
censored,diverged,walkers,steps,seed,column,row,grid";

/// The first line of a file over these axes.
fn header([x, y]: [Parameter; 2]) -> String {
    format!("{},{},{COLUMNS},{CHECKSUM}", x.about().name, y.about().name)
}

/// The first line of a grid's file.
fn first_line(grid: &Grid) -> String {
    header([grid.x.parameter, grid.y.parameter])
}

/// The line of a cell.
pub fn line(grid: &Grid, cell: &Cell) -> String {
    sealed(&first_line(grid), &row(grid, cell))
}

/// The row of a cell, without its checksum.
fn row(grid: &Grid, cell: &Cell) -> String {
    let (column, row) = grid.place(cell.index);
    let s = &cell.summary;
    let live = f64::from(s.live(cell.scenario.walkers));
    let p_se = s.p_flat.map(|p| share_error(p, live));
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

/// The standard error of a share of so many walkers.
fn share_error(share: f64, live: f64) -> f64 {
    (share * (1.0 - share) / live).sqrt()
}

/// The rows of one sweep, from one file or several.
#[derive(Clone, Default)]
pub struct GridFile {
    plan: Plan,
    /// Without their checksums.
    rows: BTreeMap<Place, String>,
}

/// What the rows of a sweep agree in. A grid knows it beforehand; else the first row that is read tells it.
#[derive(Clone, Default)]
struct Plan {
    axes: Option<[Parameter; 2]>,
    /// Columns and rows.
    sizes: Option<[usize; 2]>,
    fingerprint: Option<String>,
    values: [BTreeMap<usize, f64>; 2],
    walkers: Option<f64>,
    steps: Option<f64>,
    /// The seed of the first cell.
    seed: Option<u64>,
}

impl Plan {
    fn of(grid: &Grid) -> Self {
        let values = |values: &[f64]| values.iter().copied().enumerate().collect();
        Self {
            axes: Some([grid.x.parameter, grid.y.parameter]),
            sizes: Some([grid.x.values.len(), grid.y.values.len()]),
            fingerprint: Some(grid.fingerprint()),
            values: [values(&grid.x.values), values(&grid.y.values)],
            walkers: Some(f64::from(grid.base.walkers)),
            steps: Some(f64::from(grid.base.steps)),
            seed: Some(grid.base.seed),
        }
    }

    /// Takes up what a row tells that was not known, and says what contradicts the rest.
    fn agree(&mut self, row: &Row<'_>) -> Result<(), String> {
        let sweep =
            agrees(&mut self.fingerprint, row.fingerprint.to_owned()) && agrees(&mut self.sizes, row.sizes);
        let axes = self.axes.filter(|_| sweep).ok_or_else(|| say!("cli.grid.another"))?;
        let wrong = |name: &str, value: &dyn std::fmt::Display| {
            say!("cli.grid.disagrees", column = name, value = value)
        };
        for axis in 0..2 {
            let known = *self.values[axis].entry(row.at[axis]).or_insert(row.values[axis]);
            if known != row.values[axis] {
                return Err(wrong(axes[axis].about().name, &row.values[axis]));
            }
        }
        let counts = [
            (Parameter::Walkers, row.walkers, &mut self.walkers),
            (Parameter::Steps, row.steps, &mut self.steps),
        ];
        for (parameter, count, common) in counts {
            let swept = axes.iter().position(|axis| *axis == parameter).map(|axis| row.values[axis]);
            let fits = swept.map_or_else(|| agrees(common, count), |value| value == count);
            if !fits {
                return Err(wrong(parameter.about().name, &count));
            }
        }
        let index = row.at[1] * row.sizes[0] + row.at[0];
        if !agrees(&mut self.seed, row.seed.wrapping_sub(index as u64)) {
            return Err(wrong("seed", &row.seed));
        }
        Ok(())
    }
}

/// Whether a value is the known one; where none is, it becomes it.
pub fn agrees<T: PartialEq>(known: &mut Option<T>, value: T) -> bool {
    match known {
        Some(known) => *known == value,
        None => {
            *known = Some(value);
            true
        }
    }
}

impl GridFile {
    /// Of a grid, with no rows.
    pub fn of(grid: &Grid) -> Self {
        Self { plan: Plan::of(grid), rows: BTreeMap::new() }
    }
}

impl Table for GridFile {
    type Wrong = String;

    fn add(&mut self, text: &str) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        let mut lines = whole_lines(text);
        let foreign = || say!("cli.grid.foreign", columns = COLUMNS);
        let (_, first) = lines.next().ok_or_else(foreign)?;
        let (axes, has_checksums) = axes(first).ok_or_else(foreign)?;
        if !agrees(&mut self.plan.axes, axes) {
            return Err(say!("cli.grid.another").to_owned());
        }
        for (number, line) in lines {
            let at = |what: String| say!("cli.grid.line", line = number, what = what);
            let text = if has_checksums { unsealed(first, line) } else { Some(line) };
            let text = text.ok_or_else(|| at(say!("cli.grid.damaged").to_owned()))?;
            let row = Row::read(text, axes).map_err(at)?;
            self.plan.agree(&row).map_err(at)?;
            let before = self.rows.insert((row.at[1], row.at[0]), text.to_owned());
            if before.is_some_and(|before| before != text) {
                return Err(at(say!("cli.grid.twice").to_owned()));
            }
        }
        Ok(())
    }

    fn first_line(&self) -> String {
        self.plan.axes.map(header).unwrap_or_default()
    }

    fn text(&self) -> String {
        let header = self.first_line();
        let mut text = format!("{header}\n");
        for row in self.rows.values() {
            text.push_str(&sealed(&header, row));
            text.push('\n');
        }
        text
    }

    fn has(&self, place: Place) -> bool {
        self.rows.contains_key(&place)
    }

    fn places(&self) -> Vec<Place> {
        let [columns, rows] = self.plan.sizes.unwrap_or_default();
        (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))).collect()
    }

    /// By its value where that is known, and else by its number.
    fn name(&self, axis: usize, index: usize) -> String {
        let parameter = self.plan.axes.map_or("", |axes| axes[axis].about().name);
        match self.plan.values[axis].get(&index) {
            Some(value) => format!("{parameter} = {value}"),
            None => say!("cli.grid.number", axis = parameter, number = index + 1),
        }
    }
}

/// The axes that a first line names, and whether its rows carry checksums; none if it is no sweep's, or damaged.
fn axes(first: &str) -> Option<([Parameter; 2], bool)> {
    let (x, rest) = first.split_once(',')?;
    let (y, columns) = rest.split_once(',')?;
    let has_checksums = match columns.strip_prefix(COLUMNS)? {
        "" => false,
        rest if rest.strip_prefix(',') == Some(CHECKSUM) => true,
        _ => return None,
    };
    let named = |name: &str| Parameter::named(name).filter(|parameter| parameter.about().name == name);
    Some(([named(x)?, named(y)?], has_checksums))
}

/// A row as it is read: every number in its range.
struct Row<'a> {
    /// Column and row, and how many there are of each.
    at: [usize; 2],
    sizes: [usize; 2],
    fingerprint: &'a str,
    values: [f64; 2],
    walkers: f64,
    steps: f64,
    seed: u64,
}

impl<'a> Row<'a> {
    fn read(text: &'a str, axes: [Parameter; 2]) -> Result<Self, String> {
        let fields: Vec<&str> = text.split(',').collect();
        let [x, y, .., diverged, walkers, steps, seed, column, row, fingerprint] = fields[..] else {
            return Err(say!("cli.grid.cut-short").to_owned());
        };
        let names: Vec<&str> = COLUMNS.split(',').collect();
        if fields.len() != names.len() + 2 {
            return Err(say!("cli.grid.cut-short").to_owned());
        }
        let wrong = |name: &str, text: &str| say!("cli.grid.value", column = name, value = text);
        let value = |axis: Parameter, text: &str| {
            let value = text.parse::<f64>().map_err(|_| wrong(axis.about().name, text))?;
            axis.check(value).map(|()| value).map_err(|invalid| invalid.to_string())
        };
        let count = |name: &str, text: &str, range: [f64; 2]| {
            let count = text.parse::<u32>().ok().map(f64::from);
            count.filter(|count| (range[0]..=range[1]).contains(count)).ok_or_else(|| wrong(name, text))
        };
        let [most_walkers, most_steps] =
            [Parameter::Walkers, Parameter::Steps].map(|count| count.about().max);
        let walkers = count("walkers", walkers, [1.0, most_walkers])?;
        let steps = count("steps", steps, [1.0, most_steps])?;
        let live = walkers - count("diverged", diverged, [0.0, walkers])?;
        let seed = seed.parse().map_err(|_| wrong("seed", seed))?;
        results(&names, &fields[2..9], live, steps)?;
        let ([at_column, columns], [at_row, rows]) =
            place(column).zip(place(row)).ok_or_else(|| say!("cli.grid.place").to_owned())?;
        let named = fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !named || columns.checked_mul(rows).is_none_or(|cells| cells > MOST_CELLS) {
            return Err(say!("cli.grid.place").to_owned());
        }
        Ok(Self {
            at: [at_column, at_row],
            sizes: [columns, rows],
            fingerprint,
            values: [value(axes[0], x)?, value(axes[1], y)?],
            walkers,
            steps,
            seed,
        })
    }
}

/// Whether the measured columns hold what a swarm of so many live walkers can give: nothing if none is left.
fn results(names: &[&str], fields: &[&str], live: f64, steps: f64) -> Result<(), String> {
    let highest = f64::from(DIVERGED_ABOVE);
    let latest = steps + 1.0;
    let ranges = [
        [0.0, 1.0],
        [1.0, latest],
        [-highest, highest],
        [0.0, 1.0],
        [0.0, latest],
        [0.0, highest],
        [0.0, 1.0],
    ];
    let mut values = [0.0; 7];
    for (index, (text, [low, high])) in fields.iter().zip(ranges).enumerate() {
        let wrong = || say!("cli.grid.value", column = names[index], value = text);
        if live == 0.0 {
            if !text.is_empty() {
                return Err(wrong());
            }
            continue;
        }
        let value = text.parse::<f64>().ok().filter(|value| (low..=high).contains(value));
        values[index] = value.ok_or_else(wrong)?;
        // A share is one of whole walkers.
        let is_share = [0, 6].contains(&index);
        if is_share && (values[index] * live).round() / live != values[index] {
            return Err(wrong());
        }
    }
    if live > 0.0 && share_error(values[0], live) != values[3] {
        return Err(say!("cli.grid.value", column = names[3], value = fields[3]));
    }
    Ok(())
}

/// `3 of 10`: the index from 0, and how many there are.
pub fn place(text: &str) -> Option<[usize; 2]> {
    let (number, all) = text.split_once(" of ")?;
    let (number, all): (usize, usize) = (number.parse().ok()?, all.parse().ok()?);
    (1..=all).contains(&number).then_some([number - 1, all])
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;
    use crate::valleys::experiments::run::Follow;
    use crate::valleys::model::Preset;

    #[test]
    fn no_single_changed_byte_changes_what_is_taken_over() {
        let axis = |text: &str| text.parse().expect("an axis");
        let mut base = Preset::Fig4.scenario();
        (base.walkers, base.steps) = (50, 200);
        let grid = Grid::new(base, axis("eta=0.01:0.1:3"), axis("sigma=0.01:0.1:3")).expect("a grid");
        let cells = grid
            .complete(Follow::default(), &|_| std::ops::ControlFlow::Continue(()))
            .expect("nothing cancels it");
        let lines: Vec<String> = cells.iter().map(|cell| line(&grid, cell)).collect();
        let text = format!("{}\n{}\n", first_line(&grid), lines.join("\n"));
        // To a sweep that goes on its grid is known, to `merge` it is not.
        let readers = [GridFile::of(&grid), GridFile::default()];
        for reader in &readers {
            let mut whole = reader.clone();
            whole.add(&text).expect("it is whole");
            assert_eq!(whole.text(), text);
            let taken_over = |changed: Vec<u8>| {
                let mut file = reader.clone();
                let is_read = String::from_utf8(changed).is_ok_and(|text| file.add(&text).is_ok());
                is_read.then_some(file)
            };
            let different: Vec<(usize, u8)> = (0..text.len())
                .into_par_iter()
                .flat_map_iter(|at| (0..=u8::MAX).map(move |byte| (at, byte)))
                .filter(|&(at, byte)| {
                    let mut changed = text.clone().into_bytes();
                    changed[at] = byte;
                    taken_over(changed).is_some_and(|file| {
                        file.rows.iter().any(|(place, row)| whole.rows.get(place) != Some(row))
                    })
                })
                .collect();
            assert!(different.is_empty(), "{different:?}");
        }
    }
}
