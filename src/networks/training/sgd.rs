//! Stochastic gradient descent: the run whose noise is in question.

use serde::{Deserialize, Serialize};

use super::dataset::Dataset;
use super::order::{Order, Place};
use super::panel::{PANEL, Panel};
use super::pass::Pass;
use crate::networks::model::{Aligned, Setup, Weights};
use crate::settings::Checked;

/// A run at one of its steps: enough to go on from there to the bit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub step: u32,
    pub place: Place,
    pub weights: Weights,
}

/// A run of a setup, at work.
#[derive(Debug)]
pub struct Sgd<'a> {
    dataset: &'a Dataset,
    setup: Checked<Setup>,
    repeat: u64,
    step: u32,
    order: Order,
    weights: Weights,
    panel: Panel,
    pass: Pass,
    gradient: Aligned,
    /// Mean loss of the last batch; 0 before there is one.
    batch_loss: f64,
}

impl Checkpoint {
    /// The start of every run of a setup.
    pub fn start(weights: Weights) -> Self {
        Self { step: 0, place: Place::default(), weights }
    }
}

impl<'a> Sgd<'a> {
    /// Takes up a run where a checkpoint left it. Repeats differ in the order of their batches alone.
    pub fn from(checkpoint: Checkpoint, setup: &Checked<Setup>, repeat: u64, dataset: &'a Dataset) -> Self {
        let Checkpoint { step, place, weights } = checkpoint;
        let most = PANEL.min(dataset.len());
        Self {
            setup: setup.clone(),
            repeat,
            step,
            order: Order::from(place, dataset.len(), setup.seed, repeat),
            panel: Panel::blank(dataset.digits().inputs(), most),
            pass: Pass::blank(&weights.shape, most, dataset.path()),
            gradient: Aligned::zeros(weights.values.len()),
            weights,
            dataset,
            batch_loss: 0.0,
        }
    }

    /// Advances by so many steps, each over the next batch.
    pub fn advance(&mut self, steps: u32) {
        for _ in 0..steps {
            let eta = self.setup.eta.at(self.step) as f32;
            let size = self.setup.batch_at(self.step).max(1);
            let batch = self.order.next(size);
            let count = batch.len();
            let mut loss = 0.0;
            if count <= PANEL {
                self.panel.fill(self.dataset.digits(), batch);
                loss += self.pass.forward_and_back(&self.weights, &self.panel).loss;
                // Nothing asks for the weights before the step any more: the gradient goes into them at once.
                self.pass.add_gradient(&self.panel, -eta / count as f32, &mut self.weights.values);
            } else {
                self.gradient.fill(0.0);
                for part in batch.chunks(PANEL) {
                    self.panel.fill(self.dataset.digits(), part);
                    loss += self.pass.forward_and_back(&self.weights, &self.panel).loss;
                    self.pass.add_gradient(&self.panel, 1.0 / count as f32, &mut self.gradient);
                }
                for (weight, slope) in self.weights.values.iter_mut().zip(self.gradient.iter()) {
                    *weight -= eta * slope;
                }
            }
            self.batch_loss = loss / count as f64;
            self.step += 1;
        }
    }

    pub fn step(&self) -> u32 {
        self.step
    }

    pub fn repeat(&self) -> u64 {
        self.repeat
    }

    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Whether the last batch left no number to go on with.
    pub fn diverged(&self) -> bool {
        !(self.batch_loss.is_finite() && self.weights.is_finite())
    }

    /// To go on from here another time.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { step: self.step, place: self.order.place(), weights: self.weights.clone() }
    }
}
