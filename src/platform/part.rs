//! What is written beside its place and moved there when it is whole. Its writer holds a lock on it, which ends with
//! the process, however that ends: what can be locked was left over, and is taken away.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::faults::{self, Fault};
use super::process;

/// A file that is not whole yet; it goes when dropped.
pub struct Part {
    file: File,
    path: PathBuf,
    place: PathBuf,
}

impl Part {
    /// For a place, with the mode of the file that was there.
    pub fn new(place: &Path) -> io::Result<Self> {
        tidy(place);
        let path = beside(place);
        let file = create(&path)?;
        // Before there is anything to read; a file system without modes has none to keep.
        let _ = fs::metadata(place).and_then(|there| file.set_permissions(there.permissions()));
        Ok(Self { file, path, place: place.to_owned() })
    }

    /// Where another program may write it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves it to its place. The file comes back open, and locked.
    pub fn finish(self) -> io::Result<File> {
        self.file.sync_all()?;
        let file = self.file.try_clone()?;
        rename(&self.path, &self.place)?;
        // That it was moved must outlast the machine as well; not every file system can be asked.
        let _ = File::open(folder(&self.place)).and_then(|folder| folder.sync_all());
        Ok(file)
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(full) = faults::strike(Fault::FullDisk) {
            // Half of it finds room.
            let _ = self.file.write(&bytes[..bytes.len() / 2]);
            return Err(full);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl io::Seek for Part {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After it was moved there is nothing of ours left to remove.
        if leads_to(&self.path, &self.file) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A folder that is not whole yet; it goes when dropped.
pub struct PartFolder {
    path: PathBuf,
    place: PathBuf,
}

impl PartFolder {
    /// For a place where nothing is, or an empty folder.
    pub fn new(place: &Path) -> io::Result<Self> {
        let path = beside(place);
        fs::create_dir(&path)?;
        Ok(Self { path, place: place.to_owned() })
    }

    /// Writes a file inside.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        faults::strike(Fault::FullDisk)?;
        fs::write(self.path.join(name), bytes)
    }

    /// Moves it to its place.
    pub fn finish(self) -> io::Result<()> {
        if self.place.is_dir() {
            // Not every system moves a folder onto another, be it empty.
            fs::remove_dir(&self.place)?;
        }
        rename(&self.path, &self.place)
    }
}

impl Drop for PartFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Puts a file of these bytes in a place. The file comes back open at its end, and locked.
pub fn put(place: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut part = Part::new(place)?;
    part.write_all(bytes)?;
    part.finish()
}

/// Whether there could be a file, of which nothing is left.
pub fn try_out(place: &Path) -> io::Result<()> {
    Part::new(place).map(drop)
}

/// Whether a path leads to an open file, and not to another that took its place.
pub fn leads_to(path: &Path, file: &File) -> bool {
    match (fs::metadata(path), file.metadata()) {
        (Ok(there), Ok(ours)) => is_same(&there, &ours),
        _ => false,
    }
}

#[cfg(unix)]
fn is_same(there: &fs::Metadata, ours: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (there.dev(), there.ino()) == (ours.dev(), ours.ino())
}

/// Elsewhere an open file cannot be taken away.
#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    faults::strike(Fault::Rename)?;
    fs::rename(from, to)
}

/// An empty file, locked. Another thread may have it until it is moved; whoever tidies up may take it away first.
fn create(part: &Path) -> io::Result<File> {
    loop {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(part)?;
        // Where there are no locks, nobody tidies up.
        let _ = file.lock();
        if leads_to(part, &file) {
            file.set_len(0)?;
            return Ok(file);
        }
    }
}

/// Takes away what writers that are no more left beside a place.
fn tidy(place: &Path) {
    let name = place.file_name().unwrap_or_default();
    let Ok(entries) = fs::read_dir(folder(place)) else { return };
    let parts = entries.flatten().filter(|entry| {
        is_part(&entry.file_name(), name) && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    for path in parts.map(|entry| entry.path()) {
        let Ok(file) = File::options().append(true).open(&path) else { continue };
        if file.try_lock().is_ok() && leads_to(&path, &file) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// `NAME.PID.part`.
fn is_part(found: &OsStr, name: &OsStr) -> bool {
    let found = found.as_encoded_bytes().strip_prefix(name.as_encoded_bytes());
    let process = found.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(b".part"));
    process.is_some_and(|process| !process.is_empty() && process.iter().all(u8::is_ascii_digit))
}

fn beside(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", process::id()));
    place.with_file_name(name)
}

fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
