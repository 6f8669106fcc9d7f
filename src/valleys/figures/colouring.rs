//! What a walker's colour says.

use serde::{Deserialize, Serialize};

use crate::valleys::experiments::ahead::Outcome;

/// What walkers are coloured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colouring {
    /// Steps since the last hop.
    #[default]
    Age,
    Valley,
    Density,
    /// Whether the walker will hop again: ember, or ice from its last hop on. It takes the future to tell.
    LastHop,
}

/// The ages between which the flash of a hop dies down.
const FLASH: [f32; 2] = [30.0, 300.0];

/// How far the flash of a hop has died down, from 0 to 1.
pub fn died_down(age: f32) -> f32 {
    ((age / FLASH[0]).ln() / (FLASH[1] / FLASH[0]).ln()).clamp(0.0, 1.0)
}

/// Whether a walker has hopped for the last time.
pub fn has_settled(outcome: Option<&Outcome>, step: u32) -> bool {
    outcome.is_none_or(|outcome| outcome.last_hop <= step)
}
