//! Questions asked of networks: a run, its continuations and when they agree, a grid, and what other papers ask.

pub mod averaged;
pub mod brownian;
pub mod clocks;
pub mod continuation;
pub mod convex;
pub mod course;
pub mod ends;
pub mod field;
pub mod grid;
pub mod instability;
pub mod line;
pub mod live;
pub mod live_grid;
pub mod plane;
pub mod prepared;
pub mod reading;
pub mod repeated;
pub mod row;
pub mod run;
