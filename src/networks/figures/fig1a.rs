//! Fig. 1a: the run and its branches on the plane in which their second layers differ most, over the train loss there.

use super::axes::around;
use super::entry::Entry;
use super::fig1::{self, forks};
use super::ramp::Ramp;
use super::source::Source;
use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::chart::{
    Axis, ColourBar, Dash, Dot, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number,
};
use crate::job::{Parts, Progress};
use crate::networks::curvature::Part;
use crate::networks::experiments::course::{Course, Way};
use crate::networks::experiments::plane::{Lattice, Plane};
use crate::networks::experiments::reading::Reading;
use crate::networks::model::Weights;
use crate::say;

pub const ENTRY: Entry = Entry { name: "fig1a", title: || say!("network.figure.fig1a.title"), make };

/// Corners along an edge of the lattice of losses.
const CORNERS: [u32; 2] = [65, 41];
/// Lines of equal loss to a decade, and shades.
const LINES: f64 = 8.0;
const SHADES: f64 = 5.0;
/// Every so many lines have their loss written.
const WRITTEN: i32 = 4;
/// What the names of the ends take of the width, beside all paths, and how far apart they are of the height.
const NAMES: f64 = 0.36;
const APART: f64 = 0.065;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let prepared = &source.prepared;
    let parts = Parts::after(0.0, &[9.0, 1.0], progress);
    let course = source.course(&|done| parts.report(0, done))?;
    let networks: Vec<&Weights> = networks(&course).collect();
    let plane = Plane::of(&networks, Part::SECOND, &course.run.end.weights);
    let shadows: Vec<[f64; 2]> = networks.iter().map(|weights| plane.shadow(weights)).collect();
    let [x, y] = [0, 1].map(|axis| around(shadows.iter().map(|shadow| shadow[axis])));
    let [x, y] = [x?, y?].map(|[low, high]| [low - 0.05 * (high - low), high + 0.05 * (high - low)]);
    // The ends have room for their names at the right.
    let x = [x[0], x[1] + NAMES * (x[1] - x[0])];
    let size = source.many(CORNERS[0], CORNERS[1]) as usize;
    let lattice = Lattice::new(prepared, &plane, [x, y], size, &|done| parts.report(1, done))?;
    let clocks = course.clocks(prepared);
    let ramp = Ramp::between(clocks, prepared.setup.steps());
    let shades = Shades::of(&lattice)?;
    let mut marks = shades.ground(&lattice);
    marks.extend(contours(&lattice));
    marks.extend(paths(&course, &plane, ramp, [x, y]));
    let share = |axis: usize| format!("{:.0}", 100.0 * plane.shares[axis]);
    let label = |axis: usize| say!("network.figure.fig1a.direction", number = axis + 1, share = share(axis));
    let mut notes = source.notes(1);
    notes.push(say!("network.figure.fig1a.projection").into());
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.fig1a.caption",
            share = format!("{:.0}", 100.0 * (plane.shares[0] + plane.shares[1])),
            loss = format_number(prepared.setup.target_loss),
            clocks = fig1::clocks(&prepared.setup, clocks),
        ),
        notes,
        aspect: 0.9,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new(label(0), x, Numbers::Plain),
            y: Axis::new(label(1), y, Numbers::Plain),
            marks,
            bar: Some(ColourBar {
                map: Map::Depth,
                axis: Axis::new(say!("network.figure.loss"), shades.range(), Numbers::Powers),
            }),
        }],
    })
}

/// All networks that the plane is laid through: the run's, and those of its branches.
fn networks(course: &Course) -> impl Iterator<Item = &Weights> {
    let run = course.run.readings.iter();
    let ways = course.ways.iter().flat_map(|way| &way.readings);
    ways.chain(run).map(|reading| &reading.weights)
}

/// The loss in shades, each of the same share of a decade.
struct Shades {
    low: i32,
    high: i32,
}

