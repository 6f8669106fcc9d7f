//! The stochastic dynamics: the fast swarm, the slow oracle that its tests trust, and descent on a jittering landscape.

mod count;
mod frozen;
mod jitter;
mod lanes;
mod normal;
mod record;
mod reference;
mod roots;
mod summary;
mod swarm;
mod terrain;

pub use crate::platform::simd::SimdPath;
pub use jitter::{Examples, JitterSwarm, JitterWalker};
pub use lanes::{DIVERGED_ABOVE, DIVERGED_BEYOND, LANES};
pub use record::{Hop, HopLog, RECENT, Record, Sample, TRACERS, wilson};
pub use reference::ReferenceWalker;
pub use summary::{Census, Summary, Walker};
pub use swarm::{Spoiled, Swarm};
