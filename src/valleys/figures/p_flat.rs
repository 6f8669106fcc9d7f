//! The share of the flat valley in the session's run, among everything that predicts it, with what is left between the
//! two.

use super::entry::{Entry, Kind};
use super::own_heights::OwnHeights;
use super::predicted::{self, Point};
use super::seen::{Moment, Seen};
use super::source::Source;
use super::spans::of_shares;
use super::theories::{Curve, Theory};
use super::{eq9, held, notes, pens};
use crate::chart::axis::round_step;
use crate::chart::{Axis, Dot, Figure, Ink, Mark, Numbers, Panel, Shape, Symbol, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::model::NoiseLaw;
use crate::valleys::sim::Sample;
use crate::valleys::theory::Trace;

pub const ENTRY: Entry =
    Entry { name: "p-flat", kind: Kind::Run, title: || say!("figure.p-flat.title"), make };

/// Samples that are drawn along the axis: any closer and their scatter hides the curves.
const MOMENTS: f64 = 120.0;
/// Differences are shown from this share of the run on, when the start is forgotten.
const FORGOTTEN: f64 = 0.01;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let moment = Moment::foreseen(source, progress)?;
    let seen = moment.seen();
    // For uniform noise the exact share is Boltzmann's, and for others his is none.
    let redundant = if source.scenario.noise == NoiseLaw::Uniform { Theory::Ito } else { Theory::Boltzmann };
    let shows = |theory: Theory| theory != redundant && !theory.is_aside();
    let held = seen.scenario.hold_y;
    let shares = match held {
        Some(y) => held::panel(&seen, y, &shows),
        None => panel(&seen, &curves(&seen, &shows, None), None),
    };
    let from = (f64::from(source.step) * FORGOTTEN).round();
    let mut notes = notes::of_run(source);
    notes.push(say!("figure.p-flat.from", step = format_whole(from)));
    if !source.changes.is_empty() {
        notes.push(say!("figure.p-flat.changed").into());
    }
    let differences = differences(source, &seen, &shares.x, from, &shows);
    let shares = Panel { place: [0.0, 0.0, 1.0, 0.64], ..shares };
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.p-flat.caption", eq9 = how_far_eq9_is(&seen)),
        notes,
        aspect: 1.15,
        panels: vec![shares, differences],
    })
}

/// At the height that is held, or over those of the curves.
fn how_far_eq9_is(seen: &Seen<'_>) -> String {
    let share = |theory: Theory, y| theory.share(seen.scenario, seen.shown.step, y);
    match seen.scenario.hold_y.map(|y| [Theory::Eq9, Theory::Ito].map(|theory| share(theory, y))) {
        Some([Some(eq9), Some(exact)]) => eq9::told([(&eq9, &exact)].into_iter()),
        _ => eq9::told(seen.curves.eq9.iter().zip(&seen.curves.ito)),
    }
}

/// The predicted curves that are to be shown and have values.
pub fn curves(seen: &Seen<'_>, shows: &dyn Fn(Theory) -> bool, own: Option<&OwnHeights>) -> Vec<Curve> {
    let [_, top] = heights(seen, own);
    let shown = Theory::ALL.into_iter().filter(|theory| shows(*theory));
    shown.filter_map(|theory| theory.curve(seen, top)).collect()
}

/// The share over the height: the swarm's against its mean height, or with walkers sorted by their own.
pub fn panel(seen: &Seen<'_>, curves: &[Curve], own: Option<&OwnHeights>) -> Panel {
    let x = heights(seen, own);
    let measured = MeasuredCourse::of(seen, (x[1] - x[0]) / MOMENTS);
    let y = of_shares(seen, lowest(&measured, curves, own, x));
    let mut marks = frost(seen, x, y);
    let (seen_to, rest) = (measured.seen, measured.seen.saturating_sub(1));
    if own.is_none() {
        for (points, opacity) in [(&measured.band[..seen_to], 0.29), (&measured.band[rest..], 0.13)] {
            marks.push(Shape::Band { points: points.to_vec(), ink: Ink::Strong, opacity }.into());
        }
    }
    for curve in curves {
        marks.extend(predicted_share(seen, curve, x));
    }
    if let Some(own) = own {
        let dot = |bin: &super::own_heights::Bin| {
            Dot::new([bin.y, bin.share()]).between(bin.band().0, bin.band().1)
        };
        let dots = own.bins.iter().map(dot).collect();
        marks.push(Shape::Dots { dots, ink: Ink::Strong, symbol: Symbol::Disc, size: 4.0 }.into());
    } else {
        let name = say!("figure.p-flat.swarm", walkers = format_whole(f64::from(seen.scenario.walkers)));
        marks.push(Mark::curve(measured.points[..seen_to].to_vec(), pens::MEASURED).in_key(name));
        marks.push(Mark::curve(measured.points[rest..].to_vec(), pens::later(pens::MEASURED)));
        marks.extend(seen.shown.p_flat.into_iter().flat_map(|p| pens::now([seen.shown.mean_y, p])));
    }
    // There is nothing after a moment that is the last, nor before one that is the first.
    marks.retain(|mark| !mark.shape.is_empty());
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$y$", x, Numbers::Plain),
        y: Axis::new("$P_{flat}$", y, Numbers::Plain),
        marks,
        bar: None,
    }
}

