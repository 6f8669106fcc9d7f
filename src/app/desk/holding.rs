//! What is done to a run under way: y held and released, and a pulse of heat.

use super::Desk;
use super::command::Pulse;
use crate::valleys::model::Parameter;

impl Desk {
    /// Holds y where the swarm's mean is, to a thousandth, or lets it go.
    pub(super) fn toggle_hold(&mut self) {
        let y = (self.shown().mean_y * 1_000.0).round() / 1_000.0;
        self.change(|scenario| {
            scenario.hold_y = if scenario.hold_y.is_some() { None } else { Some(y.max(0.0)) }
        });
    }

    /// A pulse from the step on that the run has come to: it acts on the run, whatever a control would do.
    pub(super) fn reheat(&mut self, Pulse { parameter, factor, steps }: Pulse) {
        let at = self.snapshot().map_or(0, |snapshot| snapshot.now.step);
        let restarts = std::mem::take(&mut self.view.restart_on_change);
        self.change(|scenario| {
            let schedule = match parameter {
                Parameter::Eta => &mut scenario.eta,
                _ => &mut scenario.sigma,
            };
            *schedule = schedule.with_pulse(at, steps, factor);
            // A run that has ended goes on for as long as the pulse.
            scenario.steps = scenario.steps.max(at.saturating_add(2 * steps));
        });
        self.view.restart_on_change = restarts;
    }
}
