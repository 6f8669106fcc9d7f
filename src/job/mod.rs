//! Background work that takes messages and publishes its latest result. It goes in turns: on a thread of its own, or,
//! where there are no threads, a little in every frame. Nobody ever waits for it: results are picked up when they are
//! there, and dropping the job cancels it without joining.

mod away;
mod changes;
pub mod live;
mod parts;
mod precedence;
pub mod readable;
#[cfg(target_arch = "wasm32")]
mod sent;
mod task;

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::platform::clock::Instant;
use crate::platform::threads;

pub use away::{Away, Mission, Packing, bytes, read};
pub use changes::{Change, Changes};
pub use parts::Parts;
pub use precedence::{ASIDE, Precedence, Urgent, aside};
pub use task::Task;

/// Called by background work when there is something new to see.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Told how much of the work is done; breaks to cancel it.
pub type Progress<'a> = dyn Fn(f64) -> ControlFlow<()> + Sync + 'a;

/// How work goes on after a turn, which takes some milliseconds where it can be parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Again,
    /// There is nothing to do until a message comes, or so much time has gone by.
    Rest(Option<Duration>),
    Done,
}

/// The owner's side: send messages, look at the latest result.
pub struct Job<M, R> {
    messages: Sender<M>,
    slot: Arc<Mutex<Option<Arc<R>>>>,
    cancelled: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    wake: Wake,
    /// Why there is no thread for the work, in the system's words.
    refused: Option<String>,
    /// Work that has no thread, and gets its turns from its owner.
    own: Option<Box<dyn FnMut() -> Turn + Send>>,
    /// What was last picked up, for the moments when the worker is just putting down a new one.
    seen: Option<Arc<R>>,
}

/// The worker's side.
pub struct Port<M, R> {
    messages: Receiver<M>,
    /// A message that has come, and has not been asked for yet.
    next: RefCell<Option<M>>,
    slot: Arc<Mutex<Option<Arc<R>>>>,
    cancelled: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
    wake: Wake,
}

/// What a frame can spare for each piece of work that has no thread.
const PART_OF_A_FRAME: Duration = Duration::from_millis(10);

/// Work that is done in a single turn.
pub fn once<M, R>(work: impl FnOnce(&Port<M, R>) + Send) -> impl FnMut(&Port<M, R>) -> Turn + Send {
    let mut work = Some(work);
    move |port| {
        work.take().into_iter().for_each(|work| work(port));
        Turn::Done
    }
}

impl<M: Send + 'static, R: Send + Sync + 'static> Job<M, R> {
    /// Starts the work; `wake` is called whenever a result is published, and at the end. Where there should be threads
    /// and the system gives none the job is over at once.
    pub fn spawn(
        name: &str,
        wake: impl Fn() + Send + Sync + 'static,
        mut work: impl FnMut(&Port<M, R>) -> Turn + Send + 'static,
    ) -> Self {
        if !threads::THERE_ARE {
            return Self::in_frames(wake, work);
        }
        let (mut job, port) = Self::new(wake);
        let thread = threads::spawn(name, move || {
            while !port.cancelled() {
                match work(&port) {
                    Turn::Again => {}
                    Turn::Rest(at_most) => port.rest(at_most),
                    Turn::Done => break,
                }
            }
        });
        job.refused = thread.err().map(|error| error.to_string());
        job
    }

    /// Leaves the work to its owner, who gives it turns by looking at what it has come to.
    fn in_frames(
        wake: impl Fn() + Send + Sync + 'static,
        mut work: impl FnMut(&Port<M, R>) -> Turn + Send + 'static,
    ) -> Self {
        let (mut job, port) = Self::new(wake);
        job.own = Some(Box::new(move || work(&port)));
        (job.wake)();
        job
    }

    fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, Port<M, R>) {
        let (messages, inbox) = mpsc::channel();
        let slot = Arc::new(Mutex::new(None));
        let [cancelled, over] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
        let wake: Wake = Arc::new(wake);
        let port = Port {
            messages: inbox,
            next: RefCell::new(None),
            slot: Arc::clone(&slot),
            cancelled: Arc::clone(&cancelled),
            over: Arc::clone(&over),
            wake: Arc::clone(&wake),
        };
        (Self { messages, slot, cancelled, over, wake, refused: None, own: None, seen: None }, port)
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
        if self.own.is_some() {
            // Its turn comes with the next frame.
            (self.wake)();
        }
    }

    /// The latest result. Never waits: while the worker publishes, it is the one before.
    pub fn latest(&mut self) -> Option<&Arc<R>> {
        self.take_turns();
        if let Ok(mut slot) = self.slot.try_lock()
            && let Some(result) = slot.take()
        {
            self.seen = Some(result);
        }
        self.seen.as_ref()
    }

    /// Gives work that has no thread its part of a frame.
    fn take_turns(&mut self) {
        let Some(work) = &mut self.own else { return };
        let start = Instant::now();
        loop {
            match work() {
                Turn::Again if start.elapsed() < PART_OF_A_FRAME => {}
                Turn::Again | Turn::Rest(Some(_)) => return (self.wake)(),
                Turn::Rest(None) => return,
                Turn::Done => {
                    self.own = None;
                    return;
                }
            }
        }
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
        self.is_called().then(|| self.next.take()).flatten()
    }

    /// The last of the messages that there are.
    pub fn poll_last(&self) -> Option<M> {
        std::iter::from_fn(|| self.poll()).last()
    }

    /// Whether there is a message.
    pub fn is_called(&self) -> bool {
        let mut next = self.next.borrow_mut();
        if next.is_none() {
            match self.messages.try_recv() {
                Ok(message) => *next = Some(message),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => self.cancelled.store(true, Ordering::Relaxed),
            }
        }
        next.is_some()
    }

    /// Sleeps until a message comes, at most for a time if one is given.
    fn rest(&self, at_most: Option<Duration>) {
        if self.is_called() {
            return;
        }
        let message = match at_most {
            Some(time) => self.messages.recv_timeout(time),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        if let Err(RecvTimeoutError::Disconnected) = message {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        *self.next.borrow_mut() = message.ok();
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
    use super::*;

    /// Counts up to what it is told, a step a turn.
    fn counter() -> impl FnMut(&Port<u32, u32>) -> Turn + Send {
        let (mut goal, mut count) = (0, 0);
        move |port| {
            goal = port.poll_last().unwrap_or(goal);
            if count == goal {
                return Turn::Rest(None);
            }
            count += 1;
            port.publish(count);
            if count == 1_000 { Turn::Done } else { Turn::Again }
        }
    }

    #[test]
    fn a_thread_and_frames_turn_the_same_work_to_its_end() {
        let woken = Arc::new(AtomicBool::new(false));
        let wake = || {
            let woken = Arc::clone(&woken);
            move || woken.store(true, Ordering::Relaxed)
        };
        for mut job in [Job::spawn("counter", wake(), counter()), Job::in_frames(wake(), counter())] {
            for goal in [3, 700, 1_000] {
                woken.store(false, Ordering::Relaxed);
                job.send(goal);
                let start = Instant::now();
                while job.latest().is_none_or(|count| **count < goal) {
                    assert!(start.elapsed() < Duration::from_secs(20), "{goal} is not reached");
                }
                assert_eq!(**job.latest().unwrap(), goal);
                assert!(woken.load(Ordering::Relaxed), "nobody was told");
                assert_eq!(job.refused(), None);
            }
            while !job.is_over() {
                threads::sleep(Duration::from_millis(1));
            }
        }
    }

    #[test]
    fn a_stalled_worker_makes_nobody_wait() {
        let (release, gate) = mpsc::channel::<()>();
        let work = once(move |port: &Port<u32, u32>| {
            port.publish(1);
            // Holds the slot, as a worker stopped in the middle of publishing would.
            let _slot = port.slot.lock();
            let _ = gate.recv_timeout(Duration::from_secs(20));
        });
        let mut job = Job::spawn("stalled", || (), work);
        threads::sleep(Duration::from_millis(50));
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
        struct Leaving(Sender<()>);
        impl Drop for Leaving {
            fn drop(&mut self) {
                let _ = self.0.send(());
            }
        }
        let (done, ended) = mpsc::channel();
        let leaving = Leaving(done);
        let job = Job::<(), ()>::spawn(
            "ends",
            || (),
            move |_| {
                let _until_the_end = &leaving;
                Turn::Rest(None)
            },
        );
        drop(job);
        ended.recv_timeout(Duration::from_secs(5)).expect("the thread goes on without an owner");
    }
}
