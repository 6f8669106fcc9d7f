//! `frostline sweep`: a grid over two parameters, its rows written as they finish.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::grid_file::{self, GridFile, Place};
use super::report::{Meter, print};
use super::{Failure, Outcome, flags};
use crate::platform::files::is_file;
use crate::platform::{Owned, table_bytes};
use crate::say;
use crate::settings::MOST_CELLS;
use crate::valleys::experiments::sweep::{Axis, Cell, Grid};

pub fn command() -> Command {
    let axis = |name: &'static str| {
        Arg::new(format!("axis_{name}"))
            .long(name)
            .value_name(say!("cli.value.axis"))
            .required(true)
            .value_parser(|text: &str| text.parse::<Axis>())
            .help(say!("cli.sweep.axis", axis = name))
    };
    flags::with_scenario(Command::new("sweep"))
        .about(say!("cli.sweep.about"))
        .arg(axis("x"))
        .arg(axis("y"))
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
        .arg(flags::to_the_end_flag())
        .after_help(say!("cli.sweep.examples"))
}

fn parse_shard(text: &str) -> Result<(usize, usize), String> {
    let wrong = || say!("cli.sweep.shard-form", text = text);
    let (k, n) = text.split_once('/').ok_or_else(wrong)?;
    let (k, n): (usize, usize) = (k.parse().map_err(|_| wrong())?, n.parse().map_err(|_| wrong())?);
    if (1..=n).contains(&k) { Ok((k, n)) } else { Err(wrong()) }
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let axis = |name: &str| matches.get_one::<Axis>(name).expect("clap requires it").clone();
    let grid =
        Grid::new(flags::scenario(matches)?, axis("axis_x"), axis("axis_y")).map_err(Failure::input)?;
    let (k, n) = matches.get_one::<(usize, usize)>("shard").copied().unwrap_or((1, 1));
    // Every n-th cell: neighbours take about as long, so the shares do too.
    let mut cells: Vec<usize> = (k - 1..grid.len()).step_by(n).collect();
    if cells.is_empty() {
        return Err(Failure::input(say!("cli.sweep.shard-empty", k = k, n = n, cells = grid.len())));
    }
    let pool = flags::pool(matches)?;
    let out = matches.get_one::<PathBuf>("out");
    let share = cells.clone();
    let sink = match out {
        Some(path) => {
            let (file, done) = open(path, &grid, matches.get_flag("resume"))?;
            cells.retain(|&index| !done.has(place(&grid, index)));
            Sink::File(file)
        }
        None => {
            print(&format!("{}\n", grid_file::first_line(&grid)))?;
            Sink::Output
        }
    };

    let meter = Meter::new("sweep");
    let count = AtomicUsize::new(0);
    // Held while a row is written: after one that was cut short there must be no other.
    let sink = Mutex::new((sink, Ok(())));
    let lock = || sink.lock().expect("no holder panics");
    let written = |cell: Cell| {
        let (sink, outcome) = &mut *lock();
        if outcome.is_ok() {
            *outcome = sink.write(&grid_file::line(&grid, &cell));
        }
        let _ = meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / cells.len() as f64);
    };
    let go_on = || lock().1.is_ok();
    let follow = flags::follow(matches);
    pool.install(|| grid.compute(&cells, follow, &go_on, &written));
    meter.clear();
    let (sink, outcome) = sink.into_inner().expect("no holder panics");
    outcome?;
    match (sink, out) {
        (Sink::File(file), Some(path)) => finish(file, path, &grid, &share),
        _ => Ok(()),
    }
}

/// Row and column of a cell.
fn place(grid: &Grid, index: usize) -> Place {
    let (column, row) = grid.place(index);
    (row, column)
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
fn open(path: &Path, grid: &Grid, resume: bool) -> Result<(Owned, GridFile), Failure> {
    if is_file(path) && !resume {
        return Err(Failure::input(say!("cli.sweep.exists", file = path.display())));
    }
    let mut file = Owned::open(path, resume).map_err(Failure::input)?;
    let done = read(&mut file, path, grid).and_then(|(done, text)| {
        let whole = done.text();
        // Rows may stand in any order until the sweep is complete.
        let is_whole = text.len() == whole.len() && text.starts_with(&grid_file::first_line(grid));
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
fn read(file: &mut Owned, path: &Path, grid: &Grid) -> Result<(GridFile, String), Failure> {
    let text = file.text(table_bytes(MOST_CELLS)).map_err(Failure::input)?;
    let mut done = GridFile::of(grid);
    done.add(&text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))?;
    Ok((done, text))
}

/// Rows come as they finish; in a finished file they are in order, so that the same sweep gives the same bytes. Cells
/// of the share that are not in it, whoever took them away, are named.
fn finish(mut file: Owned, path: &Path, grid: &Grid, share: &[usize]) -> Outcome {
    let (done, text) = read(&mut file, path, grid)?;
    let ordered = done.text();
    if ordered != text || !file.is_in_place() {
        file.replace(ordered.as_bytes()).map_err(Failure::input)?;
    }
    let missing = done.missing(share.iter().map(|&index| place(grid, index)));
    missing.map_or(Ok(()), |names| Err(Failure::negative(names)))
}
