//! The distribution of x as masses at equally spaced points, and the Gaussian kernel of one step that moves them.
//!
//! After a step the density is a mixture of Gaussians of the step's standard deviation s. Sampled at a spacing h, sums of
//! such a mixture equal its integrals up to 2e^{−2π²(s/h)²} (Poisson summation: 3e-5 at s = 0.75h, 1e-34 at s = 2h), so
//! masses at points lose nothing that cells would keep, and mean and variance of the kernel are exact to that order.
//! Only at the ridge, where drift and noise jump, the sum over a side has the error of a midpoint rule, O((h/s)²/24).

use std::ops::Range;

use crate::valleys::model::Valley;

/// Points at (i − zero + ½) h: the ridge lies midway between `zero − 1` and `zero`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spacing {
    pub h: f64,
    pub zero: usize,
    pub len: usize,
}

/// Masses at the points of a lattice. They are 0 outside `active`.
pub(super) struct Lattice {
    pub spacing: Spacing,
    mass: Vec<f64>,
    /// Where there is mass: on the sharp side, and on the flat side.
    active: [Range<usize>; 2],
}

/// The step on one side, in distance from the ridge u = |x|: u' ~ N(floor + contraction·(u − floor), sd²).
#[derive(Clone, Copy, Debug)]
pub(super) struct SideStep {
    pub floor: f64,
    pub contraction: f64,
    pub sd: f64,
}

/// The step's Gaussians from points of one lattice onto another; each is computed when it is first needed.
pub(super) struct Kernel {
    target: Spacing,
    flat: SideStep,
    sharp: SideStep,
    rows: Vec<Option<Row>>,
    weights: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Row {
    first: usize,
    weights: (usize, usize),
}

/// Mass and the first two moments of u = |x| on a side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SideMoments {
    pub mass: f64,
    pub first: f64,
    pub second: f64,
}

/// Gaussians are cut off at this many standard deviations (2e-10 of their mass, which the others take over).
const CUT_SD: f64 = 6.5;
/// Less mass than this at a point is given to the others.
const NEGLIGIBLE: f64 = 1e-18;

impl Spacing {
    pub(super) fn x(&self, index: usize) -> f64 {
        (index as f64 - self.zero as f64 + 0.5) * self.h
    }

    /// The position of x among the points, as a fractional index.
    fn position(&self, x: f64) -> f64 {
        x / self.h + self.zero as f64 - 0.5
    }

    /// A lattice that reaches so far from the ridge: [sharp, flat].
    pub(super) fn reaching(reach: [f64; 2], h: f64) -> Self {
        let [sharp, flat] = reach.map(|reach| (reach / h).ceil() as usize + 4);
        Self { h, zero: sharp, len: sharp + flat }
    }

    /// How far the lattice reaches from the ridge: [sharp, flat].
    pub(super) fn reach(&self) -> [f64; 2] {
        [self.zero as f64 * self.h, (self.len - self.zero) as f64 * self.h]
    }
}

impl Lattice {
    pub(super) fn empty(spacing: Spacing) -> Self {
        let nothing = spacing.zero..spacing.zero;
        Self { spacing, mass: vec![0.0; spacing.len], active: [nothing.clone(), nothing] }
    }

    /// Where the kernel puts masses at given positions.
    pub(super) fn from_atoms(atoms: &[(f64, f64)], kernel: &mut Kernel) -> Self {
        let mut result = Self::empty(kernel.target);
        let touched = atoms.iter().fold(kernel.target.len..0, |touched, &(x, mass)| {
            let row = kernel.compute(x);
            hull(&touched, &kernel.spread(row, mass, &mut result.mass))
        });
        result.settle(&touched);
        result
    }

    /// A Gaussian about the floor of each side, [sharp, flat].
    pub(super) fn from_gaussians(masses: [f64; 2], floor: [f64; 2], sd: [f64; 2], spacing: Spacing) -> Self {
        let mut result = Self::empty(spacing);
        for (side, range) in [(0, 0..spacing.zero), (1, spacing.zero..spacing.len)] {
            let points = &mut result.mass[range.clone()];
            for (index, point) in range.zip(points.iter_mut()) {
                *point = (-0.5 * ((spacing.x(index).abs() - floor[side]) / sd[side]).powi(2)).exp();
            }
            let total: f64 = points.iter().sum();
            scale(points, masses[side] / total);
        }
        result.settle(&(0..spacing.len));
        result
    }

