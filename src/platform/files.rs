//! Files, wherever they lie: what can go wrong with them, and texts read within bounds.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::say;

#[cfg(not(target_arch = "wasm32"))]
pub use super::disk::*;
#[cfg(target_arch = "wasm32")]
pub use super::page::files::*;

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
    pub(super) fn opening(path: &Path) -> impl FnOnce(Why) -> Self {
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
