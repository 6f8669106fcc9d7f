//! The page of the run: the four numbers that matter first, and what the run begins with.

use egui::{Ui, UiBuilder, vec2};

use super::number::{
    ETA, GAMMA, HELD, SIGMA, STEPS, WALKERS, Y_B, Y_I, row, slider, tell, usable, value_now,
};
use super::{alpha, landscape};
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand, WindowCommand};
use crate::app::kit::theme::{Scale, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Quantity, ValueRow};
use crate::say;
use crate::valleys::model::Parameter;

/// Whole numbers that f64 holds exactly.
const SEED: Quantity = Quantity::linear(0.0..=9_007_199_254_740_992.0, 42.0).whole();
/// Between the sliders and the noise.
pub(super) const ABOVE_NOISE: f32 = 12.0;
/// Above the two buttons, and between them.
const ABOVE_BUTTONS: f32 = 6.0;

pub(super) fn sliders(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    for parameter in [Parameter::Eta, Parameter::Sigma, Parameter::Gamma, Parameter::YB] {
        number(ui, parameter, desk, commands);
    }
}

/// What the run begins with, and whether y is held.
pub(super) fn rows(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let held = desk.run.scenario.hold_y.is_some();
    let height = if held { Parameter::HoldY } else { Parameter::YI };
    for parameter in [height, Parameter::Walkers, Parameter::Steps] {
        number(ui, parameter, desk, commands);
    }
    seed(ui, desk, commands);
    ui.add_space(Scale::of(ui).px(ABOVE_BUTTONS));
    buttons(ui, desk, commands);
}

/// The control of one number.
pub(super) fn number(ui: &mut Ui, parameter: Parameter, desk: &Desk, commands: &mut Vec<Command>) {
    match parameter {
        Parameter::Eta => {
            let unstable = unstable(desk);
            slider(ui, say!("controls.eta"), parameter, ETA, desk, unstable.as_deref(), commands);
        }
        Parameter::Sigma => slider(ui, say!("controls.sigma"), parameter, SIGMA, desk, None, commands),
        Parameter::Gamma => slider(ui, say!("controls.gamma"), parameter, GAMMA, desk, None, commands),
        Parameter::YB => slider(ui, say!("controls.y-b"), parameter, Y_B, desk, None, commands),
        Parameter::Alpha => alpha::show(ui, desk, commands),
        Parameter::HoldY => row(ui, say!("controls.held-at"), parameter, HELD, desk, commands),
        Parameter::YI => row(ui, say!("controls.start-y"), parameter, Y_I, desk, commands),
        Parameter::Walkers => row(ui, say!("controls.walkers"), parameter, WALKERS, desk, commands),
        Parameter::Steps => row(ui, say!("controls.steps"), parameter, STEPS, desk, commands),
        of_landscape => landscape::number(ui, of_landscape, desk, commands),
    }
}

fn seed(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    if desk.lessons.is_hidden("seed") {
        return;
    }
    let mut seed = desk.run.scenario.seed as f64;
    let (response, gesture) =
        usable(ui, desk, "seed", |ui| ValueRow::new(say!("controls.seed"), &mut seed, SEED).show(ui));
    tell(&response, desk, "seed", vec![say!("controls.seed-hint").to_owned()]);
    whole::cover_if_cut(ui, response.rect);
    if gesture.changed {
        commands.push(RunCommand::SetSeed(seed as u64).into());
    }
}

/// Holds y where the swarm is, or lets it go; and opens the lanes of the schedule.
fn buttons(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let (_, place) = ui.allocate_space(vec2(ui.available_width(), Scale::of(ui).px(space::BUTTON)));
    let width = 0.5 * (place.width() - space::GAP);
    let held = desk.run.scenario.hold_y.is_some();
    let hold = if held { say!("controls.release") } else { say!("controls.hold") };
    let hold_hint = if held { say!("controls.release-hint") } else { say!("controls.hold-hint") };
    for (right, text, hint, command) in [
        (false, hold, hold_hint, Command::from(RunCommand::ToggleHold)),
        (
            true,
            say!("controls.schedule"),
            say!("controls.schedule-hint"),
            WindowCommand::ToggleSchedule.into(),
        ),
    ] {
        let half = if right { place.with_min_x(place.right() - width) } else { place };
        let mut half = ui.new_child(UiBuilder::new().max_rect(half).id_salt(("hold", right)));
        let button = Button::outline(text).width(width).show(&mut half);
        whole::cover_if_cut(ui, button.rect);
        let name = if right { "" } else { "hold_y" };
        tell(&button, desk, name, vec![hint.to_owned()]);
        if button.clicked() {
            commands.push(command);
        }
    }
}

/// The sentence for a learning rate at which the steep valley throws its walkers out.
fn unstable(desk: &Desk) -> Option<String> {
    let curvature = desk.run.sharpest_curvature();
    let limit = 2.0 / value_now(desk, Parameter::Eta);
    (curvature > limit).then(|| {
        say!(
            "controls.unstable",
            curvature = format_args!("{curvature:.1}"),
            limit = format_args!("{limit:.1}")
        )
    })
}
