//! Flatter, or just further trained? F of the ends of descents at one loss, and at the paper's fixed horizon, where each
//! end has a loss of its own: F falls with the loss.

use super::axes::{around, panel};
use super::entry::{Effort, Entry, Source};
use crate::chart::{Axis, Dash, Dot, Figure, Ink, Mark, Numbers, Pen, Shape, Symbol, format_number};
use crate::job::{Parts, Progress};
use crate::networks::experiments::continuation::{Plan, ReadOut, continuation};
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::experiments::run::{Along, run};
use crate::say;

pub const ENTRY: Entry = Entry { name: "matching", title: || say!("network.figure.matching.title"), make };

/// Means at one t_c, of F and of the train loss.
struct Averages {
    eta_t: f64,
    flatness: Option<Mean>,
    loss: Option<Mean>,
}

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let prepared = &source.prepared;
    let (runs, branches) = match source.effort {
        Effort::Full => (5, 11),
        Effort::Quick => (2, 6),
    };
    let bends = Bends { layer: true, all: false };
    let plan = Plan { equal: 0, ..Plan::first_half(prepared.setup.steps(), branches, bends) };
    let parts = Parts::after(0.0, &vec![1.0; runs], progress);
    let mut forked = Vec::new();
    for repeat in 0..runs {
        let run = run(prepared, repeat as u64, &Along::default(), &|_| parts.report(repeat, 0.0))?;
        // A run that left the numbers is averaged in nowhere.
        if !run.diverged {
            forked.push(continuation(prepared, &run, &plan, &|share| parts.report(repeat, share))?);
        }
    }
    let curve = |at: ReadOut| -> Vec<Averages> {
        let place = |(index, &step): (usize, &u32)| {
            let ends = || forked.iter().filter_map(|branches| branches[index].end(at));
            Averages {
                eta_t: f64::from(step) * prepared.setup.eta.at(0),
                flatness: Mean::of(ends().filter_map(Reading::flatness_layer)),
                loss: Mean::of(ends().map(|end| end.train.loss)),
            }
        };
        plan.at.iter().enumerate().map(place).collect()
    };
    let [matched, horizon] = [ReadOut::Matched, ReadOut::Horizon].map(curve);
    let both = || matched.iter().chain(&horizon);
    let x = around(both().map(|at| at.eta_t))?;
    let flat = around(both().flat_map(|place| ends_of_bar(place.flatness)))?;
    let losses = around(both().flat_map(|place| ends_of_bar(place.loss)).map(f64::log10))?;
    let x = |label: &str| Axis::new(label, x, Numbers::Plain);
    let target = format_number(prepared.setup.target_loss);
    let names = [say!("network.figure.matched", loss = target), say!("network.figure.horizon").to_owned()];
    let drawn = |of: fn(&Averages) -> Option<Mean>, scale: fn(f64) -> f64| -> Vec<Mark> {
        let curves = [(&matched, Ink::Ice, Symbol::Disc), (&horizon, Ink::Ember, Symbol::Ring)];
        let marks = curves.into_iter().zip(&names).flat_map(|((places, ink, symbol), name)| {
            [line(places, of, scale, ink).in_key(name), dots(places, of, scale, ink, symbol)]
        });
        marks.collect()
    };
    let flatness = Axis::new("$F$", flat, Numbers::Plain);
    let loss = Axis::new(say!("network.figure.train-loss"), losses, Numbers::Powers);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("network.figure.matching.caption", loss = target),
        notes: source.notes(forked.len() as u64),
        aspect: 1.1,
        panels: vec![
            panel([0.0, 0.6], x(""), flatness, drawn(|at| at.flatness, |value| value)),
            panel([0.6, 0.4], x("$η t_c$"), loss, drawn(|at| at.loss, f64::log10)),
        ],
    })
}

/// The ends of a bar of one standard error.
fn ends_of_bar(mean: Option<Mean>) -> impl Iterator<Item = f64> {
    mean.into_iter().flat_map(|Mean { mean, error, .. }| {
        let error = error.unwrap_or(0.0);
        [mean - error, mean + error]
    })
}

fn line(places: &[Averages], of: fn(&Averages) -> Option<Mean>, scale: fn(f64) -> f64, ink: Ink) -> Mark {
    let points = places.iter().filter_map(|place| Some([place.eta_t, scale(of(place)?.mean)]));
    Mark::curve(points.collect(), Pen::new(ink, 1.1, Dash::Solid))
}

fn dots(
    places: &[Averages],
    of: fn(&Averages) -> Option<Mean>,
    scale: fn(f64) -> f64,
    ink: Ink,
    symbol: Symbol,
) -> Mark {
    let dot = |place: &Averages| {
        let Mean { mean, error, .. } = of(place)?;
        let bar = error.map(|error| [scale(mean - error), scale(mean + error)]);
        Some(Dot { y: bar, ..Dot::new([place.eta_t, scale(mean)]) })
    };
    Shape::Dots { dots: places.iter().filter_map(dot).collect(), ink, symbol, size: 3.4 }.into()
}
