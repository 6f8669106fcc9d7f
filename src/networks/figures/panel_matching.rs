//! F over the train loss: along every branch F grows as the loss falls, so that further trained is farther along a line,
//! and flatter is on a higher line.

use super::axes::around;
use super::panes::labelled;
use super::scope::Scope;
use super::told;
use crate::chart::{
    Axis, Dash, Dot, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_whole,
};
use crate::networks::experiments::averaged::{Averaged, PointAverages};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::live::{End, Station, equal_steps};
use crate::say;

/// Lines and marks in points of print.
const BRANCH: f64 = 1.0;
const HELD: f64 = 1.7;
const RUN: f64 = 0.7;
const END: f64 = 4.6;
const STATION: f64 = 1.6;
/// Losses above this are of networks that have learnt nothing.
const MOST: f64 = 0.7;

/// Which way the loss goes along x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// To the left, as on any axis.
    Rising,
    /// To the right, as training goes: numbers along x are those of the loss with the other sign.
    Falling,
}

impl Heading {
    pub fn place(self, loss: f64) -> f64 {
        match self {
            Self::Rising => loss.log10(),
            Self::Falling => -loss.log10(),
        }
    }
}

/// The stage of the page: every branch that is drawn, and where each of the three readings finds it.
pub fn matching(scope: &Scope<'_>, heading: Heading) -> Panel {
    let at = |loss: f64, flatness: f64| [heading.place(loss), flatness.log10()];
    let known =
        |station: &Station| Some((station.loss, station.flatness.filter(|flatness| *flatness > 0.0)?));
    let mut marks = Vec::new();
    let mut all: Vec<[f64; 2]> = Vec::new();
    let run: Vec<[f64; 2]> =
        reached(scope).filter_map(known).map(|(loss, flatness)| at(loss, flatness)).collect();
    marks.push(Mark::curve(run.clone(), Pen::new(Ink::Mute, RUN, Dash::Solid).faded(0.8)));
    let dots = run.iter().copied().map(Dot::new).collect();
    marks.push(Shape::Dots { dots, ink: Ink::Mute, symbol: Symbol::Disc, size: STATION }.into());
    all.extend(run);
    for twig in scope.drawn() {
        let ends = twig.ends.iter().flatten().filter_map(|end| Some((end.steps, (end.loss, end.flatness?))));
        let stations = twig.stations.iter().filter_map(|station| Some((station.steps, known(station)?)));
        let mut way: Vec<(u32, (f64, f64))> = stations.chain(ends).collect();
        way.sort_by_key(|(steps, _)| *steps);
        way.dedup_by_key(|(steps, _)| *steps);
        let points: Vec<[f64; 2]> = way.into_iter().map(|(_, (loss, flatness))| at(loss, flatness)).collect();
        let width = if scope.held == Some(twig.step) { HELD } else { BRANCH };
        all.extend(&points);
        marks.push(Mark::curve(points, Pen::new(scope.ramp.ink(twig.step), width, Dash::Solid)));
    }
    // The reading that is chosen lies on top.
    let order = ReadOut::ALL.into_iter().filter(|other| *other != scope.read_at).chain([scope.read_at]);
    for read in order {
        let symbol = symbol(read);
        for twig in scope.drawn() {
            let Some((loss, flatness)) = twig.end(read).and_then(flat) else { continue };
            let ink = scope.ramp.ink(twig.step);
            let dots = vec![Dot::new(at(loss, flatness))];
            marks.push(Shape::Dots { dots, ink, symbol, size: END }.into());
        }
    }
    let seen = all.iter().filter(|[x, _]| *x * sign(heading) <= MOST.log10());
    let [x, y] = [0, 1].map(|axis| around(seen.clone().map(|point| point[axis])).unwrap_or([-2.0, 0.0]));
    let (label, numbers) = match heading {
        Heading::Rising => (say!("network.figure.loss"), Numbers::Powers),
        Heading::Falling => ("", Numbers::Hidden),
    };
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new(label, x, numbers),
        y: Axis::new(if heading == Heading::Rising { "$F$" } else { "" }, y, Numbers::Powers),
        marks,
        bar: None,
    }
}

