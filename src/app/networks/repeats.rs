//! How far repeats of the run are, which begin by themselves; a click holds them, or goes on with them.

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::averages::RUNS;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::say;

/// Width of the button.
const BUTTON: f32 = 150.0;

/// What a click does.
fn offered(desk: &Desk) -> String {
    match desk.networks.bench.repeats_rest {
        true => say!("network.repeats.work-out", runs = RUNS[0]),
        false => say!("network.repeats.hold", runs = RUNS[0]),
    }
}

/// In few letters, at the right end of a title's row, while there is something to hold.
pub(super) fn small(ui: &Ui, row: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let averages = &desk.networks.averages;
    let text = match (averages.own(), averages.share(), desk.networks.bench.repeats_rest) {
        (None, _, true) => say!("network.repeats.held").to_owned(),
        (None, Some(share), false) => say!("network.grid.under-way", share = (100.0 * share).floor()),
        _ => return,
    };
    let theme = Theme::of(ui.ctx());
    let line = maths::layout(ui.ctx(), &text, Style::new(Role::Tick, scale, theme.text));
    let place = Align2::RIGHT_CENTER.anchor_size(row.right_center(), line.size()).expand2(vec2(4.0, 2.0));
    let response = ui.interact(place, ui.scope_id().with("repeats"), Sense::click());
    let label = offered(desk);
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(place, f32::from(space::SEGMENT_RADIUS), theme.hover);
    }
    line.paint(ui.painter(), row.right_center(), Align2::RIGHT_CENTER);
    if response.clicked() {
        commands.push(NetworkCommand::HoldRepeats.into());
    }
    response.on_hover_text(say!("network.repeats.hint", runs = RUNS[0], does = label));
}

/// The same where they are waited for.
pub(super) fn large(ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let share = (100.0 * desk.networks.averages.share().unwrap_or(0.0)).floor();
    let text = match desk.networks.bench.repeats_rest {
        true => say!("network.repeats.held-at", share = share),
        false => say!("network.matching.working", share = share),
    };
    let style = Style::new(Role::Label, scale, theme.mute);
    let mut y = rect.top() + 0.3 * rect.height();
    for line in maths::layout_wrapped(ui.ctx(), &text, style, 0.8 * rect.width()) {
        line.paint(ui.painter(), pos2(rect.center().x, y), Align2::CENTER_CENTER);
        y += scale.px(18.0);
    }
    if desk.look.presenting {
        return;
    }
    let place = Rect::from_center_size(pos2(rect.center().x, y + 20.0), vec2(BUTTON, space::BUTTON));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).id_salt("repeats"));
    if Button::outline(&offered(desk)).width(BUTTON).show(&mut inside).clicked() {
        commands.push(NetworkCommand::HoldRepeats.into());
    }
}
