//! The laboratory at work in the background: a run of SGD, its branches in the order of t_c, two at a time, and all that is
//! read off them. It goes in turns of some milliseconds and publishes after each; wall-clock time changes what is seen
//! when, never a result.
//!
//! Memory: [`STATES`] states of the run, so many places (`TRAIL`) and three ends of each branch, and at most
//! [`MOST_KEPT`] branches of a person's own: some 40 MB at the live size, 270 MB at the paper's.

mod downhill;
mod parcel;
mod probe;
mod sight;
mod traces;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::clocks::{Barriers, Children, Similarity, children};
use super::continuation::{Branch, ReadOut};
use super::prepared::{PrepareError, Prepared};
use super::reading::{Bends, Reading};
use super::run::Run;
use crate::job::{ASIDE, Away, Job, Packing, Port, Precedence, Turn, Urgent, aside};
use crate::networks::model::{Digits, Setup, Shipped};
use crate::networks::training::{Checkpoint, Checkpoints, Dataset, Sgd, descend};
use crate::platform::clock::Instant;
use crate::platform::memory::GivesBack;
use downhill::Downhill;

pub use downhill::equal_steps;
pub use probe::{Probe, Sprout, probe};
pub use sight::{End, Sight, Station, Trained, Twig};
pub use traces::{Placed, Trace, Traces};

/// The laboratory as its owner sees it; what it publishes is the reason where there is nothing to work with.
pub type Lab = Job<Ask, Result<Sight, String>>;

/// What the owner can ask of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// L* that ends are read at from now on; nothing is trained again for it.
    Target(f64),
    /// A branch from this step stays.
    Keep(u32),
}

/// States of the run that are kept, at most.
pub const STATES: usize = 401;
/// Branches that a person may add.
pub const MOST_KEPT: usize = 16;
/// Looks at the losses along the run, and places where F and λ₁ are read.
const LOOKS: u32 = 200;
const STATIONS: u32 = 40;
/// Branches whose way is drawn, as steps of a run of [`OF_STEPS`], and how many share its first half.
const DRAWN: [u32; 10] = [0, 2, 5, 10, 20, 40, 80, 160, 320, 640];
const OF_STEPS: u32 = 2_000;
/// Steps of such a run that two children are grown from.
const PARENTS: [u32; 9] = [0, 10, 20, 40, 80, 160, 320, 640, 1_000];
const EVEN: u32 = 20;
/// A turn's length, about.
const SLICE: Duration = Duration::from_millis(14);
/// F is read at every so many of the places kept of a branch.
const ALONG: usize = 3;

/// Who goes before whom: a branch that a hand waits for before the laboratory, and that before what nobody asked for.
#[derive(Clone, Default)]
pub struct Ranks {
    pub hand: Precedence,
    pub run: Precedence,
}

/// Starts the laboratory on a setup: one of its repeats, with some more branches.
pub fn start(
    setup: Setup,
    repeat: u64,
    kept: Vec<u32>,
    ranks: Ranks,
    wake: impl Fn() + Send + Sync + 'static,
) -> Lab {
    Job::away::<Opened>("network", wake, Opened { setup, repeat, kept, ranks })
}

/// What the laboratory works at.
#[derive(Serialize, Deserialize)]
struct Opened {
    setup: Setup,
    repeat: u64,
    kept: Vec<u32>,
    /// A worker has nobody beside it.
    #[serde(skip)]
    ranks: Ranks,
}

impl Away for Opened {
    type From = Self;
    type Told = Ask;
    type Found = Result<Sight, String>;

    const STREAMS: bool = true;

    fn begin(from: Self) -> impl FnMut(&Port<Ask, Self::Found>) -> Turn + Send + 'static {
        let mut ask = Some(from);
        let mut worker = None;
        // What is at hand is got ready where it is needed.
        move |port: &Port<Ask, Self::Found>| {
            if let Some(Self { setup, repeat, kept, ranks }) = ask.take() {
                match Worker::new(setup, repeat, &kept, ranks) {
                    Ok(begun) => worker = Some(begun),
                    Err(error) => port.publish(Err(error.to_string())),
                }
            }
            worker.as_mut().map_or(Turn::Done, |worker| worker.turn(port))
        }
    }

    fn packing() -> Packing<Self::Found> {
        parcel::packing()
    }
}

fn scaled(step: u32, steps: u32) -> u32 {
    (f64::from(step) * f64::from(steps) / f64::from(OF_STEPS)).round() as u32
}

