//! The experiments as figures: questions asked of the session's run, each answered in one picture. What is asked is
//! plain data, [`Questions`](crate::valleys::experiments::questions::Questions).

pub mod compare;
pub mod courses;
pub mod diagram;
pub mod discrete;
pub mod fork;
pub mod gauge;
pub mod jitter;
pub mod paradox;
pub mod phase;
pub mod published;
pub mod raster;
pub mod stability;

mod certainty;
mod landmarks;
mod lattice;
mod moments;
mod unanswered;

pub use diagram::{Diagram, Known};
pub use phase::phase_figure;
