//! A log: a line for each matter, in a file that stays small.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use super::files::{Why, read};

/// When a log has grown to this its older half goes.
const MOST_BYTES: u64 = 64 << 10;

/// Adds a line; where that cannot be done nobody is the worse for it.
pub fn add(path: &Path, line: &str) {
    if path.parent().is_some_and(|folder| fs::create_dir_all(folder).is_err()) {
        return;
    }
    if let Ok(text) = text(path)
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
pub fn last(path: &Path) -> Option<String> {
    text(path).ok()?.lines().last().map(ToOwned::to_owned)
}

fn text(path: &Path) -> Result<String, Why> {
    read(path, 2 * MOST_BYTES).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
