//! One descent from a step of a run, done in turns: it can be looked at on its way, and read off afterwards at any train
//! loss that it has passed through.

use std::sync::{Arc, Mutex, PoisonError};

use super::sight::{End, Station, Twig};
use crate::networks::experiments::continuation::{Branch, ReadOut, is_due};
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::model::Weights;
use crate::networks::training::{Descending, Descent, Tally};
use crate::platform::threads;

/// A descent as far as it has come.
pub struct Downhill {
    /// What has been read off it.
    pub branch: Branch,
    /// F and λ₁ on its way.
    pub stations: Vec<Station>,
    /// After as many steps as have been looked at.
    weights: Weights,
    /// Where it is read off, as far as it has come: at L* as that was then, and after its other two.
    passed: Vec<(u32, Weights)>,
    /// Train loss after every step, the start among them, and whether all digits were right.
    looks: Vec<(f64, bool)>,
    /// L* of the last reading at equal loss.
    read_at: f64,
    /// As it was last looked at, if nothing has changed since.
    seen: Option<Arc<Twig>>,
    /// Steps to the horizon, to the reading after equally many, and to where L* is waited for no longer.
    horizon: u32,
    equal: u32,
    patience: u32,
}

/// Places on its way that are kept of a descent: what lies between two of them is gone through again.
pub const TRAIL: u32 = 24;
/// Steps that L* is waited for at most, over those of the run.
const PATIENCE: u32 = 2;
/// Of the second layer: what F is.
pub const LAYER: Bends = Bends { layer: true, all: false };

/// Steps of a descent to its reading after equally many.
pub fn equal_steps(steps: u32) -> u32 {
    steps.div_ceil(4)
}

impl Downhill {
    /// From the weights of a step of a run that has so many.
    pub fn new(prepared: &Prepared, step: u32, weights: Weights, steps: u32) -> Self {
        let eta = prepared.setup.descent_eta_from(step);
        let branch = Branch {
            step,
            eta,
            ends: Default::default(),
            trail: vec![(0, weights.clone())],
            diverged: false,
        };
        Self {
            branch,
            stations: Vec::new(),
            weights,
            passed: Vec::new(),
            looks: Vec::new(),
            read_at: f64::NAN,
            seen: None,
            horizon: steps.saturating_sub(step),
            equal: equal_steps(steps),
            patience: PATIENCE * steps,
        }
    }

    /// The last step that every reading but that at L* needs.
    fn end(&self) -> u32 {
        self.horizon.max(self.equal)
    }

    /// The step of the descent at which it is read off, as far as it has come.
    fn reading_at(&self, at: ReadOut, target: f64) -> Option<u32> {
        let reached = |step: u32| (self.looks.len() as u32 > step).then_some(step);
        match at {
            ReadOut::Matched => {
                self.looks.iter().position(|&(loss, right)| right && loss <= target).map(|step| step as u32)
            }
            ReadOut::Horizon => reached(self.horizon),
            ReadOut::Equal => reached(self.equal),
        }
    }

    /// Whether it has come as far as its readings need.
    pub fn is_over(&self, target: f64) -> bool {
        let done = self.looks.len() as u32;
        let came = done > self.end();
        let waits = || done <= self.patience && self.reading_at(ReadOut::Matched, target).is_none();
        self.branch.diverged || came && !waits()
    }

    /// Goes on for so many steps, or until it is over.
    pub fn grow(&mut self, prepared: &Prepared, steps: u32, target: f64, way: Descending) {
        self.seen = None;
        if steps == 0 || self.is_over(target) {
            return;
        }
        let until = self.looks.len() + steps as usize;
        let (from, eta) = (self.weights.clone(), self.branch.eta);
        self.weights = way(&prepared.train, from, eta, &mut |tally, weights| {
            self.look(tally, weights, prepared, target);
            self.looks.len() < until && !self.is_over(target)
        });
    }

    /// Takes down how it stands before a step.
    fn look(&mut self, tally: Tally, weights: &Weights, prepared: &Prepared, target: f64) {
        let done = self.done();
        let right = tally.right as usize == prepared.train.len();
        let matches = right && tally.loss <= target && self.reading_at(ReadOut::Matched, target).is_none();
        self.looks.push((tally.loss, right));
        self.branch.diverged = !tally.loss.is_finite();
        let here = || (done, weights.clone());
        let beyond = done > self.end() && done.is_multiple_of(self.end().div_ceil(8).max(1));
        if done > 0 && (is_due(done, self.end(), TRAIL) || beyond) {
            self.branch.trail.push(here());
        }
        // It will be read off here.
        if matches || done == self.horizon || done == self.equal {
            self.passed.retain(|(step, _)| [self.horizon, self.equal].contains(step));
            self.passed.push(here());
        }
    }

