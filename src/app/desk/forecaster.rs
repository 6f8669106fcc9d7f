//! The slower predictions, away from the window's own thread.

use serde::{Deserialize, Serialize};

use std::ops::ControlFlow;

use super::scene::Forecast;
use crate::job::{Away, Job, Packing, Port, Turn};
use crate::valleys::model::Scenario;
use crate::valleys::theory::Patience;

/// Seconds of work, after which a prediction is left where it is: its panel says so.
const LONGEST: f64 = 30.0;

/// What is to be predicted.
#[derive(Serialize, Deserialize)]
pub(super) struct Wanted {
    pub scenario: Scenario,
    /// With what becomes of either start: two more predictions.
    pub memory: bool,
}

/// The slower predictions, always of the scenario asked for last.
pub(super) fn forecaster(wake: impl Fn() + Send + Sync + 'static) -> Job<Box<Wanted>, Forecast> {
    Job::away::<Forecasting>("forecast", wake, ())
}

struct Forecasting;

impl Away for Forecasting {
    type From = ();
    type Told = Box<Wanted>;
    type Found = Forecast;

    fn begin((): ()) -> impl FnMut(&Port<Box<Wanted>, Forecast>) -> Turn + Send + 'static {
        |port: &Port<Box<Wanted>, Forecast>| {
            let Some(wanted) = port.poll_last() else { return Turn::Rest(None) };
            let patience = Patience::seconds(LONGEST);
            let Wanted { scenario, memory } = *wanted;
            let mut going_on = |_| {
                let unwanted = port.is_called() || port.cancelled();
                if unwanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let Some(forecast) = Forecast::of(&scenario, patience, &mut going_on) else { return Turn::Again };
            port.publish(forecast.clone());
            let remembering = match memory {
                true => forecast.remembering(patience, &mut going_on),
                false => Some(forecast),
            };
            let Some(forecast) = remembering else { return Turn::Again };
            if memory {
                port.publish(forecast.clone());
            }
            if let Some(forecast) = forecast.across(patience, &mut going_on) {
                port.publish(forecast);
            }
            Turn::Again
        }
    }

    fn packing() -> Packing<Forecast> {
        Packing::plain()
    }
}
