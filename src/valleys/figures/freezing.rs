//! When and how high the walkers of the session's run hopped last, by the valley they froze in.

use super::entry::{Entry, Kind};
use super::source::Source;
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_number, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::{LastHop, Snapshot};
use crate::valleys::model::Valley;
use crate::valleys::theory::{Prediction, y_freeze};

pub const ENTRY: Entry =
    Entry { name: "freezing", kind: Kind::Run, title: || say!("figure.freezing.title"), make: make };

const BINS: usize = 36;

/// A quantity of a last hop, and how its panel is set out.
struct Shown<'a> {
    place: [f64; 4],
    label: &'a str,
    numbers: Numbers,
    value: fn(&LastHop) -> f64,
    write: fn(f64) -> String,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let run = source.run(progress)?;
    let times = Shown {
        place: [0.0, 0.0, 1.0, 0.5],
        label: say!("figure.freezing.step"),
        numbers: Numbers::Thousands,
        // t_f is the first state after the last hop, 1-based.
        value: |hop| f64::from(hop.step) + 1.0,
        write: |value| format_whole((value / 100.0).round() * 100.0),
    };
    let heights = Shown {
        place: [0.0, 0.5, 1.0, 0.5],
        label: say!("figure.freezing.height"),
        numbers: Numbers::Plain,
        value: |hop| f64::from(hop.y),
        write: |value| format!("{value:.2}"),
    };
    let predicted = predicted(source);
    let mut notes = notes::of_run(source);
    notes.extend(counts(&run));
    let eq11 = match predicted.value {
        Some(y) => say!("figure.freezing.eq11", y = format_number(y)),
        None => say!("figure.freezing.without-eq11").into(),
    };
    Some(Figure {
        name: "freezing".into(),
        title: say!("figure.freezing.title").into(),
        caption: say!("figure.freezing.caption", eq11 = eq11),
        notes,
        aspect: 1.05,
        panels: vec![
            histogram(source, &run.last_hops, &times, None),
            histogram(source, &run.last_hops, &heights, predicted.value),
        ],
    })
}

/// Eq. 11 for the noise at the step looked at.
pub fn predicted(source: &Source) -> Prediction {
    let scenario = source.scenario_at(source.step);
    let calibration = source.calibration();
    y_freeze(&scenario.landscape, scenario.noise, scenario.delta_s(source.step), &calibration)
}

fn counts(run: &Snapshot) -> Vec<String> {
    let hopped = run.last_hops.len() as f64;
    let mut notes = vec![say!("figure.freezing.hopped", walkers = format_whole(hopped))];
    if let Some(censored) = run.summary.censored {
        notes.push(say!("figure.freezing.censored", share = format_args!("{:.1}", 100.0 * censored)));
    }
    notes.extend(notes::diverged(run.summary.diverged, run.scenario.walkers));
    notes
}

fn histogram(source: &Source, hops: &[LastHop], shown: &Shown<'_>, predicted: Option<f64>) -> Panel {
    let values = |valley: Valley| -> Vec<f64> {
        hops.iter().filter(|hop| hop.flat == (valley == Valley::Flat)).map(shown.value).collect()
    };
    let all: Vec<f64> = hops.iter().map(shown.value).chain(predicted).collect();
    let [low, high] = range(&all);
    let edges = evenly([low, high], BINS);
    let mut marks = Vec::new();
    let mut highest = 0.02_f64;
    let landscape = &source.scenario_at(source.step).landscape;
    for valley in Valley::BOTH {
        let (name, ink) = valleys::called(landscape, valley);
        let values = values(valley);
        let Some(median) = median(&values) else { continue };
        let heights = shares(&values, &edges, values.len());
        highest = heights.iter().copied().fold(highest, f64::max);
        let bars = Shape::Bars { edges: edges.clone(), heights, ink, opacity: 0.35 };
        marks.push(Mark::from(bars).in_key(say!(
            "figure.freezing.valley",
            valley = name,
            walkers = format_whole(values.len() as f64),
            median = (shown.write)(median)
        )));
        marks.push(Shape::Upright { x: median, pen: Pen::new(ink, 1.2, Dash::Dashed) }.into());
    }
    if let Some(y) = predicted {
        marks.push(Mark::from(Shape::Upright { x: y, pen: pens::FROST }).named(say!("curve.eq11"), 0.9));
    }
    if hops.is_empty() {
        let at = [0.5 * (low + high), 0.5 * highest];
        let text = say!("figure.freezing.none").into();
        marks.push(Shape::Words { at, align: [0.0, 0.0], text, ink: Ink::Mute }.into());
    }
    Panel {
        place: shown.place,
        title: String::new(),
        x: Axis::new(shown.label, [low, high], shown.numbers),
        // Room for the key.
        y: Axis::new(say!("figure.freezing.share"), [0.0, 1.35 * highest], Numbers::Plain),
        marks,
        bar: None,
    }
}

/// From the least to the greatest, with a little room.
fn range(values: &[f64]) -> [f64; 2] {
    let [low, high] =
        values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &v| [low.min(v), high.max(v)]);
    if low > high {
        return [0.0, 1.0];
    }
    let room = (0.04 * (high - low)).max(1e-3 * high.abs()).max(1e-6);
    [(low - room).max(0.0), high + room]
}

/// The share in each bin of so many values, of which these are some.
pub fn shares(values: &[f64], edges: &[f64], of: usize) -> Vec<f64> {
    let [low, high] = [edges[0], edges[edges.len() - 1]];
    let bins = edges.len() - 1;
    let mut shares = vec![0.0; bins];
    for value in values {
        let bin = ((value - low) / (high - low) * bins as f64) as usize;
        shares[bin.min(bins - 1)] += 1.0 / of as f64;
    }
    shares
}

/// The middle value, or the mean of the two.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(0.5 * (lower + upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn every_walker_is_in_a_bin() {
        let values = [0.0, 0.1, 0.5, 0.99, 1.0];
        let shares = shares(&values, &[0.0, 0.25, 0.5, 0.75, 1.0], values.len());
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((shares[0] - 0.4).abs() < 1e-12 && (shares[3] - 0.4).abs() < 1e-12);
    }
}
