//! What the panels of Fig. 1 have in common.

use crate::chart::{Dash, Ink, Mark, Pen, Shape, format_number, format_whole};
use crate::networks::model::Setup;
use crate::say;

/// Half the size of a cross, as a share of the panel.
const CROSS: f64 = 0.011;

/// Crosses where branches part from the run.
pub fn forks(at: impl Iterator<Item = [f64; 2]>, [x, y]: [[f64; 2]; 2]) -> Mark {
    let [across, up] = [x, y].map(|[from, to]| CROSS * (to - from));
    let cross = |[x, y]: [f64; 2]| {
        [[[x - across, y - up], [x + across, y + up]], [[x - across, y + up], [x + across, y - up]]]
    };
    let paths = at.flat_map(cross).map(Vec::from).collect();
    // They mark places of other curves, which have the numbers.
    Mark::from(Shape::Curve { paths, pen: Pen::new(Ink::Strong, 0.9, Dash::Solid) }).showing(Vec::new())
}

/// Both clocks in words.
pub fn clocks(setup: &Setup, [barrier, frozen]: [Option<u32>; 2]) -> String {
    let step = |step: Option<u32>| match step {
        Some(step) => say!(
            "network.figure.fig1.from",
            step = format_whole(f64::from(step)),
            time = format_number(f64::from(step) * setup.eta.at(0)),
        ),
        None => say!("network.figure.fig1.never").to_owned(),
    };
    say!("network.figure.fig1.clocks", barrier = step(barrier), frozen = step(frozen))
}

/// t_f as an upright with its name.
pub fn frozen(step: Option<u32>) -> Option<Mark> {
    let x = f64::from(step?);
    let pen = Pen::new(Ink::Ice, 0.8, Dash::Dashed);
    Some(Mark::from(Shape::Upright { x, pen }).named("$t_f$", 0.9))
}
