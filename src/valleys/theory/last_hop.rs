//! The law of the last hop: when, and at which height, walkers hop for the last time, with no fitted constant.
//!
//! Let H(x, t) be the chance of a walker at x after t steps never to hop again. It is 1 at the end of the run; a step
//! earlier it is the mean of itself over the step's Gaussian, as far as that stays on the same side. So the density's
//! own kernels, read the other way and from the last push to the first, give it. With the density p, Σ p H over a side
//! is the share of walkers that have hopped for the last time by t and stay on this side for good: from one count of
//! them to the next it grows by the last hops into that valley.
//!
//! Walkers differ in y, too: the heights of a moment's last hops spread about the mean height as those of all walkers do
//! (`spread`). Where steps are joined, hops there and back within a push are missed; joined are only steps narrower than a
//! thirtieth of a valley, and by an estimate what is missed puts the height off by less than half a per cent.

use std::ops::{ControlFlow, Range};

use super::density::{DensityRun, DensityTrace, MOVE, POINT, PUSH, WEIGHT, pushed};
use super::kernel::{Kernel, Move};
use super::lattice::resampled_by_side;
use super::patience::{Budget, Patience};
use super::sides::SIDES;
use super::tape::{Leg, Mark, Shares, Tape, late};
use super::why::Why;
use crate::valleys::model::{Scenario, Valley};

/// When and where walkers hop for the last time within their run.
#[derive(Clone, Debug, PartialEq)]
pub struct LastHops {
    /// Stretches of the run, in order.
    pub bins: Vec<LastHopBin>,
    /// Share of walkers that never hop.
    pub never: f64,
    /// Share of walkers that hop within the last 1 % of the steps: the run ends before they freeze.
    pub still: f64,
    /// Over all walkers: one that never hops is frozen from its start.
    pub all: Freezing,
    /// Over those that hop, if any do.
    pub hopped: Option<Freezing>,
}

/// A stretch of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastHopBin {
    pub from_step: u32,
    pub to_step: u32,
    pub from_y: f64,
    pub to_y: f64,
    /// Standard deviation of y over the walkers of one time.
    pub y_sd: f64,
    /// Share of all walkers whose last hop is here, into the flat and into the steep valley.
    pub into_flat: f64,
    pub into_steep: f64,
}

/// Means and standard deviations over walkers: of y after the last hop, and of the 1-based index of that state (t_f).
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Freezing {
    pub y: f64,
    pub y_sd: f64,
    pub step: f64,
    pub step_sd: f64,
}

