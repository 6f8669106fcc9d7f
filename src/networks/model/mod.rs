//! What is trained, on what, and how: digits, networks and settings; pure.

mod aligned;
mod digits;
mod idx;
mod packed;
mod parameter;
mod random;
mod safetensors;
mod setup;
mod shape;
mod weights;

pub use aligned::Aligned;
pub use digits::{Digits, DigitsError, Shipped};
pub use idx::IdxError;
pub use parameter::Parameter;
pub use random::Stream;
pub use safetensors::WeightsError;
pub use setup::{Length, Preset, Setup};
pub use shape::{CLASSES, Layer, MOST_LAYERS, MOST_UNITS, Shape, ShapeError};
pub use weights::Weights;
