//! The stage: the run and its branches on their principal plane, a projection, with the train loss on it.

use super::panes::Pane;
use super::relief::Relief;
use super::scope::Scope;
use super::veil::Piece;
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Dot, Ink, Map, Mark, Numbers, Panel, Pen, Shape, Symbol, format_whole};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::live::{Sprout, Trace, Traces};
use crate::say;
use crate::words::per_cent;

/// Lines and ends, in points of print: of a branch, of the one that is held, of the run; marks of forks; ends and their
/// collars.
const BRANCH: f64 = 1.1;
const HELD: f64 = 1.65;
const RUN: f64 = 1.3;
const FORK: f64 = 0.9;
const END: f64 = 5.4;
const COLLAR: f64 = 7.2;
/// Half the width of a fork's mark, and how near ends share a label, in points of the window.
const CROSS: f64 = 3.0;
const NEAR: f64 = 13.0;
/// Rows of words, one below the other.
const ROW: f64 = 16.0;
/// The range of colours of the loss, as its decimal logarithm.
const DEPTH: [f64; 2] = [-2.6, 0.2];
/// Lines of equal loss with a label: two to a decade.
const LABELLED: f64 = 2.0;

/// What the stage shows of the plane, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    pub view: [[f64; 2]; 2],
    /// Points of the window to a unit: the same either way; where words are larger than at a desk, of theirs.
    pub unit: f64,
    /// Whether there is room for all that is to be declared: in a presentation there is for a line of it.
    pub whole: bool,
}

/// The plane as it is aimed at; a branch under way that is no other's stands among the others.
pub fn plane(scope: &Scope<'_>, relief: Option<&Relief>, sprout: Option<&Sprout>, aim: &Aim) -> Panel {
    let mut marks = Vec::new();
    if let Some(relief) = relief {
        ground(relief, aim, &mut marks);
    }
    if let Some(traces) = &scope.sight.traces {
        ways(scope, traces, sprout, &mut marks);
        forks_and_ends(scope, traces, sprout, aim, &mut marks);
        words(scope, traces, aim, &mut marks);
    }
    let axis = |label: &str, range: [f64; 2]| Axis::new(label, range, Numbers::Plain);
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: axis(say!("network.stage.distance"), aim.view[0]),
        y: axis("", aim.view[1]),
        marks,
        bar: None,
    }
}

/// The loss, as colours and lines.
fn ground(relief: &Relief, aim: &Aim, marks: &mut Vec<Mark>) {
    let [columns, rows] = relief.size;
    // A cell about each corner.
    let edges = |[low, high]: [f64; 2], corners: usize| {
        let half = 0.5 * (high - low) / (corners - 1) as f64;
        evenly([low - half, high + half], corners)
    };
    marks.push(
        Shape::Cells {
            x: edges(relief.view[0], columns),
            y: edges(relief.view[1], rows),
            values: relief.heights.clone(),
            map: Map::Depth,
            range: DEPTH,
        }
        .into(),
    );
    let mut taken: Vec<f64> = Vec::new();
    let mut labels = Vec::new();
    // From the highest, which the run comes from.
    for (level, paths) in relief.lines.iter().rev() {
        let labelled = (LABELLED * level - (LABELLED * level).round()).abs() < 1e-6;
        let (opacity, width) = if labelled { (0.55, 0.75) } else { (0.24, 0.6) };
        let pen = Pen::new(Ink::Mute, width, Dash::Solid).faded(opacity);
        marks.push(Shape::Curve { paths: paths.clone(), pen }.into());
        let top = aim.view[1][1] - 12.0 / aim.unit;
        let crossing = paths.iter().flat_map(|path| path.windows(2)).find_map(|pair| {
            let across = (pair[0][1] - top) * (pair[1][1] - top) <= 0.0;
            across.then_some(0.5 * (pair[0][0] + pair[1][0]))
        });
        let inside = |x: &f64| {
            let margin = 40.0 / aim.unit;
            (aim.view[0][0] + margin..=aim.view[0][1] - margin).contains(x)
        };
        if let (true, Some(x)) = (labelled, crossing.filter(inside))
            && taken.iter().all(|other| (other - x).abs() * aim.unit > 54.0)
        {
            let number = format!("{:.2}", 10_f64.powf(*level));
            let loss = if 10_f64.powf(*level) < 0.1 { format!("{:.3}", 10_f64.powf(*level)) } else { number };
            let loss = loss.trim_end_matches('0').trim_end_matches('.').to_owned();
            let text = if taken.is_empty() { say!("network.stage.loss", loss = loss) } else { loss };
            taken.push(x);
            labels.push(Mark::from(Shape::Words { at: [x, top], align: [0.0, 0.0], text, ink: Ink::Text }));
        }
    }
    // Words last: lines do not go through them.
    marks.append(&mut labels);
}

