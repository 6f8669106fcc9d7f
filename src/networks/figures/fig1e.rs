//! Fig. 1e: test loss and flatness of ends over the step they were branched off at, in the mean over runs, and when these
//! freeze.

use super::axes::panel;
use super::entry::Entry;
use super::read_outs::ReadOuts;
use super::source::Source;
use super::told;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Pen, Shape, format_number, format_whole};
use crate::job::Progress;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::reading::Reading;
use crate::networks::experiments::repeated::Repeated;
use crate::networks::model::Setup;
use crate::say;

pub const ENTRY: Entry = Entry { name: "fig1e", title: || say!("network.figure.fig1e.title"), make };

const LOSS: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.loss);
const WRONG: fn(&Reading) -> Option<f64> = |reading| Some(reading.test.wrong.len() as f64);

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let setup = &source.prepared.setup;
    let repeated = &source.repeated(progress)?;
    let frozen = repeated.freezing_steps(ReadOut::Matched, setup.test_digits, setup.agreement);
    let drawn = |of, [top, height]: [f64; 2], [below, beside]: [&str; 2]| {
        let shown = ReadOuts { repeated, unit: 1.0, of, scale: |value| value };
        let [x, y] = shown.ranges()?;
        let mut marks = band(frozen, y);
        marks.extend(shown.marks(setup.target_loss));
        let [x, y] = [(below, x), (beside, y)].map(|(label, range)| Axis::new(label, range, Numbers::Plain));
        Some(panel([top, height], x, y, marks))
    };
    let mut notes = source.notes(repeated.forks.len() as u64);
    if repeated.diverged > 0 {
        notes.push(say!("network.figure.diverged", runs = repeated.diverged));
    }
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: caption(setup, repeated, frozen),
        notes,
        aspect: 1.1,
        panels: vec![
            drawn(LOSS, [0.0, 0.48], ["", say!("network.figure.test-loss")])?,
            drawn(Reading::flatness_layer, [0.48, 0.52], ["$t_c$", "$F$"])?,
        ],
    })
}

fn caption(setup: &Setup, repeated: &Repeated, frozen: Option<Mean>) -> String {
    let [loss, flatness, wrong] =
        [LOSS, Reading::flatness_layer, WRONG].map(|of| repeated.change(ReadOut::Matched, of));
    say!(
        "network.figure.fig1e.caption",
        loss = format_number(setup.target_loss),
        last = format_whole(f64::from(repeated.at.last().copied().unwrap_or(0))),
        flatness_way = told::change(flatness),
        flatness = told::spoken_or_none(flatness),
        loss_way = told::change(loss),
        test_loss = told::spoken_or_none(loss),
        wrong = told::spoken_or_none(wrong),
        tested = format_whole(f64::from(setup.test_digits)),
        frozen = told::spoken_or_none(frozen),
        count = frozen.map_or(0, |frozen| frozen.count),
        runs = repeated.forks.len(),
    )
}

/// When the runs freeze: the mean, and its standard error as a band.
fn band(frozen: Option<Mean>, [foot, top]: [f64; 2]) -> Vec<Mark> {
    let Some(Mean { mean, error, .. }) = frozen else { return Vec::new() };
    let area = error.filter(|error| *error > 0.0).map(|error| {
        let (from, to) = (mean - error, mean + error);
        let outline = vec![[from, foot], [to, foot], [to, top], [from, top]];
        Mark::from(Shape::Area { outline, ink: Ink::Ice, opacity: 0.12 })
    });
    let line = Shape::Upright { x: mean, pen: Pen::new(Ink::Ice, 0.8, Dash::Dashed) };
    area.into_iter().chain([Mark::from(line).named("$⟨t_f⟩$", 0.9)]).collect()
}
