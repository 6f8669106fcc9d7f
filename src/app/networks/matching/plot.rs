//! A small plot with a title and a note, as this page has many.

use egui::{Align2, Rect, Ui, UiBuilder, pos2};

use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::chart::Chart;
use crate::app::kit::plots::{Frame, Plotted, well};
use crate::app::kit::theme::{Role, Scale, Theme};
use crate::app::networks::menu;
use crate::chart::Panel;

/// The title's row.
pub(super) const TITLE: f32 = 22.0;

/// Writes words at a place.
pub(super) fn write(
    ui: &Ui,
    text: &str,
    (role, colour): (Role, egui::Color32),
    scale: Scale,
    at: egui::Pos2,
    align: Align2,
) -> Rect {
    let strong = Theme::of(ui.ctx()).strong;
    let style = Style::new(role, scale, colour).emphasis(strong);
    maths::layout(ui.ctx(), text, style).paint(ui.painter(), at, align)
}

/// The same on a plate that keeps lines off them.
pub(super) fn plated(
    ui: &Ui,
    text: &str,
    (role, colour): (Role, egui::Color32),
    scale: Scale,
    at: egui::Pos2,
    align: Align2,
) {
    let theme = Theme::of(ui.ctx());
    let line = maths::layout(ui.ctx(), text, Style::new(role, scale, colour).emphasis(theme.strong));
    let plate = align.anchor_size(at, line.size());
    ui.painter().rect_filled(plate.expand2(egui::vec2(3.0, 1.0)), 2.0, theme.well);
    line.paint(ui.painter(), at, align);
}

/// The title of a plot at the left, and at the right what it holds for where that has room.
pub(super) fn title(ui: &Ui, rect: Rect, name: &str, note: &str, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let middle = rect.top() + scale.px(8.0);
    let right =
        write(ui, name, (Role::Title, theme.strong), scale, pos2(rect.left(), middle), Align2::LEFT_CENTER)
            .right();
    let line = maths::layout(ui.ctx(), note, Style::new(Role::Tick, scale, theme.mute));
    // The menu stands at its end.
    let end = rect.right() - menu::WIDTH;
    if right + scale.px(8.0) + line.size().x < end {
        line.paint(ui.painter(), pos2(end, middle), Align2::RIGHT_CENTER);
    }
}

/// Draws a panel with its axes into a rectangle.
pub(super) fn plot(
    ui: &mut Ui,
    rect: Rect,
    chart: &mut Chart,
    panel: &Panel,
    name: &str,
    scale: Scale,
) -> Plotted {
    let theme = Theme::of(ui.ctx());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    let plain = maths::plain(name);
    let frame = Frame::of(panel, &plain, "", &theme, scale).with_grid();
    chart.show(&mut ui, well(rect, scale), &frame, panel, &|_| false)
}
