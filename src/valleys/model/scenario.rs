//! Everything that determines one run, to the bit: landscape, noise, schedules, start, size and seed.

use super::landscape::Landscape;
use super::noise::NoiseLaw;
use super::parameter::Parameter;
use crate::settings::{Schedule, Settings};

use serde::{Deserialize, Serialize};

/// One run, complete: the same scenario gives the same bits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub landscape: Landscape,
    pub noise: NoiseLaw,
    /// Learning rate, the time step of Eq. 6.
    pub eta: Schedule,
    /// Noise strength of Eq. 6.
    pub sigma: Schedule,
    /// The height at which y is held still, if it is.
    pub hold_y: Option<f64>,
    /// Start distance from the ridge.
    pub x_i: f64,
    /// Start height (a held y starts where it is held).
    pub y_i: f64,
    /// Share of walkers that start on the flat side.
    pub flat_share: f64,
    pub walkers: u32,
    pub steps: u32,
    pub seed: u64,
}

/// The paper's protocols (spec §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A cell of Figs. 3c, 3d.
    Fig3,
    /// The run of Fig. 4b at Δ_S = 1e-3, its loudest.
    Fig4,
    /// Fig. 4b at σ = 0.05.
    Fig4Middle,
    /// Fig. 4b at σ = 0.01.
    Fig4Quiet,
    /// A cell of Fig. S6: noise from the Hessian squared.
    FigS6,
}

impl Preset {
    pub const ALL: [Self; 5] = [Self::Fig3, Self::Fig4, Self::Fig4Middle, Self::Fig4Quiet, Self::FigS6];

    pub fn name(self) -> &'static str {
        match self {
            Self::Fig3 => "fig3",
            Self::Fig4 => "fig4",
            Self::Fig4Middle => "fig4-middle",
            Self::Fig4Quiet => "fig4-quiet",
            Self::FigS6 => "figs6",
        }
    }

    pub fn scenario(self) -> Scenario {
        let base = Scenario::default();
        match self {
            Self::Fig3 => Scenario { y_i: 5.0, steps: 20_000, walkers: 2_000, ..base },
            Self::Fig4 => base,
            Self::Fig4Middle => Scenario { sigma: Schedule::Constant(0.05), ..base },
            Self::Fig4Quiet => Scenario { sigma: Schedule::Constant(0.01), ..base },
            Self::FigS6 => Scenario {
                noise: NoiseLaw::HessianSquared,
                eta: Schedule::Constant(0.046_415_888_34),
                sigma: Schedule::Constant(0.01),
                ..Self::Fig3.scenario()
            },
        }
    }
}

impl Default for Scenario {
    /// Fig. 4's run: η = 0.01, σ = 0.1 from y = 1.
    fn default() -> Self {
        Self {
            landscape: Landscape::default(),
            noise: NoiseLaw::Hessian,
            eta: Schedule::Constant(0.01),
            sigma: Schedule::Constant(0.1),
            hold_y: None,
            x_i: 0.01,
            y_i: 1.0,
            flat_share: 0.5,
            walkers: 1_000,
            steps: 100_000,
            seed: 42,
        }
    }
}

impl Scenario {
    /// Δ_S = ησ at a step (A9).
    pub fn delta_s(&self, step: u32) -> f64 {
        self.eta.at(step) * self.sigma.at(step)
    }

    /// Where y starts.
    pub fn start_y(&self) -> f64 {
        self.hold_y.unwrap_or(self.y_i)
    }

    /// Whether walker `index` starts on the flat side: sides alternate as evenly as the share allows.
    pub fn starts_flat(&self, index: u32) -> bool {
        let flats_before = |count: u32| (f64::from(count) * self.flat_share).floor();
        flats_before(index + 1) > flats_before(index)
    }
}

impl Settings for Scenario {
    type Parameter = Parameter;

    fn reseed(&mut self, by: u64) {
        self.seed = self.seed.wrapping_add(by);
    }
}
