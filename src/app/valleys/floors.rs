//! The floors of the valleys as handles: one is pulled to a place, and x₁ or x₂ follows, and γ with it.

use crate::app::desk::command::{Command, RunCommand};
use crate::app::kit::widgets::format_number;
use crate::app::valleys::noise::three_digits;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::{Landscape, Parameter, Valley};

/// The least and the most that a hand pulls x₁ or x₂ to.
const REACHES: [f64; 2] = [0.05, 10.0];
/// A step of the arrow keys, and one with Shift, as a share of what it is.
const KEY: f64 = 0.01;
const FINE_KEY: f64 = 0.001;

/// What says how far a floor is from the ridge.
pub fn parameter(valley: Valley) -> Parameter {
    match valley {
        Valley::Flat => Parameter::X1,
        Valley::Sharp => Parameter::X2,
    }
}

/// What its handle is called.
pub fn name(valley: Valley) -> &'static str {
    match valley {
        Valley::Flat => say!("floors.flat"),
        Valley::Sharp => say!("floors.sharp"),
    }
}

/// Puts the floor of a valley at a height where x is; nothing at a height where the valleys are one.
pub fn pulled(landscape: &Landscape, valley: Valley, y: f64, x: f64) -> Option<Command> {
    let now = landscape.floor(valley, y);
    let reach = landscape.reach(valley) * x / now;
    reach.is_finite().then(|| set(valley, reach))
}

/// So many presses of an arrow key farther from the ridge.
pub fn nudged(landscape: &Landscape, valley: Valley, presses: f64, fine: bool) -> Option<Command> {
    let step = 1.0 + presses * if fine { FINE_KEY } else { KEY };
    (presses != 0.0).then(|| set(valley, landscape.reach(valley) * step))
}

/// As exact as a hand is, on the valley's own side of the ridge.
fn set(valley: Valley, reach: f64) -> Command {
    let [least, most] = REACHES;
    RunCommand::Set(parameter(valley), three_digits(reach.max(least)).min(most)).into()
}

/// What is said of a floor at the hand.
pub fn said(landscape: &Landscape, valley: Valley) -> Vec<String> {
    let symbol = parameter(valley).about().symbol;
    let reach = format_number(landscape.reach(valley));
    vec![
        say!("floors.at", name = name(valley), symbol = symbol, reach = reach),
        say!("floors.pull").to_owned(),
    ]
}
