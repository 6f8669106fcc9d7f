//! Fig. 2: freezing time, spread, flatness and accuracy over learning rate and batch size, and all against η/B.

use super::axes::{around, dot, ends_of_bar};
use super::entry::Entry;
use super::measure::Measure;
use super::source::Source;
use super::told;
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number,
};
use crate::job::Progress;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::row::{Row, farthest_apart, with_temperature};
use crate::say;

pub const FIG2A: Entry = Entry { name: "fig2a", title: || say!("network.figure.fig2a.title"), make: fig2a };
pub const FIG2B: Entry = Entry { name: "fig2b", title: || say!("network.figure.fig2b.title"), make: fig2b };
pub const FIG2C: Entry = Entry { name: "fig2c", title: || say!("network.figure.fig2c.title"), make: fig2c };
pub const FIG2D: Entry = Entry { name: "fig2d", title: || say!("network.figure.fig2d.title"), make: fig2d };

/// Columns and rows up to which there is room for numbers.
const ROOM: usize = 8;
/// What tells learning rates apart where colours are pale.
const SYMBOLS: [Symbol; 5] = [Symbol::Disc, Symbol::Square, Symbol::Ring, Symbol::Triangle, Symbol::Diamond];

fn fig2a(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    made(Measure::Freezing, source, progress)
}

fn fig2b(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    made(Measure::Spread, source, progress)
}

fn fig2c(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    made(Measure::Flatness, source, progress)
}

fn fig2d(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    made(Measure::Accuracy, source, progress)
}

fn made(measure: Measure, source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let rows = source.rows(progress)?;
    figure(measure, &rows, source.notes_of_grid(&rows))
}

/// Of cells however they came to be known; what a reader must know of them is noted.
pub fn figure(measure: Measure, rows: &[Row], notes: Vec<String>) -> Option<Figure> {
    let entry = match measure {
        Measure::Freezing => &FIG2A,
        Measure::Spread => &FIG2B,
        Measure::Flatness => &FIG2C,
        Measure::Accuracy => &FIG2D,
    };
    // Where no cell has it there is nothing to go with anything.
    let below = against_temperature(rows, measure);
    let sentences = [Some(measure.caption().to_owned()), trend(rows, measure), no_collapse(rows, measure)];
    Some(Figure {
        name: entry.name.into(),
        title: entry.title().into(),
        caption: sentences.into_iter().flatten().collect::<Vec<_>>().join(" "),
        notes,
        aspect: if below.is_some() { 1.5 } else { 0.86 },
        panels: std::iter::once(map(rows, measure, below.is_some())?).chain(below).collect(),
    })
}

/// How it goes with η/B.
fn trend(rows: &[Row], measure: Measure) -> Option<String> {
    let rank = with_temperature(rows, |row| Some(measure.of(row)?.mean))?;
    Some(say!(
        "network.figure.fig2.trend",
        quantity = measure.called(),
        way = told::change(Some(rank)),
        rank = told::spoken(rank),
        cells = rank.count,
    ))
}

/// Where η/B is not all, if it clearly is not.
fn no_collapse(rows: &[Row], measure: Measure) -> Option<String> {
    let [(one, a), (other, b)] = farthest_apart(rows, |row| measure.of(row))?;
    Some(say!(
        "network.figure.fig2.no-collapse",
        temperature = format_number(one.temperature()),
        quantity = measure.called(),
        one = told::spoken(a),
        one_eta = one.eta,
        other = told::spoken(b),
        other_eta = other.eta,
    ))
}

