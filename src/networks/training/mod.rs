//! How networks learn: kernels, gradients, descent with and without noise, and checkpoints.

// What is not for everyone is what only runs as `kernel::run` compiles it, and what that works on.
mod checkpoints;
mod dataset;
mod descent;
pub(in crate::networks) mod kernel;
mod order;
mod panel;
pub(in crate::networks) mod pass;
mod sgd;
mod shipped;
mod softmax;
pub(in crate::networks) mod transpose;
pub(in crate::networks) mod vector;

pub use checkpoints::Checkpoints;
pub use dataset::{Dataset, Measured};
pub use descent::{Descending, Descent, descend, descend_abreast};
pub use order::{Order, Place};
pub(in crate::networks) use panel::{PANEL, Panel};
pub(in crate::networks) use pass::Pass;
pub use sgd::{Checkpoint, Sgd};
pub use softmax::Tally;
