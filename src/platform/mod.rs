//! The machine beneath: the only place that names files, threads, clocks and processes.

mod claim;
pub mod clock;
pub mod faults;
pub mod files;
pub mod log;
pub mod memory;
mod owned;
mod part;
pub mod process;
pub mod simd;
pub mod threads;
#[cfg(target_arch = "wasm32")]
mod web;

pub use claim::Claim;
pub use files::{
    FileError, check_writable, openable_in, short_text, table_bytes, table_text, write_atomically,
};
pub use owned::Owned;
pub use part::{Part, PartFolder};
