//! `frostline figure`: the catalogue on paper.

mod all;
mod of_networks;
mod order;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::report::print;
use super::screenshot::TELLING_STEP;
use super::{Failure, Outcome, flags};
use crate::chart::markup;
use crate::labs::{self, Drawn};
use crate::networks;
use crate::say;
use crate::session::Session;
use crate::valleys::figures::{Entry, every};

pub use order::Order;

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
        .arg(
            Arg::new("from")
                .long("from")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("session")
                .help(say!("cli.figure.from")),
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
    let entry = match labs::figure(name) {
        Some(Drawn::Networks(entry)) => return of_networks::make_file(matches, entry, out),
        Some(Drawn::Valleys(entry)) => Some(entry),
        None if name == "all" => None,
        None => {
            let near = labs::nearest(name).name();
            return Err(Failure::input(say!("cli.figure.unknown", name = name, near = near)));
        }
    };
    if matches.contains_id("from") && entry.is_some() {
        return Err(Failure::input(say!("cli.figure.not-of-a-grid", figure = name)));
    }
    let chosen = matches.get_one::<PathBuf>("session").map(|path| Session::load(path)).transpose();
    let chosen = chosen.map_err(Failure::input)?;
    let Some(entry) = entry else { return all::make(matches, chosen, out) };
    let session = match chosen {
        Some(session) => session,
        None if entry.name == STAGE => telling(matches)?,
        None => whole(matches)?,
    };
    Order::new(matches, session)?.make_file(entry, out).map(drop)
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