/// The heights on the axis: those of the curves, or those that walkers have where each counts by its own.
fn heights(seen: &Seen<'_>, own: Option<&OwnHeights>) -> [f64; 2] {
    if let Some((low, high)) = own.and_then(|own| own.range) {
        let margin = (0.08 * (high - low)).max(1e-3);
        return [low - margin, high + margin];
    }
    let (top, y) = (seen.curves.top(), seen.shown.mean_y);
    if y < 0.97 * top {
        return [0.0, top];
    }
    // A swarm that has climbed past the curves is still shown.
    let step = round_step(0.15 * y);
    [0.0, (1.04 * y / step).ceil() * step]
}

/// The least share of the data and the curves, or 0.5.
fn lowest(
    measured: &MeasuredCourse,
    curves: &[Curve],
    own: Option<&OwnHeights>,
    [from, to]: [f64; 2],
) -> f64 {
    let data: Vec<[f64; 2]> = match own {
        Some(own) => own.bins.iter().map(|bin| [bin.y, bin.band().0]).collect(),
        None => measured.band.iter().map(|&[y, low, _]| [y, low]).collect(),
    };
    let predicted = curves.iter().flat_map(|curve| curve.points.iter().map(|point| point.at));
    let all = data.into_iter().chain(predicted).filter(|[y, _]| (from..=to).contains(y));
    all.fold(0.5, |least, [_, p]| least.min(p))
}

/// The frost beyond the height where walkers freeze, the line where it begins, and the paper's.
fn frost(seen: &Seen<'_>, [low, high]: [f64; 2], [foot, top]: [f64; 2]) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(y) = seen.frost.y().filter(|y| *y < high) {
        let from = y.max(low);
        let outline = vec![[from, foot], [high, foot], [high, top], [from, top]];
        marks.push(Shape::Area { outline, ink: Ink::Ice, opacity: 0.08 }.into());
        if y > low {
            let name = say!("curve.frost-at", y = format_args!("{y:.2}"));
            marks.push(Mark::from(Shape::Upright { x: y, pen: pens::FROST }).in_key(name));
        }
    }
    let eq11 = &seen.curves.y_freeze;
    if let Some(y) = eq11.value.filter(|y| (low..high).contains(y)) {
        let pen = if eq11.domain.is_valid() { pens::EQ11 } else { pens::outside(pens::EQ11) };
        let name = say!("curve.eq11-at", y = format_args!("{y:.2}"));
        marks.push(Mark::from(Shape::Upright { x: y, pen }).in_key(name));
    }
    marks
}

/// A curve of a theory within the axis, with its name.
fn predicted_share(seen: &Seen<'_>, curve: &Curve, x: [f64; 2]) -> Vec<Mark> {
    let (theory, label) = (curve.theory, curve.theory.label(seen));
    if let (true, Some(first)) = (theory.is_level(), curve.points.first()) {
        return vec![Mark::from(Shape::Level { y: first.at[1], pen: theory.pen() }).named(label, 0.9)];
    }
    let points = predicted::between(&curve.points, x);
    let along = match theory {
        Theory::Eq9Approximate => 0.15,
        Theory::Ito => 0.3,
        _ => 0.4,
    };
    let mut marks = predicted::curve(&points, theory.pen(), Some((&label, along)));
    // What predicts the run keeps so close to the swarm that a name beside it could be either's.
    if let (true, Some(first)) = (theory.is_of_runs(), marks.first_mut()) {
        *first = first.clone().in_key(label);
    }
    marks
}

/// The measured curve: height, share, and its band.
struct MeasuredCourse {
    points: Vec<[f64; 2]>,
    band: Vec<[f64; 3]>,
    /// How many of the points lie at or before the moment looked at.
    seen: usize,
}

