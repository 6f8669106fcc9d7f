//! What becomes of a run that is left to itself: gone through to its end in the background, ahead of whoever watches it.

use serde::{Deserialize, Serialize};

use std::sync::Arc;
use std::time::Duration;

use super::story::{Story, Walk};
use crate::job::{Away, Job, Packing, Port, Progress, Turn};
use crate::platform::clock::Instant;
use crate::platform::threads::{Pool, within};
use crate::valleys::model::Valley;
use crate::valleys::sim::{Sample, Swarm, TRACERS};

/// What becomes of one walker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The step of its last hop, 0 if it never hops.
    pub last_hop: u32,
    /// Where it ends; none if it diverges.
    pub valley: Option<Valley>,
}

// What is kept of the future of every walker.
const _: () = assert!(size_of::<Outcome>() <= 8);

/// How far a run has been looked ahead, and what has been seen.
#[derive(Serialize, Deserialize)]
pub struct Ahead {
    pub story: Arc<Story>,
    pub step: u32,
    /// The swarm on its way; once walkers are frozen y goes on by its mean.
    pub samples: Vec<Sample>,
    /// What becomes of every walker, once the end is reached.
    pub fates: Option<Arc<[Outcome]>>,
}

/// Walker-steps of some milliseconds.
const BURST: u32 = 4_000_000;
const LOOK_EVERY: Duration = Duration::from_millis(150);

/// Looks ahead of the story sent last, on a thread of its own and no other: the run on show has the rest.
pub fn ahead(wake: impl Fn() + Send + Sync + 'static) -> Job<Arc<Story>, Ahead> {
    Job::away::<Looking>("ahead", wake, ())
}

struct Looking;

impl Away for Looking {
    type From = ();
    type Told = Arc<Story>;
    type Found = Ahead;

    fn begin((): ()) -> impl FnMut(&Port<Arc<Story>, Ahead>) -> Turn + Send + 'static {
        let mut pool = None;
        let mut walk: Option<Walk> = None;
        let mut published = Instant::now();
        move |port: &Port<Arc<Story>, Ahead>| {
            if let Some(story) = port.poll_last() {
                walk = Some(Walk::until_frozen(&story, TRACERS as u32));
            }
            let Some(on) = &mut walk else { return Turn::Rest(None) };
            let pool = pool.get_or_insert_with(|| Pool::new(1).ok());
            let (end, burst) = (on.story().end(), BURST / on.story().start.walkers);
            let there = within(pool.as_ref(), || on.go_on(end, burst));
            if there || published.elapsed() >= LOOK_EVERY {
                published = Instant::now();
                port.publish(Ahead::of(on, there));
            }
            if there {
                // What is known now needs no swarm.
                walk = None;
            }
            Turn::Again
        }
    }

    fn packing() -> Packing<Ahead> {
        Packing::plain()
    }
}

/// The same at once, on the calling thread; `None` if cancelled.
pub fn to_the_end(story: &Arc<Story>, progress: &Progress<'_>) -> Option<Ahead> {
    let mut walk = Walk::until_frozen(story, TRACERS as u32);
    let (end, burst) = (story.end(), BURST / story.start.walkers);
    while !walk.go_on(end, burst) {
        if progress(f64::from(walk.swarm.step()) / f64::from(end.max(1))).is_break() {
            return None;
        }
    }
    Some(Ahead::of(&walk, true))
}

impl Ahead {
    fn of(on: &Walk, there: bool) -> Self {
        Self {
            story: Arc::clone(on.story()),
            step: on.swarm.step(),
            samples: on.swarm.record().samples.clone(),
            fates: there.then(|| fates(&on.swarm)),
        }
    }
}

fn fates(swarm: &Swarm) -> Arc<[Outcome]> {
    let fate = |x: f32, last_hop| {
        let side = if x >= 0.0 { Valley::Flat } else { Valley::Sharp };
        Outcome { last_hop, valley: (!x.is_nan()).then_some(side) }
    };
    swarm.walkers().map(|walker| fate(walker.x, walker.last_hop)).collect()
}

/// Walkers that end elsewhere in one run than in another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parted {
    /// By their indices.
    pub walkers: Vec<u32>,
    /// How many of them end in the flat valley now, and how many in the steep one.
    pub into_flat: u32,
    pub into_steep: u32,
    /// How many end in the flat valley in both, and how many in the steep one.
    pub stayed: [u32; 2],
}

impl Parted {
    pub fn of(now: &[Outcome], before: &[Outcome]) -> Self {
        let mut parted = Self::default();
        for (index, (now, before)) in now.iter().zip(before).enumerate() {
            if now.valley == before.valley {
                match now.valley {
                    Some(Valley::Flat) => parted.stayed[0] += 1,
                    Some(Valley::Sharp) => parted.stayed[1] += 1,
                    None => {}
                }
                continue;
            }
            parted.walkers.push(index as u32);
            match now.valley {
                Some(Valley::Flat) => parted.into_flat += 1,
                Some(Valley::Sharp) => parted.into_steep += 1,
                None => {}
            }
        }
        parted
    }

    /// Walkers that end in a valley.
    pub fn all(&self) -> u32 {
        self.into_flat + self.into_steep + self.stayed[0] + self.stayed[1]
    }
}
