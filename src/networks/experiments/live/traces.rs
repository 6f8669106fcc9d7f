//! Where the run and its branches lie on their principal plane, which goes through the run's last point: there, and on
//! the plane alone, its train loss is exact.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::downhill::Downhill;
use super::sight::Trained;
use crate::networks::curvature::Part;
use crate::networks::experiments::plane::Plane;
use crate::networks::model::Weights;
use crate::networks::training::Checkpoint;

/// A step, and where its network lies on the plane.
pub type Placed = (u32, [f64; 2]);

/// Shadows of networks on the plane.
#[derive(Clone, Debug)]
pub struct Traces {
    pub plane: Arc<Plane>,
    /// Of the run.
    pub sgd: Arc<Vec<Placed>>,
    /// Of the branches, in the order of their t_c.
    pub twigs: Vec<Arc<Trace>>,
    /// How far points lie off the plane at most.
    pub off: f64,
}

/// Of one branch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// t_c.
    pub step: u32,
    /// After some steps of the descent; the last is as far as it has come.
    pub path: Vec<Placed>,
    /// In the order of [`ReadOut::ALL`](crate::networks::experiments::continuation::ReadOut::ALL).
    pub ends: [Option<[f64; 2]>; 3],
}

/// Every so many of the run's states, and of the places kept of a branch, take part in choosing the plane.
const OF_THE_RUN: usize = 5;
const OF_A_BRANCH: usize = 2;

impl Traces {
    /// On the plane of a run, and of the branches that there are.
    pub fn of(trained: &Trained, courses: &[&Downhill]) -> Self {
        let run = &trained.run;
        let last = &run.end.weights;
        let states = || run.checkpoints.kept().iter();
        let mut networks: Vec<&Weights> =
            states().step_by(OF_THE_RUN).map(|checkpoint| &checkpoint.weights).collect();
        for course in courses {
            let places = course.branch.trail.iter().skip(1).step_by(OF_A_BRANCH);
            networks.extend(places.map(|(_, weights)| weights));
        }
        networks.push(last);
        let plane = Plane::of(&networks, Part::All, last).through(last);
        // The run goes straight to the right on every plane, so that it stays where it is from one to the next; the first
        // branch goes down.
        let start = plane.shadow(&run.checkpoints.kept()[0].weights);
        let plane = plane.turned_along(start.map(|place| -place));
        let below = courses.first().map_or(-1.0, |course| plane.shadow(course.head())[1]);
        let plane = plane.turned([false, below > 0.0]);
        let place = |checkpoint: &Checkpoint| (checkpoint.step, plane.shadow(&checkpoint.weights));
        let mut sgd: Vec<Placed> = states().map(place).collect();
        if sgd.last().is_none_or(|(step, _)| *step < run.end.step) {
            sgd.push(place(&run.end));
        }
        let off = networks.iter().map(|weights| plane.off(weights)).fold(0.0, f64::max);
        let plane = Arc::new(plane);
        let twigs = courses.iter().map(|course| Arc::new(Trace::of(course, &plane))).collect();
        Self { plane, sgd: Arc::new(sgd), twigs, off }
    }

    /// Takes a branch anew.
    pub fn take(&mut self, course: &Downhill) {
        let trace = Arc::new(Trace::of(course, &self.plane));
        self.off = self.off.max(self.plane.off(course.head()));
        match self.twigs.binary_search_by_key(&trace.step, |known| known.step) {
            Ok(place) => self.twigs[place] = trace,
            Err(place) => self.twigs.insert(place, trace),
        }
    }

    /// Share of the networks' variance that the plane holds.
    pub fn held(&self) -> f64 {
        self.plane.shares.iter().sum()
    }

    pub fn twig(&self, step: u32) -> Option<&Arc<Trace>> {
        self.twigs.iter().find(|trace| trace.step == step)
    }

    /// The stretches of the plane that hold all of it.
    pub fn extent(&self) -> [[f64; 2]; 2] {
        let branches = self.twigs.iter().flat_map(|trace| &trace.path);
        let all = self.sgd.iter().chain(branches).map(|(_, place)| place);
        let mut extent = [[f64::INFINITY, f64::NEG_INFINITY]; 2];
        for place in all.filter(|place| place.iter().all(|value| value.is_finite())) {
            for (range, value) in extent.iter_mut().zip(place) {
                *range = [range[0].min(*value), range[1].max(*value)];
            }
        }
        extent
    }
}

impl Trace {
    pub fn of(course: &Downhill, plane: &Plane) -> Self {
        let branch = &course.branch;
        let mut path: Vec<Placed> =
            branch.trail.iter().map(|(steps, weights)| (*steps, plane.shadow(weights))).collect();
        path.push((course.done(), plane.shadow(course.head())));
        let ends = [0, 1, 2].map(|at| branch.ends[at].as_ref().map(|end| plane.shadow(&end.weights)));
        Self { step: branch.step, path, ends }
    }
}
