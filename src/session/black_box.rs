//! The log of the program's own faults: a line for each, in a file that stays small.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::platform::files::read;

/// When the log has grown to this its older half goes.
const MOST_BYTES: u64 = 64 << 10;

/// Adds a line; where that cannot be done nobody is the worse for it.
pub fn log_fault(path: &Path, line: &str) {
    if path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_err()) {
        return;
    }
    if let Ok(text) = logged(path)
        && (text.len() + line.len()) as u64 > MOST_BYTES
    {
        let lines: Vec<&str> = text.lines().collect();
        let younger = lines[lines.len() / 2..].join("\n") + "\n";
        let _ = File::create(path).and_then(|mut file| file.write_all(younger.as_bytes()));
    }
    let mut line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).take(2_000).collect();
    line.push('\n');
    let file = OpenOptions::new().create(true).append(true).open(path);
    let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
}

/// The line written last.
pub fn last_fault(path: &Path) -> Option<String> {
    logged(path).ok()?.lines().last().map(ToOwned::to_owned)
}

fn logged(path: &Path) -> Result<String, String> {
    read(path, 2 * MOST_BYTES).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
