//! Walkers that pass from the floor of one valley to that of the other, counted at a height held still.
//!
//! A hop is a change of sign, and most hops are undone within a few steps: their number grows like 1/√η and has no
//! limit. A passage is what does: a walker belongs to the floor that it visited last, and passes when it comes to the
//! other one. The swarm is the engine's own; it is looked at between its steps, so often that no visit to a floor is
//! missed.

use super::held::Held;
use super::run::fresh;
use crate::job::Progress;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::theory::relaxation_time;

/// The passages out of one valley.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByFloor {
    pub count: u64,
    /// Optimisation time Ση of all walkers together while they belonged to the valley.
    pub time: f64,
}

/// Of either valley.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    pub flat: ByFloor,
    pub sharp: ByFloor,
}

/// Looks in a relaxation time.
const LOOKS: f64 = 64.0;

impl ByFloor {
    /// Mean time of a passage, with its standard error: the times are as good as exponential.
    pub fn mean_time(&self) -> Option<[f64; 2]> {
        let count = self.count as f64;
        (self.count > 0).then(|| [self.time / count, self.time / count / count.sqrt()])
    }
}

impl Counted {
    /// Out of a valley.
    pub fn out_of(&self, valley: Valley) -> &ByFloor {
        match valley {
            Valley::Flat => &self.flat,
            Valley::Sharp => &self.sharp,
        }
    }
}

/// Counts the passages of so many walkers, which start half at either floor, over an optimisation time; `None` if
/// cancelled.
pub fn passages(held: &Held, walkers: u32, time: f64, progress: &Progress<'_>) -> Option<Counted> {
    let Held { landscape, y, eta, .. } = *held;
    let floors = Valley::BOTH.map(|valley| landscape.floor(valley, y));
    let [relaxed, other] = Valley::BOTH.map(|valley| relaxation_time(&landscape, valley, y));
    let between = (relaxed.min(other) / (LOOKS * eta)).max(1.0) as u32;
    // Not nearer to the ridge than the floor, on either side.
    let x_i = floors[0].max(-floors[1]);
    let steps = (time / eta).ceil() as u32;
    let mut swarm = fresh(&Scenario { x_i, walkers, steps, ..held.scenario() });
    let mut last: Vec<Valley> = (0..walkers).map(|walker| start(swarm.scenario(), walker)).collect();
    let mut counted = [ByFloor::default(); 2];
    let (mut x, mut y, mut age) = (Vec::new(), Vec::new(), Vec::new());
    while swarm.step() < steps {
        let taken = between.min(steps - swarm.step());
        swarm.advance(taken);
        for column in [&mut x, &mut y] {
            column.clear();
        }
        age.clear();
        swarm.columns(walkers as usize, &mut x, &mut y, &mut age);
        for (last, x) in last.iter_mut().zip(&x) {
            let from = &mut counted[usize::from(*last == Valley::Sharp)];
            from.time += f64::from(taken) * eta;
            let [flat, sharp] = [f64::from(*x) >= floors[0], f64::from(*x) <= floors[1]];
            let comes_to = match *last {
                Valley::Flat if sharp => Valley::Sharp,
                Valley::Sharp if flat => Valley::Flat,
                stays => stays,
            };
            from.count += u64::from(comes_to != *last);
            *last = comes_to;
        }
        if progress(f64::from(swarm.step()) / f64::from(steps)).is_break() {
            return None;
        }
    }
    let [flat, sharp] = counted;
    Some(Counted { flat, sharp })
}

fn start(scenario: &Scenario, walker: u32) -> Valley {
    if scenario.starts_flat(walker) { Valley::Flat } else { Valley::Sharp }
}
