//! How a run of the two valleys is looked at.

use std::fmt;

use serde::{Deserialize, Serialize};

pub use super::figures::Colouring;
use super::figures::Look;
use super::panel::Panel;
use crate::say;

/// How the run is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct View {
    /// The stretch of y and of x on the stage.
    pub stage_y: [f64; 2],
    pub stage_x: [f64; 2],
    pub colouring: Colouring,
    /// Height of the slice; none follows the swarm.
    pub slice_y: Option<f64>,
    /// The fixed-y line of the freezing plane; none follows the swarm.
    pub fixed_y: Option<f64>,
    /// εΦ; none is the paper's figure.
    pub epsilon_phi: Option<f64>,
    pub predictions: Predictions,
    /// Whether P_flat is binned by each walker's own y instead of drawn against their mean.
    pub binned: bool,
    /// Panels shown, from the top.
    pub panels: Vec<Panel>,
    /// The one panel that has the whole column.
    pub enlarged: Option<Panel>,
    /// Whether the heights are marked below which plain descent leaves a valley.
    pub stability_line: bool,
    /// The walker that is followed, by its index.
    pub selected: Option<u32>,
    /// Whether a change of η, σ, γ or y_b starts the run again instead of acting on it.
    pub restart_on_change: bool,
    /// Whether playing pauses where the last walker has hopped for the last time. Not in the files of those who never ask
    /// for it: older programs read them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ends_frozen: bool,
    /// Steps a second; 0 is as fast as it goes.
    pub rate: f64,
}

impl View {
    /// What a figure shows of it.
    pub fn look(&self) -> Look {
        let Self { stage_y, stage_x, slice_y, epsilon_phi, colouring, .. } = *self;
        Look { stage_y, stage_x, slice_y, epsilon_phi, colouring }
    }

    /// Whether curves of runs from either start are asked for.
    pub fn remembers(&self) -> bool {
        self.predictions.from_steep || self.predictions.from_flat
    }
}

/// The curves shown in the panel of P_flat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Predictions {
    pub equilibrium: bool,
    pub eq9: bool,
    pub eq9_approximate: bool,
    pub ito: bool,
    /// Not in the files of those who never ask for them: older programs read them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_eta: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stratonovich: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anti_ito: bool,
    pub boltzmann: bool,
    pub two_state: bool,
    pub density: bool,
    /// Both together are what is left of the start's memory: the density of a run that starts all on one side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub from_steep: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub from_flat: bool,
}

/// No run comes near such heights; squares of them are numbers still.
const FARTHEST: f64 = 1e12;

impl Default for View {
    fn default() -> Self {
        Self {
            stage_y: [1.0, 10.0],
            stage_x: [-0.38, 0.55],
            colouring: Colouring::Age,
            slice_y: None,
            fixed_y: None,
            epsilon_phi: None,
            predictions: Predictions::default(),
            binned: false,
            panels: vec![Panel::PFlat, Panel::Plane, Panel::Slice],
            enlarged: None,
            stability_line: true,
            selected: None,
            restart_on_change: false,
            ends_frozen: false,
            rate: 2_000.0,
        }
    }
}

impl Default for Predictions {
    /// The paper's own, and the exact one beside them.
    fn default() -> Self {
        Self {
            equilibrium: true,
            eq9: true,
            eq9_approximate: false,
            ito: true,
            at_eta: false,
            stratonovich: false,
            anti_ito: false,
            boltzmann: true,
            two_state: false,
            density: false,
            from_steep: false,
            from_flat: false,
        }
    }
}

impl View {
    /// Infinite is as fast as it goes.
    pub fn steps_a_second(&self) -> f64 {
        if self.rate > 0.0 { self.rate } else { f64::INFINITY }
    }

    pub fn validate(&self) -> Result<(), Unseen> {
        let near = |value: f64| value.abs() <= FARTHEST;
        let range = |[from, to]: [f64; 2]| near(from) && near(to) && from < to;
        if !range(self.stage_x) || !range(self.stage_y) {
            return Err(Unseen::Stage);
        }
        let positive = |value: Option<f64>| value.is_none_or(|value| value.is_finite() && value >= 0.0);
        if !positive(self.slice_y) || !positive(self.fixed_y) || !positive(self.epsilon_phi) {
            return Err(Unseen::Heights);
        }
        if !positive(Some(self.rate)) {
            return Err(Unseen::Rate);
        }
        Ok(())
    }
}

/// What a view cannot show: its stage, one of its heights, or its pace is out of bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    Stage,
    Heights,
    Rate,
}

impl fmt::Display for Unseen {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage => to.write_str(&say!("session.view.stage", farthest = FARTHEST)),
            Self::Heights => to.write_str(say!("session.view.heights")),
            Self::Rate => to.write_str(say!("session.view.rate")),
        }
    }
}
