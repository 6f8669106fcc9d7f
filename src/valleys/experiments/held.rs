//! How much of their time walkers spend in the flat valley at a height held still, and how well that is known.

use std::ops::ControlFlow;

use rayon::prelude::*;

use super::run::run;
use crate::settings::Schedule;
use crate::valleys::model::{Landscape, NoiseLaw, Scenario, Valley};
use crate::valleys::theory::{escape_rate, relaxation_time};

/// A height held still.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    pub landscape: Landscape,
    pub noise: NoiseLaw,
    pub y: f64,
    pub delta_s: f64,
    /// The time step: σ is Δ_S/η.
    pub eta: f64,
    pub seed: u64,
}

/// How long and how often to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// Independent swarms, of which the standard error is made: at least two.
    pub swarms: u32,
    /// Relaxation times over which each is looked at.
    pub relaxations: u32,
}

/// A share of time, and an error of which two hold 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub share: f64,
    pub error: f64,
}

/// Walkers in one of the independent swarms.
pub const WALKERS: u32 = 64;
/// Relaxation times before anything counts: what is left of the start, half of the walkers on either side, is e⁻⁶.
pub const FORGETTING: u32 = 6;
/// Slower hopping than this many steps a relaxation is not waited for.
const MOST_STEPS: f64 = 400_000.0;

impl Sampling {
    /// Steps of a swarm that relaxes in so many.
    fn steps(self, relaxation: u32) -> u32 {
        relaxation * (FORGETTING + self.relaxations)
    }
}

impl Held {
    /// Walker-steps that the share takes; `None` where hopping is too slow to be sampled.
    pub fn work(&self, sampling: Sampling) -> Option<f64> {
        let steps = sampling.steps(self.relaxation_steps()?);
        Some(f64::from(WALKERS) * f64::from(sampling.swarms) * f64::from(steps))
    }

    /// The share of walker-time at x > 0 once the start is forgotten; `None` if cancelled, or where hopping is too slow
    /// to be sampled.
    pub fn share(&self, sampling: Sampling, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Share> {
        let relaxation = self.relaxation_steps()?;
        let steps = sampling.steps(relaxation);
        let pulse = |_| if go_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let shares: Option<Vec<f64>> = (0..sampling.swarms)
            .into_par_iter()
            .map(|index| {
                let seed = self.seed.wrapping_add(u64::from(index));
                let scenario = Scenario { walkers: WALKERS, steps, seed, ..self.scenario() };
                let swarm = run(&scenario, &pulse)?;
                swarm.record().occupancy_after(relaxation * FORGETTING)
            })
            .collect();
        Some(mean(&shares?))
    }

    /// Steps in which the memory of the start falls to 1/e.
    pub fn relaxation_steps(&self) -> Option<u32> {
        let Self { landscape, noise, y, delta_s, eta, .. } = self;
        let rate = |valley| escape_rate(landscape, *noise, valley, *y, *delta_s).value;
        // Half of those who arrive at the ridge turn back. Without much of a barrier the valleys themselves set the pace.
        let hopping = 2.0 / (rate(Valley::Flat)? + rate(Valley::Sharp)?);
        let within = relaxation_time(landscape, Valley::Flat, *y);
        let steps = (hopping.max(2.0 * within) / eta).ceil();
        (steps <= MOST_STEPS).then_some(steps as u32)
    }

    /// Walkers there, who start as far from the ridge as the flat floor.
    pub(super) fn scenario(&self) -> Scenario {
        Scenario {
            landscape: self.landscape,
            noise: self.noise,
            eta: Schedule::Constant(self.eta),
            sigma: Schedule::Constant(self.delta_s / self.eta),
            hold_y: Some(self.y),
            x_i: self.landscape.floor(Valley::Flat, self.y),
            seed: self.seed,
            ..Scenario::default()
        }
    }
}

/// The mean of independent shares, and its error: the standard error, so much wider for few of them that two of it hold
/// 95 % as for many.
fn mean(shares: &[f64]) -> Share {
    let n = shares.len() as f64;
    let share = shares.iter().sum::<f64>() / n;
    let variance = shares.iter().map(|one| (one - share).powi(2)).sum::<f64>() / (n - 1.0);
    Share { share, error: student(n - 1.0) / NORMAL * (variance / n).sqrt() }
}

/// Where 2.5 % of the normal distribution lie beyond.
const NORMAL: f64 = 1.959_964;

/// The same of Student's, for so many degrees of freedom (Fisher's expansion: within 0.2 % from five on).
fn student(freedom: f64) -> f64 {
    let z = NORMAL;
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    z + first / freedom + second / freedom.powi(2) + third / freedom.powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::theory::{p_ito, p_ss};

    #[test]
    fn a_small_time_step_comes_to_the_exact_share_and_not_to_eq_9() {
        let held = Held {
            landscape: Landscape::default(),
            noise: NoiseLaw::Hessian,
            y: 3.0,
            delta_s: 1e-3,
            eta: 2e-4,
            seed: 42,
        };
        let Share { share, error } =
            held.share(Sampling { swarms: 16, relaxations: 12 }, &|| true).expect("not cancelled");
        let [ito, eq9] =
            [p_ito, p_ss].map(|p| p(&held.landscape, NoiseLaw::Hessian, 3.0, 1e-3).value.expect("a share"));
        assert!((0.001..0.009).contains(&error), "{error}");
        assert!((share - ito).abs() < 4.0 * error, "{share} ± {error} is not {ito}");
        assert!((share - eq9).abs() > 4.0 * error, "{share} ± {error} cannot be told from {eq9}");
    }

    #[test]
    fn few_swarms_have_wider_bars() {
        // Of any table of Student's t, 97.5 %.
        for (freedom, expected) in [(5.0, 2.571), (7.0, 2.365), (15.0, 2.131), (1e6, 1.960)] {
            assert!((student(freedom) / expected - 1.0).abs() < 2e-3, "{freedom}: {}", student(freedom));
        }
    }

    #[test]
    fn nobody_waits_for_what_never_hops() {
        let held = Held {
            landscape: Landscape::default(),
            noise: NoiseLaw::Hessian,
            y: 40.0,
            delta_s: 1e-3,
            eta: 1e-3,
            seed: 1,
        };
        assert_eq!(held.share(Sampling { swarms: 2, relaxations: 1 }, &|| true), None);
    }

    #[test]
    fn a_break_is_obeyed() {
        let held = Held {
            landscape: Landscape::default(),
            noise: NoiseLaw::Hessian,
            y: 3.0,
            delta_s: 1e-3,
            eta: 1e-3,
            seed: 1,
        };
        assert_eq!(held.share(Sampling { swarms: 2, relaxations: 1 }, &|| false), None);
    }
}
