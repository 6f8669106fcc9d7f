//! The machine beneath: the only place that names files, threads, clocks and processes.

pub mod files;
pub mod memory;
mod owned;
mod part;

pub use files::{check_writable, openable_in, short_text, table_bytes, table_text, write_atomically};
pub use owned::Owned;
