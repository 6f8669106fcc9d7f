//! When and how high the walkers of the session's run hopped last: the rate of hops over the run, and the distributions
//! of their last hops, of all and by the valley they froze in.

use super::entry::{Entry, Kind};
use super::frost::frost_and_eq11;
use super::seen::{Moment, Seen};
use super::source::Source;
use super::spans::of_steps;
use super::{notes, pens, valleys};
use crate::chart::axis::evenly;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::live::{LastHop, Snapshot};
use crate::valleys::model::{Landscape, Valley};
use crate::valleys::theory::Freezing;

pub const ENTRY: Entry =
    Entry { name: "freezing", kind: Kind::Run, title: || say!("figure.freezing.title"), make };

/// Most decades of the rate that are shown.
const DECADES: f64 = 6.0;
/// Above what is drawn there is room for a heading, as a share of the panel.
const HEADING: f64 = 0.15;
const BINS: usize = 36;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let moment = Moment::foreseen(source, progress)?;
    let (seen, run) = (moment.seen(), &moment.run);
    let times = ShownHeights {
        place: [0.0, 0.34, 1.0, 0.33],
        label: say!("figure.freezing.step"),
        numbers: Numbers::Thousands,
        // t_f is the first state after the last hop, 1-based.
        value: |hop| f64::from(hop.step) + 1.0,
        write: |value| format_whole((value / 100.0).round() * 100.0),
    };
    let heights = ShownHeights {
        place: [0.0, 0.67, 1.0, 0.33],
        label: say!("figure.freezing.height"),
        numbers: Numbers::Plain,
        value: |hop| f64::from(hop.y),
        write: |value| format!("{value:.2}"),
    };
    let mut notes = notes::of_run(source);
    notes.extend(counts(run));
    let landscape = &seen.scenario.landscape;
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("figure.freezing.caption", lines = frost_and_eq11(&seen)),
        notes,
        aspect: 1.4,
        panels: vec![
            Panel { place: [0.0, 0.0, 0.5, 0.34], ..rates(&seen, &Rates::of(&seen)) },
            Panel { place: [0.5, 0.0, 0.5, 0.34], ..self::heights(&seen) },
            by_valley(landscape, &run.last_hops, &times, &lines(&seen, |frost| frost.step, None)),
            by_valley(
                landscape,
                &run.last_hops,
                &heights,
                &lines(&seen, |frost| frost.y, seen.curves.y_freeze.value),
            ),
        ],
    })
}

/// A line that predicts, with its pen and name.
type Line = (f64, Pen, &'static str);

/// The frost line, and the paper's.
fn lines(seen: &Seen<'_>, of: fn(&Freezing) -> f64, eq11: Option<f64>) -> Vec<Line> {
    let frost = seen.frost.here.as_ref().ok().map(|frost| (of(&frost.at), pens::FROST, say!("curve.frost")));
    frost.into_iter().chain(eq11.map(|y| (y, pens::EQ11, say!("curve.eq11")))).collect()
}

/// Hops per walker and step over the run, and the share of walkers still hopping.
pub struct Rates {
    /// Step and log10 of the rate; samples without hops are left out.
    pub points: Vec<[f64; 2]>,
    /// Step and log10 of the share whose last hop is recent, up to the moment looked at.
    hopping: Vec<[f64; 2]>,
    /// How many of the points lie at or before the moment looked at.
    pub seen: usize,
}

impl Rates {
    pub fn of(seen: &Seen<'_>) -> Self {
        let mut rates = Self { points: Vec::new(), hopping: Vec::new(), seen: 0 };
        for (index, sample) in seen.run.record.samples.iter().enumerate() {
            let step = f64::from(sample.step);
            if sample.hopping > 0 && index <= seen.shown.sample {
                rates.hopping.push([step, (f64::from(sample.hopping) / f64::from(sample.live)).log10()]);
            }
            let walker_steps = f64::from(sample.span) * f64::from(sample.live);
            if sample.hops > 0 && walker_steps > 0.0 {
                rates.points.push([step, (sample.hops as f64 / walker_steps).log10()]);
                if index <= seen.shown.sample {
                    rates.seen = rates.points.len();
                }
            }
        }
        rates
    }

    /// The rate at the moment looked at, or before it.
    pub fn now(&self) -> Option<[f64; 2]> {
        self.seen.checked_sub(1).map(|last| self.points[last])
    }
}

/// How often walkers hop, over the steps.
pub fn rates(seen: &Seen<'_>, rates: &Rates) -> Panel {
    let high = rates.points.iter().fold(f64::NEG_INFINITY, |high, point| high.max(point[1]));
    let low = rates.points.iter().fold(high, |low, point| low.min(point[1]));
    let (low, high) = if high.is_finite() { (low, high) } else { (-4.0, -1.0) };
    // The share of walkers reaches 1.
    let high = if rates.hopping.is_empty() { (high + 0.1).ceil() } else { 0.0 };
    let low = low.floor().clamp(high - DECADES, high - 1.0);
    let range = [low, high + HEADING / (1.0 - HEADING) * (high - low)];
    let steps = of_steps(seen, 0.0);
    let later = rates.seen.saturating_sub(1);
    let share = Pen::new(Ink::Ember, 1.1, Dash::Dashed);
    let mut marks = vec![
        Mark::curve(rates.points[later..].to_vec(), pens::later(pens::MEASURED)),
        Mark::curve(rates.points[..rates.seen].to_vec(), pens::MEASURED),
        Mark::curve(rates.hopping.clone(), share).named(say!("panel.hops.share"), 1.0),
    ];
    marks.retain(|mark| !mark.shape.is_empty());
    marks.extend(rates.now().into_iter().flat_map(pens::now));
    let measured = !rates.points.is_empty();
    if !measured {
        let none =
            if seen.shown.step == 0 { say!("panel.hops.not-started") } else { say!("panel.hops.none") };
        marks.push(in_the_middle([steps, range], none));
    }
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new(say!("axis.step"), steps, Numbers::Thousands),
        y: if measured {
            Axis::new(say!("panel.hops.rates-heading"), range, Numbers::Powers)
        } else {
            Axis::hidden(range)
        },
        marks,
        bar: None,
    }
}

