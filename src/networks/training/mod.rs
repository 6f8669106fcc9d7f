//! How networks learn: kernels, gradients, descent with and without noise, and checkpoints.

mod checkpoints;
mod dataset;
mod descent;
pub mod kernel;
mod order;
mod panel;
pub mod pass;
mod sgd;
mod softmax;
pub mod transpose;
pub mod vector;

pub use checkpoints::Checkpoints;
pub use dataset::{Dataset, Measured};
pub use descent::Descent;
pub use order::{Order, Place};
pub use panel::{PANEL, Panel};
pub use pass::Pass;
pub use sgd::{Checkpoint, Sgd};
pub use softmax::Tally;
