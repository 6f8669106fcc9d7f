//! `frostline network grid`: the runs of Fig. 2 over learning rate and batch size, a row a cell as it finishes.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::cell_file::{self, CellFile};
use super::setup;
use super::values::{self, List};
use crate::cli::{Failure, Outcome, cells, flags};
use crate::networks::experiments::grid::{Cell, CellPlan, Grid, axes, compute};
use crate::networks::experiments::live_grid;
use crate::networks::model::{Digits, Length, Parameter, Preset, Setup};
use crate::say;
use crate::settings::{Adjustable, fingerprint};

/// The paper's learning rates and batch sizes.
const ETAS: [f64; 6] = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
const BATCHES: [f64; 6] = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
/// ηT of the paper's runs.
const TIME: f64 = 100.0;

pub fn command() -> Command {
    let axis = |name: &'static str, parameter: Parameter, whole: bool, help: &'static str| {
        let about = parameter.about();
        values::list(name, about.min..=about.max, whole, help)
    };
    let count = |name: &'static str, most: i64, default: &'static str, help: &'static str| {
        values::whole(name, 1..=most, help).default_value(default)
    };
    let command = setup::with_setup(&[Parameter::Eta, Parameter::Batch], Command::new("grid"))
        .about(say!("cli.network.grid.about"))
        .arg(axis("etas", Parameter::Eta, false, say!("cli.network.grid.etas")))
        .arg(axis("batches", Parameter::Batch, true, say!("cli.network.grid.batches")))
        .arg(count("repeats", 1000, "5", say!("cli.network.grid.repeats")))
        .arg(count("branches", 1001, "11", say!("cli.network.grid.branches")))
        .arg(
            Arg::new("own-eta")
                .long("own-eta")
                .action(ArgAction::SetTrue)
                .conflicts_with(Parameter::DescentEta.about().name)
                .help(say!("cli.network.grid.own-eta")),
        )
        .arg(values::whole("compared", 1..=1_000_000, say!("cli.network.grid.compared")));
    cells::with_table(command).after_help(say!("cli.network.grid.examples"))
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let [train, test] = setup::digits(matches)?;
    let base = base(matches, setup::setup(matches, [&train, &test])?);
    let count = |name: &str| matches.get_one::<u32>(name).copied();
    let plan = CellPlan {
        repeats: count("repeats").unwrap_or(1),
        branches: count("branches").unwrap_or(1),
        compared: count("compared").unwrap_or(base.test_digits),
    };
    let [etas, batches] =
        if is_papers(matches) { [ETAS, BATCHES] } else { [live_grid::ETAS, live_grid::BATCHES] };
    let list = |name: &str, usual: [f64; 6]| {
        matches.get_one::<List>(name).map_or_else(|| usual.to_vec(), |List(values)| values.clone())
    };
    let [x, y] = axes(&list("etas", etas), &list("batches", batches));
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

fn is_papers(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("preset").is_some_and(|name| name == Preset::Paper.name())
}

/// What cells have in common: at live size, what makes the grid one of minutes, where the flags do not say otherwise.
fn base(matches: &ArgMatches, setup: Setup) -> Setup {
    let given = |parameter: Parameter| matches.contains_id(parameter.about().name);
    let usual = match is_papers(matches) {
        true => Setup { length: Length::Time(TIME), ..setup.clone() },
        false => live_grid::sized(setup.clone()),
    };
    let has_eta = given(Parameter::DescentEta) || matches.get_flag("own-eta");
    let has_length = [Parameter::Steps, Parameter::Time].into_iter().any(given);
    Setup {
        digits: if given(Parameter::Digits) { setup.digits } else { usual.digits },
        descent_eta: if has_eta { setup.descent_eta } else { usual.descent_eta },
        length: if has_length { setup.length } else { usual.length },
        ..setup
    }
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
