//! The real binary, asked as a user would, and folders that clean up after themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn frostline() -> Command {
    Command::new(env!("CARGO_BIN_EXE_frostline"))
}

pub fn ask(arguments: &[&str]) -> Output {
    frostline().args(arguments).output().expect("the binary runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is text")
}

/// A folder of a test's own, removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a plain path").to_owned()
    }

    pub fn names(&self) -> BTreeSet<String> {
        let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("a plain name");
        fs::read_dir(&self.0).expect("the folder").map(|entry| name(entry.expect("an entry"))).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
