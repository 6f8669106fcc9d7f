//! The stage as it is looked at: the landscape from above with the swarm on it, at true scale.

use std::sync::Arc;

use super::ages::DECADES;
use super::colouring::{Colouring, died_down, has_settled};
use super::entry::{Entry, Kind};
use super::lens::Lens;
use super::levels::{BANDS, Levels};
use super::sight::Sight;
use super::source::Source;
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::contours::Heights;
use crate::chart::{
    Axis, ColourBar, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, format_number, format_whole,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::ahead::{Outcome, to_the_end};
use crate::valleys::experiments::live::Picture;
use crate::valleys::experiments::shown::Shown;
use crate::valleys::model::{Landscape, Valley};
use crate::valleys::theory::Frost;
use crate::words::per_cent;

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
    let forecast = source.forecast(&|done| progress(0.5 + 0.2 * done))?;
    let story = Arc::new(source.story());
    let look = &source.look;
    let foresees = look.colouring == Colouring::LastHop
        || source.behind.as_ref().is_some_and(|behind| behind.has_other_fates(&story));
    let fates = match foresees {
        true => to_the_end(&story, &|done| progress(0.7 + 0.1 * done))?.fates,
        false => None,
    };
    let compared = match &source.behind {
        Some(behind) => {
            let progress = |done| progress(0.8 + 0.2 * done);
            Some(behind.compared(source, fates.as_deref(), &forecast, &progress)?)
        }
        None => None,
    };
    let fates = fates.filter(|_| look.colouring == Colouring::LastHop);
    let scenario = source.scenario_at(source.step);
    let (landscape, shown) = (&scenario.landscape, Shown::of(&run, None));
    let widest = forecast.frost.widest(look.stage_y[1]).unwrap_or(0.0).max(shown.sd_y);
    let sight = Sight::new(look, shown.mean_y, widest, scenario.hold_y.is_some());
    let mut marks = ground(landscape, &sight);
    marks.extend(lines(landscape, sight.y, sight.x).map(|mark| seen_through(landscape, &sight, mark)));
    marks.extend(names(landscape, &sight));
    if let Ok(frost) = &forecast.frost.here {
        marks.extend(frost_line(landscape, frost, &sight));
    }
    marks.extend(sight.lens.iter().flat_map(|lens| glass(lens, &sight)));
    marks.push(ways(landscape, &run.record.tracers, &sight));
    let own_line = forecast.frost.y();
    marks.extend(compared.iter().flat_map(|compared| compared.marks(&run.now, own_line, &sight)));
    let (swarm, bar) = swarm(look.colouring, fates.as_deref(), &run.now, &sight);
    let in_view = matches!(&swarm.shape, Shape::Swarm { points, .. } if !points.is_empty());
    marks.push(swarm);
    let mut notes = notes::of_run(source);
    notes.push(say!("figure.stage.scale").into());
    notes.extend(sight.lens.map(|lens| match lens.numbered {
        true => say!("figure.stage.lens-numbered").into(),
        false => say!("figure.stage.lens", factor = format_number(f64::from(lens.factor))),
    }));
    let step = format_whole(f64::from(source.step));
    let share = |p: f64| say!("figure.stage.share", share = format_args!("{:.0}", 100.0 * p));
    let sentences = [
        Some(say!("figure.stage.ground").into()),
        Some(match in_view {
            true => say!("figure.stage.in-view", step = step),
            false => say!("figure.stage.out-of-view", step = step),
        }),
        run.summary.p_flat.map(share),
        Some(match (look.colouring, &fates) {
            (Colouring::Valley, _) => say!("figure.stage.by-valley").into(),
            (_, Some(fates)) => by_last_hop(fates, run.now.step),
            (_, None) => say!("figure.stage.by-age").into(),
        }),
        compared.map(|compared| compared.sentence),
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
fn frost_line(landscape: &Landscape, frost: &Frost, sight: &Sight) -> Vec<Mark> {
    let (mut marks, [y, x]) = (Vec::new(), [sight.y, sight.x]);
    let [low, high] = frost.band().map(|edge| edge.clamp(y[0], y[1]));
    if low < high {
        let mut outline = sight.line(low);
        outline.extend(sight.line(high).into_iter().rev());
        marks.push(Shape::Area { outline, ink: Ink::Ice, opacity: 0.1 }.into());
    }
    let line = frost.at.y;
    if shows(y, line) {
        let ends = numbers(landscape, &[x.map(|x| [line, x]).to_vec()]);
        marks.push(Mark::curve(sight.line(line), pens::FROST).showing(ends));
        let at = [line + BESIDE * (y[1] - y[0]), x[1]];
        marks.push(words(at, [-1.0, 1.2], say!("curve.frost-at", y = format_args!("{line:.1}")), Ink::Ice));
    }
    marks
}

/// The landscape as shades, and lines of equal height, some with their height.
fn ground(landscape: &Landscape, sight: &Sight) -> Vec<Mark> {
    let [y, x] = [sight.y, sight.x];
    let levels = Levels::new(landscape, y[1]);
    let height = |y: f64, x: f64| {
        let y = sight.y_under([y, x]);
        landscape.value(x, y) - landscape.baseline(y)
    };
    let (columns, rows) = (evenly(y, GROUND[0]), evenly(x, GROUND[1]));
    let middle = |edges: &[f64], index: usize| 0.5 * (edges[index] + edges[index + 1]);
    let heights: Vec<[f64; 3]> = (0..GROUND[0] * GROUND[1])
        .map(|cell| {
            let (y, x) = (middle(&columns, cell % GROUND[0]), middle(&rows, cell / GROUND[0]));
            [sight.y_under([y, x]), x, height(y, x)]
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
            // Where the lens bends it nobody looks for its height.
            if sight.y_under(at) == at[0] {
                written.push(words(at, [0.0, 0.0], format!("{level:.2}").replace('-', "−"), Ink::Mute));
            }
        }
        paths.extend(lines);
    }
    let truly = |path: &Vec<[f64; 2]>| path.iter().map(|at| [sight.y_under(*at), at[1]]).collect::<Vec<_>>();
    let data = numbers(landscape, &paths.iter().map(truly).collect::<Vec<_>>());
    marks.push(Mark::from(Shape::Curve { paths, pen: pens::CONTOUR }).showing(data));
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
fn names(landscape: &Landscape, sight: &Sight) -> Vec<Mark> {
    let [y, x] = [sight.y, sight.x];
    let end = y[1] - BESIDE * (y[1] - y[0]);
    let named = [(Valley::Flat, -1.3), (Valley::Sharp, 1.3)].into_iter();
    let named = named.map(|(valley, below)| (valley, below, landscape.floor(valley, end)));
    let in_view = named.filter(|(_, _, at)| shows(x, *at));
    let written = |(valley, below, at)| {
        words([end, at], [1.0, below], valleys::called(landscape, valley).0.into(), Ink::Text)
    };
    in_view.map(written).collect()
}

/// A curve as the lens has it; its numbers stay.
fn seen_through(landscape: &Landscape, sight: &Sight, mark: Mark) -> Mark {
    let Shape::Curve { paths, pen } = &mark.shape else { return mark };
    let data = numbers(landscape, paths);
    let paths = paths.iter().map(|path| sight.path(path)).collect();
    Mark { shape: Shape::Curve { paths, pen: *pen }, ..mark }.showing(data)
}

/// y, x and the height above the ridge along paths, one kept from the next.
fn numbers(landscape: &Landscape, paths: &[Vec<[f64; 2]>]) -> Vec<[f64; 3]> {
    let height = |[y, x]: [f64; 2]| [y, x, landscape.value(x, y) - landscape.baseline(y)];
    let paths = paths.iter().map(|path| path.iter().map(|at| height(*at)).collect::<Vec<_>>());
    paths.collect::<Vec<_>>().join(&[f64::NAN; 3])
}

/// The edges of the lens, which are two true heights.
fn glass(lens: &Lens, sight: &Sight) -> [Mark; 2] {
    lens.slit().map(|across| {
        let y = sight.y_at(across);
        let mut edge = sight.line(y);
        // Above and below the lens there is nothing to explain.
        edge.pop();
        edge.remove(0);
        let pen = Pen::new(Ink::Strong, 0.7, Dash::Solid).faded(0.62);
        Mark::curve(edge, pen).showing(Vec::new())
    })
}

/// The ways of some walkers, torn where they leave the view, and up to the lens.
fn ways(landscape: &Landscape, tracers: &[Arc<[[f32; 2]]>], sight: &Sight) -> Mark {
    let glass = sight.lens.map_or(f64::INFINITY, |lens| sight.y_at(lens.slit()[0]));
    let seen = |at: [f64; 2]| sight.shows(at) && at[0] < glass;
    let way = |walker: usize| -> Vec<Vec<[f64; 2]>> {
        let places = tracers.iter().filter_map(|sample| sample.get(walker));
        let places: Vec<[f64; 2]> = places.map(|[x, y]| [f64::from(*y), f64::from(*x)]).collect();
        let stretches = places.chunk_by(|a, b| seen(*a) == seen(*b)).filter(|stretch| seen(stretch[0]));
        stretches.map(<[_]>::to_vec).collect()
    };
    let pen = Pen::new(Ink::Text, 0.3, Dash::Solid).faded(0.35);
    seen_through(landscape, sight, Shape::Curve { paths: (0..TRACERS).flat_map(way).collect(), pen }.into())
}

/// What colours by the last hop tell, and of how many walkers it is still to come.
fn by_last_hop(fates: &[Outcome], step: u32) -> String {
    let live = fates.iter().filter(|fate| fate.valley.is_some());
    let ahead = live.clone().filter(|fate| !has_settled(Some(fate), step)).count();
    say!("figure.stage.by-last-hop", share = per_cent(ahead as f64 / live.count().max(1) as f64))
}

/// The walkers in view, and what their colours stand for.
fn swarm(
    colouring: Colouring,
    fates: Option<&[Outcome]>,
    picture: &Picture,
    sight: &Sight,
) -> (Mark, Option<ColourBar>) {
    let places = sight.walkers(picture);
    let in_view = || places.iter().enumerate().filter(|(_, place)| place.is_some()).map(|(index, _)| index);
    let points = places.iter().flatten().copied().collect();
    // Its place on the map, and the number that it stands for.
    let value = |index: usize| -> (f32, f64) {
        let (x, age) = (picture.x[index], picture.age[index]);
        if colouring == Colouring::Valley {
            let flat = f32::from(u8::from(Valley::of(f64::from(x)) == Valley::Flat));
            return (flat, f64::from(flat));
        }
        let Some(fates) = fates else {
            let log = f64::from(age.max(1)).log10();
            let along = (log - DECADES[0]) / (DECADES[1] - DECADES[0]);
            return (along.clamp(0.0, 1.0) as f32, f64::from(age));
        };
        let fate = fates.get(index);
        let along = if has_settled(fate, picture.step) { 1.0 } else { 0.5 * died_down(age.max(1) as f32) };
        (along, fate.map_or(f64::NAN, |fate| f64::from(fate.last_hop)))
    };
    let map = match (colouring, fates) {
        (Colouring::Valley, _) => Map::Valley,
        (_, Some(_)) => Map::LastHop,
        (_, None) => Map::Age,
    };
    let bar = (map == Map::Age).then(|| ColourBar {
        map: Map::Age,
        axis: Axis::new(say!("figure.stage.age"), DECADES, Numbers::Powers),
    });
    let values = in_view().map(|index| value(index).0).collect();
    let shown = in_view().map(|index| {
        let [y, x] = [picture.y[index], picture.x[index]].map(f64::from);
        [y, x, value(index).1]
    });
    let shown = shown.collect();
    (Mark::from(Shape::Swarm { points, values, map, size: 1.6 }).showing(shown), bar)
}
