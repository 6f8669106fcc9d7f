//! `frostline theory`: the curves of the theory as CSV; and the predictions that go with a run.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::report::{Meter, note, print};
use super::{Failure, Outcome, flags};
use crate::chart::markup::plain;
use crate::platform::write_atomically;
use crate::say;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::theory::{
    self, AtAGlance, Calibration, Domain, LastHops, Patience, Prediction, Reading, Why,
};
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
fn metered(scenario: &Scenario, at: &[u32], patience: Patience) -> theory::Trace {
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
fn reason(why: Why) -> String {
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
                .required(true)
                .value_parser(["p-flat", "freezing", "effective-loss", "rates", "transient"])
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
        .arg(flags::insist_flag())
        .after_help(say!("cli.theory.examples"))
}

fn parse_finite(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .ok_or_else(|| say!("cli.theory.finite").to_owned())
}

/// The range asked for.
struct Range {
    from: f64,
    to: f64,
    points: u32,
}

pub fn main(matches: &ArgMatches) -> Outcome {
    let scenario = flags::scenario(matches)?;
    let points = *matches.get_one::<u32>("points").expect("it has a default");
    let number = |name: &str| matches.get_one::<f64>(name).copied();
    let range = |from: f64, to: f64, above: f64| {
        let (from, to) = (number("from").unwrap_or(from), number("to").unwrap_or(to));
        if from < to && from >= above && to <= 1e6 {
            Ok(Range { from, to, points })
        } else {
            Err(Failure::input(say!("cli.theory.range", from = from, to = to, above = above)))
        }
    };
    let calibration = match number("epsilon-phi") {
        Some(value) if value > 0.0 => Calibration::new(&scenario.landscape, value),
        Some(value) => return Err(Failure::input(say!("cli.theory.epsilon-phi-range", value = value))),
        None => Calibration::figure(&scenario.landscape),
    };
    let curve = matches.get_one::<String>("curve").expect("clap requires it");
    let csv = match curve.as_str() {
        "p-flat" => p_flat(&scenario, &range(0.01, 15.0, 0.0)?),
        "freezing" => freezing(&scenario, &range(1e-4, 6e-3, 1e-12)?, &calibration),
        "effective-loss" => {
            let y = number("at-y").unwrap_or(40.0);
            if !(0.0..=1e6).contains(&y) {
                return Err(Failure::input(say!("cli.theory.at-y-range", y = y)));
            }
            effective_loss(&scenario, &range(-0.8, 1.2, -1e6)?, y)
        }
        "rates" => rates(&scenario, &range(0.01, 15.0, 0.0)?),
        _ => {
            let patience = Patience::seconds(CURVE).unless(matches.get_flag("insist"));
            transient(&scenario, points, patience)
        }
    };
    match matches.get_one::<PathBuf>("out") {
        Some(path) => write_atomically(path, csv.as_bytes()).map_err(Failure::input),
        None => print(&csv),
    }
}

impl Range {
    fn linear(&self) -> impl Iterator<Item = f64> + '_ {
        let last = f64::from(self.points - 1);
        (0..self.points).map(move |index| self.from + (self.to - self.from) * f64::from(index) / last)
    }

    fn logarithmic(&self) -> impl Iterator<Item = f64> + '_ {
        let last = f64::from(self.points - 1);
        (0..self.points).map(move |index| self.from * (self.to / self.from).powf(f64::from(index) / last))
    }
}

/// One line: a number, then predictions, empty where they have no value.
fn line(csv: &mut String, at: f64, predictions: &[Prediction]) {
    let fields: Vec<String> = predictions
        .iter()
        .map(|prediction| prediction.value.map(|value| value.to_string()).unwrap_or_default())
        .collect();
    let _ = writeln!(csv, "{at},{}", fields.join(","));
}

/// 1 where the paper's formula of a line holds, for this law of noise too.
fn validity(prediction: &Prediction) -> Prediction {
    Prediction::new(f64::from(u8::from(prediction.domain.is_valid())), Domain::Valid)
}

