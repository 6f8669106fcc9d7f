//! What a live laboratory publishes of itself: plain data, shared, to be drawn and read.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::traces::Traces;
use crate::networks::experiments::clocks::{Barriers, Children, Similarity};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::reading::Reading;
use crate::networks::experiments::run::Run;
use crate::networks::model::Digits;

/// The laboratory at one moment.
#[derive(Clone)]
pub struct Sight {
    pub prepared: Arc<Prepared>,
    /// The test digits as they are pictured: with all their pixels.
    pub pictures: Arc<Digits>,
    /// L* that the ends were read at.
    pub target: f64,
    pub trained: Arc<Trained>,
    /// Branches that are over, and those under way, in the order of their t_c.
    pub twigs: Vec<Arc<Twig>>,
    /// t_c of the branches whose way is drawn.
    pub drawn: Arc<Vec<u32>>,
    /// Where they lie on the principal plane; none before there is one.
    pub traces: Option<Arc<Traces>>,
    /// Eq. 2 of the ends, in the order of [`ReadOut::ALL`].
    pub similarity: [Arc<Similarity>; 3],
    /// From ends at L* to the last one, once all branches are over.
    pub barriers: Option<Arc<Barriers>>,
    /// Between two children of some steps, as far as they are grown.
    pub children: Arc<Vec<Children>>,
    /// Branches that there will be.
    pub planned: usize,
    /// Whether nothing is under way.
    pub rests: bool,
}

/// The run of SGD, as far as it has come.
#[derive(Clone)]
pub struct Trained {
    /// Its start alone until it is over.
    pub run: Arc<Run>,
    /// Step, train loss, test loss.
    pub losses: Vec<(u32, [f64; 2])>,
    /// F and λ₁ along it.
    pub stations: Vec<Station>,
    pub over: bool,
}

/// What is read off on the way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    pub steps: u32,
    pub loss: f64,
    pub test_loss: f64,
    pub flatness: Option<f64>,
    pub sharpness: Option<f64>,
}

/// A branch as it is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Twig {
    /// t_c.
    pub step: u32,
    /// Train loss after every step of the descent.
    pub losses: Vec<f64>,
    pub stations: Vec<Station>,
    /// In the order of [`ReadOut::ALL`].
    pub ends: [Option<End>; 3],
    pub growing: bool,
    pub diverged: bool,
    /// Whether the run had come to L* before it: then it is not matched with the others.
    pub already_below: bool,
}

/// What is read off where a branch ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// Of the descent.
    pub steps: u32,
    pub loss: f64,
    pub test_loss: f64,
    /// Test digits that it takes for others, in ascending order.
    pub wrong: Vec<u32>,
    /// And for which.
    pub said: Vec<u8>,
    pub flatness: Option<f64>,
}

impl Station {
    pub fn of(reading: &Reading) -> Self {
        Self {
            steps: reading.steps,
            loss: reading.train.loss,
            test_loss: reading.test.loss,
            flatness: reading.flatness_layer(),
            sharpness: reading.sharpness(),
        }
    }
}

impl End {
    pub fn of(reading: &Reading) -> Self {
        Self {
            steps: reading.steps,
            loss: reading.train.loss,
            test_loss: reading.test.loss,
            wrong: reading.test.wrong.clone(),
            said: reading.test.said.clone(),
            flatness: reading.flatness_layer(),
        }
    }
}

impl End {
    /// The class that it takes a test digit for; none of one that it knows.
    pub fn taken_for(&self, digit: u32) -> Option<u8> {
        self.wrong.binary_search(&digit).ok().map(|place| self.said[place])
    }
}

impl Twig {
    pub fn end(&self, at: ReadOut) -> Option<&End> {
        self.ends[at as usize].as_ref()
    }

    /// The step of the run's own clock that it has come to.
    pub fn now(&self) -> u32 {
        self.step + (self.losses.len() as u32).saturating_sub(1)
    }
}

impl Trained {
    /// The train loss at the last look not after a step.
    pub fn loss_at(&self, step: u32) -> Option<[f64; 2]> {
        let after = self.losses.partition_point(|(at, _)| *at <= step);
        Some(self.losses[after.checked_sub(1)?].1)
    }

    /// The step at which the train loss was first seen above its start, of a run that diverged.
    pub fn left_at(&self) -> Option<u32> {
        let start = self.losses.first()?.1[0];
        let left = |loss: f64| !loss.is_finite() || loss > start;
        self.run.diverged.then(|| {
            let seen = self.losses.iter().rposition(|(_, [loss, _])| !left(*loss));
            let first = seen.map_or(0, |index| index + 1).min(self.losses.len() - 1);
            self.losses[first].0
        })
    }
}

impl Sight {
    pub fn twig(&self, step: u32) -> Option<&Arc<Twig>> {
        self.twigs.iter().find(|twig| twig.step == step)
    }

    /// Steps of the whole run.
    pub fn steps(&self) -> u32 {
        self.prepared.setup.steps()
    }

    /// The first t_c from which on no barrier is higher than a tenth of L*; none before all branches are over.
    pub fn barrier_clock(&self) -> Option<u32> {
        self.barriers.as_ref()?.freezing_step(self.target / 10.0)
    }

    /// The first step from which on no two children end behind a barrier higher than a tenth of L*; none before all are
    /// grown.
    pub fn children_clock(&self) -> Option<u32> {
        let clear =
            |children: &&Children| children.barrier.is_some_and(|height| height <= self.target / 10.0);
        let last = self.children.iter().rev().take_while(clear).last()?;
        self.rests.then_some(last.step)
    }

    /// Eq. 3, once all branches are over.
    pub fn jaccard_clock(&self, at: ReadOut, agreement: f64) -> Option<u32> {
        self.barriers.as_ref()?;
        self.similarity[at as usize].freezing_step(agreement)
    }
}
