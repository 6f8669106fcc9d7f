//! `frostline network train`: one run of SGD, as a table for people, JSON for programs, CSV of its course, and the
//! weights that it ends with.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::numbers::{Numbers, Placed, short, time};
use super::{setup, values};
use crate::cli::report::{Meter, print, table, width};
use crate::cli::{Failure, Outcome, flags};
use crate::networks::experiments::prepared::Prepared;
use crate::networks::experiments::reading::{Bends, Reading};
use crate::networks::experiments::run::{Along, Run, run};
use crate::networks::model::{Parameter, Setup};
use crate::platform::clock::Instant;
use crate::platform::{check_writable, write_atomically};
use crate::say;

pub fn command() -> Command {
    let no_descents = [Parameter::DescentEta, Parameter::TargetLoss, Parameter::Agreement];
    setup::with_setup(&no_descents, Command::new("train"))
        .about(say!("cli.network.train.about"))
        .arg(repeat_flag())
        .arg(
            Arg::new("save")
                .long("save")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.network.train.save")),
        )
        .arg(
            Arg::new("csv")
                .long("csv")
                .value_name(say!("cli.value.file"))
                .value_parser(flags::table_path())
                .help(say!("cli.network.train.csv")),
        )
        .arg(values::whole("readings", 2..=100_001, say!("cli.network.train.readings")).default_value("21"))
        .arg(
            Arg::new("curvature")
                .long("curvature")
                .action(ArgAction::SetTrue)
                .help(say!("cli.network.train.curvature")),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.train.examples"))
}

pub fn repeat_flag() -> Arg {
    values::whole("repeat", 0..=i64::from(u32::MAX), say!("cli.network.repeat")).default_value("0")
}

pub fn repeat(matches: &ArgMatches) -> u64 {
    matches.get_one::<u32>("repeat").map_or(0, |&repeat| u64::from(repeat))
}

/// Everything a run has to say, in the order of the JSON.
#[derive(Serialize)]
struct Report<'a> {
    /// Where it ended.
    #[serde(flatten)]
    end: Placed,
    widths: &'a [usize],
    repeat: u64,
    threads: usize,
    seconds: f64,
    steps_per_second: f64,
    course: Vec<Placed>,
    setup: &'a Setup,
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let prepared = setup::prepared(matches)?;
    let file = |name: &str| matches.get_one::<PathBuf>(name);
    for path in [file("save"), file("csv")].into_iter().flatten() {
        check_writable(path).map_err(Failure::input)?;
    }
    let pool = flags::pool(matches)?;
    let along = along(matches, &prepared);
    let start = Instant::now();
    let (run, end) = pool.install(|| {
        let run = metered(&prepared, repeat(matches), &along)?;
        let weights = run.end.weights.clone();
        let end = Reading::take(prepared.datasets(), weights, run.end.step, Bends::BOTH);
        Ok((run, end))
    })?;
    let seconds = start.elapsed().as_secs_f64();
    let setup = &prepared.setup;
    let placed = |reading: &Reading| Placed::of(reading, time(setup, reading.steps));
    let report = Report {
        end: placed(&end),
        widths: prepared.start.shape.widths(),
        repeat: run.repeat,
        threads: pool.size(),
        seconds,
        steps_per_second: f64::from(setup.steps()) / seconds,
        course: run.readings.iter().map(placed).collect(),
        setup,
    };
    if let Some(path) = file("csv") {
        write_atomically(path, course(&report.course).as_bytes()).map_err(Failure::input)?;
    }
    if let Some(path) = file("save") {
        write_atomically(path, &run.end.weights.to_safetensors()).map_err(Failure::input)?;
    }
    if matches.get_flag("json") {
        return print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"));
    }
    let rows = people(&report);
    print(&table(&rows, width(rows.iter().map(|(name, _)| name.as_str()))))
}

/// What is read off along the way: so many places at even distances, the first step and the last among them.
fn along(matches: &ArgMatches, prepared: &Prepared) -> Along {
    let count = matches.get_one::<u32>("readings").copied().unwrap_or(2);
    let steps = f64::from(prepared.setup.steps());
    let place = |index: u32| (steps * f64::from(index) / f64::from(count - 1)).round() as u32;
    let mut at: Vec<u32> = (0..count).map(place).collect();
    at.dedup();
    let bends = if matches.get_flag("curvature") { Bends::BOTH } else { Bends::NONE };
    Along { at, bends }
}

/// A run with a meter; one that leaves the numbers is none.
pub fn metered(prepared: &Prepared, repeat: u64, along: &Along) -> Result<Run, Failure> {
    let meter = Meter::new("train");
    let run = run(prepared, repeat, along, &|share| meter.show(share)).expect("nothing cancels it");
    meter.clear();
    let eta = prepared.setup.eta.at(0);
    match run.diverged {
        true => Err(Failure::negative(say!("cli.network.diverged", step = run.end.step, eta = eta))),
        false => Ok(run),
    }
}

fn people(report: &Report<'_>) -> Vec<(String, String)> {
    let mut rows = report.end.numbers.rows();
    let widths: Vec<String> = report.widths.iter().map(ToString::to_string).collect();
    let setup = report.setup;
    let edge = say!(
        "cli.network.train.edge-said",
        sharpness = short(report.end.numbers.sharpness()),
        edge = short(Some(2.0 / setup.eta.at(report.end.steps.saturating_sub(1)))),
    );
    rows.push((say!("cli.network.train.edge").to_owned(), edge));
    let said = say!(
        "cli.network.train.run-said",
        widths = widths.join("-"),
        digits = setup.digits,
        steps = report.end.steps,
        time = short(Some(report.end.eta_t)),
        seed = setup.seed,
        repeat = report.repeat,
        seconds = format_args!("{:.2}", report.seconds),
    );
    rows.push((say!("cli.run.run").to_owned(), said));
    rows
}

fn course(readings: &[Placed]) -> String {
    let mut csv = String::from(
        "step,eta_t,train_loss,test_loss,train_accuracy,test_accuracy,gradient_norm,flatness_layer2,flatness_all,\
         sharpness\n",
    );
    for Placed { steps, eta_t, test_accuracy, numbers } in readings {
        let field = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let Numbers { train_loss, test_loss, train_accuracy, gradient_norm, .. } = numbers;
        let _ = writeln!(
            csv,
            "{steps},{eta_t},{train_loss},{test_loss},{train_accuracy},{test_accuracy},{gradient_norm},{},{},{}",
            field(numbers.flatness_layer2),
            field(numbers.flatness_all),
            field(numbers.sharpness()),
        );
    }
    csv
}
