//! The oracle: one walker in f64, written down as the specification says it. Slow and plain on purpose;
//! it shares no code with the fast path.

use nalgebra::{SymmetricEigen, Vector2};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};

use super::lanes::{DIVERGED_ABOVE, DIVERGED_BEYOND};
use crate::valleys::model::{Scenario, Valley};

/// One walker and its own generator.
#[derive(Debug)]
pub struct ReferenceWalker {
    pub position: Vector2<f64>,
    pub step: u32,
    /// Step of the last hop, 0 if none.
    pub last_hop: u32,
    /// y right after the last hop, or at the start.
    pub hop_y: f64,
    pub hops: u32,
    /// Steps after which x > 0.
    pub flat_time: u32,
    pub diverged: bool,
    generator: StdRng,
}

impl ReferenceWalker {
    /// Walker `index` of a scenario at step 0. Its numbers differ from the swarm's, its law does not.
    pub fn new(scenario: &Scenario, index: u32) -> Self {
        let side = if scenario.starts_flat(index) { 1.0 } else { -1.0 };
        let y = scenario.start_y();
        Self {
            position: Vector2::new(side * scenario.x_i, y),
            step: 0,
            last_hop: 0,
            hop_y: y,
            hops: 0,
            flat_time: 0,
            diverged: false,
            generator: StdRng::seed_from_u64(scenario.seed ^ (u64::from(index) << 32)),
        }
    }

    /// θ ← θ − η (∇L(θ) + ξ), ξ ~ N(0, 2σ C(H(θ))) (Eq. 6).
    pub fn advance(&mut self, scenario: &Scenario) {
        if self.diverged {
            return;
        }
        let (x, y) = (self.position.x, self.position.y);
        let (eta, sigma) = (scenario.eta.at(self.step), scenario.sigma.at(self.step));
        let covariance = 2.0 * sigma * scenario.noise.covariance(&scenario.landscape, x, y);
        let eigen = SymmetricEigen::new(covariance);
        let scale = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
        let normal = Vector2::from_fn(|_, _| StandardNormal.sample(&mut self.generator));
        let noise = eigen.eigenvectors * scale.component_mul(&normal);
        let mut change = -eta * (scenario.landscape.gradient(x, y) + noise);
        if scenario.hold_y.is_some() {
            change.y = 0.0;
        }
        self.position += change;
        self.step += 1;

        let valley = Valley::of(self.position.x);
        if valley != Valley::of(x) {
            self.hops += 1;
            self.last_hop = self.step;
            self.hop_y = self.position.y;
        }
        let bound = f64::from(DIVERGED_BEYOND) * scenario.landscape.reach(valley);
        // Written so that NaN is not within.
        let within = self.position.x.abs() < bound && self.position.y.abs() < f64::from(DIVERGED_ABOVE);
        self.diverged = !within;
        self.flat_time += u32::from(valley == Valley::Flat);
    }
}