    /// Moves a share of all masses through the kernel into `next`, whose former content is dropped. What is not moved
    /// stays where it is, which needs a kernel from this lattice onto itself. Hands back how many moves that took.
    pub(super) fn push(&self, kernel: &mut Kernel, share: f64, next: &mut Self) -> usize {
        if next.spacing == kernel.target {
            next.clear();
        } else {
            *next = Self::empty(kernel.target);
        }
        let mut touched = kernel.target.len..0;
        let mut moves = 0;
        for side in &self.active {
            for index in side.clone() {
                if self.mass[index] > NEGLIGIBLE {
                    let row = kernel.row(index, &self.spacing);
                    let spread = kernel.spread(row, share * self.mass[index], &mut next.mass);
                    moves += spread.len();
                    touched = hull(&touched, &spread);
                    if share < 1.0 {
                        next.mass[index] += (1.0 - share) * self.mass[index];
                        touched = hull(&touched, &(index..index + 1));
                    }
                }
            }
        }
        next.settle(&touched);
        moves
    }

    /// The same density at other points, by cubic interpolation; the mass of each side is kept exactly.
    pub(super) fn resampled(&self, spacing: Spacing) -> Self {
        let mut result = Self::empty(spacing);
        for (index, mass) in result.mass.iter_mut().enumerate() {
            *mass = self.interpolate(self.spacing.position(spacing.x(index)));
        }
        result.settle(&(0..spacing.len));
        for valley in Valley::BOTH {
            let factor = self.moments(valley).mass / result.moments(valley).mass;
            if factor.is_finite() {
                let side = result.side(valley).clone();
                scale(&mut result.mass[side], factor);
            }
        }
        result
    }

    pub(super) fn moments(&self, valley: Valley) -> SideMoments {
        self.side(valley).clone().fold(SideMoments::default(), |sum, index| {
            let mass = self.mass[index];
            let u = self.spacing.x(index).abs();
            SideMoments {
                mass: sum.mass + mass,
                first: sum.first + mass * u,
                second: sum.second + mass * u * u,
            }
        })
    }

    /// The mass on a side that is not so far from the ridge.
    pub(super) fn mass_within(&self, valley: Valley, reach: f64) -> f64 {
        let near = self.side(valley).clone().filter(|&index| self.spacing.x(index).abs() < reach);
        near.map(|index| self.mass[index]).sum()
    }

    /// How many points have mass.
    pub(super) fn points(&self) -> usize {
        self.active.iter().map(Range::len).sum()
    }

    /// Where there is mass on a side, as distances from the ridge.
    pub(super) fn extent(&self, valley: Valley) -> Option<(f64, f64)> {
        let side = self.side(valley);
        let ends = [self.spacing.x(side.start), self.spacing.x(side.end.saturating_sub(1))].map(f64::abs);
        (!side.is_empty()).then(|| (ends[0].min(ends[1]), ends[0].max(ends[1])))
    }

    /// The occupied stretch: the x of its first point, and the masses.
    pub(super) fn occupied(&self) -> (f64, &[f64]) {
        let range = hull(&self.active[0], &self.active[1]);
        let first = self.spacing.x(range.start);
        (first, self.mass.get(range).unwrap_or(&[]))
    }

    /// Whether it holds a distribution: its mass is 1, unless numbers went beyond what f64 can hold.
    pub(super) fn is_whole(&self) -> bool {
        let total: f64 = Valley::BOTH.iter().map(|&valley| self.moments(valley).mass).sum();
        (total - 1.0).abs() < 1e-9
    }

    fn side(&self, valley: Valley) -> &Range<usize> {
        &self.active[usize::from(valley == Valley::Flat)]
    }

    fn clear(&mut self) {
        for side in &self.active {
            self.mass[side.clone()].fill(0.0);
        }
    }

