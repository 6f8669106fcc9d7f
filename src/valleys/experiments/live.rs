//! The run behind the window: a swarm that is played, and what there is to see of it.

use serde::{Deserialize, Serialize};

use std::sync::{Arc, OnceLock};

use super::changes::{Change, Changes};
use super::measures::Measures;
use super::parcel;
use super::run::{checked, fresh};
use crate::job::live::{self, Engine, Standing};
use crate::job::{Away, Job, Packing, Port, Progress, Turn};
use crate::platform::threads::{Pool, within};
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Record, Summary, Swarm};

/// A live run as its owner sees it.
pub type Live = Job<Order, Snapshot>;

/// What the owner can ask of a live run.
pub type Order = live::Order<Scenario>;

/// A run gone through again from its start, on the calling thread, and looked at on the way.
pub type Replay = live::Run<Walkers>;

/// The run at one moment, and its history.
pub struct Snapshot {
    /// The scenario as changed so far.
    pub scenario: Scenario,
    pub changes: Changes,
    /// Changes still to come, where a run is gone through again.
    pub due: Changes,
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastHop {
    pub flat: bool,
    /// Step of the hop; t_f, the first state after it, is the next.
    pub step: u32,
    pub y: f32,
}

/// Every walker's place at one step (or that of the first ones, for the past).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Picture {
    pub step: u32,
    /// NaN once diverged.
    pub x: Vec<f32>,
    pub y: Vec<f32>,
    /// Steps since the last hop, or since the start.
    pub age: Vec<u32>,
    /// What is read off all of them; worked out when it is first asked for.
    #[serde(skip)]
    pub measures: OnceLock<Measures>,
}

impl Picture {
    pub fn measures(&self) -> &Measures {
        self.measures.get_or_init(|| Measures::of(self))
    }
}

/// Counts in equal bins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    pub from: f64,
    pub to: f64,
    pub counts: Vec<u32>,
}

/// Walkers in a picture of the past.
const PAST_WALKERS: usize = 2_000;
/// Walker-steps of some milliseconds.
const BURST: u32 = 4_000_000;
const FREEZING_BINS: usize = 48;

/// Starts a live run, replaying what a session has of it: changes, and steps already done.
pub fn start(
    scenario: &Scenario,
    changes: impl Into<Changes>,
    step: u32,
    threads: usize,
    wake: impl Fn() + Send + Sync + 'static,
) -> Live {
    let from = Played { scenario: scenario.clone(), changes: changes.into(), step, threads };
    Job::away::<Played>("swarm", wake, from)
}

/// What is played.
#[derive(Serialize, Deserialize)]
struct Played {
    scenario: Scenario,
    changes: Changes,
    step: u32,
    threads: usize,
}

impl Away for Played {
    type From = Self;
    type Told = Order;
    type Found = Snapshot;

    const STREAMS: bool = true;

    fn begin(from: Self) -> impl FnMut(&Port<Order, Snapshot>) -> Turn + Send + 'static {
        let Self { scenario, changes, step, threads } = from;
        // Threads of its own; a machine that gives none runs on everyone's.
        let engine = move || Walkers::new(&scenario, Pool::new(threads).ok());
        live::turns(engine, changes, step)
    }

    fn packing() -> Packing<Snapshot> {
        parcel::packing()
    }
}

/// A run from its start on, on the calling thread.
pub fn replay(scenario: &Scenario, changes: Changes) -> Replay {
    Replay::new(Walkers::new(scenario, None), changes)
}

/// The run that [`start`] would come to, on the calling thread; `None` if cancelled.
pub fn replayed(
    scenario: &Scenario,
    changes: &[Change],
    step: u32,
    progress: &Progress<'_>,
) -> Option<Snapshot> {
    replay(scenario, changes.to_vec().into()).to(step, progress)
}

/// A swarm to be played.
pub struct Walkers {
    swarm: Swarm,
    /// None runs on everyone's threads.
    pool: Option<Pool>,
    statistics: Statistics,
}

/// What takes a look at every walker.
struct Statistics {
    summary: Arc<Summary>,
    freezing: Arc<Histogram>,
    last_hops: Arc<Vec<LastHop>>,
}

impl Walkers {
    fn new(scenario: &Scenario, pool: Option<Pool>) -> Self {
        let swarm = fresh(scenario);
        Self { statistics: Statistics::of(&swarm), swarm, pool }
    }
}

impl Engine for Walkers {
    type Scenario = Scenario;
    type Picture = Picture;
    type Look = Snapshot;

    fn scenario(&self) -> &Scenario {
        self.swarm.scenario()
    }

    fn step(&self) -> u32 {
        self.swarm.step()
    }

    fn end(&self) -> u32 {
        self.scenario().steps
    }

    fn advance(&mut self, steps: u32) {
        within(self.pool.as_ref(), || self.swarm.advance(steps));
    }

    fn retune(&mut self, scenario: &Scenario) {
        self.swarm.retune(&checked(scenario));
    }

    fn burst(&self) -> u32 {
        BURST / self.scenario().walkers
    }

    fn picture(&self) -> Picture {
        picture(&self.swarm, PAST_WALKERS)
    }

    fn look(&mut self, run: Standing<Self>) -> Snapshot {
        if run.closely {
            self.statistics = Statistics::of(&self.swarm);
        }
        Snapshot {
            scenario: self.scenario().clone(),
            changes: run.changes,
            due: run.due,
            playing: run.playing,
            speed: run.speed,
            record: Arc::new(self.swarm.record().clone()),
            summary: Arc::clone(&self.statistics.summary),
            now: Arc::new(picture(&self.swarm, usize::MAX)),
            past: run.past,
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

/// The first walkers as they are now.
pub(super) fn picture(swarm: &Swarm, most: usize) -> Picture {
    let step = swarm.step();
    let count = (swarm.scenario().walkers as usize).min(most);
    let mut picture = Picture {
        step,
        x: Vec::with_capacity(count),
        y: Vec::with_capacity(count),
        age: Vec::with_capacity(count),
        measures: OnceLock::new(),
    };
    swarm.columns(most, &mut picture.x, &mut picture.y, &mut picture.age);
    picture.measures();
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
