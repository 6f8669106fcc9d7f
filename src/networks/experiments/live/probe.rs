//! A branch on demand: from any step of a run, as soon as it is asked for, on a thread of its own. It is the same branch
//! that the laboratory would grow.

use std::sync::Arc;

use super::downhill::Downhill;
use super::sight::{Trained, Twig};
use super::traces::Trace;
use crate::job::{Job, Port, Precedence, Turn, Urgent};
use crate::networks::experiments::plane::Plane;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::training::descend_abreast;

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
    pub target: f64,
    pub twig: Arc<Twig>,
    pub trace: Arc<Trace>,
}

/// Steps before the first look, and between two: a person sees the branch at once, and grow.
const FIRST: u32 = 8;
const STEPS: u32 = 96;

/// Whoever grows branches; the last one asked for is grown, and goes before all that `hand` is shared with.
pub fn probe(hand: Precedence, wake: impl Fn() + Send + Sync + 'static) -> Job<Probe, Sprout> {
    let mut grown: Option<(Probe, Downhill, Urgent)> = None;
    Job::spawn("branch", wake, move |port: &Port<Probe, Sprout>| {
        let mut steps = STEPS;
        if let Some(asked) = port.poll_last() {
            let urgent = hand.take();
            let from = asked.trained.run.at(asked.step, &asked.prepared).weights;
            let course = Downhill::new(&asked.prepared, asked.step, from, asked.prepared.setup.steps());
            grown = Some((asked, course, urgent));
            steps = FIRST;
        }
        let Some((asked, course, _)) = &mut grown else { return Turn::Rest(None) };
        course.grow(&asked.prepared, steps, asked.target, descend_abreast);
        let over = course.is_over(asked.target);
        if over {
            course.read_abreast(&asked.prepared, asked.target);
        }
        let twig = course.twig(asked.target);
        let trace = Arc::new(Trace::of(course, &asked.plane));
        port.publish(Sprout { plane: Arc::clone(&asked.plane), target: asked.target, twig, trace });
        if over {
            grown = None;
            return Turn::Rest(None);
        }
        Turn::Again
    })
}
