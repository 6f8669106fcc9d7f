//! Figs. 1b and 1c: test loss and flatness along the run, and along its branches.

use super::axes::around;
use super::entry::Entry;
use super::fig1;
use super::ramp::Ramp;
use super::source::Source;
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number};
use crate::job::Progress;
use crate::networks::experiments::course::{Course, Way};
use crate::networks::experiments::reading::Reading;
use crate::say;

pub const FIG1B: Entry = Entry { name: "fig1b", title: || say!("network.figure.fig1b.title"), make: fig1b };
pub const FIG1C: Entry = Entry { name: "fig1c", title: || say!("network.figure.fig1c.title"), make: fig1c };

/// What is read along the way, and from which share of the run on it is held by the axis: before, a network knows nothing,
/// and its loss is beyond all others.
struct Read {
    of: fn(&Reading) -> Option<f64>,
    axis: &'static str,
    from: f64,
}

fn fig1b(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let read =
        Read { of: |reading| Some(reading.test.loss), axis: say!("network.figure.test-loss"), from: 0.1 };
    let course = source.course(progress)?;
    let ends = ends(&course, read.of);
    let caption = say!(
        "network.figure.fig1b.caption",
        ends = ends,
        clocks = fig1::clocks(&source.prepared.setup, course.clocks(&source.prepared)),
    );
    figure(&FIG1B, caption, source, &course, &read)
}

fn fig1c(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let read = Read { of: Reading::flatness_layer, axis: "$F$", from: 0.0 };
    let course = source.course(progress)?;
    let caption = say!(
        "network.figure.fig1c.caption",
        ends = ends(&course, read.of),
        loss = format_number(source.prepared.setup.target_loss),
        clocks = fig1::clocks(&source.prepared.setup, course.clocks(&source.prepared)),
    );
    figure(&FIG1C, caption, source, &course, &read)
}

/// What the first and the last branch have where the paper reads them, and where they come to L*.
fn ends(course: &Course, of: fn(&Reading) -> Option<f64>) -> String {
    let number = |reading: Option<&Reading>| {
        reading.and_then(of).map_or_else(|| "–".into(), |value| format!("{value:.3}"))
    };
    let told = |way: &Way| {
        say!(
            "network.figure.fig1.ends",
            step = way.step,
            horizon = number(way.readings.last()),
            matched = number(way.matched.as_ref()),
        )
    };
    let ways = &course.ways;
    [ways.first(), ways.last()].into_iter().flatten().map(told).collect::<Vec<_>>().join("; ")
}

fn figure(entry: &Entry, caption: String, source: &Source, course: &Course, read: &Read) -> Option<Figure> {
    let setup = &source.prepared.setup;
    let steps = f64::from(setup.steps());
    let clocks = course.clocks(&source.prepared);
    let ramp = Ramp::between(clocks, setup.steps());
    let point = |reading: &Reading| Some([f64::from(reading.steps), (read.of)(reading)?]);
    let run: Vec<[f64; 2]> = course.run.readings.iter().filter_map(point).collect();
    let way = |way: &Way| way.readings.iter().filter_map(point).collect::<Vec<_>>();
    let ways: Vec<Vec<[f64; 2]>> = course.ways.iter().map(way).collect();
    let all = || ways.iter().flatten().chain(&run);
    let x = [-0.02 * steps, 1.1 * steps];
    let y = around(all().filter(|[step, _]| *step >= read.from * steps).map(|[_, value]| *value))?;
    let mut marks = Vec::new();
    for (way, points) in course.ways.iter().zip(&ways) {
        let pen = Pen::new(ramp.ink(way.step), 1.1, Dash::Solid);
        marks.push(Mark::curve(points.clone(), pen).within([x, y]));
    }
    let pen = Pen::new(Ink::Strong, 1.3, Dash::Solid);
    marks.push(Mark::curve(run, pen).within([x, y]).named(say!("network.figure.sgd"), 0.35));
    let inside = |at: &[f64; 2]| (y[0]..=y[1]).contains(&at[1]);
    let starts = ways.iter().filter_map(|points| points.first().copied()).filter(inside);
    marks.push(fig1::forks(starts, [x, y]));
    let ends = course.ways.iter().zip(&ways).filter_map(|(way, points)| Some((way.step, *points.last()?)));
    marks.extend(named(ends.filter(|(_, end)| inside(end)).collect(), ramp, APART * (y[1] - y[0])));
    marks.extend(fig1::frozen(clocks[1]));
    Some(Figure {
        name: entry.name.into(),
        title: entry.title().into(),
        caption,
        notes: source.notes(1),
        aspect: 0.75,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new(say!("network.figure.step"), x, Numbers::Plain),
            y: Axis::new(read.axis, y, Numbers::Plain),
            marks,
            bar: None,
        }],
    })
}

/// Of the range of y: ends no farther apart share a name.
const APART: f64 = 0.04;

/// Ends of branches as discs, each named after its t_c.
fn named(mut ends: Vec<(u32, [f64; 2])>, ramp: Ramp, apart: f64) -> Vec<Mark> {
    ends.sort_by(|(_, one), (_, other)| one[1].total_cmp(&other[1]));
    let mut marks = Vec::new();
    let mut rest = &ends[..];
    while let Some((_, lowest)) = rest.first() {
        let (group, others) = rest.split_at(rest.partition_point(|(_, end)| end[1] <= lowest[1] + apart));
        rest = others;
        let mut steps: Vec<u32> = group.iter().map(|(step, _)| *step).collect();
        steps.sort_unstable();
        let name = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        for (place, &(step, end)) in group.iter().enumerate() {
            let (dots, ink) = (vec![Dot::new(end)], ramp.ink(step));
            let disc = Mark::from(Shape::Dots { dots, ink, symbol: Symbol::Disc, size: 3.4 });
            let disc = if place == group.len() / 2 { disc.named(name.clone(), 0.0) } else { disc };
            marks.push(disc.showing(Vec::new()));
        }
    }
    marks
}
