//! `frostline figure`: the catalogue on paper.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::report::{Meter, mention, print};
use super::screenshot::TELLING_STEP;
use super::unfinished::Unfinished;
use super::{Failure, Outcome, flags};
use crate::chart::{Figure, markup};
use crate::export::{self, Format, Provenance, Sheet};
use crate::job::Progress;
use crate::labs::{self, Drawn, Lab};
use crate::networks;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::model::Preset;
use crate::platform::files::{exists, make_folder};
use crate::platform::threads::Pool;
use crate::platform::{check_writable, write_atomically};
use crate::say;
use crate::session::Session;
use crate::settings::fingerprint;
use crate::valleys::figures::{CATALOGUE, Effort, Entry, Source, every, nearest};

pub fn command() -> Command {
    with_paper(flags::with_scenario(Command::new("figure")))
        .about(say!("cli.figure.about"))
        .arg(
            Arg::new("name")
                .value_name(say!("cli.value.name"))
                .required_unless_present("list")
                .help(say!("cli.figure.name")),
        )
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name(say!("cli.value.path"))
                .value_parser(value_parser!(PathBuf))
                .required_unless_present("list")
                .help(say!("cli.figure.out")),
        )
        .arg(Arg::new("list").long("list").action(ArgAction::SetTrue).help(say!("cli.figure.list")))
        .arg(
            Arg::new("session")
                .long("session")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with(flags::SCENARIO)
                .help(say!("cli.figure.session")),
        )
        .arg(
            Arg::new("formats")
                .long("formats")
                .value_name(say!("cli.value.list"))
                .value_delimiter(',')
                .value_parser(["svg", "pdf", "png", "csv"])
                .default_value("svg,pdf,png,csv")
                .help(say!("cli.figure.formats")),
        )
        .arg(
            Arg::new("paper_size")
                .long("paper-size")
                .action(ArgAction::SetTrue)
                .help(say!("cli.figure.paper-size")),
        )
        .after_help(say!("cli.figure.examples", figures = list(every()) + &list_of_networks()))
}

/// Names and titles, a line each.
pub fn list(entries: impl Iterator<Item = &'static Entry>) -> String {
    entries.map(|entry| format!("  {:<15}  {}\n", entry.name, markup::plain(entry.title()))).collect()
}

/// Adds what there is to say of the sheet and the file.
pub fn with_paper(command: Command) -> Command {
    command
        .arg(
            Arg::new("width")
                .long("width")
                .value_name(say!("cli.value.width"))
                .default_value("one-column")
                .value_parser(parse_width)
                .help(say!("cli.paper.width")),
        )
        .arg(
            Arg::new("theme")
                .long("theme")
                .value_name(say!("cli.value.name"))
                .default_value("paper")
                .value_parser(["paper", "dark"])
                .help(say!("cli.paper.theme")),
        )
        .arg(
            Arg::new("font_size")
                .long("font-size")
                .value_name(say!("cli.value.points"))
                .value_parser(value_parser!(f64))
                .allow_hyphen_values(true)
                .help(say!("cli.paper.font-size")),
        )
        .arg(
            Arg::new("dpi")
                .long("dpi")
                .value_name("N")
                .default_value("300")
                .value_parser(value_parser!(f64))
                .allow_hyphen_values(true)
                .help(say!("cli.paper.dpi")),
        )
        .arg(
            Arg::new("outlines").long("outlines").action(ArgAction::SetTrue).help(say!("cli.paper.outlines")),
        )
        .arg(Arg::new("letters").long("letters").action(ArgAction::SetTrue).help(say!("cli.paper.letters")))
        .arg(flags::to_the_end_flag())
        .arg(Arg::new("quick").long("quick").action(ArgAction::SetTrue).help(say!("cli.paper.quick")))
        .arg(flags::insist_flag())
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help(say!("cli.paper.force")))
}

/// How wide a figure is, and whether it has the proportions of a slide.
#[derive(Clone, Copy)]
struct Width {
    millimetres: f64,
    slide: bool,
}

fn parse_width(text: &str) -> Result<Width, String> {
    let of = |millimetres, slide| Ok(Width { millimetres, slide });
    match text {
        "one-column" => return of(86.0, false),
        "two-columns" => return of(178.0, false),
        "slide" => return of(254.0, true),
        _ => {}
    }
    let number = |unit: &str| text.strip_suffix(unit)?.trim().parse::<f64>().ok();
    let millimetres = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("", 1.0)]
        .into_iter()
        .find_map(|(unit, factor)| number(unit).map(|count| count * factor));
    match millimetres.filter(|width| width.is_finite()) {
        Some(millimetres) => of(millimetres, false),
        None => Err(say!("cli.paper.width-form").to_owned()),
    }
}

