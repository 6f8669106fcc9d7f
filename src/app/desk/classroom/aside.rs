//! A figure that a page of the networks shows in the place of the run, made in the background.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Classroom;
use crate::app::desk::Desk;
use crate::chart::Figure;
use crate::job::{Mission, Progress, Task, readable};
use crate::networks::experiments::prepared::Prepared;
use crate::networks::figures::{Effort, Source, named};
use crate::networks::model::Setup;

/// The figure of a page, on its way or there.
pub struct Aside {
    task: Task<Figure>,
    pub figure: Option<Arc<Figure>>,
}

#[derive(Serialize, Deserialize)]
struct Drawn {
    name: String,
    #[serde(with = "readable")]
    setup: Setup,
}

impl Mission for Drawn {
    type Found = Figure;

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn(Figure) + Sync)) -> Option<Figure> {
        let prepared = Prepared::shipped(self.setup).ok()?;
        (named(&self.name)?.make)(&Source::new(prepared, Effort::Quick), progress)
    }
}

impl Aside {
    /// How much of it is done.
    pub fn share(&self) -> f64 {
        self.task.share()
    }
}

impl Classroom {
    /// The figure in the place of the run, of the page under way.
    pub fn aside(&self) -> Option<&Aside> {
        self.running.as_ref().filter(|running| !running.ended)?.aside.as_ref()
    }
}

impl Desk {
    /// Begins the figure that a page shows.
    pub(super) fn begin_aside(&mut self) {
        let wake = self.wake().clone();
        let Some(running) = &mut self.lessons.running else { return };
        running.aside = running.step().figure().map(|entry| {
            let drawn = Drawn { name: entry.name.to_owned(), setup: running.step().bench().setup };
            Aside { task: Task::away("aside", &wake, drawn), figure: None }
        });
    }

    /// Takes it when it is ready.
    pub(super) fn tend_aside(&mut self) {
        if let Some(aside) = self.lessons.running.as_mut().and_then(|running| running.aside.as_mut()) {
            aside.figure = aside.task.result().cloned().or(aside.figure.take());
        }
    }
}
