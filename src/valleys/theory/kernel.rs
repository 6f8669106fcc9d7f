//! The Gaussian kernel of one step: what it does to masses, and, read the other way, to chances of what is to come.

use std::ops::Range;

use super::lattice::{NEGLIGIBLE, Spacing, hull, scale};
use crate::platform::simd::{Isa, SimdPath};
use crate::valleys::model::Valley;

/// The step's Gaussians from points of one lattice onto another; each is computed when it is first needed.
pub(super) struct Kernel {
    made_for: Move,
    rows: Vec<Option<Row>>,
    weights: Vec<f64>,
    path: SimdPath,
}

/// From where onto where, and by which step: [sharp, flat].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Move {
    pub from: Spacing,
    pub onto: Spacing,
    pub sides: [SideStep; 2],
}

/// The step on one side, in distance from the ridge u = |x|: u' ~ N(floor + contraction·(u − floor), sd²).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SideStep {
    pub floor: f64,
    pub contraction: f64,
    pub sd: f64,
}

#[derive(Clone, Copy)]
pub(super) struct Row {
    first: usize,
    weights: (usize, usize),
}

/// Gaussians are cut off at this many standard deviations (2e-10 of their mass, which the others take over).
const CUT_SD: f64 = 6.5;
/// Products that are summed side by side, which a processor does at once.
const LANES: usize = 8;

impl Row {
    fn len(&self) -> usize {
        self.weights.1 - self.weights.0
    }
}

impl Kernel {
    pub(super) fn new(made_for: Move) -> Self {
        Self { made_for, rows: vec![None; made_for.from.len], weights: Vec::new(), path: SimdPath::fastest() }
    }

    pub(super) fn made_for(&self) -> &Move {
        &self.made_for
    }

    /// Points between which it may move, and weights computed so far.
    pub(super) fn room(&self) -> usize {
        self.rows.len() + self.made_for.onto.len
    }

    pub(super) fn computed(&self) -> usize {
        self.weights.len()
    }

    /// Adds a share of the masses of these points through their Gaussians, and leaves the rest where it is, which needs a
    /// kernel from a lattice onto itself. Tells how many moves that took, and what it touched.
    pub(super) fn spread_all(
        &mut self,
        points: Range<usize>,
        masses: &[f64],
        share: f64,
        out: &mut [f64],
    ) -> (usize, Range<usize>) {
        let peopled = |index: &usize| masses[*index] > NEGLIGIBLE;
        points.clone().filter(peopled).for_each(|index| self.make_row(index));
        let rows = Rows { kernel: self, points, share };
        match self.path.isa() {
            // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { spread_avx512(&rows, masses, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { spread_avx2(&rows, masses, out) },
            Isa::Baseline => rows.spread(masses, out),
        }
    }

    /// For each of these points of a side the chance to stay there in the step, and to have then what each point has a
    /// chance of. Tells how many moves that took.
    pub(super) fn gather_all(
        &mut self,
        points: Range<usize>,
        valley: Valley,
        share: f64,
        chances: &[f64],
        out: &mut [f64],
    ) -> usize {
        points.clone().for_each(|index| self.make_row(index));
        let rows = Rows { kernel: self, points, share };
        match self.path.isa() {
            // SAFETY: a path is only ever made by `SimdPath::available`, which has checked the features.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { gather_avx512(&rows, valley, chances, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { gather_avx2(&rows, valley, chances, out) },
            Isa::Baseline => rows.gather(valley, chances, out),
        }
    }

    /// Adds a mass through its Gaussian; tells where.
    #[inline(always)]
    pub(super) fn spread(&self, row: Row, mass: f64, out: &mut [f64]) -> Range<usize> {
        let weights = self.weights_of(row);
        let range = row.first..row.first + weights.len();
        let (mut out, weights) = (out[range.clone()].chunks_exact_mut(LANES), weights.chunks_exact(LANES));
        let rest = weights.remainder();
        for (out, weights) in out.by_ref().zip(weights) {
            for lane in 0..LANES {
                out[lane] += mass * weights[lane];
            }
        }
        for (out, weight) in out.into_remainder().iter_mut().zip(rest) {
            *out += mass * weight;
        }
        range
    }

    /// The chance to stay on this side in the step, and to have there what each point has a chance of.
    #[inline(always)]
    pub(super) fn gather(&self, row: Row, valley: Valley, chances: &[f64]) -> f64 {
        let weights = self.weights_of(row);
        let ridge = self.made_for.onto.zero.clamp(row.first, row.first + weights.len());
        let (from, to) = match valley {
            Valley::Flat => (ridge, row.first + weights.len()),
            Valley::Sharp => (row.first, ridge),
        };
        dot(&weights[from - row.first..to - row.first], &chances[from..to])
    }

