//! `frostline network convex`: a flat minimum need not generalise (after Schliserman et al.), in an example of our own.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::numbers::columns;
use super::setup::seed_flag;
use super::told::{Averaged, spoken};
use super::values::{self, List};
use crate::cli::Outcome;
use crate::cli::report::{Meter, print};
use crate::networks::experiments::convex::{
    Draw, MOST_EXAMPLES, Minimum, chance_of_a_flat_minimum, dimensions,
};
use crate::networks::experiments::grid::Mean;
use crate::say;
use crate::valleys::experiments::held::Share;

pub fn command() -> Command {
    Command::new("convex")
        .about(say!("cli.network.convex.about"))
        .arg(
            values::list("counts", 1.0..=f64::from(MOST_EXAMPLES), true, say!("cli.network.convex.counts"))
                .default_value("4,8,12"),
        )
        .arg(values::whole("draws", 10..=100_000, say!("cli.network.convex.draws")).default_value("300"))
        .arg(seed_flag())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.network.json")))
        .after_help(say!("cli.network.convex.examples"))
}

/// Everything there is to say, in the order of the JSON.
#[derive(Serialize)]
struct Report {
    counts: Vec<Told>,
    answer: String,
    draws: u32,
    seed: u64,
}

/// So many examples, drawn again and again.
#[derive(Serialize)]
struct Told {
    examples: u32,
    dimensions: usize,
    /// Share of the draws that leave a coordinate unseen, its standard error, and the chance of it.
    share: f64,
    share_se: f64,
    chance: f64,
    /// Means over the draws: of the flat minimum where there is one, and of the sharp one.
    flat: Option<Place>,
    sharp: Option<Place>,
}

#[derive(Serialize)]
struct Place {
    train_loss: Averaged,
    sharpness: Averaged,
    risk: Averaged,
    #[serde(skip)]
    means: [Mean; 3],
}

impl Place {
    fn of(minima: &[Minimum]) -> Option<Self> {
        let mean = |of: fn(&Minimum) -> f64| Mean::of(minima.iter().map(of));
        let means = [
            mean(|minimum| minimum.train_loss)?,
            mean(|minimum| minimum.sharpness)?,
            mean(|minimum| minimum.risk)?,
        ];
        let [train_loss, sharpness, risk] = means.map(Averaged::from);
        Some(Self { train_loss, sharpness, risk, means })
    }
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let List(counts) = matches.get_one::<List>("counts").expect("it has a default");
    let draws = matches.get_one::<u32>("draws").copied().expect("it has a default");
    let seed = matches.get_one::<u64>("seed").copied().unwrap_or(1);
    let meter = Meter::new("convex");
    // A draw takes as long as there are coordinates.
    let work: f64 = counts.iter().map(|count| count.exp2()).sum();
    let mut done = 0.0;
    let counts: Vec<Told> = counts
        .iter()
        .map(|&count| {
            let told = told(count as u32, draws, seed, &|share| {
                let _ = meter.show((done + share * count.exp2()) / work);
            });
            done += count.exp2();
            told
        })
        .collect();
    meter.clear();
    let answer = answer(&counts);
    if !matches.get_flag("json") {
        return print(&format!("{}\n{answer}\n", table(&counts)));
    }
    let report = Report { counts, answer, draws, seed };
    print(&(serde_json::to_string_pretty(&report).expect("a report is plain data") + "\n"))
}

fn told(examples: u32, draws: u32, seed: u64, progress: &dyn Fn(f64)) -> Told {
    let (mut flat, mut sharp) = (Vec::new(), Vec::new());
    for draw in 0..draws {
        let drawn = Draw::of(examples, seed.wrapping_add(u64::from(draw)));
        flat.extend(drawn.flat());
        sharp.push(drawn.sharp());
        progress(f64::from(draw + 1) / f64::from(draws));
    }
    let Share { share, error } = Share::of(flat.len() as u32, draws).expect("there are draws");
    Told {
        examples,
        dimensions: dimensions(examples),
        share,
        share_se: error,
        chance: chance_of_a_flat_minimum(examples),
        flat: Place::of(&flat),
        sharp: Place::of(&sharp),
    }
}

fn table(counts: &[Told]) -> String {
    let head = [
        "n",
        say!("cli.network.convex.dimensions"),
        say!("cli.network.convex.unseen"),
        say!("cli.network.convex.chance"),
        say!("cli.network.convex.flat-curvature"),
        say!("cli.network.convex.flat-risk"),
        say!("cli.network.convex.sharp-curvature"),
        say!("cli.network.convex.sharp-risk"),
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for told in counts {
        let of = |place: &Option<Place>, which: usize| spoken(place.as_ref().map(|place| place.means[which]));
        rows.push(vec![
            told.examples.to_string(),
            told.dimensions.to_string(),
            format!("{:.3} ± {:.3}", told.share, told.share_se),
            format!("{:.3}", told.chance),
            of(&told.flat, 1),
            of(&told.flat, 2),
            of(&told.sharp, 1),
            of(&told.sharp, 2),
        ]);
    }
    columns(&rows)
}

/// Of the most examples: whether more of them help.
fn answer(counts: &[Told]) -> String {
    let most = counts.iter().max_by_key(|told| told.examples).expect("a list has numbers");
    let of = |place: &Option<Place>, which: usize| spoken(place.as_ref().map(|place| place.means[which]));
    say!(
        "cli.network.convex.answer",
        examples = most.examples,
        share = format_args!("{:.1}", 100.0 * most.share),
        error = format_args!("{:.1}", 100.0 * most.share_se),
        chance = format_args!("{:.1}", 100.0 * most.chance),
        flat_loss = of(&most.flat, 0),
        flat_curvature = of(&most.flat, 1),
        flat_risk = of(&most.flat, 2),
        sharp_loss = of(&most.sharp, 0),
        sharp_curvature = of(&most.sharp, 1),
        sharp_risk = of(&most.sharp, 2),
    )
}
