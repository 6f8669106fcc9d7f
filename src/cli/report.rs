//! How the command line talks: aligned tables, and progress on standard error.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal, Write as _, stderr, stdout};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Duration;

use super::{Failure, Outcome};
use crate::chart::duration;
use crate::platform::clock::Instant;
use crate::platform::process::exit;
use crate::say;

/// Prints what a command is asked for. Once its reader has seen enough (`| head`), there is nothing left to do.
pub fn print(text: &str) -> Outcome {
    if write(text)? { Ok(()) } else { exit(0) }
}

/// Prints what a command says beside its work, which goes on when nobody listens any more.
pub fn mention(text: &str) -> Outcome {
    write(text).map(drop)
}

/// Writes to standard output, and says whether someone reads it.
fn write(text: &str) -> Result<bool, Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::input(say!("cli.cannot-print", error = error))),
        Ok(()) => Ok(true),
    }
}

/// A line for people, without line breaks, and short: of what it quotes at length, the beginning and the end.
pub fn one_line(text: &str) -> String {
    const MOST: usize = 480;
    const END: usize = 200;
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let count = text.chars().count();
    if count <= MOST {
        return text.chars().map(shown).collect();
    }
    let beginning = text.chars().take(MOST - END - 3);
    beginning.chain(" … ".chars()).chain(text.chars().skip(count - END)).map(shown).collect()
}

/// A line on standard error, for what people should know beside the answer.
pub fn note(line: &str) {
    // A closed standard error changes nothing.
    let _ = writeln!(stderr(), "frostline: {line}");
}

/// How wide a column must be for these names.
pub fn width<'a>(names: impl IntoIterator<Item = &'a str>) -> usize {
    names.into_iter().map(|name| name.chars().count()).max().unwrap_or(0)
}

/// Two columns, the first so wide.
pub fn table(rows: &[(String, String)], width: usize) -> String {
    let mut text = String::new();
    for (name, value) in rows {
        let gap = " ".repeat(width - name.chars().count() + 2);
        let _ = writeln!(text, "{}", format!("{name}{gap}{value}").trim_end());
    }
    text
}

/// Progress with the time left: a bar on a terminal, now and then a plain line elsewhere.
pub struct Meter {
    what: &'static str,
    start: Instant,
    terminal: bool,
    last: Mutex<Option<Instant>>,
}

impl Meter {
    pub fn new(what: &'static str) -> Self {
        Self { what, start: Instant::now(), terminal: stderr().is_terminal(), last: Mutex::new(None) }
    }

    /// Shows a share of the work done; never breaks.
    pub fn show(&self, share: f64) -> ControlFlow<()> {
        let pause = if self.terminal { Duration::from_millis(100) } else { Duration::from_secs(10) };
        let Ok(mut last) = self.last.try_lock() else { return ControlFlow::Continue(()) };
        // Nothing is said of work that is over at once.
        if last.unwrap_or(self.start).elapsed() < pause {
            return ControlFlow::Continue(());
        }
        *last = Some(Instant::now());
        let left = self.start.elapsed().as_secs_f64() * (1.0 - share) / share.max(1e-9);
        let mut out = stderr().lock();
        // A closed standard error is no reason to stop.
        let _ = if self.terminal {
            let full = (share * 30.0) as usize;
            let bar = format!("{}{}", "━".repeat(full), "╌".repeat(30 - full.min(30)));
            let share = format_args!("{:3.0}", share * 100.0);
            let bar =
                say!("cli.progress.bar", what = self.what, bar = bar, share = share, time = duration(left));
            write!(out, "\r{bar}   ")
        } else {
            let share = format_args!("{:.0}", share * 100.0);
            writeln!(out, "{}", say!("cli.progress", what = self.what, share = share, time = duration(left)))
        };
        let _ = out.flush();
        ControlFlow::Continue(())
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if self.terminal && self.last.lock().is_ok_and(|last| last.is_some()) {
            let _ = write!(stderr(), "\r{:70}\r", "");
        }
    }
}
