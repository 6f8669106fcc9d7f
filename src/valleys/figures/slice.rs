//! A slice through the session's landscape at one height: the loss, what the noise makes of it, and where walkers are.

use std::cmp::Ordering;

use super::ages::{Ages, CLASSES, DECADES};
use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::seen::{Moment, Seen};
use super::source::Source;
use super::{notes, pens, percent};
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, ColourBar, Figure, Ink, Map, Mark, Numbers, Panel, Patch, Pen, Shape, format_number,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::{NoiseLaw, Scenario, Valley};
use crate::valleys::theory::{
    Domain, Prediction, effective_loss, effective_temperature, ito_potential, sgd_correction,
};

pub const ENTRY: Entry = Entry { name: "slice", kind: Kind::Run, title: || say!("figure.slice.title"), make };

/// Points of a curve on either side of the ridge.
const POINTS: usize = 72;
/// Height of the tallest bar against the panel's.
const TALLEST: f64 = 0.5;
/// Of a bin, what its bar leaves free, so that neighbours can be told.
const HAIR: f64 = 0.12;
/// How much of the bars' colour is veiled.
const VEIL: f64 = 0.28;
/// Room below the deepest floor, as a share of what is above it.
const FLOOR_ROOM: f64 = 0.1;
/// From the corners to the words in them, as a share of the panel.
const INWARDS: f64 = 0.025;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let moment = Moment::of(source, progress)?;
    let seen = moment.seen();
    let y = height(&seen, source.look.slice_y);
    let mut notes = notes::of_run(source);
    let mean = seen.run.summary.mean_y.map_or("–".to_owned(), |y| format!("{y:.2}"));
    notes.push(say!("figure.slice.bars", mean = mean));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.slice.caption", height = format_number((100.0 * y).round() / 100.0)),
        notes,
        aspect: 0.75,
        panels: vec![panel(&seen, y, &mut Ages::default(), false)],
    })
}

/// The height that is looked at: a chosen one, or the swarm's.
pub fn height(seen: &Seen<'_>, chosen: Option<f64>) -> f64 {
    chosen.unwrap_or(seen.shown.mean_y).max(0.0)
}

/// The slice at a height, with the swarm's histogram; the exact potential is there if asked for.
pub fn panel(seen: &Seen<'_>, y: f64, ages: &mut Ages, exact: bool) -> Panel {
    let [x, loss] = extent(seen, y);
    ages.update(&seen.shown.picture, x);
    let ridge = Mark::curve(vec![[0.0, loss[0]], [0.0, 0.0]], pens::RIDGE);
    let [bars, veil] = bars(ages, x, loss);
    let mut marks = vec![bars, veil, ridge];
    marks.extend(curves(seen, y, x, exact).into_iter().map(|curve| curve.within([x, loss])));
    marks.extend(shares(seen, x, loss));
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$x$", x, Numbers::Plain),
        y: Axis::new(say!("figure.slice.loss"), loss, Numbers::Plain),
        marks,
        bar: Some(ColourBar {
            map: Map::Age,
            axis: Axis::new(say!("figure.stage.age"), DECADES, Numbers::Powers),
        }),
    }
}

/// The stretches of x and of L − L0 that hold both valleys and what the noise makes of them.
fn extent(seen: &Seen<'_>, y: f64) -> [[f64; 2]; 2] {
    let Scenario { landscape, noise, .. } = seen.scenario;
    let temperature = match noise {
        NoiseLaw::None => 0.0,
        _ => effective_temperature(landscape, y, seen.curves.delta_s),
    };
    let reach = |valley: Valley| {
        // The walls rise by x²/f; walkers reach some noise temperatures up.
        let spread = (landscape.flatness(valley, y) * temperature).sqrt();
        (1.45 * landscape.spread(valley, y)).max(0.5 * landscape.spread(valley, y) + 2.4 * spread).max(0.02)
    };
    let depth = landscape.barrier(y).max(1.6 * temperature).max(1e-6);
    let high = 1.15 * depth;
    // The noise moves the floors up and down, not sideways.
    let floors = Valley::BOTH.into_iter().flat_map(|valley| {
        let floor = landscape.floor(valley, y);
        let effective = effective_loss(landscape, *noise, floor, y);
        let correction = sgd_correction(landscape, *noise, floor, y);
        let correction = correction.value.filter(|_| correction.domain.is_valid());
        [effective.value.map(|loss| loss - landscape.baseline(y)), correction]
    });
    let lowest = floors.flatten().fold(0.0_f64, f64::min);
    let low = (-1.55 * depth).min(lowest - FLOOR_ROOM * (high - lowest));
    [[-reach(Valley::Sharp), reach(Valley::Flat)], [low, high]]
}

