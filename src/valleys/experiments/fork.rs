//! The paper's continuation experiment (Fig. 1) in the model: at chosen steps the swarm is cloned, the noise switched off,
//! and every walker falls into the valley it stands over. Where later forks agree, hopping is over (Eq. 3).

use std::sync::{Arc, Mutex, PoisonError};

use super::run::{Follow, advance_to, checked};
use crate::job::Progress;
use crate::valleys::model::{NoiseLaw, Scenario, Valley};
use crate::valleys::sim::{Summary, Swarm, wilson};

/// The forks of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    pub scenario: Scenario,
    pub branches: Vec<Branch>,
    /// Of one fork with another: row by row.
    pub agreement: Vec<Vec<Agreement>>,
    /// The run itself, to its last step.
    pub summary: Summary,
}

/// How alike the ends of two forks are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Share of walkers that end in the same valley, over those that both forks have.
    pub share: f64,
    /// Cohen's κ: the part of what chance alone would leave unlike, given how many end in either valley, that is alike.
    /// No number where chance alone leaves nothing unlike.
    pub kappa: f64,
}

/// The swarm at one fork, and where its walkers end without noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub step: u32,
    /// Places at the fork of the first walkers.
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    pub mean_y: f64,
    /// Where each walker ends.
    pub ends: Vec<End>,
    /// Share of walkers at x > 0 at the fork, before they fall.
    pub p_flat_before: f64,
    /// Mean flatness at the end of the run, f_i/2 of Eq. 1 with the one eigenvalue across the valley.
    pub flatness: f64,
}

/// The end of a walker's fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Flat,
    Sharp,
    /// It diverged, during the run or in the fall.
    Lost,
}

/// Walkers whose place at the fork is kept.
const PLACED: usize = 3_000;
/// A fall lasts so many relaxation times of the flatter valley: e⁻¹² of the way is left.
const FALL: f64 = 12.0;
const LONGEST_FALL: u32 = 20_000;

/// About `count` fork steps, dense at first, the end of the run among them.
pub fn fork_steps(steps: u32, count: u32) -> Vec<u32> {
    let count = count.max(2);
    let mut chosen: Vec<u32> = (1..=count)
        .map(|index| {
            (f64::from(steps) * (f64::from(index) / f64::from(count)).powi(2)).round().max(1.0) as u32
        })
        .collect();
    chosen.dedup();
    chosen
}

/// What was forked last, and the forks: another threshold is judged on the same.
static LAST: Mutex<Option<(Forked, Arc<Fork>)>> = Mutex::new(None);

/// A scenario, the steps at which it is forked, and how far its walkers are followed.
type Forked = (Scenario, Vec<u32>, Follow);

/// The forks of a scenario, made if they are not those made last; `None` if cancelled.
pub fn kept_fork(
    scenario: &Scenario,
    at: &[u32],
    follow: Follow,
    progress: &Progress<'_>,
) -> Option<Arc<Fork>> {
    let asked = (scenario.clone(), at.to_vec(), follow);
    let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let known = last().as_ref().filter(|(of, _)| *of == asked).map(|(_, fork)| Arc::clone(fork));
    if known.is_some() {
        return known;
    }
    let made = Arc::new(fork(scenario, at, follow, progress)?);
    *last() = Some((asked, Arc::clone(&made)));
    Some(made)
}

/// Runs the scenario and forks it at the given steps (ascending); `None` if cancelled. Where a walker stands at a fork is
/// shown of the first only: they are followed to the end.
pub fn fork(scenario: &Scenario, at: &[u32], follow: Follow, progress: &Progress<'_>) -> Option<Fork> {
    let mut swarm = follow.swarm(scenario, PLACED as u32);
    let mut branches: Vec<Branch> = Vec::with_capacity(at.len());
    for &step in at.iter().chain([&scenario.steps]).filter(|&&step| step <= scenario.steps) {
        advance_to(&mut swarm, step, progress)?;
        if at.contains(&step) && branches.last().is_none_or(|last| last.step < step) {
            branches.push(branch(&swarm));
        }
    }
    let agreement =
        branches.iter().map(|a| branches.iter().map(|b| Agreement::of(&a.ends, &b.ends)).collect()).collect();
    Some(Fork { scenario: scenario.clone(), branches, agreement, summary: swarm.summary() })
}

