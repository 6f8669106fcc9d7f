//! What is written piece by piece is in memory until it is whole, and leaves as a download.

use std::io::{self, Cursor, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::files::write_atomically;

/// A file that is not whole yet.
pub struct Part {
    bytes: Cursor<Vec<u8>>,
    place: PathBuf,
}

impl Part {
    pub fn new(place: &Path) -> io::Result<Self> {
        Ok(Self { bytes: Cursor::default(), place: place.to_owned() })
    }

    /// No other program can write it.
    pub fn path(&self) -> &Path {
        &self.place
    }

    pub fn finish(self) -> io::Result<()> {
        write_atomically(&self.place, self.bytes.get_ref())
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// A folder, of which a page has none.
pub struct PartFolder(std::convert::Infallible);

impl PartFolder {
    pub fn new(_: &Path) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn write(&self, _: &str, _: &[u8]) -> io::Result<()> {
        match self.0 {}
    }

    pub fn finish(self) -> io::Result<()> {
        match self.0 {}
    }
}
