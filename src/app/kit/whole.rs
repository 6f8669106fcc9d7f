//! What the edge of a scrolled view would cut is left out: half a line of words cannot be read, and looks broken.

use egui::{Rect, Ui};

use super::theme::Theme;

/// Room for rounding.
const SLACK: f32 = 0.5;
/// How far a knob or a ring reaches beyond its row at the sides.
const REACH: f32 = 8.0;

/// Whether the view shows a row from its top to its bottom.
pub fn fits(ui: &Ui, row: Rect) -> bool {
    let seen = ui.clip_rect();
    seen.top() <= row.top() + SLACK && row.bottom() <= seen.bottom() + SLACK
}

/// Covers a row that has been drawn and that the view cuts. It can still have the keyboard, which brings it into sight.
pub fn cover_if_cut(ui: &Ui, row: Rect) {
    if !fits(ui, row) {
        ui.painter().rect_filled(row.expand2(egui::vec2(REACH, 0.0)), 0.0, Theme::of(ui.ctx()).bg);
    }
}
