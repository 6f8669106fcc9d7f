//! The slower predictions, away from the window's own thread.

use std::ops::ControlFlow;

use super::scene::Forecast;
use crate::job::{Job, Port, Turn};
use crate::platform::threads;
use crate::valleys::model::Scenario;
use crate::valleys::theory::Patience;

/// Seconds of work, after which a prediction is left where it is: its panel says so. A frame that has to do it itself
/// has less.
const LONGEST: f64 = if threads::THERE_ARE { 30.0 } else { 0.1 };

/// The slower predictions, always of the scenario asked for last.
pub(super) fn forecaster(wake: impl Fn() + Send + Sync + 'static) -> Job<Box<Scenario>, Forecast> {
    Job::spawn("forecast", wake, |port: &Port<Box<Scenario>, Forecast>| {
        let Some(scenario) = port.poll_last() else { return Turn::Rest(None) };
        let patience = Patience::seconds(LONGEST);
        let mut wanted = |_| {
            let unwanted = port.is_called() || port.cancelled();
            if unwanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if let Some(forecast) = Forecast::of(&scenario, patience, &mut wanted) {
            port.publish(forecast.clone());
            if let Some(whole) = forecast.remembering(patience, &mut wanted) {
                port.publish(whole);
            }
        }
        Turn::Again
    })
}
