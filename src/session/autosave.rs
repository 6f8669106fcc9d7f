//! The run of every window, kept while it changes: however a window ends, the next one finds what it left.
//!
//! Each window has a file of its own, and beside it a lock that it holds for as long as it lives and that names the
//! session's file which the run belongs to. A run whose lock nobody holds was left behind.

use std::path::{Path, PathBuf};

use super::{Fault, Session, SessionError};
use crate::platform::clock::{self, SystemTime};
use crate::platform::files::{self, Why};
use crate::platform::{Claim, FileError, process};

/// The place where a window keeps its run.
pub struct Autosave {
    run: PathBuf,
    lock: Claim,
    /// What the lock names.
    file: Option<PathBuf>,
    /// Counts the runs that were kept here: what comes late of one before is refused.
    generation: u64,
}

/// A run, and the session's file that it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub session: Session,
    pub file: Option<PathBuf>,
}

/// A run that a window left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub path: PathBuf,
    pub name: String,
    pub step: u32,
    pub since: SystemTime,
}

/// What windows left behind.
#[derive(Debug, Default)]
pub struct Found {
    /// The newest, if it was to be taken over.
    pub run: Option<Kept>,
    /// The others, the newest first.
    pub left: Vec<Left>,
    /// What cannot be read: where it has been put, and what is wrong with it.
    pub unreadable: Vec<(PathBuf, Fault)>,
}

/// Runs left behind that are kept; beyond these the oldest goes.
pub const MOST_LEFT: usize = 8;

impl Autosave {
    /// A place in a folder, this window's own for as long as it lives.
    pub fn begin(folder: &Path) -> Result<Self, FileError> {
        let run = new_place(folder);
        let staked = files::make_folder(folder).and_then(|()| Claim::stake(&lock(&run)));
        match staked {
            Ok(lock) => Ok(Self { run, lock, file: None, generation: 0 }),
            Err(why) => Err(FileError::Write(folder.to_owned(), why)),
        }
    }

    /// What windows that are no more left in the folder; the newest is taken over if wanted.
    pub fn find(&mut self, take_over: bool) -> Found {
        let mut found = Found::default();
        for (since, path) in self.left_behind() {
            let read = if take_over && found.run.is_none() {
                self.take(&path).map(|kept| found.run = Some(kept))
            } else {
                Session::read_from(&path).map(|Session { name, step, .. }| {
                    found.left.push(Left { path: path.clone(), name, step, since });
                })
            };
            if let Err(what) = read
                && let Some(place) = set_aside(&path)
            {
                found.unreadable.push((place, what));
            }
        }
        for Left { path, .. } in found.left.drain(found.left.len().min(MOST_LEFT)..) {
            forget(&path);
        }
        found
    }

    /// Takes over a run that was left behind, in the place of what was kept here; the error says what is wrong with it.
    pub fn take(&mut self, path: &Path) -> Result<Kept, Fault> {
        let session = Session::read_from(path)?;
        // Of two windows that want it one gets it.
        files::rename(path, &self.run)?;
        let named = Claim::text(&lock(path));
        // A name cut off is none.
        let file = named.strip_suffix('\n').map(PathBuf::from).filter(|file| files::is_file(file));
        forget(path);
        // An association that could not be written down is lost with the window, and nothing else.
        let _ = self.name(file.as_deref());
        Ok(Kept { session, file })
    }

    /// The run that is kept here now, as [`Self::write`] wants to know.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Writes the run down, unless another one is kept here by now.
    pub fn write(&mut self, generation: u64, kept: &Kept) -> Result<(), SessionError> {
        if generation != self.generation {
            return Ok(());
        }
        self.name(kept.file.as_deref()).map_err(|why| FileError::Write(self.run.clone(), why))?;
        kept.session.save(&self.run)
    }

    /// Leaves behind what is kept here, to be found by [`Self::find`], and begins another run.
    pub fn leave_behind(&mut self) {
        self.generation += 1;
        if let Some(folder) = self.run.parent().filter(|_| files::exists(&self.run)) {
            let place = new_place(folder);
            // What it belongs to goes with it, as far as it can.
            let _ = files::copy(&lock(&self.run), &lock(&place));
            let _ = files::rename(&self.run, &place);
        }
    }

    /// The window ends: nothing is written any more, and what is kept here is left to the next one.
    pub fn end(&mut self) {
        self.generation += 1;
        if !files::exists(&self.run) {
            forget(&self.run);
        }
        self.lock.release();
    }

    /// Writes into the lock whose run this is.
    fn name(&mut self, file: Option<&Path>) -> Result<(), Why> {
        if self.file.as_deref() == file {
            return Ok(());
        }
        let named = file.and_then(Path::to_str).map(|file| format!("{file}\n")).unwrap_or_default();
        self.lock.write(&named)?;
        self.file = file.map(Path::to_owned);
        Ok(())
    }

    /// The runs that no window holds, the newest first; clears away what else windows left when they were killed.
    fn left_behind(&self) -> Vec<(SystemTime, PathBuf)> {
        let mut runs = Vec::new();
        for path in self.run.parent().map(files::inside).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Version 0.1.0 kept one run, of all windows together.
            let Some((stem, rest)) = name.strip_prefix("autosave").and_then(|rest| rest.split_once('.'))
            else {
                continue;
            };
            let run = path.with_file_name(format!("autosave{stem}.frostline"));
            if run == self.run || Claim::is_held(&lock(&run)) {
                continue;
            }
            if rest == "frostline" {
                runs.push((files::written(&path), path));
            } else if rest.ends_with(".part") || (rest == "lock" && !files::exists(&run)) {
                files::remove(&path);
            }
        }
        runs.sort_by(|a, b| b.cmp(a));
        runs
    }
}

/// A name that no other run has had, in this folder.
fn new_place(folder: &Path) -> PathBuf {
    folder.join(format!("autosave-{}-{}.frostline", clock::since_1970().as_nanos(), process::id()))
}

/// What the window that has a run holds.
fn lock(run: &Path) -> PathBuf {
    run.with_extension("lock")
}

/// Takes away a run and its lock.
fn forget(run: &Path) {
    files::remove(run);
    files::remove(&lock(run));
}

/// Puts a file that cannot be read where nobody takes it for a run, and says where.
fn set_aside(run: &Path) -> Option<PathBuf> {
    let name = run.file_name()?.to_string_lossy().replacen("autosave", "unreadable", 1);
    let mut place = run.with_file_name(&name);
    let mut count = 1;
    while files::exists(&place) {
        count += 1;
        place = run.with_file_name(name.replacen("unreadable", &format!("unreadable-{count}"), 1));
    }
    files::rename(run, &place).ok()?;
    forget(run);
    Some(place)
}
