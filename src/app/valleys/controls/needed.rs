//! What a lesson's task asks to be set, right under it, and nothing else.

use egui::Ui;

use super::run;
use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::theme::{Scale, space};
use crate::lessons::Step;

/// No wider than a hand reaches without looking.
const WIDEST: f32 = 280.0;

pub fn show(ui: &mut Ui, step: &Step, desk: &Desk, commands: &mut Vec<Command>) {
    let width = ui.available_width().min(Scale::of(ui).px(WIDEST));
    for parameter in step.sets() {
        ui.allocate_ui(egui::vec2(width, 0.0), |ui| {
            ui.set_width(width);
            run::number(ui, parameter, desk, commands);
        });
        ui.add_space(Scale::of(ui).px(space::UNIT));
    }
}
