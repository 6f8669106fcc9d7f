//! A branch on demand: from any step of a run, as soon as it is asked for, on a thread of its own. It is the same branch
//! that the laboratory would grow.

use std::sync::Arc;

use super::downhill::Downhill;
use super::sight::{Trained, Twig};
use super::traces::Trace;
use crate::job::{Job, Port, Turn};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::plane::Plane;
use crate::networks::experiments::prepared::Prepared;

/// What is asked: a step of a run, L*, and the plane that it is looked at on.
#[derive(Clone)]
pub struct Probe {
    pub prepared: Arc<Prepared>,
    pub trained: Arc<Trained>,
    pub plane: Arc<Plane>,
    pub step: u32,
    pub target: f64,
}

/// The branch as far as it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Sprout {
    pub plane: Arc<Plane>,
    pub twig: Arc<Twig>,
    pub trace: Arc<Trace>,
}

/// Steps before the first look, and between two: a person sees the branch at once, and grow.
const FIRST: u32 = 8;
const STEPS: u32 = 48;

/// Whoever grows branches; the last one asked for is grown.
pub fn probe(wake: impl Fn() + Send + Sync + 'static) -> Job<Probe, Sprout> {
    let mut grown: Option<(Probe, Downhill)> = None;
    Job::spawn("branch", wake, move |port: &Port<Probe, Sprout>| {
        let mut steps = STEPS;
        if let Some(asked) = port.poll_last() {
            let from = asked.trained.run.at(asked.step, &asked.prepared).weights;
            let course = Downhill::new(&asked.prepared, asked.step, from, asked.prepared.setup.steps());
            grown = Some((asked, course));
            steps = FIRST;
        }
        let Some((asked, course)) = &mut grown else { return Turn::Rest(None) };
        course.grow(&asked.prepared, steps, asked.target);
        let over = course.is_over(asked.target);
        if over {
            ReadOut::ALL.into_iter().for_each(|at| course.read(&asked.prepared, at, asked.target));
        }
        let twig = course.twig(asked.target);
        let trace = Arc::new(Trace::of(course, &asked.plane));
        port.publish(Sprout { plane: Arc::clone(&asked.plane), twig, trace });
        if over {
            grown = None;
            return Turn::Rest(None);
        }
        Turn::Again
    })
}
