//! The stage as it is looked at: the landscape from above with the swarm on it, at true scale.

use super::ages::DECADES;
use super::entry::{Entry, Kind};
use super::levels::{BANDS, Levels};
use super::source::{Look, Source};
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::chart::{Axis, ColourBar, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::Picture;
use crate::valleys::model::{Landscape, Valley};
use crate::valleys::theory::Frost;

pub const ENTRY: Entry = Entry { name: "stage", kind: Kind::Run, title: || say!("figure.stage.title"), make };

/// Cells of the ground, and of the grid from which contours are drawn.
const GROUND: [usize; 2] = [80, 60];
const CONTOURS: [usize; 2] = [110, 90];
/// Every so many contour lines have their height written.
const WRITTEN: i32 = 4;
/// Words keep this share of the panel's width away from what they stand beside.
const BESIDE: f64 = 0.015;
/// Walkers whose way is drawn.
pub const TRACERS: usize = 12;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(&|done| progress(0.5 * done))?;
    let forecast = source.forecast(&|done| progress(0.5 + 0.5 * done))?;
    let look = &source.look;
    let landscape = source.scenario_at(source.step).landscape;
    let mut marks = ground(&landscape, look.stage_y, look.stage_x);
    marks.extend(lines(&landscape, look.stage_y, look.stage_x));
    marks.extend(names(&landscape, look.stage_y, look.stage_x));
    if let Ok(frost) = &forecast.frost.here {
        marks.extend(frost_line(frost, look.stage_y, look.stage_x));
    }
    marks.push(ways(&run.record.tracers, look.stage_y, look.stage_x));
    let (swarm, bar) = swarm(source, &run.now);
    let in_view = matches!(&swarm.shape, Shape::Swarm { points, .. } if !points.is_empty());
    marks.push(swarm);
    let mut notes = notes::of_run(source);
    notes.push(say!("figure.stage.scale").into());
    let step = format_whole(f64::from(source.step));
    let share = |p: f64| say!("figure.stage.share", share = format_args!("{:.0}", 100.0 * p));
    let sentences = [
        Some(say!("figure.stage.ground").into()),
        Some(match in_view {
            true => say!("figure.stage.in-view", step = step),
            false => say!("figure.stage.out-of-view", step = step),
        }),
        run.summary.p_flat.map(share),
        Some(
            if look.by_valley { say!("figure.stage.by-valley") } else { say!("figure.stage.by-age") }.into(),
        ),
        Some(say!("figure.stage.ways", walkers = TRACERS)),
    ];
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: sentences.into_iter().flatten().collect::<Vec<String>>().join(" "),
        notes,
        aspect: 0.72,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new("$y$", look.stage_y, Numbers::Plain),
            y: Axis::new("$x$", look.stage_x, Numbers::Plain),
            marks,
            bar,
        }],
    })
}

/// Where walkers freeze, with their spread.
fn frost_line(frost: &Frost, y: [f64; 2], x: [f64; 2]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let [low, high] = frost.band().map(|edge| edge.clamp(y[0], y[1]));
    if low < high {
        let outline = vec![[low, x[0]], [high, x[0]], [high, x[1]], [low, x[1]]];
        marks.push(Shape::Area { outline, ink: Ink::Ice, opacity: 0.1 }.into());
    }
    let line = frost.at.y;
    if shows(y, line) {
        marks.push(Shape::Upright { x: line, pen: pens::FROST }.into());
        let at = [line + BESIDE * (y[1] - y[0]), x[1]];
        marks.push(words(at, [-1.0, 1.2], say!("curve.frost-at", y = format_args!("{line:.1}")), Ink::Ice));
    }
    marks
}

/// The landscape as shades, and lines of equal height, some with their height.
fn ground(landscape: &Landscape, y: [f64; 2], x: [f64; 2]) -> Vec<Mark> {
    let levels = Levels::new(landscape, y[1]);
    let height = |y: f64, x: f64| landscape.value(x, y) - landscape.baseline(y);
    let (columns, rows) = (evenly(y, GROUND[0]), evenly(x, GROUND[1]));
    let middle = |edges: &[f64], index: usize| 0.5 * (edges[index] + edges[index + 1]);
    let heights: Vec<[f64; 3]> = (0..GROUND[0] * GROUND[1])
        .map(|cell| {
            let (y, x) = (middle(&columns, cell % GROUND[0]), middle(&rows, cell / GROUND[0]));
            [y, x, height(y, x)]
        })
        .collect();
    let values = heights.iter().map(|[_, _, height]| levels.edge_at(*height)).collect();
    let range = BANDS.map(f64::from);
    // Colours are of edges, numbers of heights.
    let ground = Shape::Cells { x: columns, y: rows, values, map: Map::Depth, range };
    let mut marks = vec![Mark::from(ground).showing(heights)];
    let heights = Heights::new(evenly(y, CONTOURS[0]), evenly(x, CONTOURS[1]), height);
    let corners = [y[0], y[1]].map(|y| x.map(|x| height(y, x)));
    let highest = corners.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max);
    let mut paths = Vec::new();
    let mut written = Vec::new();
    for edge in 1..=levels.edge_at(highest) as i32 {
        let level = levels.height(edge);
        let lines = heights.contours(level);
        let longest = lines.iter().max_by_key(|line| line.len());
        if let (Some(line), 0) = (longest, edge % WRITTEN) {
            // In turn nearer to either end, so that neighbours do not line up.
            let share = if edge % (2 * WRITTEN) == 0 { 0.12 } else { 0.3 };
            let at = line[(share * line.len() as f64) as usize];
            written.push(words(at, [0.0, 0.0], format!("{level:.2}").replace('-', "−"), Ink::Mute));
        }
        paths.extend(lines);
    }
    marks.push(Shape::Curve { paths, pen: pens::CONTOUR }.into());
    marks.extend(written);
    marks
}

