//! How walkers change valleys at one height: how often they come over the ridge, and to which side they fall from
//! there.
//!
//! With s′ = e^{(L − L(0))/D}, which Itô's reading of Eq. 6 makes continuous at the ridge, a walker there falls to a
//! side with a chance in proportion to the other side's I = ∫ s′ dx from ridge to floor, which is √(f D) D(z) with
//! Dawson's D. A walk in steps of standard deviation s leaves a side only by some β s beyond its end, which counts as
//! so much more of I. In a quasi-steady valley walkers come to the ridge at a rate that I divides: e^{−z²} 2√(D/(π
//! f))/(1 + erf z).

use super::sides::Sides;
use super::special::{OVERSHOOT, dawson};
use std::f64::consts::{FRAC_2_SQRT_PI, SQRT_2};

/// How walkers change valleys at one height, [sharp, flat].
#[derive(Clone, Copy, Debug)]
pub(super) struct Passages {
    /// Walkers of a valley that cross the ridge, whether they fall back or not, per step.
    pub hops: [f64; 2],
    /// Walkers of a valley that fall into the other one, per step.
    pub passages: [f64; 2],
    /// Where a walker falls from the ridge.
    pub falls: [f64; 2],
}

impl Passages {
    pub(super) fn of(sides: &Sides) -> Self {
        let valley_sd = sides.valley_sd();
        let widths = [0, 1].map(|side| resistance(sides, side) + OVERSHOOT * sides.sd[side]);
        let arrivals = [0, 1].map(|side| {
            let z = sides.floor[side] / (SQRT_2 * valley_sd[side]);
            let relaxation = sides.relaxation[side] / SQRT_2;
            FRAC_2_SQRT_PI * relaxation * valley_sd[side] * (-z * z).exp() / (1.0 + libm::erf(z))
        });
        let both = widths[0] + widths[1];
        Self {
            hops: [0, 1].map(|side| or_none(arrivals[side] / widths[side])),
            passages: arrivals.map(|arrivals| or_none(arrivals / both)),
            falls: [1, 0].map(|other| if both > 0.0 { widths[other] / both } else { 0.5 }),
        }
    }
}

/// The chance of a walker at this distance from the ridge to cross it before it comes to rest on its own side.
pub(super) fn hops_at_once(sides: &Sides, side: usize, distance: f64) -> f64 {
    let overshoot = OVERSHOOT * sides.sd[side];
    let (climbed, whole) = (resistance_up_to(sides, side, distance), resistance(sides, side));
    or_none(1.0 - (climbed + overshoot) / (whole + overshoot)).clamp(0.0, 1.0)
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
