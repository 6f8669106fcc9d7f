//! What panels of a live laboratory are drawn from, with the colours of t_c.

use super::ramp::Ramp;
use super::veil::{Piece, Veil};
use crate::networks::experiments::averaged::Averaged;
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
    /// Repeats of the run, where they are known.
    pub averaged: Option<&'a Averaged>,
    /// What is kept back.
    pub veil: Veil,
}

impl<'a> Scope<'a> {
    /// With the colours that the clocks give.
    pub fn new(sight: &'a Sight, read_at: ReadOut, agreement: f64, until: u32, held: Option<u32>) -> Self {
        let clocks = [sight.barrier_clock(), sight.jaccard_clock(read_at, agreement)];
        let ramp = Ramp::between(clocks, sight.steps());
        Self { sight, read_at, agreement, until, held, ramp, averaged: None, veil: Veil::default() }
    }

    /// The same with something kept back: colours that the clocks would give are, too.
    #[must_use]
    pub fn veiled(self, veil: Veil) -> Self {
        let veiled = Self { veil, ..self };
        Self { ramp: Ramp::between(veiled.clocks(), self.sight.steps()), ..veiled }
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
        if self.veil.hides(Piece::Clocks) {
            return [None, None];
        }
        [self.sight.barrier_clock(), self.sight.jaccard_clock(self.read_at, self.agreement)]
    }
}
