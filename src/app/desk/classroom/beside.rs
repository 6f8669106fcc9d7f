//! The run of an earlier page beside this page's own, and what either remembers of its start.

use serde::{Deserialize, Serialize};

use super::{Classroom, Running};
use crate::app::desk::Desk;
use crate::job::{Mission, Progress, Task};
use crate::lessons::Step;
use crate::valleys::experiments::starts::{Starts, starts};
use crate::valleys::model::Scenario;

/// Two runs of a lesson, on their way or there.
pub struct Beside {
    /// The page that the other run is from, counted from 0.
    pub page: usize,
    pair: Task<[Starts; 2]>,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    scenarios: [Scenario; 2],
}

impl Mission for Pair {
    type Found = [Starts; 2];

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn([Starts; 2]) + Sync)) -> Option<[Starts; 2]> {
        let [other, own] = &self.scenarios;
        let other = starts(other, &|done| progress(0.5 * done))?;
        Some([other, starts(own, &|done| progress(0.5 + 0.5 * done))?])
    }
}

impl Beside {
    /// The earlier page's run and this page's, once they are there.
    pub fn pair(&self) -> Option<&[Starts; 2]> {
        self.pair.seen()
    }
}

impl Classroom {
    /// The run that is shown beside the one under way, and its page, counted from 1.
    pub fn beside(&self) -> Option<(&Starts, usize)> {
        let running = self.running.as_ref().filter(|running| !running.ended)?;
        let beside = running.beside.as_ref()?;
        beside.pair().map(|[other, _]| (other, beside.page + 1))
    }
}

impl Desk {
    /// Begins the runs that a page shows beside each other.
    pub(super) fn begin_beside(&mut self) {
        let wake = self.wake().clone();
        let Some(running) = &mut self.lessons.running else { return };
        running.beside = running.step().beside.map(|page| {
            let scenarios = [page, running.index].map(|page| scenario_of(&running.lesson.steps[page]));
            Beside { page, pair: Task::away("beside", &wake, Pair { scenarios }) }
        });
    }

    /// Takes them when they are ready.
    pub(super) fn tend_beside(&mut self) {
        if let Some(Running { beside: Some(beside), .. }) = &mut self.lessons.running {
            beside.pair.result();
        }
    }
}

/// The run that a page begins with.
pub(super) fn scenario_of(step: &Step) -> Scenario {
    let mut scenario = Scenario::default();
    step.settings.iter().for_each(|setting| setting.apply(&mut scenario));
    scenario
}