impl Shades {
    fn of(lattice: &Lattice) -> Option<Self> {
        let [low, high] = lattice
            .losses
            .iter()
            .filter(|loss| loss.is_finite())
            .fold([f64::INFINITY, 0.0_f64], |[low, high], &loss| [low.min(loss), high.max(loss)]);
        let edge = |loss: f64| (SHADES * loss.max(1e-9).log10()).floor() as i32;
        (low <= high).then(|| Self { low: edge(low), high: edge(high) + 1 })
    }

    fn range(&self) -> [f64; 2] {
        [self.low, self.high].map(|edge| f64::from(edge) / SHADES)
    }

    fn ground(&self, lattice: &Lattice) -> Vec<Mark> {
        let cells = lattice.size - 1;
        let [x, y] = [lattice.x, lattice.y].map(|edge| evenly(edge, cells));
        let middle = |edges: &[f64], cell: usize| 0.5 * (edges[cell] + edges[cell + 1]);
        let told: Vec<[f64; 3]> = (0..cells * cells)
            .map(|cell| {
                let (column, row) = (cell % cells, cell / cells);
                let corner =
                    |i: usize, j: usize| lattice.losses[(row + j) * lattice.size + column + i].log10();
                let log = 0.25 * (corner(0, 0) + corner(1, 0) + corner(0, 1) + corner(1, 1));
                [middle(&x, column), middle(&y, row), log]
            })
            .collect();
        let values = told.iter().map(|[_, _, log]| ((SHADES * log).floor() + 0.5) / SHADES).collect();
        let cells = Shape::Cells { x, y, values, map: Map::Depth, range: self.range() };
        let losses = told.into_iter().map(|[x, y, log]| [x, y, 10_f64.powf(log)]);
        vec![Mark::from(cells).showing(losses.collect())]
    }
}

/// Lines of equal loss, some with their number.
fn contours(lattice: &Lattice) -> Vec<Mark> {
    let place = |at: f64, [from, to]: [f64; 2]| {
        ((at - from) / (to - from) * (lattice.size - 1) as f64).round() as usize
    };
    let [x, y] = [lattice.x, lattice.y].map(|edge| evenly(edge, lattice.size - 1));
    let height = |x: f64, y: f64| {
        lattice.losses[place(y, lattice.y) * lattice.size + place(x, lattice.x)].max(1e-12).log10()
    };
    let heights = Heights::new(x, y, height);
    let logs = || lattice.losses.iter().filter(|loss| loss.is_finite()).map(|loss| loss.max(1e-12).log10());
    let (low, high) = (logs().fold(f64::INFINITY, f64::min), logs().fold(f64::NEG_INFINITY, f64::max));
    let mut marks = Vec::new();
    for line in (LINES * low).ceil() as i32..=(LINES * high).floor() as i32 {
        let written = line.rem_euclid(WRITTEN) == 0;
        let opacity = if written { 0.8 } else { 0.36 };
        let pen = Pen::new(Ink::Mute, 0.4, Dash::Solid).faded(opacity);
        let level = f64::from(line) / LINES;
        let paths = heights.contours(level);
        if paths.is_empty() {
            continue;
        }
        let loss = 10_f64.powf(level);
        let told = paths.iter().map(|path| path.iter().map(|[x, y]| [*x, *y, loss]).collect::<Vec<_>>());
        let told = told.collect::<Vec<_>>().join(&[f64::NAN; 3]);
        let mark = Mark::from(Shape::Curve { paths, pen }).showing(told);
        // Two digits: half decades are no round numbers.
        let name = || {
            format_number(
                (loss * 10_f64.powi(2 - level.ceil() as i32)).round() / 10_f64.powi(2 - level.ceil() as i32),
            )
        };
        marks.push(if written { mark.named(name(), 0.05) } else { mark });
    }
    marks
}

