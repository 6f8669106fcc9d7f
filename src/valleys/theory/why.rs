//! Why a formula has no value, or no right to the one it has: data, which the shells put into words.

use serde::{Deserialize, Serialize};

use crate::valleys::model::NoiseLaw;

/// The reason, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The formula exceeds every number a computer can hold.
    TooLarge,
    NothingToPredict,
    /// Patience ended; it would take about so long.
    TooLong {
        seconds: f64,
    },
    /// Derived for another law of the noise.
    Law {
        formula: Formula,
        law: NoiseLaw,
    },
    /// There is no law of the noise,
    NoNoise,
    /// or none of it.
    Quiet {
        delta_s: f64,
    },
    NoDiffusion,
    NoDrift {
        y: f64,
    },
    NoBarrier {
        y: f64,
    },
    /// In noise temperatures.
    LowBarrier {
        y: f64,
        barrier: f64,
    },
    BarrierNeverHigh {
        delta_s: f64,
    },
    OneValley {
        y: f64,
    },
    /// γ is not above 1.
    NotFlatter {
        gamma: f64,
    },
    ScaleNotPositive {
        scale: f64,
    },
    /// Eq. 11's r² is not above 0,
    BelowScale {
        square: f64,
        scale: f64,
    },
    /// or not below x₂².
    BeyondReach {
        square: f64,
        limit: f64,
    },
    NeverFreezes {
        delta_s: f64,
        epsilon: f64,
    },
    StableEverywhere {
        eta: f64,
    },
    UnstableEverywhere {
        eta: f64,
    },
    /// Distances in x differ by more than a lattice can hold.
    TooWide {
        y: f64,
    },
    FellOut {
        y: f64,
    },
    Overshoots {
        y: f64,
        eta: f64,
        flatness: f64,
    },
    /// A step takes away more than half of the distance to a floor.
    LongSteps {
        y: f64,
        eta: f64,
        flatness: f64,
    },
    /// Steps are long against the lengths in which the density falls off towards the ridge.
    StepsAtRidge {
        y: f64,
        eta: f64,
        flatness: f64,
    },
    /// It is not what rates and steps without any fit come to.
    Misses {
        expected: f64,
    },
    /// Formulas of one Δ_S: η or σ vary.
    NotConstant,
    /// Formulas of one y: it is free,
    NotHeld,
    /// and those of a free y: it is held.
    Held,
    /// Kept back from who is to guess it.
    PutAway,
    /// Hardly a walker ever hops,
    NoHops,
    /// or so many still do when the run ends.
    StillHopping {
        share: f64,
    },
}

/// What the paper derives for one law of the noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formula {
    Eq9,
    Ito,
    Eqs7And8,
    Freezing,
    A32,
    Boltzmann,
}
