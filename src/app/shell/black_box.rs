//! Faults of the program, on any thread of the window: written down with their place, and told.

use std::any::Any;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::app::desk::Desk;
use crate::job::Wake;
use crate::platform::{clock, log, threads};
use crate::say;

/// The log of faults, and how many there were.
pub struct BlackBox {
    recorder: Arc<Recorder>,
    /// Faults that the user knows of.
    told: usize,
}

struct Recorder {
    /// None where there is no place for one.
    log: Option<PathBuf>,
    faults: AtomicUsize,
    wake: OnceLock<Wake>,
}

/// How lines of the log begin: a fault that ended the window, any other, and the word that the user was told.
const FATAL: &str = "fatal";
const FAULT: &str = "fault";
const TOLD: &str = "told";

impl BlackBox {
    /// Records every fault from here on, those of the main thread as soon as there is a window: what keeps it from
    /// opening is told on the terminal.
    pub fn install(log: Option<PathBuf>, opened: &'static AtomicBool) -> Self {
        let recorder = Arc::new(Recorder { log, faults: AtomicUsize::new(0), wake: OnceLock::new() });
        let own = Arc::clone(&recorder);
        std::panic::set_hook(Box::new(move |fault| {
            let is_main = threads::own_name() == "main";
            if opened.load(Ordering::Relaxed) || !is_main {
                own.record(if is_main { FATAL } else { FAULT }, fault);
            }
        }));
        Self { recorder, told: 0 }
    }

    /// Where they are written down.
    pub fn log(&self) -> Option<&Path> {
        self.recorder.log.as_deref()
    }

    /// Whom to wake when there is something to tell.
    pub fn wakes(&self, wake: &Wake) {
        let _ = self.recorder.wake.set(Arc::clone(wake));
    }

    /// Tells what broke off since it was asked last, beside what it meant.
    pub fn tell(&mut self, desk: &mut Desk) {
        let faults = self.recorder.faults.load(Ordering::Relaxed);
        if std::mem::replace(&mut self.told, faults) == faults {
            return;
        }
        let meant = desk.around.notice.take().filter(|notice| notice.warning);
        let what = meant.map_or(say!("window.fault").to_owned(), |notice| notice.text);
        desk.warn(self.recorder.with_log(what));
    }

    /// Tells, once, that the window before was ended by a fault.
    pub fn tell_of_before(&self, desk: &mut Desk) {
        let Some(log) = &self.recorder.log else { return };
        if log::last(log).is_some_and(|line| line.starts_with(FATAL)) {
            log::add(log, TOLD);
            desk.warn_as_well(self.recorder.with_log(say!("window.fault-before").to_owned()));
        }
    }
}

/// What a fault has to say.
pub fn said(fault: &(dyn Any + Send)) -> &str {
    let owned = fault.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or_default()
}

impl Recorder {
    fn record(&self, kind: &str, fault: &PanicHookInfo<'_>) {
        if let Some(log) = &self.log {
            let time = clock::since_1970().as_secs();
            let version = env!("CARGO_PKG_VERSION");
            let thread = threads::own_name();
            let place = fault.location().map(ToString::to_string).unwrap_or_default();
            let what = said(fault.payload());
            log::add(log, &format!("{kind} {time} {version} {thread} {place} {what}"));
        }
        self.faults.fetch_add(1, Ordering::Relaxed);
        if let Some(wake) = self.wake.get() {
            wake();
        }
    }

    fn with_log(&self, what: String) -> String {
        match &self.log {
            Some(log) => say!("window.fault-log", what = what, file = log.display()),
            None => what,
        }
    }
}
