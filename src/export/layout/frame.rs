//! From the units of a panel's axes to places on the sheet.

use crate::chart::Axis;
use crate::chart::geometry::Rect;

/// The well of a panel and what its edges stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub well: Rect,
    pub x: [f64; 2],
    pub y: [f64; 2],
}

impl Frame {
    pub fn new(well: Rect, x: &Axis, y: &Axis) -> Self {
        Self { well, x: shown(x.range), y: shown(y.range) }
    }

    pub fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.across(x), self.down(y)]
    }

    pub fn across(&self, x: f64) -> f64 {
        bounded(self.well.left + share(x, self.x) * self.well.width())
    }

    pub fn down(&self, y: f64) -> f64 {
        bounded(self.well.bottom - share(y, self.y) * self.well.height())
    }

    /// Whether a place of the axes lies within them, or on their edge.
    pub fn shows(&self, at: [f64; 2]) -> bool {
        self.well.grown(0.01).contains(self.place(at))
    }
}

/// A place no farther off than arithmetic with it allows; none stays none.
fn bounded(place: f64) -> f64 {
    if place.is_finite() { place.clamp(-1e7, 1e7) } else { f64::NAN }
}

/// The stretch an axis shows: its range, or what stands in for one that spans nothing.
pub fn shown([first, last]: [f64; 2]) -> [f64; 2] {
    let middle = match (first.is_finite(), last.is_finite()) {
        (true, true)
            if (last - first).is_finite() && (last - first).abs() > 1e-12 * first.abs().max(1e-278) =>
        {
            return [first, last];
        }
        (true, _) => first.clamp(-1e150, 1e150),
        (false, true) => last.clamp(-1e150, 1e150),
        (false, false) => 0.0,
    };
    let half = if middle == 0.0 { 1.0 } else { 0.5 * middle.abs() };
    [middle - half, middle + half]
}

/// Where a value lies between the ends of a range.
pub fn share(value: f64, [first, last]: [f64; 2]) -> f64 {
    (value - first) / (last - first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_nothing_is_widened() {
        assert_eq!(shown([0.0, 1.0]), [0.0, 1.0]);
        assert_eq!(shown([1.0, 0.0]), [1.0, 0.0]);
        assert_eq!(shown([4.0, 4.0]), [2.0, 6.0]);
        assert_eq!(shown([f64::NAN, f64::NAN]), [-1.0, 1.0]);
        for range in [[f64::MIN, f64::MAX], [0.0, f64::INFINITY], [1e-300, 1e-300], [f64::MAX, f64::MAX]] {
            let [first, last] = shown(range);
            assert!((last - first).is_finite() && last > first, "{range:?}");
        }
    }
}
