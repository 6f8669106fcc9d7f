//! Work that is done by a worker of the page, and how it looks from there.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::away::{Away, Mission, Packing, bytes, read};
use super::{Job, Port, Turn, once};
use crate::platform::page::{Heard, Hired, Next, Working, worker};

/// The share of the work that is done, as the bits of a number from 0 to 1.
pub(super) type Share = Arc<AtomicU64>;

/// Sends work to a worker.
pub(super) fn send<W: Away>(
    wake: impl Fn() + Send + Sync + 'static,
    from: W::From,
    share: Option<Share>,
) -> Job<W::Told, W::Found> {
    let (mut job, port) = Job::new(wake);
    let unpack = W::packing().unpack;
    let mut sent = Sent::<W> { from: bytes(&from), share, unpack, hired: None, told: None, here: None };
    job.own = Some(Box::new(move || sent.turn(&port)));
    (job.wake)();
    job
}

type Turning<W> = dyn FnMut(&Port<<W as Away>::Told, <W as Away>::Found>) -> Turn + Send;

/// The page's end of it.
struct Sent<W: Away> {
    from: Vec<u8>,
    share: Option<Share>,
    unpack: Box<dyn FnMut(&[u8]) -> W::Found + Send>,
    hired: Option<Hired>,
    /// The last that it was told.
    told: Option<Vec<u8>>,
    /// The work itself, on a page that may have no workers.
    here: Option<Box<Turning<W>>>,
}

impl<W: Away> Sent<W> {
    fn turn(&mut self, port: &Port<W::Told, W::Found>) -> Turn {
        if let Some(here) = &mut self.here {
            return here(port);
        }
        if !W::STREAMS && self.hired.as_ref().is_some_and(Hired::is_deaf) {
            // It is at something that nobody wants any more: another one begins with what is wanted now.
            self.hired = None;
            self.unpack = W::packing().unpack;
        }
        if self.hired.is_none() {
            let waits = !W::STREAMS && self.share.is_none() && self.told.is_none();
            if waits && !port.is_called() {
                return Turn::Rest(None);
            }
            let wake = Arc::clone(&port.wake);
            self.hired = Hired::begin(entry::<W>, &self.from, move || wake());
            let Some(hired) = &self.hired else {
                self.here = Some(Box::new(W::begin(read(&self.from))));
                return Turn::Again;
            };
            self.told.iter().for_each(|told| hired.tell(told));
        }
        self.tell(port);
        self.listen(port)
    }

    fn tell(&mut self, port: &Port<W::Told, W::Found>) {
        let Some(hired) = &self.hired else { return };
        while let Some(told) = port.poll() {
            let told = bytes(&told);
            hired.tell(&told);
            self.told = Some(told);
        }
    }

    fn listen(&mut self, port: &Port<W::Told, W::Found>) -> Turn {
        let Some(hired) = &self.hired else { return Turn::Rest(None) };
        for heard in hired.heard() {
            match heard {
                Heard::Found(bytes) => {
                    port.publisher()((self.unpack)(&bytes));
                    if W::STREAMS {
                        hired.took();
                    }
                }
                Heard::Share(done) => {
                    self.share.iter().for_each(|share| share.store(done.to_bits(), Ordering::Relaxed));
                }
                Heard::Over => return Turn::Done,
            }
        }
        let listens = W::STREAMS || !hired.is_told();
        Turn::Rest((!listens).then_some(Duration::ZERO))
    }
}

type Slot<F> = Arc<Mutex<Option<Arc<F>>>>;

/// Where the work begins, at the worker.
fn entry<W: Away>(from: &[u8]) -> Box<dyn Working> {
    let known: Arc<OnceLock<Slot<W::Found>>> = Arc::default();
    let Packing { pack, .. } = W::packing();
    let pack = Mutex::new(pack);
    let slot = Arc::clone(&known);
    let (job, port) = Job::new(move || {
        // A page that is sent one moment after the other takes them one by one, and the latest.
        if W::STREAMS && worker::is_awaited() {
            return;
        }
        let locked = |slot: &Slot<W::Found>| slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(found) = slot.get().and_then(locked) {
            let mut pack = pack.lock().unwrap_or_else(PoisonError::into_inner);
            worker::found(&pack(&found));
        }
    });
    // It is empty until here.
    let _ = known.set(Arc::clone(&job.slot));
    let mut work = W::begin(read(from));
    Box::new(AtWork::<W> { job, work: Box::new(move || work(&port)) })
}

struct AtWork<W: Away> {
    job: Job<W::Told, W::Found>,
    work: Box<dyn FnMut() -> Turn>,
}

impl<W: Away> Working for AtWork<W> {
    fn tell(&mut self, bytes: &[u8]) {
        self.job.send(read(bytes));
    }

    fn turn(&mut self) -> Next {
        let turn = (self.work)();
        // What was put down without a word.
        (self.job.wake)();
        match turn {
            Turn::Again => Next::After(Duration::ZERO),
            Turn::Rest(Some(time)) => Next::After(time.max(Duration::from_millis(1))),
            Turn::Rest(None) => Next::WhenTold,
            Turn::Done => Next::Never,
        }
    }
}

/// A mission as work that is told nothing.
pub(super) struct Sole<E>(PhantomData<E>);

/// The page need not hear of less than this.
const NOTEWORTHY: f64 = 0.002;

impl<E: Mission> Away for Sole<E> {
    type From = E;
    type Told = ();
    type Found = E::Found;

    fn begin(mission: E) -> impl FnMut(&Port<(), E::Found>) -> Turn + Send + 'static {
        once(move |port: &Port<(), E::Found>| {
            let told = AtomicU64::new(0.0_f64.to_bits());
            let progress = |done: f64| {
                if (done - f64::from_bits(told.load(Ordering::Relaxed))).abs() >= NOTEWORTHY {
                    told.store(done.to_bits(), Ordering::Relaxed);
                    worker::share(done);
                }
                // A worker that nobody wants any more is ended.
                std::ops::ControlFlow::Continue(())
            };
            let publish = port.publisher();
            let wake = Arc::clone(&port.wake);
            let show = |found| {
                publish(found);
                wake();
            };
            if let Some(found) = mission.run(&progress, &show) {
                publish(found);
            }
        })
    }

    fn packing() -> Packing<E::Found> {
        Packing::plain()
    }
}
