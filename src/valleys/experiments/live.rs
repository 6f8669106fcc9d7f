//! The run behind the window: a swarm on a thread of its own, with play, pause, single steps, speed, live
//! changes of its scenario and bounded history to scrub in. Speed and looking never change a result.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::changes::{Change, Changes};
use crate::job::{Job, Port, Progress};
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Record, Summary, Swarm};

/// A live run as its owner sees it.
pub type Live = Job<Order, Snapshot>;

/// What the owner can ask of a live run.
#[derive(Clone, Debug)]
pub enum Order {
    /// Takes over landscape, noise, schedules, held y and length from here on.
    Retune(Box<Scenario>),
    Play,
    Pause,
    /// Advances by so many steps and pauses.
    Step(u32),
    /// Steps a second; infinite is as fast as it goes.
    Rate(f64),
}

/// The run at one moment, and its history.
pub struct Snapshot {
    /// The scenario as changed so far.
    pub scenario: Scenario,
    pub changes: Changes,
    pub playing: bool,
    /// Steps a second of the whole swarm, lately.
    pub speed: f64,
    pub record: Arc<Record>,
    /// While playing it may be a quarter of a second old, as is `freezing`.
    pub summary: Arc<Summary>,
    pub now: Arc<Picture>,
    /// Thinned pictures of the past, in order.
    pub past: Vec<Arc<Picture>>,
    /// Distribution of y at the last hop over walkers that are not hopping any more.
    pub freezing: Arc<Histogram>,
    /// The last hop of every live walker that has hopped, as old as `freezing`.
    pub last_hops: Arc<Vec<LastHop>>,
}

/// Where and when a walker hopped last, and the valley that it hopped into.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastHop {
    pub flat: bool,
    /// Step of the hop; t_f, the first state after it, is the next.
    pub step: u32,
    pub y: f32,
}

/// Every walker's place at one step (or that of the first ones, for the past).
#[derive(Clone, Debug, Default)]
pub struct Picture {
    pub step: u32,
    /// NaN once diverged.
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    /// Steps since the last hop, or since the start.
    pub age: Vec<u32>,
}

/// Counts in equal bins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    pub from: f64,
    pub to: f64,
    pub counts: Vec<u32>,
}

/// Walkers in a picture of the past.
const PAST_WALKERS: usize = 2_000;
/// Pictures of the past; when there are more, every other one goes.
const MOST_PAST: usize = 400;
/// A slice of work between two looks at the inbox.
const SLICE: Duration = Duration::from_millis(8);
/// The share of time that publishing may take.
const PUBLISHING_SHARE: f64 = 0.06;
/// Steps of a slice at least: a large swarm is advanced many steps at a time, or memory sets the pace.
const LEAST_STEPS: f64 = 16.0;
/// Between two looks at every walker's last hop while playing.
const STATISTICS_EVERY: Duration = Duration::from_millis(250);
/// Walker-steps of a replay between two looks at the clock.
const REPLAY_BURST: u32 = 20_000_000;
const FREEZING_BINS: usize = 48;

