//! The two-state prediction: A30 along the climb of y, with the rates at which walkers of either valley fall into the
//! other ([`Passages`]) and no fitted constant.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::doubts::{Decided, Doubts};
use super::lattice::SideMoments;
use super::passages::{Fate, Passages};
use super::settled::mean_slope;
use super::sides::{Sides, lean};
use super::stretch::Stretch;
use super::tape::Mark;
use super::transient::{Trace, TracePoint};
use super::validity::Domain;
use super::why::Why;
use crate::valleys::model::{Landscape, Scenario, Valley};

/// Integrates A30 and samples it at the given steps (ascending; those past the end are left out). Where walkers diverge
/// the trace ends.
///
/// Over every sub-step the occupations relax exactly as with constant rates (those at its middle), so a stiff rate
/// cannot overshoot. Sub-steps are short enough for barrier, drift and schedules to be nearly constant in them.
pub fn two_state(scenario: &Scenario, at: &[u32]) -> Trace {
    let mut state = TwoState::new(scenario, BARRIER_CHANGE);
    let mut trace = Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid };
    for &target in at.iter().filter(|&&step| step <= scenario.steps) {
        while state.step < target {
            if let Err(why) = state.advance(target) {
                trace.domain = Domain::Outside(why);
                return trace;
            }
        }
        let here = state.doubts.domain(scenario.noise);
        let in_domain = here.is_valid();
        trace.domain = trace.domain.and(|| here);
        trace.points.push(TracePoint { step: state.step, y: state.y, p_flat: state.shares[1], in_domain });
    }
    trace
}

/// How much of a barrier's noise temperatures, and which share of y's scale, may pass in a sub-step.
const BARRIER_CHANGE: f64 = 0.01;
const HEIGHT_CHANGE: f64 = 0.01;
/// Beyond this many noise temperatures nothing hops any more, and the barrier's exact height is of no account.
const HOPELESS: f64 = 60.0;

pub(super) struct TwoState<'a> {
    scenario: &'a Scenario,
    pub step: u32,
    y: f64,
    /// Of walkers in the valleys, [sharp, flat].
    pub shares: [f64; 2],
    /// How much of a barrier's noise temperatures may pass in a sub-step.
    barrier_change: f64,
    doubts: Doubts,
}

impl<'a> TwoState<'a> {
    pub(super) fn new(scenario: &'a Scenario, barrier_change: f64) -> Self {
        let shares = [1.0 - scenario.flat_share, scenario.flat_share];
        Self { scenario, step: 0, y: scenario.start_y(), shares, barrier_change, doubts: Doubts::default() }
    }

    /// The chances of walkers at the start to come to rest on their side without a hop.
    pub(super) fn stay_at_once(&self) -> Result<[f64; 2], Why> {
        Ok(self.fates()?.map(|fate| 1.0 - fate.hops))
    }

    /// Who starts beside the ridge comes to rest on one side or the other.
    fn fall(&mut self) -> Result<(), Why> {
        let fates = self.fates()?;
        let moved = [0, 1].map(|side| self.shares[side] * fates[side].passes);
        self.shares = [self.shares[0] - moved[0] + moved[1], self.shares[1] - moved[1] + moved[0]];
        let decided = Decided {
            y: self.y,
            eta: self.scenario.eta.at(0),
            sigma: self.scenario.sigma.at(0),
            part: moved[0] + moved[1],
            steady: 0.5,
            by_rates: (moved[0] - moved[1]).abs(),
            passages: Passages::of(&self.sides_now()?),
            at_start: true,
        };
        self.doubts.note(self.scenario, &decided);
        Ok(())
    }

