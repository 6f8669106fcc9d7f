//! The layers of a network, and where each has its place among all weights.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::say;

/// Digits there are.
pub const CLASSES: usize = 10;
/// Layers of weights a network may have, the last among them; at least two.
pub const MOST_LAYERS: usize = 4;
/// Units a hidden layer may have, and inputs a network.
pub const MOST_UNITS: usize = 4096;

/// Widths from the inputs to the classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape(Vec<usize>);

/// One layer of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    pub inputs: usize,
    pub outputs: usize,
    /// Where it begins among all weights.
    start: usize,
}

/// Why there is no such network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeError {
    Layers(usize),
    Width(usize),
    Classes(usize),
}

impl Shape {
    /// Widths from the inputs to the classes.
    pub fn new(widths: Vec<usize>) -> Result<Self, ShapeError> {
        let layers = widths.len().saturating_sub(1);
        if !(2..=MOST_LAYERS).contains(&layers) {
            return Err(ShapeError::Layers(layers));
        }
        if let Some(&width) = widths.iter().find(|width| !(1..=MOST_UNITS).contains(*width)) {
            return Err(ShapeError::Width(width));
        }
        match widths[layers] {
            CLASSES => Ok(Self(widths)),
            classes => Err(ShapeError::Classes(classes)),
        }
    }

    pub fn widths(&self) -> &[usize] {
        &self.0
    }

    pub fn inputs(&self) -> usize {
        self.0[0]
    }

    pub fn depth(&self) -> usize {
        self.0.len() - 1
    }

    /// All weights and biases.
    pub fn len(&self) -> usize {
        self.layer(self.depth() - 1).biases().end
    }

    pub fn is_empty(&self) -> bool {
        false
    }

    /// A layer, counted from 0.
    pub fn layer(&self, index: usize) -> Layer {
        let start = self.0[..=index].windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        Layer { inputs: self.0[index], outputs: self.0[index + 1], start }
    }

    pub fn layers(&self) -> impl DoubleEndedIterator<Item = Layer> + ExactSizeIterator + '_ {
        (0..self.depth()).map(|index| self.layer(index))
    }
}

impl Layer {
    /// Its weights among all: those of an output side by side, as PyTorch keeps them.
    pub fn weights(self) -> Range<usize> {
        self.start..self.start + self.inputs * self.outputs
    }

    /// Its biases, behind its weights.
    pub fn biases(self) -> Range<usize> {
        let weights = self.weights();
        weights.end..weights.end + self.outputs
    }
}

impl fmt::Display for ShapeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Layers(found) => say!("network.shape.layers", found = found, most = MOST_LAYERS),
            Self::Width(found) => say!("network.shape.width", found = found, most = MOST_UNITS),
            Self::Classes(found) => say!("network.shape.classes", found = found, expected = CLASSES),
        })
    }
}

impl std::error::Error for ShapeError {}
