//! A letter of the equations that has a slider, a curve or a line of its own.

use crate::model::Parameter;

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
            Self::SteadyShare => "the share in the flat valley while hopping is fast: the curve of Eq. 9",
            Self::FreezingHeight => "the height where hopping is expected to freeze: the frost line",
        }
    }
}
