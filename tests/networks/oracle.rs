//! The network in f64, written down as the equations say it: slow and plain on purpose, with no code of the engine's.

use frostline::networks::model::{Digits, Shape, Weights};

/// Mean cross-entropy.
pub fn loss(weights: &[f64], shape: &Shape, digits: &Digits) -> f64 {
    let sum: f64 = (0..digits.len())
        .map(|index| {
            let outputs = outputs(weights, shape, digits.image(index));
            let largest = outputs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = outputs.iter().map(|output| (output - largest).exp()).sum();
            largest + sum.ln() - outputs[usize::from(digits.labels[index])]
        })
        .sum();
    sum / digits.len() as f64
}

fn outputs(weights: &[f64], shape: &Shape, image: &[f32]) -> Vec<f64> {
    let mut values: Vec<f64> = image.iter().map(|&pixel| f64::from(pixel)).collect();
    for (index, layer) in shape.layers().enumerate() {
        let (matrix, biases) = (&weights[layer.weights()], &weights[layer.biases()]);
        values = matrix
            .chunks_exact(layer.inputs)
            .zip(biases)
            .map(|(row, bias)| {
                let sum: f64 = row.iter().zip(&values).map(|(weight, value)| weight * value).sum();
                if index + 1 == shape.depth() { sum + bias } else { (sum + bias).max(0.0) }
            })
            .collect();
    }
    values
}

pub fn in_f64(weights: &Weights) -> Vec<f64> {
    weights.values.iter().map(|&value| f64::from(value)).collect()
}

/// The gradient by central differences, at these places.
pub fn slopes(weights: &[f64], shape: &Shape, digits: &Digits, places: &[usize]) -> Vec<f64> {
    const STEP: f64 = 1e-5;
    let mut moved = weights.to_vec();
    let mut slope = |&place: &usize| {
        let mut at = |by: f64| {
            moved[place] = weights[place] + by;
            loss(&moved, shape, digits)
        };
        let slope = (at(STEP) - at(-STEP)) / (2.0 * STEP);
        moved[place] = weights[place];
        slope
    };
    places.iter().map(&mut slope).collect()
}

/// |a − b| / |b|.
pub fn off(a: &[f64], b: &[f64]) -> f64 {
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    norm(&mut a.iter().zip(b).map(|(a, b)| a - b)) / norm(&mut b.iter().copied())
}
