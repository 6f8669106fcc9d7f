//! The stochastic dynamics: the fast swarm, and the slow oracle that its tests trust.

mod lanes;
mod normal;
mod record;
mod reference;
mod swarm;

pub use lanes::{DIVERGED_ABOVE, DIVERGED_BEYOND, SimdPath};
pub use record::{Hop, HopLog, RECENT, Record, Sample, TRACERS, wilson};
pub use reference::ReferenceWalker;
pub use swarm::{Census, Summary, Swarm, Walker};
