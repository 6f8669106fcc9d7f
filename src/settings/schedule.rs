//! η and σ as functions of the step: a constant, or pieces one after the other.

use serde::{Deserialize, Serialize};

use super::adjustable::Adjustable;
use super::invalid::{Invalid, Wrong};

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

    /// So many times as much of it at every step.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(factor * value),
            Self::Pieces(pieces) => {
                let scaled =
                    |piece: &Piece| Piece { from: factor * piece.from, to: factor * piece.to, ..*piece };
                Self::Pieces(pieces.iter().map(scaled).collect())
            }
        }
    }

    /// The same with a pulse: `factor` times as much over so many steps from `at` on.
    #[must_use]
    pub fn with_pulse(&self, at: u32, steps: u32, factor: f64) -> Self {
        let end = at.saturating_add(steps);
        let mut pieces = Vec::new();
        let mut start = 0;
        for piece in self.cuttable(end) {
            let last = start + piece.steps;
            let mut rest = Some(piece);
            for cut in [at, end].into_iter().filter(|cut| (start + 1..last).contains(cut)) {
                if let Some((before, after)) = rest.map(|rest| rest.cut(cut - (last - rest.steps))) {
                    pieces.push(before);
                    rest = Some(after);
                }
            }
            pieces.extend(rest);
            start = last;
        }
        let mut start = 0;
        for piece in &mut pieces {
            if (at..end).contains(&start) {
                (piece.from, piece.to) = (factor * piece.from, factor * piece.to);
            }
            start += piece.steps;
        }
        Self::Pieces(pieces)
    }

    /// The same up to a step, and from there on a value that stays.
    #[must_use]
    pub fn then(&self, at: u32, value: f64) -> Self {
        let mut end = 0;
        let mut pieces: Vec<Piece> = match self.with_pulse(at, 1, 1.0) {
            Self::Pieces(pieces) => pieces,
            Self::Constant(_) => Vec::new(),
        };
        pieces.retain(|piece| {
            end += piece.steps;
            end <= at
        });
        pieces.push(Piece { steps: 1, from: value, to: value, shape: Shape::Constant });
        Self::Pieces(pieces)
    }

    /// The same in pieces that can be cut anywhere, and beyond a step: a cosine by its chords.
    fn cuttable(&self, beyond: u32) -> Vec<Piece> {
        let constant = |steps, value| Piece { steps, from: value, to: value, shape: Shape::Constant };
        let mut pieces = match self {
            Self::Constant(value) => vec![constant(1, *value)],
            Self::Pieces(pieces) => pieces.iter().flat_map(Piece::cuttable).collect(),
        };
        let length: u32 = pieces.iter().map(|piece| piece.steps).sum();
        let last = pieces.last().map_or(f64::NAN, |piece| piece.to);
        pieces.push(constant(beyond.saturating_sub(length).saturating_add(1), last));
        pieces
    }

    /// The first step after the piece in force at a step: up to it values rise, fall or stay, but do not turn.
    pub fn piece_end(&self, step: u32) -> u32 {
        let Self::Pieces(pieces) = self else { return u32::MAX };
        let mut ends = pieces.iter().scan(0_u32, |end, piece| {
            *end += piece.steps;
            Some(*end)
        });
        ends.find(|&end| end > step).unwrap_or(u32::MAX)
    }

    pub fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    /// Whether it can be a parameter's: all of its values in range, in pieces that can be gone through.
    pub fn check(&self, parameter: impl Adjustable) -> Result<(), Invalid> {
        for corner in self.corners() {
            parameter.check(corner)?;
        }
        let Self::Pieces(pieces) = self else { return Ok(()) };
        let invalid = |wrong| Err(Invalid { field: parameter.about().name, wrong });
        if pieces.is_empty() {
            return invalid(Wrong::Empty);
        }
        let mut total = 0_u32;
        for &Piece { steps, from, to, shape } in pieces {
            total = match (steps, total.checked_add(steps)) {
                (1.., Some(total)) => total,
                _ => return invalid(Wrong::Piece { steps }),
            };
            if shape == Shape::Exponential && from.min(to) <= 0.0 {
                return invalid(Wrong::Exponential { from, to });
            }
            if matches!(shape, Shape::Stairs(0 | 1)) {
                return invalid(Wrong::Stair);
            }
        }
        Ok(())
    }

    /// Every value at which the schedule can turn: its extremes are among them.
    pub fn corners(&self) -> Vec<f64> {
        match self {
            Self::Constant(value) => vec![*value],
            Self::Pieces(pieces) => pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect(),
        }
    }
}

/// Chords that stand for a cosine.
const CHORDS: u32 = 32;

impl Piece {
    fn cuttable(&self) -> Vec<Self> {
        let parts = match self.shape {
            Shape::Constant | Shape::Linear | Shape::Exponential => return vec![*self],
            Shape::Cosine => CHORDS,
            Shape::Stairs(stairs) => stairs.max(2),
        };
        let shape = if self.shape == Shape::Cosine { Shape::Linear } else { Shape::Constant };
        let edge = |part: u32| (u64::from(self.steps) * u64::from(part)).div_ceil(u64::from(parts)) as u32;
        (0..parts)
            .map(|part| (edge(part), edge(part + 1)))
            .filter(|(start, end)| start < end)
            .map(|(start, end)| {
                let from = self.at(start);
                let to = match shape {
                    Shape::Constant => from,
                    _ if end == self.steps => self.to,
                    _ => self.at(end),
                };
                Self { steps: end - start, from, to, shape }
            })
            .collect()
    }

    /// In two after so many of its steps; of a shape that can be cut.
    fn cut(&self, steps: u32) -> (Self, Self) {
        let middle = self.at(steps);
        (Self { steps, to: middle, ..*self }, Self { steps: self.steps - steps, from: middle, ..*self })
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulse_changes_nothing_but_its_own_steps() {
        let piece = |steps, from, to, shape| Piece { steps, from, to, shape };
        for schedule in [
            Schedule::Constant(0.1),
            Schedule::Pieces(vec![
                piece(50, 0.01, 0.1, Shape::Linear),
                piece(100, 0.1, 0.001, Shape::Exponential),
            ]),
            Schedule::Pieces(vec![
                piece(90, 0.1, 0.01, Shape::Stairs(4)),
                piece(40, 0.2, 0.1, Shape::Constant),
            ]),
            Schedule::Pieces(vec![piece(64, 0.1, 0.01, Shape::Cosine)]),
        ] {
            for (at, steps) in [(0, 10), (20, 40), (45, 5), (85, 30), (200, 10)] {
                let pulsed = schedule.with_pulse(at, steps, 4.0);
                for step in 0..300 {
                    let factor = if (at..at + steps).contains(&step) { 4.0 } else { 1.0 };
                    let expected = factor * schedule.at(step);
                    let off = (pulsed.at(step) - expected).abs();
                    // A cosine goes by chords.
                    let chords = if schedule.corners() == [0.1, 0.01] { 6e-5 * factor } else { 1e-12 };
                    assert!(off <= chords, "{schedule:?} {at}+{steps} at {step}: {off}");
                }
            }
        }
    }
}
