//! The window: the only folder that names egui.

pub mod command;
pub mod maths;
pub mod panels;
pub mod plots;
pub mod raster;
pub mod scene;
pub mod stage;
pub mod theme;
pub mod widgets;
