//! Whole pages of the laboratory on paper.

use super::grid_scope::GridScope;
use super::measure::Measure;
use super::panel_matching::{self as panels, Heading};
use super::panes::{Looked, labelled, note};
use super::scope::Scope;
use crate::chart::{Axis, Figure, Panel, format_number};
use crate::networks::experiments::averaged::Averaged;
use crate::networks::experiments::continuation::ReadOut;
use crate::say;

/// What their files are called.
pub const MATCHING: &str = "matching-page";
pub const GRID: &str = "grid-page";
/// The least width that their words have room in, in millimetres: two columns of a journal.
pub const WIDTH: f64 = 178.0;

/// The part of the width that F over the train loss has with the readings below it; the rest is the repeats'.
const LEFT: f64 = 0.6;
/// Where the readings begin, and their lower halves.
const READINGS: [f64; 2] = [0.5, 0.77];
/// Where what repeats say of the control begins, and of the test digits.
const BESIDE: [f64; 2] = [0.3, 0.64];

/// F over the train loss, the three readings below it, and beside it what repeats say, once they are there.
pub fn matching(looked: &Looked<'_>) -> Option<Figure> {
    let scope = looked.scope.as_ref()?;
    let own = scope.averaged;
    let across = if own.is_some() { LEFT } else { 1.0 };
    let stage = put(panels::matching(scope, Heading::Rising), [0.0, 0.0, across, READINGS[0]]);
    let readings = ReadOut::ALL.into_iter().enumerate().flat_map(|(index, at)| {
        let width = across / 3.0;
        reading(scope, at, [index as f64 * width, width])
    });
    let beside = own.map(|own| beside(own, looked.control, scope.read_at));
    let verdict = own.map(|own| panels::verdict(own, scope.read_at));
    let sentences = [Some(say!("network.help.losses").to_owned()), verdict];
    Some(Figure {
        name: MATCHING.to_owned(),
        title: say!("network.pane.losses").to_owned(),
        caption: sentences.into_iter().flatten().collect::<Vec<_>>().join(" "),
        notes: vec![note(scope, own.map_or(1, |own| own.runs)), say!("network.remark.writers").to_owned()],
        aspect: 0.9,
        panels: std::iter::once(stage).chain(readings).chain(beside.into_iter().flatten()).collect(),
    })
}

fn put(panel: Panel, place: [f64; 4]) -> Panel {
    Panel { place, ..panel }
}

fn titled(panel: Panel, title: &str) -> Panel {
    Panel { title: title.to_owned(), ..panel }
}

/// A reading in its column; what its axes are is said by the first.
fn reading(scope: &Scope<'_>, at: ReadOut, [left, width]: [f64; 2]) -> [Panel; 2] {
    let [upper, lower] = panels::reading(scope, at);
    let upper = titled(upper, &panels::reading_title(scope, at));
    let [begin, middle] = READINGS;
    let bare = |panel: Panel| Panel { y: Axis { label: String::new(), ..panel.y }, ..panel };
    let named = |panel: Panel| if left > 0.0 { bare(panel) } else { panel };
    let lower = Panel { y: Axis { label: say!("network.figure.loss").to_owned(), ..lower.y }, ..lower };
    [
        put(named(upper), [left, begin, width, middle - begin]),
        put(named(lower), [left, middle, width, 1.0 - middle]),
    ]
}

/// By how much F grows, whether it does where plain descent is stable, and what it is worth on test digits.
fn beside(own: &Averaged, control: Option<&Averaged>, at: ReadOut) -> Vec<Panel> {
    let width = 1.0 - LEFT;
    let gains = titled(panels::gains(own, at), say!("network.pane.gains"));
    let loss = say!("network.matching.at-equal-loss", loss = format_number(own.setup.target_loss));
    let stable = titled(panels::still_so(own, control), say!("network.matching.stable"));
    let [middle, below] = BESIDE;
    let digits = panels::test_digits(own, at).into_iter().enumerate().map(|(index, panel)| {
        put(panel, [LEFT + index as f64 * 0.5 * width, below, 0.5 * width, 1.0 - below])
    });
    let above = [
        put(gains, [LEFT, 0.0, width, middle]),
        put(labelled(stable, "$ηt_c$", &loss), [LEFT, middle, width, below - middle]),
    ];
    above.into_iter().chain(digits).collect()
}

/// The four maps, two by two.
pub fn grid(scope: &GridScope<'_>) -> Option<Figure> {
    let places = [[0.0, 0.0], [0.5, 0.0], [0.0, 0.5], [0.5, 0.5]];
    let map = |(measure, [left, top]): (Measure, [f64; 2])| {
        Some(put(titled(scope.map(measure)?, measure.title()), [left, top, 0.5, 0.5]))
    };
    let panels: Vec<Panel> = Measure::ALL.into_iter().zip(places).filter_map(map).collect();
    let captions = Measure::ALL.map(Measure::caption);
    (!panels.is_empty()).then(|| Figure {
        name: GRID.to_owned(),
        title: say!("network.grid.all-maps").to_owned(),
        caption: format!("{}. {}", scope.sentence().replace("**", ""), captions.join(" ")),
        notes: vec![scope.note(), say!("network.remark.writers").to_owned()],
        aspect: 0.86,
        panels,
    })
}
