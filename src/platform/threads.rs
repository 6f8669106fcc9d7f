//! Threads: one for a piece of work, pools to share work out to, and how many there may be.

use std::hint;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Builder, available_parallelism};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::faults::{self, Fault};

/// Whether there are any: a page in a browser has but its own.
pub const THERE_ARE: bool = cfg!(not(target_arch = "wasm32"));

/// Does a piece of work on a thread of its own; the error is in the system's words.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    faults::strike(Fault::NoThread)?;
    Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// As many as the machine works on at once.
pub fn count() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// The same, with one left to the window.
pub fn beside_the_window() -> usize {
    count().saturating_sub(1).max(1)
}

pub fn sleep(time: Duration) {
    thread::sleep(time);
}

/// How the thread is called that asks.
pub fn own_name() -> String {
    thread::current().name().unwrap_or("?").to_owned()
}

/// Threads that share work out among themselves.
pub struct Pool(ThreadPool);

impl Pool {
    /// Of so many threads; 0 is as many as the environment or the machine asks for.
    pub fn new(threads: usize) -> io::Result<Self> {
        ThreadPoolBuilder::new().num_threads(threads).build().map(Self).map_err(io::Error::other)
    }

    /// The one for all work that has no pool of its own, ready from here on.
    pub fn prepare_common() -> io::Result<()> {
        ThreadPoolBuilder::new().build_global().map_err(io::Error::other)
    }

    /// Does work on these threads.
    pub fn install<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.0.install(work)
    }

    pub fn size(&self) -> usize {
        self.0.current_num_threads()
    }
}

/// Work on a pool, or on everyone's threads where there is none.
pub fn within<R: Send>(pool: Option<&Pool>, work: impl FnOnce() -> R + Send) -> R {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Does rounds of so many parts, which this thread and those beside it take from each other for as long as `lead` lasts: what
/// it is given does a round, and comes back when all parts of it are done. A round is over in microseconds if its parts are:
/// the threads stay awake between two.
pub fn in_rounds<R>(parts: usize, work: impl Fn(usize) + Sync, lead: impl FnOnce(&dyn Fn()) -> R) -> R {
    let others = if THERE_ARE { count().min(parts).saturating_sub(1) } else { 0 };
    // Parts that may be taken, that were, and that are done, of all rounds so far.
    let [open, taken, done] = [(); 3].map(|()| AtomicUsize::new(0));
    let over = AtomicBool::new(false);
    let take = || {
        let next = |taken: usize| (taken < open.load(Ordering::Acquire)).then_some(taken + 1);
        let part = taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, next);
        part.is_ok_and(|part| {
            let _done = Whatever(|| {
                done.fetch_add(1, Ordering::Release);
            });
            work(part % parts);
            true
        })
    };
    let help = || {
        let mut idle = 0;
        while !over.load(Ordering::Acquire) {
            idle = if take() { 0 } else { breathe(idle) };
        }
    };
    thread::scope(|scope| {
        let _over = Whatever(|| over.store(true, Ordering::Release));
        // Without them all is done here.
        let _ = (0..others).try_for_each(|_| Builder::new().spawn_scoped(scope, help).map(drop));
        lead(&|| {
            let end = open.fetch_add(parts, Ordering::AcqRel) + parts;
            while take() {}
            let mut idle = 0;
            while done.load(Ordering::Acquire) < end {
                idle = breathe(idle);
            }
        })
    })
}

/// Waits for a moment, the longer for others the longer it has waited.
fn breathe(idle: u32) -> u32 {
    if idle < AWAKE {
        hint::spin_loop();
    } else {
        thread::yield_now();
    }
    idle.saturating_add(1)
}

/// Looks for work before others may have the processor.
const AWAKE: u32 = 2_000;

/// What is done at the end, whatever happens before.
struct Whatever<F: FnMut()>(F);

impl<F: FnMut()> Drop for Whatever<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
