//! The paradox of strong noise: at a height held still more of it lowers P_flat, and free it raises it, because stronger
//! noise freezes later, where the preference is stronger.

use rayon::prelude::*;

use super::difference::Difference;
use super::held::{Held, Sampling, Share};
use super::questions::ParadoxQuestion;
use super::run::run;
use crate::job::{Parts, Progress};
use crate::settings::Schedule;
use crate::valleys::model::{NoiseLaw, Scenario};
use crate::valleys::theory::{Patience, Why, density};

/// Both answers over a range of Δ_S.
#[derive(Clone, Debug, PartialEq)]
pub struct Paradox {
    pub hold_y: f64,
    /// The time step of both.
    pub eta: f64,
    pub points: Vec<AtNoise>,
}

/// One strength of the noise.
#[derive(Clone, Debug, PartialEq)]
pub struct AtNoise {
    pub delta_s: f64,
    /// The free run.
    pub scenario: Scenario,
    /// Share of time in the flat valley at the held height; none where hopping is too slow to be sampled.
    pub held: Option<Share>,
    /// Share of walkers in the flat valley at the end of the free run; none when all are lost.
    pub free: Option<Share>,
    /// Walkers that the free run lost.
    pub diverged: u32,
    /// The same by the density prediction, and why there is none.
    pub density: Option<f64>,
    pub density_ends: Option<Why>,
    /// The same of runs whose walkers all start in the steep valley, and all in the flat one: as far as these differ, the
    /// run remembers its start and has not selected.
    pub from_either: Option<[f64; 2]>,
}

/// Ends of the three runs that are predicted for a free one: as it starts, all from the steep valley, all from the flat.
#[derive(Clone, Copy)]
struct Predicted {
    share: Option<f64>,
    ends: Option<Why>,
}

/// Walker-steps at held heights that nobody minds waiting for: some two seconds. More are made only as far as the free runs
/// take as many.
const SHORTLY: f64 = 6e8;

/// Shares of the progress.
const HELD: f64 = 0.3;
const FREE: f64 = 0.5;

/// Asks both, with noise from the Hessian and the scenario's other parameters; `None` if cancelled. Who insists gets every
/// prediction.
pub fn paradox(
    scenario: &Scenario,
    question: &ParadoxQuestion,
    sampling: Sampling,
    insists: bool,
    progress: &Progress<'_>,
) -> Option<Paradox> {
    let eta = scenario.eta.at(0);
    let [from, to] = question.delta_s;
    let last = f64::from(question.points.max(2) - 1);
    let mut points = Vec::with_capacity(question.points as usize);
    let all = f64::from(question.points);
    for index in 0..question.points {
        let delta_s = from * (to / from).powf(f64::from(index) / last);
        let seed = scenario.seed.wrapping_add(u64::from(index * sampling.swarms));
        let landscape = scenario.landscape;
        let held = Held { landscape, noise: NoiseLaw::Hessian, y: question.hold_y, delta_s, eta, seed };
        let go_on = || progress(HELD * f64::from(index) / all).is_continue();
        if !go_on() {
            return None;
        }
        let enough = (SHORTLY / all).max(f64::from(scenario.walkers) * f64::from(scenario.steps));
        let is_short = held.work(sampling).is_some_and(|work| insists || work <= enough);
        let share = if is_short { held.share(sampling, &go_on) } else { None };
        // No share also means that hopping is too slow, and then the run goes on.
        if share.is_none() && !go_on() {
            return None;
        }
        let free = Scenario {
            noise: NoiseLaw::Hessian,
            eta: Schedule::Constant(eta),
            sigma: Schedule::Constant(delta_s / eta),
            hold_y: None,
            seed: scenario.seed.wrapping_add(u64::from(index)),
            ..scenario.clone()
        };
        points.push(AtNoise {
            delta_s,
            scenario: free,
            held: share,
            free: None,
            diverged: 0,
            density: None,
            density_ends: None,
            from_either: None,
        });
    }
    for (index, point) in points.iter_mut().enumerate() {
        let swarm = run(&point.scenario, &|done| progress(HELD + FREE * (index as f64 + done) / all))?;
        let end = swarm.census();
        point.free = Share::of(end.flat, end.live);
        point.diverged = point.scenario.walkers - end.live;
    }
    let starts: Vec<Scenario> = points.iter().flat_map(|point| starts(&point.scenario)).collect();
    let parts = Parts::after(HELD + FREE, &vec![1.0; starts.len()], progress);
    let predicted: Option<Vec<Predicted>> = starts
        .par_iter()
        .enumerate()
        .map(|(index, start)| {
            let patience = Patience::among(points.len(), start).unless(insists);
            let trace =
                density(start, &[start.steps], patience, &mut |done| parts.report(index, done))?.trace;
            Some(Predicted { share: trace.last().map(|point| point.p_flat), ends: trace.domain.why() })
        })
        .collect();
    for (point, predicted) in points.iter_mut().zip(predicted?.chunks_exact(3)) {
        (point.density, point.density_ends) = (predicted[0].share, predicted[0].ends);
        let end = |run: Predicted| run.share.filter(|_| run.ends.is_none());
        point.from_either = end(predicted[1]).zip(end(predicted[2])).map(<[f64; 2]>::from);
    }
    Some(Paradox { hold_y: question.hold_y, eta, points })
}

