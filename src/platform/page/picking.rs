//! Files that come by hand: chosen in the browser's own dialog, or dropped on the page.

use std::cell::RefCell;
use std::future::Future;
use std::path::{Path, PathBuf};

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use web_sys::js_sys::Uint8Array;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::wasm_bindgen::{JsCast, JsValue};

use super::files;

thread_local! {
    static ARRIVED: RefCell<Vec<PathBuf>> = const { RefCell::new(Vec::new()) };
    /// The last dialog, which may never be answered.
    static DIALOG: RefCell<Option<Closure<dyn FnMut()>>> = const { RefCell::new(None) };
}

/// The files that have come since, in their order; what they hold is read by their names.
pub fn arrived() -> Vec<PathBuf> {
    ARRIVED.take()
}

/// Takes files by their names when what they hold is there; those that cannot be read are left out.
pub fn came<F>(coming: Vec<(PathBuf, F)>, wake: impl Fn() + 'static)
where
    F: Future<Output = Option<Vec<u8>>> + 'static,
{
    spawn_local(async move {
        let mut all = Vec::new();
        for (path, bytes) in coming {
            if let Some(bytes) = bytes.await {
                files::take(&path, bytes);
                all.push(path);
            }
        }
        // Those of one hand come together.
        ARRIVED.with_borrow_mut(|arrived| arrived.append(&mut all));
        wake();
    });
}

/// Has the browser ask for files that end so; nobody is told when none are chosen.
pub fn pick(endings: &str, wake: impl Fn() + Clone + 'static) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let input: HtmlInputElement = document.create_element("input")?.unchecked_into();
    input.set_type("file");
    input.set_accept(endings);
    input.set_multiple(true);
    let chosen = input.clone();
    let take = Closure::<dyn FnMut()>::new(move || {
        let list = chosen.files();
        let coming = list.iter().flat_map(|list| (0..list.length()).filter_map(move |index| list.get(index)));
        let coming = coming.map(|file| {
            let path = Path::new(&file.name()).to_owned();
            let bytes = async move {
                let buffer = file.array_buffer().await.ok()?;
                Some(Uint8Array::new(&buffer).to_vec())
            };
            (path, bytes)
        });
        came(coming.collect(), wake.clone());
    });
    input.set_onchange(Some(take.as_ref().unchecked_ref()));
    input.click();
    DIALOG.set(Some(take));
    Ok(())
}
