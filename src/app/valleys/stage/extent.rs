//! How far the swarm reaches.

use egui::{Rect, pos2};

use super::frame::Frame;
use crate::valleys::experiments::live::Picture;

/// The outermost places of the walkers that have not diverged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub y: [f32; 2],
    pub x: [f32; 2],
}

impl Extent {
    /// None when there is no walker.
    pub fn of(picture: &Picture) -> Option<Self> {
        let (y, x) = (bounds(&picture.y), bounds(&picture.x));
        (y[0] <= y[1] && x[0] <= x[1]).then_some(Self { y, x })
    }

    /// The box about all of them on the screen, whether they are in the lens or not.
    pub fn on_screen(&self, frame: &Frame) -> Rect {
        let [left, right] = self.y.map(|y| frame.across(f64::from(y)));
        let [bottom, top] = self.x.map(|x| frame.upright(f64::from(x)));
        let truly = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
        let Some(lens) = frame.lens.filter(|lens| top < lens.rows[1] && lens.rows[0] < bottom) else {
            return truly;
        };
        let middle = 0.5 * (lens.rows[0] + lens.rows[1]);
        let [first, last] = [(left, 0.0), (right, 1.0)].map(|(x, turn)| lens.walker(x, turn, middle));
        let drawn = Rect::from_min_max(pos2(first, top), pos2(last, bottom));
        // Where the lens pushes the glass aside, walkers in its funnels lie between the two.
        drawn.union(truly)
    }
}

/// The smallest and the largest of some numbers, NaN left out; in lanes, as there may be millions.
fn bounds(values: &[f32]) -> [f32; 2] {
    const LANES: usize = 16;
    let (mut low, mut high) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
    let chunks = values.chunks_exact(LANES);
    for &value in chunks.remainder() {
        low[0] = low[0].min(value);
        high[0] = high[0].max(value);
    }
    for chunk in chunks {
        for lane in 0..LANES {
            // A comparison with NaN is false.
            low[lane] = if chunk[lane] < low[lane] { chunk[lane] } else { low[lane] };
            high[lane] = if chunk[lane] > high[lane] { chunk[lane] } else { high[lane] };
        }
    }
    [low.into_iter().fold(f32::INFINITY, f32::min), high.into_iter().fold(f32::NEG_INFINITY, f32::max)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_pass_over_walkers_that_have_gone() {
        let mut values: Vec<f32> = (0..100).map(|index| index as f32).collect();
        values[7] = f32::NAN;
        values[99] = f32::NAN;
        assert_eq!(bounds(&values), [0.0, 98.0]);
        assert!(Extent::of(&Picture::default()).is_none());
    }
}
