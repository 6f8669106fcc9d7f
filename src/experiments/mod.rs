//! Questions asked of the model: one run, a sweep over two parameters, the check against the paper.

pub mod check;
pub mod live;
pub mod run;
pub mod sweep;
