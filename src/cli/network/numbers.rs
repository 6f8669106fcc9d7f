//! What is read off a network, as JSON has it and as a table for people.

use serde::Serialize;

use crate::networks::experiments::reading::Reading;
use crate::networks::model::Setup;
use crate::say;

/// All that is measured of a network. What has no value is null: F where there are not ten eigenvalues above 0.
#[derive(Clone, Serialize)]
pub struct Numbers {
    pub train_loss: f64,
    pub test_loss: f64,
    pub train_accuracy: f64,
    pub gradient_norm: f64,
    pub flatness_layer2: Option<f64>,
    pub layer2_eigenvalues: Option<Vec<f64>>,
    pub flatness_all: Option<f64>,
    pub eigenvalues: Option<Vec<f64>>,
    /// Test digits that are taken for others.
    pub wrong: Vec<u32>,
}

/// The same at a place of a run or of a descent.
#[derive(Clone, Serialize)]
pub struct Placed {
    /// Steps that led there,
    pub steps: u32,
    /// and η times these.
    pub eta_t: f64,
    pub test_accuracy: f64,
    #[serde(flatten)]
    pub numbers: Numbers,
}

impl Numbers {
    pub fn of(reading: &Reading) -> Self {
        Self {
            train_loss: reading.train.loss,
            test_loss: reading.test.loss,
            train_accuracy: reading.train.accuracy,
            gradient_norm: reading.gradient_norm,
            flatness_layer2: reading.flatness_layer(),
            layer2_eigenvalues: reading.layer.as_ref().map(|spectrum| spectrum.values.clone()),
            flatness_all: reading.flatness_all(),
            eigenvalues: reading.all.as_ref().map(|spectrum| spectrum.values.clone()),
            wrong: reading.test.wrong.clone(),
        }
    }

    /// λ₁ of all weights.
    pub fn sharpness(&self) -> Option<f64> {
        self.eigenvalues.as_ref()?.first().copied()
    }

    /// Name and value of each, for people.
    pub fn rows(&self) -> Vec<(String, String)> {
        let shared = |values: &Option<Vec<f64>>| {
            let values: Vec<String> = values.iter().flatten().map(|value| short(Some(*value))).collect();
            values.join(" ")
        };
        let rows = [
            (say!("cli.network.train-loss"), short(Some(self.train_loss))),
            (say!("cli.network.test-loss"), short(Some(self.test_loss))),
            (say!("cli.network.train-accuracy"), short(Some(self.train_accuracy))),
            (say!("cli.network.wrong"), self.wrong.len().to_string()),
            (say!("cli.network.gradient"), short(Some(self.gradient_norm))),
            (say!("cli.network.flatness-layer"), short(self.flatness_layer2)),
            (say!("cli.network.eigenvalues-layer"), shared(&self.layer2_eigenvalues)),
            (say!("cli.network.flatness-all"), short(self.flatness_all)),
            (say!("cli.network.eigenvalues-all"), shared(&self.eigenvalues)),
        ];
        rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

impl Placed {
    /// On the way of a descent, or of a run.
    pub fn of(reading: &Reading, eta_t: f64) -> Self {
        let test_accuracy = reading.test.accuracy;
        Self { steps: reading.steps, eta_t, test_accuracy, numbers: Numbers::of(reading) }
    }
}

/// ηt of a step of the run.
pub fn time(setup: &Setup, step: u32) -> f64 {
    match setup.eta.is_constant() {
        true => setup.eta.at(0) * f64::from(step),
        false => (0..step).map(|step| setup.eta.at(step)).sum(),
    }
}

/// Four digits of a number, for people; a dash where there is none.
pub fn short(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return "–".to_owned() };
    if value == 0.0 {
        return "0".to_owned();
    }
    match value.abs().log10().floor() as i32 {
        size @ -3..=5 => format!("{value:.*}", usize::try_from(3 - size).unwrap_or(0)),
        _ => format!("{value:.3e}"),
    }
}

/// Columns of a table, each as wide as it must be, numbers to the right.
pub fn columns(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| format!("{}{cell}", " ".repeat(width(column) - cell.chars().count())));
        cells.collect::<Vec<_>>().join("  ") + "\n"
    };
    rows.iter().map(line).collect()
}
