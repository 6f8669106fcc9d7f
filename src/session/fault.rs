//! Why a session cannot be read or written.

use std::fmt;
use std::path::PathBuf;

use super::class::Unteachable;
use super::{MOST_BYTES, VERSION};
use crate::labs::Lab;
use crate::platform::FileError;
use crate::platform::files::Why;
use crate::say;
use crate::settings::Invalid;
use crate::valleys::experiments::questions::NotAsked;
use crate::valleys::view::Unseen;

/// A file that could not be opened or written, and what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionError {
    Open(PathBuf, Fault),
    Write(PathBuf, Fault),
}

/// What is wrong with a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    File(Why),
    /// A figure that carries no session.
    NothingInside,
    /// It is of this version of the format,
    Version(u32),
    /// or of this laboratory, or of none.
    Laboratory(Option<String>),
    /// It is a figure of networks, which carries no session; this command makes it again.
    OfNetworks(String),
    /// What the parser says.
    Damaged(String),
    Scenario(Invalid),
    /// A change at this step,
    Change(u32, Invalid),
    /// which comes before the one before it, or after the run's end.
    ChangeOrder {
        step: u32,
        before: u32,
    },
    ChangeBeyond {
        step: u32,
        reach: u32,
    },
    Step {
        step: u32,
        reach: u32,
    },
    View(Unseen),
    Questions(NotAsked),
    Class(Unteachable),
    /// Of the setup of a network.
    Networks(Invalid),
    TooLarge {
        bytes: usize,
        changes: usize,
        answers: usize,
    },
}

impl fmt::Display for SessionError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::Open(path, what) => say!("file.cannot-open", file = path.display(), what = what),
            Self::Write(path, what) => say!("file.cannot-write", file = path.display(), what = what),
        })
    }
}

impl std::error::Error for SessionError {}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = || Lab::ALL.map(Lab::name).join(", ");
        to.write_str(&match self {
            Self::File(why) => return why.fmt(to),
            Self::NothingInside => say!("file.no-session").to_owned(),
            Self::Version(version) => say!("session.version", version = version, needed = VERSION),
            Self::Laboratory(Some(name)) => say!("session.laboratory", name = name, names = names()),
            Self::OfNetworks(command) => say!("session.of-networks", command = command),
            Self::Laboratory(None) => say!("session.no-laboratory", names = names()),
            Self::Damaged(what) => say!("session.damaged", what = what),
            Self::Scenario(invalid) | Self::Networks(invalid) => return invalid.fmt(to),
            Self::Change(step, invalid) => say!("session.change", step = step, what = invalid),
            Self::ChangeOrder { step, before } => say!("session.change-order", step = step, before = before),
            Self::ChangeBeyond { step, reach } => say!("session.change-beyond", step = step, reach = reach),
            Self::Step { step, reach } => say!("session.step", step = step, reach = reach),
            Self::View(unseen) => return unseen.fmt(to),
            Self::Questions(not_asked) => return not_asked.fmt(to),
            Self::Class(unteachable) => return unteachable.fmt(to),
            Self::TooLarge { bytes, changes, answers } => say!(
                "session.too-large",
                size = bytes >> 20,
                most = MOST_BYTES >> 20,
                changes = changes,
                answers = answers
            ),
        })
    }
}

impl From<Why> for Fault {
    fn from(why: Why) -> Self {
        Self::File(why)
    }
}

impl From<Unseen> for Fault {
    fn from(unseen: Unseen) -> Self {
        Self::View(unseen)
    }
}

impl From<Unteachable> for Fault {
    fn from(unteachable: Unteachable) -> Self {
        Self::Class(unteachable)
    }
}

impl From<FileError> for SessionError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Open(path, why) | FileError::Read(path, why) => Self::Open(path, why.into()),
            FileError::Write(path, why) => Self::Write(path, why.into()),
        }
    }
}
