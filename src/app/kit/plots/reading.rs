//! What a figure reads at the pointer: the place, and the value of every named mark there.

use egui::{Pos2, Ui};

use super::Plotted;
use super::inks::Inks;
use super::marks::on;
use super::names::ink;
use super::readout::{Readout, Row};
use crate::app::kit::theme::Theme;
use crate::app::kit::widgets::format_number;
use crate::chart::{Axis, Panel, Shape};
use crate::say;

/// Rows of the box at most.
const MOST_ROWS: usize = 8;
/// How near a dot the pointer reads it.
const NEAR: f32 = 10.0;

/// Shows the box at a place, with what else there is to say of it; gives the same in words.
pub(super) fn show(
    ui: &Ui,
    plotted: &Plotted,
    panel: &Panel,
    inks: &Inks,
    theme: &Theme,
    (pointer, more): (Pos2, &dyn Fn([f64; 2]) -> Vec<String>),
) -> String {
    let place = plotted.transform.value_from_position(pointer);
    let mut rows = Vec::new();
    for mark in &panel.marks {
        let read = value(&mark.shape, [place.x, place.y], plotted, pointer);
        let name = match (&mark.name, &mark.shape, &panel.bar) {
            (Some(name), ..) => name.text.clone(),
            (None, Shape::Cells { .. }, Some(bar)) if !bar.axis.label.is_empty() => bar.axis.label.clone(),
            _ => continue,
        };
        let axis = match (&mark.shape, &panel.bar) {
            (Shape::Cells { .. }, Some(bar)) => &bar.axis,
            _ => &panel.y,
        };
        if let Some(read) = read {
            let cell = read.written(|value| written(axis, value));
            rows.push(Row { name, colour: inks.ink(ink(&mark.shape)), cell });
        }
    }
    rows.truncate(MOST_ROWS);
    let heading = format!("{}, {}", coordinate(&panel.x, "x", place.x), coordinate(&panel.y, "y", place.y));
    let notes = more([place.x, place.y]);
    let readout = Readout { heading, rows, notes };
    readout.show_at(ui, &plotted.response, theme, pointer);
    readout.said()
}

/// A place on an axis, with its name where that is short.
fn coordinate(axis: &Axis, otherwise: &str, value: f64) -> String {
    // The last maths in a label is the symbol of what is told.
    let symbol = axis.label.rsplit('$').nth(1).filter(|symbol| symbol.len() <= 16).unwrap_or(otherwise);
    format!("${symbol}$ = {}", written(axis, value))
}

/// The numbers a reader wants of an axis that may hold logarithms.
fn written(axis: &Axis, value: f64) -> String {
    format_number(if axis.is_logarithmic() { 10_f64.powf(value) } else { value })
}

/// One value, or the ends of several.
enum Read {
    One(f64),
    Between(f64, f64),
}

impl Read {
    fn written(self, write: impl Fn(f64) -> String) -> String {
        match self {
            Self::One(value) => write(value),
            Self::Between(low, high) => say!("plots.between", low = write(low), high = write(high)),
        }
    }
}

fn value(shape: &Shape, [x, y]: [f64; 2], plotted: &Plotted, pointer: Pos2) -> Option<Read> {
    match shape {
        Shape::Curve { paths, .. } => paths.iter().find_map(|path| along(path, x)).map(Read::One),
        Shape::Band { points, .. } => {
            let edge = |index: usize| {
                let points: Vec<[f64; 2]> = points.iter().map(|point| [point[0], point[index]]).collect();
                along(&points, x)
            };
            Some(Read::Between(edge(1)?, edge(2)?))
        }
        Shape::Dots { dots, .. } => {
            let away = |at: [f64; 2]| on(&plotted.transform, at).distance(pointer);
            let near = dots.iter().min_by(|a, b| away(a.at).total_cmp(&away(b.at)))?;
            (away(near.at) <= NEAR).then_some(Read::One(near.at[1]))
        }
        Shape::Bars { edges, heights, .. } => heights.get(cell(edges, x)?).map(|&height| Read::One(height)),
        Shape::Cells { x: columns, y: rows, values, .. } => {
            let (column, row) = (cell(columns, x)?, cell(rows, y)?);
            let value = values.get(row * (columns.len() - 1) + column)?;
            value.is_finite().then_some(Read::One(*value))
        }
        Shape::Level { y, .. } => Some(Read::One(*y)),
        _ => None,
    }
}

/// The height of a path at an x that it passes.
fn along(path: &[[f64; 2]], x: f64) -> Option<f64> {
    path.windows(2).find_map(|pair| {
        let [[x0, y0], [x1, y1]] = [pair[0], pair[1]];
        let within = (x0.min(x1)..=x0.max(x1)).contains(&x) && x0 != x1;
        let y = y0 + (y1 - y0) * (x - x0) / (x1 - x0);
        (within && y.is_finite()).then_some(y)
    })
}

fn cell(edges: &[f64], value: f64) -> Option<usize> {
    edges.windows(2).position(|pair| (pair[0]..pair[1]).contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_and_cells_are_read_where_they_are() {
        assert_eq!(along(&[[0.0, 1.0], [2.0, 3.0]], 1.0), Some(2.0));
        assert_eq!(along(&[[0.0, 1.0], [f64::NAN, f64::NAN], [2.0, 3.0]], 1.0), None);
        assert_eq!(cell(&[0.0, 1.0, 4.0], 3.0), Some(1));
        assert_eq!(cell(&[0.0, 1.0, 4.0], 4.5), None);
    }
}
