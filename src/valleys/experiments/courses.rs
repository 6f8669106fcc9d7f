//! Learning-rate and batch-size schedules compared at equal optimisation time Ση: where each freezes, and what it selects.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::compare::{Fates, fates};
use super::difference::Difference;
use super::run::run;
use crate::job::Progress;
use crate::say;
use crate::settings::{Piece, Schedule, Shape};
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::sim::{Record, Summary};

/// The ways to spend the same optimisation time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    Constant,
    /// η grows over the first tenth of the steps.
    WarmUp,
    /// η falls to a hundredth, by equal factors.
    Decay,
    /// η falls to a hundredth along half a cosine.
    Cosine,
    /// The same four times in a row.
    Restarts,
    /// The batch doubles four times: σ ∝ 1/B halves.
    BatchGrowth,
}

/// One course, run.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub course: Course,
    pub scenario: Scenario,
    pub record: Record,
    pub summary: Summary,
    /// Valley of each walker at the end; none once diverged.
    pub fates: Vec<Option<Valley>>,
}

impl Course {
    pub const ALL: [Self; 6] =
        [Self::Constant, Self::WarmUp, Self::Decay, Self::Cosine, Self::Restarts, Self::BatchGrowth];

    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => say!("experiment.course.constant"),
            Self::WarmUp => say!("experiment.course.warm-up"),
            Self::Decay => say!("experiment.course.decay"),
            Self::Cosine => say!("experiment.course.cosine"),
            Self::Restarts => say!("experiment.course.restarts"),
            Self::BatchGrowth => say!("experiment.course.batch-growth"),
        }
    }

    /// The schedules of η and σ over a number of steps.
    fn schedules(self, eta: f64, sigma: f64, steps: u32) -> (Schedule, Schedule) {
        let piece = |steps: u32, from, to, shape| Piece { steps: steps.max(1), from, to, shape };
        let cosine = |steps| piece(steps, eta, FLOOR * eta, Shape::Cosine);
        let pieces = |pieces| (Schedule::Pieces(pieces), Schedule::Constant(sigma));
        match self {
            Self::Constant => (Schedule::Constant(eta), Schedule::Constant(sigma)),
            Self::WarmUp => pieces(vec![
                piece(steps / 10, FLOOR * eta, eta, Shape::Linear),
                piece(steps - steps / 10, eta, eta, Shape::Constant),
            ]),
            Self::Decay => pieces(vec![piece(steps, eta, FLOOR * eta, Shape::Exponential)]),
            Self::Cosine => pieces(vec![cosine(steps)]),
            Self::Restarts => pieces(
                (0..RESTARTS)
                    .map(|part| cosine((part + 1) * steps / RESTARTS - part * steps / RESTARTS))
                    .collect(),
            ),
            Self::BatchGrowth => {
                let stair = |part: u32| {
                    let sigma = sigma / f64::from(1_u32 << part);
                    piece((part + 1) * steps / STAIRS - part * steps / STAIRS, sigma, sigma, Shape::Constant)
                };
                (Schedule::Constant(eta), Schedule::Pieces((0..STAIRS).map(stair).collect()))
            }
        }
    }

    /// The base scenario on this course over the steps that it has: η and σ start (or peak) at the base's highest.
    pub fn fitted(self, base: &Scenario) -> Scenario {
        let [eta, sigma] = [&base.eta, &base.sigma].map(highest);
        let (eta, sigma) = self.schedules(eta, sigma, base.steps);
        Scenario { eta, sigma, ..base.clone() }
    }

    /// The base scenario on this course: η and σ start (or peak) at the base's highest, and as many steps are taken as the same
    /// optimisation time needs.
    pub fn scenario(self, base: &Scenario) -> Scenario {
        let [eta, sigma] = [&base.eta, &base.sigma].map(highest);
        let time: f64 = if base.eta.is_constant() {
            eta * f64::from(base.steps)
        } else {
            (0..base.steps).map(|step| base.eta.at(step)).sum()
        };
        let sum = |schedule: &Schedule, steps: u32| (0..steps).map(|step| schedule.at(step)).sum::<f64>();
        let mut steps = (time / eta).round().max(1.0);
        // A schedule's mean hardly depends on its length, so this settles at once.
        for _ in 0..3 {
            let (schedule, _) = self.schedules(eta, sigma, steps as u32);
            steps = (steps * time / sum(&schedule, steps as u32)).round().clamp(1.0, MOST_STEPS);
        }
        let (eta, sigma) = self.schedules(eta, sigma, steps as u32);
        Scenario { eta, sigma, steps: steps as u32, ..base.clone() }
    }
}

fn highest(schedule: &Schedule) -> f64 {
    schedule.corners().into_iter().fold(0.0, f64::max)
}

/// How low η goes, as a share of where it starts.
const FLOOR: f64 = 0.01;
const RESTARTS: u32 = 4;
const STAIRS: u32 = 5;
/// More steps than this are not taken, whatever time is left.
const MOST_STEPS: f64 = 1e8;

/// Runs the courses on the same random numbers; `None` if cancelled.
pub fn take(base: &Scenario, courses: &[Course], progress: &Progress<'_>) -> Option<Vec<Taken>> {
    let scenarios: Vec<Scenario> = courses.par_iter().map(|course| course.scenario(base)).collect();
    let whole: f64 = scenarios.iter().map(|scenario| f64::from(scenario.steps)).sum();
    let mut done = 0.0;
    let mut taken = Vec::with_capacity(courses.len());
    for (&course, scenario) in courses.iter().zip(scenarios) {
        let steps = f64::from(scenario.steps);
        let swarm = run(&scenario, &|share| progress((done + share * steps) / whole))?;
        done += steps;
        let (record, summary) = (swarm.record().clone(), swarm.summary());
        taken.push(Taken { course, scenario, record, summary, fates: fates(&swarm).collect() });
    }
    Some(taken)
}

impl Taken {
    /// How much more of its walkers end in the flat valley than of another course's, over those that both have left.
    pub fn ahead_of(&self, other: &Self) -> Option<Difference> {
        let pairs = other.fates.iter().zip(&self.fates).map(|(other, own)| [*other, *own]);
        Fates::of(pairs).difference()
    }
}

/// Courses by the share of the flat valley at their ends, the greatest first; those without a walker left are not there.
pub fn ranked(taken: &[Taken]) -> Vec<(&Taken, f64)> {
    let mut ranked: Vec<(&Taken, f64)> =
        taken.iter().filter_map(|taken| Some((taken, taken.summary.p_flat?))).collect();
    ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    ranked
}
