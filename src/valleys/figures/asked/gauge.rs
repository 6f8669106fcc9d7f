//! The times to relax, to drift and to pass from floor to floor as the run goes on, and beneath them the criterion and
//! the hops themselves: where they cross hopping ends.

use super::unanswered;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_number};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::predicted::{self, Point};
use crate::valleys::figures::source::Source;
use crate::valleys::figures::{notes, pens, valleys};
use crate::valleys::model::{Landscape, NoiseLaw, Valley};
use crate::valleys::theory::{
    Domain, Prediction, drift_time, fading_time, freezing_criterion, hop_rate, passage_rate, relaxation_time,
};

pub const ENTRY: Entry = Entry {
    name: "gauge",
    kind: Kind::Asked(Asked {
        called: || say!("figure.gauge.called"),
        asks: || say!("figure.gauge.asks"),
        tells: || say!("figure.gauge.tells"),
        about: About::Run,
        question: Question::None,
        reads: Reads::Moment,
        own_walkers: false,
        leads: Leads::Nowhere,
    }),
    title: || say!("figure.gauge.title"),
    make,
};

/// Points of a curve over the logarithm of the step.
const POINTS: f64 = 200.0;
/// Decades of steps before the mean last hop.
const BEFORE: f64 = 2.0;
/// Decades above the drift's time that are shown.
const ABOVE: f64 = 2.0;
/// Decades of the hop rate beneath its highest.
const BELOW: f64 = 5.0;

/// The swarm at one moment.
struct GaugeMoment {
    /// log₁₀ of the step.
    at: f64,
    y: f64,
    delta_s: f64,
    landscape: Landscape,
    noise: NoiseLaw,
    p_flat: f64,
    /// Hops of a walker in a unit of optimisation time, since the moment before.
    rate: f64,
    /// As many as steps of that size make.
    hops: Prediction,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(progress)?;
    let end = f64::from(source.step.max(2)).log10();
    let frozen = run.summary.mean_freezing_step.map(f64::log10);
    let from = (frozen.unwrap_or(end).min(end) - BEFORE).clamp(0.0, end - 0.3);
    let moments = moments(source, &run, [from, end]);
    if run.summary.p_flat.is_none() {
        return Some(unanswered::figure(&ENTRY, say!("figure.diverged")));
    }
    let axis = Axis::new(say!("axis.step"), [from, end], Numbers::Powers);
    let frozen = frozen.filter(|at| (from..=end).contains(at));
    let epsilon = source.calibration().epsilon();
    let crossing = crossing(&moments, epsilon);
    let mut notes = notes::of_run(source);
    notes.push(say!("figure.gauge.scale", epsilon = format_number(epsilon)));
    notes.extend(notes::diverged(run.summary.diverged, run.scenario.walkers));
    let crosses = match crossing {
        Some(at) => say!("figure.gauge.crosses", step = format_args!("{:.0}", 10_f64.powf(at))),
        None if moments.iter().any(|moment| ratio(moment, epsilon).value.is_some()) => {
            say!("figure.gauge.stays").into()
        }
        None => say!("figure.gauge.silent").into(),
    };
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.gauge.caption", crossing = crosses),
        notes,
        aspect: 1.3,
        panels: vec![
            times(&moments, &axis, frozen),
            criterion(&moments, &axis, epsilon, [frozen, crossing]),
            rates(&moments, &axis, [frozen, crossing]),
        ],
    })
}

