//! The three dots beside a panel's title: enlarged, on paper, as a table, and what it is.

use egui::{Popup, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, NetworkCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Theme, space};
use crate::networks::figures::panes::{Exhibit, Pane};
use crate::say;

/// The button's edge, with what lies between it and what stands at its left.
pub(super) const WIDTH: f32 = 22.0;
const SIDE: f32 = 18.0;

/// At the right end of a title's row; a presentation has none.
pub(super) fn show(ui: &Ui, row: Rect, pane: Pane, desk: &Desk, commands: &mut Vec<Command>) {
    if desk.look.presenting {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let centre = pos2(row.right() - 0.5 * SIDE, row.center().y);
    let place = Rect::from_center_size(centre, vec2(SIDE, SIDE));
    let response = ui.interact(place, ui.scope_id().with(("menu", pane)), Sense::click());
    let label = say!("panel.menu", panel = maths::plain(pane.title(desk.networks.bench.read_at)));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(place, f32::from(space::SEGMENT_RADIUS), theme.hover);
    }
    for step in -1..=1 {
        let dot = centre + vec2(4.5 * step as f32, 0.0);
        ui.painter().circle_filled(dot, 1.3, theme.mute);
    }
    Popup::menu(&response).show(|ui| {
        let enlarged = desk.networks.bench.enlarged == Some(pane);
        let (word, target) =
            if enlarged { (say!("panel.restore"), None) } else { (say!("panel.enlarge"), Some(pane)) };
        for (word, command) in [
            (word, NetworkCommand::Enlarge(target)),
            (say!("menu.export"), NetworkCommand::Export(Exhibit::Pane(pane))),
            (say!("panel.show-as-table"), NetworkCommand::ShowTable(pane)),
        ] {
            if ui.button(word).clicked() {
                commands.push(command.into());
                ui.close();
            }
        }
        ui.menu_button(say!("panel.what-is-this"), |ui| {
            ui.set_max_width(300.0);
            ui.label(maths::plain(pane.help()));
        });
    });
}
