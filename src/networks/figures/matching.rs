//! Flatter, or just further trained? F of the ends of descents at one loss, and at the paper's fixed horizon, where each
//! end has a loss of its own: F falls with the loss.

use super::axes::panel;
use super::entry::Entry;
use super::read_outs::ReadOuts;
use super::source::Source;
use super::told;
use crate::chart::{Axis, Figure, Numbers, format_number};
use crate::job::Progress;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::reading::Reading;
use crate::say;

pub const ENTRY: Entry = Entry { name: "matching", title: || say!("network.figure.matching.title"), make };

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let setup = &source.prepared.setup;
    let repeated = &source.repeated(progress)?;
    let unit = setup.eta.at(0);
    let flatness = ReadOuts { repeated, unit, of: Reading::flatness_layer, scale: |value| value };
    let loss = ReadOuts { repeated, unit, of: |reading| Some(reading.train.loss), scale: f64::log10 };
    let ([x, flat], [_, losses]) = (flatness.ranges()?, loss.ranges()?);
    let x = |label: &str| Axis::new(label, x, Numbers::Plain);
    let [matched, horizon] =
        [ReadOut::Matched, ReadOut::Horizon].map(|at| repeated.change(at, Reading::flatness_layer));
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.matching.caption",
            loss = format_number(setup.target_loss),
            way = told::change(matched),
            matched = told::spoken_or_none(matched),
            horizon = told::spoken_or_none(horizon),
        ),
        notes: source.notes(repeated.forks.len() as u64),
        aspect: 1.1,
        panels: vec![
            panel(
                [0.0, 0.6],
                x(""),
                Axis::new("$F$", flat, Numbers::Plain),
                flatness.marks(setup.target_loss),
            ),
            panel(
                [0.6, 0.4],
                x("$η t_c$"),
                Axis::new(say!("network.figure.train-loss"), losses, Numbers::Powers),
                loss.marks(setup.target_loss),
            ),
        ],
    })
}
