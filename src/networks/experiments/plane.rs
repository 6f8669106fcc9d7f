//! The plane that shows most of where networks lie (Fig. 1a), and the train loss on it.

use std::sync::Arc;

use nalgebra::{DMatrix, SymmetricEigen};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::prepared::Prepared;
use crate::job::Progress;
use crate::networks::curvature::Part;
use crate::networks::model::Weights;

/// The principal plane of some networks: their mean, and the two directions in which they differ most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plane {
    pub part: Part,
    /// The mean; of the weights outside the part, those of the network that was named.
    centre: Weights,
    axes: [Vec<f64>; 2],
    /// Share of the networks' variance along each axis.
    pub shares: [f64; 2],
}

impl Plane {
    /// Of a part of the weights of two networks or more. On the plane the other weights are those of `rest`.
    pub fn of(networks: &[&Weights], part: Part, rest: &Weights) -> Self {
        let range = part.range(rest);
        let points: Vec<&[f32]> = networks.iter().map(|weights| &weights.values[range.clone()]).collect();
        let count = points.len() as f64;
        let mut mean = vec![0.0_f64; range.len()];
        for point in &points {
            mean.iter_mut().zip(*point).for_each(|(mean, value)| *mean += f64::from(*value) / count);
        }
        let centred: Vec<Vec<f64>> = points
            .iter()
            .map(|point| point.iter().zip(&mean).map(|(value, mean)| f64::from(*value) - mean).collect())
            .collect();
        // There are fewer networks than weights: the eigenvectors of their products with each other tell the directions.
        let rows = (0..centred.len()).into_par_iter();
        let half: Vec<Vec<f64>> =
            rows.map(|a| centred[..=a].iter().map(|b| dot(&centred[a], b)).collect()).collect();
        let products = DMatrix::from_fn(points.len(), points.len(), |a, b| half[a.max(b)][a.min(b)]);
        let total = products.trace();
        let eigen = SymmetricEigen::new(products);
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let axis = |rank: usize| {
            let mut axis = vec![0.0; range.len()];
            let Some(&index) = order.get(rank) else { return axis };
            for (share, point) in eigen.eigenvectors.column(index).iter().zip(&centred) {
                axis.iter_mut().zip(point).for_each(|(axis, value)| *axis += share * value);
            }
            let length = dot(&axis, &axis).sqrt();
            // Signs are a matter of chance: the last network lies on the positive side.
            let sign = centred.last().map_or(1.0, |last| dot(last, &axis).signum());
            axis.iter_mut().for_each(|value| *value *= if length > 0.0 { sign / length } else { 0.0 });
            axis
        };
        let share = |rank: usize| {
            order
                .get(rank)
                .map_or(0.0, |&index| eigen.eigenvalues[index].max(0.0) / total.max(f64::MIN_POSITIVE))
        };
        let mut centre = rest.clone();
        centre.values[range.clone()].iter_mut().zip(&mean).for_each(|(value, mean)| *value = *mean as f32);
        Self { part, centre, axes: [axis(0), axis(1)], shares: [share(0), share(1)] }
    }

    /// Whether it is this one, or one that is the same: what was sent away and came back is not in the same place.
    pub fn is(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        Arc::ptr_eq(self, other) || self == other
    }

    /// The same directions through a network: its shadow is at the middle, and it lies on the plane itself.
    #[must_use]
    pub fn through(self, weights: &Weights) -> Self {
        Self { centre: weights.clone(), ..self }
    }

    /// With its directions turned within it, so that a place of it comes to lie on the first.
    #[must_use]
    pub fn turned_along(mut self, [x, y]: [f64; 2]) -> Self {
        let length = x.hypot(y);
        if !(length > 0.0 && length.is_finite()) {
            return self;
        }
        let (cos, sin) = (x / length, y / length);
        let [one, other] = &mut self.axes;
        for (a, b) in one.iter_mut().zip(other) {
            (*a, *b) = (cos * *a + sin * *b, cos * *b - sin * *a);
        }
        let [one, other] = self.shares;
        let (c, s) = (cos * cos, sin * sin);
        self.shares = [c * one + s * other, s * one + c * other];
        self
    }