fn p_flat(scenario: &Scenario, range: &Range) -> String {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut csv = String::from(
        "y,eq9,eq9_approximate,ito,steady,steady_at_eta,stratonovich,anti_ito,equilibrium,boltzmann,valid\n",
    );
    for y in range.linear() {
        let eq9 = theory::p_ss(landscape, noise, y, delta_s);
        let valid = validity(&eq9);
        let predictions = [
            eq9,
            theory::p_ss_approximate(landscape, noise, y, delta_s),
            theory::p_ito(landscape, noise, y, delta_s),
            theory::p_steady(landscape, noise, y, delta_s),
            theory::p_steady_at(landscape, noise, y, delta_s, scenario.eta.at(0)),
            theory::p_steady_read(landscape, noise, Reading::Stratonovich, y, delta_s),
            theory::p_steady_read(landscape, noise, Reading::AntiIto, y, delta_s),
            theory::p_equilibrium(landscape, noise),
            theory::p_boltzmann(landscape, noise),
            valid,
        ];
        line(&mut csv, y, &predictions);
    }
    csv
}

fn freezing(scenario: &Scenario, range: &Range, calibration: &Calibration) -> String {
    let (landscape, noise) = (&scenario.landscape, scenario.noise);
    let printed = Calibration::as_printed(landscape);
    let mut csv =
        String::from("delta_s,y_freeze_eq11,y_freeze_eq11_as_printed,y_freeze_a34,p_eq10,p_eq12,valid\n");
    for delta_s in range.logarithmic() {
        let y_freeze = theory::y_freeze(landscape, noise, delta_s, calibration);
        let p_transient = theory::p_transient(landscape, noise, delta_s, &y_freeze);
        let valid = validity(&y_freeze);
        let predictions = [
            y_freeze,
            theory::y_freeze(landscape, noise, delta_s, &printed),
            theory::y_freeze_solved(landscape, noise, delta_s, calibration.epsilon()),
            p_transient,
            theory::p_transient_closed(landscape, noise, delta_s, calibration),
            valid,
        ];
        line(&mut csv, delta_s, &predictions);
    }
    csv
}

fn effective_loss(scenario: &Scenario, range: &Range, y: f64) -> String {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut csv = String::from("x,loss,effective_loss,sgd_correction,ito_potential,valid\n");
    for x in range.linear() {
        let effective = theory::effective_loss(landscape, noise, x, y);
        let valid = validity(&effective);
        let predictions = [
            Prediction::new(landscape.value(x, y), Domain::Valid),
            effective,
            theory::sgd_correction(landscape, noise, x, y),
            theory::ito_potential(landscape, noise, x, y, delta_s),
            valid,
        ];
        line(&mut csv, x, &predictions);
    }
    csv
}

fn rates(scenario: &Scenario, range: &Range) -> String {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut csv = String::from(
        "y,k_flat,k_sharp,k_flat_a29,k_sharp_a29,passage_flat,passage_sharp,tau_x_flat,tau_x_sharp,tau_y,valid\n",
    );
    for y in range.linear() {
        let valid = theory::kramers_domain(landscape, noise, y, delta_s).is_valid();
        let [flat, sharp] =
            Valley::BOTH.map(|valley| theory::escape_rate(landscape, noise, valley, y, delta_s));
        let [flat_29, sharp_29] = Valley::BOTH
            .map(|valley| theory::escape_rate_large_barrier(landscape, noise, valley, y, delta_s));
        let [over_flat, over_sharp] =
            Valley::BOTH.map(|valley| theory::passage_rate(landscape, noise, valley, y, delta_s));
        let [tau_flat, tau_sharp] = Valley::BOTH
            .map(|valley| Prediction::new(theory::relaxation_time(landscape, valley, y), Domain::Valid));
        let valid = Prediction::new(f64::from(u8::from(valid)), Domain::Valid);
        let tau_y = theory::drift_time(landscape, y);
        let rates = [flat, sharp, flat_29, sharp_29, over_flat, over_sharp];
        line(&mut csv, y, &[&rates[..], &[tau_flat, tau_sharp, tau_y, valid]].concat());
    }
    csv
}

/// Seconds of work for a curve.
const CURVE: f64 = 2.0;

fn transient(scenario: &Scenario, points: u32, patience: Patience) -> String {
    let at = theory::even_steps(scenario.steps, points);
    let two_state = theory::two_state(scenario, &at);
    let density = metered(scenario, &at, patience);
    if let Some(why) = density.domain.why() {
        note(&say!(
            "cli.theory.ends",
            step = density.last().map_or(0, |point| point.step),
            why = reason(why)
        ));
    }
    let mut csv = String::from("step,y_two_state,p_two_state,y_density,p_density\n");
    for (index, step) in at.iter().enumerate() {
        let point = |trace: &theory::Trace| {
            let point = trace.points.get(index);
            point.map_or_else(|| ",".to_owned(), |point| format!("{},{}", point.y, point.p_flat))
        };
        let _ = writeln!(csv, "{step},{},{}", point(&two_state), point(&density));
    }
    csv
}
