//! Why hopping freezes: the times to relax, to drift and to pass from floor to floor along the climb, which part ways
//! by orders of magnitude.

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::seen::{Moment, Seen};
use super::source::Source;
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::{
    Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, Symbol, format_number, format_scientific,
};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::LastHop;
use crate::valleys::model::{Landscape, Scenario, Valley};
use crate::valleys::theory::{
    Domain, Prediction, drift_time, fading_time, freezing_criterion, passage_rate, relaxation_time,
    y_freeze_solved,
};

pub const ENTRY: Entry =
    Entry { name: "timescales", kind: Kind::Run, title: || say!("figure.timescales.title"), make };

/// Points of a curve.
const POINTS: usize = 240;
/// Decades above the drift's time that are shown.
const ABOVE: f64 = 3.0;

const DRIFT: Pen = Pen::new(Ink::Strong, 1.0, Dash::Dashed);
const FADING: Pen = Pen::new(Ink::Strong, 1.4, Dash::Solid);

/// What the gauge's axis spans: names, decades of time, and numbers.
const GAUGE: [f64; 2] = [-4.7, 8.5];
/// log₁₀ of the times on it.
const DECADES: [f64; 2] = [-2.0, 6.0];
/// The height of the gauge in the figure.
const GAUGE_SHARE: f64 = 0.32;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let moment = Moment::foreseen(source, progress)?;
    let seen = moment.seen();
    let mut notes = notes::of_run(source);
    notes.push(say!(
        "figure.timescales.scale",
        delta_s = format_number(seen.curves.delta_s),
        epsilon = format_number(seen.curves.calibration.epsilon())
    ));
    let mut gauge = gauge(&seen);
    gauge.place = [0.0, 1.0 - GAUGE_SHARE, 1.0, GAUGE_SHARE];
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.timescales.caption").into(),
        notes,
        aspect: 1.3,
        panels: vec![climb(&seen, &moment.run.last_hops), gauge],
    })
}

/// The times at the swarm's height on a line of decades, and the two sides of A34: while passages are quicker than
/// their rate fades walkers hop; where they cross, hopping ends.
pub fn gauge(seen: &Seen<'_>) -> Panel {
    let times = times(seen);
    let rows = times.len() as f64 + 1.0;
    let words = |x: f64, row: f64, side: f64, text: String, ink| {
        Mark::from(Shape::Words { at: [x, row], align: [side, 0.0], text, ink })
    };
    let strong = |text: &str| format!("**{text}**");
    let mut marks = Vec::new();
    let (said, ink, ratio) = criterion(seen);
    if seen.shown.p_flat.is_some() {
        for (index, time) in times.iter().enumerate() {
            let row = rows - 0.5 - index as f64;
            marks.push(Mark::curve(DECADES.map(|x| [x, row]).to_vec(), pens::HAIR));
            if let Some(value) = time.value.value.filter(|value| *value > 0.0) {
                let dots = vec![Dot::new([value.log10().clamp(DECADES[0], DECADES[1]), row])];
                // Hollow where Kramers' forms do not hold.
                let symbol = if time.value.domain.is_valid() { Symbol::Disc } else { Symbol::Ring };
                marks.push(Shape::Dots { dots, ink: time.ink, symbol, size: 5.2 }.into());
            }
            marks.push(words(GAUGE[0], row, -1.0, time.name.into(), Ink::Text));
            marks.push(words(GAUGE[1], row, 1.0, strong(&written(&time.value)), Ink::Strong));
        }
        marks.push(words(GAUGE[0], 0.5, -1.0, said.into(), ink));
        marks.push(words(GAUGE[1], 0.5, 1.0, strong(&written(&ratio)), Ink::Strong));
    } else {
        let middle = 0.5 * (GAUGE[0] + GAUGE[1]);
        marks.push(words(middle, 0.5 * rows, 0.0, say!("swarm.diverged").into(), Ink::Text));
    }
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::hidden(GAUGE),
        y: Axis::hidden([0.0, rows]),
        marks,
        bar: None,
    }
}

