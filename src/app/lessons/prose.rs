//! Paragraphs of a lesson: symbols typeset, lines broken at a width.

use egui::accesskit::Role as Access;
use egui::{Align2, Pos2, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::whole;

/// From line to line, in ems of the text.
pub(super) const LEADING: f32 = 1.42;

/// Sets a paragraph in the full width there is; a screen reader hears it plainly.
pub(super) fn paragraph(ui: &mut Ui, text: &str, style: Style, size: f32) -> Response {
    let lines = maths::layout_wrapped(ui.ctx(), text, style, ui.available_width());
    let leading = size * LEADING;
    let height = leading * lines.len() as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    for (row, line) in lines.iter().enumerate() {
        set_in_row(ui, line, pos2(rect.left(), rect.top() + leading * (row as f32 + 0.5)), leading);
    }
    let said = maths::plain(text);
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
    response
}

/// Sets a line in the middle of its row; one that the edge of the page would cut is left out, and the answer is no.
pub(super) fn set_in_row(ui: &Ui, line: &Line, middle_left: Pos2, leading: f32) -> bool {
    let row = Align2::LEFT_CENTER.anchor_size(middle_left, vec2(line.size().x, leading));
    let fits = whole::fits(ui, row);
    if fits {
        line.paint(ui.painter(), middle_left, Align2::LEFT_CENTER);
    }
    fits
}