/// Work still to be done.
enum Due {
    Branch(u32),
    /// F and λ₁ at a step of the run.
    Station(u32),
    /// F along a branch.
    Along(u32),
    /// Two children of a step of the run.
    Children(u32),
    /// The plane of all that is drawn.
    Plane,
}

struct Worker {
    prepared: Arc<Prepared>,
    pictures: Arc<Digits>,
    target: f64,
    /// The run under way, and what is seen of it.
    run: Run,
    trained: Trained,
    due: VecDeque<Due>,
    /// Branches under way, and those that are over, in the order of their t_c.
    growing: Vec<Downhill>,
    over: Vec<Downhill>,
    planned: usize,
    /// t_c of those whose way is drawn.
    drawn: Arc<Vec<u32>>,
    kept: usize,
    traces: Option<Traces>,
    similarity: [Arc<Similarity>; 3],
    barriers: Option<Arc<Barriers>>,
    children: Arc<Vec<Children>>,
    /// Steps of a descent that fit into a turn, by the last one.
    burst: u32,
    ranks: Ranks,
    /// While it is at work.
    urgent: Option<Urgent>,
    /// Branches hold some tens of megabytes.
    _last: GivesBack,
}

impl Worker {
    fn new(setup: Setup, repeat: u64, kept: &[u32], ranks: Ranks) -> Result<Self, PrepareError> {
        let pictures = Digits::shipped(Shipped::Test).map_err(PrepareError::Test)?;
        let prepared = Arc::new(Prepared::shipped(setup)?);
        let steps = prepared.setup.steps();
        let start = Checkpoint::start(prepared.start.clone());
        let every = steps.div_ceil(STATES as u32 - 1);
        let run = Run {
            repeat,
            checkpoints: Checkpoints::new(start.clone(), every, STATES),
            readings: Vec::new(),
            end: start,
            diverged: false,
        };
        let nothing = || Arc::new(Similarity { steps: Vec::new(), matrix: Vec::new() });
        let mut worker = Self {
            target: prepared.setup.target_loss,
            trained: Trained {
                run: Arc::new(run.clone()),
                losses: Vec::new(),
                stations: Vec::new(),
                over: false,
            },
            run,
            due: VecDeque::new(),
            growing: Vec::new(),
            over: Vec::new(),
            planned: 0,
            drawn: Arc::default(),
            kept: 0,
            traces: None,
            similarity: [nothing(), nothing(), nothing()],
            barriers: None,
            children: Arc::default(),
            burst: 16,
            ranks,
            urgent: None,
            pictures: Arc::new(pictures),
            prepared,
            _last: GivesBack,
        };
        worker.plan(kept);
        Ok(worker)
    }

    /// What is drawn first, then what panels show besides.
    fn plan(&mut self, kept: &[u32]) {
        let steps = self.prepared.setup.steps();
        let mut drawn: Vec<u32> = DRAWN.iter().map(|&step| scaled(step, steps)).collect();
        drawn.extend(kept.iter().copied().filter(|step| *step <= steps).take(MOST_KEPT));
        drawn.sort_unstable();
        drawn.dedup();
        self.kept = kept.len().min(MOST_KEPT);
        let even = (0..=EVEN).map(|index| (u64::from(steps / 2) * u64::from(index) / u64::from(EVEN)) as u32);
        let mut others: Vec<u32> = even.filter(|step| !drawn.contains(step)).collect();
        others.dedup();
        self.planned = drawn.len() + others.len();
        // Early steps are nearer to each other, as on the timeline.
        let station = |index: u32| {
            let share = f64::from(index) / f64::from(STATIONS);
            (f64::from(steps) * share * share).round() as u32
        };
        let mut stations: Vec<u32> = (0..=STATIONS).map(station).collect();
        stations.dedup();
        let along = drawn.clone();
        self.drawn = Arc::new(drawn.clone());
        self.due.extend(drawn.into_iter().map(Due::Branch));
        self.due.push_back(Due::Plane);
        self.due.extend(stations.into_iter().map(Due::Station));
        self.due.extend(others.into_iter().map(Due::Branch));
        self.due.extend(along.into_iter().map(Due::Along));
        let mut parents: Vec<u32> = PARENTS.iter().map(|&step| scaled(step, steps)).collect();
        parents.dedup();
        self.due.extend(parents.into_iter().map(Due::Children));
    }