    /// Finds the active stretch of each side within the touched one, and brings the total mass back to 1.
    fn settle(&mut self, touched: &Range<usize>) {
        let zero = self.spacing.zero;
        let touched = if touched.is_empty() { &(zero..zero) } else { touched };
        let sharp = touched.start.min(zero)..touched.end.min(zero);
        let flat = touched.start.max(zero)..touched.end.max(zero);
        self.active = [sharp, flat].map(|side| self.trimmed(side));
        let total: f64 = Valley::BOTH.iter().map(|&valley| self.moments(valley).mass).sum();
        for side in &self.active {
            scale(&mut self.mass[side.clone()], 1.0 / total);
        }
    }

    /// Drops what is negligible at both ends.
    fn trimmed(&mut self, mut side: Range<usize>) -> Range<usize> {
        while !side.is_empty() && self.mass[side.start] <= NEGLIGIBLE {
            self.mass[side.start] = 0.0;
            side.start += 1;
        }
        while !side.is_empty() && self.mass[side.end - 1] <= NEGLIGIBLE {
            self.mass[side.end - 1] = 0.0;
            side.end -= 1;
        }
        side
    }

    /// Cubic Lagrange interpolation through the four nearest points, cut off at 0.
    fn interpolate(&self, position: f64) -> f64 {
        let below = position.floor();
        let t = position - below;
        let at = |offset: f64| {
            let index = below + offset;
            if index >= 0.0 { self.mass.get(index as usize).copied().unwrap_or(0.0) } else { 0.0 }
        };
        let value = -t * (t - 1.0) * (t - 2.0) / 6.0 * at(-1.0)
            + (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0 * at(0.0)
            - (t + 1.0) * t * (t - 2.0) / 2.0 * at(1.0)
            + (t + 1.0) * t * (t - 1.0) / 6.0 * at(2.0);
        value.max(0.0)
    }
}

impl Kernel {
    pub(super) fn new(flat: SideStep, sharp: SideStep, source_len: usize, target: Spacing) -> Self {
        Self { target, flat, sharp, rows: vec![None; source_len], weights: Vec::new() }
    }

    /// Points between which it may move, and weights computed so far.
    pub(super) fn room(&self) -> usize {
        self.rows.len() + self.target.len
    }

    pub(super) fn computed(&self) -> usize {
        self.weights.len()
    }

    /// The Gaussian of a source point.
    fn row(&mut self, index: usize, source: &Spacing) -> Row {
        if let Some(row) = self.rows[index] {
            return row;
        }
        let row = self.compute(source.x(index));
        self.rows[index] = Some(row);
        row
    }

    /// Adds a mass through its Gaussian; tells where.
    fn spread(&self, row: Row, mass: f64, out: &mut [f64]) -> Range<usize> {
        let weights = &self.weights[row.weights.0..row.weights.1];
        let range = row.first..row.first + weights.len();
        for (out, weight) in out[range.clone()].iter_mut().zip(weights) {
            *out += mass * weight;
        }
        range
    }

    /// The Gaussian from any x, sampled outwards from its peak: neighbouring values differ by a factor that itself
    /// changes by e^{−(h/s)²} from point to point.
    fn compute(&mut self, x: f64) -> Row {
        let valley = Valley::of(x);
        let side = if valley == Valley::Flat { self.flat } else { self.sharp };
        let mean = valley.sign() * (side.floor + side.contraction * (x.abs() - side.floor));
        let position = self.target.position(mean).clamp(0.0, (self.target.len - 1) as f64);
        let peak = position.round() as usize;
        let radius = (CUT_SD * side.sd / self.target.h).ceil() as usize + 1;
        let first = peak.saturating_sub(radius);
        let end = (peak + radius + 1).min(self.target.len);

        let start = self.weights.len();
        self.weights.resize(start + end - first, 0.0);
        let weights = &mut self.weights[start..];
        let (offset, steepness) = (peak as f64 - position, (self.target.h / side.sd).powi(2));
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

fn scale(masses: &mut [f64], factor: f64) {
    for mass in masses {
        *mass *= factor;
    }
}

/// The smallest range that contains both; an empty one counts for nothing.
fn hull(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}
