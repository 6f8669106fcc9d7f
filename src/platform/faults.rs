//! What a machine can fail at, made to fail on purpose by tests: a program that is given away cannot be made to.

use std::io;
use std::sync::{Mutex, PoisonError};

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A file is written in part; then there is no more room.
    FullDisk,
    /// What has been written cannot be moved to its place.
    Rename,
    /// There is no thread to be had.
    NoThread,
}

/// What fails from now on.
static ARMED: Mutex<Option<Fault>> = Mutex::new(None);

/// Lets something fail, or nothing any more.
#[cfg(debug_assertions)]
pub fn arm(fault: Option<Fault>) {
    *ARMED.lock().unwrap_or_else(PoisonError::into_inner) = fault;
}

/// The error, where this is to fail.
pub(super) fn strike(fault: Fault) -> io::Result<()> {
    if !cfg!(debug_assertions) || *ARMED.lock().unwrap_or_else(PoisonError::into_inner) != Some(fault) {
        return Ok(());
    }
    Err(match fault {
        Fault::FullDisk => io::ErrorKind::StorageFull.into(),
        Fault::Rename => io::ErrorKind::PermissionDenied.into(),
        Fault::NoThread => io::ErrorKind::WouldBlock.into(),
    })
}
