//! The slower predictions, on a thread of their own.

use super::scene::Forecast;
use crate::job::Job;
use crate::valleys::model::Scenario;
use crate::valleys::theory::Patience;

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
            let forecast = Forecast::of(&scenario, Patience::seconds(LONGEST), &mut |_| {
                wanted = port.poll();
                if wanted.is_some() || port.cancelled() {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                }
            });
            if let Some(forecast) = forecast {
                port.publish(forecast);
            }
        }
    })
}
