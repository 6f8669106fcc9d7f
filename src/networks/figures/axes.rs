//! Ranges that hold what is drawn, and panels one below the other.

use crate::chart::{Axis, Mark, Panel};

/// From a little below the least of some values to a little above the greatest; none of nothing.
pub fn around(values: impl IntoIterator<Item = f64>) -> Option<[f64; 2]> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let [low, high] = finite
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
    let margin = (0.08 * (high - low)).max(0.01 * high.abs()).max(1e-6);
    (low <= high).then_some([low - margin, high + margin])
}

/// A panel as wide as the figure, from its top on so high as a share of it.
pub fn panel([top, height]: [f64; 2], x: Axis, y: Axis, marks: Vec<Mark>) -> Panel {
    Panel { place: [0.0, top, 1.0, height], title: String::new(), x, y, marks, bar: None }
}
