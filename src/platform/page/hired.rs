//! Workers of a page: instances of the program of their own, which are sent work as plain data and answer so. They share
//! nothing, so that no host and no frame around the page has to allow it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use web_sys::js_sys::Array;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::wasm_bindgen::{self, JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::files::download;
use super::letters::{Answer, Entry, Order, bytes, handed_over};
use crate::platform::clock::Instant;

/// A worker at work for someone; it ends when dropped, whatever it is at.
pub struct Hired(u32);

/// What it has come to.
pub enum Heard {
    Found(Vec<u8>),
    /// How much is done, from 0 to 1.
    Share(f64),
    /// Nothing more will come.
    Over,
}

/// The script that a worker begins with, beside the page.
const SCRIPT: &str = "./worker.js";
/// A worker that has not looked at what it was told for so long is at something that nobody wants any more.
const DEAF: Duration = Duration::from_millis(400);

/// A worker as the page sees it.
struct Hand {
    worker: Worker,
    ready: bool,
    /// What it is to be sent once it is ready.
    waiting: Vec<JsValue>,
    heard: Vec<Heard>,
    /// Since when it has not heard what it was told.
    told: Option<Instant>,
    /// Of whoever it works for.
    wake: Option<Rc<dyn Fn()>>,
    /// Called by the browser for as long as there is the worker.
    _hears: [Closure<dyn FnMut(MessageEvent)>; 2],
}

thread_local! {
    static HANDS: RefCell<BTreeMap<u32, Hand>> = const { RefCell::new(BTreeMap::new()) };
    static COUNT: Cell<u32> = const { Cell::new(0) };
    /// One that waits for work, so that nobody has to wait for it.
    static SPARE: Cell<Option<u32>> = const { Cell::new(None) };
}

impl Hired {
    /// Sends work to a worker of its own; none where the page may have none.
    pub fn begin(entry: Entry, from: &[u8], wake: impl Fn() + 'static) -> Option<Self> {
        let spare = SPARE.take().filter(|id| HANDS.with_borrow(|hands| hands.contains_key(id)));
        let hired = Self(spare.or_else(another)?);
        hired.with(|hand| hand.wake = Some(Rc::new(wake)));
        hired.send(Order::Begin.letter(entry as usize as f64, from));
        Some(hired)
    }

    /// Sends a letter, once there is somebody to read it.
    fn send(&self, letter: JsValue) {
        self.with(|hand| {
            if hand.ready {
                // It may have ended meanwhile, of which one hears.
                let _ = hand.worker.post_message_with_transfer(&letter, &handed_over(&letter));
            } else {
                hand.waiting.push(letter);
            }
        });
    }

    pub fn tell(&self, bytes: &[u8]) {
        self.with(|hand| hand.told = hand.told.or_else(|| Some(Instant::now())));
        self.send(Order::Tell.letter(0.0, bytes));
    }

    /// Lets it send what it has found next.
    pub fn took(&self) {
        self.send(Order::Took.letter(0.0, &[]));
    }

    /// What has been heard of it since.
    pub fn heard(&self) -> Vec<Heard> {
        self.with(|hand| std::mem::take(&mut hand.heard)).unwrap_or_default()
    }

    /// Whether it has not yet looked at what it was told,
    pub fn is_told(&self) -> bool {
        self.with(|hand| hand.told.is_some()).unwrap_or(false)
    }

    /// and whether that is so for too long.
    pub fn is_deaf(&self) -> bool {
        self.with(|hand| hand.ready && hand.told.is_some_and(|told| told.elapsed() > DEAF)).unwrap_or(false)
    }

    fn with<R>(&self, act: impl FnOnce(&mut Hand) -> R) -> Option<R> {
        HANDS.with_borrow_mut(|hands| hands.get_mut(&self.0).map(act))
    }
}

impl Drop for Hired {
    fn drop(&mut self) {
        if let Some(hand) = HANDS.with_borrow_mut(|hands| hands.remove(&self.0)) {
            hand.worker.terminate();
        }
    }
}

/// Has a worker begin before there is work, beside whatever the page is at.
pub fn hire_ahead() {
    if SPARE.get().is_none() {
        SPARE.set(another());
    }
}

/// A worker that nobody has given work yet.
fn another() -> Option<u32> {
    let id = COUNT.get() + 1;
    COUNT.set(id);
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(SCRIPT, &options).ok()?;
    let hears = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(id, &event.data()));
    let fails = Closure::<dyn FnMut(MessageEvent)>::new(move |_| note(id, Heard::Over));
    worker.set_onmessage(Some(hears.as_ref().unchecked_ref()));
    worker.set_onerror(Some(fails.as_ref().unchecked_ref()));
    // The very module, so that it is neither fetched nor compiled again.
    worker.post_message(&wasm_bindgen::module()).ok()?;
    let hand = Hand {
        worker,
        ready: false,
        waiting: Vec::new(),
        heard: Vec::new(),
        told: None,
        wake: None,
        _hears: [hears, fails],
    };
    HANDS.with_borrow_mut(|hands| hands.insert(id, hand));
    Some(id)
}

/// Takes what a worker says.
fn hear(id: u32, letter: &JsValue) {
    let parts: &Array = letter.unchecked_ref();
    match Answer::of(parts) {
        Some(Answer::Ready) => {
            HANDS.with_borrow_mut(|hands| {
                let Some(hand) = hands.get_mut(&id) else { return };
                hand.ready = true;
                hand.told = hand.told.map(|_| Instant::now());
                for letter in hand.waiting.drain(..) {
                    let _ = hand.worker.post_message_with_transfer(&letter, &handed_over(&letter));
                }
            });
            // One that is still spare will do for the next.
            hire_ahead();
        }
        Some(Answer::Heard) => {
            HANDS.with_borrow_mut(|hands| hands.get_mut(&id).map(|hand| hand.told = None));
        }
        Some(Answer::Found) => note(id, Heard::Found(bytes(parts))),
        Some(Answer::Share) => note(id, Heard::Share(parts.get(1).as_f64().unwrap_or(0.0))),
        Some(Answer::File) => {
            let bytes = bytes(parts);
            let name = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let _ = download(&String::from_utf8_lossy(name), bytes.get(name.len() + 1..).unwrap_or_default());
        }
        Some(Answer::Over) | None => note(id, Heard::Over),
    }
}

fn note(id: u32, heard: Heard) {
    let wake = HANDS.with_borrow_mut(|hands| {
        let hand = hands.get_mut(&id)?;
        hand.heard.push(heard);
        hand.wake.clone()
    });
    wake.into_iter().for_each(|wake| wake());
}
