//! The distribution of x as masses at equally spaced points.
//!
//! After a step the density is a mixture of Gaussians of the step's standard deviation s. Sampled at a spacing h, sums of
//! such a mixture equal its integrals up to 2e^{−2π²(s/h)²} (Poisson summation: 3e-5 at s = 0.75h, 1e-34 at s = 2h), so
//! masses at points lose nothing that cells would keep, and mean and variance of the kernel are exact to that order.
//! Only at the ridge, where drift and noise jump, the sum over a side has the error of a midpoint rule, O((h/s)²/24).

use std::ops::Range;

use super::kernel::Kernel;
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

/// Mass and the first two moments of u = |x| on a side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SideMoments {
    pub mass: f64,
    pub first: f64,
    pub second: f64,
}

/// A lattice's masses without the room between and around them.
pub(super) struct Packed {
    pub spacing: Spacing,
    sides: [(usize, Vec<f64>); 2],
}

/// Less mass than this at a point is given to the others.
pub(super) const NEGLIGIBLE: f64 = 1e-18;
/// Beyond where there is as much, nobody asks what happens.
const DESERTED: f64 = 1e-12;

impl Spacing {
    pub(super) fn x(&self, index: usize) -> f64 {
        (index as f64 - self.zero as f64 + 0.5) * self.h
    }

    /// The position of x among the points, as a fractional index.
    pub(super) fn position(&self, x: f64) -> f64 {
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
        let onto = kernel.made_for().onto;
        let mut result = Self::empty(onto);
        let touched = atoms.iter().fold(onto.len..0, |touched, &(x, mass)| {
            let row = kernel.from(x);
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
        let onto = kernel.made_for().onto;
        if next.spacing == onto {
            next.clear();
        } else {
            *next = Self::empty(onto);
        }
        let mut touched = onto.len..0;
        let mut moves = 0;
        for side in &self.active {
            let (more, spread) = kernel.spread_all(side.clone(), &self.mass, share, &mut next.mass);
            moves += more;
            touched = hull(&touched, &spread);
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

    /// Where there is mass worth speaking of: on the sharp side, and on the flat side.
    pub(super) fn peopled(&self) -> [Range<usize>; 2] {
        self.active.clone().map(|side| {
            let peopled = |index: &usize| self.mass[*index] > DESERTED;
            let first = side.clone().find(peopled).unwrap_or(side.end);
            let end = side.clone().rev().find(peopled).map_or(first, |last| last + 1);
            first..end
        })
    }

    /// Σ mass · f(p(0) S/p) over a side, with the density p and the share S of the side's mass that is farther out.
    pub(super) fn turned_back(&self, valley: Valley, f: impl Fn(f64) -> f64) -> f64 {
        let side = self.side(valley).clone();
        let (at_ridge, outwards): (usize, &mut dyn Iterator<Item = usize>) = match valley {
            Valley::Flat => (self.spacing.zero, &mut side.clone()),
            Valley::Sharp => (self.spacing.zero - 1, &mut side.clone().rev()),
        };
        let whole = self.moments(valley).mass;
        let mut beyond = whole;
        outwards
            .map(|index| {
                let mass = self.mass[index];
                beyond -= mass;
                mass * f(self.mass[at_ridge] * (beyond + 0.5 * mass).max(0.0) / (whole * mass))
            })
            .sum()
    }

    /// The masses of either side, with where they begin: [sharp, flat].
    pub(super) fn packed(&self) -> Packed {
        let sides = self.active.clone().map(|side| (side.start, self.mass[side].to_vec()));
        Packed { spacing: self.spacing, sides }
    }

    /// Whether it holds a distribution: its mass is 1, unless numbers went beyond what f64 can hold.
    pub(super) fn is_whole(&self) -> bool {
        (self.total() - 1.0).abs() < 1e-9
    }

    fn total(&self) -> f64 {
        self.active.iter().flat_map(|side| &self.mass[side.clone()]).sum()
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
        let total = self.total();
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

    /// Cubic interpolation through the four nearest points, cut off at 0.
    fn interpolate(&self, position: f64) -> f64 {
        cubic(position, |index| {
            if index >= 0.0 { self.mass.get(index as usize).copied().unwrap_or(0.0) } else { 0.0 }
        })
        .max(0.0)
    }
}

impl Packed {
    /// Σ mass · value over either side: [sharp, flat].
    pub(super) fn weigh(&self, values: &[f64]) -> [f64; 2] {
        self.sides.each_ref().map(|(first, masses)| {
            masses.iter().zip(&values[*first..]).map(|(mass, value)| mass * value).sum()
        })
    }
}

/// What each point of one lattice has, at the points of another; beyond either end of a side as at that end.
pub(super) fn resampled_by_side(values: &[f64], from: &Spacing, onto: &Spacing) -> Vec<f64> {
    let at = |index: usize| {
        let (first, last) = if index < onto.zero { (0, from.zero - 1) } else { (from.zero, from.len - 1) };
        let nearest = |index: f64| values[(index.max(0.0) as usize).clamp(first, last)];
        cubic(from.position(onto.x(index)), nearest)
    };
    (0..onto.len).map(at).collect()
}

/// Lagrange's polynomial through the four points about a position.
fn cubic(position: f64, at: impl Fn(f64) -> f64) -> f64 {
    let below = position.floor();
    let t = position - below;
    -t * (t - 1.0) * (t - 2.0) / 6.0 * at(below - 1.0) + (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0 * at(below)
        - (t + 1.0) * t * (t - 2.0) / 2.0 * at(below + 1.0)
        + (t + 1.0) * t * (t - 1.0) / 6.0 * at(below + 2.0)
}

pub(super) fn scale(masses: &mut [f64], factor: f64) {
    for mass in masses {
        *mass *= factor;
    }
}

/// The smallest range that contains both; an empty one counts for nothing.
pub(super) fn hull(a: &Range<usize>, b: &Range<usize>) -> Range<usize> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.clone(),
        (_, true) => a.clone(),
        _ => a.start.min(b.start)..a.end.max(b.end),
    }
}
