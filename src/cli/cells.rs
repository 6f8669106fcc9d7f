//! What all commands over a grid of cells share: their flags, which cells they compute, and the table that rows are
//! written to as they finish.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::report::{Meter, print};
use super::{Failure, Outcome, flags};
use crate::platform::files::is_file;
use crate::platform::{Owned, table_bytes};
use crate::say;
use crate::settings::MOST_CELLS;

/// A cell's row and column, counted from 0.
pub type Place = (usize, usize);

/// The rows of one grid, from one file or several.
pub trait Table: Clone {
    /// Why a file's text is not taken over.
    type Wrong: Display;

    /// Takes over the rows of a file's text. A last line without its end was being written when its writer was cut off:
    /// it is left out.
    fn add(&mut self, text: &str) -> Result<(), Self::Wrong>;

    fn first_line(&self) -> String;

    /// The file's text, cells in order.
    fn text(&self) -> String;

    fn has(&self, place: Place) -> bool;

    /// Every place of the grid, as far as it is known.
    fn places(&self) -> Vec<Place>;

    /// A column (0) or a row (1) by what stands there.
    fn name(&self, axis: usize, index: usize) -> String;
}

/// Adds the flags of a table that is computed.
pub fn with_table(command: Command) -> Command {
    command
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(say!("cli.value.file"))
                .value_parser(flags::table_path())
                .help(say!("cli.sweep.out")),
        )
        .arg(
            Arg::new("resume")
                .long("resume")
                .action(ArgAction::SetTrue)
                .requires("out")
                .help(say!("cli.sweep.resume")),
        )
        .arg(
            Arg::new("shard")
                .long("shard")
                .value_name("K/N")
                .value_parser(parse_shard)
                .help(say!("cli.sweep.shard")),
        )
}

fn parse_shard(text: &str) -> Result<(usize, usize), String> {
    let wrong = || say!("cli.sweep.shard-form", text = text);
    let (k, n) = text.split_once('/').ok_or_else(wrong)?;
    let (k, n): (usize, usize) = (k.parse().map_err(|_| wrong())?, n.parse().map_err(|_| wrong())?);
    if (1..=n).contains(&k) { Ok((k, n)) } else { Err(wrong()) }
}

/// The cells of the share that is asked for, of so many.
fn share(matches: &ArgMatches, cells: usize) -> Result<Vec<usize>, Failure> {
    let (k, n) = matches.get_one::<(usize, usize)>("shard").copied().unwrap_or((1, 1));
    // Every n-th cell: neighbours take about as long, so the shares do too.
    let share: Vec<usize> = (k - 1..cells).step_by(n).collect();
    match share.is_empty() {
        true => Err(Failure::input(say!("cli.sweep.shard-empty", k = k, n = n, cells = cells))),
        false => Ok(share),
    }
}

/// Whether there is a use for more rows.
pub type GoOn<'a> = dyn Fn() -> bool + Sync + 'a;
/// Takes the line of a cell that is done.
pub type Written<'a> = dyn Fn(&str) + Sync + 'a;

/// Has those cells of the share computed that the file has not yet, and writes each as it finishes. `empty` is the
/// table of the grid without a row.
pub fn fill<T: Table>(
    matches: &ArgMatches,
    what: &'static str,
    empty: &T,
    compute: impl FnOnce(&[usize], &GoOn<'_>, &Written<'_>) -> Outcome,
) -> Outcome {
    let places = empty.places();
    let share = share(matches, places.len())?;
    let mut cells = share.clone();
    let out = matches.get_one::<PathBuf>("out");
    let sink = match out {
        Some(path) => {
            let (file, done) = open(path, empty, matches.get_flag("resume"))?;
            cells.retain(|&index| !done.has(places[index]));
            Sink::File(file)
        }
        None => {
            print(&format!("{}\n", empty.first_line()))?;
            Sink::Output
        }
    };

    let meter = Meter::new(what);
    let count = AtomicUsize::new(0);
    // Held while a row is written: after one that was cut short there must be no other.
    let sink = Mutex::new((sink, Ok(())));
    let lock = || sink.lock().expect("no holder panics");
    let written = |line: &str| {
        let (sink, outcome) = &mut *lock();
        if outcome.is_ok() {
            *outcome = sink.write(line);
        }
        let _ = meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / cells.len() as f64);
    };
    let go_on = || lock().1.is_ok();
    let computed = compute(&cells, &go_on, &written);
    meter.clear();
    let (sink, outcome) = sink.into_inner().expect("no holder panics");
    outcome.and(computed)?;
    match (sink, out) {
        (Sink::File(file), Some(path)) => finish(file, path, empty, share.iter().map(|&index| places[index])),
        _ => Ok(()),
    }
}

