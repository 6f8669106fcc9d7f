//! Questions asked of networks: a run, its continuations and when they agree, a grid, and what other papers ask.

pub mod brownian;
pub mod clocks;
pub mod continuation;
pub mod convex;
pub mod grid;
pub mod instability;
pub mod line;
pub mod live;
pub mod plane;
pub mod prepared;
pub mod reading;
pub mod run;