impl MeasuredCourse {
    /// The samples of the record, those `least` apart in y. The last one and the one looked at are always there.
    fn of(seen: &Seen<'_>, least: f64) -> Self {
        let samples = &seen.run.record.samples;
        let mut measured = Self { points: Vec::new(), band: Vec::new(), seen: 0 };
        for (index, sample) in samples.iter().enumerate() {
            let (Some(y), Some(p)) = (sample.mean_y, sample.p_flat()) else { continue };
            let landmark = index == seen.shown.sample || index + 1 == samples.len();
            if !landmark && measured.points.last().is_some_and(|last| (y - last[0]).abs() < least) {
                continue;
            }
            let (low, high) = sample.band();
            measured.points.push([y, p]);
            measured.band.push([y, low, high]);
            if index <= seen.shown.sample {
                measured.seen = measured.points.len();
            }
        }
        measured
    }
}

/// A sample of the record and where it stands along the axis.
struct LabelPlace<'a> {
    sample: &'a Sample,
    along: f64,
    y: f64,
    share: f64,
}

/// What the theories say at the swarm's own heights and noise, less what the swarm has.
fn differences(
    source: &Source,
    seen: &Seen<'_>,
    axis: &Axis,
    from: f64,
    shows: &dyn Fn(Theory) -> bool,
) -> Panel {
    let places = places(seen, axis, from);
    let band = places.iter().map(|place| {
        let (low, high) = place.sample.band();
        [place.along, low - place.share, high - place.share]
    });
    let mut marks = vec![
        Shape::Band { points: band.collect(), ink: Ink::Strong, opacity: 0.29 }.into(),
        Shape::Level { y: 0.0, pen: pens::later(pens::MEASURED).faded(1.0) }.into(),
    ];
    let mut reach = 0.045_f64;
    // The equilibrium is a level to compare with, and so far off that nothing else could be told.
    for theory in Theory::ALL.into_iter().filter(|theory| *theory != Theory::Equilibrium && shows(*theory)) {
        let point = |place: &LabelPlace<'_>| {
            let Point { at: [_, share], holds } = predicted_at(theory, source, seen, place)?;
            Some(Point { at: [place.along, share - place.share], holds })
        };
        let points: Vec<Point> = places.iter().filter_map(point).collect();
        reach = points.iter().map(|point| point.at[1].abs()).fold(reach, f64::max);
        marks.extend(predicted::curve(&points, theory.pen(), None));
    }
    // What is as large as that does not lie on the edge.
    let reach = (1.02 * reach * 20.0).ceil() / 20.0;
    Panel {
        place: [0.0, 0.64, 1.0, 0.36],
        title: String::new(),
        x: axis.clone(),
        y: Axis::new(say!("figure.p-flat.difference"), [-reach, reach], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// Samples from a step on, at distances that can be seen.
fn places<'a>(seen: &Seen<'a>, axis: &Axis, from: f64) -> Vec<LabelPlace<'a>> {
    let [low, high] = axis.range;
    let by_step = seen.scenario.hold_y.is_some();
    let mut places: Vec<LabelPlace<'a>> = Vec::new();
    for sample in seen.run.record.samples.iter().filter(|sample| f64::from(sample.step) >= from) {
        let (Some(y), Some(share)) = (sample.mean_y, sample.p_flat()) else { continue };
        let along = if by_step { f64::from(sample.step) } else { y };
        let apart = |last: &LabelPlace<'_>| along - last.along >= (high - low) / MOMENTS;
        if (low..=high).contains(&along) && places.last().is_none_or(apart) {
            places.push(LabelPlace { sample, along, y, share });
        }
    }
    places
}

/// A theory's share for the swarm at one of its places, under the noise that was in force there.
fn predicted_at(theory: Theory, source: &Source, seen: &Seen<'_>, place: &LabelPlace<'_>) -> Option<Point> {
    let step = place.sample.step;
    let of_run = |trace: &Trace| {
        let after = trace.points.partition_point(|point| point.step < step);
        let (to, from) = (trace.points.get(after)?, trace.points.get(after.saturating_sub(1))?);
        let share = f64::from(step - from.step.min(step)) / f64::from((to.step - from.step).max(1));
        let value = from.p_flat + share * (to.p_flat - from.p_flat);
        Some(Point { at: [place.along, value], holds: from.in_domain && to.in_domain })
    };
    match theory {
        Theory::TwoState => of_run(&seen.forecast?.two_state),
        Theory::Density => of_run(&seen.forecast?.density.trace),
        _ => Point::of(place.along, &theory.share(source.scenario_at(step), step, place.y)?),
    }
}
