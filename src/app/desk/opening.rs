//! The first ten seconds: one walker's life, made in the background and shown once.

use serde::{Deserialize, Serialize};

use super::Desk;
use crate::job::{Mission, Progress, Task};
use crate::valleys::experiments::life::{Life, life};
use crate::valleys::model::Preset;

/// What is shown before anything else.
pub struct Opening {
    life: Task<Life>,
}

/// The steps that are gone through, and how closely the walker is followed.
const STEPS: u32 = 24_000;
const STRIDE: u32 = 40;

#[derive(Serialize, Deserialize)]
struct Living;

impl Mission for Living {
    type Found = Life;

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn(Life) + Sync)) -> Option<Life> {
        life(&Preset::Fig4.scenario(), STEPS, STRIDE, progress)
    }
}

impl Opening {
    /// The life, once it is there.
    pub fn life(&self) -> Option<&Life> {
        self.life.seen()
    }
}

impl Desk {
    /// Opens what is shown at the first start, or closes it.
    pub(super) fn toggle_opening(&mut self) {
        if self.around.opening.take().is_some() {
            return;
        }
        self.run.pause();
        self.around.opening = Some(Opening { life: Task::away("opening", self.wake(), Living) });
    }

    /// Takes the life when it is ready; without a thread for it there is nothing to show.
    pub(super) fn tend_opening(&mut self) {
        // Looking whether it is lost takes its result, too.
        self.around.opening.take_if(|opening| opening.life.is_lost());
        if let Some(opening) = &mut self.around.opening {
            opening.life.result();
        }
    }
}
