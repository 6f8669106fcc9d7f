//! `frostline check`: what a sceptical reader runs first.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::report::{Meter, mention};
use super::{Failure, Outcome, flags};
use crate::experiments::check::{Comparison, MOST_CELLS, Reference, Verdict, WORST_BOUND, check};
use crate::say;
use crate::session::table_text;

pub fn command() -> Command {
    Command::new("check")
        .about(say!("cli.check.about"))
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
            Arg::new("seed")
                .long("seed")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .allow_hyphen_values(true)
                .default_value("42")
                .help(say!("cli.check.seed")),
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
    let walkers = *matches.get_one::<u32>("walkers").expect("it has a default");
    let seed = *matches.get_one::<u64>("seed").expect("it has a default");
    let pool = flags::pool(matches)?;
    let reference = match matches.get_one::<PathBuf>("against") {
        Some(path) => reference(path)?.0,
        None => Reference::published(),
    };
    let meter = Meter::new("check");
    let count = AtomicUsize::new(0);
    let done = || meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / reference.len() as f64);
    let pulse = |_| ControlFlow::Continue(());
    let verdict = pool
        .install(|| check(&reference, walkers, seed, flags::follow(matches), &pulse, &done))
        .ok_or_else(|| Failure::negative(say!("cli.check.lost")))?;
    meter.clear();
    // The exit code is an answer as well.
    mention(&table(&verdict))?;
    if verdict.passes() { Ok(()) } else { Err(Failure::negative(say!("cli.check.negative"))) }
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
    let (p, t) = (verdict.p_flat(), verdict.freezing_step());
    let bound = verdict.rms_bound();
    let two = |number: f64| format!("{number:.2}");
    let agreement = say!(
        "cli.check.agreement",
        p_rms = two(p.rms),
        p_worst = two(p.worst),
        t_rms = two(t.rms),
        t_worst = two(t.worst),
        bound = two(bound),
        worst_bound = WORST_BOUND,
    );
    let verdict = if verdict.passes() { say!("cli.check.agrees") } else { say!("cli.check.disagrees") };
    let _ = write!(text, "\n{agreement}\n{verdict}\n");
    text
}

fn row(cell: &Comparison) -> String {
    let (p, t) = match (cell.z, cell.rare_agrees) {
        (Some(z), _) => (format!("{:+.2}", z.p_flat), format!("{:+.2}", z.freezing_step)),
        (None, Some(false)) => (say!("cli.check.off").to_owned(), say!("cli.check.off").to_owned()),
        _ => (say!("cli.check.rare").to_owned(), say!("cli.check.rare").to_owned()),
    };
    format!(
        "{:7.5} {:7.5}   {:.4} ({:.4})  {p:>6}  {:7.1} ({:7.1})  {t:>6}",
        cell.eta,
        cell.sigma,
        cell.ours.p_flat,
        cell.published.p_flat,
        cell.ours.mean_freezing_step,
        cell.published.mean_freezing_step
    )
}
