//! Files: written whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a file whole: beside it first, then moved over it. A device or pipe is written to as it is.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("cannot write {}: {}", path.display(), reason(&error));
    if is_special(path) {
        return fs::write(path, bytes).map_err(fail);
    }
    let beside = beside(path);
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        fail(error)
    })
}

/// Whether a file could be written there, so that long work does not end in an error. Leaves nothing behind.
pub fn check_writable(path: &Path) -> Result<(), String> {
    let fail = |reason: &str| format!("cannot write {}: {reason}", path.display());
    if path.is_dir() {
        return Err(fail("it is a folder, must be a file"));
    }
    if is_special(path) {
        return Ok(());
    }
    let beside = beside(path);
    fs::File::create(&beside).map_err(|error| fail(&reason(&error)))?;
    fs::remove_file(&beside).map_err(|error| fail(&reason(&error)))
}

/// Reads a text file.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes =
        fs::read(path).map_err(|error| format!("cannot read {}: {}", path.display(), reason(&error)))?;
    String::from_utf8(bytes).map_err(|_| format!("cannot read {}: it is not text", path.display()))
}

/// Whether there is something that is neither a file nor a folder.
fn is_special(path: &Path) -> bool {
    path.exists() && !path.is_file() && !path.is_dir()
}

fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// What the system says, without its error number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
