//! The numbers of a scenario that the kernel of the walkers needs, in f32.

use super::roots::NEARLY_FLAT;
use crate::valleys::model::{Landscape, NoiseLaw, Valley};

/// The largest move that is followed, as a share of the shortest length of y.
const FOLLOWED: f64 = 1.0 / 2048.0;

/// The landscape, as far as it does not change.
#[derive(Clone, Copy, Debug)]
pub struct Terrain {
    /// x_i and 1/x_i², flat side first.
    pub(super) x: [f32; 2],
    pub(super) inverse_square: [f32; 2],
    /// What |w| is multiplied by on a hop away from the flat, from the sharp side.
    pub(super) hop_ratio: [f32; 2],
    /// 2a = 2 x0²/f0.
    pub(super) two_a: f32,
    pub(super) y_b: f32,
    pub(super) y_f: f32,
    /// L_d/y_d, 1/y_d and −log2(e)/y_d.
    pub(super) drift: f32,
    pub(super) inverse_y_d: f32,
    /// 1/(2a y_d): L0″/H_uu is this times −L0′/R².
    pub(super) ridge: f32,
    pub(super) decay: f32,
    /// The largest move of y that is followed.
    pub(super) stride: f32,
    /// Below this, ρ² + |τ| is small enough in both valleys for `expanded_root`.
    pub(super) nearly_flat: f32,
    /// What the noise law's α makes of the amplitude, flat side first.
    pub(super) bend: [f32; 2],
    /// 0 where y is held, else 1.
    pub(super) mobile: f32,
}

impl Terrain {
    pub fn new(landscape: &Landscape, noise: NoiseLaw, held: bool) -> Self {
        let Landscape { x1, x2, y_b, y_f, l_d, y_d, .. } = *landscape;
        let two_a = 2.0 * landscape.depth();
        Self {
            x: [x1 as f32, x2 as f32],
            inverse_square: [(1.0 / (x1 * x1)) as f32, (1.0 / (x2 * x2)) as f32],
            hop_ratio: [(x1 / x2) as f32, (x2 / x1) as f32],
            two_a: two_a as f32,
            y_b: y_b as f32,
            y_f: y_f as f32,
            drift: (l_d / y_d) as f32,
            inverse_y_d: (1.0 / y_d) as f32,
            ridge: (1.0 / (two_a * y_d)) as f32,
            decay: (-std::f64::consts::LOG2_E / y_d) as f32,
            stride: (y_b.min(y_f).min(y_d) * FOLLOWED) as f32,
            nearly_flat: NEARLY_FLAT / x1.max(x2).powi(2) as f32,
            bend: Valley::BOTH.map(|valley| noise.bend(landscape, valley).sqrt() as f32),
            mobile: if held { 0.0 } else { 1.0 },
        }
    }
}

/// η and the noise amplitude of one step.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub(super) eta: f32,
    pub(super) amplitude: f32,
}

impl Pace {
    /// The amplitude holds all of the noise's size that no walker changes.
    pub fn new(eta: f64, sigma: f64, noise: NoiseLaw, landscape: &Landscape) -> Self {
        let two_a = 2.0 * landscape.depth();
        let amplitude = match noise {
            NoiseLaw::Hessian | NoiseLaw::Power { .. } => (2.0 * sigma * two_a).sqrt(),
            NoiseLaw::HessianSquared => (2.0 * sigma).sqrt(),
            NoiseLaw::Uniform => (2.0 * sigma * two_a / (landscape.x1 * landscape.x2)).sqrt(),
            NoiseLaw::None => 0.0,
        };
        Self { eta: eta as f32, amplitude: amplitude as f32 }
    }
}

/// The paces of a stretch of steps; a constant one is held once.
#[derive(Clone, Debug)]
pub struct Paces(pub Vec<Pace>);

impl Paces {
    pub(super) fn at(&self, index: usize) -> Pace {
        self.0[index.min(self.0.len() - 1)]
    }
}
