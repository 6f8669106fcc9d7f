//! Frozen, or just shrinking? Two clocks on one run: when no barrier is left between ends, and when they err on the same
//! digits. Where the first is earlier, runs move within one connected valley in between.

use super::axes::{around, panel};
use super::entry::Entry;
use super::source::Source;
use crate::chart::{Axis, Dash, Figure, Ink, Mark, Numbers, Pen, Shape, format_number};
use crate::job::Progress;
use crate::say;

pub const ENTRY: Entry = Entry { name: "clocks", title: || say!("network.figure.clocks.title"), make };

/// Heights below this are not told apart on the axis.
const LOWEST: f64 = 1e-5;

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let setup = &source.prepared.setup;
    let course = source.course(progress)?;
    let (barriers, similarity) = (&course.barriers, &course.similarity);
    let time = |step: u32| f64::from(step) * setup.eta.at(0);
    let threshold = setup.target_loss / 10.0;

    let heights: Vec<[f64; 2]> = barriers
        .steps
        .iter()
        .zip(&barriers.heights)
        .map(|(&step, height)| [time(step), height.max(LOWEST).log10()])
        .collect();
    // The least likeness of an end to any later one: what Eq. 3 asks for.
    let least = |row: usize| similarity.matrix[row][row + 1..].iter().copied().fold(1.0, f64::min);
    let others = similarity.steps.len().saturating_sub(1);
    let alike: Vec<[f64; 2]> = (0..others).map(|row| [time(similarity.steps[row]), least(row)]).collect();
    let x = around(alike.iter().map(|point| point[0]))?;
    let y = [
        around(heights.iter().map(|point| point[1]).chain([threshold.log10()]))?,
        around(alike.iter().map(|point| point[1]).chain([setup.agreement, 1.0]))?,
    ];
    let frozen = course.clocks(&source.prepared).map(|step| step.map(time));
    let x = |label: &str| Axis::new(label, x, Numbers::Plain);
    let of = |points: Vec<[f64; 2]>, level: f64, at: Option<f64>, ink: Ink| -> Vec<Mark> {
        let curve = Mark::curve(points, Pen::new(ink, 1.2, Dash::Solid));
        let level = Shape::Level { y: level, pen: Pen::new(Ink::Mute, 0.7, Dash::Dashed) };
        let upright = at.map(|x| Shape::Upright { x, pen: Pen::new(ink, 0.8, Dash::Dotted) }.into());
        [curve, level.into()].into_iter().chain(upright).collect()
    };
    let [barrier, jaccard] =
        frozen.map(|at| at.map_or_else(|| say!("network.figure.clocks.never").to_owned(), format_number));
    let [barrier_axis, alike_axis] = y;
    Some(Figure {
        name: ENTRY.name.into(),
        title: ENTRY.title().into(),
        caption: say!(
            "network.figure.clocks.caption",
            loss = format_number(setup.target_loss),
            barrier = barrier,
            jaccard = jaccard,
            agreement = format_number(setup.agreement),
        ),
        notes: source.notes(1),
        aspect: 1.1,
        panels: vec![
            panel(
                [0.0, 0.5],
                x(""),
                Axis::new(say!("network.figure.barrier"), barrier_axis, Numbers::Powers),
                of(heights, threshold.log10(), frozen[0], Ink::Ember),
            ),
            panel(
                [0.5, 0.5],
                x("$η t_c$"),
                Axis::new(say!("network.figure.alike"), alike_axis, Numbers::Plain),
                of(alike, setup.agreement, frozen[1], Ink::Ice),
            ),
        ],
    })
}
