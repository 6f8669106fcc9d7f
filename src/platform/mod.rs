//! The machine beneath: the only place that names files, threads, clocks and processes.

pub mod address;
#[cfg(not(target_arch = "wasm32"))]
mod claim;
pub mod clock;
#[cfg(not(target_arch = "wasm32"))]
mod disk;
pub mod faults;
pub mod files;
pub mod log;
pub mod memory;
#[cfg(not(target_arch = "wasm32"))]
mod owned;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(not(target_arch = "wasm32"))]
mod part;
pub mod process;
pub mod simd;
pub mod threads;

#[cfg(not(target_arch = "wasm32"))]
pub use claim::Claim;
pub use files::{
    FileError, check_writable, openable_in, short_text, table_bytes, table_text, write_atomically,
};
#[cfg(not(target_arch = "wasm32"))]
pub use owned::Owned;
#[cfg(target_arch = "wasm32")]
pub use page::{Claim, Part, PartFolder};
#[cfg(not(target_arch = "wasm32"))]
pub use part::{Part, PartFolder};