/// The swarm's histogram on the panel's floor, frozen walkers at the foot and hopping ones on top; a veil over it, so that
/// curves are seen on every colour.
fn bars(ages: &Ages, x: [f64; 2], [low, high]: [f64; 2]) -> [Mark; 2] {
    let tallest = ages.bins.iter().map(|bin| bin.iter().sum::<u32>()).max().unwrap_or(0).max(1);
    let per_walker = TALLEST * (high - low) / f64::from(tallest);
    let (mut patches, mut points) = (Vec::new(), Vec::new());
    for (index, bin) in ages.bins.iter().enumerate() {
        let edge = |share: f64| (ages.first + (index as f64 + share) * ages.width).clamp(x[0], x[1]);
        let [left, right] = [edge(0.0), edge(1.0 - HAIR)];
        let mut below = 0;
        for class in (0..CLASSES).rev().filter(|&class| bin[class] > 0) {
            let above = below + bin[class];
            let [foot, top] = [below, above].map(|count| low + per_walker * f64::from(count));
            let corners = [[left, foot], [right, foot], [right, top], [left, top]];
            patches.push(Patch { corners, value: Ages::ramp_position(class) });
            below = above;
        }
        let top = low + per_walker * f64::from(below);
        points.extend([left, edge(1.0)].map(|x| [x, low, top]));
    }
    [
        Shape::Surface { patches, map: Map::Age, range: [0.0, 1.0], edge: None }.into(),
        Shape::Band { points, ink: Ink::Ground, opacity: VEIL }.into(),
    ]
}

/// The loss and what the noise makes of it; the loss itself on top.
fn curves(seen: &Seen<'_>, y: f64, [low, high]: [f64; 2], exact: bool) -> Vec<Mark> {
    let Scenario { landscape, noise, .. } = seen.scenario;
    let ridge = landscape.baseline(y);
    // Both sides meet the ridge: the curves have a kink there, the exact potential a step.
    let x = || evenly([low, -1e-9], POINTS).into_iter().chain(evenly([0.0, high], POINTS));
    let curve = |pen: Pen, (name, along): (&str, f64), formula: &dyn Fn(f64) -> Prediction| {
        let points: Vec<Point> = x().filter_map(|x| Point::of(x, &formula(x))).collect();
        predicted::curve(&points, pen, Some((name, along)))
    };
    let mut marks = Vec::new();
    if exact {
        let delta_s = seen.curves.delta_s;
        marks.extend(curve(pens::ITO_POTENTIAL, (say!("prediction.ito-short"), 0.9), &|x| {
            ito_potential(landscape, *noise, x, y, delta_s).map(|loss| loss - ridge)
        }));
    }
    marks.extend(curve(pens::CORRECTION, ("$L_{SGD}$", 0.2), &|x| sgd_correction(landscape, *noise, x, y)));
    marks.extend(curve(pens::EFFECTIVE, ("$L_{eff}$", 0.93), &|x| {
        effective_loss(landscape, *noise, x, y).map(|loss| loss - ridge)
    }));
    marks.extend(curve(pens::LOSS, ("$L$", 0.05), &|x| {
        Prediction::new(landscape.value(x, y) - ridge, Domain::Valid)
    }));
    marks
}

/// How many walkers are on either side, in words at the feet of the walls.
fn shares(seen: &Seen<'_>, x: [f64; 2], [low, high]: [f64; 2]) -> Vec<Mark> {
    let Some(right) = seen.shown.p_flat else { return Vec::new() };
    let [left, right] = [percent(1.0 - right), percent(right)];
    // The valley at x > 0 is the flat one for γ > 1, and neither is for γ = 1.
    let texts = match seen.scenario.landscape.gamma().total_cmp(&1.0) {
        Ordering::Greater => {
            [say!("panel.slice.steep", share = left), say!("panel.slice.flat", share = right)]
        }
        Ordering::Less => [say!("panel.slice.flat", share = left), say!("panel.slice.steep", share = right)],
        Ordering::Equal => [say!("panel.slice.left", share = left), say!("panel.slice.right", share = right)],
    };
    let room = INWARDS * (x[1] - x[0]);
    let places = [(x[0] + room, -1.0), (x[1] - room, 1.0)];
    let foot = low + INWARDS * (high - low);
    let words = |(text, (at, side)): (String, (f64, f64))| {
        Shape::Words { at: [at, foot], align: [side, -1.0], text, ink: Ink::Text }.into()
    };
    texts.into_iter().zip(places).map(words).collect()
}
