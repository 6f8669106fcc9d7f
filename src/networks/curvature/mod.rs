//! How the loss bends where a network is: products with the Hessian, its largest eigenvalues, and the flatness of Eq. 1.

mod flatness;
mod hessian;
mod lanczos;
mod passes;

pub use flatness::{LARGEST, flatness, turn, turn_of_plane};
pub use hessian::{Hessian, Part};
pub use lanczos::{Spectrum, Wanted, lanczos};
