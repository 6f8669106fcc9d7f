//! `frostline run`: one scenario, as a table for people, JSON for programs, CSV of its course.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::report::{Meter, say, table};
use super::theory::Predictions;
use super::{Failure, Outcome, flags};
use crate::experiments::run::run;
use crate::model::Scenario;
use crate::session::{check_writable, write_atomically};
use crate::sim::{Record, Summary};

pub fn command() -> Command {
    flags::with_scenario(Command::new("run"))
        .about("Run one swarm and report where it ends and when it froze")
        .arg(
            Arg::new("csv")
                .long("csv")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("Write P_flat, its 95 % band, mean y and hops over the steps"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print one JSON object with the same figures and the theory's"),
        )
        .after_help(
            "Examples:\n  frostline run --preset fig4\n  frostline run --preset fig3 --eta 0.05 --sigma 0.03 --json\n  \
             frostline run --hold-y 3 --noise uniform --walkers 5000\n  \
             frostline run --eta-schedule linear:2000:0.001:0.05,cosine:18000:0.05:0.001 --steps 20000 --csv course.csv",
        )
}

/// Everything a run has to say, in the order of the JSON.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    summary: Summary,
    walkers: u32,
    steps: u32,
    seed: u64,
    threads: usize,
    seconds: f64,
    steps_per_second: f64,
    theory: Predictions,
    scenario: Scenario,
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let scenario = flags::scenario(matches)?;
    let csv = matches.get_one::<PathBuf>("csv");
    if let Some(path) = csv {
        check_writable(path).map_err(Failure::input)?;
    }
    let pool = flags::pool(matches)?;
    let meter = Meter::new("run");
    let start = Instant::now();
    let swarm = pool.install(|| run(&scenario, &|share| meter.show(share))).expect("nothing cancels it");
    let seconds = start.elapsed().as_secs_f64();
    meter.clear();

    let report = Report {
        summary: swarm.summary(),
        walkers: scenario.walkers,
        steps: scenario.steps,
        seed: scenario.seed,
        threads: pool.current_num_threads(),
        seconds,
        steps_per_second: f64::from(scenario.walkers) * f64::from(scenario.steps) / seconds,
        theory: Predictions::of(&scenario),
        scenario,
    };
    if let Some(path) = csv {
        write_atomically(path, course(swarm.record()).as_bytes()).map_err(Failure::input)?;
    }
    if matches.get_flag("json") {
        say(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"))
    } else {
        say(&people(&report))
    }
}

fn people(report: &Report) -> String {
    let Summary { p_flat, p_flat_low, p_flat_high, .. } = report.summary;
    let s = &report.summary;
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    let mut rows = vec![
        ("P_flat".to_owned(), format!("{}  (95 %: {p_flat_low:.4} – {p_flat_high:.4})", number(p_flat, 4))),
        (
            "freezing step t_f".to_owned(),
            format!("{} ± {}", number(s.mean_freezing_step, 1), number(s.sem_freezing_step, 1)),
        ),
        (
            "freezing height y".to_owned(),
            format!("{}, sd {}", number(s.mean_freezing_y, 3), number(s.sd_freezing_y, 3)),
        ),
        ("time at x > 0".to_owned(), format!("{} of the second half", number(s.occupancy, 4))),
        ("mean y at the end".to_owned(), number(s.mean_y, 3)),
        ("still hopping".to_owned(), format!("{} (in the last 1 % of steps)", number(s.censored, 4))),
        ("diverged".to_owned(), format!("{} of {}", s.diverged, report.walkers)),
        (
            "run".to_owned(),
            format!(
                "{} walkers × {} steps, seed {}, {} threads, {:.2} s, {:.0} million steps/s",
                report.walkers,
                report.steps,
                report.seed,
                report.threads,
                report.seconds,
                report.steps_per_second / 1e6
            ),
        ),
    ];
    rows.push((String::new(), String::new()));
    rows.extend(report.theory.rows());
    table(&rows)
}

fn course(record: &Record) -> String {
    let mut csv = String::from("step,p_flat,p_flat_low,p_flat_high,mean_y,hops,live\n");
    for sample in &record.samples {
        let field = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let (low, high) = sample.band();
        let _ = writeln!(
            csv,
            "{},{},{low},{high},{},{},{}",
            sample.step,
            field(sample.p_flat()),
            field(sample.mean_y),
            sample.hops,
            sample.live
        );
    }
    csv
}
