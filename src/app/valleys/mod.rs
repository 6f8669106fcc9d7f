//! The laboratory of the two valleys in the window: the stage, the panels beside it and the controls.

pub mod controls;
pub mod equations;
mod floors;
pub mod lanes;
mod noise;
pub mod panels;
pub mod shelf;
pub mod stage;
pub mod timeline;
