//! How walkers change valleys at one height: how often they come over the ridge, how often into the other valley, and
//! where they go that start beside the ridge.
//!
//! With s′ = e^{(L − L(0))/D}, which Itô's reading of Eq. 6 makes continuous at the ridge, a walker there falls to a
//! side with a chance in proportion to the other side's I = ∫ s′ dx from ridge to floor, which is √(f D) D(z) with
//! Dawson's D. In a quasi-steady valley walkers come to the ridge at a rate that I divides: D p, where p is their density
//! there. A passage is divided by both I.
//!
//! A walk in steps of standard deviation s leaves a side only by some β s beyond its end. A step is taken down the
//! slope of where it starts also across the ridge, which costs passages, and under the noise there, which turns their
//! balance as in [`p_steady_at`](super::p_steady_at).

use std::f64::consts::SQRT_2;

use super::p_flat::{Edge, ridge_tilt};
use super::sides::Sides;
use super::special::{OVERSHOOT, dawson};
use super::validity::{Domain, Prediction};
use super::why::Why;
use crate::valleys::model::Scenario;

/// Hops of a walker in a unit of optimisation time, with so many of the walkers at x > 0: changes of sign, most of them
/// undone within a few steps, and the more the smaller the steps.
///
/// In a quasi-steady valley the density at a distance u from the ridge is p e^{ku}; a step of deviation s crosses from
/// there with the chances that add up to (p/k) erf(ks/√8). What the ridge does to the density within a step of it is
/// left out, some tenth of it.
pub fn hop_rate(scenario: &Scenario, step: u32, y: f64, p_flat: f64) -> Prediction {
    let (eta, sigma) = (scenario.eta.at(step), scenario.sigma.at(step));
    if eta * sigma <= 0.0 {
        return Prediction::absent(Why::Quiet { delta_s: eta * sigma });
    }
    let sides = match Sides::at(scenario, y, eta, sigma) {
        Ok(sides) => sides,
        Err(why) => return Prediction::absent(why),
    };
    let edges = sides.edges();
    let of_side = |side: usize| {
        let Edge { step, slope, density } = edges[side];
        density / slope * libm::erf(slope * step / 8.0_f64.sqrt())
    };
    Prediction::new(((1.0 - p_flat) * of_side(0) + p_flat * of_side(1)) / eta, Domain::Valid)
}

/// How walkers change valleys at one height, [sharp, flat].
#[derive(Clone, Copy, Debug)]
pub(super) struct Passages {
    /// Walkers of a valley that cross the ridge, whether they fall back or not, per step.
    pub hops: [f64; 2],
    /// Walkers of a valley that pass into the other one, per step.
    pub passages: [f64; 2],
    /// What steps do to the logarithm of the odds against the flat side.
    pub tilt: f64,
    /// The share of passages that steps which are not small would take between straight slopes.
    pub lost: f64,
}

/// What becomes of a walker that starts beside the ridge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fate {
    /// The chance to cross the ridge before it comes to rest on its own side.
    pub hops: f64,
    /// The chance to come to rest on the other side.
    pub passes: f64,
}

/// How much passages lose by steps of b decay lengths of the density beside the ridge: 1 + b²/5 is within 4 % of the
/// walk between two straight slopes, worked out numerically for b from 0.4 to 3.
const ROUNDED: f64 = 0.2;

impl Passages {
    pub(super) fn of(sides: &Sides) -> Self {
        // D p at the ridge.
        let edges = sides.edges();
        let arrivals = edges.map(|Edge { step, density, .. }| 0.5 * step * step * density);
        let both = both_resistances(sides);
        let steep = mean_decay(edges);
        let tilt = odds_turned(edges);
        let turned = [-0.5, 0.5].map(|half| (half * tilt).exp());
        Self {
            hops: [0, 1].map(|side| or_none(arrivals[side] / crossing(sides, side))),
            passages: [0, 1].map(|side| or_none(arrivals[side] / both * turned[side])),
            tilt,
            lost: or_none(1.0 - 1.0 / (1.0 + ROUNDED * steep * steep)),
        }
    }
}

impl Fate {
    /// Of a walker at this distance from the ridge. Its first step is taken as it is, for beside the ridge one step
    /// counts.
    pub(super) fn of(sides: &Sides, side: usize, distance: f64) -> Self {
        let (floor, sd) = (sides.floor, sides.sd[side]);
        let middle = distance + sides.relaxation[side] * (floor[side] - distance);
        let both = both_resistances(sides);
        let mut fate = Self { hops: 0.0, passes: 0.0 };
        let mut total = 0.0;
        for part in 0..PARTS {
            let normal = FARTHEST * ((2.0 * f64::from(part) + 1.0) / f64::from(PARTS) - 1.0);
            let weight = (-0.5 * normal * normal).exp();
            let at = middle + sd * normal;
            let left = |side: usize, from: f64| {
                resistance(sides, side) - resistance_up_to(sides, side, from.min(floor[side]))
            };
            let [hops, passes] = if at < 0.0 {
                [1.0, 1.0 - left(1 - side, -at) / both]
            } else {
                let left = left(side, at);
                [left / crossing(sides, side), left / both]
            };
            fate.hops += weight * or_none(hops).clamp(0.0, 1.0);
            fate.passes += weight * or_none(passes).clamp(0.0, 1.0);
            total += weight;
        }
        Self { hops: fate.hops / total, passes: fate.passes / total }
    }
}

/// Into so many parts a step's Gaussian is divided, and as far as so many standard deviations.
const PARTS: u32 = 64;
const FARTHEST: f64 = 5.0;

/// What steps do to the logarithm of the odds against the flat side at the ridge.
fn odds_turned([sharp, flat]: [Edge; 2]) -> f64 {
    let tilt = ridge_tilt(flat, sharp);
    if tilt.is_finite() { tilt } else { 0.0 }
}

/// What keeps walkers from crossing the ridge: I, and the overshoot at its end, which adds β s to the way.
fn crossing(sides: &Sides, side: usize) -> f64 {
    let resistance = resistance(sides, side);
    resistance * (OVERSHOOT * sides.sd[side] / resistance).exp()
}

/// What keeps them from the other valley.
fn both_resistances(sides: &Sides) -> f64 {
    let both = resistance(sides, 0) + resistance(sides, 1);
    let steep = (sides.sd[0] + sides.sd[1]) / both;
    both * (1.0 + ROUNDED * steep * steep)
}

/// How many lengths in which the density falls off towards the ridge a step is long, b = ks, on average of both sides.
fn mean_decay(edges: [Edge; 2]) -> f64 {
    edges.iter().map(|edge| 0.5 * edge.slope * edge.step).sum()
}

/// I from ridge to floor.
fn resistance(sides: &Sides, side: usize) -> f64 {
    let width = SQRT_2 * sides.valley_sd()[side];
    width * dawson(sides.floor[side] / width)
}

/// I from the ridge as far as that.
fn resistance_up_to(sides: &Sides, side: usize, distance: f64) -> f64 {
    let width = SQRT_2 * sides.valley_sd()[side];
    let [z, left] = [sides.floor[side], sides.floor[side] - distance].map(|from| from / width);
    width * (dawson(z) - (left * left - z * z).exp() * dawson(left))
}

/// Without noise nothing moves.
fn or_none(rate: f64) -> f64 {
    if rate.is_finite() { rate } else { 0.0 }
}
