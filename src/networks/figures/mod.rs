//! Answers as charts, and the catalogue of them.

mod axes;
mod catalogue;
mod clocks;
mod edge;
mod entry;
mod matching;
pub mod panel_curves;
pub mod panel_ends;
pub mod panel_plane;
pub mod panes;
pub mod relief;
pub mod scope;

pub use catalogue::{CATALOGUE, named};
pub use entry::{Effort, Entry, Source};
