//! `frostline theory`: the curves of the theory as CSV or JSON; and the predictions that go with a run.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::curves::{Asked, CURVES, Curve};
use super::report::{Meter, print};
use super::{Failure, Outcome, flags};
use crate::chart::markup::plain;
use crate::platform::write_atomically;
use crate::say;
use crate::valleys::model::Scenario;
use crate::valleys::theory::{self, AtAGlance, Calibration, Domain, LastHops, Patience, Prediction, Why};
use crate::valleys::words;

/// What the theory says of one run at once: each a value with its domain, or the reason it does not apply.
#[derive(Serialize)]
pub struct Predictions {
    pub equilibrium: Told,
    pub boltzmann: Told,
    pub eq9: Told,
    pub eq9_approximate: Told,
    pub ito: Told,
    pub y_freeze_eq11: Told,
    pub y_freeze_a34: Told,
    pub p_flat_eq10: Told,
    pub p_flat_eq12: Told,
    pub p_flat_two_state: Told,
}

/// What takes a moment: the density at the end of the run, and the law of the last hop over all walkers.
#[derive(Serialize)]
pub struct Slower {
    p_flat_density: Told,
    last_hop_y: Told,
    last_hop_y_sd: Told,
    last_hop_step: Told,
    last_hop_never: Told,
    last_hop_still: Told,
}

/// A prediction that says in words where it stands.
#[derive(Serialize)]
pub struct Told {
    value: Option<f64>,
    domain: Standing,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Standing {
    Valid,
    Outside(String),
}

impl From<Prediction> for Told {
    fn from(Prediction { value, domain }: Prediction) -> Self {
        let domain = match domain {
            Domain::Valid => Standing::Valid,
            Domain::Outside(why) => Standing::Outside(reason(why)),
        };
        Self { value, domain }
    }
}

impl Told {
    fn in_a_table(&self) -> String {
        match (self.value, &self.domain) {
            (Some(value), Standing::Valid) => format!("{value:.4}"),
            (Some(value), Standing::Outside(why)) => {
                say!("cli.theory.outside", value = format_args!("{value:.4}"), why = why)
            }
            (None, Standing::Outside(why)) => format!("–  ({why})"),
            (None, Standing::Valid) => format!("–  ({})", say!("cli.theory.no-value")),
        }
    }
}

impl Predictions {
    pub fn of(scenario: &Scenario) -> Self {
        let said = AtAGlance::of(scenario, &Calibration::figure(&scenario.landscape));
        Self {
            equilibrium: said.equilibrium.into(),
            boltzmann: said.boltzmann.into(),
            eq9: said.eq9.into(),
            eq9_approximate: said.eq9_approximate.into(),
            ito: said.ito.into(),
            y_freeze_eq11: said.y_freeze_eq11.into(),
            y_freeze_a34: said.y_freeze_a34.into(),
            p_flat_eq10: said.p_flat_eq10.into(),
            p_flat_eq12: said.p_flat_eq12.into(),
            p_flat_two_state: said.p_flat_two_state.into(),
        }
    }

    /// Name and value of each, for people.
    pub fn rows(&self) -> Vec<(String, String)> {
        [
            (say!("cli.theory.two-state"), &self.p_flat_two_state),
            (say!("cli.theory.eq10"), &self.p_flat_eq10),
            (say!("equation.eq12"), &self.p_flat_eq12),
            (say!("cli.theory.eq11"), &self.y_freeze_eq11),
            (say!("cli.theory.a34"), &self.y_freeze_a34),
            (say!("equation.eq9"), &self.eq9),
            (say!("prediction.eq9-approximate"), &self.eq9_approximate),
            (say!("cli.theory.ito"), &self.ito),
            (say!("cli.theory.equilibrium"), &self.equilibrium),
            (say!("cli.theory.boltzmann"), &self.boltzmann),
        ]
        .into_iter()
        .map(|(name, prediction)| row(name, prediction))
        .collect()
    }
}

impl Slower {
    /// Of a run, as far as patience goes.
    pub fn of(scenario: &Scenario, patience: Patience) -> Self {
        let meter = Meter::new(say!("cli.theory.density"));
        let result = theory::density_and_last_hops(scenario, &[scenario.steps], patience, &mut |share| {
            meter.show(share)
        });
        meter.clear();
        let (density, last_hops) = result.expect("a meter breaks nothing off");
        let of_last_hops = |value: fn(&LastHops) -> f64| match &last_hops {
            Ok(last_hops) => Prediction::new(value(last_hops), Domain::Valid).into(),
            Err(why) => Prediction::absent(*why).into(),
        };
        Self {
            p_flat_density: density.trace.end().into(),
            last_hop_y: of_last_hops(|law| law.all.y),
            last_hop_y_sd: of_last_hops(|law| law.all.y_sd),
            last_hop_step: of_last_hops(|law| law.all.step),
            last_hop_never: of_last_hops(|law| law.never),
            last_hop_still: of_last_hops(|law| law.still),
        }
    }