    fn turn(&mut self, port: &Port<Ask, Result<Sight, String>>) -> Turn {
        while let Some(ask) = port.poll() {
            self.obey(ask);
        }
        if self.ranks.hand.is_taken() {
            return Turn::Rest(Some(ASIDE));
        }
        self.urgent.get_or_insert_with(|| self.ranks.run.take());
        let rests = !self.work();
        self.urgent.take_if(|_| rests);
        // Ends read at two losses are no comparison: until all are read at the new one, the old ones stay.
        if !self.is_stale() {
            port.publish(Ok(self.sight(rests)));
        }
        if rests { Turn::Rest(None) } else { Turn::Again }
    }

    fn obey(&mut self, ask: Ask) {
        match ask {
            Ask::Target(target) => self.target = target,
            Ask::Keep(step) => {
                let known = self.over.iter().chain(&self.growing).any(|course| course.branch.step == step);
                let drawn = self.drawn.contains(&step);
                if drawn || self.kept == MOST_KEPT || step > self.run.end.step {
                    return;
                }
                self.kept += 1;
                let way = Arc::make_mut(&mut self.drawn);
                way.insert(way.partition_point(|other| *other < step), step);
                if !known {
                    self.planned += 1;
                    self.barriers = None;
                    self.due.push_back(Due::Branch(step));
                }
                self.due.push_back(Due::Along(step));
            }
        }
    }

    /// Does some milliseconds of what is most wanted; false where there is nothing to do.
    fn work(&mut self) -> bool {
        if !self.trained.over {
            self.train();
            return true;
        }
        if self.run.diverged {
            return false;
        }
        // What was read at another L* comes first: a hand is at the slider.
        if self.is_stale() {
            self.read_again();
            return true;
        }
        while self.growing.len() < 2
            && let Some(Due::Branch(step)) = self.due.front()
        {
            let step = *step;
            self.due.pop_front();
            let from = self.run.at(step, &self.prepared).weights;
            self.growing.push(Downhill::new(&self.prepared, step, from, self.prepared.setup.steps()));
        }
        if !self.growing.is_empty() {
            self.grow();
            return true;
        }
        match self.due.pop_front() {
            Some(Due::Plane) => self.lay_plane(),
            Some(Due::Station(step)) => self.read_station(step),
            Some(Due::Along(step)) => self.read_along(step),
            Some(Due::Children(step)) => self.raise(step),
            Some(Due::Branch(_)) | None => return self.close(),
        }
        true
    }

    /// The next stretch of the run.
    fn train(&mut self) {
        let setup = &self.prepared.setup;
        let steps = setup.steps();
        let until = Instant::now() + SLICE;
        let mut sgd = Sgd::from(self.run.end.clone(), setup, self.run.repeat, &self.prepared.train);
        let looks = steps.div_ceil(LOOKS);
        loop {
            let step = sgd.step();
            self.run.checkpoints.offer(&sgd);
            self.run.diverged = sgd.diverged();
            self.trained.over = step == steps || self.run.diverged;
            let seen = self.trained.losses.last().is_some_and(|(last, _)| *last == step);
            if !seen && (step.is_multiple_of(looks) || self.trained.over) {
                let on = |digits: &Dataset| digits.measure(sgd.weights()).loss;
                self.trained.losses.push((step, self.prepared.datasets().map(on)));
            }
            if self.trained.over || Instant::now() > until {
                break;
            }
            let due = self.run.checkpoints.due_in(step).min(looks - step % looks);
            sgd.advance(due.min(steps - step));
        }
        self.run.end = sgd.checkpoint();
        if self.trained.over {
            self.trained.run = Arc::new(self.run.clone());
        }
    }

    /// The next stretch of the branches under way.
    fn grow(&mut self) {
        let (prepared, target, burst) = (&self.prepared, self.target, self.burst);
        let start = Instant::now();
        self.growing.par_iter_mut().with_max_len(1).for_each(|course| {
            course.grow(prepared, burst, target, descend);
            if course.is_over(target) {
                ReadOut::ALL.into_iter().for_each(|at| course.read(prepared, at, target));
            }
        });
        let ended: Vec<Downhill> = self.growing.extract_if(.., |course| course.is_over(target)).collect();
        if ended.is_empty() {
            let share = SLICE.as_secs_f64() / start.elapsed().as_secs_f64().max(1e-6);
            self.burst = (f64::from(burst) * share.clamp(0.5, 2.0)).clamp(4.0, 4_096.0) as u32;
        }
        let came = !ended.is_empty();
        let first = self.over.is_empty() && came;
        for course in ended {
            if let Some(traces) = &mut self.traces {
                traces.take(&course);
            }
            let after = self.over.partition_point(|other| other.branch.step < course.branch.step);
            self.over.insert(after, course);
        }
        if first {
            // A first plane, until all that is drawn has come to its end.
            self.lay_plane();
        }
        if let Some(traces) = &mut self.traces {
            self.growing.iter().for_each(|course| traces.take(course));
        }
        if came {
            self.compare();
        }
    }

