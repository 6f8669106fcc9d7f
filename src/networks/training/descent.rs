//! Full-batch gradient descent: training without noise.

use super::dataset::Dataset;
use super::pass::Pass;
use super::softmax::Tally;
use crate::networks::model::{Aligned, Weights};

/// A network on its way down.
#[derive(Debug)]
pub struct Descent<'a> {
    dataset: &'a Dataset,
    weights: Weights,
    pass: Pass,
    gradient: Aligned,
}

impl<'a> Descent<'a> {
    pub fn new(dataset: &'a Dataset, weights: Weights) -> Self {
        let pass = dataset.pass(&weights.shape);
        let gradient = Aligned::zeros(weights.values.len());
        Self { dataset, weights, pass, gradient }
    }

    /// The mean loss where it is, with the number of digits that are right; the gradient is kept for the step.
    pub fn look(&mut self) -> Tally {
        self.dataset.gradient(&self.weights, &mut self.pass, &mut self.gradient)
    }

    /// θ ← θ − η ∇L(θ), with the gradient of the last look.
    pub fn step(&mut self, eta: f64) {
        let eta = eta as f32;
        for (weight, slope) in self.weights.values.iter_mut().zip(self.gradient.iter()) {
            *weight -= eta * slope;
        }
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    pub fn into_weights(self) -> Weights {
        self.weights
    }

    /// The gradient of the last look.
    pub fn gradient(&self) -> &[f32] {
        &self.gradient
    }
}
