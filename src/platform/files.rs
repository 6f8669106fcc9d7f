//! Files read within bounds, and written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use super::part;
use crate::say;

/// What a hand can write is some pages of text.
const MOST_SHORT_BYTES: u64 = 1 << 20;
/// No row of a table of cells comes near this.
const MOST_ROW_BYTES: u64 = 512;
/// How long a pipe may take to find someone who writes into it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes a file whole: beside it first, then moved over it. A link stays one, and leads to what was written; a device
/// or pipe is written to as it is.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if is_special(path) {
        return fs::write(path, bytes).map_err(|error| cannot_write(path, &reason(&error)));
    }
    if is_taken(path) {
        return Err(cannot_write(path, say!("file.taken")));
    }
    part::put(&target(path), bytes).map(drop).map_err(|error| cannot_write(path, &reason(&error)))
}

/// Whether a file could be written there, so that long work does not end in an error. Leaves nothing behind.
pub fn check_writable(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        return Err(cannot_write(path, say!("file.folder")));
    }
    if is_special(path) {
        return Ok(());
    }
    if is_taken(path) {
        return Err(cannot_write(path, say!("file.taken")));
    }
    part::try_out(&target(path)).map_err(|error| cannot_write(path, &reason(&error)))
}

pub fn cannot_write(path: &Path, what: &str) -> String {
    say!("file.cannot-write", file = path.display(), what = what)
}

/// Reads a file of a size that makes sense.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    read_open(&open(path).map_err(|error| reason(&error))?, most)
}

/// The rest of an open file.
pub fn read_open(file: &File, most: u64) -> Result<Vec<u8>, String> {
    let known = file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::new();
    if known <= most {
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    }
    if known.max(bytes.len() as u64) > most {
        return Err(say!("file.too-large", size = most.div_ceil(1 << 20)));
    }
    Ok(bytes)
}

/// Opens a file to read. A pipe that nobody writes into would hold up whoever opens it for ever: a thread waits for it,
/// and is left to itself in the end.
fn open(path: &Path) -> io::Result<File> {
    if !is_special(path) {
        return File::open(path);
    }
    let (sender, opened) = mpsc::channel();
    let pipe = path.to_owned();
    std::thread::Builder::new().spawn(move || sender.send(File::open(pipe)))?;
    let silent = |_| Err(io::Error::new(io::ErrorKind::TimedOut, say!("file.silent-pipe")));
    opened.recv_timeout(PATIENCE).unwrap_or_else(silent)
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

/// The text of a table of at most so many cells.
pub fn table_text(path: &Path, most_cells: usize) -> Result<String, String> {
    as_text(path, read(path, table_bytes(most_cells)))
}

/// What a table of so many cells takes at most.
pub fn table_bytes(cells: usize) -> u64 {
    cells as u64 * MOST_ROW_BYTES
}

/// What was read, as text.
pub fn as_text(path: &Path, read: Result<Vec<u8>, String>) -> Result<String, String> {
    let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(|_| say!("file.no-text").to_owned()));
    text.map_err(|what| say!("file.cannot-read", file = path.display(), what = what))
}

/// Whether there is something that is neither a file nor a folder.
pub fn is_special(path: &Path) -> bool {
    path.exists() && !path.is_file() && !path.is_dir()
}

/// Whether another process writes this file for as long as it works, as a sweep does its table.
fn is_taken(path: &Path) -> bool {
    let locked = |file: File| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock));
    path.is_file() && File::open(path).is_ok_and(locked)
}

/// What a link leads to, whether it is there or not; anything else is itself.
pub fn target(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}

/// What the system says, without its error number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
