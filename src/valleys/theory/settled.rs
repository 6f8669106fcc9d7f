//! Valleys between which nothing hops any more: each holds a Gaussian about its floor, which any number of steps leave
//! one, and y climbs by a drift that knows only how the walkers are shared out.

use super::lattice::SideMoments;
use super::sides::{SIDES, Sides, lean};
use super::stretch::Stretch;
use crate::valleys::model::{Landscape, Scenario, Valley};

/// The valleys apart, [sharp, flat].
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    pub masses: [f64; 2],
    pub sd: [f64; 2],
}

/// Valleys come apart when no larger share of the walkers than this would hop in all that is left of the run, and meet
/// again when noise has risen until many times as many would.
const HOPS_LEFT: f64 = 1e-6;
const MANY_TIMES: f64 = 10.0;
/// The variance about a floor may exceed the settled one by this share, or by that of the floor's own distance.
const VARIANCE: f64 = 0.05;
const OFF_FLOOR: f64 = 0.01;
/// y may climb by this share of its scale at once.
const HEIGHT_CHANGE: f64 = 0.01;
/// What one climb costs, in nanoseconds.
pub(super) const WORK: f64 = 500.0;

impl Settled {
    /// The valleys apart, if what is told of each side, its moments and the mass in the quarter of the way to its floor
    /// next to the ridge, says that they are.
    pub(super) fn of(
        scenario: &Scenario,
        place: Situation,
        sides: &Sides,
        told: impl Fn(Valley, f64) -> (SideMoments, f64),
    ) -> Option<Self> {
        let sd = sides.valley_sd();
        // Before anything is told: most of the time too much hops.
        if hops_left(scenario, place, sides, [0.5; 2]) > HOPS_LEFT {
            return None;
        }
        let mut masses = [0.0; 2];
        for side in 0..2 {
            let floor = sides.floor[side];
            let (SideMoments { mass, first, second }, near_ridge) = told(SIDES[side], 0.25 * floor);
            let variance = second - 2.0 * floor * first + floor * floor * mass;
            let usual = (1.0 + VARIANCE) * sd[side].powi(2) + (OFF_FLOOR * floor).powi(2);
            if near_ridge > HOPS_LEFT || variance > usual * mass.max(HOPS_LEFT) {
                return None;
            }
            masses[side] = mass;
        }
        Some(Self { masses, sd })
    }

    /// Whether the valleys are still apart under the noise of the moment.
    pub(super) fn holds(&self, scenario: &Scenario, place: Situation, sides: &Sides) -> bool {
        hops_left(scenario, place, sides, self.masses) <= MANY_TIMES * HOPS_LEFT
    }

    /// Mass and moments of a side, whose floor is there.
    fn moments(&self, side: usize, floor: f64) -> SideMoments {
        let mass = self.masses[side];
        SideMoments { mass, first: mass * floor, second: mass * (floor * floor + self.sd[side].powi(2)) }
    }

    /// dy/dt. As the floors lean, walkers that follow them lag a little behind and hold y back, as if it had more mass.
    pub(super) fn drift(&self, landscape: &Landscape, y: f64) -> f64 {
        let slope = mean_slope(landscape, y, |valley| {
            let side = usize::from(valley == Valley::Flat);
            self.moments(side, 0.5 * landscape.spread(valley, y))
        });
        let inertia = [0, 1].map(|side| self.masses[side] * lean(landscape, y)[side].powi(2));
        -slope / (1.0 + inertia[0] + inertia[1])
    }

    /// Steps, not more than `most`, taken at once, and the y that they lead to.
    pub(super) fn climb(&self, scenario: &Scenario, place: Situation, most: u32) -> (Stretch, f64) {
        let Scenario { landscape, eta, hold_y, .. } = scenario;
        let Situation { step, y } = place;
        if hold_y.is_some() {
            return (Stretch::from(scenario, step, most, f64::INFINITY), y);
        }
        let drift = self.drift(landscape, y);
        let enough = HEIGHT_CHANGE * (y + landscape.y_b.min(landscape.y_f)) / drift.abs();
        let stretch = Stretch::from(scenario, step, most, enough);
        // Each of n steps goes by the drift where it starts: on average half-way through all but one.
        let middle = y + 0.5 * (stretch.time - eta.at(step)).max(0.0) * drift;
        let y = y + stretch.time * self.drift(landscape, middle);
        (stretch, y)
    }
}

/// Where the ensemble is.
#[derive(Clone, Copy)]
pub(super) struct Situation {
    pub step: u32,
    pub y: f64,
}

/// At most so many hops a walker in what is left of the run, if noise does not rise: over the steps left, or those in
/// which the chance of a hop falls by e as the floors move apart.
fn hops_left(scenario: &Scenario, Situation { step, y }: Situation, sides: &Sides, masses: [f64; 2]) -> f64 {
    let Scenario { landscape, eta, sigma, hold_y, .. } = scenario;
    let left = f64::from(scenario.steps.saturating_sub(step));
    let barriers = sides.barriers();
    let growth = if hold_y.is_some() {
        [0.0; 2]
    } else {
        let (eta, sigma) = (eta.at(step), sigma.at(step));
        let climb = eta * landscape.drift(y);
        match Sides::at(scenario, y + climb, eta, sigma) {
            Ok(next) => [0, 1].map(|side| next.barriers()[side] - barriers[side]),
            Err(_) => [0.0; 2],
        }
    };
    (0..2)
        .map(|side| masses[side] * 0.5 * (-barriers[side]).exp() * left.min(growth[side].max(0.0).recip()))
        .sum()
}

/// ⟨∂_yL⟩: on each side ∂_yL is quadratic in |x|, so moments suffice.
pub(super) fn mean_slope(landscape: &Landscape, y: f64, moments: impl Fn(Valley) -> SideMoments) -> f64 {
    let at_ridge = landscape.gradient(0.0, y).y;
    let of_side = |valley: Valley| {
        let r = landscape.reach(valley);
        let [near, far] = [r, 2.0 * r].map(|u| landscape.gradient(valley.sign() * u, y).y - at_ridge);
        let (linear, quadratic) = ((2.0 * near - 0.5 * far) / r, (0.5 * far - near) / (r * r));
        let moments = moments(valley);
        moments.mass * at_ridge + moments.first * linear + moments.second * quadratic
    };
    Valley::BOTH.into_iter().map(of_side).sum()
}
