//! Handwritten digits: what a network sees, and what it should say.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::idx::{Idx, IdxError};
use super::packed;
use super::shape::CLASSES;
use crate::say;

/// Square pictures and their classes, one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digits {
    /// 2p − 1 of every pixel p, row by row, digit by digit.
    #[serde(with = "packed")]
    pub images: Vec<f32>,
    /// Which digit each of them is.
    pub labels: Vec<u8>,
    /// Pixels along an edge.
    pub side: usize,
}

/// The digits that the program brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// The paper's 1,000: the first 100 of each class of MNIST's training file.
    Train,
    /// 2,000 others of the same file: new digits, but not of new writers.
    Test,
}

/// Why there are no such digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigitsError {
    Images(IdxError),
    Labels(IdxError),
    /// A file without a picture, or pictures without a pixel.
    Empty,
    NotSquare {
        rows: usize,
        columns: usize,
    },
    /// More classes than digits there are.
    Label {
        index: usize,
        label: u8,
    },
    /// Pictures and labels do not go together.
    Counts {
        images: usize,
        labels: usize,
    },
    /// Squares of so many pixels do not fill the picture.
    Pooling {
        side: usize,
        by: usize,
    },
    TooFew {
        asked: usize,
        there: usize,
    },
    /// No pooling leaves so many pixels.
    Inputs {
        inputs: usize,
        side: usize,
    },
    /// Those that the program brings along are not to be had, in the system's words.
    NotHere(String),
}

impl Digits {
    /// Reads a file of pictures and one of labels, both IDX, plain or packed.
    pub fn read(images: &[u8], labels: &[u8]) -> Result<Self, DigitsError> {
        let images = Idx::read(images, 3).map_err(DigitsError::Images)?;
        let labels = Idx::read(labels, 1).map_err(DigitsError::Labels)?;
        let [count, rows, columns] = images.dimensions[..] else { unreachable!("three were asked for") };
        if images.bytes.is_empty() {
            return Err(DigitsError::Empty);
        }
        if rows != columns {
            return Err(DigitsError::NotSquare { rows, columns });
        }
        if count != labels.bytes.len() {
            return Err(DigitsError::Counts { images: count, labels: labels.bytes.len() });
        }
        if let Some(index) = labels.bytes.iter().position(|&label| usize::from(label) >= CLASSES) {
            return Err(DigitsError::Label { index, label: labels.bytes[index] });
        }
        let images = images.bytes.iter().map(|&byte| 2.0 * (f32::from(byte) / 255.0) - 1.0).collect();
        Ok(Self { images, labels: labels.bytes, side: rows })
    }

    pub fn len(&self) -> usize {
        self.labels.len()
    }

    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// What a network is given of each.
    pub fn inputs(&self) -> usize {
        self.side * self.side
    }

    pub fn image(&self, index: usize) -> &[f32] {
        &self.images[index * self.inputs()..][..self.inputs()]
    }

    /// The means of squares of `by` × `by` pixels.
    pub fn pooled(&self, by: usize) -> Result<Self, DigitsError> {
        if by == 0 || !self.side.is_multiple_of(by) {
            return Err(DigitsError::Pooling { side: self.side, by });
        }
        let side = self.side / by;
        let mut images = Vec::with_capacity(self.len() * side * side);
        for image in self.images.chunks_exact(self.inputs()) {
            for place in 0..side * side {
                let corner = place / side * by * self.side + place % side * by;
                let rows = (0..by).map(|row| &image[corner + row * self.side..][..by]);
                let sum: f32 = rows.map(|row| row.iter().sum::<f32>()).sum();
                images.push(sum / (by * by) as f32);
            }
        }
        Ok(Self { images, labels: self.labels.clone(), side })
    }

    /// Pooled so that there are so many inputs: what a network with them was trained on.
    pub fn for_inputs(&self, inputs: usize) -> Result<Self, DigitsError> {
        let fits = |by: &usize| self.side.is_multiple_of(*by) && (self.side / by).pow(2) == inputs;
        let by = (1..=self.side).find(fits).ok_or(DigitsError::Inputs { inputs, side: self.side })?;
        self.pooled(by)
    }

    /// The first so many.
    pub fn first(&self, count: usize) -> Result<Self, DigitsError> {
        if !(1..=self.len()).contains(&count) {
            return Err(DigitsError::TooFew { asked: count, there: self.len() });
        }
        let images = self.images[..count * self.inputs()].to_vec();
        Ok(Self { images, labels: self.labels[..count].to_vec(), side: self.side })
    }
}

impl fmt::Display for DigitsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&match self {
            Self::Images(error) => say!("network.digits.images", error = error),
            Self::Labels(error) => say!("network.digits.labels", error = error),
            Self::Empty => say!("network.digits.empty").into(),
            Self::NotSquare { rows, columns } => {
                say!("network.digits.square", rows = rows, columns = columns)
            }
            Self::Label { index, label } => {
                say!("network.digits.label", index = index, label = label, most = CLASSES - 1)
            }
            Self::Counts { images, labels } => {
                say!("network.digits.counts", images = images, labels = labels)
            }
            Self::Pooling { side, by } => say!("network.digits.pooling", by = by, side = side),
            Self::Inputs { inputs, side } => {
                say!("network.digits.inputs", inputs = inputs, side = side)
            }
            Self::TooFew { asked, there } => {
                say!("network.digits.few", asked = asked, there = there)
            }
            Self::NotHere(what) => say!("network.digits.not-here", what = what),
        })
    }
}

impl std::error::Error for DigitsError {}
