//! A pulse of heat.

use crate::chart::format_whole;
use crate::say;
use crate::valleys::model::Parameter;

/// From now on so many times as much, over so many steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    pub parameter: Parameter,
    pub factor: f64,
    pub steps: u32,
}

impl Pulse {
    /// What the palette offers.
    pub const OFFERED: Self = Self { parameter: Parameter::Sigma, factor: 4.0, steps: 2_000 };

    pub fn name(&self) -> String {
        say!("command.reheat", factor = self.factor, steps = format_whole(f64::from(self.steps)))
    }
}