/// A time with its name and its ink; none where there is no such time.
pub struct Time {
    pub name: &'static str,
    pub value: Prediction,
    ink: Ink,
}

/// The times at the swarm's height.
pub fn times(seen: &Seen<'_>) -> [Time; 6] {
    let (Scenario { landscape, noise, .. }, y) = (seen.scenario, seen.shown.mean_y);
    let relax = |valley| Prediction::new(relaxation_time(landscape, valley, y), Domain::Valid);
    let delta_s = seen.curves.delta_s;
    let passage = |valley| passage_rate(landscape, *noise, valley, y, delta_s).map(f64::recip);
    let fading = fading_time(landscape, *noise, valleys::flatter(landscape), y, delta_s);
    [
        Time { name: say!("panel.gauge.relax-steep"), value: relax(Valley::Sharp), ink: Ink::Text },
        Time { name: say!("panel.gauge.relax-flat"), value: relax(Valley::Flat), ink: Ink::Text },
        Time { name: "$1/k^-$", value: passage(Valley::Sharp), ink: Ink::Ember },
        Time { name: "$1/k^+$", value: passage(Valley::Flat), ink: Ink::Ember },
        Time { name: say!("panel.gauge.fading"), value: fading, ink: Ink::Ice },
        Time { name: say!("panel.gauge.drift"), value: drift_time(landscape, y), ink: Ink::Ice },
    ]
}

/// What the ratio of A34's sides says, its ink, and the ratio: above 1 hopping keeps up with the drift.
pub fn criterion(seen: &Seen<'_>) -> (&'static str, Ink, Prediction) {
    let Scenario { landscape, noise, .. } = seen.scenario;
    let epsilon = seen.curves.calibration.epsilon();
    let ratio = freezing_criterion(landscape, *noise, seen.shown.mean_y, seen.curves.delta_s, epsilon);
    let (said, ink) = match ratio.value {
        Some(value) if value > 1.0 => (say!("panel.gauge.hopping"), Ink::Ember),
        Some(_) => (say!("panel.gauge.drifting"), Ink::Ice),
        None => (say!("panel.gauge.nothing"), Ink::Mute),
    };
    (said, ink, ratio)
}

/// A time, or a ratio of times, in few digits.
pub fn written(value: &Prediction) -> String {
    match value.value {
        Some(value) if !(1e-2..1e5).contains(&value) => format_scientific(value),
        Some(value) => format_number((value * 100.0).round() / 100.0),
        None => "–".to_owned(),
    }
}

/// The times along the climb, with the heights at which the swarm froze and is predicted to.
fn climb(seen: &Seen<'_>, last_hops: &[LastHop]) -> Panel {
    let (scenario, delta_s, eq11) = (seen.scenario, seen.curves.delta_s, &seen.curves.y_freeze);
    let epsilon = seen.curves.calibration.epsilon();
    let solved = y_freeze_solved(&scenario.landscape, scenario.noise, delta_s, epsilon);
    let frozen = mean(last_hops);
    let frost = seen.frost.y();
    let top = 2.2 * frost.or(eq11.value).or(frozen.map(|[mean, _]| mean)).unwrap_or(5.0).clamp(0.5, 200.0);
    let heights: Vec<f64> = evenly([0.0, top], POINTS).into_iter().skip(1).collect();
    let range = range(&scenario.landscape, &heights);

    let mut marks = Vec::new();
    if let Some([mean, sd]) = frozen {
        let outline = [(mean - sd, 0), (mean + sd, 0), (mean + sd, 1), (mean - sd, 1)];
        let outline = outline.map(|(y, end)| [y.clamp(0.0, top), range[end]]).to_vec();
        marks.push(Mark::from(Shape::Area { outline, ink: Ink::Strong, opacity: 0.08 }));
        let pen = Pen::new(Ink::Strong, 0.8, Dash::Solid);
        marks.push(Mark::from(Shape::Upright { x: mean, pen }).in_key(say!("figure.timescales.hops")));
    }
    let upright = |y: Option<f64>, pen: Pen, name: &dyn Fn(&str) -> String| {
        let y = y.filter(|y| *y <= top)?;
        Some(Mark::from(Shape::Upright { x: y, pen }).in_key(name(&format!("{y:.2}"))))
    };
    let dotted = Pen { dash: Dash::Dotted, ..pens::EQ11 };
    marks.extend(upright(frost, pens::FROST, &|y| say!("curve.frost-at", y = y)));
    marks.extend(upright(eq11.value, pens::EQ11, &|y| say!("curve.eq11-at", y = y)));
    marks.extend(upright(solved.value, dotted, &|y| say!("figure.timescales.solved", y = y)));
    marks.extend(curves(scenario, delta_s, &heights, range));
    Panel {
        place: [0.0, 0.0, 1.0, 1.0 - GAUGE_SHARE],
        title: String::new(),
        x: Axis::new("$y$", [0.0, top], Numbers::Plain),
        y: Axis::new(say!("axis.time"), range, Numbers::Powers),
        marks,
        bar: None,
    }
}