/// The density of x, sampled at the given steps, and by a pass back over the same pushes the law of the last hop, or
/// why there is none. `None` if `progress` breaks it off.
pub fn density_and_last_hops(
    scenario: &Scenario,
    at: &[u32],
    patience: Patience,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<(DensityTrace, Result<LastHops, Why>)> {
    let mut effort = Budget::new(patience);
    let mut run = DensityRun::recorded(scenario);
    let density = pushed(&mut run, at, scenario.steps, &mut effort, &mut |done| progress(0.5 * done))?;
    let last_hops = match density.trace.domain.why() {
        Some(why) => Err(why),
        None => counts(&run.into_tape(), &mut effort, progress)?.map(|counts| LastHops::of(&counts)),
    };
    Some((density, last_hops))
}

/// The share of walkers that never hop again after a step, by the side on which they stay: [sharp, flat].
pub(super) struct Count {
    pub at: Mark,
    pub settled: [f64; 2],
}

/// The counts at a tape's marks, first to last; `None` if broken off, an error where patience is at its end.
fn counts(
    tape: &Tape,
    effort: &mut Budget,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Option<Result<Vec<Count>, Why>> {
    let mut back = WayBack::from_the_end(tape);
    let mut counts = Vec::new();
    let (mut last, mut gone) = (1, 0);
    for leg in tape.legs.iter().rev() {
        if let Leg::Mark { at, shares } = leg {
            last = last.max(at.step);
            gone = last - at.step;
            counts.push(Count { at: *at, settled: back.settled(shares) });
            continue;
        }
        if progress(0.5 + 0.5 * f64::from(gone) / f64::from(last)).is_break() {
            return None;
        }
        let work = back.undo(leg);
        // The run has been gone through once already.
        if let Err(why) = effort.spend(work, last + gone, 2 * last) {
            return Some(Err(why));
        }
    }
    counts.reverse();
    Some(Ok(counts))
}

/// The chances never to hop again, as the run is gone through backwards.
struct WayBack {
    chances: Chances,
    spare: Vec<f64>,
    kernel: Option<Kernel>,
}

enum Chances {
    /// Of two groups: the atoms, or the valleys [sharp, flat].
    Each([f64; 2]),
    /// From every point of a lattice.
    Lattice(Vec<f64>),
}

impl WayBack {
    fn from_the_end(tape: &Tape) -> Self {
        let chances = match tape.legs.last() {
            Some(Leg::Mark { shares: Shares::Lattice(masses), .. }) => {
                Chances::Lattice(vec![1.0; masses.spacing.len])
            }
            _ => Chances::Each([1.0; 2]),
        };
        Self { chances, spare: Vec::new(), kernel: None }
    }

    /// How many of the walkers never hop again: [sharp, flat].
    fn settled(&self, shares: &Shares) -> [f64; 2] {
        match (shares, &self.chances) {
            (Shares::Each(groups), Chances::Each(chances)) => SIDES.map(|side| {
                let here = groups.iter().zip(chances).filter(|((valley, _), _)| *valley == side);
                here.map(|((_, mass), chance)| mass * chance).sum()
            }),
            (Shares::Lattice(masses), Chances::Lattice(chances)) => masses.weigh(chances),
            _ => unreachable!("chances are of what has been marked"),
        }
    }

    /// From the chances after a leg to those before it; tells how much work that was.
    fn undo(&mut self, leg: &Leg) -> f64 {
        let chances = std::mem::replace(&mut self.chances, Chances::Each([1.0; 2]));
        let (before, work) = match (leg, chances) {
            (Leg::Descent { crossed }, Chances::Each(chances)) => {
                let stays = |atom: usize| if crossed[atom] { 0.0 } else { chances[atom] };
                (Chances::Each([0, 1].map(stays)), 0.0)
            }
            (Leg::Spread { atoms, by }, Chances::Lattice(chances)) => {
                let mut kernel = Kernel::new(*by);
                let stay = |x: f64| {
                    let row = kernel.from(x);
                    kernel.gather(row, Valley::of(x), &chances)
                };
                (Chances::Each(atoms.map(stay)), PUSH)
            }
            (Leg::Pushes { by, share, times, active }, Chances::Lattice(mut chances)) => {
                let mut work = 0.0;
                for _ in 0..*times {
                    work += self.pull(by, *share, active, &mut chances);
                }
                (Chances::Lattice(chances), work)
            }
            (Leg::Resampled { from, onto }, Chances::Lattice(chances)) => {
                (Chances::Lattice(resampled_by_side(&chances, onto, from)), POINT * from.len as f64)
            }
            (Leg::Apart { from }, Chances::Each([sharp, flat])) => {
                let at = |index: usize| if index < from.zero { sharp } else { flat };
                (Chances::Lattice((0..from.len).map(at).collect()), from.len as f64)
            }
            (Leg::Together(halves), Chances::Lattice(chances)) => {
                (Chances::Each(halves.weigh(&chances).map(|half| 2.0 * half)), chances.len() as f64)
            }
            _ => unreachable!("legs follow each other as they were gone"),
        };
        self.chances = before;
        work
    }

    /// One push, the other way.
    fn pull(&mut self, by: &Move, share: f64, active: &[Range<usize>; 2], chances: &mut Vec<f64>) -> f64 {
        let kernel = match &mut self.kernel {
            Some(kernel) if kernel.made_for() == by => kernel,
            outdated => outdated.insert(Kernel::new(*by)),
        };
        // Where no walkers are nobody asks.
        self.spare.resize(by.from.len, 1.0);
        let computed = kernel.computed();
        let mut moves = 0;
        for (valley, side) in SIDES.into_iter().zip(active) {
            moves += kernel.gather_all(side.clone(), valley, share, chances, &mut self.spare);
        }
        std::mem::swap(chances, &mut self.spare);
        let points: usize = active.iter().map(Range::len).sum();
        PUSH + MOVE * moves as f64 + WEIGHT * (kernel.computed() - computed) as f64 + POINT * points as f64
    }
}

impl LastHops {
    /// Mean and standard deviation of y over the walkers of one time, along the run.
    pub fn widths(&self) -> impl Iterator<Item = [f64; 2]> {
        self.bins.iter().map(|bin| [bin.to_y, bin.y_sd])
    }

    pub(super) fn of(counts: &[Count]) -> Self {
        let share = |count: &Count| count.settled.iter().sum::<f64>();
        let bins: Vec<LastHopBin> = counts
            .windows(2)
            .map(|pair| {
                let grown = |side: usize| (pair[1].settled[side] - pair[0].settled[side]).max(0.0);
                LastHopBin {
                    from_step: pair[0].at.step,
                    to_step: pair[1].at.step,
                    from_y: pair[0].at.y,
                    to_y: pair[1].at.y,
                    y_sd: (0.5 * (pair[0].at.y_variance + pair[1].at.y_variance)).sqrt(),
                    into_flat: grown(1),
                    into_steep: grown(0),
                }
            })
            .collect();
        let never = share(&counts[0]).clamp(0.0, 1.0);
        let end = counts[counts.len() - 1].at.step;
        let still =
            counts.iter().find(|count| count.at.step >= late(end)).map_or(0.0, |count| 1.0 - share(count));
        let start = Group { share: never, y: counts[0].at.y, y_variance: 0.0, step: 1.0 };
        let hops = || bins.iter().map(LastHopBin::middle);
        Self {
            all: Freezing::over(|| std::iter::once(start).chain(hops())),
            hopped: (never < MOST_NEVER).then(|| Freezing::over(hops)),
            still: still.clamp(0.0, 1.0),
            never,
            bins,
        }
    }
}

/// If more walkers than this never hop, nothing is said of those that do.
const MOST_NEVER: f64 = 1.0 - 1e-9;

/// A share of all walkers, with mean and variance of y and the mean t_f.
#[derive(Clone, Copy)]
struct Group {
    share: f64,
    y: f64,
    y_variance: f64,
    step: f64,
}

impl LastHopBin {
    fn middle(&self) -> Group {
        let state = 0.5 * (f64::from(self.from_step) + f64::from(self.to_step) + 1.0);
        Group {
            share: self.into_flat + self.into_steep,
            y: 0.5 * (self.from_y + self.to_y),
            y_variance: self.y_sd.powi(2),
            step: state + 1.0,
        }
    }
}

impl Freezing {
    fn over<I: Iterator<Item = Group>>(groups: impl Fn() -> I) -> Self {
        let total: f64 = groups().map(|group| group.share).sum();
        let mean =
            |of: &dyn Fn(&Group) -> f64| groups().map(|group| group.share * of(&group)).sum::<f64>() / total;
        let (y, step) = (mean(&|group| group.y), mean(&|group| group.step));
        let y_sd = mean(&|group| (group.y - y).powi(2) + group.y_variance).sqrt();
        let step_sd = mean(&|group| (group.step - step).powi(2)).sqrt();
        Self { y, y_sd, step, step_sd }
    }
}
