//! Where the gradient noise comes from: ξ ~ N(0, 2σ C) with C built from the Hessian (Eq. 6).

use nalgebra::{Matrix2, SymmetricEigen};
use serde::{Deserialize, Serialize};

use super::landscape::{Landscape, Valley};

/// The covariance law C(H) of the gradient noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// `Hessian` bent: (H₁₁/H̄)^(α−1) H with H̄ = 2/√(f₁f₂), so that noise along x grows as the α-th power of the curvature,
    /// about the same geometric mean. At α = 1 it is `Hessian`; at 0 and 2 it is `Uniform` and a multiple of
    /// `HessianSquared` but for the small parts along y.
    Power { alpha: f64 },
}

impl NoiseLaw {
    /// The laws to choose from; α bends the first.
    pub const ALL: [Self; 4] = [Self::Hessian, Self::HessianSquared, Self::Uniform, Self::None];

    /// The name used on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hessian | Self::Power { .. } => "hessian",
            Self::HessianSquared => "hessian-squared",
            Self::Uniform => "uniform",
            Self::None => "none",
        }
    }

    /// α, where the law has one.
    pub fn alpha(self) -> Option<f64> {
        match self {
            Self::Hessian => Some(1.0),
            Self::Power { alpha } => Some(alpha),
            Self::HessianSquared | Self::Uniform | Self::None => None,
        }
    }

    /// The Hessian law with this α.
    pub fn with_alpha(alpha: f64) -> Self {
        if alpha == 1.0 { Self::Hessian } else { Self::Power { alpha } }
    }

    /// The law to choose for it: without its α.
    pub fn unbent(self) -> Self {
        if self.alpha().is_some() { Self::Hessian } else { self }
    }

    /// How many times as strong as `Hessian`'s the noise of a valley is: (H₁₁/H̄)^(α−1). As f₁/f₂ = γ at every y, it is
    /// γ^(∓(α−1)/2), the same everywhere in the valley.
    pub fn bend(self, landscape: &Landscape, valley: Valley) -> f64 {
        match self {
            // f_i ∝ x_i² (A2).
            Self::Power { alpha } => {
                (landscape.x1 * landscape.x2 / landscape.reach(valley).powi(2)).powf(alpha - 1.0)
            }
            _ => 1.0,
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
            Self::Uniform => Matrix2::new(mean_curvature(landscape, y), 0.0, 0.0, 0.0),
            Self::None => Matrix2::zeros(),
            Self::Power { alpha } => {
                let hessian = landscape.hessian(x, y);
                (hessian[(0, 0)] / mean_curvature(landscape, y)).powf(alpha - 1.0) * clip(hessian)
            }
        }
    }

    /// The diffusion constant along x on one side, D = Δ_S C_xx to leading order (A13).
    pub fn diffusion(self, landscape: &Landscape, valley: Valley, y: f64, delta_s: f64) -> f64 {
        let curvature = 2.0 / landscape.flatness(valley, y);
        delta_s
            * match self {
                Self::Hessian | Self::Power { .. } => curvature * self.bend(landscape, valley),
                Self::HessianSquared => curvature * curvature,
                Self::Uniform => mean_curvature(landscape, y),
                Self::None => 0.0,
            }
    }
}

/// H̄ = 2/√(f1 f2), the geometric mean of the two valleys' curvatures: T_eff = Δ_S times this (A19).
fn mean_curvature(landscape: &Landscape, y: f64) -> f64 {
    let [f1, f2] = Valley::BOTH.map(|valley| landscape.flatness(valley, y));
    2.0 / (f1 * f2).sqrt()
}

/// The nearest positive semi-definite matrix: negative eigenvalues become 0.
fn clip(hessian: Matrix2<f64>) -> Matrix2<f64> {
    let eigen = SymmetricEigen::new(hessian);
    let clipped = eigen.eigenvalues.map(|value| value.max(0.0));
    eigen.eigenvectors * Matrix2::from_diagonal(&clipped) * eigen.eigenvectors.transpose()
}
