//! The kernel that suits the moment: how fine its lattice is, how many steps it joins, and how long it serves.

use super::density::{DensityRun, Ensemble};
use super::kernel::{Kernel, Move};
use super::lattice::Spacing;
use super::sides::Sides;
use super::stretch::alike;
use super::tape::Leg;
use super::why::Why;
use crate::valleys::model::Scenario;

/// A kernel and what it was made for.
pub(super) struct Mover {
    pub kernel: Kernel,
    /// How many steps it makes at once.
    pub steps: u32,
    /// Whether it may be used again: it leads onto the lattice it comes from, and is not the rest of a stretch.
    pub lasting: bool,
    eta: f64,
    sigma: f64,
    y: f64,
    /// How far the actual y may be from the kernel's.
    tolerance: f64,
}

/// Points per standard deviation of a step, and of the distribution within a valley.
const POINTS_PER_STEP_SD: f64 = 2.5;
pub(super) const POINTS_PER_VALLEY_SD: f64 = 6.0;
/// The narrowest kernel a lattice carries, in spacings.
pub(super) const NARROWEST: f64 = 1.5;
/// At most about so many points where there is mass, and on the whole lattice.
const MOST_ACTIVE: f64 = 1600.0;
pub(super) const MOST_POINTS: f64 = 20_000.0;
/// A new lattice reaches so many times farther than it must, for the valleys to move apart in it.
const ROOMY: f64 = 1.1;
/// The reach of a valley's distribution, in standard deviations.
pub(super) const REACH_SD: f64 = 9.0;

/// A kernel serves until η or σ has changed by this share, or y has climbed as far as its sides bear.
const SCHEDULE_CHANGE: f64 = 0.001;
/// Joined steps relax by at most this share.
const MOST_RELAXATION: f64 = 0.5;

impl DensityRun<'_> {
    /// A kernel for the present, on a lattice that suits it.
    pub(super) fn new_mover(&mut self, eta: f64, sigma: f64, target: u32) -> Result<Mover, Why> {
        let Scenario { landscape, hold_y, .. } = self.scenario;
        self.look_down()?;
        let here = Sides::at(self.scenario, self.y, eta, sigma)?;
        let spread = !matches!(self.ensemble, Ensemble::Atoms(_));
        let current = self.lattice.spacing;
        let (reach, h) = self.wanted(&here);
        let outgrown = reach.iter().zip(current.reach()).any(|(wanted, has)| *wanted > has);
        let keep = spread && !outgrown && (0.5 * h..1.2 * h).contains(&current.h);
        let onto = if keep { current } else { Spacing::reaching(reach.map(|reach| ROOMY * reach), h) };
        if !keep && spread && onto.h < current.h {
            // A finer lattice takes over the density as it is; a coarser one only after the step has smoothed it.
            self.record(|| Leg::Resampled { from: current, onto });
            self.lattice = self.lattice.resampled(onto);
        }
        let lasting = spread && onto == self.lattice.spacing;

        let held = hold_y.is_some();
        let tolerance = if held { 0.0 } else { here.serviceable_climb(landscape, self.y) };
        let slope = self.mean_slope();
        // Steps in which y climbs as far: within joined ones it climbs at one speed.
        let climbable = if held { f64::INFINITY } else { tolerance / (eta * slope.abs()) };
        // The kernel of a moment half-way through its service is right to second order.
        let most = if lasting { climbable.max(1.0) as u32 } else { 1 };
        let served = alike(self.scenario, self.step, most, 2.0 * SCHEDULE_CHANGE);
        let middle = self.step + served / 2;
        let (eta, sigma) = (self.scenario.eta.at(middle), self.scenario.sigma.at(middle));
        let ahead = if held { 0.0 } else { 0.5 * f64::from(served - 1) * eta * slope };
        let y = self.y - ahead.clamp(-0.5 * tolerance, 0.5 * tolerance);
        let sides = Sides::at(self.scenario, y, eta, sigma)?;
        let (joined, resolved) = self.joined_steps(&sides, onto.h, climbable);
        // A part of a push needs a kernel onto its own lattice that is no wider than true.
        let whole = lasting && resolved;
        let steps = if whole { joined } else { joined.min(target - self.step) };
        let sides = sides.joined(steps, NARROWEST * onto.h);
        let kernel = Kernel::new(Move { from: self.lattice.spacing, onto, sides });
        let lasting = lasting && steps == joined;
        Ok(Mover { kernel, steps, lasting, eta, sigma, y, tolerance: 0.5 * tolerance })
    }

    /// How far a lattice must reach to either side, and the spacing that resolves a step wherever there is, or will
    /// soon be, mass.
    fn wanted(&self, sides: &Sides) -> ([f64; 2], f64) {
        let valley_sd = sides.valley_sd();
        let extents = self.extents();
        let [mut occupied, mut finest] = [0.0, f64::INFINITY];
        let mut reach = [0.0; 2];
        for side in 0..2 {
            let (near, far) = extents[side].unwrap_or((sides.floor[side], sides.floor[side]));
            occupied += (far - near).max(2.0 * REACH_SD * valley_sd[side]);
            finest =
                finest.min(sides.sd[side] / POINTS_PER_STEP_SD).min(valley_sd[side] / POINTS_PER_VALLEY_SD);
            reach[side] =
                far.max(sides.floor[side].abs() + REACH_SD * valley_sd[side]) + REACH_SD * sides.sd[side];
        }
        let h = finest
            .max(occupied / MOST_ACTIVE)
            .max((reach[0] + reach[1]) / MOST_POINTS)
            .max(f64::MIN_POSITIVE);
        (reach, h)
    }

    /// A lattice for the present.
    pub(super) fn spacing_for(&self, sides: &Sides) -> Spacing {
        let (reach, h) = self.wanted(sides);
        Spacing::reaching(reach, h)
    }

    /// How many steps to join for the narrower kernel to be as wide as the lattice carries, and whether it then is.
    fn joined_steps(&self, sides: &Sides, h: f64, climbable: f64) -> (u32, bool) {
        let wanted = (NARROWEST * h / sides.sd[0].min(sides.sd[1])).powi(2).ceil();
        let most = (MOST_RELAXATION / sides.relaxation[0].max(sides.relaxation[1])).floor();
        let steps = wanted.min(most).min(climbable).max(1.0) as u32;
        let joined = alike(self.scenario, self.step, steps, SCHEDULE_CHANGE);
        (joined, f64::from(joined) >= wanted)
    }
}

impl Mover {
    pub(super) fn serves(&self, eta: f64, sigma: f64, y: f64) -> bool {
        let near = |value: f64, made_for: f64| (value - made_for).abs() <= SCHEDULE_CHANGE * made_for;
        near(eta, self.eta) && near(sigma, self.sigma) && (y - self.y).abs() <= self.tolerance
    }
}
