//! A file or a folder that is made beside its place and moved there when it is whole.

use crate::say;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What is not whole yet; it goes when dropped.
pub struct Partial {
    path: PathBuf,
    place: PathBuf,
}

impl Partial {
    /// For a file; one that stands in its place is replaced at the end.
    pub fn file(place: &Path) -> Result<Self, String> {
        if place.is_dir() {
            return Err(say!("export.film.folder", file = place.display()));
        }
        Self::beside(place)
    }

    /// For a folder, of which nothing may be there yet.
    pub fn folder(place: &Path) -> Result<Self, String> {
        let occupied = match fs::read_dir(place) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => place.exists(),
        };
        if occupied {
            return Err(say!("export.film.occupied", file = place.display()));
        }
        let partial = Self::beside(place)?;
        fs::create_dir(&partial.path).map_err(|error| partial.failed(&error))?;
        Ok(partial)
    }

    fn beside(place: &Path) -> Result<Self, String> {
        let name = place.file_name().ok_or_else(|| say!("export.film.no-name", file = place.display()))?;
        let name = format!(".{}.{}.partial", name.to_string_lossy(), std::process::id());
        Ok(Self { path: place.with_file_name(name), place: place.to_owned() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn create(&self) -> Result<File, String> {
        File::create(&self.path).map_err(|error| self.failed(&error))
    }

    /// Writes a file of a folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        fs::write(self.path.join(name), bytes).map_err(|error| self.failed(&error))
    }

    /// Moves it to its place.
    pub fn finish(self) -> Result<(), String> {
        if self.path.is_dir() && self.place.is_dir() {
            // It was empty when this began; not every system moves a folder onto another.
            fs::remove_dir(&self.place).map_err(|error| self.failed(&error))?;
        }
        fs::rename(&self.path, &self.place).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> String {
        say!("file.cannot-write", file = self.place.display(), what = error)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After it was moved there is nothing left to remove.
        if self.path.is_dir() {
            let _ = fs::remove_dir_all(&self.path);
        } else {
            let _ = fs::remove_file(&self.path);
        }
    }
}