    /// Name and value of each, for people.
    pub fn rows(&self) -> Vec<(String, String)> {
        let values = [
            &self.p_flat_density,
            &self.last_hop_y,
            &self.last_hop_y_sd,
            &self.last_hop_step,
            &self.last_hop_never,
            &self.last_hop_still,
        ];
        Self::names().into_iter().zip(values).map(|(name, value)| row(name, value)).collect()
    }

    /// What the rows are called: the others' columns are as wide as these.
    pub fn names() -> [&'static str; 6] {
        [
            say!("cli.theory.density"),
            say!("cli.theory.last-hop"),
            say!("cli.theory.last-hop-sd"),
            say!("cli.theory.last-hop-step"),
            say!("cli.theory.last-hop-never"),
            say!("cli.theory.last-hop-still"),
        ]
    }
}

/// The density prediction with a meter of its own.
pub fn metered(scenario: &Scenario, at: &[u32], patience: Patience) -> theory::Trace {
    let meter = Meter::new(say!("cli.theory.density"));
    let density = theory::density(scenario, at, patience, &mut |share| meter.show(share));
    meter.clear();
    density.expect("a meter breaks nothing off").trace
}

/// Name and value of a prediction, for people.
fn row(name: &str, prediction: &Told) -> (String, String) {
    (name.to_owned(), prediction.in_a_table())
}

/// A reason in the plain characters of a terminal.
pub fn reason(why: Why) -> String {
    plain(&words::why(why))
}

pub fn command() -> Command {
    let number = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("X")
            .allow_hyphen_values(true)
            .value_parser(parse_finite)
            .help(help)
    };
    flags::with_scenario(Command::new("theory"))
        .about(say!("cli.theory.about"))
        .arg(
            Arg::new("curve")
                .long("curve")
                .value_name(say!("cli.value.name"))
                .required_unless_present("json")
                .value_parser(CURVES)
                .help(say!("cli.theory.curve")),
        )
        .arg(number("from", say!("cli.theory.from")))
        .arg(number("to", say!("cli.theory.to")))
        .arg(number("at-y", say!("cli.theory.at-y")))
        .arg(number("epsilon-phi", say!("cli.theory.epsilon-phi")))
        .arg(
            Arg::new("points")
                .long("points")
                .value_name("N")
                .value_parser(value_parser!(u32).range(2..=100_000))
                .allow_hyphen_values(true)
                .default_value("151")
                .help(say!("cli.theory.points")),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(say!("cli.value.file"))
                .value_parser(flags::table_path())
                .help(say!("cli.theory.out")),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help(say!("cli.theory.json")))
        .arg(flags::insist_flag())
        .after_help(say!("cli.theory.examples"))
}

fn parse_finite(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .ok_or_else(|| say!("cli.theory.finite").to_owned())
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let scenario = flags::scenario(matches)?;
    let number = |name: &str| matches.get_one::<f64>(name).copied();
    let calibration = match number("epsilon-phi") {
        Some(value) if value > 0.0 => Calibration::new(&scenario.landscape, value),
        Some(value) => return Err(Failure::input(say!("cli.theory.epsilon-phi-range", value = value))),
        None => Calibration::figure(&scenario.landscape),
    };
    let at_y = number("at-y").unwrap_or(40.0);
    if !(0.0..=1e6).contains(&at_y) {
        return Err(Failure::input(say!("cli.theory.at-y-range", y = at_y)));
    }
    let asked = Asked {
        scenario: &scenario,
        calibration,
        at_y,
        ends: [number("from"), number("to")],
        points: *matches.get_one::<u32>("points").expect("it has a default"),
        patience: Patience::seconds(CURVE).unless(matches.get_flag("insist")),
    };
    let chosen = matches.get_one::<String>("curve").map(String::as_str);
    let curves = CURVES.into_iter().filter(|name| chosen.is_none_or(|chosen| chosen == *name));
    let curves: Vec<(&str, Curve)> =
        curves.map(|name| Ok((name, asked.curve(name)?))).collect::<Result<_, Failure>>()?;
    let text = match matches.get_flag("json") {
        true => json(&scenario, &curves),
        false => curves.first().map_or_else(String::new, |(_, curve)| curve.csv()),
    };
    match matches.get_one::<PathBuf>("out") {
        Some(path) => write_atomically(path, text.as_bytes()).map_err(Failure::input),
        None => print(&text),
    }
}

/// Seconds of work for a curve.
const CURVE: f64 = 2.0;

/// The curves by their names, column by column; what has no value is null.
fn json(scenario: &Scenario, curves: &[(&str, Curve)]) -> String {
    let curves: serde_json::Map<String, serde_json::Value> =
        curves.iter().map(|(name, curve)| ((*name).to_owned(), curve.json())).collect();
    let report = serde_json::json!({ "curves": curves, "scenario": scenario });
    serde_json::to_string_pretty(&report).expect("curves are plain data") + "\n"
}