    /// With its directions turned about, those that are to be.
    #[must_use]
    pub fn turned(mut self, about: [bool; 2]) -> Self {
        for (axis, _) in self.axes.iter_mut().zip(about).filter(|(_, about)| *about) {
            axis.iter_mut().for_each(|value| *value = -*value);
        }
        self
    }

    /// How far a network lies off the plane.
    pub fn off(&self, weights: &Weights) -> f64 {
        let range = self.part.range(weights);
        let pairs = weights.values[range.clone()].iter().zip(&self.centre.values[range]);
        let square: f64 = pairs.map(|(value, centre)| f64::from(value - centre).powi(2)).sum();
        let [x, y] = self.shadow(weights);
        (square - x * x - y * y).max(0.0).sqrt()
    }

    /// Where a network's shadow falls.
    pub fn shadow(&self, weights: &Weights) -> [f64; 2] {
        let range = self.part.range(weights);
        let pairs = weights.values[range.clone()].iter().zip(&self.centre.values[range]);
        let away: Vec<f64> = pairs.map(|(value, mean)| f64::from(*value) - f64::from(*mean)).collect();
        [0, 1].map(|axis| dot(&away, &self.axes[axis]))
    }

    /// The network at a place of the plane.
    pub fn network(&self, [x, y]: [f64; 2]) -> Weights {
        let mut weights = self.centre.clone();
        let range = self.part.range(&weights);
        for ((value, u), v) in weights.values[range].iter_mut().zip(&self.axes[0]).zip(&self.axes[1]) {
            *value = (f64::from(*value) + x * u + y * v) as f32;
        }
        weights
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The train loss at the corners of a lattice on a plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Lattice {
    pub x: [f64; 2],
    pub y: [f64; 2],
    /// Corners along each edge.
    pub size: usize,
    /// Row by row, from the lowest y on; NaN where nothing was worked out.
    pub losses: Vec<f64>,
}

impl Lattice {
    /// From the lowest to the highest x and y, at so many corners along each edge; `None` if cancelled.
    pub fn new(
        prepared: &Prepared,
        plane: &Plane,
        [x, y]: [[f64; 2]; 2],
        size: usize,
        progress: &Progress<'_>,
    ) -> Option<Self> {
        let size = size.max(2);
        Self { x, y, size, losses: vec![f64::NAN; size * size] }.filled(prepared, plane, progress)
    }

    /// The same with a corner between any two; `None` if cancelled. What is known is not worked out again.
    pub fn finer(&self, prepared: &Prepared, plane: &Plane, progress: &Progress<'_>) -> Option<Self> {
        let size = 2 * self.size - 1;
        let mut losses = vec![f64::NAN; size * size];
        for (place, loss) in self.losses.iter().enumerate() {
            losses[place / self.size * 2 * size + place % self.size * 2] = *loss;
        }
        Self { size, losses, ..*self }.filled(prepared, plane, progress)
    }

    fn filled(mut self, prepared: &Prepared, plane: &Plane, progress: &Progress<'_>) -> Option<Self> {
        let done = std::sync::atomic::AtomicUsize::new(0);
        let Self { x, y, size, .. } = self;
        let along =
            |[from, to]: [f64; 2], index: usize| from + (to - from) * index as f64 / (size - 1) as f64;
        self.losses.par_chunks_mut(size).enumerate().with_max_len(1).try_for_each(|(row, losses)| {
            let mut pass = prepared.train.pass(&plane.centre.shape);
            for (column, loss) in losses.iter_mut().enumerate().filter(|(_, loss)| loss.is_nan()) {
                let place = [along(x, column), along(y, row)];
                *loss = prepared.train.loss(&plane.network(place), &mut pass);
            }
            let rows = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress(rows as f64 / size as f64).is_continue().then_some(())
        })?;
        Some(self)
    }
}
