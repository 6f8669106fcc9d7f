//! A file that one process alone writes for as long as it works, as a sweep its table.
//!
//! It is locked itself: the lock ends with the process, and no file tells of it. Where the file is replaced by a new
//! one, that one is locked before it takes its place. A file system without locks lets everybody pass.

use std::fs::{File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::disk::{is_special, read_open, target};
use super::files::{FileError, Why, as_text};
use super::part;

/// The file, open at its end.
pub struct Owned {
    file: File,
    path: PathBuf,
}

impl Owned {
    /// Creates a file or, where one may be there, opens it. The error is that of a file that cannot be written, or that
    /// someone else writes.
    pub fn open(path: &Path, may_exist: bool) -> Result<Self, FileError> {
        if path.is_dir() {
            return Err(FileError::writing(path)(Why::Folder));
        }
        if is_special(path) {
            return Err(FileError::writing(path)(Why::Special));
        }
        let place = target(path);
        part::try_out(&place).map_err(FileError::writing(path))?;
        loop {
            let mut options = File::options();
            options.read(true).append(true).create(true).create_new(!may_exist);
            let file = options.open(&place).map_err(FileError::writing(path))?;
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                return Err(FileError::writing(path)(Why::Taken));
            }
            // Between opening and locking it may have been replaced.
            if part::leads_to(&place, &file) {
                return Ok(Self { file, path: place });
            }
        }
    }

    /// All that it holds, if it is text of a size that makes sense.
    pub fn text(&mut self, most: u64) -> Result<String, FileError> {
        let rewound = self.file.rewind().map_err(Why::from);
        let text = rewound.and_then(|()| read_open(&self.file, most)).and_then(as_text);
        text.map_err(|why| FileError::Read(self.path.clone(), why))
    }

    /// Adds to its end.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let end = self.file.seek(SeekFrom::End(0));
        end.and_then(|_| self.file.write_all(bytes)).map_err(FileError::writing(&self.path))
    }

    /// Replaces all that is in it, at once. What someone put in its place is not touched.
    pub fn replace(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        if self.path.exists() && !self.is_in_place() {
            return Err(FileError::writing(&self.path)(Why::Replaced));
        }
        self.file = part::put(&self.path, bytes).map_err(FileError::writing(&self.path))?;
        Ok(())
    }

    /// Whether its path leads to it still, and not to nothing or to what someone put there.
    pub fn is_in_place(&self) -> bool {
        part::leads_to(&self.path, &self.file)
    }

    pub fn is_empty(&self) -> bool {
        self.file.metadata().is_ok_and(|about| about.len() == 0)
    }

    /// Takes the file away.
    pub fn remove(self) {
        if self.is_in_place() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