/// What turns a place along x into the loss's own logarithm.
fn sign(heading: Heading) -> f64 {
    if heading == Heading::Falling { -1.0 } else { 1.0 }
}

fn reached<'a>(scope: &Scope<'a>) -> impl Iterator<Item = &'a Station> + use<'a> {
    let until = scope.until;
    scope.sight.trained.stations.iter().filter(move |station| station.steps <= until)
}

fn flat(end: &End) -> Option<(f64, f64)> {
    Some((end.loss, end.flatness.filter(|flatness| *flatness > 0.0)?))
}

/// How each reading is drawn.
pub fn symbol(at: ReadOut) -> Symbol {
    match at {
        ReadOut::Matched => Symbol::Disc,
        ReadOut::Horizon => Symbol::Ring,
        ReadOut::Equal => Symbol::Square,
    }
}

/// F at one of the readings over t_c, and below it the train loss at which that was read, as they are on paper.
pub fn reading(scope: &Scope<'_>, at: ReadOut) -> [Panel; 2] {
    let [upper, lower] = [read_out(scope, at), loss_of_reading(scope, at)];
    let upper = labelled(upper, "", "$F$");
    let lower = labelled(lower, "$t_c$", say!("network.matching.loss"));
    let place = |top: f64| [0.0, top, 1.0, 0.5];
    [Panel { place: place(0.0), ..upper }, Panel { place: place(0.5), ..lower }]
}

/// What a reading is called.
pub fn reading_title(scope: &Scope<'_>, at: ReadOut) -> String {
    match at {
        ReadOut::Matched => say!("network.matching.at-loss", loss = format_number(scope.sight.target)),
        ReadOut::Horizon => say!("network.matching.at-horizon", step = format_whole(scope.steps())),
        ReadOut::Equal => {
            let steps = format_whole(f64::from(equal_steps(scope.sight.steps())));
            say!("network.matching.at-steps", steps = steps)
        }
    }
}

/// F at one of the readings over t_c: this run's ends, and the mean of several.
pub fn read_out(scope: &Scope<'_>, at: ReadOut) -> Panel {
    let mut marks = Vec::new();
    let mean = |point: &PointAverages| point.flatness;
    let mut values: Vec<f64> = Vec::new();
    if let Some(averaged) = scope.averaged {
        values.extend(band(averaged, at, mean, 1.0, Ink::Strong, &mut marks));
    }
    for twig in scope.twigs().filter(|twig| f64::from(twig.step) <= 0.5 * scope.steps()) {
        let Some(flatness) = twig.end(at).and_then(|end| end.flatness) else { continue };
        values.push(flatness);
        dot(scope, twig.step, flatness, &mut marks);
    }
    let range = around(values).unwrap_or([0.0, 1.0]);
    over_steps(scope, [0.0, range[1]], Numbers::Plain, marks)
}

/// The train loss at which that was read.
pub fn loss_of_reading(scope: &Scope<'_>, at: ReadOut) -> Panel {
    let mut marks = Vec::new();
    for twig in scope.twigs().filter(|twig| f64::from(twig.step) <= 0.5 * scope.steps()) {
        if let Some(end) = twig.end(at) {
            dot(scope, twig.step, end.loss.log10(), &mut marks);
        }
    }
    let all = ReadOut::ALL.into_iter().flat_map(|at| scope.twigs().filter_map(move |twig| twig.end(at)));
    let range = around(all.map(|end| end.loss.log10())).unwrap_or([-3.0, 0.0]);
    // Room for the words that say what it is.
    over_steps(scope, [range[0], range[1] + 0.5 * (range[1] - range[0])], Numbers::Powers, marks)
}

fn dot(scope: &Scope<'_>, step: u32, y: f64, marks: &mut Vec<Mark>) {
    let dots = vec![Dot::new([f64::from(step), y])];
    let ink = scope.ramp.ink(step);
    marks.push(Shape::Dots { dots, ink, symbol: Symbol::Disc, size: 2.6 }.into());
}

fn over_steps(scope: &Scope<'_>, y: [f64; 2], numbers: Numbers, marks: Vec<Mark>) -> Panel {
    let half = 0.5 * scope.steps();
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("", [-0.03 * half, 1.03 * half], Numbers::Thousands),
        y: Axis::new("", y, numbers),
        marks,
        bar: None,
    }
}