    #[inline(always)]
    fn weights_of(&self, row: Row) -> &[f64] {
        &self.weights[row.weights.0..row.weights.1]
    }

    fn make_row(&mut self, index: usize) {
        if self.rows[index].is_none() {
            self.rows[index] = Some(self.from(self.made_for.from.x(index)));
        }
    }

    /// The Gaussian from any x, sampled outwards from its peak: neighbouring values differ by a factor that itself
    /// changes by e^{−(h/s)²} from point to point.
    pub(super) fn from(&mut self, x: f64) -> Row {
        let valley = Valley::of(x);
        let Move { onto, sides: [sharp, flat], .. } = self.made_for;
        let side = if valley == Valley::Flat { flat } else { sharp };
        let mean = valley.sign() * (side.floor + side.contraction * (x.abs() - side.floor));
        let position = onto.position(mean).clamp(0.0, (onto.len - 1) as f64);
        let peak = position.round() as usize;
        let radius = (CUT_SD * side.sd / onto.h).ceil() as usize + 1;
        let first = peak.saturating_sub(radius);
        let end = (first + (peak + radius + 1 - first).next_multiple_of(LANES)).min(onto.len);

        let start = self.weights.len();
        self.weights.resize(start + end - first, 0.0);
        let weights = &mut self.weights[start..];
        let (offset, steepness) = (peak as f64 - position, (onto.h / side.sd).powi(2));
        let damping = (-steepness).exp();
        let (left, right) = weights.split_at_mut(peak - first);
        let mut value = (-0.5 * steepness * offset * offset).exp();
        let mut factor = (-steepness * (0.5 - offset)).exp();
        let mut outwards_left = value * factor;
        for weight in left.iter_mut().rev() {
            *weight = outwards_left;
            factor *= damping;
            outwards_left *= factor;
        }
        factor = (-steepness * (0.5 + offset)).exp();
        for weight in right.iter_mut() {
            *weight = value;
            value *= factor;
            factor *= damping;
        }
        let total: f64 = weights.iter().sum();
        scale(weights, 1.0 / total);
        Row { first, weights: (start, start + end - first) }
    }
}

/// Points whose rows are made, and the share of each that moves.
struct Rows<'a> {
    kernel: &'a Kernel,
    points: Range<usize>,
    share: f64,
}

impl Rows<'_> {
    #[inline(always)]
    fn spread(&self, masses: &[f64], out: &mut [f64]) -> (usize, Range<usize>) {
        let mut touched = out.len()..0;
        let mut moves = 0;
        for index in self.points.clone() {
            let Some(row) = self.kernel.rows[index].filter(|_| masses[index] > NEGLIGIBLE) else { continue };
            moves += row.len();
            touched = hull(&touched, &self.kernel.spread(row, self.share * masses[index], out));
            if self.share < 1.0 {
                out[index] += (1.0 - self.share) * masses[index];
                touched = hull(&touched, &(index..index + 1));
            }
        }
        (moves, touched)
    }

    #[inline(always)]
    fn gather(&self, valley: Valley, chances: &[f64], out: &mut [f64]) -> usize {
        let mut moves = 0;
        for index in self.points.clone() {
            let Some(row) = self.kernel.rows[index] else { continue };
            moves += row.len();
            let moved = self.kernel.gather(row, valley, chances);
            out[index] = if self.share < 1.0 {
                self.share * moved + (1.0 - self.share) * chances[index]
            } else {
                moved
            };
        }
        moves
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn spread_avx512(rows: &Rows<'_>, masses: &[f64], out: &mut [f64]) -> (usize, Range<usize>) {
    rows.spread(masses, out)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn spread_avx2(rows: &Rows<'_>, masses: &[f64], out: &mut [f64]) -> (usize, Range<usize>) {
    rows.spread(masses, out)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
fn gather_avx512(rows: &Rows<'_>, valley: Valley, chances: &[f64], out: &mut [f64]) -> usize {
    rows.gather(valley, chances, out)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn gather_avx2(rows: &Rows<'_>, valley: Valley, chances: &[f64], out: &mut [f64]) -> usize {
    rows.gather(valley, chances, out)
}

/// Σ a b, by lanes whose order is fixed: on every machine the same bits.
#[inline(always)]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let mut sums = [0.0; LANES];
    for (sum, (a, b)) in sums.iter_mut().zip(a.remainder().iter().zip(b.remainder())) {
        *sum = a * b;
    }
    for (a, b) in a.zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}
