//! Answers as charts, and the catalogue of them.

mod axes;
mod brownian;
mod catalogue;
mod clocks;
mod convex;
mod edge;
mod entry;
mod fig1;
mod fig1a;
mod fig1bc;
mod fig1d;
mod fig1e;
mod fig2;
mod figs1;
pub mod grid_scope;
mod instability;
mod matching;
pub mod measure;
mod pages;
pub mod panel_curves;
pub mod panel_ends;
pub mod panel_matching;
pub mod panel_plane;
pub mod panes;
mod ramp;
mod read_outs;
pub mod relief;
pub mod scope;
mod source;
mod told;
pub mod veil;

pub use catalogue::{CATALOGUE, is_of_a_grid, named};
pub use entry::Entry;
pub use ramp::Ramp;
pub use source::{Effort, Source};
