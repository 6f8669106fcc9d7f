//! SGD is not Brownian motion (Ignashin et al., arXiv 2605.22644), in one dimension: every example has a curvature of its
//! own, so that the noise grows with the distance from the minimum.
//!
//! An example has the loss ½ (λ + sε) w² + √C ξ w with ε = ±1 and ξ normal. A step over a batch of B is
//! w ← w − η ((λ + s ε̄) w + √(C/B) ξ), and its stationary variance exactly (ηC/B)/(2λ − η(λ² + s²/B)). Langevin's equation,
//! which has the noise of the minimum everywhere, has (ηC/B)/(2λ).

use rayon::prelude::*;

use super::grid::Mean;
use crate::job::Progress;
use crate::networks::model::Stream;

/// The valley, its noise, and how it is walked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jittery {
    /// λ, the mean curvature of an example.
    pub curvature: f64,
    /// s, how far the curvature of an example is off the mean.
    pub jitter: f64,
    /// C, the variance of an example's slope at the minimum.
    pub noise: f64,
    /// B; at most 64.
    pub batch: u32,
}

impl Default for Jittery {
    fn default() -> Self {
        Self { curvature: 1.0, jitter: 3.0, noise: 1.0, batch: 4 }
    }
}

impl Jittery {
    /// By what the mean square is multiplied in a step, apart from what noise adds.
    pub fn growth(&self, eta: f64) -> f64 {
        (1.0 - eta * self.curvature).powi(2) + eta * eta * self.jitter * self.jitter / f64::from(self.batch)
    }

    /// The stationary variance, exactly; none where there is none.
    pub fn variance(&self, eta: f64) -> Option<f64> {
        let growth = self.growth(eta);
        (growth < 1.0).then(|| eta * eta * self.noise / f64::from(self.batch) / (1.0 - growth))
    }

    /// That of Langevin's equation.
    pub fn langevin(&self, eta: f64) -> f64 {
        eta * self.noise / f64::from(self.batch) / (2.0 * self.curvature)
    }

    /// η from which on the mean square grows without bound.
    pub fn blow_up(&self) -> f64 {
        let square = self.curvature.powi(2) + self.jitter.powi(2) / f64::from(self.batch);
        2.0 * self.curvature / square
    }

    /// η from which on the mean fourth power grows without bound: a variance that is simulated has no standard error beyond.
    pub fn fourth_blow_up(&self) -> f64 {
        // It is 1 at η = 0, falls, and is convex in η: it comes back to 1 once, before the mean square does.
        let (mut low, mut high) = (0.0, self.blow_up());
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.fourth_growth(middle) < 1.0 { low = middle } else { high = middle }
        }
        high
    }

    /// E (a − c ε̄)⁴ with a = 1 − ηλ, c = ηs, and the moments 1/B and (3B − 2)/B³ of the mean of B coins.
    fn fourth_growth(&self, eta: f64) -> f64 {
        let (a, c) = ((1.0 - eta * self.curvature).powi(2), (eta * self.jitter).powi(2));
        let batch = f64::from(self.batch);
        a * a + 6.0 * a * c / batch + c * c * (3.0 * batch - 2.0) / batch.powi(3)
    }

    fn step(&self, w: f64, eta: f64, noise: f64, stream: &mut Stream) -> f64 {
        let coins = stream.next_word() >> (64 - self.batch.clamp(1, 64));
        let mean = 2.0 * f64::from(coins.count_ones()) / f64::from(self.batch) - 1.0;
        let slope = (noise / f64::from(self.batch)).sqrt() * if noise > 0.0 { stream.normal() } else { 0.0 };
        w - eta * ((self.curvature + self.jitter * mean) * w + slope)
    }
}

/// What walks are drawn for, among all that a seed is for.
const WALKS: u64 = 0xB403;

/// The stationary variance by simulation: the mean over walkers of each one's mean square after it has settled; `None` if
/// cancelled.
pub fn simulated_variance(
    valley: &Jittery,
    eta: f64,
    walkers: u32,
    seed: u64,
    progress: &Progress<'_>,
) -> Option<Mean> {
    // e⁻²⁰ of the start is left.
    let settling = (20.0 / -valley.growth(eta).ln()).ceil().clamp(10.0, 1e6) as u32;
    let means: Vec<f64> = (0..walkers)
        .into_par_iter()
        .map(|walker| {
            let mut stream = Stream::of([seed, WALKS, u64::from(walker), eta.to_bits()]);
            let (mut w, mut sum) = (0.0, 0.0);
            for step in 0..2 * settling {
                w = valley.step(w, eta, valley.noise, &mut stream);
                sum += if step >= settling { w * w } else { 0.0 };
            }
            progress(f64::from(walker) / f64::from(walkers)).is_continue().then(|| sum / f64::from(settling))
        })
        .collect::<Option<_>>()?;
    Mean::of(means)
}

/// By what the mean square has grown after so few steps that no rare walker carries it, without noise at the minimum.
pub fn simulated_growth(valley: &Jittery, eta: f64, steps: u32, walkers: u32, seed: u64) -> Option<Mean> {
    let squares: Vec<f64> = (0..walkers)
        .into_par_iter()
        .map(|walker| {
            let mut stream = Stream::of([seed, WALKS, u64::from(walker), !eta.to_bits()]);
            (0..steps).fold(1.0, |w, _| valley.step(w, eta, 0.0, &mut stream)).powi(2)
        })
        .collect();
    Mean::of(squares)
}
