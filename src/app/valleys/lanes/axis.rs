//! How steps and values lie in a lane.

use egui::{Pos2, Rect, pos2};

use crate::app::kit::widgets::round_to;
use crate::settings::Schedule;

/// How values run up a lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rise {
    /// From 0, evenly.
    #[default]
    Linear,
    /// Their logarithms do.
    Logarithmic,
}

/// Where steps and values lie.
#[derive(Clone, Copy)]
pub struct LaneAxis {
    pub rise: Rise,
    pub rect: Rect,
    pub steps: u32,
    /// The values at the foot and at the top.
    pub values: [f64; 2],
}

/// Room that the ends leave for a hand.
const INSET: f32 = 6.0;
/// How far a lane reaches above its highest value: a constant has its middle for itself.
const ABOVE: f64 = 1.3;
const ABOVE_CONSTANT: f64 = 2.0;
/// Decades shown at most, and what lies above the highest value and below the lowest of them.
const DECADES: f64 = 4.0;
const MARGIN: f64 = 2.0;

impl LaneAxis {
    pub fn new(rise: Rise, schedule: &Schedule, rect: Rect, steps: u32) -> Self {
        let corners = schedule.corners();
        let highest = corners.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let lowest = corners.into_iter().fold(highest, f64::min).max(highest / 10_f64.powf(DECADES));
        let values = match rise {
            Rise::Linear if schedule.is_constant() => [0.0, ABOVE_CONSTANT * highest],
            Rise::Linear => [0.0, ABOVE * highest],
            Rise::Logarithmic => [lowest / MARGIN, highest * MARGIN],
        };
        Self { rise, rect, steps, values }
    }

    pub fn place(&self, step: u32, value: f64) -> Pos2 {
        let [low, high] = self.values;
        let share = match self.rise {
            Rise::Linear => (value - low) / (high - low),
            Rise::Logarithmic => (value.max(low) / low).ln() / (high / low).ln(),
        };
        let rows = self.rect.bottom() - INSET..=self.rect.top() + INSET;
        pos2(self.across(f64::from(step)), egui::lerp(rows, share.clamp(-0.05, 1.05) as f32))
    }

    pub fn across(&self, step: f64) -> f32 {
        egui::lerp(self.rect.x_range(), (step / f64::from(self.steps)) as f32)
    }

    /// Step and value at a place, with no more digits than a hand can tell apart. A hand that leaves the lane goes on.
    pub fn read(&self, at: Pos2) -> (u32, f64) {
        let [low, high] = self.values;
        let along = egui::remap_clamp(at.x, self.rect.x_range(), 0.0..=1.0);
        let rows = self.rect.bottom() - INSET..=self.rect.top() + INSET;
        let up = f64::from(egui::remap(at.y, rows, 0.0..=1.0));
        let step = round_to(f64::from(along) * f64::from(self.steps), f64::from(self.steps) / 1e3);
        let value = match self.rise {
            Rise::Linear => (low + up * (high - low)).max(0.0),
            Rise::Logarithmic => low * (high / low).powf(up),
        };
        let grain = if value > 0.0 { value / 1e2 } else { high / 1e3 };
        (step as u32, round_to(value, grain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Piece, Shape};

    #[test]
    fn places_and_values_undo_each_other_and_a_warm_up_is_straight() {
        let rect = Rect::from_min_max(pos2(268.0, 452.0), pos2(904.0, 510.0));
        let piece = |steps, from, to, shape| Piece { steps, from, to, shape };
        let schedule = Schedule::Pieces(vec![
            piece(200, 0.002, 0.01, Shape::Linear),
            piece(800, 0.01, 0.01, Shape::Constant),
        ]);
        for rise in [Rise::Linear, Rise::Logarithmic] {
            let axis = LaneAxis::new(rise, &schedule, rect, 1_000);
            for step in [0, 100, 200, 1_000] {
                let value = schedule.at(step);
                let (read, found) = axis.read(axis.place(step, value));
                assert_eq!(read, step);
                assert!((found / value - 1.0).abs() < 0.02, "{rise:?} at {step}: {found} for {value}");
            }
        }
        let axis = LaneAxis::new(Rise::Linear, &schedule, rect, 1_000);
        let [from, middle, to] = [0, 100, 200].map(|step| axis.place(step, schedule.at(step)));
        assert!((middle - (from + (to - from) * 0.5)).length() < 0.1);
    }
}
