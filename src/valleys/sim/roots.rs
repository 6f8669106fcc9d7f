//! The triangular root of the noise's covariance, with negative eigenvalues clipped, and the power of two that every step
//! needs.

use super::normal::fma;

/// Where ρ² + |τ| stays below this, `expanded_root` is as good as f32.
pub(super) const NEARLY_FLAT: f32 = 1.0 / 256.0;

/// (a, b, c) exactly: (a, a·b; c) is the lower triangular root of the matrix (1 ρ; ρ τ) with negative eigenvalues set to
/// 0, ρ and τ taken along x and not along u. With det = τ − ρ² ≥ 0 it is Cholesky's root. Else only the eigenvalue λ > 0 is left,
/// with eigenvector (q, ρ), q = λ − τ: the clipped matrix is λ q/√disc (1, b)(1, b)ᵀ with b = ρ/q.
#[inline(always)]
pub(super) fn clipped_root<const FMA: bool>(rho: f32, tau: f32) -> (f32, f32, f32) {
    let determinant = fma::<FMA>(-rho, rho, tau);
    let difference = 1.0 - tau;
    let discriminant = fma::<FMA>(difference, difference, 4.0 * rho * rho).sqrt();
    let q = 0.5 * (difference + discriminant);
    let shared = 1.0 / (q * discriminant);
    let full = determinant >= 0.0;
    let root = (if full { determinant } else { (q + tau) * q * q * shared }).sqrt();
    let tilt = if full { rho } else { rho * discriminant * shared };
    (if full { 1.0 } else { root }, tilt, if full { root } else { 0.0 })
}

/// (b/x_i, c/x_i) of that root, from ρ and τ along u, to second order in ρ² and τ: a = 1, b/x_i = ρ (1 + x_i² det) if
/// det < 0.
#[inline(always)]
pub(super) fn expanded_root<const FMA: bool>(rho: f32, tau: f32, square: f32) -> (f32, f32) {
    let determinant = fma::<FMA>(-rho, rho, tau);
    let negative = if determinant < 0.0 { determinant } else { 0.0 };
    let positive = if determinant > 0.0 { determinant } else { 0.0 };
    (fma::<FMA>(rho * square, negative, rho), positive.sqrt())
}

/// 2^t to 1e-7, for t ≤ 126; below −126 it is 2^−126.
#[inline(always)]
pub(super) fn exp2<const FMA: bool>(t: f32) -> f32 {
    // Adding 1.5·2²³ rounds to the nearest whole number, in the low bits.
    const ROUNDER: f32 = 12_582_912.0;
    let t = if t > -126.0 { t } else { -126.0 };
    let t = if t < 126.0 { t } else { 126.0 };
    let rounded = t + ROUNDER;
    let f = t - (rounded - ROUNDER);
    let mut p = 0.001_327_647_f32;
    p = fma::<FMA>(p, f, 0.009_675_541);
    p = fma::<FMA>(p, f, 0.055_507_13);
    p = fma::<FMA>(p, f, 0.240_221_2);
    p = fma::<FMA>(p, f, 0.693_146_97);
    p = fma::<FMA>(p, f, 1.0);
    f32::from_bits((p.to_bits()).wrapping_add(rounded.to_bits() << 23))
}
