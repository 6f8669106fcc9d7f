//! `frostline network`: small networks on handwritten digits, trained, forked and measured.

mod brownian;
mod cell_file;
mod convex;
mod fork;
mod fork_means;
mod grid;
mod instability;
mod measure;
mod numbers;
mod setup;
mod told;
mod train;
pub mod values;

use clap::{ArgMatches, Command};

use super::Outcome;
use crate::say;

pub use cell_file::CellFile;

pub fn command() -> Command {
    Command::new("network")
        .about(say!("cli.network.about"))
        .after_help(say!("cli.network.examples"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands([
            train::command(),
            measure::command(),
            fork::command(),
            grid::command(),
            instability::command(),
            brownian::command(),
            convex::command(),
        ])
}

pub fn main(matches: &ArgMatches) -> Outcome {
    match matches.subcommand() {
        Some(("train", matches)) => train::main(matches),
        Some(("measure", matches)) => measure::main(matches),
        Some(("fork", matches)) => fork::main(matches),
        Some(("grid", matches)) => grid::main(matches),
        Some(("instability", matches)) => instability::main(matches),
        Some(("brownian", matches)) => brownian::main(matches),
        Some(("convex", matches)) => convex::main(matches),
        _ => unreachable!("clap requires one of them"),
    }
}
