//! `frostline run`: one scenario, as a table for people, JSON for programs, CSV of its course.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::report::{Meter, print, table, width};
use super::theory::{Predictions, Slower};
use super::{Failure, Outcome, flags};
use crate::platform::clock::Instant;
use crate::platform::{check_writable, write_atomically};
use crate::say;
use crate::valleys::experiments::run::run;
use crate::valleys::model::Scenario;
use crate::valleys::sim::{Record, Summary, Walker};
use crate::valleys::theory::Patience;

pub fn command() -> Command {
    flags::with_scenario(Command::new("run"))
        .about(say!("cli.run.about"))
        .arg(
            Arg::new("csv")
                .long("csv")
                .value_name(say!("cli.value.file"))
                .value_parser(flags::table_path())
                .help(say!("cli.run.csv")),
        )
        .arg(
            Arg::new("walkers-csv")
                .long("walkers-csv")
                .value_name(say!("cli.value.file"))
                .value_parser(flags::table_path())
                .help(say!("cli.run.walkers-csv")),
        )
        .arg(
            Arg::new("print-scenario")
                .long("print-scenario")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["csv", "walkers-csv", "json"])
                .help(say!("cli.run.print-scenario")),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.run.json")))
        .arg(flags::insist_flag())
        .after_help(say!("cli.run.examples"))
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
    theory: Theory,
    scenario: Scenario,
}

#[derive(Serialize)]
struct Theory {
    #[serde(flatten)]
    at_once: Predictions,
    /// None for people, who are told of the rest first.
    #[serde(flatten)]
    slower: Option<Slower>,
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let scenario = flags::scenario(matches)?;
    if matches.get_flag("print-scenario") {
        return print(&(serde_json::to_string_pretty(&scenario).expect("a scenario is plain data") + "\n"));
    }
    let [csv, walkers_csv] = ["csv", "walkers-csv"].map(|name| matches.get_one::<PathBuf>(name));
    for path in [csv, walkers_csv].into_iter().flatten() {
        check_writable(path).map_err(Failure::input)?;
    }
    let pool = flags::pool(matches)?;
    let meter = Meter::new("run");
    let start = Instant::now();
    let swarm = pool.install(|| run(&scenario, &|share| meter.show(share))).expect("nothing cancels it");
    let seconds = start.elapsed().as_secs_f64();
    meter.clear();

    if let Some(path) = csv {
        write_atomically(path, course(swarm.record()).as_bytes()).map_err(Failure::input)?;
    }
    if let Some(path) = walkers_csv {
        write_atomically(path, walkers(swarm.walkers()).as_bytes()).map_err(Failure::input)?;
    }
    let patience = Patience::beside([&scenario]).unless(matches.get_flag("insist"));
    let json = matches.get_flag("json");
    let slower = json.then(|| Slower::of(&scenario, patience));
    let report = Report {
        summary: swarm.summary(),
        walkers: scenario.walkers,
        steps: scenario.steps,
        seed: scenario.seed,
        threads: pool.size(),
        seconds,
        steps_per_second: f64::from(scenario.walkers) * f64::from(scenario.steps) / seconds,
        theory: Theory { at_once: Predictions::of(&scenario), slower },
        scenario,
    };
    if json {
        return print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"));
    }
    let rows = people(&report);
    let width = width(rows.iter().map(|(name, _)| name.as_str()).chain(Slower::names()));
    print(&table(&rows, width))?;
    print(&table(&Slower::of(&report.scenario, patience).rows(), width))
}

fn people(report: &Report) -> Vec<(String, String)> {
    let Summary { p_flat, p_flat_low, p_flat_high, .. } = report.summary;
    let s = &report.summary;
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    let rows = [
        ("P_flat", format!("{}  (95 %: {p_flat_low:.4} – {p_flat_high:.4})", number(p_flat, 4))),
        (
            say!("cli.run.freezing-step"),
            format!("{} ± {}", number(s.mean_freezing_step, 1), number(s.sem_freezing_step, 1)),
        ),
        (say!("cli.run.kaplan-meier"), number(s.kaplan_meier_freezing_step, 1)),
        (
            say!("cli.run.freezing-height"),
            say!("cli.run.mean-sd", mean = number(s.mean_freezing_y, 3), sd = number(s.sd_freezing_y, 3)),
        ),
        (say!("cli.run.occupancy"), {
            let (share, error) = (number(s.occupancy, 4), number(s.occupancy_error, 4));
            say!("cli.run.occupancy-said", share = share, error = error)
        }),
        (say!("cli.run.mean-y"), number(s.mean_y, 3)),
        (say!("cli.run.hopping"), say!("cli.run.hopping-said", share = number(s.censored, 4))),
        (
            say!("cli.run.diverged"),
            say!("cli.run.diverged-said", count = s.diverged, walkers = report.walkers),
        ),
        (
            say!("cli.run.run"),
            say!(
                "cli.run.run-said",
                walkers = report.walkers,
                steps = report.steps,
                seed = report.seed,
                threads = report.threads,
                seconds = format_args!("{:.2}", report.seconds),
                millions = format_args!("{:.0}", report.steps_per_second / 1e6),
            ),
        ),
    ];
    let mut rows: Vec<_> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    rows.push((String::new(), String::new()));
    rows.extend(report.theory.at_once.rows());
    rows
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

/// A line for each walker. One that never hopped has neither the step nor the height of its last hop, one that diverged
/// no place.
fn walkers(walkers: impl Iterator<Item = Walker>) -> String {
    let mut csv = String::from("walker,x,y,last_hop,y_at_last_hop,hops\n");
    for (index, Walker { x, y, last_hop, hop_y, hops }) in walkers.enumerate() {
        let place = if x.is_finite() && y.is_finite() { format!("{x},{y}") } else { ",".into() };
        let hop = if hops > 0 { format!("{last_hop},{hop_y}") } else { ",".into() };
        let _ = writeln!(csv, "{index},{place},{hop},{hops}");
    }
    csv
}
