//! Paragraphs of a lesson: numbers filled in, symbols typeset, lines broken at a width.

use egui::accesskit::Role as Access;
use egui::{Align2, Pos2, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::maths::{self, Line, Style};
use crate::app::whole;
use crate::app::widgets::format_number;
use crate::lessons::{Fact, Facts, Filled, fill};

/// From line to line, in ems of the text.
pub(super) const LEADING: f32 = 1.42;

/// The text with the numbers of the moment in it.
pub(super) fn filled(text: &str, facts: &Facts<'_>) -> String {
    match fill(text) {
        Ok(parts) => unbroken(&parts.iter().map(|part| written(part, facts)).collect::<String>()),
        // It was read before, so this cannot be; the text as written is the next best.
        Err(_) => text.to_owned(),
    }
}

/// A setting reads as its control does.
fn written(part: &Filled, facts: &Facts<'_>) -> String {
    match part {
        Filled::Number(Fact::Parameter(_), _) => part.write(facts, format_number),
        _ => part.write(facts, short),
    }
}

/// A symbol stays in one line with what it equals.
fn unbroken(text: &str) -> String {
    text.replace("$ = ", "$\u{A0}=\u{A0}").replace("Eq. ", "Eq.\u{A0}")
}

/// Three significant digits are as many as prose can bear.
fn short(value: f64) -> String {
    let scale = 10_f64.powf(2.0 - value.abs().max(1e-300).log10().floor());
    let rounded = (value * scale).round() / scale;
    // What was set by hand is shown as it was set.
    format_number(if (value - rounded).abs() <= 1e-9 * value.abs() { value } else { rounded })
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_shows_three_digits() {
        assert_eq!(short(0.002_267_57), "0.00227");
        assert_eq!(short(98_765.4), "98,800");
        assert_eq!(short(0.01), "0.01");
        assert_eq!(short(0.0), "0");
    }
}
