//! η and σ as functions of the step: a constant, or pieces one after the other.

use serde::{Deserialize, Serialize};

/// A quantity over the steps of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    Constant(f64),
    /// Pieces in order; after the last one its final value holds.
    Pieces(Vec<Piece>),
}

/// From one value to another over a number of steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    pub steps: u32,
    pub from: f64,
    pub to: f64,
    pub shape: Shape,
}

/// The way from one value to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Stays at `from` and jumps to `to` at the end.
    Constant,
    Linear,
    /// Geometric: both ends must be above 0.
    Exponential,
    /// Half a cosine.
    Cosine,
    /// This many equal stairs, the first at `from`, the last at `to`.
    Stairs(u32),
}

impl Schedule {
    /// The value that the update from state `step` to state `step + 1` uses.
    pub fn at(&self, step: u32) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Pieces(pieces) => {
                let mut left = step;
                for piece in pieces {
                    if left < piece.steps {
                        return piece.at(left);
                    }
                    left -= piece.steps;
                }
                pieces.last().map_or(f64::NAN, |piece| piece.to)
            }
        }
    }

    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    /// Every value at which the schedule can turn: its extremes are among them.
    pub fn corners(&self) -> Vec<f64> {
        match self {
            Self::Constant(value) => vec![*value],
            Self::Pieces(pieces) => pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect(),
        }
    }
}

impl Piece {
    fn at(&self, step: u32) -> f64 {
        let share = f64::from(step) / f64::from(self.steps);
        let mix = |weight: f64| self.from + (self.to - self.from) * weight;
        match self.shape {
            Shape::Constant => self.from,
            Shape::Linear => mix(share),
            Shape::Exponential => self.from * (self.to / self.from).powf(share),
            Shape::Cosine => mix(0.5 - 0.5 * (std::f64::consts::PI * share).cos()),
            Shape::Stairs(stairs) => {
                let last = f64::from(stairs.max(2) - 1);
                mix((share * (last + 1.0)).floor() / last)
            }
        }
    }
}
