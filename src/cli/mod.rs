//! The command line: everything the program can do without a window.

mod ask;
mod cells;
mod check;
mod curves;
mod figure;
mod flags;
mod grid_file;
mod merge;
mod network;
mod report;
mod run;
pub mod screenshot;
mod sweep;
mod theory;
mod unfinished;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::platform::process::ExitCode;
use crate::platform::{memory, short_text};
use crate::session::{Link, Session, Start, is_link};
use crate::{say, words};

/// What went wrong: one line for the user, and the exit code.
#[derive(Debug)]
pub struct Failure {
    pub line: String,
    pub code: u8,
}

impl Failure {
    /// The user asked for something that cannot be: exit 2.
    pub fn input(line: impl fmt::Display) -> Self {
        Self { line: line.to_string(), code: 2 }
    }

    /// The work was done and the answer is no: exit 1.
    pub fn negative(line: impl fmt::Display) -> Self {
        Self { line: line.to_string(), code: 1 }
    }
}

pub type Outcome = Result<(), Failure>;

/// What the command line needs of the window, which it does not know.
pub struct Frontend {
    /// Opens the window; the error is one line.
    pub open: fn(Start) -> Result<(), String>,
    /// Draws the window's picture, or says why not.
    pub picture: fn(screenshot::Shot) -> Result<Vec<u8>, String>,
}

/// Parses the arguments and runs the subcommand; without one, opens the window.
pub fn main(arguments: Vec<OsString>, frontend: &Frontend) -> ExitCode {
    end(answer(arguments, frontend))
}

fn answer(arguments: Vec<OsString>, frontend: &Frontend) -> Outcome {
    // Before `command` is made: its help speaks in the words chosen.
    let arguments = speaking(arguments)?;
    memory::prepare();
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return report::print(&error.to_string());
        }
        Err(error) => return Err(Failure::input(complaint(&error))),
    };
    flags::check_threads()?;
    match matches.subcommand() {
        Some(("run", matches)) => run::main(matches),
        Some(("sweep", matches)) => sweep::main(matches),
        Some(("merge", matches)) => merge::main(matches),
        Some(("theory", matches)) => theory::main(matches),
        Some(("check", matches)) => check::main(matches),
        Some(("ask", matches)) => ask::main(matches),
        Some(("network", matches)) => network::main(matches),
        Some(("figure", matches)) => figure::main(matches),
        Some(("screenshot", matches)) => screenshot::main(matches, frontend.picture),
        _ => window(&matches, frontend),
    }
}

/// Speaks in the words of `--words FILE` from here on, and gives back the other arguments.
fn speaking(arguments: Vec<OsString>) -> Result<Vec<OsString>, Failure> {
    let mut others = Vec::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let file = match behind(&argument, "--words=") {
            None if argument == "--words" => arguments.next(),
            file => file,
        };
        match file {
            Some(file) => speak(Path::new(&file))?,
            // `--words` without a file is for clap to complain of.
            None => others.push(argument),
        }
    }
    Ok(others)
}

/// What follows a prefix. Names of files need not be text.
#[cfg(unix)]
fn behind(argument: &OsStr, prefix: &str) -> Option<OsString> {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let rest = argument.as_bytes().strip_prefix(prefix.as_bytes())?;
    Some(OsString::from_vec(rest.to_vec()))
}

#[cfg(not(unix))]
fn behind(argument: &OsStr, prefix: &str) -> Option<OsString> {
    argument.to_str()?.strip_prefix(prefix).map(OsString::from)
}

fn speak(path: &Path) -> Outcome {
    // All that the program says is not much longer than a lesson.
    let text = short_text(path).map_err(Failure::input)?;
    words::translate(text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))
}

fn window(matches: &ArgMatches, frontend: &Frontend) -> Outcome {
    let start = match matches.get_one::<PathBuf>("session") {
        Some(path) => opened(path)?,
        None if matches.get_flag("fresh") => Start::Fresh,
        None => Start::WhereLeft,
    };
    (frontend.open)(start).map_err(|line| Failure { line, code: 3 })
}

/// What a file holds, or a link leads to.
fn opened(path: &Path) -> Result<Start, Failure> {
    match path.to_str().filter(|text| is_link(text)) {
        Some(text) => Link::read(text)
            .map(Start::Link)
            .map_err(|what| Failure::input(say!("link.cannot-open", what = what))),
        None => Ok(Start::File(Box::new(Session::load(path).map_err(Failure::input)?), path.to_owned())),
    }
}

fn end(outcome: Outcome) -> ExitCode {
    let Err(failure) = outcome else { return ExitCode::SUCCESS };
    // What the user typed is quoted, at any length and with line breaks. A closed standard error changes nothing.
    let _ = writeln!(std::io::stderr(), "frostline: {}", report::one_line(&failure.line));
    ExitCode::from(failure.code)
}

fn command() -> Command {
    Command::new("frostline")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say!("cli.about"))
        .after_help(say!("cli.examples"))
        .arg(
            Arg::new("session")
                .long("session")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.session")),
        )
        .arg(
            Arg::new("fresh")
                .long("fresh")
                .action(ArgAction::SetTrue)
                .conflicts_with("session")
                .help(say!("cli.fresh")),
        )
        .arg(
            Arg::new("words")
                .long("words")
                .value_name(say!("cli.value.file"))
                .global(true)
                // Last, after the flags of every subcommand.
                .display_order(1000)
                .help(say!("cli.words")),
        )
        .args_conflicts_with_subcommands(true)
        .subcommands([
            run::command(),
            sweep::command(),
            merge::command(),
            theory::command(),
            check::command(),
            figure::command(),
            ask::command(),
            network::command(),
            screenshot::command(),
        ])
}

/// What clap has to say, without its usage lines and the one that points to the help.
fn complaint(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with("Usage:") && !line.ends_with("'--help'."))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    said.join("; ").trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_commands_are_well_formed() {
        super::command().debug_assert();
    }
}
