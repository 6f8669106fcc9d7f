//! `frostline merge`: the shares of a sweep, joined.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::grid_file::GridFile;
use super::{Failure, Outcome};
use crate::say;
use crate::session::write_atomically;

pub fn command() -> Command {
    Command::new("merge")
        .about(say!("cli.merge.about"))
        .arg(
            Arg::new("files")
                .value_name(say!("cli.value.file"))
                .required(true)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.merge.files")),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(say!("cli.value.file"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.merge.out")),
        )
        .arg(Arg::new("partial").long("partial").action(ArgAction::SetTrue).help(say!("cli.merge.partial")))
        .after_help(say!("cli.merge.examples"))
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
                return Err(Failure::input(say!("cli.merge.another", file = path.display())));
            }
        }
    }
    let joined = joined.ok_or_else(|| Failure::input(say!("cli.merge.no-cells")))?;
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
    let named = |wanted: usize, axis: usize| {
        file.lines
            .iter()
            .find(|((row, column), _)| [*column, *row][axis] == wanted)
            .and_then(|(_, line)| line.split(',').nth(axis))
            .map_or_else(
                || say!("cli.merge.number", axis = axes[axis], number = wanted + 1),
                |value| format!("{} = {value}", axes[axis]),
            )
    };
    let names: Vec<String> = missing
        .iter()
        .take(MOST)
        .map(|&(row, column)| format!("({}, {})", named(column, 0), named(row, 1)))
        .collect();
    let (names, count, cells) = (names.join(", "), missing.len(), file.columns * file.rows);
    if count > MOST {
        say!("cli.merge.missing-more", count = count, cells = cells, names = names, more = count - MOST)
    } else {
        say!("cli.merge.missing", count = count, cells = cells, names = names)
    }
}
