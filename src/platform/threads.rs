//! Threads: one for a piece of work, pools to share work out to, and how many there may be.

use std::io;
use std::thread::{self, Builder, available_parallelism};
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::faults::{self, Fault};

/// Whether there are any: a page in a browser has but its own.
pub const THERE_ARE: bool = cfg!(not(target_arch = "wasm32"));

/// Does a piece of work on a thread of its own, behind the window's; the error is in the system's words.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    faults::strike(Fault::NoThread)?;
    let behind = move || {
        stand_back();
        work();
    };
    Builder::new().name(name.to_owned()).spawn(behind).map(drop)
}

/// Lets whoever draws the window go first, where all cores are busy: what a thread begins stands back with it.
fn stand_back() {
    // Linux keeps this of every thread; elsewhere it would slow the whole program down.
    #[cfg(target_os = "linux")]
    // SAFETY: it takes a number and touches no memory of ours. Refused, the thread goes on as it was.
    unsafe {
        libc::nice(BEHIND);
    }
}

/// By how much: three threads behind get as much of a core as one before them.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 5;

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

    /// The one for all of a window's work that has no pool of its own, ready from here on.
    pub fn prepare_common() -> io::Result<()> {
        ThreadPoolBuilder::new().start_handler(|_| stand_back()).build_global().map_err(io::Error::other)
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
