//! What panels of a live laboratory are drawn from, and the colours of t_c: where the two clocks part hopping from settling
//! and settling from frozen.

use crate::chart::Ink;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::live::{Sight, Twig};

/// The laboratory as it is looked at.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub sight: &'a Sight,
    pub read_at: ReadOut,
    /// S_th.
    pub agreement: f64,
    /// The step looked at: branches from later ones are not there yet.
    pub until: u32,
    /// t_c of the branch that is held.
    pub held: Option<u32>,
    pub ramp: Ramp,
}

/// The walker ramp over log t_c: hopping, settling and frozen have the colours that they have in the valleys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// t_c of the five stops.
    stops: [f64; 5],
}

/// Clocks as shares of the run until they are known.
const USUAL: [f64; 2] = [0.03, 0.11];
/// The first stop before the barrier clock, and the last after the Jaccard clock.
const BEFORE: f64 = 0.1;
const AFTER: f64 = 3.2;

impl Ramp {
    /// Between the two clocks of a run of so many steps; where they coincide nothing settles.
    pub fn between(barrier: Option<u32>, jaccard: Option<u32>, steps: u32) -> Self {
        let [usual_barrier, usual_jaccard] = USUAL.map(|share| share * f64::from(steps));
        let jaccard = jaccard.map_or(usual_jaccard, f64::from).max(1.0);
        let barrier = barrier.map_or(usual_barrier, f64::from).clamp(1.0, jaccard);
        let middle = (barrier * jaccard).sqrt();
        Self { stops: [BEFORE * barrier, barrier, middle, jaccard, AFTER * jaccard] }
    }

    /// Where a t_c falls on the ramp, from 0 to 1.
    pub fn place(&self, step: u32) -> f64 {
        let step = f64::from(step);
        if step <= self.stops[0] {
            return 0.0;
        }
        // The last stop that is not after it: where two coincide, the later one.
        let after = self.stops.partition_point(|stop| *stop <= step);
        if after == self.stops.len() {
            return 1.0;
        }
        let [from, to] = [self.stops[after - 1], self.stops[after]];
        let share = (step / from).ln() / (to / from).ln();
        (after as f64 - 1.0 + share) / 4.0
    }

    pub fn ink(&self, step: u32) -> Ink {
        Ink::Ramp((255.0 * self.place(step)).round() as u8)
    }
}

impl<'a> Scope<'a> {
    /// With the colours that the clocks give.
    pub fn new(sight: &'a Sight, read_at: ReadOut, agreement: f64, until: u32, held: Option<u32>) -> Self {
        let clocks = [sight.barrier_clock(), sight.jaccard_clock(read_at, agreement)];
        let ramp = Ramp::between(clocks[0], clocks[1], sight.steps());
        Self { sight, read_at, agreement, until, held, ramp }
    }

    /// Branches that are there at the step looked at.
    pub fn twigs(&self) -> impl Iterator<Item = &'a Twig> + use<'a> {
        let until = self.until;
        self.sight.twigs.iter().map(AsRef::as_ref).filter(move |twig| twig.step <= until)
    }

    /// Those whose way is drawn.
    pub fn drawn(&self) -> impl Iterator<Item = &'a Twig> + use<'a> {
        let drawn = self.sight.drawn.clone();
        self.twigs().filter(move |twig| drawn.contains(&twig.step))
    }

    pub fn steps(&self) -> f64 {
        f64::from(self.sight.steps())
    }

    /// The two clocks, once all branches are over: of barriers and of mistakes.
    pub fn clocks(&self) -> [Option<u32>; 2] {
        [self.sight.barrier_clock(), self.sight.jaccard_clock(self.read_at, self.agreement)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_are_the_second_and_the_fourth_stop() {
        let ramp = Ramp::between(Some(60), Some(225), 2_000);
        let place = |step: u32| (1e6 * ramp.place(step)).round() / 1e6;
        assert_eq!([place(0), place(6), place(60), place(225), place(2_000)], [0.0, 0.0, 0.25, 0.75, 1.0]);
        assert!((0..2_000).all(|step| ramp.place(step) <= ramp.place(step + 1)), "later is never younger");
    }

    #[test]
    fn where_the_clocks_coincide_nothing_settles() {
        for barrier in [100, 400] {
            let ramp = Ramp::between(Some(barrier), Some(100), 2_000);
            assert!(ramp.place(99) < 0.25 + 1e-9 && ramp.place(100) >= 0.75, "{ramp:?}");
        }
    }
}