    /// One sub-step of whole steps, not past `target`; a step too long for one is split. Tells how often a walker of
    /// either valley hops in it.
    pub(super) fn advance(&mut self, target: u32) -> Result<[f64; 2], Why> {
        if self.step == 0 {
            self.fall()?;
        }
        let sides = self.sides_now()?;
        let allowed = self.allowed_climb(&sides);
        let drift = self.drift(&sides, self.y);
        let Stretch { steps, time, delta_s } =
            Stretch::from(self.scenario, self.step, target - self.step, allowed / drift.abs());
        let eta = time / f64::from(steps);
        let parts = (drift.abs() * time / allowed).ceil().clamp(1.0, 1e4);
        let mut hops = [0.0; 2];
        for _ in 0..parts as u32 {
            let passages = self.relax(f64::from(steps) / parts, eta, delta_s / eta)?;
            for side in 0..2 {
                hops[side] += passages.hops[side] * f64::from(steps) / parts;
            }
        }
        self.step += steps;
        Ok(hops)
    }

    /// How far y may climb in a sub-step.
    fn allowed_climb(&self, sides: &Sides) -> f64 {
        let landscape = &self.scenario.landscape;
        let scale = HEIGHT_CHANGE * (self.y + landscape.y_b.min(landscape.y_f));
        let [a, b] = sides.barriers();
        let barrier = a.min(b);
        // z² grows no faster than y⁴ under any law.
        let climb = self.barrier_change * 0.25 * self.y / barrier;
        if barrier < HOPELESS && climb > 0.0 { scale.min(climb) } else { scale }
    }

    /// The climb by the midpoint rule, and A30 exactly for the rates at the middle.
    fn relax(&mut self, steps: f64, eta: f64, sigma: f64) -> Result<Passages, Why> {
        let time = steps * eta;
        let here = self.sides(self.y, eta, sigma)?;
        let middle = self.y + 0.5 * time * self.drift(&here, self.y);
        let sides = self.sides(middle, eta, sigma)?;
        self.y += time * self.drift(&sides, middle);
        let passages = Passages::of(&sides);
        let [back, out] = passages.passages;
        let total = out + back;
        if total > 0.0 {
            let steady = back / total;
            let kept = (-total * steps).exp();
            let lag = (self.shares[1] - steady) * kept;
            self.shares = [1.0 - steady - lag, steady + lag];
            self.doubts.keep(kept);
            let decided = Decided {
                y: middle,
                eta,
                sigma,
                part: 1.0 - kept,
                steady,
                by_rates: lag.abs() * total * steps,
                passages,
                at_start: false,
            };
            self.doubts.note(self.scenario, &decided);
        }
        Ok(passages)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { step: self.step, y: self.y, y_variance: 0.0 }
    }

    /// Of walkers at the start, [sharp, flat].
    fn fates(&self) -> Result<[Fate; 2], Why> {
        let sides = self.sides_now()?;
        Ok([0, 1].map(|side| Fate::of(&sides, side, self.scenario.x_i)))
    }

    fn sides_now(&self) -> Result<Sides, Why> {
        self.sides(self.y, self.scenario.eta.at(self.step), self.scenario.sigma.at(self.step))
    }

    fn sides(&self, y: f64, eta: f64, sigma: f64) -> Result<Sides, Why> {
        Sides::at(self.scenario, y, eta, sigma)
    }

    /// dy/dt, with walkers in each valley as if alone there: a Gaussian about the floor as far as its side reaches.
    fn drift(&self, sides: &Sides, y: f64) -> f64 {
        if self.scenario.hold_y.is_some() {
            return 0.0;
        }
        let landscape: &Landscape = &self.scenario.landscape;
        let (valley_sd, lean) = (sides.valley_sd(), lean(landscape, y));
        let slope = mean_slope(landscape, y, |valley| {
            let side = usize::from(valley == Valley::Flat);
            let (mass, floor, sd) = (self.shares[side], sides.floor[side], valley_sd[side]);
            // φ/Φ at the floor's distance in standard deviations.
            let t = floor / sd * FRAC_1_SQRT_2;
            let cut = if sd > 0.0 {
                FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * (-t * t).exp() / (1.0 + libm::erf(t))
            } else {
                0.0
            };
            SideMoments {
                mass,
                first: mass * (floor + sd * cut),
                second: mass * (floor * floor + sd * sd + floor * sd * cut),
            }
        });
        let inertia: f64 = [0, 1].iter().map(|&side| self.shares[side] * lean[side].powi(2)).sum();
        -slope / (1.0 + inertia)
    }
}
