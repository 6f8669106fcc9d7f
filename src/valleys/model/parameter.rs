//! Every number of a scenario by name: its symbol, meaning, default and allowed range, told once for the
//! command line, the sliders, the sweeps and the error messages.

use super::scenario::{Invalid, Scenario};
use crate::say;
use crate::settings::Schedule;

/// One number that can be set, swept or put on a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    Eta,
    Sigma,
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

/// What a parameter is called and where it may go.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Name in files and columns; flags use `-` for `_`.
    pub name: &'static str,
    /// The paper's symbol, with subscripts as `_{…}`.
    pub symbol: &'static str,
    meaning: fn() -> &'static str,
    pub min: f64,
    pub max: f64,
    /// Whether its natural scale is logarithmic.
    pub log: bool,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

impl About {
    /// What it is, and the equation that defines it.
    pub fn meaning(&self) -> &'static str {
        (self.meaning)()
    }
}

impl Parameter {
    pub const ALL: [Self; 17] = [
        Self::Eta,
        Self::Sigma,
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

    pub fn about(self) -> About {
        let real = |name, symbol, meaning: fn() -> &'static str, min, max, log| About {
            name,
            symbol,
            meaning,
            min,
            max,
            log,
            whole: false,
        };
        let count = |name, symbol, meaning: fn() -> &'static str, max| About {
            name,
            symbol,
            meaning,
            min: 1.0,
            max,
            log: true,
            whole: true,
        };
        match self {
            Self::Eta => real("eta", "η", || say!("model.parameter.eta"), 1e-6, 10.0, true),
            Self::Sigma => real("sigma", "σ", || say!("model.parameter.sigma"), 0.0, 100.0, true),
            Self::Gamma => real("gamma", "γ", || say!("model.parameter.gamma"), 0.01, 100.0, false),
            Self::YB => real("y_b", "y_{b}", || say!("model.parameter.y-b"), 1e-3, 1e6, true),
            Self::YI => real("y_i", "y_{i}", || say!("model.parameter.y-i"), 0.0, 1e4, false),
            Self::X1 => real("x1", "x_{1}", || say!("model.parameter.x1"), 1e-3, 1e3, false),
            Self::X2 => real("x2", "x_{2}", || say!("model.parameter.x2"), 1e-3, 1e3, false),
            Self::X0 => real("x0", "x_{0}", || say!("model.parameter.x0"), 1e-3, 1e3, false),
            Self::F0 => real("f0", "f_{0}", || say!("model.parameter.f0"), 1e-3, 1e3, false),
            Self::YF => real("y_f", "y_{f}", || say!("model.parameter.y-f"), 1e-3, 1e6, true),
            Self::LD => real("l_d", "L_{d}", || say!("model.parameter.l-d"), 0.0, 1e3, false),
            Self::YD => real("y_d", "y_{d}", || say!("model.parameter.y-d"), 1e-3, 1e6, true),
            Self::XI => real("x_i", "x_{i}", || say!("model.parameter.x-i"), 0.0, 100.0, false),
            Self::FlatShare => {
                real("flat_share", "p_{i}", || say!("model.parameter.flat-share"), 0.0, 1.0, false)
            }
            Self::HoldY => real("hold_y", "y", || say!("model.parameter.hold-y"), 0.0, 1e4, false),
            Self::Walkers => count("walkers", "N", || say!("model.parameter.walkers"), 1e7),
            Self::Steps => count("steps", "T", || say!("model.parameter.steps"), 1e9),
        }
    }

    /// The parameter called so, with `-` as good as `_`.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|parameter| parameter.about().name == name)
    }

    /// Its value; a schedule's is the one at step 0, and a free y has none.
    pub fn get(self, scenario: &Scenario) -> Option<f64> {
        let landscape = &scenario.landscape;
        Some(match self {
            Self::Eta => scenario.eta.at(0),
            Self::Sigma => scenario.sigma.at(0),
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

    /// Sets it after checking the range. η and σ become constants; whole numbers are rounded.
    pub fn set(self, scenario: &mut Scenario, value: f64) -> Result<(), Invalid> {
        self.check(value)?;
        let landscape = &mut scenario.landscape;
        match self {
            Self::Eta => scenario.eta = Schedule::Constant(value),
            Self::Sigma => scenario.sigma = Schedule::Constant(value),
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
        Ok(())
    }

    /// Whether a value is a number in the allowed range.
    pub fn check(self, value: f64) -> Result<(), Invalid> {
        let About { name, min, max, whole, .. } = self.about();
        if (min..=max).contains(&value) && (!whole || value.fract() == 0.0) {
            return Ok(());
        }
        let allowed = match whole {
            true => say!("model.allowed.whole", min = min, max = max),
            false => say!("model.allowed.number", min = min, max = max),
        };
        Err(Invalid { field: name, value: format!("{value}"), allowed })
    }
}