fn branch(swarm: &Swarm) -> Branch {
    let scenario = swarm.scenario();
    let (mut x, mut y, mut age) = (Vec::new(), Vec::new(), Vec::new());
    swarm.columns(PLACED, &mut x, &mut y, &mut age);
    let census = swarm.census();
    let mean_y = census.mean_y.unwrap_or(f64::NAN);
    let mut falling = swarm.clone();
    let eta = scenario.eta.at(swarm.step()).max(f64::MIN_POSITIVE);
    let fall = (FALL * 0.5 * scenario.landscape.flatness(Valley::Flat, mean_y.max(0.0)) / eta).ceil();
    let fall = (fall as u32).clamp(1, LONGEST_FALL);
    let quiet = Scenario { noise: NoiseLaw::None, steps: swarm.step() + fall, ..scenario.clone() };
    falling.retune(&checked(&quiet));
    falling.advance(fall);
    let ends: Vec<End> = falling.walkers().map(|walker| End::of(walker.x)).collect();
    let share = |end: End| ends.iter().filter(|&&of| of == end).count() as f64;
    let [flat, sharp] = [share(End::Flat), share(End::Sharp)];
    let [f1, f2] = Valley::BOTH.map(|valley| 0.5 * end_flatness(scenario, valley, swarm.step(), mean_y));
    Branch {
        step: swarm.step(),
        x,
        y,
        mean_y,
        p_flat_before: f64::from(census.flat) / f64::from(census.live.max(1)),
        flatness: (flat * f1 + sharp * f2) / (flat + sharp).max(1.0),
        ends,
    }
}

/// f_i where plain descent along the floor of a valley arrives by the end of the run.
fn end_flatness(scenario: &Scenario, valley: Valley, step: u32, y: f64) -> f64 {
    let Scenario { landscape, .. } = scenario;
    let mut y = y;
    if scenario.hold_y.is_none() {
        for step in step..scenario.steps {
            // On the floor only the slope along it is left.
            y -= scenario.eta.at(step) * landscape.gradient(landscape.floor(valley, y), y).y;
        }
    }
    landscape.flatness(valley, y)
}

impl End {
    fn of(x: f32) -> Self {
        if x.is_nan() {
            Self::Lost
        } else if x >= 0.0 {
            Self::Flat
        } else {
            Self::Sharp
        }
    }
}

impl Agreement {
    fn of(a: &[End], b: &[End]) -> Self {
        let mut counts = [[0_u32; 2]; 2];
        for (a, b) in a.iter().zip(b).filter(|(a, b)| **a != End::Lost && **b != End::Lost) {
            counts[usize::from(*a == End::Flat)][usize::from(*b == End::Flat)] += 1;
        }
        let [[sharp, only_b], [only_a, flat]] = counts.map(|row| row.map(f64::from));
        let all = sharp + only_b + only_a + flat;
        let share = (sharp + flat) / all;
        let [flat_a, flat_b] = [only_a, only_b].map(|only| (flat + only) / all);
        let chance = flat_a * flat_b + (1.0 - flat_a) * (1.0 - flat_b);
        Self { share, kappa: (share - chance) / (1.0 - chance) }
    }
}

impl Branch {
    /// Share of walkers that end in the flat valley, with its 95 % band.
    pub fn p_flat(&self) -> (f64, (f64, f64)) {
        let flat = self.ends.iter().filter(|&&end| end == End::Flat).count() as u32;
        let live = self.ends.iter().filter(|&&end| end != End::Lost).count() as u32;
        (f64::from(flat) / f64::from(live.max(1)), wilson(flat, live))
    }
}

impl Fork {
    /// Eq. 3: the earliest fork from which on all ends agree pair by pair to at least a threshold, by their share or by
    /// another measure; none if not even the last two do.
    pub fn freezing_step(&self, threshold: f64, measure: impl Fn(&Agreement) -> f64) -> Option<u32> {
        let last = self.branches.len().checked_sub(1)?;
        let mut from = None;
        for first in (0..last).rev() {
            // Written so that forks without a walker that both have left agree in nothing.
            if !self.agreement[first][first + 1..].iter().all(|alike| measure(alike) >= threshold) {
                break;
            }
            from = Some(self.branches[first].step);
        }
        from
    }

    /// Walkers that diverged: in the run, and at most in a fall.
    pub fn lost(&self) -> [u32; 2] {
        let lost = |branch: &Branch| branch.ends.iter().filter(|&&end| end == End::Lost).count() as u32;
        [self.summary.diverged, self.branches.iter().map(lost).max().unwrap_or(0)]
    }

    /// The same for each walker by itself: the mean over walkers of the first fork from which on its end never changes.
    pub fn mean_freezing_step(&self) -> Option<f64> {
        let count = self.branches.first()?.ends.len();
        let (mut sum, mut live) = (0.0, 0_u32);
        for walker in 0..count {
            let last = self.branches.last()?.ends[walker];
            if last == End::Lost {
                continue;
            }
            let changed = self.branches.iter().rposition(|branch| branch.ends[walker] != last);
            let first = changed.map_or(0, |index| index + 1);
            sum += f64::from(self.branches[first].step);
            live += 1;
        }
        (live > 0).then(|| sum / f64::from(live))
    }
}
