//! Files read within bounds, and written whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use super::clock::{SystemTime, UNIX_EPOCH};
use super::part::{self, Part};
use super::threads;
use crate::say;

/// What cannot be done with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    Open(PathBuf, Why),
    Read(PathBuf, Why),
    Write(PathBuf, Why),
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Folder,
    /// A device or a pipe.
    Special,
    /// Another process writes it.
    Taken,
    /// Another file stands in its place.
    Replaced,
    NoText,
    /// Larger than so many bytes.
    TooLarge(u64),
    /// A folder that has nothing to open.
    NothingInside,
    /// A pipe that nobody writes into.
    SilentPipe,
    /// In the system's words.
    System(String),
}

impl FileError {
    fn opening(path: &Path) -> impl FnOnce(Why) -> Self {
        |why| Self::Open(path.to_owned(), why)
    }

    pub(super) fn writing<W: Into<Why>>(path: &Path) -> impl FnOnce(W) -> Self {
        |why| Self::Write(path.to_owned(), why.into())
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::Open(path, why) => say!("file.cannot-open", file = path.display(), what = why),
            Self::Read(path, why) => say!("file.cannot-read", file = path.display(), what = why),
            Self::Write(path, why) => say!("file.cannot-write", file = path.display(), what = why),
        })
    }
}

impl fmt::Display for Why {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Folder => say!("file.folder"),
            Self::Special => say!("file.special"),
            Self::Taken => say!("file.taken"),
            Self::Replaced => say!("file.replaced"),
            Self::NoText => say!("file.no-text"),
            Self::TooLarge(most) => {
                return to.write_str(&say!("file.too-large", size = most.div_ceil(1 << 20)));
            }
            Self::NothingInside => say!("file.nothing-inside"),
            Self::SilentPipe => say!("file.silent-pipe"),
            Self::System(what) => what,
        })
    }
}

impl From<io::Error> for Why {
    /// What the system says, without its error number.
    fn from(error: io::Error) -> Self {
        let text = error.to_string().to_lowercase();
        Self::System(text.split(" (os error").next().unwrap_or_default().to_owned())
    }
}

/// What a hand can write is some pages of text.
const MOST_SHORT_BYTES: u64 = 1 << 20;
/// No row of a table of cells comes near this.
const MOST_ROW_BYTES: u64 = 512;
/// How long a pipe may take to find someone who writes into it.
const PATIENCE: Duration = Duration::from_secs(2);

#[cfg(target_arch = "wasm32")]
pub use super::web::{check_writable, write_atomically};

/// Writes a file whole: beside it first, then moved over it. A link stays one, and leads to what was written; a device
/// or pipe is written to as it is.
#[cfg(not(target_arch = "wasm32"))]
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
#[cfg(not(target_arch = "wasm32"))]
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

/// The text of a file that a hand can write: a lesson, a table of cells, a translation.
pub fn short_text(path: &Path) -> Result<String, FileError> {
    read(path, MOST_SHORT_BYTES).and_then(as_text).map_err(FileError::opening(path))
}

/// The text that comes in by standard input, no longer than that of such a file.
pub fn standard_input() -> Result<String, FileError> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MOST_SHORT_BYTES + 1).read_to_end(&mut bytes).map_err(Why::from);
    let whole = read.and_then(|_| match bytes.len() as u64 > MOST_SHORT_BYTES {
        true => Err(Why::TooLarge(MOST_SHORT_BYTES)),
        false => as_text(bytes),
    });
    whole.map_err(FileError::opening(Path::new("-")))
}

/// The text of a table of at most so many cells.
pub fn table_text(path: &Path, most_cells: usize) -> Result<String, FileError> {
    let text = read(path, table_bytes(most_cells)).and_then(as_text);
    text.map_err(|why| FileError::Read(path.to_owned(), why))
}

/// What a table of so many cells takes at most.
pub fn table_bytes(cells: usize) -> u64 {
    cells as u64 * MOST_ROW_BYTES
}

/// What was read, as text.
pub fn as_text(bytes: Vec<u8>) -> Result<String, Why> {
    String::from_utf8(bytes).map_err(|_| Why::NoText)
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