/// A mean over t_c with its standard error as a band; what the axis has to hold. Steps are in units of `unit`.
pub fn band(
    averaged: &Averaged,
    at: ReadOut,
    of: impl Fn(&PointAverages) -> Option<Mean>,
    unit: f64,
    ink: Ink,
    marks: &mut Vec<Mark>,
) -> Vec<f64> {
    let points = averaged.at.iter().zip(&averaged.read[at as usize].points);
    let means: Vec<(f64, Mean)> =
        points.filter_map(|(step, point)| Some((unit * f64::from(*step), of(point)?))).collect();
    let edges = |mean: &Mean| [-1.0, 1.0].map(|side| mean.mean + side * mean.error.unwrap_or(0.0));
    let around = means.iter().map(|(x, mean)| {
        let [low, high] = edges(mean);
        [*x, low, high]
    });
    marks.push(Shape::Band { points: around.collect(), ink, opacity: 0.28 }.into());
    let line = means.iter().map(|(x, mean)| [*x, mean.mean]).collect();
    marks.push(Mark::curve(line, Pen::new(ink, 1.3, Dash::Solid)));
    means.iter().flat_map(|(_, mean)| edges(mean)).collect()
}

/// F at equal loss over ηt_c, beside that of runs in which plain descent is stable.
pub fn still_so(own: &Averaged, control: Option<&Averaged>) -> Panel {
    let mut marks = Vec::new();
    let mut values = Vec::new();
    let mut times = Vec::new();
    for (averaged, ink) in [(Some(own), Ink::Strong), (control, Ink::Eq9)] {
        let Some(averaged) = averaged else { continue };
        let eta = averaged.setup.eta.at(0);
        values.extend(band(averaged, ReadOut::Matched, |point| point.flatness, eta, ink, &mut marks));
        times.extend(averaged.at.iter().map(|step| eta * f64::from(*step)));
    }
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$ηt_c$", around(times).unwrap_or([0.0, 1.0]), Numbers::Plain),
        y: Axis::new("", around(values).unwrap_or([0.0, 1.0]), Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Test loss, or errors, where branches are read.
pub fn on_test_digits(own: &Averaged, at: ReadOut, errors: bool) -> Panel {
    let mut marks = Vec::new();
    let of = move |point: &PointAverages| if errors { point.errors } else { point.test_loss };
    let values = band(own, at, of, 1.0, Ink::Strong, &mut marks);
    let half = 0.5 * f64::from(own.setup.steps());
    let [low, high] = around(values).unwrap_or([0.0, 1.0]);
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("", [-0.03 * half, 1.03 * half], Numbers::Thousands),
        // Room for the words above the curve.
        y: Axis::new("", [low, high + 0.55 * (high - low)], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// How many times the F of the first branch the last has, in the mean over the runs.
pub fn ratio(averaged: &Averaged, at: ReadOut) -> Option<Mean> {
    Mean::of(averaged.read[at as usize].ratios.iter().copied())
}

/// The same run by run, wherever it is read.
pub struct Gain<'a> {
    pub name: String,
    pub ratios: &'a [f64],
    /// Whether it is what branches are read at.
    pub chosen: bool,
}

/// At three equal losses, the highest first, at the horizon, and after equal steps.
pub fn all_gains(own: &Averaged, at: ReadOut) -> Vec<Gain<'_>> {
    let of = |read: ReadOut| (&own.read[read as usize].ratios[..], read == at);
    let mut losses: Vec<(f64, &[f64], bool)> =
        own.at_losses.iter().map(|(loss, ratios)| (*loss, &ratios[..], false)).collect();
    let (matched, chosen) = of(ReadOut::Matched);
    losses.push((own.setup.target_loss, matched, chosen));
    losses.sort_by(|one, other| other.0.total_cmp(&one.0));
    let matched = losses.into_iter().map(|(loss, ratios, chosen)| {
        let name = say!("network.matching.row-loss", loss = format_number(loss));
        Gain { name, ratios, chosen }
    });
    let others = [
        (ReadOut::Horizon, say!("network.controls.horizon")),
        (ReadOut::Equal, say!("network.matching.row-steps")),
    ];
    let others = others.map(|(read, name)| {
        let (ratios, chosen) = of(read);
        Gain { name: name.to_owned(), ratios, chosen }
    });
    matched.chain(others).collect()
}

/// On paper: a row for each, with every run as a dot and the mean with its error.
pub fn gains(own: &Averaged, at: ReadOut) -> Panel {
    let rows = all_gains(own, at);
    let logs = rows.iter().flat_map(|row| row.ratios).map(|ratio| ratio.log10());
    let [low, high] = around(logs.chain([0.0])).unwrap_or([-0.1, 1.0]);
    // Names stand at the left.
    let x = [low - 0.6 * (high - low), high];
    let mut marks = vec![Mark::from(Shape::Upright { x: 0.0, pen: Pen::new(Ink::Mute, 0.6, Dash::Dotted) })];
    for (place, row) in rows.iter().rev().enumerate() {
        let y = place as f64;
        let ink = if row.chosen { Ink::Strong } else { Ink::Text };
        let (at, align) = ([x[0] + 0.02 * (x[1] - x[0]), y], [-1.0, 0.0]);
        marks.push(Shape::Words { at, align, text: row.name.clone(), ink }.into());
        let runs = row.ratios.iter().map(|ratio| Dot::new([ratio.log10(), y - 0.22])).collect();
        marks.push(Shape::Dots { dots: runs, ink: Ink::Mute, symbol: Symbol::Disc, size: 1.6 }.into());
        let Some(mean) = Mean::of(row.ratios.iter().copied()) else { continue };
        let error = mean.error.unwrap_or(0.0);
        let bar = [-1.0, 1.0].map(|side| (mean.mean + side * error).log10());
        let dots = vec![Dot { x: Some(bar), ..Dot::new([mean.mean.log10(), y + 0.12]) }];
        marks.push(Shape::Dots { dots, ink, symbol: Symbol::Disc, size: 3.4 }.into());
    }
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new(say!("network.matching.ratio"), x, Numbers::Powers),
        y: Axis::hidden([-0.6, rows.len() as f64 - 0.4]),
        marks,
        bar: None,
    }
}

/// What may be said of repeats.
pub fn verdict(own: &Averaged, at: ReadOut) -> String {
    let read = &own.read[at as usize];
    let more = read.ratios.iter().filter(|ratio| **ratio > 1.0).count();
    let first = read.points.first().and_then(|point| point.errors);
    let (_, errors) = told_change(read.errors);
    let (_, loss) = told_change(read.test_loss);
    say!(
        "network.matching.verdict",
        gained = ratio(own, at).map_or("–".to_owned(), told_ratio),
        more = more,
        runs = own.runs,
        loss = loss,
        errors = errors,
        first = first.map_or("–".to_owned(), |first| format!("{:.0}", first.mean)),
    )
}

/// Test loss and errors side by side, as they are on paper.
pub fn test_digits(own: &Averaged, at: ReadOut) -> [Panel; 2] {
    let names = [say!("network.read.test-loss"), say!("network.read.errors")];
    [false, true].map(|errors| {
        let panel = labelled(on_test_digits(own, at, errors), "$t_c$", names[usize::from(errors)]);
        Panel { place: [0.5 * f64::from(u8::from(errors)), 0.0, 0.5, 1.0], ..panel }
    })
}

/// `+47 ± 4 %`, or `× 4.6 ± 0.1` where that is more than twice as much.
pub fn told_ratio(ratio: Mean) -> String {
    if ratio.mean > 2.0 {
        return say!("network.matching.times", ratio = told::spoken(ratio));
    }
    let change =
        Mean { mean: 100.0 * (ratio.mean - 1.0), error: ratio.error.map(|error| 100.0 * error), ..ratio };
    let sign = if change.mean > 0.0 { "+" } else { "" };
    say!("network.matching.percent", change = format!("{sign}{}", told::spoken(change)))
}

/// A change with its error, and what it may be called.
pub fn told_change(change: Option<Mean>) -> (String, &'static str) {
    let sign = if change.is_some_and(|change| change.mean > 0.0) { "+" } else { "" };
    (format!("{sign}{}", told::spoken_or_none(change)), told::change(change))
}
