//! The ticks and numbers outside of the stage: x at its left, y below it.

use egui::{Align2, Painter, Stroke, pos2, vec2};

use super::frame::Frame;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Theme};
use crate::chart::axis::round_step;

/// The least distance of two ticks along y and along x, in points at scale 1.
const APART: [f32; 2] = [46.0, 84.0];
const TICK: f32 = 4.0;
/// From the stage to the middle of the numbers below it, and to the end of those at its left.
const BELOW: f32 = 15.0;
const LEFT: f32 = 8.0;

/// Draws both axes; numbers that would touch the grip at `grip` are left out.
pub fn paint(painter: &Painter, theme: &Theme, frame: &Frame, grip: egui::Rect) {
    let [per_y, per_x] = frame.points_per_unit();
    let style = Style::new(Role::Tick, frame.scale, theme.mute);
    let stroke = Stroke::new(frame.marks.min(1.5), theme.outline);
    let ctx = painter.ctx();
    for (y, text) in ticks(frame.y, round_step(f64::from(APART[0] * frame.marks / per_y))) {
        let across = painter.round_to_pixel_center(frame.across(y));
        let bottom = frame.rect.bottom();
        painter.vline(across, bottom + 1.0..=bottom + TICK * frame.marks, stroke);
        let line = maths::layout(ctx, &text, style);
        let half = line.size().x / 2.0;
        // The first and the last number stay below the stage.
        let middle = across.min(frame.rect.right() - half + 1.0).max(frame.rect.left() + half - 1.0);
        let at = pos2(middle, bottom + BELOW * frame.marks);
        if !grip.expand2(vec2(half + 14.0 * frame.marks, 0.0)).x_range().contains(middle) {
            line.paint(painter, at, Align2::CENTER_CENTER);
        }
    }
    let right = frame.rect.left() - LEFT * frame.marks;
    let name = maths::layout(ctx, "$x$", style);
    let named = pos2(right, frame.rect.top() + 32.0 * frame.marks);
    for (x, text) in ticks(frame.x, round_step(f64::from(APART[1] * frame.marks / per_x))) {
        let at = pos2(right, frame.upright(x));
        if (at.y - named.y).abs() > 14.0 * frame.marks {
            maths::layout(ctx, &text, style).paint(painter, at, Align2::RIGHT_CENTER);
        }
    }
    name.paint(painter, named, Align2::RIGHT_CENTER);
}

/// The multiples of a step within a range, as numbers and as text.
fn ticks([low, high]: [f64; 2], step: f64) -> impl Iterator<Item = (f64, String)> {
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 8.0) as usize;
    let first = (low / step - 1e-6).ceil() as i64;
    let last = (high / step + 1e-6).floor() as i64;
    (first..=last).map(move |index| {
        let value = index as f64 * step;
        // No −0.0.
        let value = if index == 0 { 0.0 } else { value };
        (value, format!("{value:.decimals$}").replace('-', "−"))
    })
}
