//! The browser's storage: texts by their paths, each with the time when it was written.

use std::path::Path;
use std::time::Duration;

use web_sys::Storage;
use web_sys::js_sys::Error;
use web_sys::wasm_bindgen::{JsCast, JsValue};

use crate::platform::clock::since_1970;
use crate::platform::files::Why;
use crate::say;

/// Of this page's origin. A page may be denied it, and a worker has none.
pub(super) fn storage() -> Result<Storage, Why> {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.ok_or_else(|| Why::System(say!("file.no-storage").to_owned()))
}

/// A text, and when it was written.
pub(super) fn get(path: &Path) -> Option<(Duration, String)> {
    let whole = storage().ok()?.get_item(path.to_str()?).ok().flatten()?;
    let (time, text) = whole.split_once('\n')?;
    Some((Duration::from_millis(time.parse().ok()?), text.to_owned()))
}

/// Writes a text, as of now.
pub(super) fn put(path: &Path, text: &str) -> Result<(), Why> {
    let whole = format!("{}\n{text}", since_1970().as_millis());
    storage()?.set_item(&path.to_string_lossy(), &whole).map_err(|error| said(&error))
}

pub(super) fn remove(path: &Path) {
    if let (Ok(storage), Some(path)) = (storage(), path.to_str()) {
        let _ = storage.remove_item(path);
    }
}

/// All paths there are.
pub(super) fn paths() -> Vec<String> {
    let Ok(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

/// What a browser complains of.
pub(super) fn said(error: &JsValue) -> Why {
    let message = error.dyn_ref::<Error>().map(|error| String::from(error.message()));
    Why::System(message.or_else(|| error.as_string()).unwrap_or_default())
}
