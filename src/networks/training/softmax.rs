//! The loss of a panel, and what it asks of the outputs: softmax and cross-entropy.

use super::kernel::{Kernel, LANES};
use super::panel::PANEL;
use super::vector::{Vector, fma};
use crate::networks::model::CLASSES;

/// What came of some digits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Sum of the digits' losses.
    pub loss: f64,
    /// Digits that are taken for what they are.
    pub right: u32,
}

/// Cross-entropy of the digits of a panel; the outputs' deltas are ∂loss/∂output of each digit.
pub struct Softmax<'a> {
    pub labels: &'a [u8],
    pub columns: usize,
    /// A row of `columns` for each class.
    pub outputs: &'a [f32],
    pub deltas: &'a mut [f32],
}

impl Kernel for Softmax<'_> {
    type Output = Tally;

    #[inline(always)]
    fn run<V: Vector, const ROWS: usize>(self) -> Tally {
        let Self { labels, columns, outputs, deltas } = self;
        let mut largest = [f32::NEG_INFINITY; PANEL];
        let largest = &mut largest[..columns];
        for row in outputs.chunks_exact(columns) {
            for (largest, output) in largest.iter_mut().zip(row) {
                *largest = if *output > *largest { *output } else { *largest };
            }
        }
        for (row, deltas) in outputs.chunks_exact(columns).zip(deltas.chunks_exact_mut(columns)) {
            for ((delta, output), largest) in deltas.iter_mut().zip(row).zip(&*largest) {
                *delta = exp(V::FUSED, output - largest);
            }
        }
        // The label's own part is left out of the sum: near 1 it would hide the others, and they are the loss.
        let mut tally = Tally::default();
        let mut own = [0.0; PANEL];
        for (column, &label) in labels.iter().enumerate() {
            let place = usize::from(label) * columns + column;
            own[column] = std::mem::take(&mut deltas[place]);
            tally.loss += f64::from(largest[column]) - f64::from(outputs[place]);
            tally.right += u32::from(outputs[place] == largest[column]);
        }
        let mut others = [0.0_f64; PANEL];
        let others = &mut others[..columns];
        for row in deltas.chunks_exact(columns) {
            for (others, delta) in others.iter_mut().zip(row) {
                *others += f64::from(*delta);
            }
        }
        let (mut scale, mut at_label) = ([0.0_f32; PANEL], [0.0_f32; PANEL]);
        for column in 0..columns {
            let sum = others[column] + f64::from(own[column]);
            scale[column] = (1.0 / sum) as f32;
            at_label[column] = -(others[column] / sum) as f32;
        }
        for row in deltas.chunks_exact_mut(columns) {
            for (delta, scale) in row.iter_mut().zip(&scale) {
                *delta *= scale;
            }
            row[labels.len()..].fill(0.0);
        }
        let mut product = 1.0;
        for (column, &label) in labels.iter().enumerate() {
            deltas[usize::from(label) * columns + column] = at_label[column];
            product *= others[column] + f64::from(own[column]);
        }
        // One logarithm for all: 128 sums of at most ten are no larger than 10¹²⁸.
        tally.loss += libm::log(product);
        tally
    }
}

/// The class that a digit is taken for: the first of the largest outputs.
pub fn class(outputs: &[f32], columns: usize, column: usize) -> usize {
    let mut best = 0;
    for class in 1..CLASSES {
        if outputs[class * columns + column] > outputs[best * columns + column] {
            best = class;
        }
    }
    best
}

/// eˣ for x ≤ 0 to 2e-7 relative; 0 below −87.
#[inline(always)]
fn exp(fused: bool, x: f32) -> f32 {
    // x = n ln 2 + r with |r| ≤ ½ ln 2; adding 1.5·2²³ rounds to a whole number.
    const ROUND: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let clipped = if x > -87.0 { x } else { -87.0 };
    let shifted = fma(fused, clipped, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = fma(fused, n, -LN_2_LOW, fma(fused, n, -LN_2_HIGH, clipped));
    let mut p = 1.0 / 5_040.0;
    for coefficient in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        p = fma(fused, p, r, coefficient);
    }
    // 2ⁿ from the bits that rounding left.
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    if x > -87.0 { p * power } else { 0.0 * x }
}

const _: () = assert!(PANEL.is_multiple_of(LANES));
