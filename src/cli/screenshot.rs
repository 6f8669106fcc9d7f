//! `frostline screenshot`: the window's picture, with no display.

use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::report::mention;
use super::{Failure, Outcome, flags};
use crate::export::png;
use crate::labs::Lab;
use crate::platform::threads::Pool;
use crate::platform::{check_writable, write_atomically};
use crate::say;
use crate::session::Session;
use crate::settings::Adjustable;
use crate::valleys::model::{Parameter, Preset};
use crate::valleys::panel::Panel;
use crate::valleys::view::Colouring;

/// A picture to make.
pub struct Shot {
    /// The run, with the step it is shown at.
    pub session: Session,
    /// In pixels.
    pub size: [u32; 2],
    pub pixels_per_point: f32,
    pub light: bool,
    pub presenting: bool,
    /// Fits the stage to the run instead of taking the session's.
    pub fit: bool,
}

pub fn command() -> Command {
    // `--steps` is where the run is shown.
    let presets = Preset::ALL.iter().map(|preset| preset.name()).chain([NETWORK]);
    let presets: Vec<&str> = presets.collect();
    flags::with_scenario_but(&[Parameter::Steps], Command::new("screenshot"))
        .mut_arg("preset", |preset| preset.value_parser(presets))
        .about(say!("cli.screenshot.about"))
        .arg(
            Arg::new("session")
                .long("session")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with(flags::SCENARIO)
                .help(say!("cli.screenshot.session")),
        )
        .arg(
            Arg::new("step")
                .long("steps")
                .value_name("N")
                .allow_negative_numbers(true)
                .value_parser(value_parser!(u32))
                .help(say!("cli.screenshot.steps")),
        )
        .arg(size("1280x800"))
        .arg(
            Arg::new("scale")
                .long("scale")
                .value_name("X")
                .default_value("1")
                .value_parser(parse_scale)
                .help(say!("cli.screenshot.scale")),
        )
        .arg(theme())
        .arg(
            Arg::new("presentation")
                .long("presentation")
                .action(ArgAction::SetTrue)
                .help(say!("cli.screenshot.presentation")),
        )
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .required_unless_present("all")
                .help(say!("cli.screenshot.out")),
        )
        .arg(
            Arg::new("all")
                .long("all")
                .value_name(say!("cli.value.folder"))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["out", "session", flags::SCENARIO, "step"])
                .help(say!("cli.screenshot.all")),
        )
        .after_help(say!("cli.screenshot.examples"))
}

/// The size of a picture, in pixels.
pub fn size(default: &'static str) -> Arg {
    Arg::new("size")
        .long("size")
        .value_name("WxH")
        .default_value(default)
        .value_parser(parse_size)
        .help(say!("cli.screenshot.size"))
}

/// The theme of a picture.
pub fn theme() -> Arg {
    Arg::new("theme")
        .long("theme")
        .value_name(say!("cli.value.name"))
        .default_value("dark")
        .value_parser(["dark", "light"])
        .help(say!("cli.screenshot.theme"))
}

pub fn is_light(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("theme").is_some_and(|theme| theme == "light")
}

/// What a window can be drawn in, in points.
const LEAST: [u32; 2] = [300, 200];

fn parse_size(text: &str) -> Result<[u32; 2], String> {
    let wrong = || say!("cli.screenshot.size-form").to_owned();
    let (width, height) = text.split_once('x').ok_or_else(wrong)?;
    let (width, height): (u32, u32) =
        (width.parse().map_err(|_| wrong())?, height.parse().map_err(|_| wrong())?);
    let possible = (LEAST[0]..=8192).contains(&width) && (LEAST[1]..=8192).contains(&height);
    possible.then_some([width, height]).ok_or_else(wrong)
}

fn parse_scale(text: &str) -> Result<f32, String> {
    let scale = text.parse::<f32>().ok().filter(|scale| (0.5..=4.0).contains(scale));
    scale.ok_or_else(|| say!("cli.screenshot.scale-form").to_owned())
}

pub fn main(matches: &ArgMatches, picture: fn(Shot) -> Result<Vec<u8>, String>) -> Outcome {
    Pool::prepare_common().map_err(|error| Failure::input(say!("window.no-thread", what = error)))?;
    if let Some(folder) = matches.get_one::<PathBuf>("all") {
        for (name, shot) in gallery() {
            let path = folder.join(name);
            check_writable(&path).map_err(Failure::input)?;
            draw(&path, shot, picture)?;
            mention(&format!("{}\n", path.display()))?;
        }
        return Ok(());
    }
    let out = matches.get_one::<PathBuf>("out").expect("clap requires it");
    check_writable(out).map_err(Failure::input)?;
    let shot = Shot {
        session: session(matches)?,
        size: *matches.get_one("size").expect("it has a default"),
        pixels_per_point: *matches.get_one("scale").expect("it has a default"),
        light: is_light(matches),
        presenting: matches.get_flag("presentation"),
        fit: matches.get_one::<PathBuf>("session").is_none(),
    };
    roomy(shot.size, shot.pixels_per_point)?;
    draw(out, shot, picture)
}

