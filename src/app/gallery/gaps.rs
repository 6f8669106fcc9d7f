//! How far theory is off what an answer has measured: a bar for every curve.

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::options::{heading, note};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::chart::{Figure, Ink};
use crate::say;
use crate::valleys::figures::gaps::{Gap, gaps};

const ROW: f32 = 26.0;
/// The bar below a name.
const BAR: f32 = 4.0;

/// All bars on one scale; nothing where a figure compares nothing.
pub(super) fn show(ui: &mut Ui, figure: &Figure) {
    let all = gaps(figure);
    let most = all.iter().flat_map(|gaps| &gaps.each).map(|gap| gap.rms).fold(0.0, f64::max);
    if all.is_empty() {
        return;
    }
    heading(ui, say!("ask.gaps"));
    for gaps in &all {
        note(ui, &say!("ask.gaps-of", what = gaps.of, points = gaps.points));
        gaps.each.iter().for_each(|gap| row(ui, gap, most));
        ui.add_space(space::UNIT);
        note(ui, &say!("ask.gaps-by-chance", size = written(gaps.by_chance)));
    }
    ui.add_space(space::TITLE_GAP);
}

fn row(ui: &mut Ui, gap: &Gap, most: f64) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let theme = Theme::of(ui.ctx());
    let inks = Inks::new(&theme, Scale::WINDOW);
    let written = written(gap.rms);
    let colour = if gap.ink == Ink::Text { theme.text } else { inks.ink(gap.ink) };
    let middle = rect.top() + 0.5 * (ROW - BAR);
    for (text, colour, x, align) in [
        (gap.name.as_str(), colour, rect.left(), Align2::LEFT_CENTER),
        (written.as_str(), theme.strong, rect.right(), Align2::RIGHT_CENTER),
    ] {
        let line = maths::layout(ui.ctx(), text, Style::new(Role::Direct, Scale::WINDOW, colour));
        line.paint(ui.painter(), pos2(x, middle), align);
    }
    let share = if most > 0.0 { (gap.rms / most) as f32 } else { 0.0 };
    let bar = Rect::from_min_size(pos2(rect.left(), rect.bottom() - BAR), vec2(share * rect.width(), BAR));
    ui.painter().rect_filled(bar, 0.0, inks.faded(gap.ink, 0.8));
    let said = say!("ask.gap", curve = maths::plain(&gap.name), size = written);
    response.widget_info(|| WidgetInfo::labeled(Access::Label, true, &said));
}

/// A share to a thousandth, as answers tell it.
fn written(share: f64) -> String {
    format!("{share:.3}")
}
