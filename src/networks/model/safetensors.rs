//! Weights as files: safetensors, with the names that PyTorch gives them in a `Sequential` of `Linear` and `ReLU`.
//!
//! The format is eight bytes that tell the length of a header, the header in JSON, and numbers. JSON is read here in any
//! case, and every mistake in a file should be told by name: a package for it would save twenty lines.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::aligned::Aligned;
use super::shape::{Shape, ShapeError};
use super::weights::Weights;
use crate::say;

/// What a header says of one tensor.
#[derive(Serialize, Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// Why a file holds no network of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// No safetensors at all.
    Header,
    /// A tensor that no layer has.
    Key(String),
    Missing(String),
    Type {
        key: String,
        found: String,
    },
    /// A tensor that does not go with the others.
    Dimensions {
        key: String,
        found: Vec<usize>,
        expected: Vec<usize>,
    },
    /// It says that its numbers stand where there are none, or not so many.
    Place(String),
    NotANumber {
        key: String,
        index: usize,
    },
    Shape(ShapeError),
}

/// Said of the file beside the tensors, which is read and left alone.
const METADATA: &str = "__metadata__";
const FLOAT: &str = "F32";

impl Weights {
    /// The weights in the bytes of a file.
    pub fn from_safetensors(bytes: &[u8]) -> Result<Self, WeightsError> {
        let (tensors, data) = header(bytes).ok_or(WeightsError::Header)?;
        let mut layers: BTreeMap<u32, [Option<&Tensor>; 2]> = BTreeMap::new();
        for (key, tensor) in &tensors {
            let (index, slot) = place(key).ok_or_else(|| WeightsError::Key(key.clone()))?;
            layers.entry(index).or_default()[slot] = Some(tensor);
        }
        let (mut widths, mut values) = (Vec::new(), Vec::<f32>::new());
        for (index, slots) in layers {
            let keys = [format!("{index}.weight"), format!("{index}.bias")];
            let [weight, bias] = slots;
            let weight = weight.ok_or_else(|| WeightsError::Missing(keys[0].clone()))?;
            let bias = bias.ok_or_else(|| WeightsError::Missing(keys[1].clone()))?;
            let dimensions = |key: &str, tensor: &Tensor, expected: Vec<usize>| WeightsError::Dimensions {
                key: key.to_owned(),
                found: tensor.shape.clone(),
                expected,
            };
            let [outputs, inputs] = weight.shape[..] else {
                return Err(dimensions(&keys[0], weight, vec![0, *widths.last().unwrap_or(&0)]));
            };
            let before = *widths.last().unwrap_or(&inputs);
            if inputs != before {
                return Err(dimensions(&keys[0], weight, vec![outputs, before]));
            }
            if bias.shape != [outputs] {
                return Err(dimensions(&keys[1], bias, vec![outputs]));
            }
            if widths.is_empty() {
                widths.push(inputs);
            }
            widths.push(outputs);
            values.extend(numbers(&keys[0], weight, data)?);
            values.extend(numbers(&keys[1], bias, data)?);
        }
        let shape = Shape::new(widths).map_err(WeightsError::Shape)?;
        Ok(Self { shape, values: Aligned::from(&values[..]) })
    }

    /// The bytes of a file that holds them.
    pub fn to_safetensors(&self) -> Vec<u8> {
        let mut tensors = BTreeMap::new();
        for (index, layer) in self.shape.layers().enumerate() {
            // The layers between are the ReLUs.
            let name = |what: &str| format!("{}.{what}", 2 * index);
            let tensor = |shape: Vec<usize>, range: std::ops::Range<usize>| Tensor {
                dtype: FLOAT.to_owned(),
                shape,
                data_offsets: [4 * range.start, 4 * range.end],
            };
            tensors.insert(name("weight"), tensor(vec![layer.outputs, layer.inputs], layer.weights()));
            tensors.insert(name("bias"), tensor(vec![layer.outputs], layer.biases()));
        }
        let mut header = serde_json::to_string(&tensors).expect("names and numbers");
        // Numbers begin at a multiple of eight bytes.
        header.push_str(&" ".repeat(header.len().next_multiple_of(8) - header.len()));
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.extend(self.values.iter().flat_map(|value| value.to_le_bytes()));
        bytes
    }
}

/// What the header says of each tensor, and the numbers behind it.
fn header(bytes: &[u8]) -> Option<(BTreeMap<String, Tensor>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (header, data) = rest.split_at_checked(length)?;
    let mut entries: BTreeMap<String, serde_json::Value> = serde_json::from_slice(header).ok()?;
    entries.remove(METADATA);
    let tensors = entries.into_iter().map(|(key, value)| Some((key, serde_json::from_value(value).ok()?)));
    Some((tensors.collect::<Option<_>>()?, data))
}

/// The layer of a tensor in its `Sequential`, and whether it is the weight (0) or the bias (1).
fn place(key: &str) -> Option<(u32, usize)> {
    let (index, what) = key.split_once('.')?;
    let slot = ["weight", "bias"].iter().position(|name| *name == what)?;
    Some((index.parse().ok()?, slot))
}

fn numbers(key: &str, tensor: &Tensor, data: &[u8]) -> Result<Vec<f32>, WeightsError> {
    if tensor.dtype != FLOAT {
        return Err(WeightsError::Type { key: key.to_owned(), found: tensor.dtype.clone() });
    }
    let count = tensor.shape.iter().try_fold(4_usize, |count, &along| count.checked_mul(along));
    let [start, end] = tensor.data_offsets;
    let bytes = data.get(start..end).filter(|bytes| Some(bytes.len()) == count);
    let bytes = bytes.ok_or_else(|| WeightsError::Place(key.to_owned()))?;
    let number = |bytes: &[u8]| f32::from_le_bytes(bytes.try_into().expect("four bytes"));
    let numbers: Vec<f32> = bytes.chunks_exact(4).map(number).collect();
    match numbers.iter().position(|number| !number.is_finite()) {
        Some(index) => Err(WeightsError::NotANumber { key: key.to_owned(), index }),
        None => Ok(numbers),
    }
}

impl fmt::Display for WeightsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |shape: &[usize]| {
            let lengths: Vec<String> = shape.iter().map(ToString::to_string).collect();
            format!("[{}]", lengths.join(", "))
        };
        out.write_str(&match self {
            Self::Header => say!("network.weights.header").into(),
            Self::Key(key) => say!("network.weights.key", key = key),
            Self::Missing(key) => say!("network.weights.missing", key = key),
            Self::Type { key, found } => {
                say!("network.weights.type", key = key, found = found, expected = FLOAT)
            }
            Self::Dimensions { key, found, expected } => {
                let (found, expected) = (listed(found), listed(expected));
                say!("network.weights.dimensions", key = key, found = found, expected = expected)
            }
            Self::Place(key) => say!("network.weights.place", key = key),
            Self::NotANumber { key, index } => {
                say!("network.weights.number", key = key, index = index)
            }
            Self::Shape(error) => return error.fmt(out),
        })
    }
}

impl std::error::Error for WeightsError {}
