//! Every number of a setup by name.

use super::setup::{Length, Setup};
use super::shape::{MOST_LAYERS, MOST_UNITS};
use crate::settings::{About, Adjustable, Schedule};

/// More steps than anyone waits for.
pub const MOST_STEPS: u32 = 100_000_000;

/// One number that can be set, swept or put on a slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    Eta,
    Batch,
    Steps,
    Time,
    Layers,
    Width,
    Pooling,
    Digits,
    TestDigits,
    DescentEta,
    TargetLoss,
    Agreement,
}

impl Adjustable for Parameter {
    type Settings = Setup;

    const ALL: &'static [Self] = &[
        Self::Eta,
        Self::Batch,
        Self::Steps,
        Self::Time,
        Self::Layers,
        Self::Width,
        Self::Pooling,
        Self::Digits,
        Self::TestDigits,
        Self::DescentEta,
        Self::TargetLoss,
        Self::Agreement,
    ];

    fn about(self) -> About {
        let real =
            |name, symbol, words, min, max, log| About { name, symbol, words, min, max, log, whole: false };
        let count =
            |name, symbol, words, max| About { name, symbol, words, min: 1.0, max, log: true, whole: true };
        let steps = f64::from(MOST_STEPS);
        match self {
            Self::Eta => real("eta", "η", "network.parameter.eta", 1e-6, 10.0, true),
            Self::Batch => About { whole: false, ..count("batch", "B", "network.parameter.batch", 1e6) },
            Self::Steps => count("steps", "T", "network.parameter.steps", steps),
            Self::Time => real("eta_t", "ηT", "network.parameter.eta-t", 1e-3, 1e6, true),
            Self::Layers => count("hidden_layers", "D", "network.parameter.layers", (MOST_LAYERS - 1) as f64),
            Self::Width => count("width", "h", "network.parameter.width", MOST_UNITS as f64),
            Self::Pooling => count("pooling", "k", "network.parameter.pooling", 64.0),
            Self::Digits => count("digits", "N", "network.parameter.digits", 1e6),
            Self::TestDigits => count("test_digits", "N_{test}", "network.parameter.test-digits", 1e6),
            Self::DescentEta => {
                real("descent_eta", "η_{c}", "network.parameter.descent-eta", 1e-6, 10.0, true)
            }
            Self::TargetLoss => real("target_loss", "L*", "network.parameter.target-loss", 1e-6, 2.0, true),
            Self::Agreement => real("agreement", "S_{th}", "network.parameter.agreement", 0.0, 1.0, false),
        }
    }

    /// Of the steps and ηT there is the one that determines the length; layers of unlike widths have none in common.
    fn get(self, setup: &Setup) -> Option<f64> {
        Some(match self {
            Self::Eta => setup.eta.at(0),
            Self::Batch => setup.batch.at(0),
            Self::Steps => match setup.length {
                Length::Steps(steps) => f64::from(steps),
                Length::Time(_) => return None,
            },
            Self::Time => match setup.length {
                Length::Steps(_) => return None,
                Length::Time(time) => time,
            },
            Self::Layers => setup.hidden.len() as f64,
            Self::Width => {
                let first = *setup.hidden.first()?;
                return setup.hidden.iter().all(|&units| units == first).then_some(f64::from(first));
            }
            Self::Pooling => f64::from(setup.pooling),
            Self::Digits => f64::from(setup.digits),
            Self::TestDigits => f64::from(setup.test_digits),
            Self::DescentEta => return setup.descent_eta,
            Self::TargetLoss => setup.target_loss,
            Self::Agreement => setup.agreement,
        })
    }

    fn put(self, setup: &mut Setup, value: f64) {
        let whole = value.round() as u32;
        match self {
            Self::Eta => setup.eta = Schedule::Constant(value),
            Self::Batch => setup.batch = Schedule::Constant(value.round()),
            Self::Steps => setup.length = Length::Steps(whole),
            Self::Time => setup.length = Length::Time(value),
            // New layers are like the last.
            Self::Layers => {
                setup.hidden.resize(whole as usize, setup.hidden.last().copied().unwrap_or(whole));
            }
            Self::Width => setup.hidden.fill(whole),
            Self::Pooling => setup.pooling = whole,
            Self::Digits => setup.digits = whole,
            Self::TestDigits => setup.test_digits = whole,
            Self::DescentEta => setup.descent_eta = Some(value),
            Self::TargetLoss => setup.target_loss = value,
            Self::Agreement => setup.agreement = value,
        }
    }

    fn is_scheduled(self) -> bool {
        matches!(self, Self::Eta | Self::Batch)
    }

    fn schedule(self, setup: &Setup) -> Option<&Schedule> {
        match self {
            Self::Eta => Some(&setup.eta),
            Self::Batch => Some(&setup.batch),
            _ => None,
        }
    }

    fn schedule_mut(self, setup: &mut Setup) -> Option<&mut Schedule> {
        match self {
            Self::Eta => Some(&mut setup.eta),
            Self::Batch => Some(&mut setup.batch),
            _ => None,
        }
    }

    /// The width is set once there are the layers.
    fn is_relative(self) -> bool {
        self == Self::Width
    }

    /// Steps and ηT are the same length.
    fn clashes(self, other: Self) -> bool {
        matches!((self, other), (Self::Steps, Self::Time) | (Self::Time, Self::Steps))
    }
}
