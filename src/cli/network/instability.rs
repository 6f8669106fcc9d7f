//! `frostline network instability`: do instabilities favour flat places (Wang and Roberts)? Plain descent is forked at
//! learning rates below and above 2/λ₁, once from each of several starts.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::numbers::{columns, short};
use super::setup;
use super::told::{Averaged, beside_one, clearly_above, seemingly_above, spoken};
use super::values::{self, List};
use crate::cli::report::{Meter, print};
use crate::cli::{Failure, Outcome, flags};
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::instability::{Asked, Fork, Forked, instability};
use crate::networks::model::{Length, Parameter, Setup};
use crate::say;
use crate::settings::{Adjustable, Settings};

pub fn command() -> Command {
    let not_asked = [
        Parameter::Eta,
        Parameter::Batch,
        Parameter::DescentEta,
        Parameter::TargetLoss,
        Parameter::Agreement,
        Parameter::TestDigits,
    ];
    let factors = values::list("factors", 0.01..=100.0, false, say!("cli.network.instability.factors"));
    setup::with_setup(&not_asked, Command::new("instability"))
        .about(say!("cli.network.instability.about"))
        .arg(factors.default_value("0.5,0.9,1.1,1.3,1.6,2,2.5"))
        .arg(values::number("fork-at", 0.0..=1e4, say!("cli.network.instability.fork-at")).default_value("2"))
        .arg(
            values::number("slow-eta", 1e-5..=1.0, say!("cli.network.instability.slow-eta"))
                .default_value("0.02"),
        )
        .arg(values::whole("repeats", 2..=1000, say!("cli.network.instability.repeats")).default_value("8"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.instability.examples"))
}

/// Everything there is to say, in the order of the JSON.
#[derive(Serialize)]
struct Report {
    factors: Vec<Factor>,
    answer: String,
    fork_at: f64,
    slow_eta: f64,
    length: Length,
    repeats: Vec<Repeat>,
    setup: Setup,
}

/// Means over the repeats at one learning rate; those that diverged are in none.
#[derive(Serialize)]
struct Factor {
    factor: f64,
    ratio: Option<Averaged>,
    turn: Option<Averaged>,
    plane_turn: Option<Averaged>,
    diverged: usize,
}

#[derive(Serialize)]
struct Repeat {
    seed: u64,
    sharpness: f64,
    second: f64,
    forks: Vec<OneFork>,
}

#[derive(Serialize)]
struct OneFork {
    factor: f64,
    eta: f64,
    ratio: Option<f64>,
    turn: Option<f64>,
    plane_turn: Option<f64>,
    looks: Vec<Look>,
}

#[derive(Serialize)]
struct Look {
    step: u32,
    loss: f64,
    sharpness: f64,
}

/// What is told of a fork.
type Of = fn(&Fork) -> Option<f64>;

pub fn main(matches: &ArgMatches) -> Outcome {
    let [train, test] = setup::digits(matches)?;
    let setup = setup::setup(matches, [&train, &test])?;
    let asked = asked(matches, &setup);
    let repeats = matches.get_one::<u32>("repeats").copied().unwrap_or(2);
    let pool = flags::pool(matches)?;
    let meter = Meter::new("instability");
    let mut answers = Vec::new();
    for repeat in 0..repeats {
        let mut setup = setup.clone();
        setup.reseed(u64::from(repeat));
        let seed = setup.seed;
        let prepared = setup::prepare(setup, [&train, &test])?;
        let show = |share: f64| meter.show((f64::from(repeat) + share) / f64::from(repeats));
        let forked = pool.install(|| instability(&prepared, &asked, &show)).expect("nothing cancels it");
        if !(forked.sharpness.is_finite() && forked.sharpness > 0.0) {
            return Err(Failure::negative(say!("cli.network.instability.no-state", seed = seed)));
        }
        answers.push((seed, forked));
    }
    meter.clear();
    let forked: Vec<&Forked> = answers.iter().map(|(_, forked)| forked).collect();
    let answer = answer(&asked, &forked);
    if !matches.get_flag("json") {
        return print(&format!("{}\n{answer}\n", table(&asked, &forked)));
    }
    let report = Report {
        factors: (0..asked.factors.len()).map(|fork| factor(&asked, &forked, fork)).collect(),
        answer,
        fork_at: asked.fork,
        slow_eta: asked.eta,
        length: asked.length,
        repeats: answers.iter().map(|(seed, forked)| told(*seed, forked)).collect(),
        setup,
    };
    print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"))
}

fn asked(matches: &ArgMatches, setup: &Setup) -> Asked {
    let usual = Asked::default();
    let number = |name: &str, usual: f64| matches.get_one::<f64>(name).copied().unwrap_or(usual);
    let factors = matches.get_one::<List>("factors").map(|List(factors)| factors.clone());
    let mut factors = factors.unwrap_or(usual.factors);
    factors.sort_by(f64::total_cmp);
    factors.dedup();
    let given = [Parameter::Steps, Parameter::Time].map(|length| length.about().name);
    let is_given = given.iter().any(|length| matches.contains_id(length));
    Asked {
        fork: number("fork-at", usual.fork),
        eta: number("slow-eta", usual.eta),
        factors,
        length: if is_given { setup.length } else { usual.length },
        look: usual.look,
    }
}

fn mean(answers: &[&Forked], fork: usize, of: Of) -> Option<Mean> {
    Mean::of(answers.iter().filter_map(|answer| of(&answer.forks[fork])))
}

const RATIO: Of = |fork| fork.ratio;
const TURN: Of = |fork| fork.turn;
const PLANE: Of = |fork| fork.plane_turn;

fn factor(asked: &Asked, answers: &[&Forked], fork: usize) -> Factor {
    let averaged = |of: Of| mean(answers, fork, of).map(Averaged::from);
    Factor {
        factor: asked.factors[fork],
        ratio: averaged(RATIO),
        turn: averaged(TURN),
        plane_turn: averaged(PLANE),
        diverged: diverged(answers, fork),
    }
}

fn diverged(answers: &[&Forked], fork: usize) -> usize {
    answers.iter().filter(|answer| answer.forks[fork].ratio.is_none()).count()
}

fn told(seed: u64, forked: &Forked) -> Repeat {
    let one = |fork: &Fork| OneFork {
        factor: fork.factor,
        eta: fork.eta,
        ratio: fork.ratio,
        turn: fork.turn,
        plane_turn: fork.plane_turn,
        looks: fork.looks.iter().map(|&(step, loss, sharpness)| Look { step, loss, sharpness }).collect(),
    };
    let (sharpness, second) = (forked.sharpness, forked.second);
    Repeat { seed, sharpness, second, forks: forked.forks.iter().map(one).collect() }
}

fn table(asked: &Asked, answers: &[&Forked]) -> String {
    let head = [
        "f",
        say!("cli.network.instability.ratio"),
        say!("cli.network.instability.turn"),
        say!("cli.network.instability.plane"),
        say!("cli.run.diverged"),
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (fork, factor) in asked.factors.iter().enumerate() {
        rows.push(vec![
            short(Some(*factor)),
            spoken(mean(answers, fork, RATIO)),
            spoken(mean(answers, fork, TURN)),
            spoken(mean(answers, fork, PLANE)),
            diverged(answers, fork).to_string(),
        ]);
    }
    columns(&rows)
}

/// λ₁ at both ends of the scale against λ₁ at the fork, and in how many steps of f its direction clearly turns more.
fn answer(asked: &Asked, answers: &[&Forked]) -> String {
    let last = asked.factors.len() - 1;
    let end = |fork: usize| {
        let ratio = mean(answers, fork, RATIO);
        let side = beside_one(ratio);
        say!("cli.network.instability.end", factor = asked.factors[fork], ratio = spoken(ratio), side = side)
    };
    // Of the same start: what is peculiar to it falls out.
    let more = |fork: usize| {
        let turns = |answer: &&Forked| Some(answer.forks[fork].turn? - answer.forks[fork - 1].turn?);
        Mean::of(answers.iter().filter_map(turns))
    };
    let count = |is: fn(Mean, f64) -> bool| {
        (1..=last).filter(|&fork| more(fork).is_some_and(|more| is(more, 0.0))).count()
    };
    let sharpness = Mean::of(answers.iter().map(|answer| answer.sharpness));
    say!(
        "cli.network.instability.answer",
        repeats = answers.len(),
        sharpness = spoken(sharpness),
        low = end(0),
        high = end(last),
        more = count(seemingly_above),
        clear = count(clearly_above),
        steps = last,
    )
}
