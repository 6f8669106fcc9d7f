//! The law of the last hop at once: as two states have it, put right by what they were off when the exact law was last
//! known.

use serde::{Deserialize, Serialize};

use super::last_hop::{Count, Freezing, LastHops};
use super::tape::late;
use super::two_state::TwoState;
use super::why::Why;
use crate::valleys::model::Scenario;

/// How much of a barrier's noise temperatures may pass in a sub-step.
const BARRIER_CHANGE: f64 = 0.1;

/// The law of the last hop as two states have it.
///
/// Of the walkers in a valley, e^{−∫hops} never come over its ridge again; of those at the start, only who does not hop
/// at once is in one.
pub fn two_state_last_hops(scenario: &Scenario) -> Result<LastHops, Why> {
    let mut state = TwoState::new(scenario, BARRIER_CHANGE);
    let stay = state.stay_at_once()?;
    let mut counts =
        vec![Count { at: state.mark(), settled: [0, 1].map(|side| state.shares[side] * stay[side]) }];
    let mut hops = vec![[0.0; 2]];
    let late = late(scenario.steps);
    while state.step < scenario.steps {
        let target = if state.step < late { late } else { scenario.steps };
        hops.push(state.advance(target)?);
        counts.push(Count { at: state.mark(), settled: state.shares });
    }
    let mut left = [0.0_f64; 2];
    for (count, hops) in counts.iter_mut().zip(hops).rev() {
        for side in 0..2 {
            count.settled[side] *= (-left[side]).exp();
            left[side] += hops[side];
        }
    }
    Ok(LastHops::of(&counts))
}

/// The exact law over that of two states, for walkers that hop. It changes little from one scenario to the next, so the
/// last one that is known serves until the next is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    y: f64,
    y_sd: f64,
    step: f64,
    step_sd: f64,
}

impl Correction {
    /// Where nothing exact is known.
    pub const NONE: Self = Self { y: 1.0, y_sd: 1.0, step: 1.0, step_sd: 1.0 };

    /// Of two laws for one scenario, where there are both.
    pub fn of_laws(exact: &Result<LastHops, Why>, at_once: &Result<LastHops, Why>) -> Self {
        match (exact, at_once) {
            (Ok(exact), Ok(at_once)) => Self::between(exact, at_once),
            _ => Self::NONE,
        }
    }

    /// On the way to another: factors go evenly in their logarithms.
    #[must_use]
    pub fn towards(&self, other: &Self, share: f64) -> Self {
        let mean = |of: fn(&Self) -> f64| of(self) * (of(other) / of(self)).powf(share);
        Self {
            y: mean(|factor| factor.y),
            y_sd: mean(|factor| factor.y_sd),
            step: mean(|factor| factor.step),
            step_sd: mean(|factor| factor.step_sd),
        }
    }

    /// Of two laws for one scenario.
    pub fn between(exact: &LastHops, at_once: &LastHops) -> Self {
        let (Some(exact), Some(at_once)) = (exact.hopped, at_once.hopped) else { return Self::NONE };
        let ratio = |of: fn(&Freezing) -> f64| {
            let ratio = of(&exact) / of(&at_once);
            if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 }
        };
        Self {
            y: ratio(|frozen| frozen.y),
            y_sd: ratio(|frozen| frozen.y_sd),
            step: ratio(|frozen| frozen.step),
            step_sd: ratio(|frozen| frozen.step_sd),
        }
    }

    /// Where walkers that hop freeze, nearly.
    pub fn of(&self, at_once: &LastHops) -> Option<Freezing> {
        at_once.hopped.map(|frozen| Freezing {
            y: self.y * frozen.y,
            y_sd: self.y_sd * frozen.y_sd,
            step: self.step * frozen.step,
            step_sd: self.step_sd * frozen.step_sd,
        })
    }
}
