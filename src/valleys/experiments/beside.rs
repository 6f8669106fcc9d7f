//! A run beside the one on show: where its walkers are at whatever step is looked at. What is kept of it does not grow with
//! the run: [`MOST_WALKERS`] walkers, and [`WAYMARKS`] states to go on from, together below [`MOST_BYTES`].

use serde::{Deserialize, Serialize};

use std::sync::Arc;

use super::live::{Picture, picture};
use super::story::{Story, Walk};
use crate::job::{Away, Job, Packing, Port, Turn};
use crate::platform::threads::{Pool, within};

/// The walkers that are shown, the first ones.
pub const MOST_WALKERS: u32 = 6_000;
/// States on the way that can be gone on from, so that looking back takes no run from the start.
pub const WAYMARKS: usize = 8;
/// What all that takes at the most.
pub const MOST_BYTES: usize = 48 << 20;
/// Walker-steps of some milliseconds.
const BURST: u32 = 3_000_000;

/// What is asked for.
#[derive(Serialize, Deserialize)]
pub struct Seek {
    pub story: Arc<Story>,
    pub step: u32,
}

/// The walkers of a story at a step.
#[derive(Serialize, Deserialize)]
pub struct Beside {
    pub story: Arc<Story>,
    pub picture: Arc<Picture>,
}

/// Goes to the story and step sent last, on a thread of its own.
pub fn beside(wake: impl Fn() + Send + Sync + 'static) -> Job<Seek, Beside> {
    Job::away::<Seeking>("beside", wake, ())
}

struct Seeking;

impl Away for Seeking {
    type From = ();
    type Told = Seek;
    type Found = Beside;

    fn begin((): ()) -> impl FnMut(&Port<Seek, Beside>) -> Turn + Send + 'static {
        let mut pool = None;
        let mut seeker: Option<Seeker> = None;
        move |port: &Port<Seek, Beside>| {
            if let Some(Seek { story, step }) = port.poll_last() {
                match &mut seeker {
                    Some(seeker) if *seeker.walk.story() == story => seeker.seek(step),
                    _ => seeker = Some(Seeker::new(&story, step)),
                }
            }
            let Some(seeker) = seeker.as_mut().filter(|seeker| !seeker.is_there) else {
                return Turn::Rest(None);
            };
            let pool = pool.get_or_insert_with(|| Pool::new(1).ok());
            if within(pool.as_ref(), || seeker.go_on()) {
                let picture = Arc::new(picture(&seeker.walk.swarm, usize::MAX));
                port.publish(Beside { story: Arc::clone(seeker.walk.story()), picture });
            }
            Turn::Again
        }
    }

    fn packing() -> Packing<Beside> {
        Packing::plain()
    }
}

/// A swarm that goes to a step, forwards or back.
struct Seeker {
    walk: Walk,
    waymarks: Vec<Walk>,
    goal: u32,
    is_there: bool,
}

impl Seeker {
    fn new(story: &Arc<Story>, step: u32) -> Self {
        let walk = Walk::of_first(story, MOST_WALKERS);
        let mut seeker = Self { walk, waymarks: Vec::new(), goal: 0, is_there: false };
        seeker.seek(step);
        seeker
    }

    fn seek(&mut self, step: u32) {
        (self.goal, self.is_there) = (step, false);
        let now = self.walk.swarm.step();
        let nearest = self.waymarks.iter().rfind(|mark| mark.swarm.step() <= step);
        match nearest {
            // What lies ahead is reached from here, unless a state farther on is known.
            Some(mark) if step < now || mark.swarm.step() > now => self.walk = mark.clone(),
            None if step < now => self.walk = Walk::of_first(self.walk.story(), MOST_WALKERS),
            _ => {}
        }
    }

    /// Goes on for some milliseconds; whether it is there.
    fn go_on(&mut self) -> bool {
        let burst = BURST / self.walk.swarm.scenario().walkers;
        self.is_there = self.walk.go_on(self.goal, burst);
        let due =
            (self.waymarks.len() + 1) as u64 * u64::from(self.walk.story().end()) / (WAYMARKS as u64 + 1);
        if self.waymarks.len() < WAYMARKS && u64::from(self.walk.swarm.step()) >= due {
            self.waymarks.push(self.walk.clone());
        }
        self.is_there
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Schedule;
    use crate::valleys::experiments::changes::{Change, Changes};
    use crate::valleys::experiments::live::replay;
    use crate::valleys::model::{Preset, Scenario};
    use crate::valleys::sim::Swarm;

    fn story(walkers: u32, steps: u32) -> Arc<Story> {
        let start = Scenario { walkers, steps, ..Preset::Fig4.scenario() };
        let hotter = Scenario { sigma: Schedule::Constant(0.2), ..start.clone() };
        let changes = vec![Change { step: steps / 3, scenario: hotter }];
        Arc::new(Story { start, changes: Changes::from(changes) })
    }

    fn at(seeker: &mut Seeker, step: u32) -> Picture {
        seeker.seek(step);
        while !seeker.go_on() {}
        picture(&seeker.walk.swarm, usize::MAX)
    }

    #[test]
    fn forwards_and_back_it_has_the_bits_of_the_run() {
        let story = story(200, 3_000);
        let mut seeker = Seeker::new(&story, 0);
        for step in [0, 900, 1_000, 1_001, 2_999, 40, 1_700, 1_699, 3_000] {
            let beside = at(&mut seeker, step);
            let there = replay(&story.start, story.changes.clone())
                .to(step, &|_| std::ops::ControlFlow::Continue(()));
            let there = there.expect("nobody broke it off").now;
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(
                (beside.step, bits(&beside.x), bits(&beside.y)),
                (step, bits(&there.x), bits(&there.y))
            );
            assert_eq!(beside.age, there.age);
        }
    }

    #[test]
    fn a_large_run_takes_no_more_memory_than_promised() {
        let story = story(20_000, 9_000);
        let mut seeker = Seeker::new(&story, 0);
        at(&mut seeker, 9_000);
        let kept: Vec<&Swarm> =
            seeker.waymarks.iter().map(|mark| &mark.swarm).chain([&seeker.walk.swarm]).collect();
        assert_eq!(kept.len(), WAYMARKS + 1);
        // As long as records get.
        let record = |swarm: &Swarm| {
            let of = swarm.record();
            4_096 * (size_of_val(&of.samples[0]) + size_of_val(&of.tracers[0]) + 8 * of.tracers[0].len())
        };
        let bytes: usize =
            kept.iter().map(|swarm| 64 * swarm.scenario().walkers as usize + record(swarm)).sum();
        assert!(kept.iter().all(|swarm| swarm.scenario().walkers == MOST_WALKERS));
        assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    }
}
