//! Files read within bounds, and written whole or not at all.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::say;

/// What a hand can write is some pages of text.
const MOST_SHORT_BYTES: u64 = 1 << 20;

/// Writes a file whole: beside it first, then moved over it. A device or pipe is written to as it is.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let fail =
        |error: std::io::Error| say!("file.cannot-write", file = path.display(), what = reason(&error));
    if is_special(path) {
        return fs::write(path, bytes).map_err(fail);
    }
    let beside = beside(path);
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        fail(error)
    })
}

/// Whether a file could be written there, so that long work does not end in an error. Leaves nothing behind.
pub fn check_writable(path: &Path) -> Result<(), String> {
    let fail = |what: &str| say!("file.cannot-write", file = path.display(), what = what);
    if path.is_dir() {
        return Err(fail(say!("file.folder")));
    }
    if is_special(path) {
        return Ok(());
    }
    let beside = beside(path);
    fs::File::create(&beside).map_err(|error| fail(&reason(&error)))?;
    fs::remove_file(&beside).map_err(|error| fail(&reason(&error)))
}

/// Reads a file of a size that makes sense.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let file = fs::File::open(path).map_err(|error| reason(&error))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > most {
        return Err(say!("file.too-large", size = most >> 20));
    }
    Ok(bytes)
}

/// The sessions and lessons of a folder, by their names; a file stands for itself.
pub fn openable_in(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fail = |what: &str| say!("file.cannot-open", file = path.display(), what = what);
    let entries = fs::read_dir(path).map_err(|error| fail(&reason(&error)))?;
    let opens = |path: &PathBuf| path.extension().is_some_and(|end| end == "frostline" || end == "lesson");
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(opens).collect();
    found.sort();
    if found.is_empty() {
        return Err(fail(say!("file.nothing-inside")));
    }
    Ok(found)
}

/// The text of a file that a hand can write: a lesson, a table of cells, a translation.
pub fn short_text(path: &Path) -> Result<String, String> {
    let fail = |what: String| say!("file.cannot-open", file = path.display(), what = what);
    let bytes = read(path, MOST_SHORT_BYTES).map_err(fail)?;
    String::from_utf8(bytes).map_err(|_| fail(say!("file.no-text").to_owned()))
}

/// Reads a text file.
pub fn read_text(path: &Path) -> Result<String, String> {
    let fail = |what: &str| say!("file.cannot-read", file = path.display(), what = what);
    let bytes = fs::read(path).map_err(|error| fail(&reason(&error)))?;
    String::from_utf8(bytes).map_err(|_| fail(say!("file.no-text")))
}

/// Whether there is something that is neither a file nor a folder.
fn is_special(path: &Path) -> bool {
    path.exists() && !path.is_file() && !path.is_dir()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// What the system says, without its error number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
