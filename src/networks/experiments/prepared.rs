//! A setup with all that is at hand for it: digits for the kernels, and the weights every run starts with.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        Self::on(setup, train, test).map_err(PrepareError::Shape)
    }

    /// From the digits that the setup asks for.
    fn on(setup: Checked<Setup>, train: Digits, test: Digits) -> Result<Self, ShapeError> {
        let start = Weights::initial(setup.shape(train.inputs())?, setup.seed);
        Ok(Self { setup, train: Dataset::new(train), test: Dataset::new(test), start })
    }

    /// What is trained on, and what is tested on.
    pub fn datasets(&self) -> [&Dataset; 2] {
        [&self.train, &self.test]
    }

    /// From the digits that the program brings along.
    pub fn shipped(setup: Setup) -> Result<Self, PrepareError> {
        let train = Digits::shipped(Shipped::Train).map_err(PrepareError::Train)?;
        let test = Digits::shipped(Shipped::Test).map_err(PrepareError::Test)?;
        Self::new(setup, &train, &test)
    }

    /// The same, which is kept until it is asked for of another setup: for work that is told its setup again and again.
    pub fn at_hand(setup: Setup) -> Result<Arc<Self>, PrepareError> {
        thread_local!(static KEPT: RefCell<Option<Arc<Prepared>>> = const { RefCell::new(None) });
        if let Some(kept) = KEPT.with_borrow(|kept| kept.clone().filter(|kept| *kept.setup == setup)) {
            return Ok(kept);
        }
        let prepared = Arc::new(Self::shipped(setup)?);
        KEPT.set(Some(Arc::clone(&prepared)));
        Ok(prepared)
    }
}

/// What is sent of it; the rest follows.
#[derive(Serialize, Deserialize)]
struct Packed<D> {
    setup: Setup,
    train: D,
    test: D,
}

impl Serialize for Prepared {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let [train, test] = self.datasets().map(Dataset::digits);
        Packed { setup: Setup::clone(&self.setup), train, test }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Prepared {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Packed { setup, train, test } = Packed::<Digits>::deserialize(from)?;
        let setup = setup.checked().map_err(D::Error::custom)?;
        Self::on(setup, train, test).map_err(D::Error::custom)
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