pub fn main(matches: &ArgMatches) -> Outcome {
    if matches.get_flag("list") {
        return print(&(list(every()) + &list_of_networks()));
    }
    let name = matches.get_one::<String>("name").expect("clap requires it");
    let out = matches.get_one::<PathBuf>("out").expect("clap requires it");
    let chosen = matches.get_one::<PathBuf>("session").map(|path| Session::load(path)).transpose();
    let chosen = chosen.map_err(Failure::input)?;
    if name == "all" {
        return all(matches, chosen, out);
    }
    let entry = match labs::figure(name) {
        Some(Drawn::Valleys(entry)) => entry,
        Some(Drawn::Networks(entry)) => return of_networks(matches, entry, out),
        None => {
            let near = nearest(name).name;
            return Err(Failure::input(say!("cli.figure.unknown", name = name, near = near)));
        }
    };
    let session = match chosen {
        Some(session) => session,
        None if entry.name == STAGE => telling(matches)?,
        None => whole(matches)?,
    };
    Order::new(matches, session)?.make_file(entry, out).map(drop)
}

/// A figure of networks follows a protocol of its own and takes the seed alone from the flags, as the paper's do.
fn of_networks(matches: &ArgMatches, entry: &networks::figures::Entry, out: &Path) -> Outcome {
    let order = Order::new(matches, Session::default())?;
    let format = Format::of(out).map_err(Failure::input)?;
    order.may_write(out)?;
    let size = if matches.get_flag("paper_size") { Preset::Paper } else { Preset::Live };
    let mut setup = size.setup();
    setup.seed = matches.get_one::<u64>("seed").copied().unwrap_or(setup.seed);
    let provenance = Provenance {
        session: serde_json::json!({ "laboratory": Lab::NETWORKS, "setup": setup }).to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: setup.seed,
    };
    let prepared = Prepared::shipped(setup).map_err(Failure::input)?;
    let quick = matches.get_flag("quick");
    let effort = if quick { networks::figures::Effort::Quick } else { networks::figures::Effort::Full };
    let source = networks::figures::Source { prepared, effort };
    let figure = order.drawn(entry.name, &|progress| (entry.make)(&source, progress))?;
    let bytes = export::bytes(&figure, &order.sheet, &provenance, format).map_err(Failure::input)?;
    write_atomically(out, &bytes).map_err(Failure::input)
}

/// The same list of the figures of networks.
fn list_of_networks() -> String {
    let entries = networks::figures::CATALOGUE.iter();
    entries.map(|entry| format!("  {:<15}  {}\n", entry.name, markup::plain(entry.title()))).collect()
}

/// The figure that shows one moment of a run.
const STAGE: &str = "stage";

/// The run that the flags describe, where that of Fig. 4 is about to freeze.
fn telling(matches: &ArgMatches) -> Result<Session, Failure> {
    let session = whole(matches)?;
    Ok(Session { step: TELLING_STEP.min(session.step), ..session })
}

/// The run that the flags describe, to its end.
fn whole(matches: &ArgMatches) -> Result<Session, Failure> {
    let scenario = flags::scenario(matches)?;
    Ok(Session { step: scenario.steps, scenario, ..Session::of(flags::preset(matches)) })
}

/// Makes a figure, of whichever laboratory.
type Make<'a> = dyn Fn(&Progress<'_>) -> Option<Figure> + Sync + 'a;

/// What every figure of a call has in common.
pub struct Order {
    source: Source,
    sheet: Sheet,
    slide: bool,
    session: Session,
    force: bool,
    pool: Pool,
}

impl Order {
    pub fn new(matches: &ArgMatches, session: Session) -> Result<Self, Failure> {
        let width = *matches.get_one::<Width>("width").expect("it has a default");
        let font_pt = matches.get_one::<f64>("font_size").copied();
        let sheet = Sheet {
            width_mm: width.millimetres,
            light: matches.get_one::<String>("theme").is_some_and(|theme| theme == "paper"),
            font_pt: font_pt.unwrap_or(if width.slide { 13.0 } else { 7.5 }),
            dots_per_inch: *matches.get_one("dpi").expect("it has a default"),
            outlines: matches.get_flag("outlines"),
            letters: matches.get_flag("letters"),
        };
        sheet.check().map_err(Failure::input)?;
        let effort = if matches.get_flag("quick") { Effort::Quick } else { Effort::Full };
        Ok(Self {
            source: source(session.clone(), effort)
                .following(flags::follow(matches))
                .insisting(matches.get_flag("insist")),
            session,
            sheet,
            slide: width.slide,
            force: matches.get_flag("force"),
            pool: flags::pool(matches)?,
        })
    }

