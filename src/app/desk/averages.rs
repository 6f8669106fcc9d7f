//! Repeats of the run behind the window, worked out in the background once the run itself rests: then the same where plain
//! descent is stable.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::job::{Mission, Progress, Task, Wake, aside};
use crate::networks::bench::{Bench, Page};
use crate::networks::experiments::averaged::{Averaged, averaged, control};
use crate::networks::experiments::live::Ranks;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::model::Setup;
use crate::platform::threads::{self, Pool, within};

/// What is known of the repeats.
pub struct Averages {
    asked: Option<Setup>,
    /// Of the setup, and of the control.
    tasks: [Option<Task<Averaged>>; 2],
    /// Whether they stand still, besides where the run and the hand go before them.
    held: Arc<AtomicBool>,
    ranks: Ranks,
    wake: Wake,
}

/// Runs of the setup and of the control, and branches of each.
pub const RUNS: [u32; 2] = [8, 4];
pub(super) const BRANCHES: u32 = 11;
/// Multiplications of a step that a laptop does beside everything else without being asked: those of the live size, and
/// some more.
const UNASKED: f64 = 1e7;

impl Averages {
    pub(super) fn new(ranks: &Ranks, wake: &Wake) -> Self {
        let held = Arc::default();
        Self { asked: None, tasks: [None, None], held, ranks: ranks.clone(), wake: Arc::clone(wake) }
    }

    /// Goes on with what the bench asks for; nothing begins while the laboratory is at work.
    pub(super) fn tend(&mut self, bench: &Bench, open: bool, busy: bool) {
        // What it is asked for is what runs depend on.
        let asked = Setup { agreement: 0.0, ..bench.setup.clone() };
        if self.asked.as_ref().is_some_and(|known| *known != asked) {
            (self.asked, self.tasks) = (None, [None, None]);
        }
        for task in self.tasks.iter_mut().flatten() {
            task.result();
        }
        let wanted = bench.page == Page::Matching || bench.page == Page::Run && is_light(&asked);
        self.held.store(bench.repeats_rest || !open, Ordering::Relaxed);
        if !open || busy || !wanted || bench.repeats_rest {
            return;
        }
        let [own, other] = &self.tasks;
        if own.is_none() {
            self.tasks[0] = Some(self.start(asked.clone(), RUNS[0]));
            self.asked = Some(asked);
        } else if other.is_none() && bench.page == Page::Matching && own.as_ref().is_some_and(Task::is_over) {
            self.tasks[1] = Some(self.start(control(&asked), RUNS[1]));
        }
    }

    fn start(&self, setup: Setup, runs: u32) -> Task<Averaged> {
        let (ranks, held) = (self.ranks.clone(), Arc::clone(&self.held));
        Task::away("averages", &self.wake, Averaging { setup, runs, ranks, held })
    }

    /// Of the setup on the bench, once they are there.
    pub fn own(&self) -> Option<&Averaged> {
        self.tasks[0].as_ref()?.seen()
    }

    /// Of the control.
    pub fn control(&self) -> Option<&Averaged> {
        self.tasks[1].as_ref()?.seen()
    }

    /// How much is done of what is under way.
    pub fn share(&self) -> Option<f64> {
        let under_way = |task: &&Task<Averaged>| !task.is_over();
        self.tasks.iter().flatten().find(under_way).map(Task::share)
    }

    /// Whether repeats of the setup itself are there, will not come, or are not worked out unasked.
    pub fn are_told(&self, bench: &Bench) -> bool {
        let [own, _] = &self.tasks;
        let unasked = bench.page == Page::Run && is_light(&bench.setup) && !bench.repeats_rest;
        own.as_ref().is_some_and(Task::is_over) || !unasked
    }

    /// Whether all that its page shows is there, or will not come.
    pub fn are_over(&self) -> bool {
        self.tasks.iter().all(|task| task.as_ref().is_some_and(Task::is_over))
    }
}

/// So many runs of a setup.
#[derive(Serialize, Deserialize)]
struct Averaging {
    setup: Setup,
    runs: u32,
    /// What they stand aside for; a worker has nobody beside it.
    #[serde(skip)]
    ranks: Ranks,
    #[serde(skip)]
    held: Arc<AtomicBool>,
}

impl Mission for Averaging {
    type Found = Averaged;

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn(Averaged) + Sync)) -> Option<Averaged> {
        let Self { setup, runs, ranks, held } = self;
        let prepared = Prepared::shipped(setup).ok()?;
        let waits = || held.load(Ordering::Relaxed) || ranks.hand.is_taken() || ranks.run.is_taken();
        // Threads of its own: those that stand aside here are nobody's who is waited for.
        let pool = threads::THERE_ARE.then(|| Pool::new(threads::count()).ok()).flatten();
        within(pool.as_ref(), || averaged(prepared, runs, BRANCHES, &|done| aside(progress, done, &waits)))
    }
}

fn is_light(setup: &Setup) -> bool {
    let inputs = (28 / setup.pooling.max(1)).pow(2);
    let widths: Vec<u32> = [inputs].into_iter().chain(setup.hidden.iter().copied()).chain([10]).collect();
    let weights: f64 = widths.windows(2).map(|pair| f64::from(pair[0]) * f64::from(pair[1])).sum();
    weights * f64::from(setup.digits) <= UNASKED
}
