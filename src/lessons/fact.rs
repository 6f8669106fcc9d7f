//! Numbers that a lesson can speak of: what the swarm does now, and what theory says of the scenario as it is set.

use super::networks::{NetworkFact, NetworkFacts};
use super::wrong::Wrong;
use crate::labs::Lab;
use crate::settings::Adjustable;
use crate::valleys::model::{Parameter, Scenario, Valley};
use crate::valleys::theory::{self, Calibration, Prediction};
use crate::words::per_cent;

/// A number with a name, as `y`, `sigma`, `p_flat` or `eq9 at 4`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    Parameter(Parameter),
    DeltaS,
    Step,
    /// The swarm's mean height.
    Y,
    PFlat,
    /// Share of walkers that hopped lately.
    Hopping,
    /// 1 while the run plays, else 0.
    Playing,
    /// 1 while y is held, else 0.
    Held,
    /// The swarm's mean freezing height and step so far.
    FrozenY,
    FrozenStep,
    /// Share of walker-time at x > 0 over the second half of the run.
    Occupancy,
    /// The frost line: the mean height of the last hops, predicted.
    Frost,
    /// Eq. 11, with the calibration in use.
    FreezingHeight,
    /// Eq. 11 with Φ as printed.
    FreezingHeightUnscaled,
    /// Eq. 12.
    Eq12,
    Equilibrium,
    Boltzmann,
    /// At a height; none is the swarm's.
    Eq9(Option<f64>),
    Eq9Approximate(Option<f64>),
    Ito(Option<f64>),
    Barrier(Option<f64>),
    Flatness(Valley, Option<f64>),
    /// Depth of a valley of L_eff below the ridge (Eq. 7).
    Well(Valley, Option<f64>),
    /// T_eff (A19).
    Temperature(Option<f64>),
    /// D along x in a valley (A13).
    Diffusion(Valley, Option<f64>),
    /// Steps from the floor of a valley to the ridge on average (A23, A24).
    Escape(Valley, Option<f64>),
    /// Steps in which the rate of passages out of the flat valley changes by e.
    Fading(Option<f64>),
    /// Steps that y takes to drift by 1 (A12).
    Climb(Option<f64>),
    /// One of the laboratory of networks.
    Network(NetworkFact),
}

/// Where facts are taken from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub scenario: &'a Scenario,
    pub epsilon_phi: Option<f64>,
    pub step: u32,
    pub y: f64,
    pub p_flat: Option<f64>,
    pub hopping: f64,
    pub playing: bool,
    pub frozen_y: Option<f64>,
    pub frozen_step: Option<f64>,
    pub occupancy: Option<f64>,
    /// The frost line.
    pub frost: Option<f64>,
    /// Those of the laboratory of networks, in a lesson of it.
    pub networks: Option<NetworkFacts<'a>>,
}

impl Facts<'_> {
    /// Whose they are.
    pub(super) fn lab(&self) -> Lab {
        if self.networks.is_some() { Lab::Networks } else { Lab::Valleys }
    }
}

/// The facts that are not parameters: name, and what it is of a height if it can be asked at one.
const PLAIN: [(&str, Fact); 15] = [
    ("delta_s", Fact::DeltaS),
    ("step", Fact::Step),
    ("y", Fact::Y),
    ("p_flat", Fact::PFlat),
    ("hopping", Fact::Hopping),
    ("playing", Fact::Playing),
    ("held", Fact::Held),
    ("frozen_y", Fact::FrozenY),
    ("frozen_step", Fact::FrozenStep),
    ("occupancy", Fact::Occupancy),
    ("frost", Fact::Frost),
    ("y_freeze", Fact::FreezingHeight),
    ("y_freeze_unscaled", Fact::FreezingHeightUnscaled),
    ("eq12", Fact::Eq12),
    ("equilibrium", Fact::Equilibrium),
];
type AtHeight = fn(Option<f64>) -> Fact;
const AT_HEIGHT: [(&str, AtHeight); 15] = [
    ("eq9", Fact::Eq9),
    ("eq9_approximate", Fact::Eq9Approximate),
    ("ito", Fact::Ito),
    ("barrier", Fact::Barrier),
    ("f1", |y| Fact::Flatness(Valley::Flat, y)),
    ("f2", |y| Fact::Flatness(Valley::Sharp, y)),
    ("well_flat", |y| Fact::Well(Valley::Flat, y)),
    ("well_steep", |y| Fact::Well(Valley::Sharp, y)),
    ("temperature", Fact::Temperature),
    ("diffusion_flat", |y| Fact::Diffusion(Valley::Flat, y)),
    ("diffusion_steep", |y| Fact::Diffusion(Valley::Sharp, y)),
    ("escape_flat", |y| Fact::Escape(Valley::Flat, y)),
    ("escape_steep", |y| Fact::Escape(Valley::Sharp, y)),
    ("fading", Fact::Fading),
    ("climb", Fact::Climb),
];

impl Fact {
    /// Reads a fact; the error lists them.
    pub fn read(text: &str, lab: Lab) -> Result<Self, Wrong> {
        if lab == Lab::Networks {
            return NetworkFact::read(text).map(Self::Network);
        }
        let text = text.trim();
        let (name, height) = match text.split_once(" at ") {
            Some((name, height)) => {
                let height = height.trim().parse::<f64>().ok().filter(|y| (0.0..=1e4).contains(y));
                (name.trim(), Some(height.ok_or_else(|| Wrong::FactHeight(text.to_owned()))?))
            }
            None => (text, None),
        };
        if let Some((_, fact)) = AT_HEIGHT.iter().find(|(known, _)| *known == name) {
            return Ok(fact(height));
        }
        if height.is_some() {
            return Err(Wrong::FactNoHeight(name.to_owned(), names(&AT_HEIGHT)));
        }
        if name == "boltzmann" {
            return Ok(Self::Boltzmann);
        }
        if let Some(&(_, fact)) = PLAIN.iter().find(|(known, _)| *known == name) {
            return Ok(fact);
        }
        Parameter::named(name)
            .map(Self::Parameter)
            .ok_or_else(|| Wrong::Fact(name.to_owned(), names(&PLAIN), names(&AT_HEIGHT)))
    }

