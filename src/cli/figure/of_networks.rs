//! Figures of networks: what they are made from, what they carry of it, and how that is read back.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::ArgMatches;
use serde::{Deserialize, Serialize};

use super::order::Order;
use crate::chart::Figure;
use crate::cli::cells::Table;
use crate::cli::network::CellFile;
use crate::cli::{Failure, Outcome};
use crate::export::{Format, Provenance, session_in};
use crate::labs::Lab;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::row::Row;
use crate::networks::figures::{Effort, Entry, Source, is_of_a_grid};
use crate::networks::model::{Preset, Setup};
use crate::platform::files::read;
use crate::platform::{FileError, table_bytes};
use crate::say;
use crate::session::{Session, VERSION};
use crate::settings::MOST_CELLS;

/// The command of a figure, up to its name, and what precedes the file to write.
const COMMAND: [&str; 2] = ["frostline", "figure"];
const TO: &str = "-o";

/// What a figure of networks carries: all that makes it again, and the command that does.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    frostline: u32,
    laboratory: String,
    figure: String,
    command: String,
    quick: bool,
    setup: Setup,
    /// The table of the grid that it was drawn from, where it was.
    cells: Option<String>,
}

/// What figures of networks are made from: a protocol of its own, and of the flags seed and size alone, as the paper's.
pub struct Sources {
    setup: Setup,
    quick: bool,
    /// The grid's table.
    cells: Option<String>,
    /// What of the command is about them.
    flags: Vec<String>,
    at_size: OnceLock<Source>,
    /// Of the grid, which is at live size whatever the others are.
    of_grid: OnceLock<Source>,
}

pub fn make_file(matches: &ArgMatches, entry: &Entry, out: &Path) -> Outcome {
    let order = Order::new(matches, Session::default())?;
    let format = Format::of(out).map_err(Failure::input)?;
    let from = matches.get_one::<PathBuf>("from");
    if from.is_some() && !is_of_a_grid(entry) {
        return Err(Failure::input(say!("cli.figure.not-of-a-grid", figure = entry.name)));
    }
    if is_of_a_grid(entry) && matches.get_flag("paper_size") && from.is_none() {
        return Err(Failure::input(say!("cli.figure.papers-grid", figure = entry.name)));
    }
    let sources = match matches.get_one::<PathBuf>("session") {
        Some(path) => Sources::of_file(matches, path)?,
        None => Sources::of_flags(matches, None)?,
    };
    order.may_write(out)?;
    let (figure, provenance) = sources.make(&order, entry)?;
    order.write(&figure, &provenance, format, out)
}

impl Sources {
    /// As the flags have it, with this seed where they have none.
    pub fn of_flags(matches: &ArgMatches, seed: Option<u64>) -> Result<Self, Failure> {
        let paper = matches.get_flag("paper_size");
        let mut setup = if paper { Preset::Paper } else { Preset::Live }.setup();
        setup.seed = matches.get_one::<u64>("seed").copied().or(seed).unwrap_or(setup.seed);
        let from = matches.get_one::<PathBuf>("from");
        let cells = from.map(|path| table(path)).transpose()?;
        let quick = matches.get_flag("quick");
        let mut flags = vec!["--seed".to_owned(), setup.seed.to_string()];
        let given = [("--paper-size", paper), ("--quick", quick)].into_iter().filter(|(_, given)| *given);
        flags.extend(given.map(|(flag, _)| flag.to_owned()));
        if let Some(name) = from.and_then(|path| path.file_name()) {
            flags.extend(["--from".to_owned(), name.display().to_string()]);
        }
        Ok(Self::new(setup, quick, cells, flags))
    }

