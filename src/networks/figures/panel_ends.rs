//! The panels of ends: F over t_c where branches are read, and how alike their mistakes are, pair by pair.

use super::panel_matching::band;
use super::scope::Scope;
use crate::chart::{Axis, Dash, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_whole};
use crate::chart::{ColourBar, Dot};
use crate::networks::experiments::continuation::ReadOut;
use crate::say;

/// The least likeness that has a colour of its own.
pub const LEAST: f64 = 0.65;
/// Diameter of an end, in points of print.
const END: f64 = 3.2;

/// F of the ends over t_c, each in the colour of its t_c, and t_f.
pub fn ends(scope: &Scope<'_>) -> Panel {
    let values: Vec<([f64; 2], u32)> = scope
        .twigs()
        .filter_map(|twig| {
            let flatness = twig.end(scope.read_at)?.flatness?;
            Some(([f64::from(twig.step), flatness], twig.step))
        })
        .collect();
    let mut marks = Vec::new();
    let mut seen: Vec<f64> = values.iter().map(|(at, _)| at[1]).collect();
    if let Some(averaged) = scope.averaged {
        seen.extend(band(averaged, scope.read_at, |point| point.flatness, 1.0, Ink::Strong, &mut marks));
        let runs = say!("network.panel.runs", runs = averaged.runs);
        if let Some(line) = marks.pop() {
            marks.push(line.named(runs, 0.8));
        }
    }
    if let Some(step) = scope.clocks()[1] {
        let pen = Pen::new(Ink::Ice, 0.9, Dash::Solid);
        marks.push(Mark::from(Shape::Upright { x: f64::from(step), pen }).named("$t_f$", 0.1));
    }
    for &(at, step) in &values {
        let (symbol, size) = match scope.read_at {
            ReadOut::Matched => (Symbol::Disc, END),
            ReadOut::Horizon => (Symbol::Ring, END),
            ReadOut::Equal => (Symbol::Square, END),
        };
        let size = if scope.held == Some(step) { 1.8 * size } else { size };
        let dots = vec![Dot::new(at)];
        marks.push(Shape::Dots { dots, ink: scope.ramp.ink(step), symbol, size }.into());
    }
    let y = super::axes::around(seen).unwrap_or([0.0, 1.0]);
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: steps_axis(scope),
        y: Axis::new("", y, Numbers::Plain),
        marks,
        bar: None,
    }
}

fn steps_axis(scope: &Scope<'_>) -> Axis {
    let half = 0.5 * scope.steps();
    Axis::new("", [-0.03 * half, 1.03 * half], Numbers::Thousands)
}

/// Edges of cells about some steps: half-way between two of them.
fn edges(steps: &[u32]) -> Vec<f64> {
    let Some((first, last)) = steps.first().zip(steps.last()) else { return Vec::new() };
    let between = steps.windows(2).map(|pair| 0.5 * (f64::from(pair[0]) + f64::from(pair[1])));
    [f64::from(*first)].into_iter().chain(between).chain([f64::from(*last)]).collect()
}

/// Which pair of ends lies at a place of the panel of likeness.
pub fn pair_at(scope: &Scope<'_>, [x, y]: [f64; 2]) -> Option<[u32; 2]> {
    let steps = &scope.sight.similarity[scope.read_at as usize].steps;
    let edges = edges(steps);
    let cell = |value: f64| {
        let after = edges.partition_point(|edge| *edge <= value);
        steps.get(after.checked_sub(1)?).copied()
    };
    Some([cell(x)?, cell(y)?])
}

/// Eq. 2 of all pairs, and the block from t_f on.
pub fn similarity(scope: &Scope<'_>) -> Panel {
    let similarity = &scope.sight.similarity[scope.read_at as usize];
    let edges = edges(&similarity.steps);
    let last = edges.last().copied().unwrap_or(0.5 * scope.steps()).max(1.0);
    let mut marks: Vec<Mark> = Vec::new();
    if edges.len() > 2 {
        let values = similarity.matrix.concat();
        marks.push(
            Shape::Cells { x: edges.clone(), y: edges, values, map: Map::Backdrop, range: [LEAST, 1.0] }
                .into(),
        );
    }
    if let Some(step) = scope.clocks()[1] {
        let from = f64::from(step);
        let block = vec![[from, from], [last, from], [last, last], [from, last], [from, from]];
        marks.push(Mark::curve(block, Pen::new(Ink::Ice, 1.2, Dash::Solid)));
        let text = say!("network.panel.t-f", step = format_whole(from));
        let at = [from + 0.05 * last, last - 0.06 * last];
        marks.push(Shape::Words { at, align: [-1.0, 1.0], text, ink: Ink::Strong }.into());
    }
    let axis = || Axis::new("", [0.0, last], Numbers::Thousands);
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: axis(),
        y: axis(),
        marks,
        bar: Some(ColourBar { map: Map::Backdrop, axis: Axis::new("", [LEAST, 1.0], Numbers::Plain) }),
    }
}
