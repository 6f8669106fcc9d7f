//! A background thread that takes messages and publishes its latest result. Nobody ever waits for it: results
//! are picked up when they are there, and dropping the job cancels it without joining.

mod task;

use std::ops::ControlFlow;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use task::Task;

/// Called by background work when there is something new to see.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Told how much of the work is done; breaks to cancel it.
pub type Progress<'a> = dyn Fn(f64) -> ControlFlow<()> + Sync + 'a;

/// The owner's side: send messages, look at the latest result.
pub struct Job<M, R> {
    messages: Sender<M>,
    slot: Arc<Mutex<Option<Arc<R>>>>,
    cancelled: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    /// Why there is no thread for the work, in the system's words.
    refused: Option<String>,
    /// What was last picked up, for the moments when the worker is just putting down a new one.
    seen: Option<Arc<R>>,
}

/// The worker's side.
pub struct Port<M, R> {
    messages: Receiver<M>,
    slot: Arc<Mutex<Option<Arc<R>>>>,
    cancelled: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    wake: Box<dyn Fn() + Send>,
}

impl<M: Send + 'static, R: Send + Sync + 'static> Job<M, R> {
    /// Starts the work on a thread of its own; `wake` is called whenever a result is published, and at the end. Where
    /// the system gives no thread the job is over at once.
    pub fn spawn(
        name: &str,
        wake: impl Fn() + Send + 'static,
        work: impl FnOnce(&Port<M, R>) + Send + 'static,
    ) -> Self {
        let (messages, inbox) = mpsc::channel();
        let slot = Arc::new(Mutex::new(None));
        let [cancelled, over] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
        let port = Port {
            messages: inbox,
            slot: Arc::clone(&slot),
            cancelled: Arc::clone(&cancelled),
            over: Arc::clone(&over),
            wake: Box::new(wake),
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&port));
        let refused = thread.err().map(|error| error.to_string());
        Self { messages, slot, cancelled, over, refused, seen: None }
    }

    /// Whether nothing more will come: the work is done, or broke off, or never began.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Why the work never began, in the system's words; none where it did.
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Sends a message; one that comes too late is of no use to anyone.
    pub fn send(&self, message: M) {
        let _ = self.messages.send(message);
    }

    /// The latest result. Never waits: while the worker publishes, it is the one before.
    pub fn latest(&mut self) -> Option<&Arc<R>> {
        if let Ok(mut slot) = self.slot.try_lock()
            && let Some(result) = slot.take()
        {
            self.seen = Some(result);
        }
        self.seen.as_ref()
    }

    /// What was last picked up.
    pub fn seen(&self) -> Option<&Arc<R>> {
        self.seen.as_ref()
    }
}

impl<M, R> Drop for Job<M, R> {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<M, R> Drop for Port<M, R> {
    /// However the work ends, its owner is told.
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        (self.wake)();
    }
}

impl<M, R> Port<M, R> {
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The same for threads that the work is shared out to: true once nobody wants it any more.
    pub fn cancellation(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// A message if there is one.
    pub fn poll(&self) -> Option<M> {
        match self.messages.try_recv() {
            Ok(message) => Some(message),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.cancelled.store(true, Ordering::Relaxed);
                None
            }
        }
    }

    /// Sleeps until a message comes, at most for a time if one is given.
    pub fn wait(&self, at_most: Option<Duration>) -> Option<M> {
        let message = match at_most {
            Some(time) => self.messages.recv_timeout(time),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        if let Err(RecvTimeoutError::Disconnected) = message {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        message.ok()
    }

    /// Puts results where the owner will find them, from any thread; it wakes nobody.
    pub fn publisher(&self) -> impl Fn(R) + Send + Sync + use<M, R>
    where
        R: Send + Sync,
    {
        let slot = Arc::clone(&self.slot);
        move |result| *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(result))
    }

    /// Puts a result where the owner will find it.
    pub fn publish(&self, result: R) {
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(result));
        (self.wake)();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_stalled_worker_makes_nobody_wait() {
        let (release, gate) = mpsc::channel::<()>();
        let mut job = Job::<u32, u32>::spawn(
            "stalled",
            || (),
            move |port| {
                port.publish(1);
                // Holds the slot, as a worker stopped in the middle of publishing would.
                let _slot = port.slot.lock();
                let _ = gate.recv_timeout(Duration::from_secs(20));
            },
        );
        std::thread::sleep(Duration::from_millis(50));
        let start = Instant::now();
        for message in 0..10_000 {
            job.send(message);
            let _ = job.latest();
        }
        drop(job);
        assert!(start.elapsed() < Duration::from_millis(500), "the owner waited for its worker");
        let _ = release.send(());
    }

    #[test]
    fn the_owner_sees_that_its_worker_broke_off() {
        let (wake, woken) = mpsc::channel();
        let job = Job::<(), u32>::spawn(
            "breaks-off",
            move || wake.send(()).expect("the test listens"),
            |_| panic!("on purpose"),
        );
        woken.recv_timeout(Duration::from_secs(5)).expect("nobody was told");
        assert!(job.is_over());
        assert_eq!(job.refused(), None, "there was a thread");
    }

    #[test]
    fn a_dropped_job_ends_its_thread() {
        let (done, ended) = mpsc::channel();
        let job = Job::<(), ()>::spawn(
            "ends",
            || (),
            move |port| {
                while !port.cancelled() {
                    let _ = port.wait(None);
                }
                let _ = done.send(());
            },
        );
        drop(job);
        ended.recv_timeout(Duration::from_secs(5)).expect("the thread goes on without an owner");
    }
}
