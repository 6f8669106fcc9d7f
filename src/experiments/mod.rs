//! Questions asked of the model: one run, a sweep over two parameters, a height held still, the check against the paper.

pub mod check;
pub mod held;
pub mod live;
pub mod run;
pub mod sweep;