/// Samples at distances that can be seen, hops in between added up.
fn moments(source: &Source, run: &Snapshot, [from, to]: [f64; 2]) -> Vec<GaugeMoment> {
    let mut moments: Vec<GaugeMoment> = Vec::new();
    let (mut hops, mut time) = (0.0, 0.0);
    for sample in run.record.samples.iter().filter(|sample| sample.step > 0) {
        let scenario = source.scenario_at(sample.step);
        let live = f64::from(sample.live.max(1));
        hops += sample.hops as f64 / live;
        time += scenario.eta.at(sample.step - 1) * f64::from(sample.span);
        let at = f64::from(sample.step).log10();
        let far = at >= from && moments.last().is_none_or(|last| at - last.at >= (to - from) / POINTS);
        let (Some(y), Some(p_flat), true) = (sample.mean_y, sample.p_flat(), far && time > 0.0) else {
            continue;
        };
        let (landscape, noise) = (scenario.landscape, scenario.noise);
        let delta_s = scenario.delta_s(sample.step);
        let rate = hops / time;
        let expected = hop_rate(scenario, sample.step - 1, y, p_flat);
        moments.push(GaugeMoment { at, y, delta_s, landscape, noise, p_flat, rate, hops: expected });
        (hops, time) = (0.0, 0.0);
    }
    moments
}

/// A prediction along the run, cut to the range shown.
fn curve(
    moments: &[GaugeMoment],
    range: [f64; 2],
    pen: Pen,
    name: (&str, f64),
    value: impl Fn(&GaugeMoment) -> Prediction,
) -> Vec<Mark> {
    let points: Vec<Point> = moments
        .iter()
        .filter_map(|moment| Point::of(moment.at, &value(moment).map(f64::log10)))
        .filter(|point| (range[0]..=range[1]).contains(&point.at[1]))
        .collect();
    predicted::curve(&points, pen, Some(name))
}

fn times(moments: &[GaugeMoment], axis: &Axis, frozen: Option<f64>) -> Panel {
    let logs = |value: &dyn Fn(&GaugeMoment) -> Option<f64>| -> Vec<f64> {
        moments.iter().filter_map(value).map(f64::log10).filter(|log| log.is_finite()).collect()
    };
    let relax = logs(&|moment| Some(relaxation_time(&moment.landscape, Valley::Sharp, moment.y)));
    let drift = logs(&|moment| drift_time(&moment.landscape, moment.y).value);
    let low = relax.iter().copied().fold(0.0, f64::min).floor();
    let range = [low, drift.iter().copied().fold(low + 1.0, f64::max).ceil() + ABOVE];
    let mut marks: Vec<Mark> = frozen.map(frozen_at).into_iter().collect();
    marks.extend(curve(
        moments,
        range,
        Pen::new(Ink::Strong, 1.0, Dash::Dashed),
        (say!("curve.drift"), 0.3),
        |moment| drift_time(&moment.landscape, moment.y),
    ));
    marks.extend(curve(
        moments,
        range,
        Pen::new(Ink::Strong, 1.4, Dash::Solid),
        (say!("curve.fading"), 0.5),
        |moment| {
            let flatter = valleys::flatter(&moment.landscape);
            fading_time(&moment.landscape, moment.noise, flatter, moment.y, moment.delta_s)
        },
    ));
    for (valley, passage, side) in [
        (Valley::Flat, "$1/k^+$", say!("valley.flat.briefly")),
        (Valley::Sharp, "$1/k^-$", say!("valley.steep.briefly")),
    ] {
        let relax = format!("$τ_x$, {side}");
        let ink = moments.first().map_or(Ink::Text, |first| valleys::called(&first.landscape, valley).1);
        marks.extend(curve(moments, range, Pen::new(ink, 1.0, Dash::Dashed), (&relax, 0.5), |moment| {
            Prediction::new(relaxation_time(&moment.landscape, valley, moment.y), Domain::Valid)
        }));
        marks.extend(curve(moments, range, Pen::new(ink, 1.3, Dash::Solid), (passage, 0.7), |moment| {
            passage_rate(&moment.landscape, moment.noise, valley, moment.y, moment.delta_s).map(f64::recip)
        }));
    }
    Panel {
        place: [0.0, 0.0, 1.0, 0.42],
        title: String::new(),
        x: Axis { label: String::new(), ..axis.clone() },
        y: Axis::new(say!("axis.time"), range, Numbers::Powers),
        marks,
        bar: None,
    }
}

