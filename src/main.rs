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
    use frostline::cli::{self, Frontend};

    let picture = |shot: cli::screenshot::Shot| {
        app::picture(shot.session, shot.size, shot.pixels_per_point, shot.light, shot.presenting, shot.fit)
    };
    cli::main(std::env::args_os().collect(), &Frontend { open: app::open, picture })
}
