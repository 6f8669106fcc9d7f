//! Files on a disk: read, and written whole or not at all.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use super::clock::{SystemTime, UNIX_EPOCH};
use super::files::{FileError, Why};
use super::part::{self, Part};
use super::threads;

/// Whether there are folders that files can go to.
pub const FOLDERS: bool = true;
/// How long a pipe may take to find someone who writes into it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Writes a file whole: beside it first, then moved over it. A link stays one, and leads to what was written; a device
/// or pipe is written to as it is.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if is_special(path) {
        return fs::write(path, bytes).map_err(FileError::writing(path));
    }
    if is_taken(path) {
        return Err(FileError::writing(path)(Why::Taken));
    }
    part::put(&target(path), bytes).map(drop).map_err(FileError::writing(path))
}

/// Begins a file that is written piece by piece, and is there when it is whole.
pub fn begin(path: &Path) -> Result<Part, FileError> {
    let obstacle = if path.is_dir() {
        Some(Why::Folder)
    } else if is_special(path) {
        Some(Why::Special)
    } else {
        is_taken(path).then_some(Why::Taken)
    };
    match obstacle {
        Some(why) => Err(FileError::writing(path)(why)),
        None => Part::new(&target(path)).map_err(FileError::writing(path)),
    }
}

/// Whether a file could be written there, so that long work does not end in an error. Leaves nothing behind.
pub fn check_writable(path: &Path) -> Result<(), FileError> {
    if is_special(path) { Ok(()) } else { begin(path).map(drop) }
}

/// Reads a file of a size that makes sense.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Why> {
    read_open(&open(path)?, most)
}

/// The rest of an open file.
pub(super) fn read_open(file: &File, most: u64) -> Result<Vec<u8>, Why> {
    let known = file.metadata().map_or(0, |about| about.len());
    let mut bytes = Vec::new();
    if known <= most {
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    if known.max(bytes.len() as u64) > most { Err(Why::TooLarge(most)) } else { Ok(bytes) }
}

/// Opens a file to read. A pipe that nobody writes into would hold up whoever opens it for ever: a thread waits for it,
/// and is left to itself in the end.
fn open(path: &Path) -> Result<File, Why> {
    if !is_special(path) {
        return Ok(File::open(path)?);
    }
    let (sender, opened) = mpsc::channel();
    let pipe = path.to_owned();
    threads::spawn("pipe", move || drop(sender.send(File::open(pipe))))?;
    Ok(opened.recv_timeout(PATIENCE).map_err(|_| Why::SilentPipe)??)
}

/// The sessions and lessons of a folder, by their names; a file stands for itself.
pub fn openable_in(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|error| FileError::opening(path)(error.into()))?;
    let opens = |path: &PathBuf| path.extension().is_some_and(|end| end == "frostline" || end == "lesson");
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(opens).collect();
    found.sort();
    if found.is_empty() { Err(FileError::opening(path)(Why::NothingInside)) } else { Ok(found) }
}

/// Where a name without a folder would go to.
pub fn working_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

pub fn exists(path: &Path) -> bool {
    path.exists()
}

pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is nothing, or a folder with nothing inside.
pub fn is_vacant(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !path.exists(),
    }
}

/// What stands in a folder; nothing where that cannot be told.
pub fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

/// When a file was last written.
pub fn written(path: &Path) -> SystemTime {
    let time = fs::metadata(path).and_then(|about| about.modified()).ok();
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    UNIX_EPOCH + since.unwrap_or_default()
}

/// Makes a folder, and those that it stands in.
pub fn make_folder(path: &Path) -> Result<(), Why> {
    Ok(fs::create_dir_all(path)?)
}

/// Moves a file; of two who want it one gets it.
pub fn rename(from: &Path, to: &Path) -> Result<(), Why> {
    Ok(part::rename(from, to)?)
}

pub fn copy(from: &Path, to: &Path) -> Result<(), Why> {
    Ok(fs::copy(from, to).map(drop)?)
}

/// Takes a file away, if it is there and can be.
pub fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Whether there is something that is neither a file nor a folder.
pub(super) fn is_special(path: &Path) -> bool {
    path.exists() && !path.is_file() && !path.is_dir()
}

/// Whether another process writes this file for as long as it works, as a sweep does its table.
fn is_taken(path: &Path) -> bool {
    let locked = |file: File| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock));
    path.is_file() && File::open(path).is_ok_and(locked)
}

/// What a link leads to, whether it is there or not; anything else is itself.
pub(super) fn target(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}
