//! Work with a single result, away from the window's own thread, that says how far it is.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Job, Mission, Progress, Wake, once};
use crate::platform::clock::Instant;
use crate::say;

/// A piece of work under way; dropping it cancels it.
pub struct Task<R> {
    job: Job<(), R>,
    /// How much is done, as the bits of a number from 0 to 1.
    share: Arc<AtomicU64>,
    began: Instant,
}

/// From so much on the time left is more than a guess.
const TELLING_SHARE: f64 = 0.02;
/// The window need not hear of less than this.
const NOTEWORTHY: f64 = 0.002;

impl<R: Send + Sync + 'static> Task<R> {
    /// Starts the work; `None` from it means that it was cancelled.
    pub fn start(
        name: &str,
        wake: &Wake,
        work: impl FnOnce(&Progress<'_>) -> Option<R> + Send + 'static,
    ) -> Self {
        Self::start_showing(name, wake, |progress, _| work(progress))
    }

    /// The same for work that shows results on its way, each in place of the one before.
    pub fn start_showing(
        name: &str,
        wake: &Wake,
        work: impl FnOnce(&Progress<'_>, &(dyn Fn(R) + Sync)) -> Option<R> + Send + 'static,
    ) -> Self {
        let share = Arc::new(AtomicU64::new(0.0_f64.to_bits()));
        let (told, wake) = (Arc::clone(&share), Arc::clone(wake));
        let waker = Arc::clone(&wake);
        let job = Job::spawn(
            name,
            move || waker(),
            once(move |port| {
                let cancelled = port.cancellation();
                let progress = |done: f64| {
                    if cancelled.load(Ordering::Relaxed) {
                        return ControlFlow::Break(());
                    }
                    if (done - f64::from_bits(told.load(Ordering::Relaxed))).abs() >= NOTEWORTHY {
                        told.store(done.to_bits(), Ordering::Relaxed);
                        wake();
                    }
                    ControlFlow::Continue(())
                };
                let publish = port.publisher();
                let show = |result| {
                    publish(result);
                    wake();
                };
                if let Some(result) = work(&progress, &show) {
                    publish(result);
                }
            }),
        );
        Self { job, share, began: Instant::now() }
    }

    /// The same for work that can be sent away.
    pub fn away(name: &str, wake: &Wake, mission: impl Mission<Found = R>) -> Self {
        #[cfg(target_arch = "wasm32")]
        {
            let _ = name;
            Self::sent(wake, mission)
        }
        #[cfg(not(target_arch = "wasm32"))]
        Self::start_showing(name, wake, |progress, show| mission.run(progress, show))
    }

    #[cfg(target_arch = "wasm32")]
    fn sent<E: Mission<Found = R>>(wake: &Wake, mission: E) -> Self {
        let share = Arc::new(AtomicU64::new(0.0_f64.to_bits()));
        let waker = Arc::clone(wake);
        let job =
            super::sent::send::<super::sent::Sole<E>>(move || waker(), mission, Some(Arc::clone(&share)));
        Self { job, share, began: Instant::now() }
    }

    /// The result, once it is there.
    pub fn result(&mut self) -> Option<&Arc<R>> {
        self.job.latest()
    }

    /// The result if it has been picked up before.
    pub fn seen(&self) -> Option<&R> {
        self.job.seen().map(Arc::as_ref)
    }

    /// Whether nothing more will come.
    pub fn is_over(&self) -> bool {
        self.job.is_over()
    }

    /// Whether it ended without a result.
    pub fn is_lost(&mut self) -> bool {
        self.is_over() && self.result().is_none()
    }

    /// Why it ended without a result: the system gave it no thread, or what a fault of the program means here.
    pub fn why_lost(&self, by_a_fault: impl FnOnce() -> String) -> String {
        match self.job.refused() {
            Some(what) => say!("window.no-thread", what = what),
            None => by_a_fault(),
        }
    }

    /// How long ago it began.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// How much is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        f64::from_bits(self.share.load(Ordering::Relaxed)).clamp(0.0, 1.0)
    }

    /// How long the rest will take if it goes on like this.
    pub fn time_left(&self) -> Option<Duration> {
        let share = self.share();
        (share >= TELLING_SHARE).then(|| self.began.elapsed().mul_f64((1.0 - share) / share))
    }
}