    /// Its value now; none where there is none, as for a freezing height outside Eq. 11's domain, or anything of a swarm
    /// that is not there yet.
    pub fn of(self, facts: &Facts<'_>) -> Option<f64> {
        self.value(facts).filter(|value| value.is_finite())
    }

    fn value(self, facts: &Facts<'_>) -> Option<f64> {
        let Facts { scenario, step, y, .. } = *facts;
        let (landscape, noise, delta_s) = (&scenario.landscape, scenario.noise, scenario.delta_s(step));
        let calibration = || Calibration::chosen(landscape, facts.epsilon_phi);
        let at = |height: Option<f64>| height.unwrap_or(y);
        let truth = |yes: bool| Some(f64::from(u8::from(yes)));
        let value = |prediction: Prediction| prediction.value;
        match self {
            Self::Parameter(parameter) => parameter.get(scenario),
            Self::DeltaS => Some(delta_s),
            Self::Step => Some(f64::from(step)),
            Self::Y => Some(y),
            Self::PFlat => facts.p_flat,
            Self::Hopping => Some(facts.hopping),
            Self::Playing => truth(facts.playing),
            Self::Held => truth(scenario.hold_y.is_some()),
            Self::FrozenY => facts.frozen_y,
            Self::FrozenStep => facts.frozen_step,
            Self::Occupancy => facts.occupancy,
            Self::Frost => facts.frost,
            Self::FreezingHeight => value(theory::y_freeze(landscape, noise, delta_s, &calibration())),
            Self::FreezingHeightUnscaled => {
                value(theory::y_freeze(landscape, noise, delta_s, &Calibration::as_printed(landscape)))
            }
            Self::Eq12 => value(theory::p_transient_closed(landscape, noise, delta_s, &calibration())),
            Self::Equilibrium => value(theory::p_equilibrium(landscape, noise)),
            Self::Boltzmann => value(theory::p_boltzmann(landscape, noise)),
            Self::Eq9(height) => value(theory::p_ss(landscape, noise, at(height), delta_s)),
            Self::Eq9Approximate(height) => {
                value(theory::p_ss_approximate(landscape, noise, at(height), delta_s))
            }
            Self::Ito(height) => value(theory::p_steady(landscape, noise, at(height), delta_s)),
            Self::Barrier(height) => Some(landscape.barrier(at(height))),
            Self::Flatness(valley, height) => Some(landscape.flatness(valley, at(height))),
            Self::Well(valley, height) => {
                let floor = landscape.floor(valley, at(height));
                value(theory::effective_loss(landscape, noise, floor, at(height)))
                    .map(|loss| landscape.baseline(at(height)) - loss)
            }
            Self::Temperature(height) => Some(theory::effective_temperature(landscape, at(height), delta_s)),
            Self::Diffusion(valley, height) => Some(noise.diffusion(landscape, valley, at(height), delta_s)),
            Self::Escape(valley, height) => {
                let time = theory::ridge_time(landscape, noise, valley, at(height), delta_s);
                value(time).map(|time| time / scenario.eta.at(step))
            }
            Self::Fading(height) => {
                let time = theory::fading_time(landscape, noise, Valley::Flat, at(height), delta_s);
                value(time).map(|time| time / scenario.eta.at(step))
            }
            Self::Climb(height) => {
                value(theory::drift_time(landscape, at(height))).map(|time| time / scenario.eta.at(step))
            }
            Self::Network(fact) => fact.of(facts.networks.as_ref()?),
        }
    }
}

pub(super) fn names<T>(table: &[(&'static str, T)]) -> String {
    table.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// A stretch of prose: words, or a fact with how it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    Words(String),
    /// A number, or a share as per cent.
    Number(Fact, bool),
}

/// Takes prose apart at its braces; a brace of the markup (`$y_{b}$`) is left alone.
pub fn fill(prose: &str, lab: Lab) -> Result<Vec<Filled>, Wrong> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = prose;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        let close = after.find('}').ok_or_else(|| Wrong::Brace(after.to_owned()))?;
        let inside = &after[1..close];
        words.push_str(before);
        if before.ends_with(['_', '^']) {
            words.push_str(&after[..=close]);
        } else {
            parts.push(Filled::Words(std::mem::take(&mut words)));
            let share = inside.trim_end().strip_suffix('%');
            parts.push(Filled::Number(Fact::read(share.unwrap_or(inside), lab)?, share.is_some()));
        }
        rest = &after[close + 1..];
    }
    words.push_str(rest);
    parts.push(Filled::Words(words));
    parts.retain(|part| *part != Filled::Words(String::new()));
    Ok(parts)
}

impl Filled {
    /// As it is shown, with numbers by the given writer.
    pub fn write(&self, facts: &Facts<'_>, number: impl Fn(f64) -> String) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Number(fact, share) => match fact.of(facts) {
                None => "–".to_owned(),
                Some(value) if *share => format!("{}\u{202F}%", per_cent(value)),
                Some(value) => number(value),
            },
        }
    }
}
