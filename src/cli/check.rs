//! `frostline check`: what a sceptical reader runs first.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::report::{Meter, mention};
use super::{Failure, Outcome, flags};
use crate::platform::table_text;
use crate::say;
use crate::valleys::experiments::check::{Comparison, Judged, MOST_CELLS, Reference, Spread, Verdict, check};
use crate::valleys::model::{Parameter, Preset, Scenario};

pub fn command() -> Command {
    // η and σ are the cells'.
    flags::with_scenario_but(&[Parameter::Eta, Parameter::Sigma, Parameter::Walkers], Command::new("check"))
        .about(say!("cli.check.about"))
        .mut_arg("preset", |preset| preset.help(say!("cli.check.preset")))
        .arg(
            Arg::new("walkers")
                .long("walkers")
                .value_name("N")
                .value_parser(value_parser!(u32).range(100..=1_000_000))
                .allow_hyphen_values(true)
                .default_value("10000")
                .help(say!("cli.check.walkers")),
        )
        .arg(
            Arg::new("against")
                .long("against")
                .value_name(say!("cli.value.file"))
                .value_parser(value_parser!(PathBuf))
                .help(say!("cli.check.against")),
        )
        .arg(flags::to_the_end_flag())
        .arg(flags::threads_flag())
        .after_help(say!("cli.check.examples"))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let by_law = || Reference::figure_of(flags::chosen_law(matches)?);
    let preset = flags::chosen_preset(matches).or_else(by_law).unwrap_or(Preset::Fig3);
    let walkers = *matches.get_one::<u32>("walkers").expect("it has a default");
    let scenario = Scenario { walkers, ..flags::scenario_from(preset, matches)? };
    let pool = flags::pool(matches)?;
    let reference = match matches.get_one::<PathBuf>("against") {
        Some(path) => reference(path)?.0,
        None => Reference::published(preset)
            .ok_or_else(|| Failure::input(say!("cli.check.no-cells", preset = preset.name())))?,
    };
    let meter = Meter::new("check");
    let count = AtomicUsize::new(0);
    let done = || meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / reference.len() as f64);
    let pulse = |_| ControlFlow::Continue(());
    let verdict = pool
        .install(|| check(&reference, &scenario, flags::follow(matches), &pulse, &done))
        .expect("nothing cancels it");
    meter.clear();
    // The exit code is an answer as well.
    mention(&table(&verdict))?;
    match verdict.passes() {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::negative(say!("cli.check.negative"))),
        None => Err(Failure::negative(say!("experiment.check.none"))),
    }
}

/// A table of cells from a file, with its text.
pub fn reference(path: &Path) -> Result<(Reference, String), Failure> {
    let text = table_text(path, MOST_CELLS).map_err(Failure::input)?;
    let read =
        Reference::read(&text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))?;
    Ok((read, text))
}

fn table(verdict: &Verdict) -> String {
    let paper = say!("cli.check.paper");
    let mut text = format!("      η       σ   P_flat {paper:7}       z     t_f   {paper:7}       z\n");
    for cell in &verdict.cells {
        text += &(row(cell) + "\n");
    }
    let two = |number: f64| format!("{number:.2}");
    let mut said = Vec::new();
    if let (Some(p), Some(t)) = (verdict.p_flat(), verdict.freezing_step()) {
        let Spread { rms, worst } = p;
        said.push(say!(
            "cli.check.agreement",
            p_rms = two(rms),
            p_worst = two(worst),
            t_rms = two(t.rms),
            t_worst = two(t.worst),
            bound = two(verdict.rms_bound()),
            worst_bound = two(verdict.worst_bound()),
        ));
    }
    let cells = verdict.cells.len();
    if verdict.rare() > 0 {
        said.push(say!("experiment.check.rare", count = verdict.rare(), cells = cells));
    }
    if verdict.unjudged() > 0 {
        said.push(say!("experiment.check.unjudged", count = verdict.unjudged(), cells = cells));
    }
    match verdict.passes() {
        Some(true) => said.push(say!("cli.check.agrees").to_owned()),
        Some(false) => said.push(say!("cli.check.disagrees").to_owned()),
        None => {}
    }
    let _ = write!(text, "\n{}\n", said.join("\n"));
    text
}

fn row(cell: &Comparison) -> String {
    let both = |word: &str| (word.to_owned(), word.to_owned());
    let (p, t) = match cell.judged {
        Judged::Scored(z) => (format!("{:+.2}", z.p_flat), format!("{:+.2}", z.freezing_step)),
        Judged::Not => both("–"),
    };
    let [p_flat, step] = match cell.ours {
        Some(ours) => [format!("{:.4}", ours.p_flat), format!("{:.1}", ours.mean_freezing_step)],
        None => ["–", "–"].map(str::to_owned),
    };
    format!(
        "{:7.5} {:7.5}   {p_flat:>6} ({:.4})  {p:>6}  {step:>7} ({:7.1})  {t:>6}",
        cell.eta, cell.sigma, cell.published.p_flat, cell.published.mean_freezing_step
    )
}