    /// As a figure has it, or with the seed of a session.
    fn of_file(matches: &ArgMatches, path: &Path) -> Result<Self, Failure> {
        let bytes = read(path, table_bytes(MOST_CELLS))
            .map_err(|why| Failure::input(FileError::Open(path.to_owned(), why)))?;
        let kept = session_in(&bytes).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
        let Some(kept) = kept.filter(|kept| kept.laboratory == Lab::Networks.name()) else {
            let session = Session::load(path).map_err(Failure::input)?;
            return Self::of_flags(matches, Some(session.scenario.seed));
        };
        let flags = kept.command.split(' ').skip(COMMAND.len() + 1).take_while(|word| *word != TO);
        let flags = flags.map(str::to_owned).collect();
        Ok(Self::new(kept.setup, kept.quick, kept.cells, flags))
    }

    fn new(setup: Setup, quick: bool, cells: Option<String>, flags: Vec<String>) -> Self {
        Self { setup, quick, cells, flags, at_size: OnceLock::new(), of_grid: OnceLock::new() }
    }

    /// Names all that figures are made from.
    pub fn name(&self) -> String {
        serde_json::to_string(&self.kept("")).expect("what is kept is plain data")
    }

    fn kept(&self, figure: &str) -> Kept {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let file = format!("{figure}.svg");
        Kept {
            frostline: VERSION,
            laboratory: Lab::Networks.name().to_owned(),
            figure: figure.to_owned(),
            command: [&words(&COMMAND)[..], &words(&[figure]), &self.flags, &words(&[TO, &file])]
                .concat()
                .join(" "),
            quick: self.quick,
            setup: self.setup.clone(),
            cells: self.cells.clone(),
        }
    }

    /// A figure, and what it carries.
    pub fn make(&self, order: &Order, entry: &Entry) -> Result<(Figure, Provenance), Failure> {
        let source = self.source(entry)?;
        let figure = order.drawn(entry.name, &|progress| (entry.make)(source, progress))?;
        let mut kept = self.kept(entry.name);
        if !is_of_a_grid(entry) {
            kept.cells = None;
        }
        let provenance = Provenance {
            session: serde_json::to_string(&kept).expect("what is kept is plain data"),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.setup.seed,
        };
        Ok((figure, provenance))
    }

    fn source(&self, entry: &Entry) -> Result<&Source, Failure> {
        let of_grid = is_of_a_grid(entry);
        let kept = if of_grid { &self.of_grid } else { &self.at_size };
        if let Some(source) = kept.get() {
            return Ok(source);
        }
        let setup = match of_grid {
            true => Setup { seed: self.setup.seed, ..Preset::Live.setup() },
            false => self.setup.clone(),
        };
        let prepared = Prepared::shipped(setup).map_err(Failure::input)?;
        let source = Source::new(prepared, if self.quick { Effort::Quick } else { Effort::Full });
        let source = match &self.cells {
            Some(text) if of_grid => source.with_rows(rows(text).map_err(Failure::input)?),
            _ => source,
        };
        Ok(kept.get_or_init(|| source))
    }
}

/// The table of a grid that was kept, checked: its own file's, or that of a figure of it.
fn table(path: &Path) -> Result<String, Failure> {
    let of_file = |what: &dyn std::fmt::Display| Failure::input(format!("{}: {what}", path.display()));
    let bytes = read(path, table_bytes(MOST_CELLS))
        .map_err(|why| Failure::input(FileError::Open(path.to_owned(), why)))?;
    let kept = session_in(&bytes).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
    let text = match kept.and_then(|kept| kept.cells) {
        Some(cells) => cells,
        None => String::from_utf8(bytes).map_err(|_| of_file(&say!("cli.figure.no-grid")))?,
    };
    rows(&text).map_err(|what| of_file(&what))?;
    Ok(text)
}

fn rows(text: &str) -> Result<Vec<Row>, String> {
    let mut file = CellFile::default();
    file.add(text).map_err(|what| what.to_string())?;
    let rows = file.told();
    if rows.is_empty() { Err(say!("cli.figure.no-grid").to_owned()) } else { Ok(rows) }
}