/// Words where there is nothing to draw.
fn in_the_middle([x, y]: [[f64; 2]; 2], text: &str) -> Mark {
    let at = [0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[1])];
    Shape::Words { at, align: [0.0, 0.0], text: text.into(), ink: Ink::Mute }.into()
}

/// The heights at which walkers hopped for the last time, in per cent of them.
pub fn heights(seen: &Seen<'_>) -> Panel {
    let histogram = &seen.run.freezing;
    let total = histogram.counts.iter().map(|&count| f64::from(count)).sum::<f64>();
    let tallest = histogram.counts.iter().copied().max().map_or(1.0, f64::from).max(1.0);
    let lines = lines(seen, |frost| frost.y, seen.curves.y_freeze.value);
    let (mut low, mut high) = (histogram.from, histogram.to);
    if total == 0.0 {
        (low, high) = (0.0, seen.curves.top());
    } else {
        // Predictions belong in the picture if they are anywhere near.
        let reach = 1.5 * (high - low).max(0.5);
        let near = (low - reach)..(high + reach);
        for (y, ..) in lines.iter().filter(|(y, ..)| near.contains(y)) {
            (low, high) = (low.min(*y), high.max(*y));
        }
    }
    let margin = (0.06 * (high - low)).max(0.01);
    let x = [low - margin, high + margin];
    let y = [0.0, if total > 0.0 { 1.35 * tallest / total * 100.0 } else { 100.0 }];
    let mut marks = Vec::new();
    if total > 0.0 {
        let heights = histogram.counts.iter().map(|&count| 100.0 * f64::from(count) / total).collect();
        let edges = evenly([histogram.from, histogram.to], histogram.counts.len());
        marks.push(Shape::Bars { edges, heights, ink: Ink::Ice, opacity: 0.7 }.into());
    }
    for (at, pen, name) in lines.into_iter().filter(|(at, ..)| (x[0]..=x[1]).contains(at)) {
        let line = vec![[at, 0.0], [at, (1.0 - HEADING) * y[1]]];
        marks.push(Mark::curve(line, pen).named(name, 0.95));
    }
    if total == 0.0 {
        let none = match (seen.shown.p_flat, seen.shown.step) {
            (None, _) => say!("swarm.diverged"),
            (_, 0) => say!("panel.hops.not-started"),
            _ => say!("panel.hops.no-walker"),
        };
        marks.push(in_the_middle([x, y], none));
    }
    let label = say!("panel.hops.heights-heading");
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("$y$", x, Numbers::Plain),
        y: if total > 0.0 { Axis::new(label, y, Numbers::Plain) } else { Axis::hidden(y) },
        marks,
        bar: None,
    }
}

/// A quantity of a last hop, and how its panel is set out.
struct ShownHeights<'a> {
    place: [f64; 4],
    label: &'a str,
    numbers: Numbers,
    value: fn(&LastHop) -> f64,
    write: fn(f64) -> String,
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

fn by_valley(landscape: &Landscape, hops: &[LastHop], shown: &ShownHeights<'_>, lines: &[Line]) -> Panel {
    let values = |valley: Valley| -> Vec<f64> {
        hops.iter().filter(|hop| hop.flat == (valley == Valley::Flat)).map(shown.value).collect()
    };
    let all: Vec<f64> = hops.iter().map(shown.value).chain(lines.iter().map(|(at, ..)| *at)).collect();
    let [low, high] = range(&all);
    let edges = evenly([low, high], BINS);
    let mut marks = Vec::new();
    let mut highest = 0.02_f64;
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
    for (at, pen, name) in lines {
        marks.push(Mark::from(Shape::Upright { x: *at, pen: *pen }).named(*name, 0.9));
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
fn shares(values: &[f64], edges: &[f64], of: usize) -> Vec<f64> {
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