/// Different values of an axis, rising.
fn values(rows: &[Row], of: fn(&Row) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// Edges half-way between values on a logarithmic axis, as logarithms.
fn edges(values: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = values.iter().map(|value| value.log10()).collect();
    let [first, last] = [logs[0], logs[logs.len() - 1]];
    let [before, after] = match logs.len() {
        1 => [0.15; 2],
        count => [0.5 * (logs[1] - first), 0.5 * (last - logs[count - 2])],
    };
    let between = logs.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
    std::iter::once(first - before).chain(between).chain([last + after]).collect()
}

/// The cells on logarithmic axes, each with its number; hatched where too few runs converged.
pub fn map(rows: &[Row], measure: Measure, has_below: bool) -> Option<Panel> {
    let [etas, batches] = [values(rows, |row| row.eta), values(rows, |row| row.batch)];
    if etas.is_empty() {
        return None;
    }
    let (x, y) = (edges(&etas), edges(&batches));
    let mut shown = vec![f64::NAN; etas.len() * batches.len()];
    let mut told = vec![[f64::NAN; 3]; shown.len()];
    for row in rows {
        let find = |values: &[f64], value: f64| values.iter().position(|other| *other == value);
        let place = find(&batches, row.batch)? * etas.len() + find(&etas, row.eta)?;
        shown[place] = measure.of(row).map_or(f64::NAN, |mean| mean.mean);
        told[place] = [row.eta, row.batch, shown[place]];
    }
    let finite = || shown.iter().copied().filter(|value| value.is_finite());
    let range = [finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max)];
    // Equal cells, or none, still have a bar.
    let range = if range[0] < range[1] {
        range
    } else {
        [finite().next().unwrap_or(0.0), finite().next().unwrap_or(0.0) + 1.0]
    };
    let number = |place: usize| {
        let value = shown[place];
        let (column, row) = (place % etas.len(), place / etas.len());
        let at = [0.5 * (x[column] + x[column + 1]), 0.5 * (y[row] + y[row + 1])];
        let text = measure.written(value);
        value.is_finite().then(|| Shape::Words { at, align: [0.0, 0.0], text, ink: Ink::Strong }.into())
    };
    let has_room = etas.len() <= ROOM && batches.len() <= ROOM;
    let numbers: Vec<Mark> = (0..shown.len()).filter(|_| has_room).filter_map(number).collect();
    let [across, up] = [[x[0], x[etas.len()]], [y[0], y[batches.len()]]];
    let cells = Shape::Cells { x, y, values: shown.clone(), map: Measure::MAP, range };
    let mut marks = vec![Mark::from(cells).showing(told)];
    marks.extend(equal_temperatures(across, up));
    marks.extend(numbers);
    Some(Panel {
        place: [0.0, 0.0, 1.0, if has_below { 0.58 } else { 1.0 }],
        title: String::new(),
        x: Axis::new(say!("network.figure.fig2.eta"), across, Numbers::Powers),
        y: Axis::new(say!("network.figure.fig2.batch"), up, Numbers::Powers),
        marks,
        bar: Some(ColourBar { map: Measure::MAP, axis: Axis::new(measure.symbol(), range, Numbers::Plain) }),
    })
}

/// Lines of one η/B each, a factor of ten apart.
fn equal_temperatures([left, right]: [f64; 2], [foot, top]: [f64; 2]) -> Vec<Mark> {
    let decades = (left - top).ceil() as i32..=(right - foot).floor() as i32;
    let line = |decade: i32| {
        let log = f64::from(decade);
        let points = evenly([left.max(log + foot), right.min(log + top)], 1);
        let points = points.into_iter().map(|x| [x, x - log]).collect();
        Mark::curve(points, Pen::new(Ink::Strong, 0.5, Dash::Dotted).faded(0.7)).showing(Vec::new())
    };
    decades.map(line).collect()
}

/// The same numbers over η/B, those of one η joined.
pub fn against_temperature(rows: &[Row], measure: Measure) -> Option<Panel> {
    let told: Vec<(&Row, Mean)> = rows.iter().filter_map(|row| Some((row, measure.of(row)?))).collect();
    let x = around(told.iter().map(|(row, _)| row.temperature().log10()))?;
    let y = around(told.iter().flat_map(|(_, mean)| ends_of_bar(Some(*mean))))?;
    let etas = values(rows, |row| row.eta);
    let mut marks = Vec::new();
    for (index, eta) in etas.iter().enumerate() {
        let share = index as f64 / (etas.len().max(2) - 1) as f64;
        let ink = Ink::Noise((255.0 * share) as u8);
        let mut cells: Vec<&(&Row, Mean)> = told.iter().filter(|(row, _)| row.eta == *eta).collect();
        cells.sort_by(|a, b| a.0.temperature().total_cmp(&b.0.temperature()));
        let dots: Vec<Dot> =
            cells.iter().map(|(row, mean)| dot(row.temperature().log10(), *mean, |value| value)).collect();
        let line = dots.iter().map(|dot| dot.at).collect();
        let name = say!("network.figure.fig2.of-eta", eta = eta);
        let symbol = SYMBOLS[index % SYMBOLS.len()];
        marks.push(Mark::curve(line, Pen::new(ink, 0.9, Dash::Solid)));
        if !dots.is_empty() {
            marks.push(Mark::from(Shape::Dots { dots, ink, symbol, size: 3.4 }).in_key(name));
        }
    }
    marks.retain(|mark: &Mark| !mark.shape.is_empty());
    Some(Panel {
        place: [0.0, 0.58, 1.0, 0.42],
        title: String::new(),
        x: Axis::new("$η/B$", x, Numbers::Powers),
        y: Axis::new(measure.symbol(), y, Numbers::Plain),
        marks,
        bar: None,
    })
}