    /// The weights after a step of the descent, gone through again from the last that were kept: the same bits.
    fn at(&self, step: u32, prepared: &Prepared) -> Weights {
        let kept = self.branch.trail.iter().chain(&self.passed).filter(|(kept, _)| *kept <= step);
        let (from, weights) = kept.max_by_key(|(kept, _)| *kept).expect("its start is kept");
        let mut descent = Descent::new(&prepared.train, weights.clone());
        for _ in *from..step {
            descent.look();
            descent.step(self.branch.eta);
        }
        descent.into_weights()
    }

    /// Whether the run had come to L* before it: then it is not matched with the others.
    fn is_already_below(&self, target: f64) -> bool {
        self.reading_at(ReadOut::Matched, target) == Some(0)
    }

    /// Whether what has been read at L* was read at this one.
    pub fn is_read(&self, target: f64) -> bool {
        self.is_over(target) && self.read_at == target
    }

    /// Reads it off at one of the places; nothing where it did not come so far.
    pub fn read(&mut self, prepared: &Prepared, at: ReadOut, target: f64) {
        let found = self.reading(prepared, at, target);
        self.put(at, target, found);
    }

    /// The same at all of them, on all threads there are.
    pub fn read_abreast(&mut self, prepared: &Prepared, target: f64) {
        let found = ReadOut::ALL.map(|_| Mutex::new(None));
        let read = |index: usize| {
            let reading = self.reading(prepared, ReadOut::ALL[index], target);
            *found[index].lock().unwrap_or_else(PoisonError::into_inner) = reading;
        };
        threads::in_rounds(found.len(), read, |round| round());
        for (at, found) in ReadOut::ALL.into_iter().zip(found) {
            self.put(at, target, found.into_inner().unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn reading(&self, prepared: &Prepared, at: ReadOut, target: f64) -> Option<Reading> {
        let unmatched = at == ReadOut::Matched && self.is_already_below(target);
        let step = self.reading_at(at, target).filter(|_| !self.branch.diverged && !unmatched)?;
        match &self.branch.ends[at as usize] {
            Some(known) if known.steps == step => Some(known.clone()),
            _ => Some(Reading::take(prepared.datasets(), self.at(step, prepared), step, LAYER)),
        }
    }

    fn put(&mut self, at: ReadOut, target: f64, found: Option<Reading>) {
        self.seen = None;
        if at == ReadOut::Matched {
            self.read_at = target;
        }
        self.branch.ends[at as usize] = found;
    }

    /// Reads F off at some of the places that are kept of its way; λ₁ of all weights where it is asked for.
    pub fn read_along(&mut self, prepared: &Prepared, every: usize, all: bool) {
        let bends = Bends { layer: true, all };
        let places = self.branch.trail.iter().step_by(every);
        let read = |(steps, weights): &(u32, Weights)| {
            Station::of(&Reading::take(prepared.datasets(), weights.clone(), *steps, bends))
        };
        self.stations = places.map(read).collect();
        self.seen = None;
    }

    /// Steps that it has come.
    pub fn done(&self) -> u32 {
        self.looks.len() as u32
    }

    /// The weights that it has come to.
    pub fn head(&self) -> &Weights {
        &self.weights
    }

    /// It as it is looked at, made anew only where it has changed.
    pub fn twig(&mut self, target: f64) -> Arc<Twig> {
        let twig = self.seen.take().unwrap_or_else(|| Arc::new(self.looked_at(target)));
        self.seen = Some(Arc::clone(&twig));
        twig
    }

    fn looked_at(&self, target: f64) -> Twig {
        Twig {
            step: self.branch.step,
            losses: self.looks.iter().map(|(loss, _)| *loss).collect(),
            stations: self.stations.clone(),
            ends: [0, 1, 2].map(|at| self.branch.ends[at].as_ref().map(End::of)),
            growing: !self.is_over(target),
            diverged: self.branch.diverged,
            already_below: self.is_already_below(target),
        }
    }
}
