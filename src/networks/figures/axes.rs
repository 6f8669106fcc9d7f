//! Ranges that hold what is drawn, panels one below the other, and means as dots.

use crate::chart::{Axis, Dot, Mark, Panel};
use crate::networks::experiments::grid::Mean;

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

/// The ends of a bar of one standard error, and the mean.
pub fn ends_of_bar(mean: Option<Mean>) -> impl Iterator<Item = f64> {
    mean.into_iter().flat_map(|Mean { mean, error, .. }| {
        let error = error.unwrap_or(0.0);
        [mean - error, mean + error]
    })
}

/// A mean at its place, with a bar of one standard error; on a logarithmic axis `scale` takes the logarithm.
pub fn dot(x: f64, Mean { mean, error, .. }: Mean, scale: fn(f64) -> f64) -> Dot {
    Dot { y: error.map(|error| [scale(mean - error), scale(mean + error)]), ..Dot::new([x, scale(mean)]) }
}
