//! The train loss on the straight line between two networks, and the barrier on it.

use super::prepared::Prepared;
use crate::networks::model::Weights;

/// The mean train loss at even distances from one network to another, both among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub losses: Vec<f64>,
}

impl Line {
    /// At so many places, two or more.
    pub fn between(prepared: &Prepared, from: &Weights, to: &Weights, places: usize) -> Self {
        let mut pass = prepared.train.pass(&from.shape);
        let mut weights = from.clone();
        let last = (places.max(2) - 1) as f64;
        let losses = (0..places.max(2)).map(|place| {
            let share = (place as f64 / last) as f32;
            for ((weight, from), to) in
                weights.values.iter_mut().zip(from.values.iter()).zip(to.values.iter())
            {
                // Written so that both ends are met to the bit.
                *weight = (1.0 - share) * from + share * to;
            }
            prepared.train.loss(&weights, &mut pass)
        });
        Self { losses: losses.collect() }
    }

    /// How far the highest loss on the way lies above the higher end.
    pub fn barrier(&self) -> f64 {
        let ends = self.losses[0].max(self.losses[self.losses.len() - 1]);
        self.losses.iter().copied().fold(ends, f64::max) - ends
    }
}
