//! Answers as charts, and the catalogue of them.

mod axes;
mod catalogue;
mod clocks;
mod edge;
mod entry;
mod matching;

pub use catalogue::{CATALOGUE, named};
pub use entry::{Effort, Entry, Source};
