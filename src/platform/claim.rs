//! A small file that says: this is mine, for as long as its process lives.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::Path;

use super::files::Why;

/// The file, held.
pub struct Claim {
    file: File,
}

impl Claim {
    /// Makes the file. It is locked before it has its name, so that nobody finds it free.
    pub fn stake(path: &Path) -> Result<Self, Why> {
        let unnamed = path.with_extension("new");
        let file = File::create(&unnamed)?;
        file.try_lock().map_err(io::Error::from)?;
        fs::rename(&unnamed, path)?;
        Ok(Self { file })
    }

    /// Whether somebody holds it. Where that cannot be told it is left alone.
    pub fn is_held(path: &Path) -> bool {
        match File::open(path) {
            // Shared: two that look at once do not take each other for the owner.
            Ok(file) => file.try_lock_shared().is_err(),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// What its owner wrote into it, held or not.
    pub fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap_or_default()
    }

    /// Writes into it, in the place of what was there.
    pub fn write(&mut self, text: &str) -> Result<(), Why> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        Ok(self.file.write_all(text.as_bytes())?)
    }

    /// Leaves it to whoever comes.
    pub fn release(&self) {
        let _ = self.file.unlock();
    }
}
