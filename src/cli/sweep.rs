//! `frostline sweep`: a grid over two parameters, its rows written as they finish.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::grid_file::{self, GridFile};
use super::report::{Meter, print};
use super::{Failure, Outcome, flags};
use crate::experiments::sweep::{Axis, Cell, Grid};
use crate::say;
use crate::session::{check_writable, write_atomically};

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
                .value_parser(value_parser!(PathBuf))
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
    let sink = match out {
        Some(path) => {
            let (file, done) = open(path, &grid, matches.get_flag("resume"))?;
            cells.retain(|&index| {
                let (column, row) = grid.place(index);
                !done.contains(&(row, column))
            });
            Sink::File(file)
        }
        None => Sink::Output,
    };
    sink.write(out.is_none().then(|| grid_file::header(&grid)))?;

    let meter = Meter::new("sweep");
    let count = AtomicUsize::new(0);
    let failure = Mutex::new(None);
    let written = |cell: Cell| {
        if let Err(error) = sink.write(Some(grid_file::line(&grid, &cell))) {
            failure.lock().expect("no holder panics").get_or_insert(error);
        }
        let _ = meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / cells.len() as f64);
    };
    let go_on = || failure.lock().is_ok_and(|failure| failure.is_none());
    let follow = flags::follow(matches);
    pool.install(|| grid.compute(&cells, follow, &go_on, &written));
    meter.clear();
    failure.into_inner().expect("no holder panics").map_or(Ok(()), Err)?;
    out.map_or(Ok(()), |path| put_in_order(path))
}

/// Rows come as they finish; in a finished file they are in order, so that the same sweep gives the same bytes.
fn put_in_order(path: &Path) -> Outcome {
    let Some(file) = GridFile::read(path).map_err(Failure::input)? else { return Ok(()) };
    write_atomically(path, file.text().as_bytes()).map_err(Failure::input)
}

/// Where rows go, one whole line at a time.
enum Sink {
    File(Mutex<File>),
    Output,
}

impl Sink {
    fn write(&self, line: Option<String>) -> Outcome {
        let Some(line) = line else { return Ok(()) };
        let row = line + "\n";
        match self {
            Self::File(file) => file
                .lock()
                .map_or(Ok(()), |mut file| file.write_all(row.as_bytes()))
                .map_err(|error| Failure::input(say!("cli.sweep.cannot-write-row", error = error))),
            Self::Output => print(&row),
        }
    }
}

/// Places already computed.
type Done = BTreeSet<(usize, usize)>;

/// The file to append to, holding nothing but whole lines of this grid, and the cells it has.
fn open(path: &Path, grid: &Grid, resume: bool) -> Result<(Mutex<File>, Done), Failure> {
    let mut text = grid_file::header(grid) + "\n";
    let mut done = Done::new();
    if path.exists() && !path.is_dir() {
        if !resume {
            return Err(Failure::input(say!("cli.sweep.exists", file = path.display())));
        }
        if let Some(file) = GridFile::read(path).map_err(Failure::input)? {
            if file.fingerprint != grid.fingerprint() {
                return Err(Failure::input(say!("cli.sweep.another", file = path.display())));
            }
            done = file.lines.keys().copied().collect();
            text = file.text();
        }
    } else {
        check_writable(path).map_err(Failure::input)?;
    }
    write_atomically(path, text.as_bytes()).map_err(Failure::input)?;
    let file = OpenOptions::new()
        .append(true)
        .open(path)
        .map_err(|error| Failure::input(say!("cli.cannot-write", file = path.display(), error = error)))?;
    Ok((Mutex::new(file), done))
}