/// A free run, and the same with all walkers in the steep valley at first, and all in the flat one.
fn starts(free: &Scenario) -> [Scenario; 3] {
    [free.flat_share, 0.0, 1.0].map(|flat_share| Scenario { flat_share, ..free.clone() })
}

impl AtNoise {
    /// What is left at the end of where walkers started: the difference between runs that start all in either valley.
    pub fn remembered(&self) -> Option<f64> {
        self.from_either.map(|[steep, flat]| flat - steep)
    }
}

impl Paradox {
    pub fn held_slope(&self) -> Option<Difference> {
        slope(self.points.iter().filter_map(|point| Some((point.delta_s, point.held?))))
    }

    pub fn free_slope(&self) -> Option<Difference> {
        slope(self.points.iter().filter_map(|point| Some((point.delta_s, point.free?))))
    }
}

/// dP/d ln Δ_S: the slope of the line through shares, each weighted by 1/error²; none for fewer than two.
fn slope(points: impl Iterator<Item = (f64, Share)>) -> Option<Difference> {
    let points: Vec<(f64, f64, f64)> = points
        .filter(|(_, share)| share.error > 0.0)
        .map(|(delta_s, share)| (delta_s.ln(), share.share, share.error.powi(-2)))
        .collect();
    let weight: f64 = points.iter().map(|(.., weight)| weight).sum();
    let [x, y] = [
        points.iter().map(|(x, _, weight)| x * weight).sum::<f64>() / weight,
        points.iter().map(|(_, y, weight)| y * weight).sum::<f64>() / weight,
    ];
    let square: f64 = points.iter().map(|(at, _, weight)| weight * (at - x).powi(2)).sum();
    let product: f64 = points.iter().map(|(at, p, weight)| weight * (at - x) * (p - y)).sum();
    (square > 0.0).then(|| Difference { value: product / square, error: square.sqrt().recip() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_own_slope() {
        let on = |delta_s: f64| (delta_s, Share { share: 0.7 - 0.03 * delta_s.ln(), error: 0.002 * delta_s });
        let Difference { value: slope, error } =
            slope([1.0, 2.0, 4.0, 9.0].into_iter().map(on)).expect("four points");
        assert!((slope + 0.03).abs() < 1e-12 && error > 0.0);
        // Two points of equal error e: the slope's error is √2 e over their distance.
        let two = [1.0, std::f64::consts::E].map(|delta_s| (delta_s, Share { share: 0.5, error: 0.01 }));
        let found = super::slope(two.into_iter()).expect("two points");
        assert!((found.error - 0.01 * 2_f64.sqrt()).abs() < 1e-12);
        assert_eq!(super::slope(two.into_iter().take(1)), None);
    }
}
