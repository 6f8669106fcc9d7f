//! Products with the Hessian against differences, and Lanczos against a dense solve.

use frostline::networks::curvature::{Hessian, Part, Wanted, flatness, lanczos, turn, turn_of_plane};
use frostline::networks::model::{Digits, Setup, Stream, Weights};
use frostline::networks::training::Dataset;
use frostline::platform::simd::SimdPath;
use nalgebra::{DMatrix, SymmetricEigen};

use crate::engine::trained;
use crate::oracle::{in_f64, off};

fn direction(count: usize, seed: u64) -> Vec<f32> {
    let mut stream = Stream::of([seed]);
    (0..count).map(|_| stream.normal() as f32).collect()
}

/// ∇L in f64 by the engine's own formulas written down again would be no check; a difference of the loss is: vᵀHw from
/// four losses, on a network small enough that no ReLU turns in between.
fn bent(weights: &Weights, digits: &Digits, v: &[f64], w: &[f64]) -> f64 {
    const STEP: f64 = 2e-4;
    let at = |a: f64, b: f64| {
        let moved: Vec<f64> =
            in_f64(weights).iter().zip(v).zip(w).map(|((x, v), w)| x + a * v + b * w).collect();
        crate::oracle::loss(&moved, &weights.shape, digits)
    };
    let [up, down] = [STEP, -STEP];
    (at(up, up) - at(up, down) - at(down, up) + at(down, down)) / (4.0 * STEP * STEP)
}

#[test]
fn products_are_second_differences_of_the_loss() {
    let (weights, digits) =
        trained(&Setup { hidden: vec![9, 7], pooling: 4, digits: 60, ..Setup::default() }, 400);
    let dataset = Dataset::new(digits.clone());
    let mut hessian = Hessian::at(&weights, &dataset);
    for part in [Part::All, Part::Layer(0), Part::Layer(1), Part::Layer(2)] {
        let range = part.range(&weights);
        let whole = |values: &[f32]| {
            let mut whole = vec![0.0; weights.values.len()];
            whole[range.clone()].iter_mut().zip(values).for_each(|(to, from)| *to = f64::from(*from));
            let norm = whole.iter().map(|value| value * value).sum::<f64>().sqrt();
            whole.iter().map(|value| value / norm).collect::<Vec<f64>>()
        };
        let (mut found, mut expected) = (Vec::new(), Vec::new());
        for seed in 0..12 {
            let [v, w] = [2 * seed, 2 * seed + 1].map(|seed| direction(range.len(), seed));
            let mut product = vec![0.0; range.len()];
            let unit: Vec<f32> = whole(&v)[range.clone()].iter().map(|value| *value as f32).collect();
            hessian.product(part, &unit, &mut product);
            let w = whole(&w);
            found.push(product.iter().zip(&w[range.clone()]).map(|(a, b)| f64::from(*a) * b).sum());
            expected.push(bent(&weights, &digits, &whole(&v), &w));
        }
        let off = off(&found, &expected);
        println!("{part:?}: off by {off:.1e}");
        assert!(off < 1e-5, "{part:?}: {off:e}\n{found:?}\n{expected:?}");
    }
}

#[test]
fn the_product_is_symmetric() {
    let (weights, digits) = trained(&Setup::default(), 300);
    let dataset = Dataset::new(digits);
    let mut hessian = Hessian::at(&weights, &dataset);
    for part in [Part::All, Part::SECOND] {
        let count = hessian.dimension(part);
        let [v, w] = [1, 2].map(|seed| direction(count, seed));
        let mut products = [vec![0.0; count], vec![0.0; count]];
        hessian.product(part, &v, &mut products[0]);
        hessian.product(part, &w, &mut products[1]);
        let dot =
            |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        let norm = dot(&products[0], &products[0]).sqrt() * dot(&w, &w).sqrt();
        let off = (dot(&products[0], &w) - dot(&products[1], &v)).abs() / norm;
        assert!(off < 1e-5, "{part:?}: {off:e}");
    }
}

