//! A small text that says: this is mine, for as long as its page lives. A page that ends says so; of one that broke off it
//! is seen by the claim, which nobody renews any more.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;

use super::storage;
use crate::platform::clock::since_1970;
use crate::platform::files::Why;

/// The claim, held.
pub struct Claim {
    path: PathBuf,
}

/// A page that nobody looks at is woken once a minute.
const RENEWED_EVERY: Duration = Duration::from_secs(20);
const HOLDS: Duration = Duration::from_secs(150);
/// What is written in the place of a text that is given up.
const FREE: &str = "-";

thread_local! {
    /// What this page claims, and the text of that.
    static OWN: RefCell<Vec<(PathBuf, String)>> = const { RefCell::new(Vec::new()) };
    static TENDED: RefCell<Option<Tending>> = const { RefCell::new(None) };
}

/// What the browser calls for as long as the page lives.
struct Tending {
    _renew: Closure<dyn Fn()>,
    _release: Closure<dyn Fn()>,
}

impl Claim {
    pub fn stake(path: &Path) -> Result<Self, Why> {
        storage::put(path, "")?;
        OWN.with_borrow_mut(|own| own.push((path.to_owned(), String::new())));
        tend();
        Ok(Self { path: path.to_owned() })
    }

    /// Whether a page holds it.
    pub fn is_held(path: &Path) -> bool {
        storage::get(path).is_some_and(|(renewed, text)| {
            !text.starts_with(FREE) && since_1970().saturating_sub(renewed) < HOLDS
        })
    }

    /// What its owner wrote into it, held or not.
    pub fn text(path: &Path) -> String {
        let text = storage::get(path).map(|(_, text)| text).unwrap_or_default();
        text.strip_prefix(FREE).map(str::to_owned).unwrap_or(text)
    }

    /// Writes into it, in the place of what was there.
    pub fn write(&mut self, text: &str) -> Result<(), Why> {
        OWN.with_borrow_mut(|own| {
            own.iter_mut()
                .filter(|(path, _)| *path == self.path)
                .for_each(|(_, known)| *known = text.to_owned());
        });
        storage::put(&self.path, text)
    }

    /// Leaves it to whoever comes.
    pub fn release(&self) {
        OWN.with_borrow_mut(|own| own.retain(|(path, _)| *path != self.path));
        let text = Self::text(&self.path);
        let _ = storage::put(&self.path, &format!("{FREE}{text}"));
    }
}

/// Has the browser renew what is claimed, and give it up with the page.
fn tend() {
    let Some(window) = web_sys::window().filter(|_| TENDED.with_borrow(Option::is_none)) else { return };
    let write = |mark: &'static str| {
        move || {
            OWN.with_borrow(|own| {
                for (path, text) in own {
                    let _ = storage::put(path, &format!("{mark}{text}"));
                }
            });
        }
    };
    let renew = Closure::<dyn Fn()>::new(write(""));
    let release = Closure::<dyn Fn()>::new(write(FREE));
    let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
        renew.as_ref().unchecked_ref(),
        RENEWED_EVERY.as_millis() as i32,
    );
    let _ = window.add_event_listener_with_callback("pagehide", release.as_ref().unchecked_ref());
    // A page that is gone back to goes on.
    let _ = window.add_event_listener_with_callback("pageshow", renew.as_ref().unchecked_ref());
    TENDED.set(Some(Tending { _renew: renew, _release: release }));
}
