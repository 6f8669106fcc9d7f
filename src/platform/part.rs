//! What is written beside its place and moved there when it is whole. Its writer holds a lock on it, which ends with
//! the process, however that ends: what can be locked was left over, and is taken away.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Puts a file of these bytes in a place, with the mode of the one that was there. The file comes back open at its
/// end, and locked.
pub fn put(place: &Path, bytes: &[u8]) -> io::Result<File> {
    tidy(place);
    let part = beside(place);
    let mut file = create(&part)?;
    let mut write = || {
        // Before there is anything to read; a file system without modes has none to keep.
        let _ = fs::metadata(place).and_then(|there| file.set_permissions(there.permissions()));
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, place)
    };
    if let Err(error) = write() {
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    // That it was moved must outlast the machine as well; not every file system can be asked.
    let _ = File::open(folder(place)).and_then(|folder| folder.sync_all());
    Ok(file)
}

/// Whether there could be a file, of which nothing is left.
pub fn try_out(place: &Path) -> io::Result<()> {
    tidy(place);
    let part = beside(place);
    create(&part)?;
    fs::remove_file(part)
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

/// An empty file, locked. Another thread may have it until it is moved; whoever tidies up may take it away first.
fn create(part: &Path) -> io::Result<File> {
    loop {
        let file = File::options().read(true).append(true).create(true).open(part)?;
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
    name.push(format!(".{}.part", std::process::id()));
    place.with_file_name(name)
}

fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
