//! What a student guesses on stage and panels, as they draw it.

use super::verdict::Heights;
use super::{Classroom, Prediction, Running};
use crate::lessons::{Predict, Sketch};

/// A prediction that is drawn where the answer will be.
#[derive(Clone, Copy)]
pub enum Guess<'a> {
    Height(GuessedHeight<'a>),
    Shares(GuessedShares<'a>),
}

/// A height at which the swarm is guessed to freeze.
#[derive(Clone, Copy)]
pub struct GuessedHeight<'a> {
    /// None until it has been put somewhere.
    pub y: Option<f64>,
    /// Where it may be put.
    pub range: [f64; 2],
    pub state: GuessState,
    /// What came of it.
    pub heights: Option<&'a Heights>,
    /// What a class guesses, its member here apart.
    pub class: &'a [f64],
}

/// A share over the height.
#[derive(Clone, Copy)]
pub struct GuessedShares<'a> {
    pub sketch: Option<&'a Sketch>,
    pub range: [f64; 2],
    pub state: GuessState,
    pub measured: &'a [[f64; 2]],
}

/// How far a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessState {
    /// It can be moved.
    Open,
    /// It stands, and the swarm is on its way.
    Stands,
    Revealed,
}

/// A step of the arrow keys, in heights and in shares, and how much smaller it is with Shift.
pub const GUESS_STEP: f64 = 0.05;
pub const FINE_GUESS: f64 = 0.2;

impl Classroom {
    /// The guess that is drawn on stage and panels, of a page that asks for one.
    pub fn guess(&self) -> Option<Guess<'_>> {
        let running = self.running.as_ref().filter(|running| !running.ended)?;
        let page = &running.page;
        let state = running.guess_state();
        match running.step().predict.as_ref()? {
            Predict::Height { from, to } => Some(Guess::Height(GuessedHeight {
                y: match page.draft {
                    Some(Prediction::Height(y)) => Some(y),
                    _ => None,
                },
                range: [*from, *to],
                state,
                heights: page.verdict.as_ref().and_then(|verdict| verdict.heights.as_ref()),
                class: &running.class_guesses,
            })),
            Predict::Curve { from, to } => Some(Guess::Shares(GuessedShares {
                sketch: match &page.draft {
                    Some(Prediction::Sketch(sketch)) => Some(sketch),
                    _ => None,
                },
                range: [*from, *to],
                state,
                measured: page.verdict.as_ref().map_or(&[], |verdict| &verdict.measured),
            })),
            Predict::Choice { .. } => None,
        }
    }

    /// Whether the page asks for a guess before anything else.
    pub fn asks_first(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.asks() && running.page.prediction.is_none())
    }
}

impl Running {
    fn guess_state(&self) -> GuessState {
        match (&self.page.verdict, &self.page.prediction) {
            (Some(_), _) => GuessState::Revealed,
            (None, Some(_)) if self.page.begun => GuessState::Stands,
            (None, _) => GuessState::Open,
        }
    }
}

impl GuessedHeight<'_> {
    /// Where its line lies on a stretch of heights: pulled, or waiting at the far end.
    pub fn line(&self, [low, high]: [f64; 2]) -> Option<f64> {
        match (self.y, self.state) {
            (Some(y), _) => Some(y),
            // In the middle it would suggest an answer.
            (None, GuessState::Open) => {
                let far = high - 0.08 * (high - low);
                let far = (far.min(self.range[1]) / GUESS_STEP).round() * GUESS_STEP;
                Some(far.clamp(self.range[0], self.range[1]))
            }
            (None, _) => None,
        }
    }

    /// The middle of a class's guesses, its member here among them.
    pub fn median(&self) -> Option<f64> {
        let mut all: Vec<f64> = self.class.iter().copied().chain(self.y).collect();
        all.sort_by(f64::total_cmp);
        let upper = *all.get(all.len() / 2).filter(|_| !self.class.is_empty())?;
        Some(0.5 * (upper + all[(all.len() - 1) / 2]))
    }
}
