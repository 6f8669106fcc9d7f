//! What the landscape is under the cursor: a small card beside it, never clipped.

use egui::{Align2, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind, vec2};

use super::frame::Frame;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, space};
use crate::app::kit::widgets::format_number;
use crate::valleys::theory;

/// From the cursor to the card, within its edges, and from one line to the next.
const AWAY: f32 = 16.0;
const PADDING: f32 = 9.0;
const LEADING: f32 = 17.0;
/// Between the two columns.
const GUTTER: f32 = 12.0;

pub fn paint(painter: &Painter, scene: &Scene<'_>, frame: &Frame, cursor: Pos2) {
    let (marks, theme) = (frame.marks, &scene.theme);
    let name = Style::new(Role::Tick, frame.scale, theme.text);
    let value = Style::new(Role::Tick, frame.scale, theme.strong);
    let set = |text: &str, style| maths::layout(painter.ctx(), text, style);
    let rows: Vec<(Line, Line)> = figures(scene, frame.y_under(cursor), frame.x_at(cursor.y))
        .iter()
        .map(|(symbol, figure)| (set(symbol, name), set(figure, value)))
        .collect();
    let widest = |pick: &dyn Fn(&(Line, Line)) -> f32| rows.iter().map(pick).fold(0.0_f32, f32::max);
    let (left, right) = (widest(&|row| row.0.size().x), widest(&|row| row.1.size().x));
    let inner = vec2(left + GUTTER * marks + right, LEADING * marks * rows.len() as f32);
    let card = beside(frame.rect, cursor, inner + egui::Vec2::splat(2.0 * PADDING * marks), AWAY * marks);
    let corner = CornerRadius::same(space::SEGMENT_RADIUS);
    painter.rect(card, corner, theme.bg, Stroke::new(1.0, theme.track), StrokeKind::Inside);
    for (row, (symbol, figure)) in rows.iter().enumerate() {
        let at = card.left_top() + vec2(PADDING, PADDING + LEADING * (row as f32 + 0.5)) * marks;
        symbol.paint(painter, at, Align2::LEFT_CENTER);
        figure.paint(painter, at + vec2(left + GUTTER * marks, 0.0), Align2::LEFT_CENTER);
    }
}

/// Symbols and figures, in the markup of the typesetter.
fn figures(scene: &Scene<'_>, y: f64, x: f64) -> [(&'static str, String); 7] {
    let landscape = &scene.seen.scenario.landscape;
    let gradient = landscape.gradient(x, y);
    let temperature = theory::effective_temperature(landscape, y, scene.seen.curves.delta_s);
    [
        ("$y$", format!("{y:.2}")),
        ("$x$", format!("{x:.3}").replace('-', "−")),
        ("$L$", format!("{:.4}", landscape.value(x, y)).replace('-', "−")),
        ("$∂L$/$∂x$", format_number(gradient.x)),
        ("$∂L$/$∂y$", format_number(gradient.y)),
        ("$∂^2L$/$∂x^2$", format_number(landscape.hessian(x, y)[(0, 0)])),
        ("$T_{eff}(y)$", format_number(temperature)),
    ]
}

/// A card on the right of the cursor and above it, or on the other sides where that would be clipped.
fn beside(stage: Rect, cursor: Pos2, size: egui::Vec2, away: f32) -> Rect {
    let right = cursor.x + away + size.x <= stage.right();
    let above = cursor.y - away - size.y >= stage.top();
    let left = if right { cursor.x + away } else { cursor.x - away - size.x };
    let top = if above { cursor.y - away - size.y } else { cursor.y + away };
    let room = stage.max - size;
    let corner = egui::pos2(
        left.clamp(stage.left(), room.x.max(stage.left())),
        top.clamp(stage.top(), room.y.max(stage.top())),
    );
    Rect::from_min_size(corner, size)
}
