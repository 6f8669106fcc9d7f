//! Digits at hand for the kernels, and what a network makes of all of them.

use serde::{Deserialize, Serialize};

use super::panel::{PANEL, Panel};
use super::pass::Pass;
use super::softmax::{self, Tally};
use crate::networks::model::{Digits, Shape, Weights};
use crate::platform::simd::SimdPath;

/// All digits that are trained or tested on.
#[derive(Debug)]
pub struct Dataset {
    panels: Vec<Panel>,
    digits: Digits,
    path: SimdPath,
}

/// How well a network does on some digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Mean cross-entropy.
    pub loss: f64,
    /// Which digits it takes for others, in ascending order.
    pub wrong: Vec<u32>,
    /// And for which.
    pub said: Vec<u8>,
    /// Share of those it knows.
    pub accuracy: f64,
}

impl Dataset {
    pub fn new(digits: Digits) -> Self {
        let path = SimdPath::fastest();
        Self { panels: Panel::all(&digits), digits, path }
    }

    /// The same on a chosen SIMD path.
    pub fn on_path(mut self, path: SimdPath) -> Self {
        self.path = path;
        self
    }

    pub fn digits(&self) -> &Digits {
        &self.digits
    }

    pub(in crate::networks) fn panels(&self) -> &[Panel] {
        &self.panels
    }

    pub fn path(&self) -> SimdPath {
        self.path
    }

    pub fn len(&self) -> usize {
        self.digits.len()
    }

    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Room for passes of its panels.
    pub(in crate::networks) fn pass(&self, shape: &Shape) -> Pass {
        Pass::blank(shape, PANEL.min(self.len()), self.path)
    }

    /// The gradient of the mean loss, and the loss: the mean, with the number of digits that are right.
    pub(in crate::networks) fn gradient(
        &self,
        weights: &Weights,
        pass: &mut Pass,
        gradient: &mut [f32],
    ) -> Tally {
        gradient.fill(0.0);
        let scale = 1.0 / self.len() as f32;
        let mut sum = Tally::default();
        for panel in &self.panels {
            let tally = pass.forward_and_back(weights, panel);
            pass.add_gradient(panel, scale, gradient);
            sum.loss += tally.loss;
            sum.right += tally.right;
        }
        Tally { loss: sum.loss / self.len() as f64, ..sum }
    }

    /// The mean loss.
    pub(in crate::networks) fn loss(&self, weights: &Weights, pass: &mut Pass) -> f64 {
        let losses = self.panels.iter().map(|panel| {
            pass.forward(weights, panel);
            pass.loss(panel).loss
        });
        losses.sum::<f64>() / self.len() as f64
    }

    /// How well a network does.
    pub fn measure(&self, weights: &Weights) -> Measured {
        let mut pass = self.pass(&weights.shape);
        let (mut loss, mut wrong, mut said, mut first) = (0.0, Vec::new(), Vec::new(), 0);
        for panel in &self.panels {
            pass.forward(weights, panel);
            loss += pass.loss(panel).loss;
            let outputs = pass.layers.last().expect("a network has layers").outputs(panel.columns).values;
            for (column, &label) in panel.labels.iter().enumerate() {
                let class = softmax::class(outputs, panel.columns, column);
                if class != usize::from(label) {
                    wrong.push(first + column as u32);
                    said.push(class as u8);
                }
            }
            first += panel.count() as u32;
        }
        let count = self.len() as f64;
        Measured { loss: loss / count, accuracy: 1.0 - wrong.len() as f64 / count, wrong, said }
    }
}
