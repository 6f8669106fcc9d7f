//! Questions asked of the model: one run, a sweep over two parameters, the check against the paper, and what if.

pub mod ahead;
pub mod alpha;
pub mod beside;
pub mod changes;
pub mod check;
pub mod compare;
pub mod courses;
pub mod difference;
pub mod discrete;
pub mod family;
mod few_hops;
pub mod fork;
pub mod held;
pub mod hops;
pub mod jitter;
pub mod live;
pub mod measures;
pub mod paradox;
pub mod passages;
pub mod phase;
pub mod questions;
pub mod run;
pub mod shown;
pub mod stability;
pub mod story;
pub mod sweep;
pub mod watched;