/// Refuses a picture of fewer points than a window can be drawn in.
fn roomy([width, height]: [u32; 2], scale: f32) -> Outcome {
    let [least_width, least_height] = LEAST.map(|side| (side as f32 * scale).ceil() as u32);
    if width >= least_width && height >= least_height {
        return Ok(());
    }
    Err(Failure::input(say!(
        "cli.screenshot.too-small",
        width = width,
        height = height,
        scale = scale,
        least = format!("{least_width}x{least_height}")
    )))
}

/// The step at which the swarm of Fig. 4 is about to freeze.
pub const TELLING_STEP: u32 = 16_800;

/// The preset that is the laboratory of networks.
const NETWORK: &str = "network";

/// The laboratory of networks at its live size.
fn of_networks(matches: &ArgMatches) -> Result<Session, Failure> {
    let alone =
        matches.ids().filter(|id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine));
    let mut flags = alone.map(clap::Id::as_str).filter(|id| *id != flags::SCENARIO);
    if let Some(flag) = flags.find(|id| !OF_PICTURES.contains(id)) {
        return Err(Failure::input(say!("cli.screenshot.network-alone", flag = flag.replace('_', "-"))));
    }
    let mut session = in_networks();
    let steps = session.networks.setup.steps();
    session.networks.step = matches.get_one::<u32>("step").copied();
    match session.networks.step.filter(|step| *step > steps) {
        Some(step) => Err(Failure::input(say!("cli.screenshot.too-late", step = step, steps = steps))),
        None => Ok(session),
    }
}

fn in_networks() -> Session {
    Session { laboratory: Lab::Networks, ..Session::default() }
}

/// The flags that are about the picture, not about a run of the valleys.
const OF_PICTURES: [&str; 8] = ["preset", "step", "size", "scale", "theme", "presentation", "out", "words"];

fn session(matches: &ArgMatches) -> Result<Session, Failure> {
    if matches.get_one::<String>("preset").is_some_and(|preset| preset == NETWORK) {
        return of_networks(matches);
    }
    let mut session = match matches.get_one::<PathBuf>("session") {
        Some(path) => Session::load(path).map_err(Failure::input)?,
        None => {
            let scenario = flags::scenario(matches)?;
            Session { step: TELLING_STEP, scenario, ..Session::of(flags::preset(matches)) }
        }
    };
    if let Some(&step) = matches.get_one::<u32>("step") {
        session.step = step;
    }
    let steps = session.reach();
    if session.step > steps {
        return Err(Failure::input(say!("cli.screenshot.too-late", step = session.step, steps = steps)));
    }
    Ok(session)
}

/// The README's pictures.
fn gallery() -> Vec<(&'static str, Shot)> {
    let shot = |step: u32| Shot {
        session: Session { step, ..Session::of(Preset::Fig4) },
        size: [1280, 800],
        pixels_per_point: 1.0,
        light: false,
        presenting: false,
        fit: true,
    };
    let mut frozen = shot(60_000);
    frozen.session.view.panels = vec![Panel::PFlat, Panel::Slice, Panel::Hops];
    let mut crowd = shot(12_000);
    crowd.session.scenario.walkers = 100_000;
    crowd.session.view.colouring = Colouring::Density;
    let mut loud = shot(16_800);
    for (parameter, value) in [(Parameter::Sigma, 0.4), (Parameter::Gamma, 2.0)] {
        parameter.set(&mut loud.session.scenario, value).expect("the value is in range");
    }
    vec![
        ("window-dark.png", shot(TELLING_STEP)),
        ("window-light.png", Shot { light: true, ..shot(TELLING_STEP) }),
        ("presentation.png", Shot { size: [1920, 1080], presenting: true, ..shot(TELLING_STEP) }),
        ("frozen.png", frozen),
        ("crowd.png", Shot { light: true, ..crowd }),
        ("louder.png", loud),
        ("networks.png", Shot { session: in_networks(), ..shot(0) }),
    ]
}

fn draw(path: &Path, shot: Shot, picture: fn(Shot) -> Result<Vec<u8>, String>) -> Outcome {
    let (size, scale) = (shot.size, shot.pixels_per_point);
    let pixels = picture(shot).map_err(Failure::input)?;
    let bytes = png(size, &pixels, 96.0 * f64::from(scale)).map_err(Failure::input)?;
    write_atomically(path, &bytes).map_err(Failure::input)
}
