//! A setup with all that is at hand for it: digits for the kernels, and the weights every run starts with.

use std::fmt;

use crate::networks::model::{Digits, DigitsError, Setup, ShapeError, Shipped, Weights};
use crate::networks::training::Dataset;
use crate::settings::{Checked, Invalid, Settings};

/// What experiments work with.
#[derive(Debug)]
pub struct Prepared {
    pub setup: Checked<Setup>,
    pub train: Dataset,
    pub test: Dataset,
    /// The weights that every repeat starts with.
    pub start: Weights,
}

/// Why there is nothing to work with.
#[derive(Clone, Debug, PartialEq)]
pub enum PrepareError {
    Setup(Invalid),
    Shape(ShapeError),
    Train(DigitsError),
    Test(DigitsError),
}

impl Prepared {
    /// From all digits there are.
    pub fn new(setup: Setup, train: &Digits, test: &Digits) -> Result<Self, PrepareError> {
        let setup = setup.checked().map_err(PrepareError::Setup)?;
        let train = setup.trained_on(train).map_err(PrepareError::Train)?;
        let test = setup.tested_on(test).map_err(PrepareError::Test)?;
        let shape = setup.shape(train.inputs()).map_err(PrepareError::Shape)?;
        let start = Weights::initial(shape, setup.seed);
        Ok(Self { setup, train: Dataset::new(train), test: Dataset::new(test), start })
    }

    /// What is trained on, and what is tested on.
    pub fn datasets(&self) -> [&Dataset; 2] {
        [&self.train, &self.test]
    }

    /// From the digits that the program brings along.
    pub fn shipped(setup: Setup) -> Result<Self, PrepareError> {
        Self::new(setup, &Digits::shipped(Shipped::Train), &Digits::shipped(Shipped::Test))
    }
}

impl fmt::Display for PrepareError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setup(error) => error.fmt(out),
            Self::Shape(error) => error.fmt(out),
            Self::Train(error) | Self::Test(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for PrepareError {}
