//! The window: the only folder that names egui.

pub mod bridge;
pub mod desk;
pub mod gallery;
pub mod kit;
pub mod lessons;
pub mod networks;
pub mod shell;
pub mod valleys;

pub use shell::app::App;
#[cfg(not(target_arch = "wasm32"))]
pub use shell::native::open;
pub use shell::picture::{film, picture};
#[cfg(target_arch = "wasm32")]
pub use shell::web::open;
