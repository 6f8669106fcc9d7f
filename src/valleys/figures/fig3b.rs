//! Fig. 3b: the landscape as a surface seen from aside, with its contours beneath.
//!
//! The view is from the far end of the climb (y = 100) and from the side of the flat valley, whose wall is the lower
//! one: there nothing hides anything that matters. The projection is parallel, so lengths along each axis keep their
//! proportion.

use super::entry::{Entry, Kind};
use super::pens;
use super::source::Source;
use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::chart::{Axis, ColourBar, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Patch, Pen, Shape};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::{Landscape, Preset, Valley};

pub const ENTRY: Entry =
    Entry { name: "fig3b", kind: Kind::Paper(Preset::Fig3), title: || say!("figure.fig3b.title"), make };

/// The published ranges.
const X: [f64; 2] = [-1.5, 1.5];
const Y: [f64; 2] = [0.0, 100.0];
/// log₁₀ L over them.
const HEIGHT: [f64; 2] = [-0.2, 1.2];
/// The surface's patches either way.
const ACROSS: usize = 48;
const ALONG: usize = 36;
/// log₁₀ L from contour to contour.
const CONTOURS_APART: f64 = 0.1;

/// How the box of the figure is turned and how it is proportioned.
const TURN: f64 = -0.42;
const TILT: f64 = 0.46;
const DEPTH: f64 = 1.35;
const TALL: f64 = 1.0;
/// Height of the contours' plane, in heights of the surface's box.
const BENEATH: f64 = -1.12;

const FRAME: Pen = Pen::new(Ink::Mute, 0.5, Dash::Solid);
const EDGE: Pen = Pen::new(Ink::Mute, 0.2, Dash::Solid).faded(0.5);

fn make(_: &Source, progress: &Progress<'_>) -> Option<Figure> {
    if progress(0.0).is_break() {
        return None;
    }
    let landscape = Landscape::default();
    let mut marks = plane(&landscape);
    marks.push(surface(&landscape));
    marks.extend(floors(&landscape, |x, y| place(x, y, log_loss(&landscape, x, y)), pens::FLOOR.width + 0.4));
    marks.extend(words(&landscape));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.fig3b.caption", gamma = format!("{:.2}", landscape.gamma())),
        notes: vec![say!("figure.fig3b.note").into()],
        aspect: 0.98,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::hidden([-1.72, 1.72]),
            y: Axis::hidden([-2.05, 1.62]),
            marks,
            bar: Some(ColourBar { map: Map::Height, axis: Axis::new("$L$", HEIGHT, Numbers::Powers) }),
        }],
    })
}

fn log_loss(landscape: &Landscape, x: f64, y: f64) -> f64 {
    landscape.value(x, y).log10()
}

/// Where a point of the box lies in the picture, and how far away.
fn project(x: f64, y: f64, log_loss: f64) -> ([f64; 2], f64) {
    let across = x / X[1];
    let away = DEPTH * (1.0 - 2.0 * y / Y[1]);
    let up = TALL * (log_loss - HEIGHT[0]) / (HEIGHT[1] - HEIGHT[0]);
    let (sin, cos) = TURN.sin_cos();
    let distance = across * sin + away * cos;
    ([across * cos - away * sin, distance * TILT.sin() + up * TILT.cos()], distance)
}

fn place(x: f64, y: f64, log_loss: f64) -> [f64; 2] {
    project(x, y, log_loss).0
}

/// A place on the plane of the contours.
fn beneath(x: f64, y: f64) -> [f64; 2] {
    place(x, y, HEIGHT[0] + BENEATH * (HEIGHT[1] - HEIGHT[0]))
}

fn surface(landscape: &Landscape) -> Mark {
    let (x, y) = (evenly(X, ACROSS), evenly(Y, ALONG));
    let mut patches: Vec<(f64, Patch)> = Vec::with_capacity(ACROSS * ALONG);
    for y in y.windows(2) {
        for x in x.windows(2) {
            let corners = [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]]
                .map(|[x, y]| project(x, y, log_loss(landscape, x, y)));
            let distance = corners.iter().map(|(_, distance)| distance).sum::<f64>();
            let value = log_loss(landscape, 0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[1]));
            patches.push((distance, Patch { corners: corners.map(|(place, _)| place), value }));
        }
    }
    patches.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let patches = patches.into_iter().map(|(_, patch)| patch).collect();
    let centres =
        x.windows(2).flat_map(|x| y.windows(2).map(move |y| [0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[1])]));
    let surface = Shape::Surface { patches, map: Map::Height, range: HEIGHT, edge: Some(EDGE) };
    Mark::from(surface).showing(centres.map(|at| lossy(landscape, at)).collect())
}