fn words(at: [f64; 2], align: [f64; 2], text: String, ink: Ink) -> Mark {
    Shape::Words { at, align, text, ink }.into()
}

fn shows(range: [f64; 2], value: f64) -> bool {
    (range[0]..=range[1]).contains(&value)
}

/// The ridge, and the floors of both valleys.
pub fn lines(landscape: &Landscape, y: [f64; 2], x: [f64; 2]) -> [Mark; 3] {
    let ridge = Mark::curve(vec![[y[0], 0.0], [y[1], 0.0]], pens::RIDGE);
    let floor = |valley| {
        let points = evenly(y, 80).into_iter().map(|y| [y, landscape.floor(valley, y)]);
        Mark::curve(points.collect(), pens::FLOOR)
    };
    [ridge, floor(Valley::Flat), floor(Valley::Sharp)].map(|mark| mark.within([y, x]))
}

/// The names of the floors, at their right ends.
fn names(landscape: &Landscape, y: [f64; 2], x: [f64; 2]) -> Vec<Mark> {
    let end = y[1] - BESIDE * (y[1] - y[0]);
    let named = [(Valley::Flat, -1.3), (Valley::Sharp, 1.3)].into_iter();
    let named = named.map(|(valley, below)| (valley, below, landscape.floor(valley, end)));
    let in_view = named.filter(|(_, _, at)| shows(x, *at));
    let written = |(valley, below, at)| {
        words([end, at], [1.0, below], valleys::called(landscape, valley).0.into(), Ink::Text)
    };
    in_view.map(written).collect()
}

/// The ways of some walkers, torn where they leave the view.
fn ways(tracers: &[Vec<[f32; 2]>], y: [f64; 2], x: [f64; 2]) -> Mark {
    let seen = |[at_y, at_x]: [f64; 2]| shows(y, at_y) && shows(x, at_x);
    let way = |walker: usize| -> Vec<Vec<[f64; 2]>> {
        let places = tracers.iter().filter_map(|sample| sample.get(walker));
        let places: Vec<[f64; 2]> = places.map(|[x, y]| [f64::from(*y), f64::from(*x)]).collect();
        let stretches = places.chunk_by(|a, b| seen(*a) == seen(*b)).filter(|stretch| seen(stretch[0]));
        stretches.map(<[_]>::to_vec).collect()
    };
    let pen = Pen::new(Ink::Text, 0.3, Dash::Solid).faded(0.35);
    Shape::Curve { paths: (0..TRACERS).flat_map(way).collect(), pen }.into()
}

/// The walkers in view, and what their colours stand for.
fn swarm(source: &Source, picture: &Picture) -> (Mark, Option<ColourBar>) {
    let by_valley = source.look.by_valley;
    let Look { stage_x, stage_y, .. } = source.look;
    let seen = |x: f32, y: f32| shows(stage_x, f64::from(x)) && shows(stage_y, f64::from(y));
    let live = || picture.x.iter().zip(&picture.y).zip(&picture.age).filter(|((x, y), _)| seen(**x, **y));
    let points = live().map(|((x, y), _)| [*y, *x]).collect();
    let values = live().map(|((x, _), age)| {
        if by_valley {
            return if Valley::of(f64::from(*x)) == Valley::Flat { 1.0 } else { 0.0 };
        }
        let log = f64::from((*age).max(1)).log10();
        ((log - DECADES[0]) / (DECADES[1] - DECADES[0])).clamp(0.0, 1.0) as f32
    });
    let map = if by_valley { Map::Valley } else { Map::Age };
    let values = values.collect();
    let bar = (!by_valley).then(|| ColourBar {
        map: Map::Age,
        axis: Axis::new(say!("figure.stage.age"), DECADES, Numbers::Powers),
    });
    let shown = live().map(|((x, y), age)| {
        let value = if by_valley { f64::from(u8::from(*x > 0.0)) } else { f64::from(*age) };
        [f64::from(*y), f64::from(*x), value]
    });
    let shown = shown.collect();
    (Mark::from(Shape::Swarm { points, values, map, size: 1.6 }).showing(shown), bar)
}
