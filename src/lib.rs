//! Frostline.

pub mod model;
