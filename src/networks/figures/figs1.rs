//! Fig. S1: the ends of independent runs are steep in few directions and flat in many, and barriers lie between them.

use super::axes::{around, panel};
use super::entry::Entry;
use super::source::Source;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Panel, Pen, Shape, format_number};
use crate::job::{Parts, Progress};
use crate::networks::experiments::clocks::PLACES;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::ends::Ends;
use crate::networks::experiments::line::Line;
use crate::networks::experiments::reading::Reading;
use crate::networks::experiments::repeated::ForkedRun;
use crate::networks::model::Weights;
use crate::say;

pub const ENTRY: Entry = Entry { name: "figs1", title: || say!("network.figure.figs1.title"), make };

/// Eigenvalues of every spectrum.
const EIGENVALUES: u32 = 40;
const QUICK_EIGENVALUES: u32 = 20;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let prepared = &source.prepared;
    let parts = Parts::after(0.0, &[9.0, 1.0], progress);
    let repeated = source.repeated(&|done| parts.report(0, done))?;
    let last: Vec<&Reading> = repeated.forks.iter().filter_map(|fork| matched(fork, 0)).collect();
    let weights: Vec<&Weights> = last.iter().map(|end| &end.weights).collect();
    let eigenvalues = source.many(EIGENVALUES, QUICK_EIGENVALUES) as usize;
    let ends = Ends::of(prepared, &weights, eigenvalues, &|done| parts.report(1, done))?;
    // Of one run: its last two branches.
    let own = |fork: &ForkedRun| {
        Some(Line::between(prepared, &matched(fork, 1)?.weights, &matched(fork, 0)?.weights, PLACES))
    };
    let own: Vec<Line> = repeated.forks.iter().filter_map(own).collect();
    let target = prepared.setup.target_loss;
    let nth =
        |index: usize| span(ends.spectra.iter().filter_map(|spectrum| spectrum.values.get(index).copied()));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.figs1.caption",
            ends = last.len(),
            loss = format_number(target),
            first = nth(0),
            tenth = nth(9),
            pairs = ends.between.len(),
            between = span(ends.between.iter().map(Line::barrier)),
            own = span(own.iter().map(Line::barrier)),
        ),
        notes: source.notes(repeated.forks.len() as u64),
        aspect: 1.15,
        panels: vec![spectra(&ends, eigenvalues)?, lines(&ends, &own, target)?],
    })
}

/// The end at L* of the last branch that came to it, or of one before.
fn matched(fork: &ForkedRun, before_the_last: usize) -> Option<&Reading> {
    fork.branches.iter().rev().filter_map(|branch| branch.end(ReadOut::Matched)).nth(before_the_last)
}

fn spectra(ends: &Ends, eigenvalues: usize) -> Option<Panel> {
    let spectra: Vec<Vec<[f64; 2]>> = ends.spectra.iter().map(|spectrum| logs(&spectrum.values)).collect();
    let y = around(spectra.iter().flatten().map(|point| point[1]))?;
    let x = [0.0, eigenvalues as f64 + 1.0];
    let x = Axis::new(say!("network.figure.figs1.number"), x, Numbers::Plain);
    let y = Axis::new(say!("network.figure.figs1.eigenvalue"), y, Numbers::Powers);
    let marks = vec![paths(spectra, Pen::new(Ink::Strong, 0.8, Dash::Solid).faded(0.7))];
    Some(panel([0.0, 0.5], x, y, marks))
}

fn lines(ends: &Ends, own: &[Line], target: f64) -> Option<Panel> {
    let losses = ends.between.iter().chain(own).flat_map(|line| &line.losses);
    let y = around(losses.map(|loss| loss.log10()).chain([target.log10()]))?;
    let courses = |lines: &[Line]| lines.iter().map(course).collect::<Vec<_>>();
    let mut marks = vec![
        Shape::Level { y: target.log10(), pen: Pen::new(Ink::Mute, 0.7, Dash::Dashed) }.into(),
        paths(courses(&ends.between), Pen::new(Ink::Ember, 0.8, Dash::Solid).faded(0.8))
            .in_key(say!("network.figure.figs1.between")),
        paths(courses(own), Pen::new(Ink::Ice, 1.0, Dash::Solid)).in_key(say!("network.figure.figs1.own")),
    ];
    marks.retain(|mark: &Mark| !mark.shape.is_empty());
    let x = Axis::new(say!("network.figure.figs1.share"), [-0.02, 1.02], Numbers::Plain);
    Some(panel([0.5, 0.5], x, Axis::new(say!("network.figure.loss"), y, Numbers::Powers), marks))
}

fn paths(paths: Vec<Vec<[f64; 2]>>, pen: Pen) -> Mark {
    Shape::Curve { paths, pen }.into()
}

/// Eigenvalues above 0 by their number, as logarithms.
fn logs(values: &[f64]) -> Vec<[f64; 2]> {
    let numbered = values.iter().enumerate().take_while(|(_, value)| **value > 0.0);
    numbered.map(|(index, value)| [index as f64 + 1.0, value.log10()]).collect()
}

/// The loss along a line, as a logarithm.
fn course(line: &Line) -> Vec<[f64; 2]> {
    let last = (line.losses.len() - 1) as f64;
    line.losses.iter().enumerate().map(|(place, loss)| [place as f64 / last, loss.log10()]).collect()
}

/// `0.02 to 0.07`.
fn span(values: impl Iterator<Item = f64>) -> String {
    let [low, high] = values
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
    let short = |value: f64| {
        let place = value.abs().max(1e-12).log10().floor() as i32;
        format_number((value * 10_f64.powi(1 - place)).round() / 10_f64.powi(1 - place))
    };
    match low <= high {
        true => say!("network.figure.span", low = short(low), high = short(high)),
        false => "–".to_owned(),
    }
}
