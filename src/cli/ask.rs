//! `frostline ask`: the experiments, with a sentence for an answer and a figure if one is wanted.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::figure::{Order, list, with_paper};
use super::report::print;
use super::{Failure, Outcome, flags};
use crate::chart::markup;
use crate::say;
use crate::session::Session;
use crate::settings::Adjustable;
use crate::valleys::experiments::phase::{Quantity, RunTheory};
use crate::valleys::experiments::questions::Questions;
use crate::valleys::experiments::sweep::Axis;
use crate::valleys::figures::{EXPERIMENTS, named};
use crate::valleys::model::{Parameter, Scenario};

/// What a phase diagram can be coloured by.
const QUANTITIES: [(&str, Quantity); 4] = [
    ("p-flat", Quantity::PFlat),
    ("freezing-time", Quantity::FreezingTime),
    ("freezing-height", Quantity::FreezingHeight),
    ("censored", Quantity::Censored),
];
/// What can be taken away from its shares.
const THEORIES: [(&str, RunTheory); 3] =
    [("two-state", RunTheory::TwoState), ("density", RunTheory::Density), ("eq12", RunTheory::Eq12)];

pub fn command() -> Command {
    let names: Vec<&str> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    let axis = |name: &'static str| {
        Arg::new(format!("axis_{name}"))
            .long(name)
            .value_name(say!("cli.value.axis"))
            .value_parser(|text: &str| text.parse::<Axis>().map(|_| text.to_owned()))
            .help(say!("cli.ask.axis", axis = name))
    };
    let number = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("X")
            .value_parser(value_parser!(f64))
            .allow_hyphen_values(true)
            .help(help)
    };
    let choice = |name: &'static str, names: Vec<&'static str>, help: &'static str| {
        Arg::new(name).long(name).value_name(say!("cli.value.name")).value_parser(names).help(help)
    };
    with_paper(flags::with_scenario(Command::new("ask")))
        .about(say!("cli.ask.about"))
        .arg(
            Arg::new("question")
                .value_name(say!("cli.value.question"))
                .required(true)
                .value_parser(names)
                .help(say!("cli.ask.question")),
        )
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.ask.out")),
        )
        .arg(
            Arg::new("against")
                .long("against")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.ask.against")),
        )
        .arg(axis("x"))
        .arg(axis("y"))
        .arg(choice("colour", QUANTITIES.map(|(name, _)| name).to_vec(), say!("cli.ask.colour")))
        .arg(choice("less", THEORIES.map(|(name, _)| name).to_vec(), say!("cli.ask.less")))
        .arg(number("forks", say!("cli.ask.forks")))
        .arg(number("threshold", say!("cli.ask.threshold")))
        .arg(number("rival-eta", say!("cli.ask.rival-eta")))
        .arg(number("rival-sigma", say!("cli.ask.rival-sigma")))
        .arg(number("held-y", say!("cli.ask.held-y")))
        .arg(number("examples", say!("cli.ask.number-of-examples")))
        .arg(number("batch", say!("cli.ask.batch")))
        .after_help(say!("cli.ask.examples", questions = list(EXPERIMENTS.into_iter())))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let scenario = flags::scenario(matches)?;
    let questions = questions(matches, &scenario)?;
    let step = scenario.steps;
    let order = Order::new(matches, Session { scenario, step, questions, ..Session::default() })?;
    let name = matches.get_one::<String>("question").expect("clap requires it");
    let entry = named(name).expect("clap lets only known questions pass");
    let figure = match matches.get_one::<PathBuf>("out") {
        Some(out) => order.make_file(entry, out)?,
        None => order.make(entry)?,
    };
    let notes: Vec<String> = figure.notes.iter().map(|note| markup::plain(note)).collect();
    print(&format!("{}\n{}\n", markup::plain(&figure.caption), notes.join("; ")))
}

/// What was chosen by its name.
fn chosen<T: Copy>(matches: &ArgMatches, flag: &str, choices: &[(&str, T)]) -> Option<T> {
    let name = matches.get_one::<String>(flag)?;
    choices.iter().find(|(known, _)| known == name).map(|(_, choice)| *choice)
}

/// The questions of the flags that are given, and else their defaults.
fn questions(matches: &ArgMatches, scenario: &Scenario) -> Result<Questions, Failure> {
    let number = |name: &str| matches.get_one::<f64>(name).copied();
    let mut questions = Questions::default();
    let whole = |name: &str, into: &mut u32| -> Result<(), Failure> {
        let Some(value) = number(name) else { return Ok(()) };
        if value.fract() != 0.0 || !(0.0..=4e9).contains(&value) {
            return Err(Failure::input(say!("cli.ask.whole", flag = name, value = value)));
        }
        *into = value as u32;
        Ok(())
    };
    whole("forks", &mut questions.fork.forks)?;
    whole("examples", &mut questions.jitter.examples)?;
    whole("batch", &mut questions.jitter.batch)?;
    for (name, into) in [("axis_x", &mut questions.phase.x), ("axis_y", &mut questions.phase.y)] {
        if let Some(axis) = matches.get_one::<String>(name) {
            into.clone_from(axis);
        }
    }
    if let Some(chosen) = chosen(matches, "colour", &QUANTITIES) {
        questions.phase.quantity = chosen;
    }
    questions.phase.less = chosen(matches, "less", &THEORIES);
    for (name, into) in
        [("threshold", &mut questions.fork.threshold), ("held-y", &mut questions.paradox.hold_y)]
    {
        *into = number(name).unwrap_or(*into);
    }
    let rival = [("rival-eta", Parameter::Eta), ("rival-sigma", Parameter::Sigma)];
    if rival.iter().any(|(name, _)| number(name).is_some()) {
        let mut b = scenario.clone();
        for (name, parameter) in rival {
            if let Some(value) = number(name) {
                parameter
                    .set(&mut b, value)
                    .map_err(|invalid| Failure::input(format!("--{name}: {invalid}")))?;
            }
        }
        questions.rival = Some(Box::new(b));
    }
    if let Some(path) = matches.get_one::<PathBuf>("against") {
        questions.against = Some(super::check::reference(path)?.1);
    }
    // A phase diagram has a protocol of its own, from which the flags take it away.
    if number("walkers").is_some() {
        questions.phase.walkers = scenario.walkers;
    }
    if number("steps").is_some() {
        questions.phase.steps = scenario.steps;
    }
    if number("y_i").is_some() {
        questions.phase.y_i = scenario.y_i;
    }
    questions.validate().map_err(Failure::input)?;
    Ok(questions)
}
