//! The two-state prediction: A30 integrated along A12 with A28's rates, and no fitted constant.

use super::kramers::{barrier_root, escape_rate, kramers_domain};
use super::stretch::Stretch;
use super::transient::{Trace, TracePoint};
use super::validity::Domain;
use crate::valleys::model::{NoiseLaw, Scenario, Valley};

/// Integrates A30 and samples it at the given steps (ascending; those past the end are left out).
///
/// Over every sub-step the occupations relax exactly as with constant rates (those at its middle), so a stiff rate cannot
/// overshoot. Sub-steps are short enough for barrier, drift and schedules to be nearly constant in them.
pub fn two_state(scenario: &Scenario, at: &[u32]) -> Trace {
    let mut state = TwoState { scenario, step: 0, y: scenario.start_y(), p_flat: scenario.flat_share };
    let mut trace = Trace { points: Vec::with_capacity(at.len()), domain: Domain::Valid };
    for &target in at.iter().filter(|&&step| step <= scenario.steps) {
        while state.step < target {
            state.advance(target);
        }
        let here = kramers_domain(&scenario.landscape, scenario.noise, state.y, scenario.delta_s(state.step));
        let in_domain = here.is_valid();
        trace.domain = trace.domain.and(|| here);
        trace.points.push(TracePoint { step: state.step, y: state.y, p_flat: state.p_flat, in_domain });
    }
    trace
}

/// How much of a barrier's noise temperatures, and which share of y's scale, may pass in a sub-step.
const BARRIER_CHANGE: f64 = 0.02;
const HEIGHT_CHANGE: f64 = 0.01;
/// Beyond this many noise temperatures nothing hops any more, and the barrier's exact height is of no account.
const HOPELESS: f64 = 60.0;

struct TwoState<'a> {
    scenario: &'a Scenario,
    step: u32,
    y: f64,
    p_flat: f64,
}

impl TwoState<'_> {
    /// One sub-step of whole steps, not past `target`; a step too long for one is split.
    fn advance(&mut self, target: u32) {
        let delta_s = self.scenario.delta_s(self.step);
        let allowed = self.allowed_climb(delta_s);
        let drift = if self.scenario.hold_y.is_some() { 0.0 } else { self.scenario.landscape.drift(self.y) };
        let Stretch { steps, time, delta_s } =
            Stretch::from(self.scenario, self.step, target - self.step, allowed / drift);
        self.step += steps;
        let parts = (drift * time / allowed).ceil().clamp(1.0, 1e4) as u32;
        for _ in 0..parts {
            self.relax(time / f64::from(parts), delta_s);
        }
    }

    /// How far y may climb in a sub-step.
    fn allowed_climb(&self, delta_s: f64) -> f64 {
        let landscape = &self.scenario.landscape;
        let scale = HEIGHT_CHANGE * (self.y + landscape.y_b.min(landscape.y_f));
        let barrier = Valley::BOTH
            .map(|valley| barrier_root(landscape, self.scenario.noise, valley, self.y, delta_s).powi(2))
            .into_iter()
            .fold(f64::INFINITY, f64::min);
        // z² grows no faster than y⁴ under any law.
        let climb = BARRIER_CHANGE * 0.25 * self.y / barrier;
        if barrier < HOPELESS && climb > 0.0 { scale.min(climb) } else { scale }
    }

    /// A12 by the midpoint rule, and A30 exactly for the rates at the middle.
    fn relax(&mut self, time: f64, delta_s: f64) {
        let Scenario { landscape, noise, hold_y, .. } = self.scenario;
        let mut middle = self.y;
        if hold_y.is_none() {
            middle += 0.5 * time * landscape.drift(self.y);
            self.y += time * landscape.drift(middle);
        }
        let rate = |valley| escape_rate(landscape, *noise, valley, middle, delta_s).value;
        if *noise == NoiseLaw::None || delta_s <= 0.0 {
            return;
        }
        let [out, back] = [rate(Valley::Flat), rate(Valley::Sharp)];
        let (Some(out), Some(back)) = (out, back) else {
            // No barrier at y = 0: both rates are infinite, and A28's ratio has a limit.
            let ratio = landscape.flatness(Valley::Sharp, middle) / landscape.flatness(Valley::Flat, middle);
            let diffusions = Valley::BOTH.map(|valley| noise.diffusion(landscape, valley, middle, delta_s));
            self.p_flat = 1.0 / (1.0 + ratio * (diffusions[0] / diffusions[1]).sqrt());
            return;
        };
        let total = out + back;
        if total > 0.0 {
            let steady = back / total;
            self.p_flat = steady + (self.p_flat - steady) * (-total * time).exp();
        }
    }
}
