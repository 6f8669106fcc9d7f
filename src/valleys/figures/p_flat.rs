//! The share of the flat valley in the session's run, among everything that predicts it, with what is left between the
//! two.

use std::sync::Arc;

use super::entry::{Entry, Kind};
use super::predicted::{self, Point};
use super::source::Source;
use super::{notes, pens};
use crate::chart::{Axis, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::model::{Landscape, NoiseLaw, Scenario};
use crate::valleys::theory::{self, Patience, Prediction, Trace};

pub const ENTRY: Entry =
    Entry { name: "p-flat", kind: Kind::Run, title: || say!("figure.p-flat.title"), make: make };

/// Moments of the run that are drawn.
const MOMENTS: f64 = 300.0;
/// Differences are shown from this share of the run on, when the start is forgotten.
const FORGOTTEN: f64 = 0.01;

/// Without a hop since this share of the run everyone counts as at rest, and the heights shown end at this many times
/// that of the last hop of all.
const AT_REST: f64 = 0.7;
const SETTLED: f64 = 1.1;

/// The swarm at one moment.
#[derive(Clone, Copy)]
struct Moment {
    step: u32,
    /// Where it stands along the axis: the mean y, or the step where y is held.
    along: f64,
    y: f64,
    share: f64,
    band: [f64; 2],
}

/// A prediction, at each moment for which it has a value.
struct Theory {
    name: &'static str,
    pen: Pen,
    points: Vec<Option<Point>>,
    /// Where along its curve the name stands; in the key if it keeps so close to the swarm that it has no room beside it.
    at: Option<f64>,
}

/// The axis that both panels share.
struct Along {
    axis: Axis,
    by_step: bool,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(&|done| progress(0.5 * done))?;
    let along = Along::new(source, &run);
    let moments = moments(&run, &along);
    let theories = theories(source, &moments, &along, &|done| progress(0.5 + 0.5 * done))?;
    let from = (f64::from(source.step) * FORGOTTEN).round();
    let mut notes = notes::of_run(source);
    notes.push(say!("figure.p-flat.from", step = format_whole(from)));
    if !source.changes.is_empty() {
        notes.push(say!("figure.p-flat.changed").into());
    }
    Some(Figure {
        name: "p-flat".into(),
        title: say!("figure.p-flat.title").into(),
        caption: say!("figure.p-flat.caption").into(),
        notes,
        aspect: 1.15,
        panels: vec![
            shares(source, &moments, &theories, &along),
            differences(&moments, &theories, &along, from),
        ],
    })
}

impl Along {
    fn new(source: &Source, run: &Arc<Snapshot>) -> Self {
        let settled = settled(source, run);
        let heights = run.record.samples.iter().filter_map(|sample| sample.mean_y);
        let heights = heights.filter(|y| settled.is_none_or(|settled| *y <= settled));
        let [low, high] =
            heights.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], y| [low.min(y), high.max(y)]);
        let by_step = source.scenario.hold_y.is_some() || high - low < 1e-3;
        let axis = if by_step {
            Axis::new(say!("axis.step"), [0.0, f64::from(source.step.max(1))], Numbers::Thousands)
        } else {
            Axis::new("$y$", [low, high], Numbers::Plain)
        };
        Self { axis, by_step }
    }

    fn of(&self, step: u32, y: f64) -> f64 {
        if self.by_step { f64::from(step) } else { y }
    }

    /// A value's path leaves out what lies beyond the axis: a prediction may climb faster than the swarm.
    fn shows(&self, at: f64) -> bool {
        (self.axis.range[0]..=self.axis.range[1]).contains(&at)
    }
}

/// The height above which nothing changes: somewhat higher than the last hop of all, if everyone has come to rest.
fn settled(source: &Source, run: &Snapshot) -> Option<f64> {
    let last = run.last_hops.iter().max_by_key(|hop| hop.step)?;
    (f64::from(last.step) < AT_REST * f64::from(source.step)).then(|| SETTLED * f64::from(last.y))
}

/// Samples of the record at distances that can be seen.
fn moments(run: &Snapshot, along: &Along) -> Vec<Moment> {
    let [low, high] = along.axis.range;
    let apart = (high - low) / MOMENTS;
    let mut moments: Vec<Moment> = Vec::new();
    for sample in &run.record.samples {
        let (Some(y), Some(share)) = (sample.mean_y, sample.p_flat()) else { continue };
        let at = along.of(sample.step, y);
        if along.shows(at) && moments.last().is_none_or(|last| at - last.along >= apart) {
            let (low, high) = sample.band();
            moments.push(Moment { step: sample.step, along: at, y, share, band: [low, high] });
        }
    }
    moments
}

