//! The slower predictions, on a thread of their own.

use super::scene::Forecast;
use crate::job::Job;
use crate::valleys::model::Scenario;
use crate::valleys::theory::{self, Patience};

/// Seconds of work, after which a prediction is left where it is: its panel says so.
const LONGEST: f64 = 30.0;

/// The slower predictions, always of the scenario asked for last.
pub(super) fn forecaster(wake: impl Fn() + Send + 'static) -> Job<Box<Scenario>, Forecast> {
    Job::spawn("forecast", wake, |port| {
        let mut wanted: Option<Box<Scenario>> = None;
        while !port.cancelled() {
            let Some(mut scenario) = wanted.take().or_else(|| port.wait(None)) else { continue };
            while let Some(later) = port.poll() {
                scenario = later;
            }
            let at = theory::even_steps(scenario.steps, 200);
            let two_state = theory::two_state(&scenario, &at);
            let patience = Patience::seconds(LONGEST);
            let density = theory::density(&scenario, &at, patience, &mut |_| {
                wanted = port.poll();
                if wanted.is_some() || port.cancelled() {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                }
            });
            if let Some(density) = density {
                port.publish(Forecast { scenario: *scenario, two_state, density });
            }
        }
    })
}
