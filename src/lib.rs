//! Frostline.

pub mod app;
pub mod cli;
pub mod experiments;
pub mod job;
pub mod model;
pub mod session;
pub mod sim;
pub mod theory;
