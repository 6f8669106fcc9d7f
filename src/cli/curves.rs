//! The curves of the theory, as numbers: what `frostline theory` prints.

use serde_json::Value;

use super::Failure;
use super::report::note;
use super::theory::{metered, reason};
use crate::say;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::theory::{self, Calibration, Domain, Patience, Prediction, Reading};

/// The curves there are.
pub const CURVES: [&str; 5] = ["p-flat", "freezing", "effective-loss", "rates", "transient"];

/// Columns of numbers, some of which have no value.
pub struct Curve {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Option<f64>>>,
}

/// What is asked of the theory.
pub struct Asked<'a> {
    pub scenario: &'a Scenario,
    pub calibration: Calibration,
    /// Where the effective loss is.
    pub at_y: f64,
    /// Where curves start and end, if not where they usually do.
    pub ends: [Option<f64>; 2],
    pub points: u32,
    pub patience: Patience,
}

impl Asked<'_> {
    /// One of [`CURVES`].
    pub fn curve(&self, name: &str) -> Result<Curve, Failure> {
        let Self { scenario, calibration, at_y, points, patience, .. } = self;
        Ok(match name {
            "p-flat" => p_flat(scenario, &self.range(0.01, 15.0, 0.0)?),
            "freezing" => freezing(scenario, &self.range(1e-4, 6e-3, 1e-12)?, calibration),
            "effective-loss" => effective_loss(scenario, &self.range(-0.8, 1.2, -1e6)?, *at_y),
            "rates" => rates(scenario, &self.range(0.01, 15.0, 0.0)?),
            _ => transient(scenario, *points, *patience),
        })
    }

    fn range(&self, from: f64, to: f64, above: f64) -> Result<Range, Failure> {
        let (from, to) = (self.ends[0].unwrap_or(from), self.ends[1].unwrap_or(to));
        if from < to && from >= above && to <= 1e6 {
            Ok(Range { from, to, points: self.points })
        } else {
            Err(Failure::input(say!("cli.theory.range", from = from, to = to, above = above)))
        }
    }
}

impl Curve {
    /// With these columns, which commas part.
    fn of(columns: &'static str) -> Self {
        Self { columns: columns.split(',').collect(), rows: Vec::new() }
    }

    /// One line: a number, then predictions.
    fn line(&mut self, at: f64, predictions: &[Prediction]) {
        let values = predictions.iter().map(|prediction| prediction.value);
        self.rows.push([Some(at)].into_iter().chain(values).collect());
    }

    /// What has no value is empty.
    pub fn csv(&self) -> String {
        let line = |row: &Vec<Option<f64>>| {
            let fields = row.iter().map(|value| value.map(|value| value.to_string()).unwrap_or_default());
            fields.collect::<Vec<_>>().join(",") + "\n"
        };
        self.columns.join(",") + "\n" + &self.rows.iter().map(line).collect::<String>()
    }

    /// The columns by their names.
    pub fn json(&self) -> Value {
        let column = |(index, name): (usize, &&str)| {
            let values: Vec<Option<f64>> = self.rows.iter().map(|row| row[index]).collect();
            ((*name).to_owned(), Value::from(values))
        };
        Value::Object(self.columns.iter().enumerate().map(column).collect())
    }
}

/// The range asked for.
struct Range {
    from: f64,
    to: f64,
    points: u32,
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

/// 1 where the paper's formula of a line holds, for this law of noise too.
fn validity(prediction: &Prediction) -> Prediction {
    Prediction::new(f64::from(u8::from(prediction.domain.is_valid())), Domain::Valid)
}

fn p_flat(scenario: &Scenario, range: &Range) -> Curve {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut curve = Curve::of(
        "y,eq9,eq9_approximate,ito,steady,steady_at_eta,stratonovich,anti_ito,equilibrium,boltzmann,valid",
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
        curve.line(y, &predictions);
    }
    curve
}

fn freezing(scenario: &Scenario, range: &Range, calibration: &Calibration) -> Curve {
    let (landscape, noise) = (&scenario.landscape, scenario.noise);
    let printed = Calibration::as_printed(landscape);
    let mut curve =
        Curve::of("delta_s,y_freeze_eq11,y_freeze_eq11_as_printed,y_freeze_a34,p_eq10,p_eq12,valid");
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
        curve.line(delta_s, &predictions);
    }
    curve
}

fn effective_loss(scenario: &Scenario, range: &Range, y: f64) -> Curve {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut curve = Curve::of("x,loss,effective_loss,sgd_correction,ito_potential,valid");
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
        curve.line(x, &predictions);
    }
    curve
}

fn rates(scenario: &Scenario, range: &Range) -> Curve {
    let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(0));
    let mut curve = Curve::of(
        "y,k_flat,k_sharp,k_flat_a29,k_sharp_a29,passage_flat,passage_sharp,tau_x_flat,tau_x_sharp,tau_y,valid",
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
        curve.line(y, &[&rates[..], &[tau_flat, tau_sharp, tau_y, valid]].concat());
    }
    curve
}

fn transient(scenario: &Scenario, points: u32, patience: Patience) -> Curve {
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
    let mut curve = Curve::of("step,y_two_state,p_two_state,y_density,p_density");
    for (index, step) in at.iter().enumerate() {
        let point = |trace: &theory::Trace| {
            let point = trace.points.get(index);
            [point.map(|point| point.y), point.map(|point| point.p_flat)]
        };
        let [two_state, density] = [&two_state, &density].map(point);
        curve.rows.push([&[Some(f64::from(*step))][..], &two_state, &density].concat());
    }
    curve
}
