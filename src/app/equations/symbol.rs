//! A letter of the equations that has a slider, a curve or a line of its own.

use crate::model::Parameter;
use crate::say;

/// What lights up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// It has a slider.
    Parameter(Parameter),
    /// Eq. 9's curve in the panel of P_flat.
    SteadyShare,
    /// The frost line.
    FreezingHeight,
}

impl Symbol {
    /// What it is called, plainly.
    pub fn name(self) -> String {
        match self {
            Self::Parameter(parameter) => parameter.about().symbol.replace(['{', '}'], ""),
            Self::SteadyShare => "P_ss".to_owned(),
            Self::FreezingHeight => "y_freeze".to_owned(),
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Parameter(parameter) => parameter.about().meaning(),
            Self::SteadyShare => say!("equation.steady-share"),
            Self::FreezingHeight => say!("equation.freezing-height"),
        }
    }
}
