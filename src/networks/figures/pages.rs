//! Whole pages of the laboratory on paper.

use super::grid_scope::GridScope;
use super::measure::Measure;
use super::panel_matching::{self as panels, Heading};
use super::panes::{Looked, labelled, note};
use crate::chart::{Figure, Panel};
use crate::networks::experiments::continuation::ReadOut;
use crate::say;

/// What their files are called.
pub const MATCHING: &str = "matching-page";
pub const GRID: &str = "grid-page";

/// The part of the width that F over the train loss has, and of the height; the rest is the readings' and the repeats'.
const STAGE: [f64; 2] = [0.62, 0.56];

/// F over the train loss, the three readings below it, and beside it what repeats say, once they are there.
pub fn matching(looked: &Looked<'_>) -> Option<Figure> {
    let scope = looked.scope.as_ref()?;
    let own = scope.averaged;
    let [mut across, down] = STAGE;
    if own.is_none() {
        across = 1.0;
    }
    let put = |panel: Panel, place: [f64; 4]| Panel { place, ..panel };
    let mut all = vec![put(panels::matching(scope, Heading::Rising), [0.0, 0.0, across, down])];
    for (index, at) in ReadOut::ALL.into_iter().enumerate() {
        let [left, width] = [index as f64 * across / 3.0, across / 3.0];
        let [upper, lower] = panels::reading(scope, at);
        let [below, half] = [down, 0.5 * (1.0 - down)];
        all.push(put(Panel { title: panels::reading_title(scope, at), ..upper }, [left, below, width, half]));
        all.push(put(lower, [left, below + half, width, half]));
    }
    if let Some(own) = own {
        let beside = |top: f64, height: f64| [across, top, 1.0 - across, height];
        let titled = |panel: Panel, title: &str| Panel { title: title.to_owned(), ..panel };
        let gains = titled(panels::gains(own, scope.read_at), say!("network.pane.gains"));
        all.push(put(gains, beside(0.0, 0.36)));
        let stable = titled(panels::still_so(own, looked.control), say!("network.matching.stable"));
        let loss =
            say!("network.matching.at-equal-loss", loss = crate::chart::format_number(own.setup.target_loss));
        all.push(put(labelled(stable, "$ηt_c$", &loss), beside(0.36, 0.34)));
        let half = 0.5 * (1.0 - across);
        for (index, panel) in panels::test_digits(own, scope.read_at).into_iter().enumerate() {
            all.push(put(panel, [across + index as f64 * half, 0.7, half, 0.3]));
        }
    }
    let verdict = own.map(|own| panels::verdict(own, scope.read_at));
    let sentences = [Some(say!("network.help.losses").to_owned()), verdict];
    Some(Figure {
        name: MATCHING.to_owned(),
        title: say!("network.pane.losses").to_owned(),
        caption: sentences.into_iter().flatten().collect::<Vec<_>>().join(" "),
        notes: vec![note(scope, own.map_or(1, |own| own.runs)), say!("network.remark.writers").to_owned()],
        aspect: 0.8,
        panels: all,
    })
}

/// The four maps, two by two.
pub fn grid(scope: &GridScope<'_>) -> Option<Figure> {
    let places = [[0.0, 0.0], [0.5, 0.0], [0.0, 0.5], [0.5, 0.5]];
    let map = |(measure, [left, top]): (Measure, [f64; 2])| {
        let title = measure.title().to_owned();
        Some(Panel { place: [left, top, 0.5, 0.5], title, ..scope.map(measure)? })
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
