//! `frostline check`: what a sceptical reader runs first.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::report::{Meter, say};
use super::{Failure, Outcome, flags};
use crate::experiments::check::{Comparison, Reference, Verdict, WORST_BOUND, check};
use crate::session::read_text;

pub fn command() -> Command {
    Command::new("check")
        .about("Run the published cells of Figs. 3c, 3d and print the agreement")
        .arg(
            Arg::new("walkers")
                .long("walkers")
                .value_name("N")
                .value_parser(value_parser!(u32).range(100..=1_000_000))
                .allow_hyphen_values(true)
                .default_value("10000")
                .help("Walkers a cell, from 100 to 1000000 (the authors had 2000)"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("N")
                .value_parser(value_parser!(u64))
                .allow_hyphen_values(true)
                .default_value("42")
                .help("Seed"),
        )
        .arg(
            Arg::new("against")
                .long("against")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("CSV of other cells, with the columns eta, sigma, p_flat, mean_freezing_step [default: the published ones]"),
        )
        .arg(flags::threads_flag())
        .after_help("Example:\n  frostline check --walkers 20000")
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let walkers = *matches.get_one::<u32>("walkers").expect("it has a default");
    let seed = *matches.get_one::<u64>("seed").expect("it has a default");
    let pool = flags::pool(matches)?;
    let reference = match matches.get_one::<PathBuf>("against") {
        Some(path) => reference(path)?,
        None => Reference::published(),
    };
    let meter = Meter::new("check");
    let count = AtomicUsize::new(0);
    let done = || meter.show((count.fetch_add(1, Ordering::Relaxed) + 1) as f64 / reference.len() as f64);
    let pulse = |_| ControlFlow::Continue(());
    let verdict = pool
        .install(|| check(&reference, walkers, seed, &pulse, &done))
        .ok_or_else(|| Failure::negative("a cell lost all of its walkers: the engine does not agree"))?;
    meter.clear();
    say(&table(&verdict))?;
    if verdict.passes() { Ok(()) } else { Err(Failure::negative("the swarm disagrees with the cells")) }
}

/// A table of cells from a file.
pub fn reference(path: &Path) -> Result<Reference, Failure> {
    let text = read_text(path).map_err(Failure::input)?;
    Reference::read(&text).map_err(|what| Failure::input(format!("{}: {what}", path.display())))
}

fn table(verdict: &Verdict) -> String {
    let mut text = String::from("      η       σ   P_flat (paper)       z     t_f   (paper)       z\n");
    for cell in &verdict.cells {
        text += &(row(cell) + "\n");
    }
    let (p, t) = (verdict.p_flat(), verdict.freezing_step());
    let bound = verdict.rms_bound();
    let verdict = if verdict.passes() { "the swarm agrees" } else { "the swarm DISAGREES" };
    let _ = write!(
        text,
        "\nP_flat  rms z {:.2}, worst {:.2}   (bounds {bound:.2} and {WORST_BOUND})\n\
         t_f     rms z {:.2}, worst {:.2}\n{verdict}\n",
        p.rms, p.worst, t.rms, t.worst
    );
    text
}

fn row(cell: &Comparison) -> String {
    let (p, t) = match (cell.z, cell.rare_agrees) {
        (Some(z), _) => (format!("{:+.2}", z.p_flat), format!("{:+.2}", z.freezing_step)),
        (None, Some(false)) => ("off".to_owned(), "off".to_owned()),
        _ => ("rare".to_owned(), "rare".to_owned()),
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
