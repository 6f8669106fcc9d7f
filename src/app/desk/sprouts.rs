//! Branches under the hand: grown where they are asked for, and kept for a while, as a hand goes to and fro.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::job::{Job, Precedence};
use crate::networks::experiments::live::{Probe, Sprout, probe};
use crate::networks::experiments::plane::Plane;

pub(super) struct Sprouts {
    job: Job<Probe, Sprout>,
    /// What was last asked for.
    asked: Option<(Arc<Plane>, u32, f64)>,
    /// As they came, the last one with as much of it as there is.
    grown: VecDeque<Arc<Sprout>>,
}

/// Branches that are kept, some 20 kB each.
const MOST: usize = 64;

impl Sprouts {
    /// They go before all work that `hand` is shared with.
    pub(super) fn new(hand: Precedence, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { job: probe(hand, wake), asked: None, grown: VecDeque::new() }
    }

    /// Has a branch grown, unless it is there or under way.
    pub(super) fn ask(&mut self, probe: Probe) {
        let key = (Arc::clone(&probe.plane), probe.step, probe.target);
        let under_way = self.asked.as_ref().is_some_and(|asked| same(asked, &key));
        let there = |sprout: &Arc<Sprout>| same(&of(sprout), &key) && !sprout.twig.growing;
        if under_way || self.grown.iter().any(there) {
            return;
        }
        self.asked = Some(key);
        self.job.send(probe);
    }

    /// Picks up what has come.
    pub(super) fn take(&mut self) {
        let Some(sprout) = self.job.latest() else { return };
        if self.grown.back().is_some_and(|known| Arc::ptr_eq(known, sprout)) {
            return;
        }
        let key = of(sprout);
        self.grown.retain(|known| !same(&of(known), &key) && !known.twig.growing);
        self.grown.push_back(Arc::clone(sprout));
        if self.grown.len() > MOST {
            self.grown.pop_front();
        }
    }

    /// Forgets those of another run.
    pub(super) fn clear(&mut self) {
        (self.asked, self.grown) = (None, VecDeque::new());
    }

    /// The branch from a step, at this L* or, until that has come, at the one before.
    pub(super) fn at(&self, plane: &Arc<Plane>, step: u32, target: f64) -> Option<&Sprout> {
        let here =
            || self.grown.iter().rev().filter(|known| known.twig.step == step && known.plane.is(plane));
        here().find(|known| known.target == target).or_else(|| here().next()).map(AsRef::as_ref)
    }

    /// Whether nothing more will come, and why nothing ever came.
    pub(super) fn fate(&self) -> (bool, Option<&str>) {
        (self.job.is_over(), self.job.refused())
    }
}

fn of(sprout: &Sprout) -> (Arc<Plane>, u32, f64) {
    (Arc::clone(&sprout.plane), sprout.twig.step, sprout.target)
}

fn same(one: &(Arc<Plane>, u32, f64), other: &(Arc<Plane>, u32, f64)) -> bool {
    (one.1, one.2) == (other.1, other.2) && one.0.is(&other.0)
}
