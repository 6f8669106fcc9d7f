//! Handles by which the noise is set: its strength σ follows, η stays.

use crate::app::desk::command::{Command, RunCommand};
use crate::app::desk::scene::Scene;
use crate::settings::{Adjustable, Schedule};
use crate::valleys::model::Parameter;

/// What makes Δ_S at the step looked at so large: all of σ as many times larger, within what it may be.
pub fn strength(scene: &Scene<'_>, delta_s: f64) -> Option<Command> {
    let (scenario, now) = (scene.seen.scenario, scene.seen.curves.delta_s);
    let factor = delta_s / now;
    if !(factor.is_finite() && factor > 0.0) {
        return None;
    }
    Some(match &scenario.sigma {
        Schedule::Constant(sigma) => {
            let about = Parameter::Sigma.about();
            RunCommand::Set(Parameter::Sigma, three_digits(factor * sigma).clamp(about.min, about.max)).into()
        }
        schedule => RunCommand::SetSchedule(Parameter::Sigma, schedule.times(factor)).into(),
    })
}

/// As exact as a hand is.
pub(super) fn three_digits(value: f64) -> f64 {
    let digits = 10_f64.powi(2 - value.abs().log10().floor() as i32);
    (value * digits).round() / digits
}
