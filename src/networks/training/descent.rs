//! Full-batch gradient descent: training without noise.

use super::dataset::Dataset;
use super::pass::Pass;
use super::softmax::Tally;
use crate::networks::model::Weights;

/// A network on its way down.
#[derive(Debug)]
pub struct Descent<'a> {
    dataset: &'a Dataset,
    weights: Weights,
    pass: Pass,
    gradient: Vec<f32>,
}

impl<'a> Descent<'a> {
    pub fn new(dataset: &'a Dataset, weights: Weights) -> Self {
        let pass = dataset.pass(&weights.shape);
        let gradient = vec![0.0; weights.values.len()];
        Self { dataset, weights, pass, gradient }
    }

    /// The mean loss where it is, with the number of digits that are right; the gradient is kept for the step.
    pub fn look(&mut self) -> Tally {
        self.dataset.gradient(&self.weights, &mut self.pass, &mut self.gradient)
    }

    /// θ ← θ − η ∇L(θ), with the gradient of the last look.
    pub fn step(&mut self, eta: f64) {
        let eta = eta as f32;
        for (weight, slope) in self.weights.values.iter_mut().zip(&self.gradient) {
            *weight -= eta * slope;
        }
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    pub fn gradient(&self) -> &[f32] {
        &self.gradient
    }
}
