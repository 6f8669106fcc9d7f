//! The grid of Fig. 2 at a size that takes minutes: fewer digits and shorter runs than those of Fig. 1, and descents at one
//! η_c, so that ends differ by where their runs have come to alone.

use super::grid::{Grid, axes};
use crate::networks::model::{Length, Setup};

/// Learning rates and batch sizes.
pub const ETAS: [f64; 6] = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
pub const BATCHES: [f64; 6] = [10.0, 20.0, 30.0, 50.0, 100.0, 150.0];
/// Those where there is little time: the ones between which most changes.
const QUICK_ETAS: [f64; 3] = [0.02, 0.05, 0.1];
const QUICK_BATCHES: [f64; 4] = [10.0, 20.0, 50.0, 150.0];
/// Digits trained on.
pub const DIGITS: u32 = 300;
/// ηT.
pub const TIME: f64 = 40.0;
/// η_c.
pub const DESCENT_ETA: f64 = 0.05;

/// A setup at the grid's size.
pub fn sized(base: Setup) -> Setup {
    Setup {
        digits: base.digits.min(DIGITS),
        length: Length::Time(TIME),
        descent_eta: Some(DESCENT_ETA),
        ..base
    }
}

/// The grid, whole or quickly, without batches of more digits than there are.
///
/// # Panics
/// If the base is not valid, or has fewer digits than the smallest batch.
pub fn live_grid(base: Setup, quickly: bool) -> Grid {
    let base = sized(base);
    let (etas, batches): (&[f64], &[f64]) =
        if quickly { (&QUICK_ETAS, &QUICK_BATCHES) } else { (&ETAS, &BATCHES) };
    let most = f64::from(base.digits);
    let batches: Vec<f64> = batches.iter().copied().filter(|batch| *batch <= most).collect();
    let [x, y] = axes(etas, &batches);
    Grid::new(base, x, y).expect("a fixed grid over a valid setup")
}
