//! Two scenarios on the same random numbers, walker by walker: whose fate differs, and how sure one can be of it.

use super::difference::Difference;
use super::run::{finish, fresh};
use crate::job::Progress;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::sim::{Record, Summary, Swarm};

/// Two runs whose walkers draw the same numbers.
#[derive(Clone, Debug)]
pub struct Rivals {
    pub a: RivalRun,
    pub b: RivalRun,
    /// Valley of each walker at the end of either run; none once diverged.
    pub fates: Vec<[Option<Valley>; 2]>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct RivalRun {
    pub scenario: Scenario,
    pub record: Record,
    pub summary: Summary,
    /// Places at the end of the first walkers.
    pub x: Vec<f32>,
    pub y: Vec<f32>,
}

/// Walkers whose place at the end is kept.
const PLACED: usize = 3_000;

/// Walkers by their two fates: flat in both, in A only, in B only, in neither; and those that either run lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    pub both: u32,
    pub only_a: u32,
    pub only_b: u32,
    pub neither: u32,
    pub lost: u32,
}

/// Runs both; B gets A's walkers and seed. `None` if cancelled.
pub fn compare(a: &Scenario, b: &Scenario, progress: &Progress<'_>) -> Option<Rivals> {
    let b = Scenario { walkers: a.walkers, seed: a.seed, ..b.clone() };
    let first = finish(fresh(a), &|share| progress(0.5 * share))?;
    let second = finish(fresh(&b), &|share| progress(0.5 + 0.5 * share))?;
    let fates = fates(&first).zip(fates(&second)).map(|(a, b)| [a, b]).collect();
    Some(Rivals { a: RivalRun::of(&first), b: RivalRun::of(&second), fates })
}

/// The valley of each walker; none once diverged.
pub fn fates(swarm: &Swarm) -> impl Iterator<Item = Option<Valley>> + '_ {
    swarm.walkers().map(|walker| (!walker.x.is_nan()).then(|| Valley::of(f64::from(walker.x))))
}

impl RivalRun {
    fn of(swarm: &Swarm) -> Self {
        let (mut x, mut y, mut age) = (Vec::new(), Vec::new(), Vec::new());
        swarm.columns(PLACED, &mut x, &mut y, &mut age);
        let (scenario, record) = (swarm.scenario().clone(), swarm.record().clone());
        Self { scenario, record, summary: swarm.summary(), x, y }
    }
}

impl Rivals {
    pub fn fates(&self) -> Fates {
        Fates::of(self.fates.iter().copied())
    }

    /// Walkers whose fate differs.
    pub fn differing(&self) -> impl Iterator<Item = usize> + '_ {
        self.fates.iter().enumerate().filter(|(_, [a, b])| a != b).map(|(walker, _)| walker)
    }
}

impl Fates {
    /// Counts walkers by their valley in A and in B.
    pub fn of(fates: impl Iterator<Item = [Option<Valley>; 2]>) -> Self {
        let mut counts = Self::default();
        for fate in fates {
            let count = match fate {
                [Some(Valley::Flat), Some(Valley::Flat)] => &mut counts.both,
                [Some(Valley::Flat), Some(Valley::Sharp)] => &mut counts.only_a,
                [Some(Valley::Sharp), Some(Valley::Flat)] => &mut counts.only_b,
                [Some(Valley::Sharp), Some(Valley::Sharp)] => &mut counts.neither,
                _ => &mut counts.lost,
            };
            *count += 1;
        }
        counts
    }

    /// P_flat of B less that of A over the walkers that both have; none without any.
    pub fn difference(&self) -> Option<Difference> {
        let pairs = self.both + self.only_a + self.only_b + self.neither;
        Difference::of_pairs(self.only_b, self.only_a, pairs)
    }
}