/// The trace of a branch that is drawn: those that all runs have, and those of a person's own.
fn shown<'a>(
    scope: &'a Scope<'_>,
    traces: &'a Traces,
    sprout: Option<&'a Sprout>,
) -> impl Iterator<Item = &'a Trace> {
    let drawn = scope.drawn().filter_map(|twig| traces.twig(twig.step)).map(AsRef::as_ref);
    let own = sprout.map(|sprout| sprout.trace.as_ref());
    let own = own.filter(|trace| !scope.sight.drawn.contains(&trace.step));
    drawn.chain(own)
}

/// The part of a branch's way up to where it is read.
fn way(scope: &Scope<'_>, trace: &Trace, sprout: Option<&Sprout>) -> Vec<[f64; 2]> {
    let twig = scope.sight.twig(trace.step).or(sprout.map(|sprout| &sprout.twig));
    let end = trace.ends[scope.read_at as usize];
    let last = twig.and_then(|twig| twig.end(scope.read_at)).map_or(u32::MAX, |end| end.steps);
    let path = trace.path.iter().filter(|(steps, _)| *steps <= last).map(|(_, place)| *place);
    path.chain(end).collect()
}

fn ways(scope: &Scope<'_>, traces: &Traces, sprout: Option<&Sprout>, marks: &mut Vec<Mark>) {
    for trace in shown(scope, traces, sprout) {
        let width = if scope.held == Some(trace.step) { HELD } else { BRANCH };
        let pen = Pen::new(scope.ramp.ink(trace.step), width, Dash::Solid);
        marks.push(Mark::curve(way(scope, trace, sprout), pen));
    }
    let run = traces.sgd.iter().filter(|(step, _)| *step <= scope.until).map(|(_, place)| *place);
    marks.push(Mark::curve(run.collect(), Pen::new(Ink::Strong, RUN, Dash::Solid)));
}

fn forks_and_ends(
    scope: &Scope<'_>,
    traces: &Traces,
    sprout: Option<&Sprout>,
    aim: &Aim,
    marks: &mut Vec<Mark>,
) {
    let arm = CROSS / aim.unit;
    let forks =
        shown(scope, traces, sprout).filter_map(|trace| trace.path.first()).flat_map(|(_, [x, y])| {
            [vec![[x - arm, y - arm], [x + arm, y + arm]], vec![[x - arm, y + arm], [x + arm, y - arm]]]
        });
    let pen = Pen::new(Ink::Strong, FORK, Dash::Solid);
    marks.push(Shape::Curve { paths: forks.collect(), pen }.into());
    let dot = |at: [f64; 2], ink: Ink, marks: &mut Vec<Mark>| {
        for (ink, size) in [(Ink::Ground, COLLAR), (ink, END)] {
            marks.push(Shape::Dots { dots: vec![Dot::new(at)], ink, symbol: Symbol::Disc, size }.into());
        }
    };
    for trace in shown(scope, traces, sprout) {
        let head = trace.ends[scope.read_at as usize].or(trace.path.last().map(|(_, place)| *place));
        if let Some(at) = head {
            dot(at, scope.ramp.ink(trace.step), marks);
        }
    }
    if let Some((_, at)) = traces.sgd.iter().rfind(|(step, _)| *step <= scope.until) {
        dot(*at, Ink::Strong, marks);
    }
}

/// What ends are called, the run's start and end, and what the picture is: a projection.
fn words(scope: &Scope<'_>, traces: &Traces, aim: &Aim, marks: &mut Vec<Mark>) {
    let mut say_at = |at: [f64; 2], align: [f64; 2], text: String, ink: Ink| {
        marks.push(Shape::Words { at, align, text, ink }.into());
    };
    let points = |length: f64| length / aim.unit;
    if let Some((_, [x, y])) = traces.sgd.first() {
        say_at([x - points(9.0), *y], [1.0, 0.0], say!("network.stage.start").into(), Ink::Text);
    }
    if let Some((_, [x, y])) = traces.sgd.iter().rfind(|(step, _)| *step <= scope.until) {
        // Other ends are at its left.
        let at = [x - points(3.0), y - points(15.0)];
        say_at(at, [-1.0, 0.0], say!("network.stage.sgd").into(), Ink::Strong);
    }
    let run = traces.sgd.last().map(|(_, place)| place[1] - points(15.0));
    let mut rows: Vec<f64> = run.into_iter().collect();
    for group in grouped(scope, traces, aim) {
        let steps: Vec<u32> = group.iter().map(|(step, _)| *step).collect();
        let right = group.iter().map(|(_, at)| at[0]).fold(f64::NEG_INFINITY, f64::max);
        let middle = group.iter().map(|(_, at)| at[1]).sum::<f64>() / group.len() as f64;
        let beneath = barrier_of(scope, &steps);
        let taken = |y: f64| rows.iter().any(|row| (row - y).abs() < points(0.9 * ROW));
        let crowded = |y: f64| taken(y) || beneath.is_some() && taken(y - points(ROW));
        let shifts = (0..14).flat_map(|index| [f64::from(index) * 4.0, f64::from(index) * -4.0]);
        let free = shifts.map(|shift| middle + points(shift)).find(|y| !crowded(*y)).unwrap_or(middle);
        // Left of the end where the stage has no room at its right.
        let room = aim.view[0][1] - right > points(96.0);
        let align = if room { -1.0 } else { 1.0 };
        // Nor does a label stand on the end of the run.
        let beside = |y: f64| {
            let run = traces.sgd.last().map(|(_, place)| *place);
            let on_run = run.filter(|run| room && (run[1] - y).abs() < points(11.0) && run[0] > right);
            on_run.map_or(right, |run| run[0]) - align * points(9.0)
        };
        let lines = [(free, Some(name_of(scope, &steps))), (free - points(ROW), beneath)];
        for (y, text) in lines.into_iter().filter_map(|(y, text)| Some((y, text?))) {
            rows.push(y);
            say_at([beside(y), y], [align, 0.0], text, Ink::Text);
        }
    }
    declared(traces, aim, &mut say_at);
}

