//! One scenario, from its first step to its last.

use crate::job::Progress;
use crate::settings::{Checked, Settings};
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Swarm, TRACERS};

/// How far walkers are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// Until they can hop no more: enough for hops, valleys and freezing, the mean of y as if drifting from there on.
    #[default]
    UntilFrozen,
    /// To the last step.
    ToTheEnd,
}

/// Walker-steps between two reports: some tens of milliseconds.
const REPORT_EVERY: u64 = 16_000_000;

/// A scenario as the engine takes it. What comes from files, flags and controls was checked where it came in.
///
/// # Panics
/// If the scenario is not valid.
pub fn checked(scenario: &Scenario) -> Checked<Scenario> {
    scenario.clone().checked().unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// A swarm at the start of its run.
///
/// # Panics
/// If the scenario is not valid.
pub fn fresh(scenario: &Scenario) -> Swarm {
    Swarm::new(&checked(scenario))
}

impl Follow {
    /// A swarm at its start, of which the first walkers are followed to the end in any case.
    pub fn swarm(self, scenario: &Scenario, first: u32) -> Swarm {
        let swarm = fresh(scenario);
        match self {
            Self::UntilFrozen => swarm.until_frozen(first),
            Self::ToTheEnd => swarm,
        }
    }

    /// The swarm at the end of the run, or `None` if cancelled.
    pub fn run(self, scenario: &Scenario, progress: &Progress<'_>) -> Option<Swarm> {
        finish(self.swarm(scenario, 0), progress)
    }
}

/// The swarm at the end of the run, every step made; `None` if cancelled.
pub fn run(scenario: &Scenario, progress: &Progress<'_>) -> Option<Swarm> {
    Follow::ToTheEnd.run(scenario, progress)
}

/// Several scenarios one after the other, each with an equal share of the progress; `None` if cancelled. The walkers
/// whose paths are recorded are followed to the end.
pub fn each(scenarios: &[Scenario], follow: Follow, progress: &Progress<'_>) -> Option<Vec<Swarm>> {
    let share = 1.0 / scenarios.len() as f64;
    let swarms = scenarios.iter().enumerate().map(|(index, scenario)| {
        let swarm = follow.swarm(scenario, TRACERS as u32);
        finish(swarm, &|done| progress((index as f64 + done) * share))
    });
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
