//! What a density run did, leg by leg, so that it can be gone through again from its end to its start.

use std::ops::Range;

use super::density::PROGRESS_EVERY;
use super::kernel::Move;
use super::lattice::{Packed, Spacing, hull};
use crate::valleys::model::Valley;

/// The legs of a run, in order.
#[derive(Default)]
pub(super) struct Tape {
    pub legs: Vec<Leg>,
    steps: u32,
    last: Mark,
    next_mark: u32,
}

pub(super) enum Leg {
    /// Plain descent of both atoms, and which of them it took over the ridge.
    Descent { crossed: [bool; 2] },
    /// Both atoms spread onto a lattice.
    Spread { atoms: [f64; 2], by: Move },
    /// A share of all masses moved, so many times; nothing was outside of these stretches.
    Pushes { by: Move, share: f64, times: u32, active: [Range<usize>; 2] },
    /// The same density at other points.
    Resampled { from: Spacing, onto: Spacing },
    /// The valleys came apart,
    Apart { from: Spacing },
    /// and met again, each with half of this.
    Together(Packed),
    /// How the walkers are shared out after a step.
    Mark { at: Mark, shares: Shares },
}

/// A step, and mean and variance of y after it.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    pub step: u32,
    pub y: f64,
    pub y_variance: f64,
}

pub(super) enum Shares {
    /// Among two groups: the atoms, or the valleys.
    Each([(Valley, f64); 2]),
    Lattice(Packed),
}

/// Marks are this share of the steps past, or of all steps, apart.
const OF_THE_PAST: u32 = 50;
const OF_THE_WHOLE: u32 = 400;

impl Tape {
    pub(super) fn new(steps: u32) -> Self {
        Self { steps, ..Self::default() }
    }

    pub(super) fn add(&mut self, leg: Leg) {
        if matches!(
            (&leg, self.legs.last()),
            (Leg::Descent { crossed: [false, false] }, Some(Leg::Descent { .. }))
        ) {
            return;
        }
        self.legs.push(leg);
    }

    pub(super) fn push(&mut self, by: Move, share: f64, active: [Range<usize>; 2]) {
        if let Some(Leg::Pushes { by: last, share: last_share, times, active: whole }) = self.legs.last_mut()
            && (*last, *last_share) == (by, share)
            && *times < PROGRESS_EVERY
        {
            *times += 1;
            *whole = [0, 1].map(|side| hull(&whole[side], &active[side]));
            return;
        }
        self.legs.push(Leg::Pushes { by, share, times: 1, active });
    }

    /// The step after which the walkers are to be counted.
    pub(super) fn next_mark(&self) -> u32 {
        self.next_mark
    }

    pub(super) fn last_mark(&self) -> Mark {
        self.last
    }

    pub(super) fn mark(&mut self, at: Mark, shares: Shares) {
        let step = at.step;
        self.last = at;
        self.legs.push(Leg::Mark { at, shares });
        let next = step + (step / OF_THE_PAST).min(self.steps / OF_THE_WHOLE).max(1);
        let late = late(self.steps);
        // A hop after `late` is one within the last 1 %.
        self.next_mark =
            if (step + 1..next).contains(&late) { late } else { next.min(self.steps.max(step + 1)) };
    }
}

/// The step from which on a hop is one within the last 1 % of the steps.
pub(super) fn late(steps: u32) -> u32 {
    steps - steps / 100
}
