//! The density of x at one time, as a curve.

use serde::{Deserialize, Serialize};

use super::lattice::Lattice;

/// The density of x at one time, at equally spaced points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct XDensity {
    pub first_x: f64,
    pub dx: f64,
    pub density: Vec<f64>,
}

/// Slices have at most so many points.
const MOST_SLICE_POINTS: usize = 1024;

impl XDensity {
    /// The masses of a lattice, in groups where it has many points.
    pub(super) fn of(lattice: &Lattice) -> Self {
        let (first, masses) = lattice.occupied();
        let group = masses.len().div_ceil(MOST_SLICE_POINTS).max(1);
        let h = lattice.spacing.h;
        let dx = h * group as f64;
        let density = masses.chunks(group).map(|group| group.iter().sum::<f64>() / dx).collect();
        Self { first_x: first + 0.5 * (dx - h), dx, density }
    }

    /// Of two atoms, each its place and its mass: two spikes, as wide as they are apart.
    pub(super) fn of_atoms([a, b]: [(f64, f64); 2]) -> Self {
        let (left, right) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        let dx = (right.0 - left.0).max(1e-9);
        Self { first_x: left.0, dx, density: vec![left.1 / dx, right.1 / dx] }
    }
}