/// The run, its branches, where they part, and where they end.
fn paths(course: &Course, plane: &Plane, ramp: Ramp, [x, y]: [[f64; 2]; 2]) -> Vec<Mark> {
    let shadow = |weights: &Weights| plane.shadow(weights);
    let run: Vec<[f64; 2]> = course.run.readings.iter().map(|reading| shadow(&reading.weights)).collect();
    let mut marks = Vec::new();
    let way = |way: &Way| way.readings.iter().map(|reading| shadow(&reading.weights)).collect::<Vec<_>>();
    let ways: Vec<Vec<[f64; 2]>> = course.ways.iter().map(way).collect();
    for (way, points) in course.ways.iter().zip(&ways) {
        marks.push(Mark::curve(points.clone(), Pen::new(Ink::Ground, 2.2, Dash::Solid).faded(0.6)));
        marks.push(Mark::curve(points.clone(), Pen::new(ramp.ink(way.step), 1.2, Dash::Solid)));
    }
    marks.push(Mark::curve(run.clone(), Pen::new(Ink::Ground, 2.6, Dash::Solid).faded(0.6)));
    marks.push(
        Mark::curve(run, Pen::new(Ink::Strong, 1.3, Dash::Solid)).named(say!("network.figure.sgd"), 0.6),
    );
    let starts = ways.iter().filter_map(|points| points.first().copied());
    marks.push(forks(starts, [x, y]));
    let ends: Vec<(&Way, [f64; 2])> =
        course.ways.iter().zip(&ways).filter_map(|(way, points)| Some((way, *points.last()?))).collect();
    marks.extend(names(&ends, [x, y]));
    for (way, end) in ends {
        for (ink, size) in [(Ink::Ground, 5.4), (ramp.ink(way.step), 4.0)] {
            let disc = Shape::Dots { dots: vec![Dot::new(end)], ink, symbol: Symbol::Disc, size };
            marks.push(disc.into());
        }
    }
    marks
}

/// The names of the ends in a column at the right, each led to its end: in the ink of words, since the pale colours of the
/// ramp are for lines.
fn names(ends: &[(&Way, [f64; 2])], [x, y]: [[f64; 2]; 2]) -> Vec<Mark> {
    let (width, height) = (x[1] - x[0], y[1] - y[0]);
    let mut order: Vec<&(&Way, [f64; 2])> = ends.iter().collect();
    order.sort_by(|a, b| b.1[1].total_cmp(&a.1[1]));
    let heights = spread(order.iter().map(|(_, end)| end[1]), APART * height, y);
    let left = x[1] - 0.96 * NAMES * width / (1.0 + NAMES);
    let named = order.into_iter().zip(heights).flat_map(|((way, end), at)| {
        let leader = vec![*end, [left - 0.04 * width, at], [left - 0.015 * width, at]];
        let leader = Mark::curve(leader, Pen::new(Ink::Mute, 0.4, Dash::Solid)).showing(Vec::new());
        let words = Shape::Words { at: [left, at], align: [-1.0, 0.0], text: name(way), ink: Ink::Text };
        [leader, words.into()]
    });
    named.collect()
}

/// Heights from the top down, moved so far that they are as far apart as they must be, and within the panel.
fn spread(heights: impl Iterator<Item = f64>, apart: f64, [foot, top]: [f64; 2]) -> Vec<f64> {
    let mut ceiling = top - 0.6 * apart;
    let mut at: Vec<f64> = heights
        .map(|height| {
            let height = height.min(ceiling);
            ceiling = height - apart;
            height
        })
        .collect();
    let mut floor = foot + 0.6 * apart;
    for height in at.iter_mut().rev() {
        *height = height.max(floor);
        floor = *height + apart;
    }
    at
}

/// The branch's step, and how flat it ends at L*.
fn name(way: &Way) -> String {
    let flatness = way.matched.as_ref().and_then(Reading::flatness_layer);
    match flatness {
        Some(flatness) => format!("{}: $F$ {flatness:.2}", way.step),
        None => way.step.to_string(),
    }
}
