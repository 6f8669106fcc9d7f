//! `frostline network brownian`: SGD is not Brownian motion (Ignashin et al.), in one dimension, where the variance is
//! known exactly.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::numbers::{columns, short};
use super::setup::seed_flag;
use super::told::{Averaged, beside_one, clearly_above, spoken};
use super::values::{self, List};
use crate::cli::report::{Meter, print};
use crate::cli::{Outcome, flags};
use crate::networks::experiments::brownian::{Jittery, simulated_growth, simulated_variance};
use crate::networks::experiments::grid::Mean;
use crate::say;

pub fn command() -> Command {
    let number = |name: &'static str, from: f64, default: &'static str, help: &'static str| {
        values::number(name, from..=1e3, help).default_value(default)
    };
    Command::new("brownian")
        .about(say!("cli.network.brownian.about"))
        .arg(
            values::list("etas", 1e-3..=10.0, false, say!("cli.network.brownian.etas"))
                .default_value("0.02,0.1,0.2,0.3"),
        )
        .arg(number("curvature", 0.01, "1", say!("cli.network.brownian.curvature")))
        .arg(number("jitter", 0.0, "3", say!("cli.network.brownian.jitter")))
        .arg(number("noise", 1e-6, "1", say!("cli.network.brownian.noise")))
        .arg(values::whole("batch", 1..=64, say!("cli.network.brownian.batch")).default_value("4"))
        .arg(
            values::whole("walkers", 100..=10_000_000, say!("cli.network.brownian.walkers"))
                .default_value("4000"),
        )
        .arg(seed_flag())
        .arg(flags::threads_flag())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.brownian.examples"))
}

/// Everything there is to say, in the order of the JSON.
#[derive(Serialize)]
struct Report {
    etas: Vec<Told>,
    blow_up: f64,
    /// Below which a simulated variance has a standard error.
    error_bounded_below: f64,
    growth: Vec<Growth>,
    answer: String,
    curvature: f64,
    jitter: f64,
    noise: f64,
    batch: u32,
    walkers: u32,
    seed: u64,
}

/// The stationary variance at one learning rate; null from the blow-up on.
#[derive(Serialize)]
struct Told {
    eta: f64,
    simulated: Option<Averaged>,
    exact: Option<f64>,
    langevin: f64,
    over_exact: Option<f64>,
    over_langevin: Option<f64>,
    /// Standard errors from the exact variance, and from Langevin's.
    z_exact: Option<f64>,
    z_langevin: Option<f64>,
    /// Whether these can be trusted: beyond `error_bounded_below` a standard error has no bound itself.
    judged: bool,
    #[serde(skip)]
    found: Option<Mean>,
}

/// How the mean square grows in some steps, without noise at the minimum.
#[derive(Serialize)]
struct Growth {
    eta: f64,
    steps: u32,
    simulated: Option<Averaged>,
    exact: f64,
}

/// Steps in which growth is looked at: so few that no rare walker carries the mean.
const STEPS: u32 = 6;

