//! The experiments as figures: questions asked of the session's run, each answered in one picture. What is asked is
//! plain data, [`Questions`](crate::valleys::experiments::questions::Questions).

mod alpha;
mod compare;
pub mod cost;
mod courses;
mod diagram;
mod discrete;
mod fork;
mod gauge;
mod jitter;
mod paradox;
mod phase;
mod published;
pub mod raster;
mod stability;

pub mod certainty;
mod landmarks;
mod lattice;
mod moments;
mod unanswered;

pub use diagram::{Diagram, Known};
pub use phase::phase_figure;
pub use published::ENTRY as PHASE_PUBLISHED;

use super::entry::Entry;

/// The experiments: what a researcher or a teacher asks of the session's run.
pub const EXPERIMENTS: [&Entry; 12] = [
    &phase::ENTRY,
    &published::ENTRY,
    &fork::ENTRY,
    &compare::ENTRY,
    &paradox::ENTRY,
    &courses::ENTRY,
    &raster::ENTRY,
    &gauge::ENTRY,
    &discrete::ENTRY,
    &jitter::ENTRY,
    &alpha::ENTRY,
    &stability::ENTRY,
];
