//! Frostline.

pub mod cli;
pub mod experiments;
pub mod model;
pub mod session;
pub mod sim;
pub mod theory;
