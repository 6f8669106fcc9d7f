//! How far the share that two states predict may be off, and why: taken down as the run goes on, and forgotten as
//! walkers forget where they were.

use super::kramers::kramers_domain;
use super::p_flat::short_steps;
use super::passages::Passages;
use super::validity::Domain;
use super::why::Why;
use crate::valleys::model::{NoiseLaw, Scenario, Valley};

/// Off by how much a share may be.
const MOST_OFF: f64 = 0.03;
/// So much of what steps take from the rates counts as unknown, for it is that of straight slopes and valleys are
/// curved; and all of it where walkers start within steps of the ridge. Of what they do to the balance so large a part
/// is unknown as they take from the rates.
const UNKNOWN: f64 = 0.25;

/// What has been decided of the shares at one height.
pub(super) struct Decided {
    pub y: f64,
    pub eta: f64,
    pub sigma: f64,
    /// The part of what is remembered that is from there, and the share to which it tends.
    pub part: f64,
    pub steady: f64,
    /// By how much the share would differ with rates of twice the size.
    pub by_rates: f64,
    pub passages: Passages,
    /// Whether it is the fate of walkers at the start.
    pub at_start: bool,
}

/// A doubt, its size, and where it last grew.
#[derive(Clone, Copy, Default)]
struct Doubt {
    size: f64,
    why: Option<Why>,
}

/// All that there are.
#[derive(Clone, Copy, Default)]
pub(super) struct Doubts {
    low_barrier: Doubt,
    at_ridge: Doubt,
    long_steps: Doubt,
}

impl Doubts {
    /// Walkers remember so much of what was.
    pub(super) fn keep(&mut self, part: f64) {
        for doubt in [&mut self.low_barrier, &mut self.at_ridge, &mut self.long_steps] {
            doubt.size *= part;
        }
    }

    /// Takes down what is in doubt of what has been decided.
    ///
    /// Where the barrier is low, rates are off by as much of themselves as A28 is from A23 and A24, some 2e^{−z²};
    /// where hopping keeps up with the climb they decide nothing. Long steps turn the logarithm of the odds by about
    /// the share of the way to the floor that they take, 2η/f, and none of it counts as known.
    pub(super) fn note(&mut self, scenario: &Scenario, decided: &Decided) {
        let Scenario { landscape, noise, .. } = scenario;
        let Decided { y, eta, sigma, part, steady, by_rates, passages, at_start } = *decided;
        let Passages { lost, tilt, .. } = passages;
        let low = kramers_domain(landscape, *noise, y, eta * sigma).why();
        if let Some(why @ Why::LowBarrier { barrier, .. }) = low {
            self.low_barrier.grow(by_rates * (2.0 * (-barrier).exp()).min(1.0), why);
        }
        let flatness = landscape.flatness(Valley::Flat, y).min(landscape.flatness(Valley::Sharp, y));
        let unknown = if at_start { 1.0 } else { UNKNOWN };
        let off = unknown * lost * by_rates + part * turned(steady, lost * tilt);
        self.at_ridge.grow(off, Why::StepsAtRidge { y, eta, flatness });
        if let Domain::Outside(why) = short_steps(landscape, y, eta) {
            self.long_steps.grow(part * turned(steady, 2.0 * eta / flatness), why);
        }
    }

    pub(super) fn domain(&self, noise: NoiseLaw) -> Domain {
        let Self { low_barrier, at_ridge, long_steps } = *self;
        let all = [low_barrier, at_ridge, long_steps];
        let off: f64 = all.iter().map(|doubt| doubt.size).sum();
        let largest = all.into_iter().max_by(|a, b| a.size.total_cmp(&b.size)).and_then(|doubt| doubt.why);
        Domain::when(noise != NoiseLaw::None, || Why::NoNoise).and(|| match largest {
            Some(why) if off > MOST_OFF => Domain::Outside(why),
            _ => Domain::Valid,
        })
    }
}

/// By how much a share differs at most, if the logarithm of its odds does by so much.
fn turned(share: f64, by: f64) -> f64 {
    let at = |by: f64| share / (share + (1.0 - share) * by.exp());
    (at(by) - share).abs().max((at(-by) - share).abs())
}

impl Doubt {
    fn grow(&mut self, by: f64, why: Why) {
        if by > 0.0 {
            self.size += by;
            self.why = Some(why);
        }
    }
}