    fn lay_plane(&mut self) {
        let is_drawn = |course: &&Downhill| self.drawn.contains(&course.branch.step);
        let drawn: Vec<&Downhill> = self.over.iter().filter(is_drawn).collect();
        let mut traces = Traces::of(&self.trained, &drawn);
        self.over.iter().for_each(|course| traces.take(course));
        self.traces = Some(traces);
    }

    fn read_station(&mut self, step: u32) {
        let weights = self.run.at(step, &self.prepared).weights;
        let reading = Reading::take(self.prepared.datasets(), weights, step, Bends::BOTH);
        self.trained.stations.push(Station::of(&reading));
    }

    fn read_along(&mut self, step: u32) {
        let first = self.over.first().map(|course| course.branch.step);
        let place = self.over.iter_mut().find(|course| course.branch.step == step);
        if let Some(course) = place {
            // λ₁ of plain descent from the start is what tells noise from instability.
            course.read_along(&self.prepared, ALONG, first == Some(step));
        }
    }

    /// Grows two children of a step to the run's end, and looks what lies between them.
    fn raise(&mut self, step: u32) {
        let never = |_: f64| std::ops::ControlFlow::Continue(());
        let hand = &self.ranks.hand;
        let progress = |done: f64| aside(&never, done, &|| hand.is_taken());
        let grown = children(&self.prepared, &self.run, &[step], &progress);
        Arc::make_mut(&mut self.children).extend(grown.into_iter().flatten());
    }

    /// Whether ends were read at another L*.
    fn is_stale(&self) -> bool {
        self.over.iter().any(|course| !course.is_read(self.target))
    }

    /// Reads some of the ends at L* again; all of them have their turn.
    fn read_again(&mut self) {
        let (prepared, target, burst) = (&self.prepared, self.target, self.burst);
        let unread: Vec<&mut Downhill> =
            self.over.iter_mut().filter(|course| !course.is_read(target)).take(2).collect();
        unread.into_par_iter().with_max_len(1).for_each(|course| {
            course.grow(prepared, burst, target, descend);
            if course.is_over(target) {
                course.read(prepared, ReadOut::Matched, target);
            }
        });
        if self.is_stale() {
            return;
        }
        if let Some(traces) = &mut self.traces {
            self.over.iter().for_each(|course| traces.take(course));
        }
        self.compare();
        if self.barriers.take().is_some() {
            self.judge();
        }
    }

    fn branches(&self) -> Vec<Branch> {
        let bare = |course: &Downhill| Branch { trail: Vec::new(), ..course.branch.clone() };
        self.over.iter().map(bare).collect()
    }

    /// How alike ends err.
    fn compare(&mut self) {
        let (branches, digits) = (self.branches(), self.prepared.setup.test_digits);
        self.similarity = ReadOut::ALL.map(|at| Arc::new(Similarity::of(&branches, at, digits)));
    }

    /// How high barriers to the last end are.
    fn judge(&mut self) {
        let never = |_: f64| std::ops::ControlFlow::Continue(());
        let barriers = Barriers::to_the_last(&self.prepared, &self.branches(), ReadOut::Matched, &never);
        self.barriers = barriers.map(Arc::new);
    }

    /// What is left to do once all branches are over; false where nothing is.
    fn close(&mut self) -> bool {
        let open = self.barriers.is_none() && !self.over.is_empty();
        if open {
            self.judge();
        }
        open
    }

    fn sight(&mut self, rests: bool) -> Sight {
        let target = self.target;
        let courses = self.over.iter_mut().chain(&mut self.growing);
        let mut twigs: Vec<Arc<Twig>> = courses.map(|course| course.twig(target)).collect();
        twigs.sort_by_key(|twig| twig.step);
        Sight {
            prepared: Arc::clone(&self.prepared),
            pictures: Arc::clone(&self.pictures),
            target: self.target,
            trained: Arc::new(self.trained.clone()),
            twigs,
            drawn: Arc::clone(&self.drawn),
            traces: self.traces.clone().map(Arc::new),
            similarity: self.similarity.clone(),
            barriers: self.barriers.clone(),
            children: Arc::clone(&self.children),
            planned: self.planned,
            rests,
        }
    }
}
