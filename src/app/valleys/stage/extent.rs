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
        let measured = picture.measures();
        Some(Self { y: measured.y?, x: measured.x? })
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
