//! Means over repeats, and what may be said of them: words are earned by standard errors.

use serde::Serialize;

use super::numbers::short;
use crate::networks::experiments::grid::Mean;
use crate::say;
use crate::valleys::experiments::difference::{Certainty, Difference};

/// A mean as JSON has it.
#[derive(Clone, Copy, Serialize)]
pub struct Averaged {
    pub mean: f64,
    /// Its standard error; null of a single value.
    pub se: Option<f64>,
    /// Values that it is of.
    pub count: usize,
}

impl From<Mean> for Averaged {
    fn from(Mean { mean, error, count }: Mean) -> Self {
        Self { mean, se: error, count }
    }
}

impl From<Averaged> for Mean {
    fn from(Averaged { mean, se, count }: Averaged) -> Self {
        Self { mean, error: se, count }
    }
}

/// A mean with its standard error, for people.
pub fn spoken(mean: Option<Mean>) -> String {
    match mean {
        Some(Mean { mean, error: Some(error), .. }) => format!("{mean:.3} ± {error:.3}"),
        Some(Mean { mean, .. }) => short(Some(mean)),
        None => short(None),
    }
}

/// How far a mean is from a level; of a single value nothing can be told.
fn difference(mean: Mean, level: f64) -> Difference {
    Difference { value: mean.mean - level, error: mean.error.unwrap_or(f64::INFINITY) }
}

/// Whether it lies above by more than three standard errors.
pub fn clearly_above(mean: Mean, level: f64) -> bool {
    let difference = difference(mean, level);
    difference.certainty() == Certainty::Clear && difference.value > 0.0
}

/// Whether it lies above by two standard errors at least.
pub fn seemingly_above(mean: Mean, level: f64) -> bool {
    let difference = difference(mean, level);
    difference.certainty() != Certainty::Untold && difference.value > 0.0
}

/// Which side of 1 it lies on, in words: clearly beyond three standard errors, seemingly from two on.
pub fn beside_one(mean: Option<Mean>) -> &'static str {
    let Some(mean) = mean else { return say!("cli.network.untold") };
    let difference = difference(mean, 1.0);
    match (difference.certainty(), difference.value > 0.0) {
        (Certainty::Clear, true) => say!("cli.network.clearly-above"),
        (Certainty::Clear, false) => say!("cli.network.clearly-below"),
        (Certainty::Seeming, true) => say!("cli.network.seemingly-above"),
        (Certainty::Seeming, false) => say!("cli.network.seemingly-below"),
        (Certainty::Untold, _) => say!("cli.network.untold"),
    }
}

/// What a change may be called.
pub fn way(mean: Option<Mean>) -> &'static str {
    let Some(mean) = mean else { return say!("network.told.no-change") };
    let difference = difference(mean, 0.0);
    match (difference.certainty(), difference.value > 0.0) {
        (Certainty::Clear, true) => say!("network.told.rises"),
        (Certainty::Clear, false) => say!("network.told.falls"),
        (Certainty::Seeming, true) => say!("network.told.seems-to-rise"),
        (Certainty::Seeming, false) => say!("network.told.seems-to-fall"),
        (Certainty::Untold, _) => say!("network.told.no-change"),
    }
}
