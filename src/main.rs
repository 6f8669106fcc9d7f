//! Without a subcommand the window opens; with one, the command line answers.

use frostline::app;
use frostline::cli::screenshot::Shot;
use frostline::cli::{self, Frontend};
use frostline::platform::memory::Memory;
use frostline::platform::process::ExitCode;

#[global_allocator]
static MEMORY: Memory = Memory;

fn main() -> ExitCode {
    let frontend = Frontend { open: app::open, picture };
    cli::main(std::env::args_os().collect(), &frontend)
}

fn picture(shot: Shot) -> Result<Vec<u8>, String> {
    app::picture(shot.session, shot.size, shot.pixels_per_point, shot.light, shot.presenting, shot.fit)
}
