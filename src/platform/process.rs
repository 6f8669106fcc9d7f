//! This process, and other programs that it starts.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub use std::process::{ExitCode, exit};

/// A number that no other process has at the same time.
pub fn id() -> u32 {
    // A page in a browser has no numbers, and no others beside it.
    if cfg!(target_arch = "wasm32") { 0 } else { std::process::id() }
}

/// What the environment says under a name.
pub fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// Shows a folder in the system's own program for that.
pub fn show_folder(folder: &Path) -> io::Result<()> {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let mut command = Command::new(opener);
    command.arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It goes on by itself: nobody waits for a window to be closed.
    command.spawn().map(drop)
}

/// A program that reads what it is given, and says what it does not like.
pub struct Program {
    child: Child,
}

/// Whether a program is there and takes these arguments.
pub fn is_there(name: &str, arguments: &[&str]) -> bool {
    let mut quiet = Command::new(name);
    quiet.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

impl Program {
    /// Starts it; the last of its arguments is the file that it is to write.
    pub fn start(name: &str, arguments: &[&str], file: &Path) -> io::Result<Self> {
        let mut command = Command::new(name);
        command.args(arguments).arg(file);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().map(|child| Self { child })
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.child.stdin.as_mut().map_or(Ok(()), |input| input.write_all(bytes))
    }

    /// Waits for its end; whether that was a good one.
    pub fn finish(&mut self) -> bool {
        drop(self.child.stdin.take());
        self.child.wait().is_ok_and(|status| status.success())
    }

    /// The line that it said last.
    pub fn last_words(&mut self) -> Option<String> {
        drop(self.child.stdin.take());
        let mut said = String::new();
        // What is no text says nothing.
        let _ = self.child.stderr.take().map(|mut errors| errors.read_to_string(&mut said));
        said.lines().last().map(ToOwned::to_owned)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended already is not disturbed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
