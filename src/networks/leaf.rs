//! A run of a network put aside: what it takes to train it again to the bit, and a small picture.

use serde::{Deserialize, Serialize};

use super::experiments::live::MOST_KEPT;
use super::model::Setup;
use crate::settings::{Invalid, Settings};

/// Such a run, as a shelf has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// As its owner calls it; none is called after what sets it apart.
    #[serde(default)]
    pub name: Option<String>,
    pub setup: Setup,
    #[serde(default)]
    pub repeat: u64,
    /// Steps of the branches that a person added.
    #[serde(default)]
    pub kept: Vec<u32>,
    /// Shares of the first half of the run, and F at equal loss of branches from there.
    #[serde(default)]
    pub curve: Vec<[f32; 2]>,
}

impl Leaf {
    pub fn validate(&self) -> Result<(), Invalid> {
        self.setup.validate()
    }

    /// With no more than a run has.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let steps = self.setup.steps();
        self.kept.retain(|step| *step <= steps);
        self.kept.truncate(MOST_KEPT);
        self
    }

    /// Whether another is trained as this one is.
    pub fn is_run(&self, setup: &Setup, repeat: u64) -> bool {
        // What ends are read at acts on what is kept.
        let Setup { target_loss, agreement, .. } = *setup;
        repeat == self.repeat && *setup == Setup { target_loss, agreement, ..self.setup.clone() }
    }
}
