//! Files of a page: those under [`KEPT`] stand in the browser's storage, those that came by hand are in memory, and all
//! else that is written leaves as a download.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use web_sys::js_sys::{Array, Uint8Array};
use web_sys::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url, XmlHttpRequest};

use super::part::Part;
use super::storage::{self, said};
use super::worker;
use crate::platform::clock::{SystemTime, UNIX_EPOCH};
use crate::platform::files::{FileError, Why, as_text};
use crate::say;

/// The folder that outlasts the page.
pub const KEPT: &str = "/frostline";
/// Whether there are folders that files can go to.
pub const FOLDERS: bool = false;

thread_local! {
    static CAME: RefCell<BTreeMap<PathBuf, Vec<u8>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Takes a file that came by hand.
pub(super) fn take(path: &Path, bytes: Vec<u8>) {
    CAME.with_borrow_mut(|files| files.insert(path.to_owned(), bytes));
}

/// Keeps a file, or offers it for download.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let written = if path.starts_with(KEPT) {
        as_text(bytes.to_vec()).and_then(|text| storage::put(path, &text))
    } else {
        CAME.with_borrow_mut(|files| {
            files.entry(path.to_owned()).and_modify(|there| *there = bytes.to_vec());
        });
        leave(path, bytes).map_err(|error| said(&error))
    };
    written.map_err(FileError::writing(path))
}

/// From a worker by way of its page.
fn leave(path: &Path, bytes: &[u8]) -> Result<(), JsValue> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    if web_sys::window().is_none() {
        worker::file(&name, bytes);
        return Ok(());
    }
    download(&name, bytes)
}

/// Offers a file for download.
pub(super) fn download(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// Begins a file that is written piece by piece, and leaves when it is whole.
pub fn begin(path: &Path) -> Result<Part, FileError> {
    Part::new(path).map_err(FileError::writing(path))
}

/// Every name will do.
pub fn check_writable(_: &Path) -> Result<(), FileError> {
    Ok(())
}

/// Reads a file of a size that makes sense.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Why> {
    let came = CAME.with_borrow(|files| files.get(path).cloned());
    let kept = || storage::get(path).map(|(_, text)| text.into_bytes());
    let bytes = came.or_else(kept).ok_or_else(|| Why::System(say!("file.not-here").to_owned()))?;
    if bytes.len() as u64 > most { Err(Why::TooLarge(most)) } else { Ok(bytes) }
}

/// A file that lies beside the page, which is waited for: a worker's business. The browser keeps what it has fetched.
pub fn beside(name: &str) -> Result<Vec<u8>, Why> {
    let ask = || {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", name, false)?;
        // What is waited for comes as letters: with this, one for each byte.
        request.override_mime_type("text/plain; charset=x-user-defined")?;
        request.send()?;
        Ok((request.status()?, request.response_text()?.unwrap_or_default()))
    };
    match ask().map_err(|error| said(&error))? {
        (200, text) => Ok(text.encode_utf16().map(|letter| letter as u8).collect()),
        (status, _) => Err(Why::System(say!("file.not-beside", name = name, status = status))),
    }
}

/// A file stands for itself.
pub fn openable_in(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    Ok(vec![path.to_owned()])
}

/// A name without a folder.
pub fn working_folder() -> PathBuf {
    PathBuf::new()
}

pub fn exists(path: &Path) -> bool {
    CAME.with_borrow(|files| files.contains_key(path)) || storage::get(path).is_some()
}

pub fn is_file(path: &Path) -> bool {
    exists(path)
}

/// Whether files go there: without a name.
pub fn is_folder(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

pub fn is_vacant(path: &Path) -> bool {
    !exists(path)
}

/// What is kept in a folder.
pub fn inside(folder: &Path) -> Vec<PathBuf> {
    let paths = storage::paths().into_iter().map(PathBuf::from);
    paths.filter(|path| path.parent() == Some(folder)).collect()
}

/// When a file was last written.
pub fn written(path: &Path) -> SystemTime {
    UNIX_EPOCH + storage::get(path).map(|(time, _)| time).unwrap_or_default()
}

/// There is one if there is a storage.
pub fn make_folder(_: &Path) -> Result<(), Why> {
    storage::storage().map(drop)
}

/// Moves a file that is kept; of two who want it one gets it.
pub fn rename(from: &Path, to: &Path) -> Result<(), Why> {
    copy(from, to)?;
    storage::remove(from);
    Ok(())
}

pub fn copy(from: &Path, to: &Path) -> Result<(), Why> {
    let (_, text) = storage::get(from).ok_or_else(|| Why::System(say!("file.not-here").to_owned()))?;
    storage::put(to, &text)
}

/// Takes a file away, if it is there.
pub fn remove(path: &Path) {
    storage::remove(path);
}
