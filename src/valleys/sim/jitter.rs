//! SGD on examples: the loss is the mean over them, each the same landscape shifted by an offset of its own, and every
//! step descends the mean gradient of a batch drawn anew. The offsets are drawn once, from a Gaussian.
//!
//! To leading order the gradient of example i is ∇L − H a_i, so a batch of B has the covariance H Cov(a) H/B: the law
//! H² with 2σ = Cov(a)/B. Where batches reach across the ridge, and that is wherever walkers hop, the two part, to either
//! side; so they do where examples are few or η is large.

use nalgebra::Vector2;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use super::lanes::{DIVERGED_ABOVE, DIVERGED_BEYOND};
use crate::valleys::model::{Scenario, Valley};

/// The examples' offsets: their mean is 0, their covariance the same along x and y.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    pub offsets: Vec<Vector2<f64>>,
    pub batch: u32,
}

impl Examples {
    /// So many examples, drawn once by the seed, whose batches have the H² law's covariance at a noise strength.
    pub fn drawn(count: u32, batch: u32, sigma: f64, seed: u64) -> Self {
        let mut generator = StdRng::seed_from_u64(seed ^ 0x6A69_7474_6572);
        let mut offsets: Vec<Vector2<f64>> =
            (0..count).map(|_| Vector2::from_fn(|_, _| StandardNormal.sample(&mut generator))).collect();
        let mean = offsets.iter().sum::<Vector2<f64>>() / f64::from(count);
        offsets.iter_mut().for_each(|offset| *offset -= mean);
        // Few examples scatter unevenly: they are stretched until Cov(a) = 2σB on both axes, exactly.
        let covariance =
            offsets.iter().map(|a| a * a.transpose()).sum::<nalgebra::Matrix2<f64>>() / f64::from(count);
        let wanted = (2.0 * sigma * f64::from(batch)).sqrt();
        let whiten = covariance.cholesky().and_then(|root| root.l().try_inverse());
        for offset in &mut offsets {
            *offset = match &whiten {
                Some(inverse) => wanted * inverse * *offset,
                // Two examples lie on a line: what they have is stretched along it.
                None => *offset * (wanted / covariance.trace().sqrt().max(f64::MIN_POSITIVE)),
            };
        }
        Self { offsets, batch }
    }
}

/// One walker on the jittering landscape.
#[derive(Debug)]
pub struct JitterWalker {
    pub position: Vector2<f64>,
    /// Step of the last hop, 0 if none.
    pub last_hop: u32,
    pub hop_y: f64,
    pub diverged: bool,
    generator: StdRng,
}

/// A swarm of them.
#[derive(Debug)]
pub struct JitterSwarm {
    pub walkers: Vec<JitterWalker>,
    pub step: u32,
}

impl JitterSwarm {
    pub fn new(scenario: &Scenario) -> Self {
        let walkers = (0..scenario.walkers)
            .map(|index| {
                let side = if scenario.starts_flat(index) { 1.0 } else { -1.0 };
                let y = scenario.start_y();
                JitterWalker {
                    position: Vector2::new(side * scenario.x_i, y),
                    last_hop: 0,
                    hop_y: y,
                    diverged: false,
                    generator: StdRng::seed_from_u64(scenario.seed.wrapping_add(u64::from(index) << 32)),
                }
            })
            .collect();
        Self { walkers, step: 0 }
    }

    /// Advances every walker by a number of steps, on the current rayon pool.
    pub fn advance(&mut self, scenario: &Scenario, examples: &Examples, steps: u32) {
        let start = self.step;
        self.walkers.par_iter_mut().with_min_len(8).for_each(|walker| {
            for step in start..start + steps {
                walker.advance(scenario, examples, step);
            }
        });
        self.step += steps;
    }

    /// Walkers at x > 0, and all that have not diverged.
    pub fn census(&self) -> (u32, u32) {
        let live = self.walkers.iter().filter(|walker| !walker.diverged);
        live.fold((0, 0), |(flat, live), walker| (flat + u32::from(walker.position.x >= 0.0), live + 1))
    }
}

impl JitterWalker {
    /// θ ← θ − η/B Σ_b ∇L(θ − a_b).
    fn advance(&mut self, scenario: &Scenario, examples: &Examples, step: u32) {
        if self.diverged {
            return;
        }
        let before = self.position;
        let mut gradient = Vector2::zeros();
        for _ in 0..examples.batch {
            let place = before - examples.offsets[self.generator.random_range(0..examples.offsets.len())];
            gradient += scenario.landscape.gradient(place.x, place.y);
        }
        let mut change = -scenario.eta.at(step) / f64::from(examples.batch) * gradient;
        if scenario.hold_y.is_some() {
            change.y = 0.0;
        }
        self.position += change;
        let valley = Valley::of(self.position.x);
        if valley != Valley::of(before.x) {
            self.last_hop = step + 1;
            self.hop_y = self.position.y;
        }
        let bound = f64::from(DIVERGED_BEYOND) * scenario.landscape.reach(valley);
        // Written so that NaN is not within.
        let within = self.position.x.abs() < bound && self.position.y.abs() < f64::from(DIVERGED_ABOVE);
        self.diverged = !within;
    }
}
