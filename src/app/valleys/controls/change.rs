//! The foot of the column: what a change of a control does, and a new run.

use egui::{Align2, Rect, Ui, UiBuilder, pos2, vec2};

use super::rule;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand, ViewCommand};
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Segmented};
use crate::say;

/// All of it, and from its top: the rule, the middle of the words, the choice, and the button.
pub(super) const HEIGHT: f32 = 96.0;
const RULE: f32 = 0.5;
const WORDS: f32 = 18.0;
const CHOICE: f32 = 30.0;
const BUTTON: f32 = 62.0;

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
    let down = |y: f32| rect.top() + scale.px(y);
    if whole::fits(ui, rect.with_max_y(down(WORDS + 8.0))) {
        rule(ui, rect.x_range(), down(RULE));
        let style = Style::new(Role::Direct, scale, theme.mute);
        let line = maths::layout(ui.ctx(), say!("controls.change"), style);
        line.paint(ui.painter(), pos2(rect.left(), down(WORDS)), Align2::LEFT_CENTER);
    }
    let place =
        Rect::from_min_size(pos2(rect.left(), down(CHOICE)), vec2(rect.width(), scale.px(space::SEGMENTED)));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("change"));
    let mut restart = desk.view.restart_on_change;
    let choices = [(false, say!("controls.change-acts")), (true, say!("controls.change-restarts"))];
    let chosen = Segmented::new(say!("controls.change"), &mut restart, &choices).show(&mut child);
    if chosen.changed() {
        commands.push(ViewCommand::ToggleRestartOnChange.into());
    }
    whole::cover_if_cut(ui, chosen.rect);
    if ui.rect_contains_pointer(chosen.rect) {
        hand::says(ui.ctx(), Touch::Pointed, vec![say!("controls.change-hint").to_owned()]);
    }

    let place =
        Rect::from_min_size(pos2(rect.left(), down(BUTTON)), vec2(rect.width(), scale.px(space::BUTTON)));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("new-run"));
    let button = Button::outline(say!("controls.new-run")).width(rect.width()).show(&mut child);
    whole::cover_if_cut(ui, button.rect);
    if let Some(touch) = Touch::of(&button) {
        hand::says(ui.ctx(), touch, vec![say!("controls.new-run-hint").to_owned()]);
    }
    if button.clicked() {
        commands.push(RunCommand::NewRun.into());
    }
}
