//! One flag for every parameter of a scenario, made from the table in `model`.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use serde_json::Value;

use super::Failure;
use crate::export::Format;
use crate::platform::files::standard_input;
use crate::platform::process::variable;
use crate::platform::short_text;
use crate::platform::threads::Pool;
use crate::say;
use crate::settings::{Adjustable, NoSchedule, Schedule, Settings};
use crate::valleys::experiments::run::Follow;
use crate::valleys::model::{NoiseLaw, Parameter, Preset, Scenario};

/// Adds the scenario's flags to a command.
pub fn with_scenario(command: Command) -> Command {
    with_scenario_but(&[], command).arg(file_flag().group(SCENARIO)).arg(threads_flag())
}

/// What the flags of a scenario begin with where that is no preset. It is read once, as standard input can be.
const SCENARIO_FILE: &str = "scenario_file";

fn file_flag() -> Arg {
    Arg::new(SCENARIO_FILE)
        .long("scenario")
        .value_name(say!("cli.value.file-or-input"))
        .conflicts_with("preset")
        .value_parser(read_scenario)
        .help(say!("cli.flag.scenario"))
}

/// A scenario as JSON, or a report that has one.
fn read_scenario(from: &str) -> Result<Scenario, String> {
    let text = match from {
        "-" => standard_input(),
        path => short_text(Path::new(path)),
    };
    let text = text.map_err(|error| error.to_string())?;
    let mut json: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let scenario = json.get_mut("scenario").map_or(Value::Null, Value::take);
    let scenario = if scenario.is_null() { json } else { scenario };
    let scenario: Scenario = serde_json::from_value(scenario).map_err(|error| error.to_string())?;
    scenario.validate().map_err(|invalid| invalid.to_string())?;
    Ok(scenario)
}

/// Adds those that are not about some parameters, as a group that other flags can be at odds with.
pub fn with_scenario_but(parameters: &[Parameter], command: Command) -> Command {
    let presets: Vec<_> = Preset::ALL.iter().map(|preset| preset.name()).collect();
    let laws: Vec<_> = NoiseLaw::ALL.iter().map(|law| law.name()).collect();
    let preset = Arg::new("preset")
        .long("preset")
        .value_name(say!("cli.value.name"))
        .value_parser(presets)
        .help(say!("cli.flag.preset"));
    let noise = Arg::new("noise")
        .long("noise")
        .value_name(say!("cli.value.law"))
        .value_parser(laws)
        .help(say!("cli.flag.noise"));
    let seed = Arg::new("seed")
        .long("seed")
        .value_name("N")
        .value_parser(value_parser!(u64))
        .allow_hyphen_values(true)
        .help(say!("cli.flag.seed"));
    let numbers = Parameter::ALL.iter().copied().filter(|parameter| !parameters.contains(parameter));
    let all = [preset]
        .into_iter()
        .chain(numbers.map(parameter_flag))
        .chain([noise])
        .chain(scheduled().filter(|parameter| !parameters.contains(parameter)).map(schedule_flag))
        .chain([seed]);
    all.fold(command, |command, flag| command.arg(flag.group(SCENARIO)))
        .group(ArgGroup::new(SCENARIO).multiple(true))
}

/// The group of the scenario's flags.
pub const SCENARIO: &str = "scenario";

/// For work that asks of walkers only whether, when and where they hop.
pub fn to_the_end_flag() -> Arg {
    Arg::new("to_the_end").long("to-the-end").action(ArgAction::SetTrue).help(say!("cli.flag.to-the-end"))
}

pub fn follow(matches: &ArgMatches) -> Follow {
    if matches.get_flag("to_the_end") { Follow::ToTheEnd } else { Follow::UntilFrozen }
}

/// A computer with more is not known.
const MOST_THREADS: u16 = 1024;

pub fn insist_flag() -> Arg {
    Arg::new("insist").long("insist").action(ArgAction::SetTrue).help(say!("cli.flag.insist"))
}

pub fn threads_flag() -> Arg {
    Arg::new("threads")
        .long("threads")
        .value_name("N")
        .value_parser(value_parser!(u16).range(1..=i64::from(MOST_THREADS)))
        .allow_hyphen_values(true)
        .help(say!("cli.flag.threads"))
}

/// The flag of a parameter of any laboratory.
pub fn parameter_flag<P: Adjustable + Send + Sync>(parameter: P) -> Arg {
    let about = parameter.about();
    let flag = Arg::new(about.name)
        .long(about.name.replace('_', "-"))
        .value_name(if about.whole { "N" } else { "X" })
        .allow_hyphen_values(true)
        .value_parser(move |text: &str| parse_number(parameter, text))
        .help(say!(
            "cli.flag.parameter",
            symbol = about.symbol.replace(['{', '}'], ""),
            meaning = about.meaning(),
            min = about.min,
            max = about.max,
        ));
    let clashing = P::ALL.iter().filter(|other| parameter.clashes(**other)).map(|other| other.about().name);
    let schedule = scheduled::<P>().filter(|other| *other == parameter).map(schedule_name);
    flag.conflicts_with_all(clashing.map(str::to_owned).chain(schedule))
}

