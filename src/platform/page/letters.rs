//! What a page and its workers write to each other: a kind, a number and bytes.

use std::time::Duration;

use web_sys::js_sys::{Array, Uint8Array};
use web_sys::wasm_bindgen::{JsCast, JsValue};

/// Where work begins in another instance. Both are of the same module, in whose table a function has one place.
pub type Entry = fn(&[u8]) -> Box<dyn Working>;

/// Work at a worker, which goes in turns.
pub trait Working {
    fn tell(&mut self, bytes: &[u8]);
    fn turn(&mut self) -> Next;
}

/// When the next turn is due.
pub enum Next {
    After(Duration),
    WhenTold,
    Never,
}

/// To a worker.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Order {
    /// The number is the place of the [`Entry`].
    Begin,
    Tell,
    /// What was found has been taken.
    Took,
}

/// From a worker.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Answer {
    Ready,
    Heard,
    Found,
    Share,
    /// A file that is to leave, behind its name and a line break.
    File,
    Over,
}

impl Order {
    const ALL: [Self; 3] = [Self::Begin, Self::Tell, Self::Took];

    pub fn letter(self, number: f64, bytes: &[u8]) -> JsValue {
        letter(self as u8, number, bytes)
    }

    pub fn of(parts: &Array) -> Option<Self> {
        kind(parts).and_then(|kind| Self::ALL.get(kind).copied())
    }
}

impl Answer {
    const ALL: [Self; 6] = [Self::Ready, Self::Heard, Self::Found, Self::Share, Self::File, Self::Over];

    pub fn letter(self, number: f64, bytes: &[u8]) -> JsValue {
        letter(self as u8, number, bytes)
    }

    pub fn of(parts: &Array) -> Option<Self> {
        kind(parts).and_then(|kind| Self::ALL.get(kind).copied())
    }
}

fn letter(kind: u8, number: f64, bytes: &[u8]) -> JsValue {
    Array::of3(&f64::from(kind).into(), &number.into(), &Uint8Array::from(bytes)).into()
}

/// The bytes of a letter.
pub(super) fn bytes(parts: &Array) -> Vec<u8> {
    parts.get(2).dyn_ref().map(Uint8Array::to_vec).unwrap_or_default()
}

/// What of a letter changes hands with it and is not copied.
pub(super) fn handed_over(letter: &JsValue) -> JsValue {
    let parts: &Array = letter.unchecked_ref();
    let bytes = parts.get(2);
    Array::of1(&bytes.unchecked_ref::<Uint8Array>().buffer()).into()
}

fn kind(parts: &Array) -> Option<usize> {
    parts.get(0).as_f64().map(|kind| kind as usize)
}