/// Starts a live run, replaying what a session has of it: changes, and steps already done.
pub fn start(
    scenario: &Scenario,
    changes: impl Into<Changes>,
    step: u32,
    threads: usize,
    wake: impl Fn() + Send + 'static,
) -> Live {
    let (scenario, changes) = (scenario.clone(), changes.into());
    Job::spawn("swarm", wake, move |port| {
        // Threads of its own; a machine that gives none runs on everyone's.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        let mut worker = Worker::new(&scenario, pool);
        let mut published = Instant::now();
        // Shows on the way how far it has come.
        let _ = worker.replay(changes, step, &mut |worker| {
            if published.elapsed() >= STATISTICS_EVERY {
                port.publish(worker.snapshot());
                published = Instant::now();
            }
            if port.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        worker.work(port);
    })
}

/// The run that [`start`] would come to, on the calling thread; `None` if cancelled.
pub fn replayed(
    scenario: &Scenario,
    changes: &[Change],
    step: u32,
    progress: &Progress<'_>,
) -> Option<Snapshot> {
    Replay::new(scenario, changes.to_vec().into()).to(step, progress)
}

/// A run gone through again from its start, on the calling thread, and looked at on the way.
pub struct Replay {
    worker: Worker,
    /// Changes still to come, the next one last.
    changes: Changes,
}

impl Replay {
    pub fn new(scenario: &Scenario, mut changes: Changes) -> Self {
        changes.reverse();
        Self { worker: Worker::new(scenario, None), changes }
    }

    /// The run at a step, which must not lie before the last one asked for; `None` if cancelled.
    pub fn to(&mut self, step: u32, progress: &Progress<'_>) -> Option<Snapshot> {
        let mut due = Changes::default();
        while let Some(change) = self.changes.pop_if(|change| change.step <= step) {
            due.push(change);
        }
        let done = self.worker.replay(due, step, &mut |worker| {
            progress(f64::from(worker.swarm.step()) / f64::from(step.max(1)))
        });
        done.is_continue().then(|| self.worker.snapshot())
    }
}

struct Worker {
    swarm: Swarm,
    changes: Changes,
    past: Vec<Arc<Picture>>,
    /// Steps between two pictures of the past.
    stride: u32,
    playing: bool,
    rate: f64,
    /// Steps owed to the chosen rate.
    owed: f64,
    speed: f64,
    statistics: Statistics,
    looked: Instant,
    /// None runs on everyone's threads.
    pool: Option<rayon::ThreadPool>,
}

/// What takes a look at every walker.
struct Statistics {
    summary: Arc<Summary>,
    freezing: Arc<Histogram>,
    last_hops: Arc<Vec<LastHop>>,
}

/// Looks at a replay after every burst.
type Watch<'a> = dyn FnMut(&mut Worker) -> ControlFlow<()> + 'a;

impl Worker {
    fn new(scenario: &Scenario, pool: Option<rayon::ThreadPool>) -> Self {
        let swarm = Swarm::new(scenario);
        let first = Arc::new(picture(&swarm, PAST_WALKERS));
        Self {
            stride: (scenario.steps / (MOST_PAST as u32 / 2)).max(1),
            changes: Changes::default(),
            past: vec![first],
            playing: false,
            rate: f64::INFINITY,
            owed: 0.0,
            speed: 0.0,
            statistics: Statistics::of(&swarm),
            looked: Instant::now(),
            pool,
            swarm,
        }
    }

    /// Runs again what a session has of the run, under the eyes of `watch`, who may break off.
    fn replay(&mut self, changes: Changes, step: u32, watch: &mut Watch<'_>) -> ControlFlow<()> {
        for change in changes.iter() {
            self.run_to(change.step, watch)?;
            self.retune(change.scenario.clone());
        }
        if self.changes == changes {
            // The very list that others have as well is soon found to be the same.
            self.changes = changes;
        }
        self.run_to(step, watch)
    }

    fn run_to(&mut self, step: u32, watch: &mut Watch<'_>) -> ControlFlow<()> {
        let burst = (REPLAY_BURST / self.swarm.scenario().walkers).max(1);
        while self.swarm.step() < step {
            self.advance(burst.min(step - self.swarm.step()), &|| false);
            watch(self)?;
        }
        ControlFlow::Continue(())
    }

    fn work(&mut self, port: &Port<Order, Snapshot>) {
        let mut last_look = Instant::now();
        let mut published = Instant::now();
        let mut cost = Duration::ZERO;
        let mut dirty = true;
        while !port.cancelled() {
            let idle = !self.playing || self.swarm.step() >= self.swarm.scenario().steps;
            if idle && !dirty {
                // Nothing moves until someone asks.
                if let Some(order) = port.wait(None) {
                    self.obey(order, port);
                    dirty = true;
                }
                last_look = Instant::now();
                self.owed = 0.0;
            }
            while let Some(order) = port.poll() {
                self.obey(order, port);
                dirty = true;
            }
            if self.playing {
                let due = last_look.elapsed();
                last_look = Instant::now();
                dirty |= self.slice(due, port);
            }
            let rest = cost.div_f64(PUBLISHING_SHARE).max(SLICE);
            let ended = !self.playing || self.swarm.step() >= self.swarm.scenario().steps;
            if dirty && (ended || published.elapsed() >= rest) {
                let start = Instant::now();
                if ended {
                    self.playing = false;
                    self.speed = 0.0;
                }
                port.publish(self.snapshot());
                published = Instant::now();
                cost = start.elapsed();
                dirty = false;
            }
        }
    }

    fn obey(&mut self, order: Order, port: &Port<Order, Snapshot>) {
        match order {
            Order::Retune(scenario) => self.retune(*scenario),
            Order::Play => {
                self.playing = self.swarm.step() < self.swarm.scenario().steps;
                self.owed = 0.0;
            }
            Order::Pause => self.playing = false,
            Order::Step(steps) => {
                self.playing = false;
                let left = self.swarm.scenario().steps.saturating_sub(self.swarm.step());
                self.advance(steps.min(left), &|| port.cancelled());
            }
            Order::Rate(rate) => self.rate = rate,
        }
    }

    fn retune(&mut self, scenario: Scenario) {
        self.swarm.retune(&scenario);
        let change = Change { step: self.swarm.step(), scenario: self.swarm.scenario().clone() };
        // A slider on its way is one change.
        if self.changes.last().is_some_and(|last| last.step == change.step) {
            self.changes.pop();
        }
        self.changes.push(change);
    }

    /// A slice of playing, given the time since the last one; whether anything moved.
    fn slice(&mut self, due: Duration, port: &Port<Order, Snapshot>) -> bool {
        let left = self.swarm.scenario().steps.saturating_sub(self.swarm.step());
        if left == 0 {
            return false;
        }
        // As many steps as fit into a slice at the speed lately seen.
        let most = (self.speed * SLICE.as_secs_f64()).max(LEAST_STEPS);
        self.owed = (self.owed + self.rate * due.as_secs_f64()).min(most);
        let steps = (self.owed.floor() as u32).min(left);
        if steps == 0 {
            let until = ((1.0 - self.owed) / self.rate).clamp(0.0, 0.25);
            if let Some(order) = port.wait(Some(Duration::from_secs_f64(until))) {
                self.obey(order, port);
            }
            return false;
        }
        self.owed -= f64::from(steps);
        let start = Instant::now();
        self.advance(steps, &|| port.cancelled());
        let speed = f64::from(steps) / start.elapsed().as_secs_f64().max(1e-9);
        self.speed = if self.speed > 0.0 { 0.8 * self.speed + 0.2 * speed } else { speed };
        true
    }

    /// Advances, taking a picture at every stride: pictures fall on the same steps at any speed.
    fn advance(&mut self, steps: u32, stop: &dyn Fn() -> bool) {
        let end = self.swarm.step() + steps;
        while self.swarm.step() < end && !stop() {
            let next = (self.swarm.step() / self.stride + 1) * self.stride;
            let burst = next.min(end) - self.swarm.step();
            match &self.pool {
                Some(pool) => pool.install(|| self.swarm.advance(burst)),
                None => self.swarm.advance(burst),
            }
            if self.swarm.step() == next {
                self.past.push(Arc::new(picture(&self.swarm, PAST_WALKERS)));
                if self.past.len() > MOST_PAST {
                    let mut index = 0;
                    self.past.retain(|_| {
                        index += 1;
                        index % 2 == 1
                    });
                    self.stride *= 2;
                }
            }
        }
    }

    fn snapshot(&mut self) -> Snapshot {
        if !self.playing || self.looked.elapsed() >= STATISTICS_EVERY {
            self.statistics = Statistics::of(&self.swarm);
            self.looked = Instant::now();
        }
        Snapshot {
            scenario: self.swarm.scenario().clone(),
            changes: self.changes.clone(),
            playing: self.playing,
            speed: self.speed,
            record: Arc::new(self.swarm.record().clone()),
            summary: Arc::clone(&self.statistics.summary),
            now: Arc::new(picture(&self.swarm, usize::MAX)),
            past: self.past.clone(),
            freezing: Arc::clone(&self.statistics.freezing),
            last_hops: Arc::clone(&self.statistics.last_hops),
        }
    }
}

impl Statistics {
    fn of(swarm: &Swarm) -> Self {
        let hopped = swarm.walkers().filter(|walker| walker.last_hop > 0 && !walker.x.is_nan());
        let last_hops: Vec<LastHop> = hopped
            .map(|walker| LastHop { flat: walker.x >= 0.0, step: walker.last_hop, y: walker.hop_y })
            .collect();
        Self {
            summary: Arc::new(swarm.summary()),
            freezing: Arc::new(freezing_heights(&last_hops)),
            last_hops: Arc::new(last_hops),
        }
    }
}

fn picture(swarm: &Swarm, most: usize) -> Picture {
    let step = swarm.step();
    let count = (swarm.scenario().walkers as usize).min(most);
    let mut picture = Picture {
        step,
        x: Vec::with_capacity(count),
        y: Vec::with_capacity(count),
        age: Vec::with_capacity(count),
    };
    swarm.columns(most, &mut picture.x, &mut picture.y, &mut picture.age);
    picture
}

/// y at the last hops.
fn freezing_heights(last_hops: &[LastHop]) -> Histogram {
    let (from, to) = last_hops.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), hop| {
        let y = f64::from(hop.y);
        (from.min(y), to.max(y))
    });
    if from > to {
        return Histogram::default();
    }
    let to = to.max(from + 1e-6);
    let mut counts = vec![0; FREEZING_BINS];
    for hop in last_hops {
        let share = (f64::from(hop.y) - from) / (to - from);
        counts[((share * FREEZING_BINS as f64) as usize).min(FREEZING_BINS - 1)] += 1;
    }
    Histogram { from, to, counts }
}