#[test]
fn lanczos_finds_what_a_dense_solve_finds() {
    let (weights, digits) =
        trained(&Setup { hidden: vec![12, 10], pooling: 4, digits: 200, ..Setup::default() }, 500);
    let dataset = Dataset::new(digits);
    let mut hessian = Hessian::at(&weights, &dataset);
    for part in [Part::All, Part::SECOND] {
        let count = hessian.dimension(part);
        let mut dense = DMatrix::<f64>::zeros(count, count);
        let (mut unit, mut column) = (vec![0.0; count], vec![0.0; count]);
        for index in 0..count {
            unit[index] = 1.0;
            hessian.product(part, &unit, &mut column);
            unit[index] = 0.0;
            (0..count).for_each(|row| dense[(row, index)] = f64::from(column[row]));
        }
        let eigen = SymmetricEigen::new(0.5 * (&dense + dense.transpose()));
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let spectrum = lanczos(count, Wanted::default(), dataset.path(), |direction, out| {
            hessian.product(part, direction, out);
        });
        assert!(spectrum.residual <= 1e-4, "{}", spectrum.residual);
        for (found, &index) in spectrum.values.iter().zip(&order) {
            let expected = eigen.eigenvalues[index];
            let off = (found - expected).abs() / eigen.eigenvalues[order[0]];
            assert!(off < 1e-5, "{part:?}: {found} against {expected}");
        }
        for (vector, &index) in spectrum.vectors.iter().zip(&order) {
            let expected: Vec<f32> =
                eigen.eigenvectors.column(index).iter().map(|value| *value as f32).collect();
            assert!(turn(vector, &expected) < 1e-4, "{part:?}: {}", turn(vector, &expected));
        }
        // What is said to be left is what is left.
        let mut product = vec![0.0; count];
        hessian.product(part, &spectrum.vectors[0], &mut product);
        let left = product
            .iter()
            .zip(&spectrum.vectors[0])
            .map(|(a, b)| (f64::from(*a) - spectrum.values[0] * f64::from(*b)).powi(2));
        assert!(left.sum::<f64>().sqrt() / spectrum.values[0] < 1.1e-4);
    }
}

#[test]
fn lanczos_finds_every_copy_of_an_eigenvalue_that_is_kept_apart() {
    // Two blocks of which a start in one knows nothing: more values are asked for than one Krylov space has.
    let values = [9.0, 7.0, 7.0, 3.0, 1.0, 0.0];
    let wanted = Wanted { values: 6, ..Wanted::default() };
    let spectrum = lanczos(6, wanted, SimdPath::available()[0], |direction, out| {
        for (index, out) in out.iter_mut().enumerate() {
            *out = values[index] * direction[index];
        }
    });
    for (found, expected) in spectrum.values.iter().zip(values) {
        assert!((found - f64::from(expected)).abs() < 1e-5, "{:?}", spectrum.values);
    }
}

#[test]
fn flatness_is_one_over_the_geometric_mean() {
    let values: Vec<f64> = (0..10).map(|index| f64::from(1 << index)).collect();
    let expected = 2.0_f64.powf(-4.5);
    assert!((flatness(&values).unwrap() / expected - 1.0).abs() < 1e-12);
    assert_eq!(flatness(&values[1..]), None);
    let negative: Vec<f64> = values.iter().map(|value| value - 1.5).collect();
    assert_eq!(flatness(&negative), None);
}

#[test]
fn a_plane_turns_only_out_of_itself() {
    let (c, s) = (0.3_f32.cos(), 0.3_f32.sin());
    let [x, y] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
    let within = [[c, s, 0.0], [-s, c, 0.0]];
    let out = [[1.0, 0.0, 0.0], [0.0, c, s]];
    assert!(turn_of_plane([&x, &y], [&within[0], &within[1]]).abs() < 1e-6);
    let expected = 0.5 * f64::from(s).powi(2);
    assert!((turn_of_plane([&x, &y], [&out[0], &out[1]]) - expected).abs() < 1e-6);
    assert!((turn(&x, &within[0]) - (1.0 - f64::from(c))).abs() < 1e-6);
    assert!(turn(&x, &[-1.0, 0.0, 0.0]).abs() < 1e-6);
}
