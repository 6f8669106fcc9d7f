//! The law of the noise as one exponent: a slider with the laws that have names at its stops, and no noise beside it.

use egui::{Align2, Sense, Ui, pos2, vec2};

use super::number::tell;
use crate::app::desk::Desk;
use crate::app::desk::command::{Command, RunCommand};
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Quantity, Slider, Stop, Stops, format_number};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::{NoiseLaw, Parameter};
use crate::valleys::words;

const ALPHA: Quantity = Quantity::linear(0.0..=2.0, 1.0);
/// Length of the track, the place of the ring beside it, and the middle of the track and of the words from the top.
const TRACK: f32 = 148.0;
const RING: f32 = 180.0;
const TRACK_AT: f32 = 24.0;
const WORDS_AT: f32 = 44.0;
/// What the words add to the slider's height.
const BELOW: f32 = 8.0;
/// The exponents that have a name, and how near them a hand means them.
const NAMED: [f64; 3] = [0.0, 1.0, 2.0];
const SNAP: f64 = 0.06;

pub(super) fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    if desk.lessons.is_hidden("noise") {
        return;
    }
    let scale = Scale::of(ui);
    let top = ui.cursor().min;
    let law = desk.run.scenario.noise;
    if desk.lessons.is_hidden(Parameter::Alpha.about().name) {
        let size = vec2(ui.available_width(), scale.px(space::SLIDER));
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let style = Style::new(Role::Label, scale, Theme::of(ui.ctx()).text);
        let line = maths::layout(ui.ctx(), say!("controls.noise-law"), style);
        line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    } else {
        exponent(ui, desk, law, commands);
    }
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), scale.px(BELOW)), Sense::hover());
    let mut chosen = law;
    let at = |along: f32, down: f32| pos2(top.x + scale.px(along), top.y + scale.px(down));
    let stop = |value, along, align, ring| Stop {
        value,
        word: words::choice(value),
        at: at(along, WORDS_AT),
        align,
        ring,
    };
    let stops = [
        stop(NoiseLaw::Uniform, 0.0, Align2::LEFT_CENTER, None),
        stop(NoiseLaw::Hessian, 0.5 * TRACK, Align2::CENTER_CENTER, None),
        stop(NoiseLaw::HessianSquared, TRACK, Align2::RIGHT_CENTER, None),
        stop(NoiseLaw::None, RING, Align2::CENTER_CENTER, Some(at(RING, TRACK_AT))),
    ];
    let enabled = !desk.lessons.is_locked("noise");
    let response = ui
        .add_enabled_ui(enabled, |ui| Stops::new(say!("controls.noise-law"), &mut chosen, &stops).show(ui))
        .inner;
    if chosen != law {
        commands.push(RunCommand::SetNoise(chosen).into());
    }
    if ui.rect_contains_pointer(response.rect) && enabled {
        hand::says(ui.ctx(), Touch::Pointed, vec![say!("controls.noise-stops").to_owned()]);
    }
    whole::cover_if_cut(ui, response.rect.union(row));
}

/// The slider. The laws at its ends are much like its ends, and not the same: it leaves them when it is moved.
fn exponent(ui: &mut Ui, desk: &Desk, law: NoiseLaw, commands: &mut Vec<Command>) {
    let name = Parameter::Alpha.about().name;
    let mut alpha = match law {
        NoiseLaw::Uniform => 0.0,
        NoiseLaw::HessianSquared => 2.0,
        law => law.alpha().unwrap_or(ALPHA.default_value()),
    };
    let locked = [name, "noise"].into_iter().find(|name| desk.lessons.is_locked(name));
    let (response, gesture) = ui
        .add_enabled_ui(locked.is_none(), |ui| {
            Slider::new(say!("controls.alpha"), &mut alpha, ALPHA)
                .track(TRACK)
                .snapping(&NAMED, SNAP)
                .off(law == NoiseLaw::None)
                .show(ui)
        })
        .inner;
    if gesture.changed {
        commands.push(match law.alpha() {
            Some(_) => RunCommand::Set(Parameter::Alpha, alpha).into(),
            None => RunCommand::SetNoise(NoiseLaw::with_alpha(alpha)).into(),
        });
    }
    let at = match law {
        NoiseLaw::None => say!("controls.alpha-none").to_owned(),
        _ => say!("controls.alpha-at", alpha = format_number(alpha)),
    };
    let parts = vec![at, say!("controls.alpha-means").to_owned(), say!("controls.alpha-ends").to_owned()];
    tell(&response, desk, locked.unwrap_or(name), parts);
}
