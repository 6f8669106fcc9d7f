//! Without a subcommand the window opens; with one, the command line answers.

use frostline::app;
use frostline::app::desk::cinema::Recipe;
use frostline::cli::film::Reel;
use frostline::cli::screenshot::Shot;
use frostline::cli::{self, Frontend};
use frostline::job::Progress;
use frostline::platform::memory::Memory;
use frostline::platform::process::ExitCode;

#[global_allocator]
static MEMORY: Memory = Memory;

fn main() -> ExitCode {
    let frontend = Frontend { open: app::open, picture, film };
    cli::main(std::env::args_os().collect(), &frontend)
}

fn picture(shot: Shot) -> Result<Vec<u8>, String> {
    app::picture(shot.session, shot.size, shot.pixels_per_point, shot.light, shot.presenting, shot.fit)
}

fn film(reel: Reel, progress: &Progress<'_>) -> Result<(), String> {
    let Reel { session, from, panel, seconds, frames_per_second, size, light, kind, out } = reel;
    let to = Some(session.step);
    app::film(
        session,
        light,
        Recipe { subject: panel, from, to, seconds, frames_per_second, size, kind },
        out,
        progress,
    )
}
