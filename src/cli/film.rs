//! `frostline film`: a run that moves, with no display.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::network::values;
use super::report::Meter;
use super::screenshot::{is_light, size, theme};
use super::{Failure, Outcome, flags};
use crate::export::moving::Kind;
use crate::job::Progress;
use crate::platform::threads::Pool;
use crate::say;
use crate::session::Session;
use crate::valleys::model::Parameter;
use crate::valleys::panel::Panel;

/// A film to make.
pub struct Reel {
    /// The run, with the last step that is shown.
    pub session: Session,
    pub from: u32,
    /// None is the stage.
    pub panel: Option<Panel>,
    pub seconds: f64,
    pub frames_per_second: f64,
    /// In pixels.
    pub size: [u32; 2],
    pub light: bool,
    pub kind: Kind,
    pub out: PathBuf,
}

/// What makes one, or says why not.
pub type Make = fn(Reel, &Progress<'_>) -> Result<(), String>;

pub fn command() -> Command {
    let panels = Panel::ALL.map(|panel| panel.about().name);
    let step = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u32)).help(help)
    };
    let file = |name: &'static str, help: &'static str| {
        let file = Arg::new(name).long(name).value_name(say!("cli.value.file"));
        file.value_parser(value_parser!(PathBuf)).help(help)
    };
    // `--to` is where the run ends.
    flags::with_scenario_but(&[Parameter::Steps], Command::new("film"))
        .about(say!("cli.film.about"))
        .arg(file("session", say!("cli.screenshot.session")).conflicts_with(flags::SCENARIO))
        .arg(step("from", say!("cli.film.from")).default_value("0"))
        .arg(step("to", say!("cli.film.to")))
        .arg(
            Arg::new("panel")
                .long("panel")
                .value_name(say!("cli.value.name"))
                .value_parser(panels)
                .help(say!("cli.film.panel")),
        )
        .arg(values::number("seconds", 0.1..=120.0, say!("cli.film.seconds")).default_value("8"))
        .arg(values::number("rate", 1.0..=60.0, say!("cli.film.rate")).default_value("20"))
        .arg(size("960x600"))
        .arg(theme())
        .arg(file("out", say!("cli.film.out")).short('o').required(true))
        .after_help(say!("cli.film.examples"))
}

pub fn main(matches: &ArgMatches, make: Make) -> Outcome {
    Pool::prepare_common().map_err(|error| Failure::input(say!("window.no-thread", what = error)))?;
    let number = |name: &str| *matches.get_one::<f64>(name).expect("it has a default");
    let out = matches.get_one::<PathBuf>("out").expect("clap requires it");
    let panel = matches.get_one::<String>("panel");
    let reel = Reel {
        session: session(matches)?,
        from: *matches.get_one("from").expect("it has a default"),
        panel: Panel::ALL.into_iter().find(|each| panel.is_some_and(|name| each.about().name == name)),
        seconds: number("seconds"),
        frames_per_second: number("rate"),
        size: *matches.get_one("size").expect("it has a default"),
        light: is_light(matches),
        kind: Kind::of(out).and_then(|kind| kind.available().map(|()| kind)).map_err(Failure::input)?,
        out: out.clone(),
    };
    if reel.from > reel.session.step {
        return Err(Failure::input(say!("cli.film.order", from = reel.from, to = reel.session.step)));
    }
    let meter = Meter::new("film");
    let made = make(reel, &|share| meter.show(share));
    meter.clear();
    made.map_err(Failure::input)
}

fn session(matches: &ArgMatches) -> Result<Session, Failure> {
    let mut session = match matches.get_one::<PathBuf>("session") {
        Some(path) => Session::load(path).map_err(Failure::input)?,
        None => {
            let scenario = flags::scenario(matches)?;
            Session { step: scenario.steps, scenario, ..Session::of(flags::preset(matches)) }
        }
    };
    session.step = matches.get_one::<u32>("to").copied().unwrap_or(session.step);
    let steps = session.reach();
    if session.step > steps {
        return Err(Failure::input(say!("cli.film.too-late", step = session.step, steps = steps)));
    }
    Ok(session)
}
