//! `frostline merge`: the shares of a sweep, joined.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::grid_file::GridFile;
use super::{Failure, Outcome};
use crate::session::write_atomically;

pub fn command() -> Command {
    Command::new("merge")
        .about("Join the files that `frostline sweep --shard` wrote")
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .help("Shares of one sweep"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("CSV to write, cells in order"),
        )
        .arg(
            Arg::new("partial")
                .long("partial")
                .action(ArgAction::SetTrue)
                .help("Write what there is even if cells are missing"),
        )
        .after_help("Example:\n  frostline merge part1.csv part2.csv --out grid.csv")
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let mut joined: Option<GridFile> = None;
    for path in matches.get_many::<PathBuf>("files").expect("clap requires one") {
        let Some(file) = GridFile::read(path).map_err(Failure::input)? else { continue };
        match &mut joined {
            None => joined = Some(file),
            Some(joined) if joined.fingerprint == file.fingerprint && joined.header == file.header => {
                joined.lines.extend(file.lines);
            }
            Some(_) => {
                return Err(Failure::input(format!(
                    "{} is of another sweep: all files must come from one",
                    path.display()
                )));
            }
        }
    }
    let joined = joined.ok_or_else(|| Failure::input("no cells: the files must hold at least one"))?;
    let missing = joined.missing();
    if missing.is_empty() || matches.get_flag("partial") {
        let out = matches.get_one::<PathBuf>("out").expect("clap requires it");
        write_atomically(out, joined.text().as_bytes()).map_err(Failure::input)?;
    }
    if missing.is_empty() { Ok(()) } else { Err(Failure::negative(name(&missing, &joined))) }
}

/// Names missing cells by their place, and by their values where a neighbour tells them.
fn name(missing: &[(usize, usize)], file: &GridFile) -> String {
    const MOST: usize = 12;
    let axes: Vec<&str> = file.header.split(',').take(2).collect();
    let value = |wanted: usize, axis: usize| {
        file.lines
            .iter()
            .find(|((row, column), _)| [*column, *row][axis] == wanted)
            .and_then(|(_, line)| line.split(',').nth(axis))
            .map_or_else(|| format!("number {}", wanted + 1), |value| format!("= {value}"))
    };
    let mut names: Vec<String> = missing
        .iter()
        .take(MOST)
        .map(|&(row, column)| format!("({} {}, {} {})", axes[0], value(column, 0), axes[1], value(row, 1)))
        .collect();
    if missing.len() > MOST {
        names.push(format!("and {} more", missing.len() - MOST));
    }
    format!("{} of {} cells missing: {}", missing.len(), file.columns * file.rows, names.join(", "))
}
