//! Ready courses, and a pulse of heat.

use egui::{Popup, PopupCloseBehavior, Rect, Ui, UiBuilder};

use crate::app::desk::command::{Command, RunCommand};
use crate::app::desk::pulse::Pulse;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::theme::space;
use crate::app::kit::widgets::{Button, Quantity, ValueRow};
use crate::say;
use crate::valleys::experiments::courses::Course;
use crate::valleys::model::Parameter;

/// What a pulse may be.
const FACTOR: Quantity = Quantity::logarithmic(0.1..=100.0, 4.0);
const PULSE: Quantity = Quantity::logarithmic(1.0..=1e7, 2_000.0).whole();
/// Width of its numbers.
const NUMBERS: f32 = 200.0;

/// How much hotter, and for how long.
#[derive(Clone, Copy)]
pub(super) struct Heat {
    factor: f64,
    steps: f64,
}

impl Default for Heat {
    fn default() -> Self {
        Self { factor: FACTOR.default_value(), steps: PULSE.default_value() }
    }
}

pub(super) fn show(ui: &mut Ui, place: Rect, pulse: &mut Heat, commands: &mut Vec<Command>) {
    let width = 0.5 * (place.width() - space::GAP);
    let mut half = |place: Rect, name: &str| ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    let mut left = half(place.with_max_x(place.left() + width), "ready");
    let mut right = half(place.with_min_x(place.right() - width), "heat");
    let ready = Button::outline(say!("lanes.ready")).width(width).show(&mut left);
    hint(&ready, say!("lanes.ready-hint"));
    Popup::menu(&ready).show(|ui| {
        for course in Course::ALL {
            if ui.button(course.name()).clicked() {
                commands.push(RunCommand::SetCourse(course).into());
                ui.close();
            }
        }
    });
    let heat = Button::outline(say!("lanes.heat")).width(width).show(&mut right);
    hint(&heat, say!("lanes.reheat-hint"));
    let numbers = Popup::menu(&heat).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    numbers.show(|ui| {
        ui.set_width(NUMBERS);
        ValueRow::new(say!("lanes.reheat-factor"), &mut pulse.factor, FACTOR).show(ui);
        ValueRow::new(say!("lanes.reheat-steps"), &mut pulse.steps, PULSE).show(ui);
        let Heat { factor, steps } = *pulse;
        if Button::outline(say!("lanes.reheat")).width(NUMBERS).show(ui).clicked() {
            let pulse = Pulse { parameter: Parameter::Sigma, factor, steps: steps as u32 };
            commands.push(RunCommand::Reheat(pulse).into());
            ui.close();
        }
    });
}

fn hint(button: &egui::Response, text: &str) {
    if let Some(touch) = Touch::of(button) {
        hand::says(&button.ctx, touch, vec![text.to_owned()]);
    }
}
