//! The whole set, and a page that shows it. One that was cut off goes on with the figures that are not there.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::of_networks::Sources;
use super::order::Order;
use super::{STAGE, telling, whole};
use crate::chart::Figure;
use crate::cli::report::mention;
use crate::cli::unfinished::Unfinished;
use crate::cli::{Failure, Outcome};
use crate::export::{self, Format, Provenance};
use crate::labs::{Drawn, catalogue};
use crate::platform::files::{exists, make_folder};
use crate::platform::write_atomically;
use crate::say;
use crate::session::Session;

/// The page that shows the set.
const INDEX: &str = "index.html";
/// How program and paper are cited.
const CITE: &str = "cite.bib";

/// What the figures of a set are made of.
struct Set {
    order: Order,
    /// Of the one that shows a moment, where no session tells which.
    telling: Option<Order>,
    networks: Sources,
}

pub fn make(matches: &ArgMatches, chosen: Option<Session>, folder: &Path) -> Outcome {
    let telling = match chosen {
        Some(_) => None,
        None => Some(Order::new(matches, telling(matches)?)?),
    };
    let seed = chosen.as_ref().map(|session| session.scenario.seed);
    let order = Order::new(matches, chosen.map_or_else(|| whole(matches), Ok)?)?;
    let set = Set { order, telling, networks: Sources::of_flags(matches, seed)? };
    let endings: Vec<&str> =
        matches.get_many::<String>("formats").expect("it has a default").map(String::as_str).collect();
    make_folder(folder)
        .map_err(|why| say!("cli.figure.cannot-make-folder", folder = folder.display(), error = why))
        .map_err(Failure::input)?;
    let name = set.order.name(&endings, &set.networks.name());
    let mut unfinished = Unfinished::open(folder, &name)?;
    if set.order.force || !unfinished.goes_on() {
        if let Err(failure) = set.may_write(folder, &endings) {
            unfinished.remove_unless_begun();
            return Err(failure);
        }
        unfinished.begin(&name)?;
    }
    let mut entries = Vec::new();
    for drawn in catalogue() {
        let files: Vec<PathBuf> = endings.iter().map(|ending| file(folder, drawn, ending)).collect();
        let known = unfinished.entry(drawn.name()).filter(|_| files.iter().all(|file| exists(file)));
        if let Some(known) = known {
            entries.push(known.clone());
            continue;
        }
        let (figure, provenance) = set.make(drawn)?;
        for path in &files {
            set.order.write(&figure, &provenance, Format::of(path).map_err(Failure::input)?, path)?;
            mention(&format!("{}\n", path.display()))?;
        }
        entries.push(export::index_entry(&figure, &endings));
        unfinished.add(drawn.name(), entries.last().expect("just pushed"))?;
    }
    let index = folder.join(INDEX);
    write_atomically(&index, export::index(&entries).as_bytes()).map_err(Failure::input)?;
    let cite = folder.join(CITE);
    write_atomically(&cite, export::BIBTEX.as_bytes()).map_err(Failure::input)?;
    unfinished.remove();
    mention(&format!("{}\n{}\n", index.display(), cite.display()))
}

impl Set {
    fn make(&self, drawn: Drawn) -> Result<(Figure, Provenance), Failure> {
        match drawn {
            Drawn::Valleys(entry) => {
                let telling = self.telling.as_ref().filter(|_| entry.name == STAGE);
                let order = telling.unwrap_or(&self.order);
                Ok((order.make(entry)?, order.provenance(entry)))
            }
            Drawn::Networks(entry) => self.networks.make(&self.order, entry),
        }
    }

    fn may_write(&self, folder: &Path, endings: &[&str]) -> Outcome {
        for drawn in catalogue() {
            endings.iter().try_for_each(|ending| self.order.may_write(&file(folder, drawn, ending)))?;
        }
        [INDEX, CITE].into_iter().try_for_each(|name| self.order.may_write(&folder.join(name)))
    }
}

fn file(folder: &Path, drawn: Drawn, ending: &str) -> PathBuf {
    folder.join(format!("{}.{ending}", drawn.name()))
}
