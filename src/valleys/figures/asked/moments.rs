//! The share of the flat valley on the way of a run, thinned to what can be seen, as a curve with its band.

use crate::chart::{Mark, Pen, Shape};

/// Where it stands along the axis, the share, and the ends of its 95 % band.
pub type TimedShare = [f64; 4];

/// Points of a curve at most, about.
const MOST: f64 = 240.0;

/// The moments whose places along an axis are at least apart what can be told over its range.
pub fn thinned(moments: impl Iterator<Item = TimedShare>, range: [f64; 2]) -> Vec<TimedShare> {
    let apart = (range[1] - range[0]) / MOST;
    let mut kept: Vec<TimedShare> = Vec::new();
    for moment in moments.filter(|[at, ..]| (range[0]..=range[1]).contains(at)) {
        if kept.last().is_none_or(|[last, ..]| moment[0] - last >= apart) {
            kept.push(moment);
        }
    }
    kept
}

/// The band, and the curve over it.
pub fn curve(moments: &[TimedShare], pen: Pen) -> [Mark; 2] {
    let points = moments.iter().map(|&[at, _, low, high]| [at, low, high]).collect();
    let band = Shape::Band { points, ink: pen.ink, opacity: 0.18 };
    let points = moments.iter().map(|&[at, share, ..]| [at, share]).collect();
    [band.into(), Mark::curve(points, pen)]
}

/// From the lowest end of a band, rounded down, to one.
pub fn range<'a>(moments: impl Iterator<Item = &'a TimedShare>) -> [f64; 2] {
    let lowest = moments.map(|&[_, _, low, _]| low).fold(0.9, f64::min);
    [(lowest * 10.0).floor() / 10.0, 1.0]
}
