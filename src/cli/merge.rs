//! `frostline merge`: the shares of a sweep, joined.

use std::iter::once;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::cells::{Table, missing};
use super::grid_file::GridFile;
use super::network::CellFile;
use super::{Failure, Outcome, flags};
use crate::platform::{table_text, write_atomically};
use crate::say;
use crate::settings::MOST_CELLS;

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
                .value_parser(flags::table_path())
                .help(say!("cli.merge.out")),
        )
        .arg(Arg::new("partial").long("partial").action(ArgAction::SetTrue).help(say!("cli.merge.partial")))
        .after_help(say!("cli.merge.examples"))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let paths = matches.get_many::<PathBuf>("files").expect("clap requires one");
    // One by one: a table may be large, and a pipe can be read once.
    let mut files = paths.map(|path| Ok((path, table_text(path, MOST_CELLS).map_err(Failure::input)?)));
    let first = files.next().expect("clap requires one")?;
    let of_networks = CellFile::begins(&first.1);
    let files = once(Ok(first)).chain(files);
    if of_networks {
        join(matches, files, CellFile::default())
    } else {
        join(matches, files, GridFile::default())
    }
}

fn join<'a, T: Table>(
    matches: &ArgMatches,
    files: impl Iterator<Item = Result<(&'a PathBuf, String), Failure>>,
    mut joined: T,
) -> Outcome {
    for file in files {
        let (path, text) = file?;
        joined.add(&text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))?;
    }
    let places = joined.places();
    if places.is_empty() {
        return Err(Failure::input(say!("cli.merge.no-cells")));
    }
    let missing = missing(&joined, places.into_iter());
    if missing.is_none() || matches.get_flag("partial") {
        let out = matches.get_one::<PathBuf>("out").expect("clap requires it");
        write_atomically(out, joined.text().as_bytes()).map_err(Failure::input)?;
    }
    missing.map_or(Ok(()), |names| Err(Failure::negative(names)))
}
