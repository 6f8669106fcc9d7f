//! Consecutive steps of nearly equal η and σ, which a solver may take at once.

use crate::valleys::model::Scenario;

/// So many steps, their optimisation time Ση and their mean Δ_S.
pub(super) struct Stretch {
    pub steps: u32,
    pub time: f64,
    pub delta_s: f64,
}

/// η and σ may change by this share within a stretch.
const CHANGE: f64 = 0.01;
/// Sums over more steps than this go by three of them.
const SUMMED: u32 = 16;

impl Stretch {
    /// From a step on: at least one step, at most `most`, and no more time than `enough` unless one step takes it.
    pub(super) fn from(scenario: &Scenario, step: u32, most: u32, enough: f64) -> Self {
        let Scenario { eta, sigma, .. } = scenario;
        let wanted = (enough / eta.at(step)).clamp(1.0, f64::from(u32::MAX)) as u32;
        let steps = alike(scenario, step, wanted.min(most), CHANGE);
        let sum = |value: &dyn Fn(u32) -> f64| {
            if steps <= SUMMED {
                return (0..steps).map(|ahead| value(step + ahead)).sum();
            }
            // Simpson's rule, good for what is nearly even.
            let [first, middle, last] = [0, (steps - 1) / 2, steps - 1].map(|ahead| value(step + ahead));
            f64::from(steps) * (first + 4.0 * middle + last) / 6.0
        };
        let time = sum(&|step| eta.at(step));
        Self { steps, time, delta_s: sum(&|step| eta.at(step).powi(2) * sigma.at(step)) / time }
    }
}

/// How many steps from one on, at least that one and at most `most`, have its η and σ up to a share of them.
pub(super) fn alike(scenario: &Scenario, step: u32, most: u32, change: f64) -> u32 {
    let Scenario { eta, sigma, .. } = scenario;
    let near = |value: f64, first: f64| (value - first).abs() <= change * first;
    let is_alike =
        |ahead: u32| near(eta.at(step + ahead), eta.at(step)) && near(sigma.at(step + ahead), sigma.at(step));
    // Within a piece values do not turn: the first that is too far off is found by halving.
    let piece = eta.piece_end(step).min(sigma.piece_end(step)) - step;
    let (mut steps, mut beyond) = (1, most.min(piece).saturating_add(1));
    while steps + 1 < beyond {
        let middle = steps + (beyond - steps) / 2;
        if is_alike(middle - 1) { steps = middle } else { beyond = middle }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Piece, Schedule, Shape};

    #[test]
    fn stretches_add_up_to_the_schedule() {
        let piece = |steps, from, to, shape| Piece { steps, from, to, shape };
        let eta = Schedule::Pieces(vec![
            piece(1_000, 1e-4, 0.1, Shape::Linear),
            piece(5_000, 0.1, 0.01, Shape::Cosine),
            piece(3_000, 0.02, 0.001, Shape::Stairs(4)),
        ]);
        let sigma = Schedule::Pieces(vec![piece(7_000, 0.3, 1e-3, Shape::Exponential)]);
        let scenario = Scenario { eta, sigma, steps: 20_000, ..Scenario::default() };
        let (mut step, mut count, mut time, mut noise) = (0, 0, 0.0, 0.0);
        while step < scenario.steps {
            let stretch = Stretch::from(&scenario, step, scenario.steps - step, f64::INFINITY);
            step += stretch.steps;
            time += stretch.time;
            noise += stretch.time * stretch.delta_s;
            count += 1;
        }
        let sum = |value: &dyn Fn(u32) -> f64| (0..scenario.steps).map(value).sum::<f64>();
        let exact = sum(&|step| scenario.eta.at(step));
        let heat = sum(&|step| scenario.eta.at(step) * scenario.delta_s(step));
        assert_eq!(step, scenario.steps);
        assert!(
            (time / exact - 1.0).abs() < 1e-5 && (noise / heat - 1.0).abs() < 1e-4,
            "{time} {exact} {noise} {heat}"
        );
        assert!(count < 2_500, "{count}");
    }
}
