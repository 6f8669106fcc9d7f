//! The weights of a network: what training moves.

use serde::{Deserialize, Serialize};

use super::aligned::Aligned;
use super::random::Stream;
use super::shape::{Layer, Shape};

/// All weights and biases, layer by layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub shape: Shape,
    pub values: Aligned,
}

/// What the first weights are drawn for, among all that a seed is for.
const INITIAL: u64 = 0x1417;

impl Weights {
    /// He's start: weights normal with a standard deviation of √(2/inputs), biases 0.
    pub fn initial(shape: Shape, seed: u64) -> Self {
        let mut values = Aligned::zeros(shape.len());
        for (index, layer) in (0..).zip(shape.layers()) {
            let mut stream = Stream::of([seed, INITIAL, index]);
            let scale = (2.0 / layer.inputs as f64).sqrt();
            values[layer.weights()].fill_with(|| (scale * stream.normal()) as f32);
        }
        Self { shape, values }
    }

    pub fn of(&self, layer: Layer) -> &[f32] {
        &self.values[layer.weights()]
    }

    pub fn biases(&self, layer: Layer) -> &[f32] {
        &self.values[layer.biases()]
    }

    /// Whether all of them are numbers.
    pub fn is_finite(&self) -> bool {
        self.values.iter().all(|value| value.is_finite())
    }
}
