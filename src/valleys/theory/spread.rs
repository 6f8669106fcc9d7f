//! How far walkers of one time come to differ in y.
//!
//! Across a leaning floor noise and pull move x and y together: with the lean ℓ and u = |x|, y + ℓu climbs like the
//! mean but for what noise fails to move y along (none of it, or a share 1 − κ), and for the push of the ridge, which
//! turns walkers back at random times. Both are martingales once their means are taken off: with the mass S beyond u, d
//! Var(y)/dt = 2Dℓ² ⟨(1 − κ − p(0) S/p)²⟩ on either side, and y's own drift stretches what there is.

use super::density::{DensityRun, Ensemble};
use super::sides::{SIDES, lean};
use crate::valleys::model::Scenario;

/// For a slope by differences, as a share of y's scale.
const DISTANCE: f64 = 1e-3;

impl DensityRun<'_> {
    /// The variance of y after some more time, in which it was as now.
    pub(super) fn spread_after(&self, variance: f64, time: f64) -> f64 {
        let Scenario { landscape, hold_y, .. } = self.scenario;
        if hold_y.is_some() {
            return 0.0;
        }
        let apart = DISTANCE * (self.y + landscape.y_b.min(landscape.y_f));
        let stretch = (landscape.drift(self.y + apart) - landscape.drift(self.y)) / apart;
        let growth: f64 = [0, 1].map(|side| self.growth(side)).iter().sum();
        (variance + time * (growth + 2.0 * stretch * variance)).max(0.0)
    }

    fn growth(&self, side: usize) -> f64 {
        let Scenario { landscape, noise, .. } = self.scenario;
        let (valley, lean) = (SIDES[side], lean(landscape, self.y)[side]);
        let delta_s = self.scenario.delta_s(self.step);
        let covariance = noise.covariance(landscape, landscape.floor(valley, self.y), self.y);
        let along = -valley.sign() * covariance[(0, 1)] / (lean * covariance[(0, 0)]);
        let alone = if along.is_finite() { 1.0 - along } else { 0.0 };
        let squares = match self.ensemble {
            Ensemble::Atoms(_) => 0.0,
            Ensemble::Lattice => self.lattice.turned_back(valley, |turned| (alone - turned).powi(2)),
            Ensemble::Settled(settled) => settled.masses[side] * alone.powi(2),
        };
        2.0 * noise.diffusion(landscape, valley, self.y, delta_s) * lean.powi(2) * squares
    }
}