/// Where rows go, one whole line at a time.
enum Sink {
    File(Owned),
    Output,
}

impl Sink {
    fn write(&mut self, line: &str) -> Outcome {
        let row = format!("{line}\n");
        match self {
            Self::File(file) => file.append(row.as_bytes()).map_err(Failure::input),
            Self::Output => print(&row),
        }
    }
}

/// The file to append to, this process's alone, holding nothing but whole lines of this grid; and what it has of it.
/// A file of version 0.1.0 is given the checksums that it lacks.
fn open<T: Table>(path: &Path, empty: &T, resume: bool) -> Result<(Owned, T), Failure> {
    if is_file(path) && !resume {
        return Err(Failure::input(say!("cli.sweep.exists", file = path.display())));
    }
    let mut file = Owned::open(path, resume).map_err(Failure::input)?;
    let done = read(&mut file, path, empty).and_then(|(done, text)| {
        let whole = done.text();
        // Rows may stand in any order until the grid is complete.
        let is_whole = text.len() == whole.len() && text.starts_with(&empty.first_line());
        if !is_whole {
            file.replace(whole.as_bytes()).map_err(Failure::input)?;
        }
        Ok(done)
    });
    match done {
        Ok(done) => Ok((file, done)),
        Err(failure) => {
            if file.is_empty() {
                file.remove();
            }
            Err(failure)
        }
    }
}

/// What a file has of a grid, and its text.
fn read<T: Table>(file: &mut Owned, path: &Path, empty: &T) -> Result<(T, String), Failure> {
    let text = file.text(table_bytes(MOST_CELLS)).map_err(Failure::input)?;
    let mut done = empty.clone();
    done.add(&text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))?;
    Ok((done, text))
}

/// Rows come as they finish; in a finished file they are in order, so that the same grid gives the same bytes. Cells
/// of the share that are not in it, whoever took them away, are named.
fn finish<T: Table>(mut file: Owned, path: &Path, empty: &T, share: impl Iterator<Item = Place>) -> Outcome {
    let (done, text) = read(&mut file, path, empty)?;
    let ordered = done.text();
    if ordered != text || !file.is_in_place() {
        file.replace(ordered.as_bytes()).map_err(Failure::input)?;
    }
    missing(&done, share).map_or(Ok(()), |names| Err(Failure::negative(names)))
}

/// Names those of some cells that have no row.
pub fn missing<T: Table>(table: &T, places: impl Iterator<Item = Place>) -> Option<String> {
    const MOST: usize = 6;
    let mut cells = 0;
    let missing: Vec<Place> = places.inspect(|_| cells += 1).filter(|place| !table.has(*place)).collect();
    let names: Vec<String> = missing
        .iter()
        .take(MOST)
        .map(|&(row, column)| format!("({}, {})", table.name(0, column), table.name(1, row)))
        .collect();
    let (names, count) = (names.join(", "), missing.len());
    match count {
        0 => None,
        1..=MOST => Some(say!("cli.grid.missing", count = count, cells = cells, names = names)),
        _ => {
            let more = count - MOST;
            Some(say!("cli.grid.missing-more", count = count, cells = cells, names = names, more = more))
        }
    }
}
