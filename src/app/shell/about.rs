//! What the program is, whose model it shows, under which terms, and where it writes down its faults.

use egui::Ui;

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::theme::{Scale, space};
use crate::app::kit::widgets::Button;
use crate::export::BIBTEX;
use crate::say;

const WIDTH: f32 = 480.0;
const PAPER: &str = "https://arxiv.org/abs/2601.10962";

pub(super) fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_width(scale.px(WIDTH));
    ui.heading(say!("about.name", version = env!("CARGO_PKG_VERSION")));
    ui.add_space(scale.px(space::UNIT));
    ui.label(say!("about.what"));
    ui.add_space(scale.px(space::TITLE_GAP));
    ui.heading(say!("about.paper"));
    ui.add_space(scale.px(space::UNIT));
    ui.label(say!("about.authors"));
    ui.hyperlink_to(say!("about.number"), PAPER);
    ui.add_space(scale.px(space::UNIT));
    if Button::outline(say!("about.cite")).show(ui).clicked() {
        ui.ctx().copy_text(BIBTEX.to_owned());
    }
    ui.add_space(scale.px(space::TITLE_GAP));
    ui.heading(say!("about.terms"));
    ui.add_space(scale.px(space::UNIT));
    ui.label(say!("about.licence"));
    if let Some(log) = &desk.around.log {
        ui.add_space(scale.px(space::TITLE_GAP));
        ui.heading(say!("about.faults"));
        ui.add_space(scale.px(space::UNIT));
        ui.label(log.display().to_string());
    }
    ui.add_space(scale.px(space::TITLE_GAP));
    if Button::outline(say!("window.close")).show(ui).clicked() {
        commands.push(WindowCommand::Escape.into());
    }
}
