//! What the eigenvalues say: how flat it is, and how far the steepest directions have turned.

/// Eigenvalues that Eq. 1 takes.
pub const LARGEST: usize = 10;

/// F of Eq. 1: (Π λᵢ)^(−1/10) over the ten largest eigenvalues, given largest first. None where there are not ten above 0.
pub fn flatness(eigenvalues: &[f64]) -> Option<f64> {
    let largest = eigenvalues.get(..LARGEST)?;
    let positive = largest.iter().all(|&value| value > 0.0 && value.is_finite());
    positive.then(|| libm::exp(-largest.iter().map(|&value| libm::log(value)).sum::<f64>() / LARGEST as f64))
}

/// 1 − |a·b| of two unit vectors: 0 where they are along one line, 1 where they are at right angles.
pub fn turn(a: &[f32], b: &[f32]) -> f64 {
    1.0 - dot(a, b).abs()
}

/// The same of the planes of two pairs of unit vectors at right angles: 1 less the mean square of one pair's shadow on the
/// other's plane.
pub fn turn_of_plane(a: [&[f32]; 2], b: [&[f32]; 2]) -> f64 {
    let overlap: f64 = a.iter().flat_map(|a| b.iter().map(|b| dot(a, b).powi(2))).sum();
    1.0 - 0.5 * overlap
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}
