//! A letter of the equations that has a slider, a curve or a line of its own.

use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::Parameter;

/// What lights up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// It has a slider.
    Parameter(Parameter),
    /// Eq. 9's curve in the panel of P_flat.
    SteadyShare,
    /// The frost line.
    FreezingHeight,
    /// Δ_S: the swarm, its dot on the freezing plane, and the sliders of its two factors.
    NoiseScale,
    /// The curves of the slice.
    EffectiveLoss,
    Correction,
}

impl Symbol {
    /// What it is called, plainly.
    pub fn name(self) -> String {
        match self {
            Self::Parameter(parameter) => parameter.about().symbol.replace(['{', '}'], ""),
            Self::SteadyShare => "P_ss".to_owned(),
            Self::FreezingHeight => "y_freeze".to_owned(),
            Self::NoiseScale => "Δ_S".to_owned(),
            Self::EffectiveLoss => "L_eff".to_owned(),
            Self::Correction => "L_SGD".to_owned(),
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Parameter(parameter) => parameter.about().meaning(),
            Self::SteadyShare => say!("equation.steady-share"),
            Self::FreezingHeight => say!("equation.freezing-height"),
            Self::NoiseScale => say!("equation.noise-scale"),
            Self::EffectiveLoss => say!("equation.effective-loss"),
            Self::Correction => say!("equation.correction"),
        }
    }

    /// Whether it says how far walkers scatter.
    pub fn spreads(self) -> bool {
        self.is_lit_by(Self::NoiseScale)
    }

    /// Whether it lights up with another: it is the same, or a factor of it.
    pub fn is_lit_by(self, other: Self) -> bool {
        let factor = matches!(self, Self::Parameter(Parameter::Eta | Parameter::Sigma));
        self == other || (factor && other == Self::NoiseScale)
    }
}
