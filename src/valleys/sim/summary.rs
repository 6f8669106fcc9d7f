//! A swarm in numbers: one walker, all of them at one step, and the whole run.

use serde::{Deserialize, Serialize};

/// One walker, now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walker {
    /// NaN once diverged.
    pub x: f32,
    pub y: f32,
    /// Step of the last hop, 0 if none.
    pub last_hop: u32,
    /// y right after the last hop, or at the start.
    pub hop_y: f32,
    pub hops: u32,
}

/// Where the swarm is at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Census {
    /// Walkers at x > 0.
    pub flat: u32,
    /// Walkers that have not diverged.
    pub live: u32,
    /// None when all have.
    pub mean_y: Option<f64>,
}

/// A run in numbers, as in the paper. Means are absent when every walker has diverged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    pub p_flat: Option<f64>,
    pub p_flat_low: f64,
    pub p_flat_high: f64,
    /// Mean and standard error of t_f, the 1-based index of the first state after the last hop.
    pub mean_freezing_step: Option<f64>,
    pub sem_freezing_step: Option<f64>,
    /// The same mean by Kaplan and Meier, up to the end of the run: a walker that still hops, of which nobody knows when it
    /// will stop, is not taken for settled.
    #[serde(default)]
    pub kaplan_meier_freezing_step: Option<f64>,
    /// Mean and standard deviation over walkers of y at that state.
    pub mean_freezing_y: Option<f64>,
    pub sd_freezing_y: Option<f64>,
    /// Share of walker-time at x > 0 over the second half of the run.
    pub occupancy: Option<f64>,
    /// Its standard error, with the walkers' memory in it.
    #[serde(default)]
    pub occupancy_error: Option<f64>,
    /// Share of walkers that still hopped within the last 1 % of the steps: their t_f is a lower bound.
    pub censored: Option<f64>,
    /// Walkers beyond the bound, left out of every figure above.
    pub diverged: u32,
    pub mean_y: Option<f64>,
}

impl Summary {
    /// Of so many walkers those that have not diverged.
    pub fn live(&self, walkers: u32) -> u32 {
        walkers - self.diverged.min(walkers)
    }
}

/// Mean and standard deviation, in one pass around the first value, so that the squares do not cancel.
#[derive(Default)]
pub(super) struct Moments {
    origin: Option<f64>,
    count: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    pub(super) fn add(&mut self, value: f64) {
        let offset = value - *self.origin.get_or_insert(value);
        self.count += 1.0;
        self.sum += offset;
        self.squares += offset * offset;
    }

    pub(super) fn mean(&self) -> Option<f64> {
        self.origin.map(|origin| origin + self.sum / self.count)
    }

    pub(super) fn deviation(&self) -> Option<f64> {
        let squares = self.squares - self.sum * self.sum / self.count;
        self.origin.map(|_| (squares.max(0.0) / (self.count - 1.0).max(1.0)).sqrt())
    }
}
