//! The window around the laboratory: its bar, what lies over it, the system beneath it.

pub mod animation;
pub mod app;
pub mod black_box;
pub mod chrome;
pub mod native;
pub mod overlay;
pub mod picture;
