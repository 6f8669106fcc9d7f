//! Ranges that hold what is drawn.

/// From a little below the least of some values to a little above the greatest; none of nothing.
pub fn around(values: impl IntoIterator<Item = f64>) -> Option<[f64; 2]> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let [low, high] = finite
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
    let margin = (0.08 * (high - low)).max(0.01 * high.abs()).max(1e-6);
    (low <= high).then_some([low - margin, high + margin])
}