/// A place with the loss there.
fn lossy(landscape: &Landscape, [x, y]: [f64; 2]) -> [f64; 3] {
    [x, y, landscape.value(x, y)]
}

/// The plane of the contours with its frame, and the edges that tie it to the surface.
fn plane(landscape: &Landscape) -> Vec<Mark> {
    let corners = [[X[0], Y[0]], [X[1], Y[0]], [X[1], Y[1]], [X[0], Y[1]]];
    let frame = corners.iter().chain(&corners[..1]).map(|&[x, y]| beneath(x, y)).collect();
    let ties = corners.iter().map(|&[x, y]| vec![beneath(x, y), place(x, y, log_loss(landscape, x, y))]);
    let heights = Heights::new(evenly(X, 120), evenly(Y, 120), |x, y| log_loss(landscape, x, y));
    let lines: Vec<Vec<[f64; 2]>> = (0..)
        .map(|index| HEIGHT[0] + CONTOURS_APART * f64::from(index))
        .take_while(|&level| level < HEIGHT[1])
        .flat_map(|level| heights.contours(level))
        .collect();
    let shown = lines.join(&[f64::NAN; 2]).into_iter().map(|at| lossy(landscape, at)).collect();
    let lines = lines.into_iter().map(|line| line.into_iter().map(|[x, y]| beneath(x, y)).collect());
    let ridge = vec![beneath(0.0, Y[0]), beneath(0.0, Y[1])];
    let mut marks = vec![
        Mark::from(Shape::Curve { paths: ties.collect(), pen: Pen::new(Ink::Hair, 0.5, Dash::Solid) })
            .showing(Vec::new()),
        Mark::curve(frame, FRAME).showing(Vec::new()),
        Mark::from(Shape::Curve { paths: lines.collect(), pen: pens::CONTOUR }).showing(shown),
        Mark::curve(ridge, pens::RIDGE).showing(Y.map(|y| lossy(landscape, [0.0, y])).to_vec()),
    ];
    marks.extend(floors(landscape, beneath, pens::FLOOR.width));
    marks
}

/// Both valley floors.
fn floors(landscape: &Landscape, place: impl Fn(f64, f64) -> [f64; 2], width: f64) -> [Mark; 2] {
    [(Valley::Flat, Ink::Flat), (Valley::Sharp, Ink::Steep)].map(|(valley, ink)| {
        let floor: Vec<[f64; 2]> =
            evenly(Y, 80).into_iter().map(|y| [landscape.floor(valley, y), y]).collect();
        let points = floor.iter().map(|&[x, y]| place(x, y)).collect();
        let shown = floor.into_iter().map(|at| lossy(landscape, at)).collect();
        Mark::curve(points, Pen::new(ink, width, Dash::Solid)).showing(shown)
    })
}

/// Names of the valleys and of the box's axes, with ticks.
fn words(landscape: &Landscape) -> Vec<Mark> {
    let word = |at: [f64; 2], align: [f64; 2], text: &str, ink: Ink| -> Mark {
        Mark::from(Shape::Words { at, align, text: text.into(), ink }).showing(Vec::new())
    };
    let tick = |from: [f64; 2], to: [f64; 2]| Mark::curve(vec![from, to], FRAME).showing(Vec::new());
    let shifted = |[u, v]: [f64; 2], du: f64, dv: f64| [u + du, v + dv];
    let mut marks = Vec::new();
    for (valley, text, ink) in
        [(Valley::Flat, say!("valley.flat"), Ink::Flat), (Valley::Sharp, say!("valley.steep"), Ink::Steep)]
    {
        let x = landscape.floor(valley, Y[1]);
        let front = place(x, Y[1], log_loss(landscape, x, Y[1]));
        marks.push(word(shifted(front, 0.0, -0.05), [0.0, 1.0], text, ink));
    }
    for (x, text) in [(-1.5, "−1.5"), (0.0, "0"), (1.5, "1.5")] {
        let at = beneath(x, Y[1]);
        marks.push(tick(at, shifted(at, -0.02, -0.05)));
        marks.push(word(shifted(at, -0.03, -0.07), [0.3, 1.0], text, Ink::Text));
    }
    for (y, text) in [(0.0, "0"), (50.0, "50"), (100.0, "100")] {
        let at = beneath(X[1], y);
        marks.push(tick(at, shifted(at, 0.05, -0.02)));
        marks.push(word(shifted(at, 0.08, -0.02), [-1.0, 0.5], text, Ink::Text));
    }
    marks.push(word(shifted(beneath(-0.75, Y[1]), -0.08, -0.12), [0.3, 1.0], "$x$", Ink::Strong));
    marks.push(word(shifted(beneath(X[1], 75.0), 0.12, -0.06), [-1.0, 0.5], "$y$", Ink::Strong));
    marks
}
