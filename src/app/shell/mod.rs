//! The window around the laboratory: its bar, what lies over it, the system beneath it.

mod about;
pub mod animation;
pub mod app;
#[cfg(not(target_arch = "wasm32"))]
pub mod black_box;
pub mod chrome;
mod compared;
mod exporting;
mod filming;
mod hand;
mod layout;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
mod opening;
pub mod overlay;
mod palette;
pub mod picture;
mod remembered;
mod splitter;
mod status;
#[cfg(target_arch = "wasm32")]
pub mod web;
