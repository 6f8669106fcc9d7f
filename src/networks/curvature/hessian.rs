//! Products with the Hessian by Pearlmutter's operator R{·} = ∂/∂ε at θ + εv: one more pass forward and back, in which every
//! quantity has its derivative along v in its place, and no difference is taken.
//!
//! With Z = W A + b, A′ = relu(Z) and D = ∂L/∂Z, layer by layer:
//!
//! ```text
//! RZ = W RA + V A + v_b        RA′ = RZ where A′ > 0
//! RD = p (RZ − Σ p RZ) at the outputs, (Wᵀ RD′ + Vᵀ D′) where A > 0 below
//! Hv = RD Aᵀ + D RAᵀ
//! ```

use serde::{Deserialize, Serialize};

use super::passes::RPass;
use crate::networks::model::Weights;
use crate::networks::training::{Dataset, Pass};

/// The weights whose Hessian it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// All weights and biases.
    All,
    /// The weights of one layer, counted from 0, without its biases.
    Layer(usize),
}

impl Part {
    /// The layer of Eq. 1.
    pub const SECOND: Self = Self::Layer(1);

    /// Where its weights are among all.
    pub fn range(self, weights: &Weights) -> std::ops::Range<usize> {
        match self {
            Self::All => 0..weights.values.len(),
            Self::Layer(index) => weights.shape.layer(index).weights(),
        }
    }
}

/// The Hessian of the mean loss at a point, ready for products.
#[derive(Debug)]
pub struct Hessian<'a> {
    dataset: &'a Dataset,
    weights: &'a Weights,
    /// What every panel's pass left at the point.
    passes: Vec<Pass>,
    scratch: RPass,
}

impl<'a> Hessian<'a> {
    pub fn at(weights: &'a Weights, dataset: &'a Dataset) -> Self {
        let passes = dataset.panels().iter().map(|panel| {
            let mut pass = Pass::blank(&weights.shape, panel.count(), dataset.path());
            pass.forward_and_back(weights, panel);
            pass
        });
        Self { dataset, weights, passes: passes.collect(), scratch: RPass::blank(&weights.shape, dataset) }
    }

    /// Weights of a part.
    pub fn dimension(&self, part: Part) -> usize {
        part.range(self.weights).len()
    }

    /// H v.
    ///
    /// # Panics
    /// If either has not as many numbers as the part has weights.
    pub fn product(&mut self, part: Part, direction: &[f32], out: &mut [f32]) {
        let expected = self.dimension(part);
        assert!(direction.len() == expected && out.len() == expected, "a number for each weight");
        out.fill(0.0);
        let scale = 1.0 / self.dataset.len() as f32;
        for (panel, pass) in self.dataset.panels().iter().zip(&self.passes) {
            self.scratch.forward(self.weights, panel, pass, part, direction);
            self.scratch.outputs(panel, pass);
            self.scratch.backward(self.weights, panel, pass, part, direction);
            self.scratch.add_product(panel, pass, part, scale, out);
        }
    }
}
