//! Frostline.

pub mod model;
pub mod sim;