/// A34's left side over its right side.
fn ratio(moment: &GaugeMoment, epsilon: f64) -> Prediction {
    freezing_criterion(&moment.landscape, moment.noise, moment.y, moment.delta_s, epsilon)
}

/// Where the criterion falls below 1 for the last time.
fn crossing(moments: &[GaugeMoment], epsilon: f64) -> Option<f64> {
    let hopping = |moment: &GaugeMoment| Some(ratio(moment, epsilon).value? > 1.0);
    let pair = moments
        .windows(2)
        .rev()
        .find(|pair| hopping(&pair[0]) == Some(true) && hopping(&pair[1]) == Some(false))?;
    Some(0.5 * (pair[0].at + pair[1].at))
}

fn criterion(
    moments: &[GaugeMoment],
    axis: &Axis,
    epsilon: f64,
    [frozen, crossing]: [Option<f64>; 2],
) -> Panel {
    let range = [-2.0, 3.0];
    let mut marks: Vec<Mark> = frozen.map(frozen_at).into_iter().collect();
    marks.push(Shape::Level { y: 0.0, pen: pens::REFERENCE }.into());
    marks.extend(crossing.map(crossed_at));
    let pen = Pen::new(Ink::Ember, 1.4, Dash::Solid);
    marks.extend(curve(moments, range, pen, ("A34", 0.5), |moment| ratio(moment, epsilon)));
    Panel {
        place: [0.0, 0.42, 1.0, 0.26],
        title: String::new(),
        x: Axis { label: String::new(), ..axis.clone() },
        y: Axis::new(say!("figure.gauge.ratio"), range, Numbers::Powers),
        marks,
        bar: None,
    }
}

fn rates(moments: &[GaugeMoment], axis: &Axis, [frozen, crossing]: [Option<f64>; 2]) -> Panel {
    let measured: Vec<[f64; 2]> = moments
        .iter()
        .filter(|moment| moment.rate > 0.0)
        .map(|moment| [moment.at, moment.rate.log10()])
        .collect();
    let highest = measured.iter().map(|point| point[1]).fold(f64::NEG_INFINITY, f64::max);
    let top = if highest.is_finite() { highest.ceil() } else { 0.0 };
    let range = [top - BELOW, top];
    let mut marks: Vec<Mark> =
        frozen.map(|at| frozen_at(at).in_key(say!("figure.gauge.frozen"))).into_iter().collect();
    marks.extend(crossing.map(|at| crossed_at(at).in_key(say!("figure.gauge.crossing"))));
    let passages = |moment: &GaugeMoment| {
        let GaugeMoment { landscape, noise, y, delta_s, p_flat, .. } = moment;
        let rate = |valley| passage_rate(landscape, *noise, valley, *y, *delta_s);
        let (out, back) = (rate(Valley::Flat), rate(Valley::Sharp));
        match back.value {
            Some(back) => out.map(|out| out * p_flat + back * (1.0 - p_flat)),
            None => back,
        }
    };
    marks.extend(curve(moments, range, pens::TWO_STATE, (say!("figure.gauge.passages"), 0.4), passages));
    let signs = Pen { dash: Dash::Dashed, ..pens::TWO_STATE };
    marks.extend(curve(moments, range, signs, (say!("figure.gauge.rates"), 0.6), |moment| moment.hops));
    let inside = measured.into_iter().filter(|point| point[1] >= range[0]).collect();
    marks.push(Mark::curve(inside, pens::MEASURED).named(say!("curve.swarm"), 0.5));
    Panel {
        place: [0.0, 0.68, 1.0, 0.32],
        title: String::new(),
        x: axis.clone(),
        y: Axis::new(say!("figure.gauge.hops"), range, Numbers::Powers),
        marks,
        bar: None,
    }
}

/// The mean last hop of the swarm.
fn frozen_at(x: f64) -> Mark {
    Shape::Upright { x, pen: pens::FROST }.into()
}

fn crossed_at(x: f64) -> Mark {
    Shape::Upright { x, pen: Pen { dash: Dash::Dashed, ..pens::FROST } }.into()
}
