//! One scenario, from its first step to its last.

use std::ops::ControlFlow;

use crate::model::Scenario;
use crate::sim::Swarm;

/// Told how much of the work is done; breaks to cancel it.
pub type Progress<'a> = dyn Fn(f64) -> ControlFlow<()> + Sync + 'a;

/// Walker-steps between two reports: some tens of milliseconds.
const REPORT_EVERY: u64 = 16_000_000;

/// The swarm at the end of the run, or `None` if cancelled.
pub fn run(scenario: &Scenario, progress: &Progress<'_>) -> Option<Swarm> {
    finish(Swarm::new(scenario), progress)
}

/// Several scenarios one after the other, each with an equal share of the progress; `None` if cancelled.
pub fn each(scenarios: &[Scenario], progress: &Progress<'_>) -> Option<Vec<Swarm>> {
    let share = 1.0 / scenarios.len() as f64;
    let swarms = scenarios
        .iter()
        .enumerate()
        .map(|(index, scenario)| run(scenario, &|done| progress((index as f64 + done) * share)));
    swarms.collect()
}

/// Advances a swarm to the last step of its scenario.
pub fn finish(mut swarm: Swarm, progress: &Progress<'_>) -> Option<Swarm> {
    let steps = swarm.scenario().steps;
    advance_to(&mut swarm, steps, progress)?;
    Some(swarm)
}

/// Advances a swarm to a step, telling how much of its whole run is done; `None` if cancelled.
pub fn advance_to(swarm: &mut Swarm, step: u32, progress: &Progress<'_>) -> Option<()> {
    let Scenario { walkers, steps, .. } = *swarm.scenario();
    let burst = (REPORT_EVERY / u64::from(walkers)).clamp(1, u64::from(u32::MAX)) as u32;
    while swarm.step() < step {
        swarm.advance(burst.min(step - swarm.step()));
        if progress(f64::from(swarm.step()) / f64::from(steps)).is_break() {
            return None;
        }
    }
    Some(())
}
