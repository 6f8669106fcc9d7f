//! `frostline network grid`: the runs of Fig. 2 over learning rate and batch size, a row a cell as it finishes.

use clap::{ArgMatches, Command};

use super::cell_file::{self, CellFile};
use super::setup;
use super::values::{self, List};
use crate::cli::{Failure, Outcome, cells, flags};
use crate::networks::experiments::grid::{Cell, CellPlan, Grid, axes, compute};
use crate::networks::model::{Digits, Length, Parameter};
use crate::say;
use crate::settings::{Adjustable, fingerprint};

/// The paper's learning rates and batch sizes.
const ETAS: &str = "0.002,0.005,0.01,0.02,0.05,0.1";
const BATCHES: &str = "10,20,50,100,200,500";
/// ηT of the paper's runs.
const TIME: f64 = 100.0;

pub fn command() -> Command {
    let axis =
        |name: &'static str, parameter: Parameter, whole: bool, values: &'static str, help: &'static str| {
            let about = parameter.about();
            values::list(name, about.min..=about.max, whole, help).default_value(values)
        };
    let count = |name: &'static str, most: i64, default: &'static str, help: &'static str| {
        values::whole(name, 1..=most, help).default_value(default)
    };
    let command = setup::with_setup(&[Parameter::Eta, Parameter::Batch], Command::new("grid"))
        .about(say!("cli.network.grid.about"))
        .arg(axis("etas", Parameter::Eta, false, ETAS, say!("cli.network.grid.etas")))
        .arg(axis("batches", Parameter::Batch, true, BATCHES, say!("cli.network.grid.batches")))
        .arg(count("repeats", 1000, "5", say!("cli.network.grid.repeats")))
        .arg(count("branches", 1001, "11", say!("cli.network.grid.branches")))
        .arg(values::whole("compared", 1..=1_000_000, say!("cli.network.grid.compared")));
    cells::with_table(command).after_help(say!("cli.network.grid.examples"))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let [train, test] = setup::digits(matches)?;
    let mut base = setup::setup(matches, [&train, &test])?;
    let given = [Parameter::Steps, Parameter::Time].map(|length| length.about().name);
    if !given.iter().any(|length| matches.contains_id(length)) {
        base.length = Length::Time(TIME);
    }
    let count = |name: &str| matches.get_one::<u32>(name).copied();
    let plan = CellPlan {
        repeats: count("repeats").unwrap_or(1),
        branches: count("branches").unwrap_or(1),
        compared: count("compared").unwrap_or(base.test_digits),
    };
    let list = |name: &str| matches.get_one::<List>(name).map_or(&[][..], |List(values)| values);
    let [x, y] = axes(list("etas"), list("batches"));
    let grid = Grid::new(base, x, y).map_err(Failure::input)?;
    // Said before anything is computed: what is wrong with the digits is wrong in every cell.
    setup::prepare(grid.base.clone(), [&train, &test])?;
    let all = whole(&grid, plan, [&train, &test]);
    let pool = flags::pool(matches)?;
    cells::fill(matches, "grid", &CellFile::of(&grid, &all), |cells, go_on, written| {
        let finished = |cell: Cell| written(&cell_file::line(&grid, &all, &cell));
        pool.install(|| compute(&grid, cells, plan, [&train, &test], go_on, &finished))
            .map_err(setup::refused)
    })
}

/// The fingerprint of all that a cell depends on: the grid, what is asked of a cell, and the digits.
fn whole(grid: &Grid, plan: CellPlan, digits: [&Digits; 2]) -> String {
    let of_digits = |digits: &Digits| {
        let pixels: Vec<u8> = digits.images.iter().flat_map(|pixel| pixel.to_le_bytes()).collect();
        fingerprint(pixels) + &fingerprint(&digits.labels)
    };
    let CellPlan { repeats, branches, compared } = plan;
    let [train, test] = digits.map(of_digits);
    fingerprint(format!("{} {repeats} {branches} {compared} {train} {test}", grid.fingerprint()))
}