    /// Makes a figure into a file, once it is sure that the file can be written.
    pub fn make_file(&self, entry: &Entry, out: &Path) -> Result<Figure, Failure> {
        let format = Format::of(out).map_err(Failure::input)?;
        self.may_write(out)?;
        let figure = self.make(entry)?;
        self.write(entry, &figure, format, out)?;
        Ok(figure)
    }

    fn may_write(&self, path: &Path) -> Outcome {
        if exists(path) && !self.force {
            return Err(Failure::input(say!("cli.figure.exists", file = path.display())));
        }
        check_writable(path).map_err(Failure::input)
    }

    fn may_write_all(&self, folder: &Path, endings: &[&str]) -> Outcome {
        for entry in &CATALOGUE {
            endings.iter().try_for_each(|ending| self.may_write(&file(folder, entry, ending)))?;
        }
        self.may_write(&folder.join(INDEX))
    }

    /// Names the whole order: files made by two orders of one name are the same.
    fn name(&self, endings: &[&str]) -> String {
        let Self { sheet, slide, session, source, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        fingerprint(format!(
            "{version} {sheet:?} {slide} {:?} {endings:?} {}",
            source.effort,
            session.to_text()
        ))
    }

    pub fn make(&self, entry: &Entry) -> Result<Figure, Failure> {
        self.drawn(entry.name, &|progress| (entry.make)(&self.source, progress))
    }

    fn drawn(&self, name: &'static str, make: &Make<'_>) -> Result<Figure, Failure> {
        let meter = Meter::new(name);
        let figure = self
            .pool
            .install(|| make(&|share| meter.show(share)))
            .ok_or_else(|| Failure::negative(say!("cli.figure.nothing", figure = name)))?;
        meter.clear();
        Ok(if self.slide { figure.on_a_slide() } else { figure })
    }

    fn write(&self, entry: &Entry, figure: &Figure, format: Format, path: &Path) -> Outcome {
        let provenance = self.session.provenance(entry.preset());
        let bytes = export::bytes(figure, &self.sheet, &provenance, format).map_err(Failure::input)?;
        write_atomically(path, &bytes).map_err(Failure::input)
    }
}

/// The whole set, and a page that shows it. One that was cut off goes on with the figures that are not there.
fn all(matches: &ArgMatches, chosen: Option<Session>, folder: &Path) -> Outcome {
    let telling = match chosen {
        Some(_) => None,
        None => Some(Order::new(matches, telling(matches)?)?),
    };
    let order = Order::new(matches, chosen.map_or_else(|| whole(matches), Ok)?)?;
    let endings: Vec<&str> =
        matches.get_many::<String>("formats").expect("it has a default").map(String::as_str).collect();
    make_folder(folder)
        .map_err(|why| say!("cli.figure.cannot-make-folder", folder = folder.display(), error = why))
        .map_err(Failure::input)?;
    let name = order.name(&endings);
    let mut unfinished = Unfinished::open(folder, &name)?;
    if order.force || !unfinished.goes_on() {
        if let Err(failure) = order.may_write_all(folder, &endings) {
            unfinished.remove_unless_begun();
            return Err(failure);
        }
        unfinished.begin(&name)?;
    }
    let mut entries = Vec::with_capacity(CATALOGUE.len());
    for entry in &CATALOGUE {
        let files: Vec<PathBuf> = endings.iter().map(|ending| file(folder, entry, ending)).collect();
        let whole = unfinished.entry(entry.name).filter(|_| files.iter().all(|file| exists(file)));
        if let Some(known) = whole {
            entries.push(known.clone());
            continue;
        }
        let order = telling.as_ref().filter(|_| entry.name == STAGE).unwrap_or(&order);
        let figure = order.make(entry)?;
        for path in &files {
            order.write(entry, &figure, Format::of(path).map_err(Failure::input)?, path)?;
            mention(&format!("{}\n", path.display()))?;
        }
        entries.push(export::index_entry(&figure, &endings));
        unfinished.add(entry.name, entries.last().expect("just pushed"))?;
    }
    let index = folder.join(INDEX);
    write_atomically(&index, export::index(&entries).as_bytes()).map_err(Failure::input)?;
    unfinished.remove();
    mention(&format!("{}\n", index.display()))
}

/// The page that shows the set.
const INDEX: &str = "index.html";

fn file(folder: &Path, entry: &Entry, ending: &str) -> PathBuf {
    folder.join(format!("{}.{ending}", entry.name))
}

/// The session's run, and how it is looked at.
fn source(session: Session, effort: Effort) -> Source {
    let look = session.view.look();
    Source::new(session.scenario, session.changes, session.step, look, effort).asking(session.questions)
}
