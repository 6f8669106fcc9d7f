//! The equations of the two-valley model: pure, no input or output, cannot fail.

mod landscape;
mod noise;
mod parameter;
mod scenario;

pub use landscape::{Landscape, Valley};
pub use noise::NoiseLaw;
pub use parameter::Parameter;
pub use scenario::{Preset, Scenario};
