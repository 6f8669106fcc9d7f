//! What a page in a browser has in the place of a folder: a file leaves it as a download.

use std::path::Path;

use web_sys::js_sys::{Array, Uint8Array};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use super::files::{FileError, Why};

/// Offers a file for download.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let said = |error: JsValue| Why::System(error.as_string().unwrap_or_default());
    download(&name, bytes).map_err(|error| FileError::Write(path.to_owned(), said(error)))
}

/// Every name will do.
pub fn check_writable(_: &Path) -> Result<(), FileError> {
    Ok(())
}

fn download(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
