//! What is kept of a run of the grid, small enough for a session: S_th acts on it, and the spread of a cell's ends follows
//! from it, without training anything again.

use serde::{Deserialize, Serialize};

use super::scheme::{MOST_REPEATS, Plot, Scheme};
use crate::networks::experiments::grid::{Cell, Repeat};

/// A run, brought in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crop {
    pub cell: usize,
    /// Which of the cell's runs.
    pub number: u32,
    /// Whether it ended with all but one in a thousand digits right.
    pub converged: bool,
    /// Train loss where it ended; none where that is no number.
    pub loss: Option<f64>,
    pub accuracy: f64,
    /// F of the second layer where the last branch comes to L*,
    pub flatness: Option<f64>,
    /// and where the run ended, at whatever loss.
    pub raw: Option<f64>,
    /// t_c of every branch that comes to L*, but for the last; with the least likeness of any two ends from it on.
    pub alike: Vec<(u32, f64)>,
    /// Squared distances from the end of its second layer to those of runs of its cell that came in before.
    pub apart: Vec<(u32, f64)>,
}

impl Crop {
    pub fn plot(&self) -> Plot {
        (self.cell, self.number)
    }

    /// t_f by Eq. 3.
    pub fn freezing_step(&self, agreement: f64) -> Option<u32> {
        self.alike.iter().find(|(_, least)| *least >= agreement).map(|(step, _)| *step)
    }

    /// As the experiments tell it.
    pub fn repeat(&self, eta: f64, agreement: f64) -> Repeat {
        let frozen = self.freezing_step(agreement).filter(|_| self.converged);
        Repeat {
            converged: self.converged,
            eta_t_f: frozen.map(|step| f64::from(step) * eta),
            flatness_matched: self.flatness.filter(|_| self.converged),
            flatness_raw: self.raw,
            loss: self.loss.unwrap_or(f64::NAN),
            test_accuracy: self.accuracy,
        }
    }

    /// Whether nothing about it is impossible: it may be a file's.
    fn is_sound(&self, scheme: &Scheme) -> bool {
        let numbers = [Some(self.accuracy), self.loss, self.flatness, self.raw];
        let finite = numbers.into_iter().flatten().all(f64::is_finite);
        let pairs = self.alike.iter().chain(&self.apart).all(|(_, value)| value.is_finite());
        finite
            && pairs
            && self.number < MOST_REPEATS
            && self.alike.len() < scheme.branches as usize
            && self.alike.is_sorted_by_key(|(step, _)| *step)
            && self.apart.len() < MOST_REPEATS as usize
    }
}

/// Those of a file that a scheme may have, each once.
#[must_use]
pub fn sound(crops: Vec<Crop>, scheme: &Scheme) -> Vec<Crop> {
    let whole = Scheme { etas: [0, usize::MAX], batches: [0, usize::MAX], ..scheme.clone() }.trimmed();
    let cells = whole.cells();
    let mut crops: Vec<Crop> =
        crops.into_iter().filter(|crop| cells.contains(&crop.cell) && crop.is_sound(scheme)).collect();
    crops.sort_by_key(Crop::plot);
    crops.dedup_by_key(|crop| crop.plot());
    crops
}

/// The runs of a cell that are in, as the experiments tell them; none where there is none.
pub fn cell<'a>(scheme: &Scheme, index: usize, crops: impl Iterator<Item = &'a Crop>) -> Option<Cell> {
    let setup = scheme.setup(index);
    let eta = setup.eta.at(0);
    let mut own: Vec<&Crop> =
        crops.filter(|crop| crop.cell == index && crop.number < scheme.repeats).collect();
    own.sort_by_key(|crop| crop.number);
    let repeats: Vec<Repeat> = own.iter().map(|crop| crop.repeat(eta, setup.agreement)).collect();
    let spread = spread(&own);
    (!own.is_empty()).then_some(Cell { index, setup, repeats, spread })
}

/// r_θ of Eq. 4 from the distances of all pairs: the squares about the mean are a sum over pairs, over their number.
fn spread(crops: &[&Crop]) -> Option<f64> {
    let (numbers, squares) = pairs(crops)?;
    let count = numbers.len() as f64;
    (numbers.len() > 1).then(|| (0.5 * squares.iter().sum::<f64>() / (count * (count - 1.0))).sqrt())
}

/// How far the second layer of each converged run of a cell ended from the mean of them.
pub fn distances(crops: &[&Crop]) -> Vec<(u32, f64)> {
    let Some((numbers, squares)) = pairs(crops) else { return Vec::new() };
    let count = numbers.len() as f64;
    let whole = 0.5 * squares.iter().sum::<f64>();
    let distance = |square: &f64| (square / count - whole / (count * count)).max(0.0).sqrt();
    numbers.into_iter().zip(squares.iter().map(distance)).collect()
}

/// Converged runs by their numbers, and of each the squared distances to all others, summed up; none where not all are
/// known.
fn pairs(crops: &[&Crop]) -> Option<(Vec<u32>, Vec<f64>)> {
    let converged: Vec<&&Crop> = crops.iter().filter(|crop| crop.converged).collect();
    let square = |one: &Crop, other: &Crop| {
        let known = |of: &Crop, to: u32| of.apart.iter().find(|(number, _)| *number == to).map(|pair| pair.1);
        known(one, other.number).or_else(|| known(other, one.number))
    };
    let of = |one: &&&Crop| {
        let others = converged.iter().filter(|other| other.number != one.number);
        others.map(|other| square(one, other)).sum::<Option<f64>>()
    };
    let squares = converged.iter().map(of).collect::<Option<Vec<f64>>>()?;
    Some((converged.iter().map(|crop| crop.number).collect(), squares))
}