/// Mean and standard deviation of the heights of last hops.
fn mean(hops: &[LastHop]) -> Option<[f64; 2]> {
    let n = hops.len() as f64;
    let mean = hops.iter().map(|hop| f64::from(hop.y)).sum::<f64>() / n;
    let variance = hops.iter().map(|hop| (f64::from(hop.y) - mean).powi(2)).sum::<f64>() / n;
    (!hops.is_empty()).then(|| [mean, variance.sqrt()])
}

/// log₁₀ of the times shown: from below the relaxation to well above the drift.
fn range(landscape: &Landscape, heights: &[f64]) -> [f64; 2] {
    let relaxation = heights.iter().map(|&y| {
        relaxation_time(landscape, Valley::Sharp, y).min(relaxation_time(landscape, Valley::Flat, y))
    });
    let drift = heights.iter().filter_map(|&y| drift_time(landscape, y).value);
    let low = relaxation.fold(f64::INFINITY, f64::min).log10().floor();
    let high = drift.fold(1.0, f64::max).log10().ceil();
    [low, high.max(low) + ABOVE]
}

fn curves(scenario: &Scenario, delta_s: f64, heights: &[f64], range: [f64; 2]) -> Vec<Mark> {
    let Scenario { landscape, noise, .. } = scenario;
    let curve = |pen: Pen, name: &str, along: f64, time: &dyn Fn(f64) -> Prediction| {
        let point = |&y: &f64| {
            Point::of(y, &time(y).map(f64::log10))
                .filter(|point| (range[0]..=range[1]).contains(&point.at[1]))
        };
        let points: Vec<Point> = heights.iter().filter_map(point).collect();
        predicted::curve(&points, pen, Some((name, along)))
    };
    let mut marks = curve(DRIFT, say!("curve.drift"), 0.85, &|y| drift_time(landscape, y));
    let flatter = valleys::flatter(landscape);
    marks.extend(curve(FADING, say!("curve.fading"), 0.4, &|y| {
        fading_time(landscape, *noise, flatter, y, delta_s)
    }));
    for (valley, [relaxes, passes], at) in
        [(Valley::Flat, ["$τ_x$", "$1/k^+$"], 0.8), (Valley::Sharp, ["$τ_x$", "$1/k^-$"], 0.55)]
    {
        let (_, ink) = valleys::called(landscape, valley);
        let side = valleys::briefly(landscape, valley);
        let relaxation = |y| Prediction::new(relaxation_time(landscape, valley, y), Domain::Valid);
        let passage = |y| passage_rate(landscape, *noise, valley, y, delta_s).map(f64::recip);
        marks.extend(curve(Pen::new(ink, 1.0, Dash::Dashed), &format!("{relaxes}, {side}"), at, &relaxation));
        marks.extend(curve(Pen::new(ink, 1.3, Dash::Solid), &format!("{passes}, {side}"), 0.8, &passage));
    }
    marks
}
