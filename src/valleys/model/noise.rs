//! Where the gradient noise comes from: ξ ~ N(0, 2σ C) with C built from the Hessian (Eq. 6).

use nalgebra::{Matrix2, SymmetricEigen};
use serde::{Deserialize, Serialize};

use super::landscape::{Landscape, Valley};

/// The covariance law C(H) of the gradient noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoiseLaw {
    /// H with its negative eigenvalues set to 0 (Eq. 6).
    #[default]
    Hessian,
    /// H² (SM II B, Fig. S6).
    HessianSquared,
    /// The same noise along x in both valleys, the geometric mean of theirs (A19).
    Uniform,
    /// Plain gradient descent.
    None,
}

impl NoiseLaw {
    pub const ALL: [Self; 4] = [Self::Hessian, Self::HessianSquared, Self::Uniform, Self::None];

    /// The name used on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hessian => "hessian",
            Self::HessianSquared => "hessian-squared",
            Self::Uniform => "uniform",
            Self::None => "none",
        }
    }

    /// C at a point.
    pub fn covariance(self, landscape: &Landscape, x: f64, y: f64) -> Matrix2<f64> {
        match self {
            Self::Hessian => clip(landscape.hessian(x, y)),
            Self::HessianSquared => {
                let hessian = landscape.hessian(x, y);
                hessian * hessian
            }
            Self::Uniform => Matrix2::new(uniform_curvature(landscape, y), 0.0, 0.0, 0.0),
            Self::None => Matrix2::zeros(),
        }
    }

    /// The diffusion constant along x on one side, D = Δ_S C_xx to leading order (A13).
    pub fn diffusion(self, landscape: &Landscape, valley: Valley, y: f64, delta_s: f64) -> f64 {
        let curvature = 2.0 / landscape.flatness(valley, y);
        delta_s
            * match self {
                Self::Hessian => curvature,
                Self::HessianSquared => curvature * curvature,
                Self::Uniform => uniform_curvature(landscape, y),
                Self::None => 0.0,
            }
    }
}

/// 2/√(f1 f2), the geometric mean of the two valleys' curvatures: T_eff = Δ_S times this (A19).
fn uniform_curvature(landscape: &Landscape, y: f64) -> f64 {
    let [f1, f2] = Valley::BOTH.map(|valley| landscape.flatness(valley, y));
    2.0 / (f1 * f2).sqrt()
}

/// The nearest positive semi-definite matrix: negative eigenvalues become 0.
fn clip(hessian: Matrix2<f64>) -> Matrix2<f64> {
    let eigen = SymmetricEigen::new(hessian);
    let clipped = eigen.eigenvalues.map(|value| value.max(0.0));
    eigen.eigenvectors * Matrix2::from_diagonal(&clipped) * eigen.eigenvectors.transpose()
}
