//! All that is read off a network at one place.

use serde::{Deserialize, Serialize};

use crate::networks::curvature::{Hessian, Part, Spectrum, Wanted, flatness, lanczos};
use crate::networks::model::Weights;
use crate::networks::training::{Dataset, Descent, Measured};

/// Which Hessians are asked for: that of the second layer, which is the paper's, and that of all weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bends {
    pub layer: bool,
    pub all: bool,
}

impl Bends {
    pub const NONE: Self = Self { layer: false, all: false };
    pub const BOTH: Self = Self { layer: true, all: true };
}

/// A network at one place, with what is read off it. F is never told without the loss it was read at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Steps that led there.
    pub steps: u32,
    pub weights: Weights,
    pub train: Measured,
    pub test: Measured,
    /// |∇L| on the training digits.
    pub gradient_norm: f64,
    /// Of the second layer, where it was asked for,
    pub layer: Option<Spectrum>,
    /// and of all weights.
    pub all: Option<Spectrum>,
}

impl Reading {
    /// Reads off a network that so many steps led to, with the digits it is trained and tested on.
    pub fn take([train, test]: [&Dataset; 2], weights: Weights, steps: u32, bends: Bends) -> Self {
        let mut descent = Descent::new(train, weights);
        descent.look();
        let squares = descent.gradient().iter().map(|slope| f64::from(*slope).powi(2));
        let gradient_norm = squares.sum::<f64>().sqrt();
        let weights = descent.into_weights();
        let [on_train, on_test] = [train, test].map(|digits| digits.measure(&weights));
        let mut hessian =
            (bends != Bends::NONE && on_train.loss.is_finite()).then(|| Hessian::at(&weights, train));
        let mut spectrum = |part: Part, asked: bool| {
            let hessian = hessian.as_mut().filter(|_| asked)?;
            let dimension = hessian.dimension(part);
            Some(lanczos(dimension, Wanted::default(), train.path(), |direction, out| {
                hessian.product(part, direction, out);
            }))
        };
        let (layer, all) = (spectrum(Part::SECOND, bends.layer), spectrum(Part::All, bends.all));
        drop(hessian);
        Self { steps, weights, train: on_train, test: on_test, gradient_norm, layer, all }
    }

    /// F of Eq. 1, of the second layer.
    pub fn flatness_layer(&self) -> Option<f64> {
        flatness(&self.layer.as_ref()?.values)
    }

    /// F of all weights.
    pub fn flatness_all(&self) -> Option<f64> {
        flatness(&self.all.as_ref()?.values)
    }

    /// λ₁ of all weights.
    pub fn sharpness(&self) -> Option<f64> {
        self.all.as_ref()?.values.first().copied()
    }
}
