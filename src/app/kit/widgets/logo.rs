//! The mark: walkers hopping in ember, the frost line, walkers frozen in ice.

use egui::{Painter, Pos2, Rect, pos2, vec2};

use crate::app::kit::theme::{Theme, fade};

/// Distance of the columns of dots from the line, and of the dots from each other.
const COLUMN: f32 = 4.5;
const ROW: f32 = 4.5;
const DOT: f32 = 1.45;

/// Paints the mark about `centre`; at `size` 1 it is 12 points wide and 14 high.
pub fn logo(painter: &Painter, theme: &Theme, centre: Pos2, size: f32) {
    let line = Rect::from_center_size(centre, size * vec2(2.0, 14.0));
    painter.rect_filled(line, 0.0, fade(theme.ice, 0.75));
    for row in [-ROW, 0.0, ROW] {
        for (column, colour) in [(-COLUMN, theme.ember), (COLUMN, theme.ice)] {
            let dot = pos2(centre.x + size * column, centre.y + size * row);
            painter.circle_filled(dot, size * DOT, colour);
        }
    }
}