/// Ends that share a label, each with its t_c: those close to each other.
fn grouped(scope: &Scope<'_>, traces: &Traces, aim: &Aim) -> Vec<Vec<(u32, [f64; 2])>> {
    let place = |step: u32| traces.twig(step)?.ends[scope.read_at as usize];
    let ends = scope.drawn().filter_map(|twig| Some((twig.step, place(twig.step)?)));
    let mut ends: Vec<(u32, [f64; 2])> = ends.collect();
    // From above, so that neighbours come one after the other.
    ends.sort_by(|a, b| b.1[1].total_cmp(&a.1[1]));
    let mut groups: Vec<Vec<(u32, [f64; 2])>> = Vec::new();
    for (step, at) in ends {
        let apart = |other: [f64; 2], axis: usize| (other[axis] - at[axis]).abs() * aim.unit;
        let near = |(_, other): &(u32, [f64; 2])| apart(*other, 0) < 2.5 * NEAR && apart(*other, 1) < NEAR;
        match groups.iter_mut().find(|group| group.iter().any(near)) {
            Some(group) => group.push((step, at)),
            None => groups.push(vec![(step, at)]),
        }
    }
    groups
}

/// The barrier before some ends, where there is one at all: higher than a tenth of L*.
fn barrier_of(scope: &Scope<'_>, steps: &[u32]) -> Option<String> {
    let told = scope.read_at == ReadOut::Matched && !scope.veil.hides(Piece::Clocks);
    let barriers = scope.sight.barriers.as_ref().filter(|_| told)?;
    let known = barriers.steps.iter().zip(&barriers.heights).filter(|(step, _)| steps.contains(step));
    let highest = known.map(|(_, height)| *height).fold(0.0, f64::max);
    let height = format!("{highest:.3}");
    (highest > scope.sight.target / 10.0).then(|| match steps.len() {
        1 => say!("network.stage.one-barrier", height = height),
        _ => say!("network.stage.barriers", height = height),
    })
}

/// The t_c of ends that share a label, and their F.
fn name_of(scope: &Scope<'_>, steps: &[u32]) -> String {
    let mut sorted = steps.to_vec();
    sorted.sort_unstable();
    let (first, last) = (sorted[0], sorted[sorted.len() - 1]);
    // From one to another only where none between them ends elsewhere.
    let between = scope.drawn().filter(|twig| (first..=last).contains(&twig.step)).count();
    let called = if sorted.len() > 2 && sorted.len() == between {
        format!("{}–{}", format_whole(f64::from(first)), format_whole(f64::from(last)))
    } else {
        sorted.iter().map(|step| format_whole(f64::from(*step))).collect::<Vec<_>>().join(", ")
    };
    if scope.veil.hides(Piece::Pane(Pane::Ends)) {
        return called;
    }
    let flatness = |step: &u32| scope.sight.twig(*step)?.end(scope.read_at)?.flatness;
    let values: Vec<f64> = sorted.iter().filter_map(flatness).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let flat = match values.len() {
        0 => return called,
        1 => format!("{low:.2}"),
        _ if high - low < 0.005 => format!("{low:.2}"),
        _ => format!("{low:.2}–{high:.2}"),
    };
    say!("network.stage.end", steps = called, flatness = flat)
}

/// What a reader must know of the picture.
fn declared(traces: &Traces, aim: &Aim, say_at: &mut impl FnMut([f64; 2], [f64; 2], String, Ink)) {
    let held = per_cent(traces.held());
    let lines = match aim.whole {
        true => vec![
            say!("network.stage.barrier").to_owned(),
            say!("network.stage.held", share = held),
            say!("network.stage.off", distance = format_args!("{:.1}", traces.off)),
        ],
        false => vec![say!("network.stage.projection", share = held)],
    };
    let count = lines.len();
    for (index, text) in lines.into_iter().enumerate() {
        let up = 14.0 + ROW * (count - 1 - index) as f64;
        let at = [aim.view[0][1] - 10.0 / aim.unit, aim.view[1][0] + up / aim.unit];
        say_at(at, [1.0, 0.0], text, Ink::Mute);
    }
}
