//! Noise or instability? λ₁ of all weights along a run of SGD and along plain descent from the same start, beside 2/η, where
//! descent loses its footing: at the paper's settings descent itself sits there.

use super::axes::{around, panel};
use super::entry::Entry;
use super::source::Source;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Pen, Shape, format_number};
use crate::job::{Parts, Progress};
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::experiments::run::{Along, run};
use crate::networks::training::Descent;
use crate::say;

pub const ENTRY: Entry = Entry { name: "edge", title: || say!("network.figure.edge.title"), make };

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let prepared = &source.prepared;
    let setup = &prepared.setup;
    let places = source.many(101, 21);
    let steps = setup.steps() / 2;
    let mut at: Vec<u32> = (0..places)
        .map(|place| (f64::from(steps) * f64::from(place) / f64::from(places - 1)).round() as u32)
        .collect();
    at.dedup();
    let parts = Parts::after(0.0, &[1.0, 2.0], progress);
    let bends = Bends { layer: false, all: true };
    let noisy = run(prepared, 0, &Along { at: at.clone(), bends }, &|share| parts.report(0, share))?;
    let plain = descent(prepared, &at, bends, &|share| parts.report(1, share))?;
    let eta = setup.eta.at(0);
    let curve = |readings: &[Reading]| -> Vec<[f64; 2]> {
        let point = |reading: &Reading| Some([f64::from(reading.steps) * eta, reading.sharpness()?]);
        readings.iter().filter_map(point).collect()
    };
    let [noisy, plain] = [curve(&noisy.readings), curve(&plain)];
    let edge = 2.0 / eta;
    let both = || noisy.iter().chain(&plain);
    let x = around(both().map(|point| point[0]))?;
    let y = around(both().map(|point| point[1]).chain([edge, 0.0]))?;
    let marks = vec![
        Mark::from(Shape::Level { y: edge, pen: Pen::new(Ink::Mute, 0.8, Dash::Dashed) }).named("$2/η$", 0.9),
        Mark::curve(noisy, Pen::new(Ink::Ember, 1.2, Dash::Solid)).in_key(say!("network.figure.edge.sgd")),
        Mark::curve(plain, Pen::new(Ink::Ice, 1.2, Dash::Tight)).in_key(say!("network.figure.edge.descent")),
    ];
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!("network.figure.edge.caption", edge = format_number(edge)),
        notes: source.notes(1),
        aspect: 0.75,
        panels: vec![panel(
            [0.0, 1.0],
            Axis::new("$η t$", x, Numbers::Plain),
            Axis::new("$λ_1$", y, Numbers::Plain),
            marks,
        )],
    })
}

/// Plain descent from the run's start at the run's η, read off at some of its steps; `None` if cancelled.
fn descent(prepared: &Prepared, at: &[u32], bends: Bends, progress: &Progress<'_>) -> Option<Vec<Reading>> {
    let mut descent = Descent::new(&prepared.train, prepared.start.clone());
    let (mut readings, mut step) = (Vec::new(), 0);
    for (place, &due) in at.iter().enumerate() {
        if progress(place as f64 / at.len() as f64).is_break() {
            return None;
        }
        while step < due {
            descent.look();
            descent.step(prepared.setup.eta.at(step));
            step += 1;
        }
        readings.push(Reading::take(prepared.datasets(), descent.weights().clone(), step, bends));
    }
    Some(readings)
}
