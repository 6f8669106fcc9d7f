//! Who goes before whom: while somebody waits for a piece of work that is urgent, other work stands aside.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::Progress;
use crate::platform::threads;

/// Shared by the work that goes before and the work that stands aside for it.
#[derive(Clone, Debug, Default)]
pub struct Precedence(Arc<AtomicUsize>);

/// Held for as long as it lasts.
#[derive(Debug)]
pub struct Urgent(Precedence);

/// How long work stands aside before it looks again.
pub const ASIDE: Duration = Duration::from_millis(4);

impl Precedence {
    /// Goes before others until what this gives is dropped.
    pub fn take(&self) -> Urgent {
        self.0.fetch_add(1, Ordering::Relaxed);
        Urgent(self.clone())
    }

    pub fn is_taken(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Urgent {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Tells how much is done, and comes back when nothing holds the work up any more, or when it is cancelled. Where there are
/// no threads nobody would be done meanwhile.
pub fn aside(progress: &Progress<'_>, done: f64, held: &dyn Fn() -> bool) -> ControlFlow<()> {
    loop {
        let told = progress(done);
        if told.is_break() || !threads::THERE_ARE || !held() {
            return told;
        }
        threads::sleep(ASIDE);
    }
}
