//! Without a subcommand the window opens; with one, the command line answers.

use std::process::ExitCode;

use frostline::cli::{self, Failure};

fn main() -> ExitCode {
    cli::main(std::env::args_os().collect(), |_| {
        Err(Failure::input("the window is not built yet: use a subcommand, see `frostline --help`"))
    })
}