fn parse_number(parameter: impl Adjustable, text: &str) -> Result<f64, String> {
    let about = parameter.about();
    let value =
        f64::from_str(text).map_err(|_| say!("cli.flag.must-be-number", min = about.min, max = about.max))?;
    parameter.check(value).map_err(|invalid| say!("cli.flag.must-be", allowed = invalid.allowed()))?;
    Ok(value)
}

/// The parameters that may change during a run.
pub fn scheduled<P: Adjustable>() -> impl Iterator<Item = P> {
    P::ALL.iter().copied().filter(|parameter| parameter.is_scheduled())
}

fn schedule_name(of: impl Adjustable) -> String {
    format!("{}-schedule", of.about().name)
}

/// The flag of what a parameter does during a run.
pub fn schedule_flag(of: impl Adjustable) -> Arg {
    Arg::new(schedule_name(of))
        .long(schedule_name(of).replace('_', "-"))
        .value_name(say!("cli.value.pieces"))
        .value_parser(parse_schedule)
        .help(say!("cli.flag.schedule", of = of.about().name))
}

fn parse_schedule(text: &str) -> Result<Schedule, String> {
    text.parse().map_err(|NoSchedule { piece }| say!("cli.flag.schedule-form", text = piece))
}

/// What the flags begin with.
pub fn preset(matches: &ArgMatches) -> Preset {
    chosen_preset(matches).unwrap_or(Preset::Fig4)
}

pub fn chosen_preset(matches: &ArgMatches) -> Option<Preset> {
    let name = matches.get_one::<String>("preset")?;
    Preset::ALL.into_iter().find(|preset| preset.name() == name)
}

pub fn chosen_law(matches: &ArgMatches) -> Option<NoiseLaw> {
    let name = matches.get_one::<String>("noise")?;
    NoiseLaw::ALL.into_iter().find(|law| law.name() == name)
}

/// The scenario that the flags describe, valid.
pub fn scenario(matches: &ArgMatches) -> Result<Scenario, Failure> {
    match matches.try_get_one::<Scenario>(SCENARIO_FILE).ok().flatten() {
        Some(scenario) => adjusted(scenario.clone(), matches),
        None => scenario_from(preset(matches), matches),
    }
}

/// The same from another preset.
pub fn scenario_from(preset: Preset, matches: &ArgMatches) -> Result<Scenario, Failure> {
    adjusted(preset.scenario(), matches)
}

fn adjusted(mut scenario: Scenario, matches: &ArgMatches) -> Result<Scenario, Failure> {
    scenario.noise = chosen_law(matches).unwrap_or(scenario.noise);
    // What can be set depends on the law.
    adjust(&mut scenario, matches)?;
    if let Some(&seed) = matches.get_one::<u64>("seed") {
        scenario.seed = seed;
    }
    scenario.validate().map_err(Failure::input)?;
    Ok(scenario)
}

/// Sets what flags of settings' parameters there are.
pub fn adjust<S: Settings>(settings: &mut S, matches: &ArgMatches) -> Result<(), Failure> {
    // A command may leave some of them out.
    let given = |parameter: &S::Parameter| {
        Some((*parameter, *matches.try_get_one::<f64>(parameter.about().name).ok()??))
    };
    settings.set_all(S::Parameter::ALL.iter().filter_map(given)).map_err(Failure::input)?;
    for parameter in scheduled::<S::Parameter>() {
        let given = matches.try_get_one::<Schedule>(&schedule_name(parameter)).ok().flatten();
        if let (Some(given), Some(schedule)) = (given, parameter.schedule_mut(settings)) {
            schedule.clone_from(given);
        }
    }
    Ok(())
}

/// Whether the number of threads that the environment asks for, of every pool without a number of its own, is one that
/// `--threads` could have.
pub fn check_threads() -> Result<(), Failure> {
    for name in ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"] {
        let asked = variable(name).and_then(|value| value.to_str()?.parse::<usize>().ok());
        if let Some(count) = asked.filter(|count| *count > usize::from(MOST_THREADS)) {
            let line = say!("cli.flag.environment-threads", name = name, count = count, most = MOST_THREADS);
            return Err(Failure::input(line));
        }
    }
    Ok(())
}

/// The place of a table: any name but that of another kind of file.
pub fn table_path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match Format::of(&path) {
        Ok(Format::Csv) | Err(_) => Ok(path),
        Ok(_) => Err(say!("cli.flag.table")),
    })
}

/// A pool of as many threads as asked for.
pub fn pool(matches: &ArgMatches) -> Result<Pool, Failure> {
    let threads = matches.get_one::<u16>("threads").map_or(0, |&threads| usize::from(threads));
    Pool::new(threads).map_err(|error| Failure::input(format!("--threads: {error}")))
}