/// Everything that predicts the share; `None` if cancelled.
fn theories(
    source: &Source,
    moments: &[Moment],
    along: &Along,
    progress: &Progress<'_>,
) -> Option<Vec<Theory>> {
    let law = source.scenario.noise;
    let steady = |name, pen, at, formula: fn(&Landscape, NoiseLaw, f64, f64) -> Prediction| {
        let point = |moment: &Moment| {
            let Scenario { landscape, noise, .. } = source.scenario_at(moment.step);
            let delta_s = source.scenario_at(moment.step).delta_s(moment.step);
            Point::of(moment.along, &formula(landscape, *noise, moment.y, delta_s))
        };
        Theory { name, pen, at: Some(at), points: moments.iter().map(point).collect() }
    };
    let mut theories = vec![
        steady(say!("curve.equilibrium"), pens::EQUILIBRIUM, 0.9, |landscape, _, _, _| {
            // Drawn as a reference that holds wherever it is compared with.
            theory::p_equilibrium(landscape, NoiseLaw::Uniform)
        }),
        steady(say!("curve.eq9-approximate"), pens::EQ9_APPROXIMATE, 0.15, theory::p_ss_approximate),
        steady(say!("curve.eq9"), pens::EQ9, 0.4, theory::p_ss),
    ];
    theories.push(if law == NoiseLaw::Uniform {
        steady(say!("curve.boltzmann"), pens::BOLTZMANN, 0.6, |landscape, law, _, _| {
            theory::p_boltzmann(landscape, law)
        })
    } else {
        steady(say!("curve.exact"), pens::ITO, 0.3, theory::p_steady)
    });
    if source.changes.is_empty() {
        let steps: Vec<u32> = moments.iter().map(|moment| moment.step).collect();
        let two_state = theory::two_state(&source.scenario, &steps);
        theories.push(traced(say!("curve.two-state"), pens::TWO_STATE, moments, along, &two_state));
        let patience = Patience::beside([&source.scenario]).unless(source.insists);
        let density = theory::density(&source.scenario, &steps, patience, &mut |done| progress(done))?;
        theories.push(traced(say!("curve.density"), pens::DENSITY, moments, along, &density.trace));
    }
    Some(theories)
}

/// A predicted run at the moments' steps, as far as it goes.
fn traced(name: &'static str, pen: Pen, moments: &[Moment], along: &Along, trace: &Trace) -> Theory {
    let points = trace.points.iter().map(|point| {
        let at = [along.of(point.step, point.y), point.p_flat];
        Some(Point { at, holds: point.in_domain })
    });
    let missing = moments.len().saturating_sub(trace.points.len());
    Theory { name, pen, at: None, points: points.chain(std::iter::repeat_n(None, missing)).collect() }
}

fn shares(source: &Source, moments: &[Moment], theories: &[Theory], along: &Along) -> Panel {
    let mut marks = vec![
        Shape::Band {
            points: moments.iter().map(|moment| [moment.along, moment.band[0], moment.band[1]]).collect(),
            ink: Ink::Strong,
            opacity: 0.16,
        }
        .into(),
    ];
    let mut lowest = moments.iter().map(|moment| moment.band[0]).fold(0.5, f64::min);
    for theory in theories {
        let points: Vec<Point> =
            theory.points.iter().flatten().copied().filter(|point| along.shows(point.at[0])).collect();
        lowest = points.iter().map(|point| point.at[1]).fold(lowest, f64::min);
        let mut curve = predicted::curve(&points, theory.pen, theory.at.map(|at| (theory.name, at)));
        if let (None, Some(first)) = (theory.at, curve.first_mut()) {
            *first = first.clone().in_key(theory.name);
        }
        marks.extend(curve);
    }
    let points = moments.iter().map(|moment| [moment.along, moment.share]).collect();
    let name = say!("figure.p-flat.swarm", walkers = format_whole(f64::from(source.scenario.walkers)));
    marks.push(Mark::curve(points, pens::MEASURED).in_key(name));
    Panel {
        place: [0.0, 0.0, 1.0, 0.64],
        title: String::new(),
        x: Axis { label: String::new(), ..along.axis.clone() },
        y: Axis::new("$P_{flat}$", [(lowest * 20.0).floor() / 20.0, 1.0], Numbers::Plain),
        marks,
        bar: None,
    }
}

fn differences(moments: &[Moment], theories: &[Theory], along: &Along, from: f64) -> Panel {
    let shown = || moments.iter().enumerate().filter(|(_, moment)| f64::from(moment.step) >= from);
    let band = shown().map(|(_, moment)| {
        let [low, high] = moment.band.map(|end| end - moment.share);
        [moment.along, low, high]
    });
    let mut marks = vec![
        Shape::Band { points: band.collect(), ink: Ink::Strong, opacity: 0.16 }.into(),
        Shape::Level { y: 0.0, pen: Pen { width: 0.8, ..pens::MEASURED } }.into(),
    ];
    let mut reach = 0.05_f64;
    // The equilibrium is a level to compare with, and so far off that nothing else could be told.
    for theory in theories.iter().skip(1) {
        let difference = |(index, moment): (usize, &Moment)| {
            let point = theory.points[index]?;
            Some(Point { at: [moment.along, point.at[1] - moment.share], ..point })
        };
        let points: Vec<Point> = shown().filter_map(difference).collect();
        reach = points.iter().map(|point| point.at[1].abs()).fold(reach, f64::max);
        marks.extend(predicted::curve(&points, theory.pen, None));
    }
    let reach = (reach * 20.0).ceil() / 20.0;
    Panel {
        place: [0.0, 0.64, 1.0, 0.36],
        title: String::new(),
        x: along.axis.clone(),
        y: Axis::new(say!("figure.p-flat.difference"), [-reach, reach], Numbers::Plain),
        marks,
        bar: None,
    }
}
