//! What a panel shows as a table: for those who hear the window, and those who want the numbers.

use egui::{ScrollArea, Ui};

use super::tables;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::networks::figures::panes::Pane;
use crate::say;

/// Room for the columns, and least height of a row.
const WIDTH: f32 = 680.0;
const ROW: f32 = 22.0;

/// The table of a panel, and the button that closes it.
pub fn show(ui: &mut Ui, desk: &Desk, pane: Pane, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_max_width(scale.px(WIDTH).min(ui.ctx().content_rect().width() - 80.0));
    ui.heading(maths::plain(pane.title(desk.networks.bench.read_at)));
    ui.add_space(space::GAP);
    let rows = tables::of(pane, &desk.looked_at(), &Theme::of(ui.ctx())).unwrap_or_default();
    if rows.is_empty() {
        ui.weak(say!("network.nothing-yet"));
    }
    let room = (ui.ctx().content_rect().height() - scale.px(200.0)).max(120.0);
    ScrollArea::both().max_height(room).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = egui::Grid::new("network-table").striped(true).min_row_height(scale.px(ROW));
        grid.spacing([scale.px(18.0), scale.px(5.0)]).show(ui, |ui| {
            for (index, row) in rows.iter().enumerate() {
                for cell in row {
                    let cell = maths::plain(cell);
                    if index == 0 {
                        ui.strong(cell)
                    } else {
                        ui.label(cell)
                    };
                }
                ui.end_row();
            }
        });
    });
    ui.add_space(space::TITLE_GAP);
    if Button::outline(say!("window.close")).show(ui).clicked() {
        commands.push(WindowCommand::Escape.into());
    }
}
