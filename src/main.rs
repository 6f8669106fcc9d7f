//! Without a subcommand the window opens; with one, the command line answers. In a browser there is but the window.

use frostline::app;
use frostline::platform::memory::Memory;

#[global_allocator]
static MEMORY: Memory = Memory;

#[cfg(target_arch = "wasm32")]
fn main() {
    app::open();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> frostline::platform::process::ExitCode {
    use frostline::app::desk::cinema::Recipe;
    use frostline::cli::film::Reel;
    use frostline::cli::screenshot::Shot;
    use frostline::cli::{self, Frontend};
    use frostline::job::Progress;

    let picture = |shot: Shot| {
        app::picture(shot.session, shot.size, shot.pixels_per_point, shot.light, shot.presenting, shot.fit)
    };
    let film = |reel: Reel, progress: &Progress<'_>| {
        let Reel { session, from, panel, seconds, frames_per_second, size, light, kind, out } = reel;
        let to = Some(session.step);
        let recipe = Recipe { subject: panel, from, to, seconds, frames_per_second, size, kind };
        app::film(session, light, recipe, out, progress)
    };
    cli::main(std::env::args_os().collect(), &Frontend { open: app::open, picture, film })
}
