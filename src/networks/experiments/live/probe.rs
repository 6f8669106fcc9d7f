//! A branch on demand: from any step of a run, as soon as it is asked for, on a thread of its own. It is the same branch
//! that the laboratory would grow.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::downhill::Downhill;
use super::sight::{Trained, Twig};
use super::traces::Trace;
use crate::job::{Away, Job, Packing, Port, Precedence, Turn, Urgent};
use crate::networks::experiments::plane::Plane;
use crate::networks::experiments::prepared::{PrepareError, Prepared};
use crate::networks::experiments::run::Run;
use crate::networks::model::Setup;
use crate::networks::training::{Checkpoint, Checkpoints, descend_abreast};

/// What is asked: a step of a run, L*, and the plane that it is looked at on.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Letter", try_from = "Letter")]
pub struct Probe {
    pub prepared: Arc<Prepared>,
    pub trained: Arc<Trained>,
    pub plane: Arc<Plane>,
    pub step: u32,
    pub target: f64,
}

/// The branch as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    Job::away::<Growing>("branch", wake, Growing { hand })
}

#[derive(Serialize, Deserialize)]
struct Growing {
    /// A worker has nobody beside it.
    #[serde(skip)]
    hand: Precedence,
}

impl Away for Growing {
    type From = Self;
    type Told = Probe;
    type Found = Sprout;

    const STREAMS: bool = true;

    fn begin(Self { hand }: Self) -> impl FnMut(&Port<Probe, Sprout>) -> Turn + Send + 'static {
        let mut grown: Option<(Probe, Downhill, Urgent)> = None;
        move |port: &Port<Probe, Sprout>| {
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
        }
    }

    fn packing() -> Packing<Sprout> {
        Packing::plain()
    }
}

/// What is sent of a question: digits are where the answer is found, and of the run one state is enough.
#[derive(Serialize, Deserialize)]
struct Letter {
    setup: Setup,
    repeat: u64,
    from: Checkpoint,
    plane: Arc<Plane>,
    step: u32,
    target: f64,
}

impl From<Probe> for Letter {
    fn from(probe: Probe) -> Self {
        let Probe { prepared, trained, plane, step, target } = probe;
        let from = trained.run.checkpoints.before(step).clone();
        Self { setup: Setup::clone(&prepared.setup), repeat: trained.run.repeat, from, plane, step, target }
    }
}

impl TryFrom<Letter> for Probe {
    type Error = PrepareError;

    fn try_from(letter: Letter) -> Result<Self, PrepareError> {
        let Letter { setup, repeat, from, plane, step, target } = letter;
        let checkpoints = Checkpoints::new(from.clone(), 1, 1);
        let run = Run { repeat, checkpoints, readings: Vec::new(), end: from, diverged: false };
        let trained = Trained { run: Arc::new(run), losses: Vec::new(), stations: Vec::new(), over: true };
        Ok(Self { prepared: Prepared::at_hand(setup)?, trained: Arc::new(trained), plane, step, target })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::{bytes, read};
    use crate::networks::experiments::live::{Ranks, Worker};
    use crate::networks::model::Length;

    #[test]
    fn what_is_asked_of_another_instance_is_asked_of_the_same_run() {
        let setup = Setup { hidden: vec![8], digits: 50, test_digits: 60, ..Setup::default() };
        let setup = Setup { length: Length::Steps(600), target_loss: 0.5, ..setup };
        let mut worker = Worker::new(setup, 1, &[], Ranks::default()).expect("the digits are there");
        let sight = loop {
            worker.work();
            let sight = worker.sight(false);
            if sight.traces.is_some() {
                break sight;
            }
        };
        let traces = sight.traces.as_ref().expect("they are awaited");
        // Between two states that are kept.
        let step = 333;
        let (prepared, trained) = (Arc::clone(&sight.prepared), Arc::clone(&sight.trained));
        let asked = Probe { prepared, trained, plane: Arc::clone(&traces.plane), step, target: 0.5 };
        let come: Probe = read(&bytes(&asked));
        let at = |probe: &Probe| probe.trained.run.at(step, &probe.prepared);
        assert_eq!(at(&come), at(&asked));
        assert!(come.plane.is(&asked.plane) && (come.step, come.target) == (asked.step, asked.target));
    }
}
