//! A figure's numbers: every mark in long form, with what was drawn as logarithms given as itself.

use std::fmt::Write;

use super::provenance::{LINE, Provenance};
use crate::chart::markup::plain;
use crate::chart::{Axis, Figure, Mark, Panel, Shape};

/// The columns.
const HEAD: &str = "panel,mark,name,kind,x,y,x_low,x_high,y_low,y_high,value";

/// Writes a figure's numbers.
pub fn csv(figure: &Figure, provenance: &Provenance) -> String {
    let mut text = format!("# frostline {}, seed {}\n", provenance.version, provenance.seed);
    let _ = writeln!(text, "# figure: {}: {}", figure.name, one_line(&plain(&figure.title)));
    for note in &figure.notes {
        let _ = writeln!(text, "# note: {}", one_line(&plain(note)));
    }
    for (index, panel) in figure.panels.iter().enumerate() {
        let names = [&panel.title, &panel.x.label, &panel.y.label].map(|label| one_line(&plain(label)));
        let _ = writeln!(text, "# panel {}: {}; x: {}; y: {}", index + 1, names[0], names[1], names[2]);
    }
    let _ = writeln!(text, "{LINE}{}", provenance.session_line());
    let _ = writeln!(text, "{HEAD}");
    for (index, panel) in figure.panels.iter().enumerate() {
        for (number, mark) in panel.marks.iter().enumerate() {
            Rows::new([index, number], panel, mark, &mut text).write();
        }
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of the table; what it has not is empty.
#[derive(Default)]
struct Row {
    x: Option<f64>,
    y: Option<f64>,
    x_ends: Option<[f64; 2]>,
    y_ends: Option<[f64; 2]>,
    value: Option<f64>,
}

struct Rows<'a> {
    start: String,
    panel: &'a Panel,
    mark: &'a Mark,
    text: &'a mut String,
}

impl<'a> Rows<'a> {
    fn new([panel, mark]: [usize; 2], within: &'a Panel, said: &'a Mark, text: &'a mut String) -> Self {
        let name = match (&said.name, &said.shape) {
            (Some(name), _) => plain(&name.text),
            (None, Shape::Words { text, .. }) => plain(text),
            (None, _) => String::new(),
        };
        let start = format!("{},{},{},{}", panel + 1, mark + 1, quoted(&one_line(&name)), kind(&said.shape));
        Self { start, panel: within, mark: said, text }
    }

    fn write(&mut self) {
        let mark = self.mark;
        if let Some(data) = &mark.data {
            for &[x, y, value] in data {
                // A line without numbers keeps a path from the next.
                let row = Row { value: Some(value), ..Row::at([x, y]) };
                self.put(&if value.is_nan() { Row::default() } else { row });
            }
            return;
        }
        match &mark.shape {
            Shape::Curve { paths, .. } => {
                for (index, path) in paths.iter().enumerate() {
                    // Where a path ends, a line without numbers keeps it from the next.
                    if index > 0 {
                        self.row(&Row::default());
                    }
                    path.iter().for_each(|&at| self.row(&Row::at(at)));
                }
            }
            Shape::Band { points, .. } => {
                for &[x, low, high] in points {
                    self.row(&Row { x: Some(x), y_ends: Some([low, high]), ..Row::default() });
                }
            }
            Shape::Dots { dots, .. } => {
                for dot in dots {
                    self.row(&Row { x_ends: dot.x, y_ends: dot.y, ..Row::at(dot.at) });
                }
            }
            Shape::Bars { edges, heights, .. } => {
                for (pair, &height) in edges.windows(2).zip(heights) {
                    self.row(&Row { y: Some(height), x_ends: Some([pair[0], pair[1]]), ..Row::default() });
                }
            }
            Shape::Cells { x, y, values, .. } => self.cells(x, y, values),
            Shape::Surface { patches, .. } => {
                for (patch, corner) in patches.iter().flat_map(|patch| patch.corners.map(|at| (patch, at))) {
                    self.row(&Row { value: Some(self.coloured(patch.value)), ..Row::at(corner) });
                }
            }
            Shape::Swarm { points, values, .. } => {
                for (&[x, y], &value) in points.iter().zip(values) {
                    let at = [f64::from(x), f64::from(y)];
                    self.row(&Row { value: Some(f64::from(value)), ..Row::at(at) });
                }
            }
            Shape::Level { y, .. } => self.row(&Row { y: Some(*y), ..Row::default() }),
            Shape::Upright { x, .. } => self.row(&Row { x: Some(*x), ..Row::default() }),
            Shape::Hatch { outline, .. } | Shape::Area { outline, .. } => {
                outline.iter().for_each(|&at| self.row(&Row::at(at)));
            }
            Shape::Words { at, .. } => self.row(&Row::at(*at)),
        }
    }

    fn cells(&mut self, x: &[f64], y: &[f64], values: &[f64]) {
        let columns = x.len().saturating_sub(1);
        for (row, low) in y.windows(2).enumerate() {
            for (column, left) in x.windows(2).enumerate() {
                let Some(&value) = values.get(row * columns + column) else { return };
                self.row(&Row {
                    x_ends: Some([left[0], left[1]]),
                    y_ends: Some([low[0], low[1]]),
                    value: Some(self.coloured(value)),
                    ..Row::default()
                });
            }
        }
    }

    /// A value as the colour bar measures it.
    fn coloured(&self, value: f64) -> f64 {
        self.panel.bar.as_ref().map_or(value, |bar| raw(value, &bar.axis))
    }

    fn row(&mut self, row: &Row) {
        let (x, y) = (&self.panel.x, &self.panel.y);
        let [x_ends, y_ends] = [(row.x_ends, x), (row.y_ends, y)]
            .map(|(ends, axis)| ends.map(|ends| ends.map(|value| raw(value, axis))));
        let at = [row.x.map(|value| raw(value, x)), row.y.map(|value| raw(value, y))];
        self.put(&Row { x: at[0], y: at[1], x_ends, y_ends, ..*row });
    }

    /// Writes a line of numbers as they are.
    fn put(&mut self, row: &Row) {
        let [[x_low, x_high], [y_low, y_high]] =
            [row.x_ends, row.y_ends].map(|ends| ends.map_or([None; 2], |ends| ends.map(Some)));
        self.text.push_str(&self.start);
        for field in [row.x, row.y, x_low, x_high, y_low, y_high, row.value] {
            self.text.push(',');
            if let Some(value) = field {
                // The shortest digits that read as the same number.
                let _ = write!(self.text, "{value:?}");
            }
        }
        self.text.push('\n');
    }
}

impl Row {
    fn at([x, y]: [f64; 2]) -> Self {
        Self { x: Some(x), y: Some(y), ..Self::default() }
    }
}

/// What a place on an axis stands for. A number whose logarithm was taken comes back with the digits that survived it.
fn raw(value: f64, axis: &Axis) -> f64 {
    if !axis.is_logarithmic() {
        return value;
    }
    let exact = 10_f64.powf(value);
    // Of numbers with the same logarithm the one with the fewest digits was meant.
    let short: f64 = format!("{exact:.14e}").parse().unwrap_or(exact);
    if short.log10() == value { short } else { exact }
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Curve { .. } => "curve",
        Shape::Band { .. } => "band",
        Shape::Dots { .. } => "dots",
        Shape::Bars { .. } => "bars",
        Shape::Cells { .. } => "cells",
        Shape::Surface { .. } => "surface",
        Shape::Swarm { .. } => "swarm",
        Shape::Level { .. } => "level",
        Shape::Upright { .. } => "upright",
        Shape::Hatch { .. } => "hatch",
        Shape::Area { .. } => "area",
        Shape::Words { .. } => "words",
    }
}

/// A field that may have commas and quotes.
fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Numbers;

    #[test]
    fn logarithms_are_undone() {
        let axis = Axis::new("", [-4.0, 0.0], Numbers::Powers);
        for value in [1e-4, 0.03, 6e-3, 0.5, 1234.5] {
            assert_eq!(raw(f64::log10(value), &axis), value);
        }
    }

    #[test]
    fn names_keep_their_commas() {
        assert_eq!(quoted("Eq. 9, \"erfi\""), "\"Eq. 9, \"\"erfi\"\"\"");
    }
}
