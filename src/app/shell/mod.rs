//! The window around the laboratory: its bar, what lies over it, the system beneath it.

pub mod animation;
pub mod app;
#[cfg(not(target_arch = "wasm32"))]
pub mod black_box;
pub mod chrome;
mod compared;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
mod opening;
pub mod overlay;
pub mod picture;
#[cfg(target_arch = "wasm32")]
pub mod web;
