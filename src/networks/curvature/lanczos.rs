//! The largest eigenvalues of a symmetric matrix of which only products are known: Lanczos, with every new vector made
//! orthogonal to all before it twice, until what is left of each pair is small.

use nalgebra::{DMatrix, SymmetricEigen};
use serde::{Deserialize, Serialize};

use crate::networks::model::Stream;
use crate::networks::training::kernel::{self, Kernel};
use crate::networks::training::vector::Vector;
use crate::platform::simd::SimdPath;

/// What is asked of a matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Largest eigenvalues.
    pub values: usize,
    /// Eigenvectors, of the largest.
    pub vectors: usize,
    /// Largest |Hv − λv| of any of them, over λ₁.
    pub residual: f64,
    /// Products that are spent on it at most.
    pub products: usize,
}

impl Default for Wanted {
    /// The ten of Eq. 1, and the plane of the leading two.
    fn default() -> Self {
        Self { values: 10, vectors: 2, residual: 1e-4, products: 200 }
    }
}

/// The upper end of a spectrum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// Eigenvalues, the largest first.
    pub values: Vec<f64>,
    /// Unit eigenvectors of the first of them.
    pub vectors: Vec<Vec<f32>>,
    /// Largest |Hv − λv| of these, over the largest |λ|.
    pub residual: f64,
    /// Products it took.
    pub products: usize,
}

/// What starting vectors are drawn for, among all that a seed is for.
const START: u64 = 0x1A2C;
/// Products between two looks at what is left.
const LOOK_EVERY: usize = 8;
/// Below this share of a product's length what is new in it is rounding.
const NOTHING: f64 = 1e-6;

/// The upper end of the spectrum of a matrix of so many rows, given its product with a vector.
pub fn lanczos(
    dimension: usize,
    wanted: Wanted,
    path: SimdPath,
    mut product: impl FnMut(&[f32], &mut [f32]),
) -> Spectrum {
    let most = wanted.products.min(dimension);
    let mut basis: Vec<Vec<f32>> = Vec::new();
    let (mut diagonal, mut beside): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut next = start(0, dimension);
    orthogonalise(&basis, &mut next, path);
    let mut out = vec![0.0_f32; dimension];
    loop {
        let length = norm(&next);
        basis.push(next.iter().map(|value| (value / length) as f32).collect());
        product(&basis[basis.len() - 1], &mut out);
        next = out.iter().map(|&value| f64::from(value)).collect();
        let whole = norm(&next);
        diagonal.push(orthogonalise(&basis, &mut next, path));
        let mut left = norm(&next);
        // Nothing leads out of what the basis spans: it goes on from elsewhere, which the matrix keeps apart.
        if left <= NOTHING * whole && basis.len() < most {
            next = start(basis.len() as u64, dimension);
            orthogonalise(&basis, &mut next, path);
            left = 0.0;
        }
        let steps = basis.len();
        let enough = steps >= 2 * wanted.values && (steps - 2 * wanted.values).is_multiple_of(LOOK_EVERY);
        if enough || steps == most || !whole.is_finite() {
            let found = ends(&basis, &diagonal, &beside, left, wanted);
            if steps == most || found.residual <= wanted.residual || !whole.is_finite() {
                return found;
            }
        }
        beside.push(left);
    }
}

fn start(number: u64, dimension: usize) -> Vec<f64> {
    let mut stream = Stream::of([START, number]);
    (0..dimension).map(|_| stream.normal()).collect()
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

/// The eigenpairs of the tridiagonal matrix, as those of the whole: `left` is what leads out of the basis.
fn ends(basis: &[Vec<f32>], diagonal: &[f64], beside: &[f64], left: f64, wanted: Wanted) -> Spectrum {
    let steps = diagonal.len();
    let matrix = DMatrix::from_fn(steps, steps, |row, column| match row.abs_diff(column) {
        0 => diagonal[row],
        1 => beside[row.min(column)],
        _ => 0.0,
    });
    if matrix.iter().any(|value| !value.is_finite()) {
        let values = vec![f64::NAN; wanted.values.min(steps)];
        return Spectrum { values, vectors: Vec::new(), residual: f64::NAN, products: steps };
    }
    let eigen = SymmetricEigen::new(matrix);
    let mut order: Vec<usize> = (0..steps).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    order.truncate(wanted.values);
    let largest = eigen.eigenvalues.amax().max(f64::MIN_POSITIVE);
    let rest = |&index: &usize| left * eigen.eigenvectors[(steps - 1, index)].abs() / largest;
    let residual = order.iter().map(rest).fold(0.0, f64::max);
    let vector = |&index: &usize| {
        let mut sum = vec![0.0_f64; basis[0].len()];
        for (step, basis) in basis.iter().enumerate() {
            let share = eigen.eigenvectors[(step, index)];
            sum.iter_mut().zip(basis).for_each(|(sum, value)| *sum += share * f64::from(*value));
        }
        let length = norm(&sum);
        sum.iter().map(|value| (value / length) as f32).collect()
    };
    Spectrum {
        values: order.iter().map(|&index| eigen.eigenvalues[index]).collect(),
        vectors: order.iter().take(wanted.vectors).map(vector).collect(),
        residual,
        products: steps,
    }
}

/// Takes from a vector what of it lies along the basis; what lay along its last vector.
fn orthogonalise(basis: &[Vec<f32>], vector: &mut [f64], path: SimdPath) -> f64 {
    // Once is not enough where little is left: what rounding left along the basis is large beside it.
    let first = kernel::run(path, TakeAlong { basis, vector });
    first + kernel::run(path, TakeAlong { basis, vector })
}

struct TakeAlong<'a> {
    basis: &'a [Vec<f32>],
    vector: &'a mut [f64],
}

impl Kernel for TakeAlong<'_> {
    /// What lay along the last vector of the basis.
    type Output = f64;

    #[inline(always)]
    fn run<V: Vector, const ROWS: usize>(self) -> f64 {
        const LANES: usize = 16;
        let fma = |a: f64, b: f64, c: f64| if V::FUSED { a.mul_add(b, c) } else { a * b + c };
        let mut along = 0.0;
        for unit in self.basis {
            let mut lanes = [0.0_f64; LANES];
            let (units, values) = (unit.chunks_exact(LANES), self.vector.chunks_exact(LANES));
            let rest = units.remainder().iter().zip(values.remainder());
            let rest: f64 = rest.map(|(unit, value)| f64::from(*unit) * value).sum();
            for (unit, values) in units.zip(values) {
                for lane in 0..LANES {
                    lanes[lane] = fma(f64::from(unit[lane]), values[lane], lanes[lane]);
                }
            }
            along = lanes.iter().sum::<f64>() + rest;
            for (value, unit) in self.vector.iter_mut().zip(unit) {
                *value = fma(-along, f64::from(*unit), *value);
            }
        }
        along
    }
}
