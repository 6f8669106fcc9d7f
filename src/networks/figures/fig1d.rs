//! Fig. 1d: how alike the mistakes of ends are, pair by pair, and the block in which all are.

use super::entry::Entry;
use super::source::Source;
use crate::chart::{
    Axis, ColourBar, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, format_number, format_whole,
};
use crate::job::Progress;
use crate::networks::experiments::clocks::Similarity;
use crate::networks::experiments::continuation::ReadOut;
use crate::say;

pub const ENTRY: Entry = Entry { name: "fig1d", title: || say!("network.figure.fig1d.title"), make };

/// Test digits that the paper compares.
const PAPERS: u32 = 200;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let setup = &source.prepared.setup;
    let course = source.course(progress)?;
    let Similarity { steps, matrix } = &course.similarity;
    let edges = edges(steps)?;
    let x = [edges[0], edges[edges.len() - 1]];
    let values: Vec<f64> = matrix.iter().flatten().copied().collect();
    // A round number below all.
    let least = values.iter().copied().fold(1.0, f64::min);
    let range = [((20.0 * least).floor() / 20.0).min(0.95), 1.0];
    let cells = Shape::Cells { x: edges.clone(), y: edges.clone(), values, map: Map::Share, range };
    let mut marks = vec![Mark::from(cells)];
    let frozen = course.similarity.freezing_step(setup.agreement);
    if let Some(first) = steps.iter().position(|step| Some(*step) == frozen) {
        let (from, to) = (edges[first], x[1]);
        let block = vec![[from, from], [to, from], [to, to], [from, to], [from, from]];
        let pen = Pen::new(Ink::Ember, 1.6, Dash::Solid);
        marks.push(Mark::curve(block, pen).named("$t_c ≥ t_f$", 0.9));
    }
    let papers = Similarity::of(&course.branches, ReadOut::Horizon, PAPERS.min(setup.test_digits));
    let step = |step: Option<u32>| {
        step.map_or_else(|| say!("network.figure.fig1.never").into(), |step| format_whole(f64::from(step)))
    };
    let axis = || Axis::new("$t_c$", x, Numbers::Plain);
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.fig1d.caption",
            loss = format_number(setup.target_loss),
            tested = format_whole(f64::from(setup.test_digits)),
            agreement = format_number(setup.agreement),
            frozen = step(frozen),
            first = format_whole(f64::from(PAPERS.min(setup.test_digits))),
            papers = step(papers.freezing_step(setup.agreement)),
            by_the_last = step(papers.freezing_step_by_the_last(setup.agreement)),
        ),
        notes: source.notes(1),
        aspect: 0.86,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: axis(),
            y: axis(),
            marks,
            bar: Some(ColourBar { map: Map::Share, axis: Axis::new("$Sim_J$", range, Numbers::Plain) }),
        }],
    })
}

/// The edges of cells about steps; none about fewer than two.
fn edges(steps: &[u32]) -> Option<Vec<f64>> {
    let at: Vec<f64> = steps.iter().map(|step| f64::from(*step)).collect();
    let [first, second, ..] = at[..] else { return None };
    let last = at[at.len() - 1];
    let after = last + 0.5 * (last - at[at.len() - 2]);
    let between = at.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
    Some(std::iter::once(first - 0.5 * (second - first)).chain(between).chain([after]).collect())
}
