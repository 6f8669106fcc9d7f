//! The step of Eq. 6 along x on both sides of the ridge at one height, each linear in the distance from its floor.

use super::kernel::SideStep;
use super::p_flat::Edge;
use super::why::Why;
use crate::valleys::model::{Landscape, Scenario, Valley};

/// The single step on both sides, [sharp, flat].
pub(super) struct Sides {
    pub floor: [f64; 2],
    /// The share of the distance to the floor that a step takes away: 2η/f, below 2.
    pub relaxation: [f64; 2],
    pub sd: [f64; 2],
}

/// A kernel serves until the floor has moved by this share of √2 sd, more generously once nothing hops any more ...
const FLOOR_SHIFT: f64 = 0.03;
const FLOOR_SHIFT_FROZEN: f64 = 0.1;
const FROZEN_FROM: f64 = 6.0;
/// ... or y by this share of its scale.
const HEIGHT_CHANGE: f64 = 0.005;

pub(super) const SIDES: [Valley; 2] = [Valley::Sharp, Valley::Flat];

impl Sides {
    /// x' = x − η ∂_xL + N(0, 2η Δ_S C_xx) on both sides; an error where it throws walkers ever farther.
    pub(super) fn at(scenario: &Scenario, y: f64, eta: f64, sigma: f64) -> Result<Self, Why> {
        let Scenario { landscape, noise, .. } = scenario;
        let flatness = SIDES.map(|valley| landscape.flatness(valley, y));
        if !flatness.iter().all(|f| eta < *f) {
            return Err(Why::Overshoots { y, eta, flatness: flatness[0].min(flatness[1]) });
        }
        Ok(Self {
            floor: SIDES.map(|valley| 0.5 * landscape.spread(valley, y)),
            relaxation: flatness.map(|f| 2.0 * eta / f),
            sd: SIDES.map(|valley| (2.0 * eta * noise.diffusion(landscape, valley, y, eta * sigma)).sqrt()),
        })
    }

    /// The standard deviation within each valley, were it alone: s/√(1 − (1 − relaxation)²).
    pub(super) fn valley_sd(&self) -> [f64; 2] {
        [0, 1].map(|side| {
            let relaxation = self.relaxation[side];
            self.sd[side] / (relaxation * (2.0 - relaxation)).sqrt()
        })
    }

    /// Both sides at the ridge.
    pub(super) fn edges(&self) -> [Edge; 2] {
        let sd = self.valley_sd();
        [0, 1].map(|side| Edge::of(self.floor[side], sd[side], self.sd[side]))
    }

    /// Half of the squared distance from ridge to floor in standard deviations: the chance to stand beyond the ridge is
    /// at most ½ e to the minus this.
    pub(super) fn barriers(&self) -> [f64; 2] {
        let sd = self.valley_sd();
        // No width and no distance are no barrier.
        [0, 1].map(|side| (0.5 * (self.floor[side] / sd[side]).powi(2)).max(0.0))
    }

    /// How far y may climb before a kernel made of them is out of date.
    pub(super) fn serviceable_climb(&self, landscape: &Landscape, y: f64) -> f64 {
        let (valley_sd, lean) = (self.valley_sd(), lean(landscape, y));
        let scale = HEIGHT_CHANGE * (y + landscape.y_b.min(landscape.y_f));
        [0, 1].into_iter().fold(scale, |climb, side| {
            let width = 2.0_f64.sqrt() * valley_sd[side];
            let shift = if self.floor[side] > FROZEN_FROM * width { FLOOR_SHIFT_FROZEN } else { FLOOR_SHIFT };
            // Without noise there is no width to compare with: y's own scale decides.
            if width > 0.0 { climb.min(shift * width / lean[side]) } else { climb }
        })
    }

    /// n steps on one side as one Gaussian, at least as wide as the lattice carries.
    pub(super) fn joined(&self, steps: u32, narrowest: f64) -> [SideStep; 2] {
        let valley_sd = self.valley_sd();
        [0, 1].map(|side| {
            let single = 1.0 - self.relaxation[side];
            let contraction = single.powi(steps as i32);
            // 1 − contraction², good for the slightest relaxation too.
            let ln_single = if single > 0.5 { (-self.relaxation[side]).ln_1p() } else { single.abs().ln() };
            let sd = valley_sd[side] * (-(2.0 * f64::from(steps) * ln_single).exp_m1()).sqrt();
            SideStep { floor: self.floor[side], contraction, sd: sd.max(narrowest) }
        })
    }
}

/// How far the floors move along x as y climbs by one.
pub(super) fn lean(landscape: &Landscape, y: f64) -> [f64; 2] {
    SIDES.map(|valley| landscape.reach(valley) * landscape.y_b / (y + landscape.y_b).powi(2))
}
