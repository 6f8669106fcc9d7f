//! `frostline sweep`: a grid over two parameters, its rows written as they finish.

use clap::{Arg, ArgMatches, Command};

use super::grid_file::{self, GridFile};
use super::{Failure, Outcome, cells, flags};
use crate::say;
use crate::valleys::experiments::sweep::{Axis, Cell, Grid};

pub fn command() -> Command {
    let axis = |name: &'static str| {
        Arg::new(format!("axis_{name}"))
            .long(name)
            .value_name(say!("cli.value.axis"))
            .required(true)
            .value_parser(|text: &str| text.parse::<Axis>())
            .help(say!("cli.sweep.axis", axis = name))
    };
    cells::with_table(
        flags::with_scenario(Command::new("sweep"))
            .about(say!("cli.sweep.about"))
            .arg(axis("x"))
            .arg(axis("y")),
    )
    .arg(flags::to_the_end_flag())
    .after_help(say!("cli.sweep.examples"))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let axis = |name: &str| matches.get_one::<Axis>(name).expect("clap requires it").clone();
    let grid =
        Grid::new(flags::scenario(matches)?, axis("axis_x"), axis("axis_y")).map_err(Failure::input)?;
    let pool = flags::pool(matches)?;
    let follow = flags::follow(matches);
    cells::fill(matches, "sweep", &GridFile::of(&grid), |cells, go_on, written| {
        let finished = |cell: Cell| written(&grid_file::line(&grid, &cell));
        pool.install(|| grid.compute(cells, follow, go_on, &finished));
        Ok(())
    })
}
