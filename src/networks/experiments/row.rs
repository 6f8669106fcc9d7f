//! What a grid tells of a cell, however it came to be known: computed, or read from a file.

use super::grid::{Cell, Mean, rank_correlation};

/// One cell in numbers; of a grey one nothing is known but its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub eta: f64,
    pub batch: f64,
    pub eta_t_f: Option<Mean>,
    /// r_θ.
    pub spread: Option<f64>,
    pub flatness_matched: Option<Mean>,
    pub flatness_raw: Option<Mean>,
    pub accuracy: Option<Mean>,
    pub best_accuracy: Option<f64>,
    pub converged: usize,
    pub repeats: usize,
    pub steps: u32,
    pub seed: u64,
}

impl Row {
    pub fn of(cell: &Cell) -> Self {
        let told = !cell.is_grey();
        let mean = |mean: Option<Mean>| mean.filter(|_| told);
        let number = |number: Option<f64>| number.filter(|_| told);
        Self {
            eta: cell.setup.eta.at(0),
            batch: cell.setup.batch.at(0),
            eta_t_f: mean(cell.eta_t_f()),
            spread: number(cell.spread),
            flatness_matched: mean(cell.flatness_matched()),
            flatness_raw: mean(cell.flatness_raw()),
            accuracy: mean(cell.accuracy()),
            best_accuracy: number(cell.best_accuracy()),
            converged: cell.converged().count(),
            repeats: cell.repeats.len(),
            steps: cell.setup.steps(),
            seed: cell.setup.seed,
        }
    }

    /// η/B, what the paper draws everything against.
    pub fn temperature(&self) -> f64 {
        self.eta / self.batch
    }
}

/// How a quantity goes with η/B over all cells that have it: Spearman's rank correlation, and its standard error (Bonett
/// and Wright). None of fewer than four cells.
pub fn with_temperature(rows: &[Row], of: impl Fn(&Row) -> Option<f64>) -> Option<Mean> {
    let pairs: Vec<(f64, f64)> = rows.iter().filter_map(|row| Some((row.temperature(), of(row)?))).collect();
    let count = pairs.len();
    let mean = rank_correlation(&pairs).filter(|rank| count > 3 && rank.is_finite())?;
    // Fisher's z has a standard error that does not depend on it by much; near ±1 the correlation's own shrinks.
    let error = ((1.0 + 0.5 * mean * mean) / (count as f64 - 3.0)).sqrt() * (1.0 - mean * mean);
    Some(Mean { mean, error: Some(error), count })
}

/// The two cells of one η/B whose means lie the most standard errors apart: what does not depend on η/B alone.
pub fn farthest_apart(rows: &[Row], of: impl Fn(&Row) -> Option<Mean>) -> Option<[(&Row, Mean); 2]> {
    // The standard error of a pair of runs is worth nothing.
    let told = rows.iter().filter_map(|row| Some((row, of(row).filter(|mean| mean.count > 2)?)));
    let told: Vec<(&Row, Mean)> = told.collect();
    let pairs = told
        .iter()
        .enumerate()
        .flat_map(|(index, &one)| told[..index].iter().map(move |&other| [other, one]));
    let alike = pairs.filter(|[one, other]| (one.0.temperature() / other.0.temperature() - 1.0).abs() < 1e-9);
    let errors = |pair: &[(&Row, Mean); 2]| {
        let [one, other] = pair.map(|(_, mean)| mean);
        let error = one.error.unwrap_or(f64::INFINITY).hypot(other.error.unwrap_or(f64::INFINITY));
        (one.mean - other.mean).abs() / error.max(f64::MIN_POSITIVE)
    };
    alike.filter(|pair| errors(pair) > 3.0).max_by(|a, b| errors(a).total_cmp(&errors(b)))
}
