//! What is done with files for the desk: away from the window's own thread, one thing after the other.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Desk;
use crate::job::Task;
use crate::platform::threads;
use crate::say;

/// How the desk takes note of what has been done.
pub(super) type Then = Box<dyn FnOnce(&mut Desk) + Send>;

/// What is to be done, and what is being done.
#[derive(Default)]
pub(super) struct Errands {
    waiting: VecDeque<Box<dyn FnOnce() -> Then + Send>>,
    out: Option<Task<Mutex<Option<Then>>>>,
}

impl Desk {
    /// Has something done, after what is being done already, and then takes note of it.
    pub(super) fn errand(&mut self, work: impl FnOnce() -> Then + Send + 'static) {
        self.files.errands.waiting.push_back(Box::new(work));
        self.run_errands();
    }

    /// Whether something is being done with files.
    pub fn is_filing(&self) -> bool {
        self.files.errands.out.is_some()
    }

    /// Takes note of what has been done, and goes on with what is to be done.
    pub fn run_errands(&mut self) {
        if let Some(task) = &mut self.files.errands.out {
            // Looked at before the result: what comes last is not missed.
            let over = task.is_over();
            let then =
                task.result().and_then(|then| then.lock().unwrap_or_else(PoisonError::into_inner).take());
            let lost = task.why_lost(|| say!("window.fault").to_owned());
            if then.is_some() || over {
                self.files.errands.out = None;
            }
            match then {
                Some(then) => then(self),
                None if over => self.warn(lost),
                None => {}
            }
        }
        if self.files.errands.out.is_none()
            && let Some(work) = self.files.errands.waiting.pop_front()
        {
            let task = Task::start("files", &self.wake, move |_| Some(Mutex::new(Some(work()))));
            self.files.errands.out = Some(task);
        }
    }

    /// Waits until all is done: there is no window any more that could be kept waiting.
    pub(super) fn finish_errands(&mut self) {
        while self.is_filing() {
            threads::sleep(Duration::from_millis(1));
            self.run_errands();
        }
    }
}
