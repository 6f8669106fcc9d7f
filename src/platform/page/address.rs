//! The page's own address, and its name.

use web_sys::wasm_bindgen::JsValue;

/// All of it.
pub fn whole() -> String {
    let location = web_sys::window().map(|window| window.location());
    location.and_then(|location| location.href().ok()).unwrap_or_default()
}

/// Without what is asked of the page.
pub fn own() -> String {
    whole().split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Takes what was asked of the page out of its address. Where that cannot be done it is opened again at the next start.
pub fn forget_link() {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history.filter(|_| own() != whole()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&own()));
    }
}

/// Calls the page something.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}
