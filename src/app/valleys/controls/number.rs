//! One number of the run under a slider or in a row: what it is set to, and what it says of itself when it is at the hand.

use egui::{Response, Ui, vec2};

use crate::app::desk::Desk;
use crate::app::desk::classroom::class::locked;
use crate::app::desk::command::{Command, RunCommand, WindowCommand};
use crate::app::desk::symbol::Symbol;
use crate::app::kit::hand;
use crate::app::kit::theme::{Theme, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Quantity, Slider, ValueRow, touch_of_number};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::{Parameter, Scenario};

pub const ETA: Quantity = Quantity::logarithmic(1e-4..=1.0, 0.01);
pub const SIGMA: Quantity = Quantity::logarithmic(1e-3..=10.0, 0.1);
pub(super) const GAMMA: Quantity = Quantity::linear(0.5..=4.0, 0.64 / 0.4225);
pub(super) const Y_B: Quantity = Quantity::logarithmic(1.0..=1000.0, 30.0);
pub(super) const Y_I: Quantity = Quantity::linear(0.0..=200.0, 1.0);
pub(super) const HELD: Quantity = Quantity::linear(0.0..=1000.0, 5.0);
pub(super) const WALKERS: Quantity = Quantity::logarithmic(100.0..=1e6, 3000.0).whole();
pub const STEPS: Quantity = Quantity::logarithmic(100.0..=1e8, 100_000.0).whole();

/// A slider for a parameter, unless a class does without it.
pub(super) fn slider(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    desk: &Desk,
    warning: Option<&str>,
    commands: &mut Vec<Command>,
) {
    if desk.lessons.is_hidden(parameter.about().name) {
        return;
    }
    let mut value = value_now(desk, parameter);
    let (response, gesture) = usable(ui, desk, parameter.about().name, |ui| {
        let was =
            desk.run.ghost().map(|ghost| value_in(ghost.scenario(desk.run.shown().step), parameter, desk));
        Slider::new(label, &mut value, quantity).warning(warning).was(was).show(ui)
    });
    if gesture.changed {
        commands.push(set(desk, parameter, value));
    }
    // On the page of equations slider and symbol light each other up.
    let symbol = Symbol::Parameter(parameter);
    if desk.around.highlight.is_some_and(|lit| symbol.is_lit_by(lit)) {
        let theme = Theme::of(ui.ctx());
        let place = response.rect.expand2(vec2(space::UNIT, 0.0));
        ui.painter().rect_filled(place, f32::from(space::BUTTON_RADIUS), fade(theme.strong, 0.12));
    }
    if desk.around.equations && (response.hovered() || response.has_focus()) {
        commands.push(WindowCommand::Highlight(symbol).into());
    }
    whole::cover_if_cut(ui, response.rect);
    explain(&response, desk, parameter, value, &quantity);
}

/// The same as a plain row.
pub(super) fn row(
    ui: &mut Ui,
    label: &str,
    parameter: Parameter,
    quantity: Quantity,
    desk: &Desk,
    commands: &mut Vec<Command>,
) {
    if desk.lessons.is_hidden(parameter.about().name) {
        return;
    }
    let mut value = value_now(desk, parameter);
    let (response, gesture) =
        usable(ui, desk, parameter.about().name, |ui| ValueRow::new(label, &mut value, quantity).show(ui));
    if gesture.changed {
        commands.push(set(desk, parameter, value));
    }
    whole::cover_if_cut(ui, response.rect);
    explain(&response, desk, parameter, value, &quantity);
}

/// What sets it. On the lanes, and where it is a schedule already, the way is led through its value at the step looked at.
fn set(desk: &Desk, parameter: Parameter, value: f64) -> Command {
    let bent = parameter.schedule(&desk.run.scenario).is_some_and(|schedule| !schedule.is_constant());
    if parameter.is_scheduled() && (bent || desk.around.schedule) {
        RunCommand::Point(parameter, desk.run.shown().step, value).into()
    } else {
        RunCommand::Set(parameter, value).into()
    }
}

/// η and σ of a schedule are shown as they are at the step looked at.
pub(super) fn value_now(desk: &Desk, parameter: Parameter) -> f64 {
    value_in(&desk.run.scenario, parameter, desk)
}

fn value_in(scenario: &Scenario, parameter: Parameter, desk: &Desk) -> f64 {
    match parameter.schedule(scenario) {
        Some(schedule) => schedule.at(desk.run.shown().step),
        None => parameter.get(scenario).unwrap_or(desk.run.shown().mean_y),
    }
}

/// Shows a control by its name in files, disabled if a teacher has locked it.
pub(super) fn usable<R>(ui: &mut Ui, desk: &Desk, name: &str, show: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_enabled_ui(!desk.lessons.is_locked(name), show).inner
}

/// Symbol, value, meaning and range on the line that reads out what is at the hand; of what is locked, why.
fn explain(response: &Response, desk: &Desk, parameter: Parameter, value: f64, quantity: &Quantity) {
    let about = parameter.about();
    let range = quantity.range();
    let parts = vec![
        say!("hand.number", symbol = about.symbol, value = quantity.show(value), meaning = about.meaning()),
        say!("controls.range", from = quantity.show(*range.start()), to = quantity.show(*range.end())),
    ];
    tell(response, desk, about.name, parts);
}

/// Says something of a control that sets the run, or that it is locked.
pub(super) fn tell(response: &Response, desk: &Desk, name: &str, parts: Vec<String>) {
    let locked_now = desk.lessons.is_locked(name);
    if locked_now {
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(locked()));
    }
    let Some(touch) = touch_of_number(response) else { return };
    if locked_now {
        hand::says(&response.ctx, touch, vec![locked().to_owned()]);
    } else {
        hand::sets(&response.ctx, touch, parts);
    }
}
