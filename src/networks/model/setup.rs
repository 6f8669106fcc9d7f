//! Everything that determines one training run, and the descents from it, to the bit.

use serde::{Deserialize, Serialize};

use super::digits::{Digits, DigitsError};
use super::parameter::{MOST_STEPS, Parameter};
use super::shape::{CLASSES, MOST_LAYERS, Shape, ShapeError};
use crate::settings::{Adjustable, Invalid, Schedule, Settings, Wrong};

/// One run, complete: the same setup on the same digits gives the same bits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Units of the hidden layers, the first the next to the inputs.
    pub hidden: Vec<u32>,
    /// Pixels along an edge that are taken together.
    pub pooling: u32,
    /// Digits trained on: the first so many.
    pub digits: u32,
    /// Digits tested on.
    pub test_digits: u32,
    /// Learning rate.
    pub eta: Schedule,
    /// Digits of a batch, rounded to a whole number.
    pub batch: Schedule,
    pub length: Length,
    /// Learning rate of the descents; the run's own where there is none.
    pub descent_eta: Option<f64>,
    /// L*, the train loss at which ends of descents are compared.
    pub target_loss: f64,
    /// S_th of Eq. 3.
    pub agreement: f64,
    pub seed: u64,
}

/// How long a run is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    Steps(u32),
    /// ηT, with the learning rate of the first step.
    Time(f64),
}

/// Sizes of the experiment of Fig. 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Small enough to be watched.
    Live,
    /// The paper's.
    Paper,
}

impl Preset {
    pub const ALL: [Self; 2] = [Self::Live, Self::Paper];

    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Paper => "paper",
        }
    }

    pub fn setup(self) -> Setup {
        match self {
            Self::Live => Setup::default(),
            Self::Paper => Setup { hidden: vec![50, 50], pooling: 1, digits: 1_000, ..Setup::default() },
        }
    }
}

impl Default for Setup {
    /// The live size, 196-32-32-10 on 500 digits, with the schedule of the paper's reference run: η = 0.05, B = 50,
    /// 2,000 steps.
    fn default() -> Self {
        Self {
            hidden: vec![32, 32],
            pooling: 2,
            digits: 500,
            test_digits: 2_000,
            eta: Schedule::Constant(0.05),
            batch: Schedule::Constant(50.0),
            length: Length::Steps(2_000),
            descent_eta: None,
            target_loss: 0.01,
            agreement: 0.9,
            seed: 1,
        }
    }
}

impl Setup {
    /// Steps of the run.
    pub fn steps(&self) -> u32 {
        match self.length {
            Length::Steps(steps) => steps,
            Length::Time(time) => (time / self.eta.at(0)).round().clamp(1.0, f64::from(MOST_STEPS)) as u32,
        }
    }

    /// Digits of the batch of a step.
    pub fn batch_at(&self, step: u32) -> usize {
        self.batch.at(step).round() as usize
    }

    /// Learning rate of the descents from a step of the run.
    pub fn descent_eta_from(&self, step: u32) -> f64 {
        self.descent_eta.unwrap_or_else(|| self.eta.at(step))
    }

    /// The network for so many inputs.
    pub fn shape(&self, inputs: usize) -> Result<Shape, ShapeError> {
        let hidden = self.hidden.iter().map(|&units| units as usize);
        Shape::new([inputs].into_iter().chain(hidden).chain([CLASSES]).collect())
    }

    /// The digits that are trained on, of all there are.
    pub fn trained_on(&self, all: &Digits) -> Result<Digits, DigitsError> {
        all.first(self.digits as usize)?.pooled(self.pooling as usize)
    }

    /// The digits that are tested on, of all there are.
    pub fn tested_on(&self, all: &Digits) -> Result<Digits, DigitsError> {
        all.first(self.test_digits as usize)?.pooled(self.pooling as usize)
    }
}

impl Settings for Setup {
    type Parameter = Parameter;

    fn reseed(&mut self, by: u64) {
        self.seed = self.seed.wrapping_add(by);
    }

    /// Names the first field that is out of range: of the numbers, of the layers where they differ, of batches larger than
    /// all digits, and of a length that follows from ηT.
    fn validate(&self) -> Result<(), Invalid> {
        for &parameter in Parameter::ALL {
            if let Some(value) = parameter.get(self) {
                parameter.check(value)?;
            }
            parameter.schedule(self).map_or(Ok(()), |schedule| schedule.check(parameter))?;
        }
        let hidden = self.hidden.len();
        Parameter::Layers.check(hidden as f64)?;
        debug_assert!(hidden < MOST_LAYERS);
        self.hidden.iter().try_for_each(|&units| Parameter::Width.check(f64::from(units)))?;
        let largest = self.batch.corners().into_iter().fold(0.0, f64::max);
        if largest.round() > f64::from(self.digits) {
            return Err(out_of_range(Parameter::Batch, largest, f64::from(self.digits)));
        }
        if let Length::Time(time) = self.length {
            let steps = time / self.eta.at(0);
            if steps.round() > f64::from(MOST_STEPS) {
                return Err(out_of_range(Parameter::Steps, steps.round(), f64::from(MOST_STEPS)));
            }
        }
        Ok(())
    }
}

/// A number that others hold within narrower bounds than its own.
fn out_of_range(parameter: Parameter, value: f64, max: f64) -> Invalid {
    let about = parameter.about();
    let wrong = Wrong::Number { value: value.to_string(), min: about.min, max, whole: about.whole };
    Invalid { field: about.name, wrong }
}
