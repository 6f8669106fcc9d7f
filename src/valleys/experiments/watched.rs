//! One walker on its whole way: the few that are worked on together with it are gone through alone, which takes a moment
//! however many there are.

use serde::{Deserialize, Serialize};

use std::sync::Arc;

use super::story::{Story, Walk};
use crate::job::{Away, Job, Packing, Port, Turn};
use crate::platform::threads::{Pool, within};

/// Whose way is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    pub story: Arc<Story>,
    pub walker: u32,
}

/// The way of a walker, as far as it has been gone through.
#[derive(Serialize, Deserialize)]
pub struct Watched {
    pub of: Watch,
    /// Steps, in order, and x and y at them.
    pub way: Vec<(u32, [f32; 2])>,
}

/// Steps of some milliseconds.
const BURST: u32 = 40_000;

/// Goes the way of the walker sent last.
pub fn watch(wake: impl Fn() + Send + Sync + 'static) -> Job<Watch, Watched> {
    Job::away::<Watching>("watch", wake, ())
}

struct Watching;

impl Away for Watching {
    type From = ();
    type Told = Watch;
    type Found = Watched;

    fn begin((): ()) -> impl FnMut(&Port<Watch, Watched>) -> Turn + Send + 'static {
        let mut pool = None;
        let mut going: Option<(Watch, Walk, usize)> = None;
        move |port: &Port<Watch, Watched>| {
            if let Some(of) = port.poll_last() {
                let (walk, place) = Walk::about(&of.story, of.walker);
                going = Some((of, walk, place));
            }
            let Some((of, walk, place)) = &mut going else { return Turn::Rest(None) };
            let pool = pool.get_or_insert_with(|| Pool::new(1).ok());
            if within(pool.as_ref(), || walk.go_on(of.story.end(), BURST)) {
                let record = walk.swarm.record();
                let steps = record.samples.iter().map(|sample| sample.step);
                let way =
                    steps.zip(&record.tracers).filter_map(|(step, all)| Some((step, *all.get(*place)?)));
                port.publish(Watched { of: of.clone(), way: way.collect() });
                going = None;
            }
            Turn::Again
        }
    }

    fn packing() -> Packing<Watched> {
        Packing::plain()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valleys::experiments::run::fresh;
    use crate::valleys::model::{Preset, Scenario};

    #[test]
    fn a_walker_alone_goes_the_way_that_it_goes_among_others() {
        let start = Scenario { walkers: 200, steps: 2_000, ..Preset::Fig4.scenario() };
        let mut whole = fresh(&start);
        whole.advance(2_000);
        let story = Arc::new(Story { start, changes: Vec::new().into() });
        for walker in [0, 63, 64, 130, 199] {
            let (mut walk, place) = Walk::about(&story, walker);
            while !walk.go_on(2_000, 700) {}
            let (alone, among) = (walk.swarm.walkers().nth(place), whole.walkers().nth(walker as usize));
            assert!(alone.is_some() && alone == among, "walker {walker}: {alone:?}, not {among:?}");
        }
    }
}
