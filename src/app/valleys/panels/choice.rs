//! The list of the panels there are, behind a plus at the head of their column.

use egui::accesskit::Role as Access;
use egui::{CornerRadius, Popup, PopupCloseBehavior, Rect, RectAlign, Sense, Stroke, StrokeKind, Ui};
use egui::{UiBuilder, UiStackInfo, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ViewCommand};
use crate::app::kit::theme::{Theme, space};
use crate::say;
use crate::valleys::panel::Panel;

/// The plus: its size, and how far it stands above the first panel's row.
const SIZE: f32 = 22.0;
const ABOVE: f32 = 5.0;
/// What the row of the first panel leaves to it.
const LEFT_FREE: f32 = 26.0;
/// The least height of a panel that can be read.
const LEAST: f32 = 190.0;
const TAG: &str = "room at the head";

/// How many panels a column has room for.
pub fn room(column: Rect) -> usize {
    ((column.height() / LEAST) as usize).max(1)
}

/// The plus, and the list that it opens.
pub fn show(ui: &mut Ui, column: Rect, desk: &Desk, shown: &[Panel], commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let corner = pos2(column.right() - SIZE, column.top() - ABOVE);
    let rect = Rect::from_min_size(corner, vec2(SIZE, SIZE));
    let response = ui.interact(rect, ui.scope_id().with("panels"), Sense::click());
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    let radius = CornerRadius::same(space::SEGMENT_RADIUS);
    let fill = if response.hovered() || open { theme.segment_on } else { theme.raised };
    ui.painter().rect_filled(rect, radius, fill);
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Outside);
    }
    for along in [vec2(4.5, 0.0), vec2(0.0, 4.5)] {
        let ends = [rect.center() - along, rect.center() + along];
        ui.painter().line_segment(ends, Stroke::new(1.5, theme.strong));
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, say!("panels.choose")));
    let menu = Popup::menu(&response).align(RectAlign::BOTTOM_END).gap(space::UNIT);
    menu.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(180.0);
        ui.weak(say!("panels.in-column"));
        for panel in Panel::ALL {
            let mut on = shown.contains(&panel);
            if ui.checkbox(&mut on, panel.about().title).changed() {
                commands.push(ViewCommand::TogglePanel(panel).into());
            }
        }
        let mut line = desk.view.stability_line;
        if ui.checkbox(&mut line, say!("panels.stability-line")).changed() {
            commands.push(ViewCommand::ToggleStabilityLine.into());
        }
        ui.weak(say!("panels.room", count = desk.around.room));
    });
}

/// Shows the first panel, whose row leaves room for the plus.
pub(super) fn beside<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let info = UiStackInfo::default().with_tag_value(TAG, LEFT_FREE);
    ui.scope_builder(UiBuilder::new().ui_stack_info(info), content).inner
}

/// What the row of a panel leaves free at its right end.
pub(super) fn left_free(ui: &Ui) -> f32 {
    ui.stack().iter().find_map(|part| part.tags().get_downcast::<f32>(TAG)).copied().unwrap_or(0.0)
}
