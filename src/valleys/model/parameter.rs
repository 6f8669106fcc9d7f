//! Every number of a scenario by name.

use super::landscape::Landscape;
use super::noise::NoiseLaw;
use super::scenario::Scenario;
use crate::settings::{About, Adjustable, Invalid, Schedule, Wrong};

/// One number that can be set, swept or put on a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    Eta,
    Sigma,
    Alpha,
    Gamma,
    YB,
    YI,
    X1,
    X2,
    X0,
    F0,
    YF,
    LD,
    YD,
    XI,
    FlatShare,
    HoldY,
    Walkers,
    Steps,
}

impl Adjustable for Parameter {
    type Settings = Scenario;

    const ALL: &'static [Self] = &[
        Self::Eta,
        Self::Sigma,
        Self::Alpha,
        Self::Gamma,
        Self::YB,
        Self::YI,
        Self::X1,
        Self::X2,
        Self::X0,
        Self::F0,
        Self::YF,
        Self::LD,
        Self::YD,
        Self::XI,
        Self::FlatShare,
        Self::HoldY,
        Self::Walkers,
        Self::Steps,
    ];

    fn about(self) -> About {
        let real =
            |name, symbol, words, min, max, log| About { name, symbol, words, min, max, log, whole: false };
        let count =
            |name, symbol, words, max| About { name, symbol, words, min: 1.0, max, log: true, whole: true };
        match self {
            Self::Eta => real("eta", "η", "model.parameter.eta", 1e-6, 10.0, true),
            Self::Sigma => real("sigma", "σ", "model.parameter.sigma", 0.0, 100.0, true),
            Self::Alpha => real("alpha", "α", "model.parameter.alpha", 0.0, 2.0, false),
            Self::Gamma => real("gamma", "γ", "model.parameter.gamma", 0.01, 100.0, false),
            Self::YB => real("y_b", "y_{b}", "model.parameter.y-b", 1e-3, 1e6, true),
            Self::YI => real("y_i", "y_{i}", "model.parameter.y-i", 0.0, 1e4, false),
            Self::X1 => real("x1", "x_{1}", "model.parameter.x1", 1e-3, 1e3, false),
            Self::X2 => real("x2", "x_{2}", "model.parameter.x2", 1e-3, 1e3, false),
            Self::X0 => real("x0", "x_{0}", "model.parameter.x0", 1e-3, 1e3, false),
            Self::F0 => real("f0", "f_{0}", "model.parameter.f0", 1e-3, 1e3, false),
            Self::YF => real("y_f", "y_{f}", "model.parameter.y-f", 1e-3, 1e6, true),
            Self::LD => real("l_d", "L_{d}", "model.parameter.l-d", 0.0, 1e3, false),
            Self::YD => real("y_d", "y_{d}", "model.parameter.y-d", 1e-3, 1e6, true),
            Self::XI => real("x_i", "x_{i}", "model.parameter.x-i", 0.0, 100.0, false),
            Self::FlatShare => real("flat_share", "p_{i}", "model.parameter.flat-share", 0.0, 1.0, false),
            Self::HoldY => real("hold_y", "y", "model.parameter.hold-y", 0.0, 1e4, false),
            Self::Walkers => count("walkers", "N", "model.parameter.walkers", 1e7),
            Self::Steps => count("steps", "T", "model.parameter.steps", 1e9),
        }
    }

    fn get(self, scenario: &Scenario) -> Option<f64> {
        let landscape = &scenario.landscape;
        Some(match self {
            Self::Eta => scenario.eta.at(0),
            Self::Sigma => scenario.sigma.at(0),
            Self::Alpha => return scenario.noise.alpha(),
            Self::Gamma => landscape.gamma(),
            Self::YB => landscape.y_b,
            Self::YI => scenario.y_i,
            Self::X1 => landscape.x1,
            Self::X2 => landscape.x2,
            Self::X0 => landscape.x0,
            Self::F0 => landscape.f0,
            Self::YF => landscape.y_f,
            Self::LD => landscape.l_d,
            Self::YD => landscape.y_d,
            Self::XI => scenario.x_i,
            Self::FlatShare => scenario.flat_share,
            Self::HoldY => return scenario.hold_y,
            Self::Walkers => f64::from(scenario.walkers),
            Self::Steps => f64::from(scenario.steps),
        })
    }

    fn put(self, scenario: &mut Scenario, value: f64) {
        let landscape = &mut scenario.landscape;
        match self {
            Self::Eta => scenario.eta = Schedule::Constant(value),
            Self::Sigma => scenario.sigma = Schedule::Constant(value),
            Self::Alpha => scenario.noise = NoiseLaw::with_alpha(value),
            Self::Gamma => *landscape = landscape.with_gamma(value),
            Self::YB => landscape.y_b = value,
            Self::YI => scenario.y_i = value,
            Self::X1 => landscape.x1 = value,
            Self::X2 => landscape.x2 = value,
            Self::X0 => landscape.x0 = value,
            Self::F0 => landscape.f0 = value,
            Self::YF => landscape.y_f = value,
            Self::LD => landscape.l_d = value,
            Self::YD => landscape.y_d = value,
            Self::XI => scenario.x_i = value,
            Self::FlatShare => scenario.flat_share = value,
            Self::HoldY => scenario.hold_y = Some(value),
            Self::Walkers => scenario.walkers = value.round() as u32,
            Self::Steps => scenario.steps = value.round() as u32,
        }
    }

    /// α bends the law of the Hessian, and no other.
    fn suits(self, scenario: &Scenario, value: f64) -> Result<(), Invalid> {
        if self == Self::Alpha && scenario.noise.alpha().is_none() {
            let wrong = Wrong::Unsuited { value, needed: "noise = hessian" };
            return Err(Invalid { field: self.about().name, wrong });
        }
        Ok(())
    }

    fn is_scheduled(self) -> bool {
        matches!(self, Self::Eta | Self::Sigma)
    }

    fn schedule(self, scenario: &Scenario) -> Option<&Schedule> {
        match self {
            Self::Eta => Some(&scenario.eta),
            Self::Sigma => Some(&scenario.sigma),
            _ => None,
        }
    }

    fn schedule_mut(self, scenario: &mut Scenario) -> Option<&mut Schedule> {
        match self {
            Self::Eta => Some(&mut scenario.eta),
            Self::Sigma => Some(&mut scenario.sigma),
            _ => None,
        }
    }

    /// γ is relative to x1,
    fn is_relative(self) -> bool {
        self == Self::Gamma
    }

    /// and sets x2.
    fn clashes(self, other: Self) -> bool {
        matches!((self, other), (Self::Gamma, Self::X2) | (Self::X2, Self::Gamma))
    }

    /// γ is not a number of its own: named are those that it follows from.
    fn explained(self, scenario: &Scenario, invalid: Invalid) -> Invalid {
        let Landscape { x1, x2, .. } = scenario.landscape;
        match (self, invalid.wrong) {
            (Self::Gamma, Wrong::Number { value, min, max, whole }) => {
                let value = format!("({x1}/{x2})² = {value}");
                Invalid { field: "γ = (x1/x2)²", wrong: Wrong::Number { value, min, max, whole } }
            }
            (_, wrong) => Invalid { wrong, ..invalid },
        }
    }
}
