//! The command line: everything the program can do without a window.

mod ask;
mod cells;
mod check;
mod curves;
mod figure;
pub mod film;
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

use crate::platform::files::exists;
use crate::platform::process::ExitCode;
use crate::platform::{memory, short_text};
use crate::session::{Link, Session, Start, is_link};
use crate::{lessons, say, words};

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
    /// Makes a film of it.
    pub film: film::Make,
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
        Some(("film", matches)) => film::main(matches, frontend.film),
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
    let path = |name: &str| matches.get_one::<PathBuf>(name);
    let start = match (path("session"), path("file")) {
        (Some(path), _) => session(path)?,
        (None, Some(path)) => file(path)?,
        (None, None) if matches.get_flag("fresh") => Start::Fresh,
        (None, None) => Start::WhereLeft,
    };
    (frontend.open)(start).map_err(|line| Failure { line, code: 3 })
}

/// What a file manager gives the window to open. A word that is no file was meant for a command.
fn file(path: &Path) -> Result<Start, Failure> {
    if path.to_str().is_some_and(is_link) {
        return session(path);
    }
    if path.extension().is_none() && path.components().count() == 1 && !exists(path) {
        let command = command();
        let commands: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let line = say!("cli.no-command", word = path.display(), commands = commands.join(", "));
        return Err(Failure::input(line));
    }
    if lessons::is_one(path) {
        let fail = |mistake| say!("lesson.cannot-open", file = path.display(), mistake = mistake);
        lessons::read(&short_text(path).map_err(Failure::input)?).map_err(fail).map_err(Failure::input)?;
        return Ok(Start::Lesson(path.to_owned()));
    }
    session(path)
}

/// What a file holds, or a link leads to.
fn session(path: &Path) -> Result<Start, Failure> {
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
            Arg::new("file")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["session", "fresh"])
                .help(say!("cli.file")),
        )
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
            film::command(),
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