pub fn main(matches: &ArgMatches) -> Outcome {
    let number = |name: &str| matches.get_one::<f64>(name).copied().expect("it has a default");
    let count = |name: &str| matches.get_one::<u32>(name).copied().expect("it has a default");
    let valley = Jittery {
        curvature: number("curvature"),
        jitter: number("jitter"),
        noise: number("noise"),
        batch: count("batch"),
    };
    let (walkers, seed) = (count("walkers"), matches.get_one::<u64>("seed").copied().unwrap_or(1));
    let List(etas) = matches.get_one::<List>("etas").expect("it has a default");
    let pool = flags::pool(matches)?;
    let meter = Meter::new("brownian");
    let told: Vec<Told> = etas
        .iter()
        .enumerate()
        .map(|(index, &eta)| {
            let show = |share: f64| meter.show((index as f64 + share) / etas.len() as f64);
            let simulate = || simulated_variance(&valley, eta, walkers, seed, &show);
            told(&valley, eta, valley.variance(eta).and_then(|_| pool.install(simulate)))
        })
        .collect();
    let blow_up = valley.blow_up();
    let growth = [0.9, 1.1].map(|share| {
        let eta = share * blow_up;
        let found = pool.install(|| simulated_growth(&valley, eta, STEPS, 50 * walkers.min(200_000), seed));
        (
            found,
            Growth {
                eta,
                steps: STEPS,
                simulated: found.map(Averaged::from),
                exact: valley.growth(eta).powi(STEPS as i32),
            },
        )
    });
    meter.clear();
    let answer = answer(&valley, &told, growth.each_ref().map(|(found, _)| *found));
    if !matches.get_flag("json") {
        return print(&format!("{}\n{answer}\n", table(&told)));
    }
    let report = Report {
        etas: told,
        blow_up,
        error_bounded_below: valley.fourth_blow_up(),
        growth: growth.map(|(_, growth)| growth).into(),
        answer,
        curvature: valley.curvature,
        jitter: valley.jitter,
        noise: valley.noise,
        batch: valley.batch,
        walkers,
        seed,
    };
    print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"))
}

fn told(valley: &Jittery, eta: f64, found: Option<Mean>) -> Told {
    let (exact, langevin) = (valley.variance(eta), valley.langevin(eta));
    let over = |known: Option<f64>| Some(found?.mean / known?);
    let z = |known: Option<f64>| Some((found?.mean - known?) / found?.error?);
    Told {
        eta,
        simulated: found.map(Averaged::from),
        exact,
        langevin,
        over_exact: over(exact),
        over_langevin: over(Some(langevin)),
        z_exact: z(exact),
        z_langevin: z(Some(langevin)),
        judged: found.is_some() && eta < valley.fourth_blow_up(),
        found,
    }
}

fn table(told: &[Told]) -> String {
    let head = [
        "η",
        say!("cli.network.brownian.simulated"),
        say!("cli.network.brownian.exact"),
        "z",
        say!("cli.network.brownian.langevin"),
        say!("cli.network.brownian.over-langevin"),
        "z",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let z = |told: &Told, z: Option<f64>| match z.filter(|_| told.judged) {
        Some(z) => format!("{z:+.1}"),
        None => short(None),
    };
    for one in told {
        let simulated = match one.found {
            Some(Mean { mean, error: Some(error), .. }) => format!("{mean:.5} ± {error:.5}"),
            _ => short(None),
        };
        rows.push(vec![
            short(Some(one.eta)),
            simulated,
            short(one.exact),
            z(one, one.z_exact),
            short(Some(one.langevin)),
            short(one.over_langevin),
            z(one, one.z_langevin),
        ]);
    }
    columns(&rows)
}

/// The worst agreement with the exact variance, where Langevin's is clearly too small, and which way the mean square
/// goes on either side of the blow-up.
fn answer(valley: &Jittery, told: &[Told], [below, above]: [Option<Mean>; 2]) -> String {
    let judged: Vec<&Told> = told.iter().filter(|told| told.judged).collect();
    let worst = judged.iter().filter_map(|told| told.z_exact).map(f64::abs).reduce(f64::max);
    let clearly = |told: &&&Told| told.found.is_some_and(|found| clearly_above(found, told.langevin));
    let beyond: Vec<String> = judged.iter().filter(clearly).map(|told| told.eta.to_string()).collect();
    let langevin = match beyond.is_empty() {
        true => say!("cli.network.brownian.nowhere").to_owned(),
        false => say!("cli.network.brownian.at", etas = beyond.join(", ")),
    };
    let way = |growth: Option<Mean>| {
        say!("cli.network.brownian.way", factor = spoken(growth), side = beside_one(growth))
    };
    say!(
        "cli.network.brownian.answer",
        worst = short(worst),
        count = judged.len(),
        bound = short(Some(valley.fourth_blow_up())),
        langevin = langevin,
        blow_up = short(Some(valley.blow_up())),
        steps = STEPS,
        below = way(below),
        above = way(above),
    )
}
