//! When, and at which height, walkers hop for the last time: what Kramers' rates along y(t) say of it.
//!
//! A walker's last hop is at t if it hops then and never again. With A30's occupation P and the rates k± of A28 at y(t),
//! the density is (1 − P) k⁻ e^{−∫k⁺} into the flat valley and P k⁺ e^{−∫k⁻} into the steep one, the integrals running
//! from t to the end.

use super::kramers::escape_rate;
use super::transient::even_steps;
use super::two_state::two_state;
use super::validity::Domain;
use crate::valleys::model::{Scenario, Valley};

/// Where the last hops are predicted to be.
#[derive(Clone, Debug, PartialEq)]
pub struct LastHops {
    /// Equal stretches of the run, in order.
    pub bins: Vec<LastHopBin>,
    /// Share of walkers that never hop.
    pub never: f64,
    pub domain: Domain,
}

/// A stretch of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastHopBin {
    pub from_step: u32,
    pub to_step: u32,
    pub from_y: f64,
    pub to_y: f64,
    /// Share of all walkers whose last hop is here, into the flat and into the steep valley.
    pub into_flat: f64,
    pub into_steep: f64,
}

/// The prediction in about so many stretches.
pub fn last_hops(scenario: &Scenario, bins: u32) -> LastHops {
    let steps = even_steps(scenario.steps, bins + 1);
    let trace = two_state(scenario, &steps);
    let points = &trace.points;
    // ∫k dt over each stretch, by its ends' geometric mean: rates fall like exponentials.
    let rates: Vec<[f64; 2]> = points
        .iter()
        .map(|point| {
            let delta_s = scenario.delta_s(point.step);
            let rate = |valley| {
                escape_rate(&scenario.landscape, scenario.noise, valley, point.y, delta_s)
                    .value
                    .unwrap_or(0.0)
            };
            [rate(Valley::Flat), rate(Valley::Sharp)]
        })
        .collect();
    let mut remaining = [0.0; 2];
    let mut found = Vec::with_capacity(points.len());
    for index in (1..points.len()).rev() {
        let (before, after) = (&points[index - 1], &points[index]);
        let middle = before.step + (after.step - before.step) / 2;
        let time = scenario.eta.at(middle) * f64::from(after.step - before.step);
        let passed = [0, 1].map(|side| (rates[index - 1][side] * rates[index][side]).sqrt() * time);
        let p = 0.5 * (before.p_flat + after.p_flat);
        // Hops in this stretch after which none follows, in it or later: k dt e^{−∫k} integrated over the stretch.
        let last = |hops: f64, leaves: f64, later: f64| {
            let stay = if leaves > 1e-9 { -(-leaves).exp_m1() / leaves } else { 1.0 };
            hops * stay * (-later).exp()
        };
        found.push(LastHopBin {
            from_step: before.step,
            to_step: after.step,
            from_y: before.y,
            to_y: after.y,
            into_flat: last((1.0 - p) * passed[1], passed[0], remaining[0]),
            into_steep: last(p * passed[0], passed[1], remaining[1]),
        });
        remaining = [0, 1].map(|side| remaining[side] + passed[side]);
    }
    found.reverse();
    let hopped: f64 = found.iter().map(|bin| bin.into_flat + bin.into_steep).sum();
    LastHops { bins: found, never: (1.0 - hopped).clamp(0.0, 1.0), domain: trace.domain }
}
