//! A worker's side: it does the work that its page sends, in turns, so that it hears what it is told.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use web_sys::js_sys::{self, Array};
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::letters::{Answer, Entry, Next, Order, Working, bytes, handed_over};
use crate::platform::clock::Instant;

/// Turns between two looks at what the page says.
const SLICE: Duration = Duration::from_millis(30);

thread_local! {
    static WORK: RefCell<Option<Box<dyn Working>>> = const { RefCell::new(None) };
    /// Whether the page has not taken yet what was found.
    static AWAITED: Cell<bool> = const { Cell::new(false) };
    static DUE: Cell<Option<i32>> = const { Cell::new(None) };
    static GO_ON: Closure<dyn FnMut()> = Closure::new(|| {
        DUE.set(None);
        go_on();
    });
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Waits for work.
pub fn work() {
    let Some(scope) = scope() else { return };
    std::panic::set_hook(Box::new(|fault| web_sys::console::error_1(&fault.to_string().into())));
    let hear =
        Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(event.data().unchecked_ref()));
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    reply(Answer::Ready, 0.0, &[]);
}

/// What has been found out.
pub fn found(bytes: &[u8]) {
    AWAITED.set(true);
    reply(Answer::Found, 0.0, bytes);
}

/// Whether the page is still to take what was found last.
pub fn is_awaited() -> bool {
    AWAITED.get()
}

/// How much is done, from 0 to 1.
pub fn share(done: f64) {
    reply(Answer::Share, done, &[]);
}

/// A file that is to leave by the page.
pub(super) fn file(name: &str, bytes: &[u8]) {
    reply(Answer::File, 0.0, &[name.as_bytes(), b"\n", bytes].concat());
}

fn reply(answer: Answer, number: f64, bytes: &[u8]) {
    if let Some(scope) = scope() {
        let letter = answer.letter(number, bytes);
        let _ = scope.post_message_with_transfer(&letter, &handed_over(&letter));
    }
}

fn hear(parts: &Array) {
    let bytes = bytes(parts);
    match Order::of(parts) {
        Some(Order::Begin) => {
            let place = parts.get(1).as_f64().unwrap_or(0.0) as usize;
            // SAFETY: the page took the place from a function of this type, in the module that this is an instance of.
            let entry = unsafe { std::mem::transmute::<usize, Entry>(place) };
            WORK.set(Some(entry(&bytes)));
        }
        Some(Order::Tell) => {
            reply(Answer::Heard, 0.0, &[]);
            WORK.with_borrow_mut(|work| work.iter_mut().for_each(|work| work.tell(&bytes)));
        }
        Some(Order::Took) => AWAITED.set(false),
        None => {}
    }
    go_on();
}

/// Does turns for a while, and has the browser call for the next.
fn go_on() {
    let start = Instant::now();
    let next = WORK.with_borrow_mut(|work| {
        let Some(work) = work else { return Next::WhenTold };
        loop {
            match work.turn() {
                Next::After(Duration::ZERO) if start.elapsed() < SLICE => {}
                next => return next,
            }
        }
    });
    let Some(scope) = scope() else { return };
    if let Some(due) = DUE.take() {
        scope.clear_timeout_with_handle(due);
    }
    match next {
        Next::After(time) => GO_ON.with(|go_on| {
            let call = go_on.as_ref().unchecked_ref();
            let time = time.as_millis() as i32;
            DUE.set(scope.set_timeout_with_callback_and_timeout_and_arguments_0(call, time).ok());
        }),
        Next::WhenTold => {}
        Next::Never => {
            WORK.set(None);
            reply(Answer::Over, 0.0, &[]);
        }
    }
}
