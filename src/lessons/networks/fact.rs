//! Numbers that a lesson of networks can speak of: the run as it is set, what was read off it and its branches, and what
//! two examples of other papers come to.

use std::fmt;

use super::super::fact::names;
use super::super::wrong::Wrong;
use crate::networks::bench::Bench;
use crate::networks::experiments::brownian::Jittery;
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::convex::{Draw, chance_of_a_flat_minimum, dimensions};
use crate::networks::experiments::live::{End, Sight, Station};
use crate::networks::model::Parameter;
use crate::settings::Adjustable;

/// A number with a name, as `barrier_clock` or `f_matched at 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NetworkFact {
    Parameter(Parameter),
    /// η/B at the step looked at.
    Noise,
    /// 2/η.
    Edge,
    /// The step looked at.
    Step,
    /// 1 while the run is shown step by step, else 0.
    Playing,
    /// 1 once all has been read off and the run is shown to its end.
    Read,
    /// t_c of the branch that is held.
    Held,
    /// 1 where branches are read so, else 0.
    ReadAt(ReadOut),
    BarrierClock,
    /// Eq. 3, at S_th as it is set or another.
    JaccardClock(Option<f64>),
    /// The largest λ₁ seen on plain descent from the start, and along SGD.
    SharpestDescent,
    SharpestRun,
    /// λ₁ near a step, of plain descent from the start and of SGD.
    DescentSharpness(u32),
    RunSharpness(u32),
    /// F of the last branch over that of the first.
    Ratio(ReadOut),
    /// F, the train loss, the test loss and the errors where the branch from a step ends.
    Flatness(ReadOut, u32),
    Loss(ReadOut, u32),
    TestLoss(u32),
    Errors(u32),
    /// Errors of the last branch at equal loss less those of the first, and the standard error of that.
    ErrorsChange,
    ErrorsError,
    /// Digits on which exactly one of the two errs.
    Moved,
    /// t_c of the last branch.
    Last,
    /// How far the loss rises on the straight line from the end of the branch from a step to the last end.
    Barrier(u32),
    /// Eq. 2 of the same two ends.
    Same(u32),
    /// The stationary variance where curvature fluctuates, over that of Langevin, at a learning rate,
    VarianceRatio(f64),
    /// and the learning rate from which on there is none, for batches of so many.
    BlowUp(f64),
    /// The stationary variance in a direction of that curvature over that in one of curvature 1, for noise that goes with the
    /// curvature, and for noise that does not.
    HessianSpread(f64),
    EvenSpread(f64),
    /// Of the convex example with so many training examples: the risks of two minima, how many dimensions it has, and the
    /// chance that the first of them is there.
    FlatRisk(u32),
    SharpRisk(u32),
    SharpCurvature(u32),
    Dimensions(u32),
    FlatChance(u32),
}

/// Where these facts are taken from.
#[derive(Clone, Copy)]
pub struct NetworkFacts<'a> {
    pub bench: &'a Bench,
    /// What is known of the run; none before there is something of it.
    pub sight: Option<&'a Sight>,
    /// The step looked at.
    pub step: u32,
    pub playing: bool,
    /// Whether all has been read off and is shown.
    pub read: bool,
}

impl fmt::Debug for NetworkFacts<'_> {
    /// A sight is as large as a run.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} at {}, read: {}", self.bench.setup, self.step, self.read)
    }
}

const PLAIN: [(&str, NetworkFact); 20] = [
    ("noise", NetworkFact::Noise),
    ("edge", NetworkFact::Edge),
    ("step", NetworkFact::Step),
    ("playing", NetworkFact::Playing),
    ("read", NetworkFact::Read),
    ("held", NetworkFact::Held),
    ("matched", NetworkFact::ReadAt(ReadOut::Matched)),
    ("horizon", NetworkFact::ReadAt(ReadOut::Horizon)),
    ("barrier_clock", NetworkFact::BarrierClock),
    ("jaccard_clock", NetworkFact::JaccardClock(None)),
    ("sharpest_descent", NetworkFact::SharpestDescent),
    ("sharpest_sgd", NetworkFact::SharpestRun),
    ("ratio_matched", NetworkFact::Ratio(ReadOut::Matched)),
    ("ratio_horizon", NetworkFact::Ratio(ReadOut::Horizon)),
    ("ratio_steps", NetworkFact::Ratio(ReadOut::Equal)),
    ("errors_change", NetworkFact::ErrorsChange),
    ("errors_error", NetworkFact::ErrorsError),
    ("moved", NetworkFact::Moved),
    ("last", NetworkFact::Last),
    ("after_steps", NetworkFact::ReadAt(ReadOut::Equal)),
];
/// Of a whole number, mostly a step.
type AtStep = fn(u32) -> NetworkFact;
const AT_STEP: [(&str, AtStep); 16] = [
    ("f_matched", |step| NetworkFact::Flatness(ReadOut::Matched, step)),
    ("f_horizon", |step| NetworkFact::Flatness(ReadOut::Horizon, step)),
    ("f_steps", |step| NetworkFact::Flatness(ReadOut::Equal, step)),
    ("loss_horizon", |step| NetworkFact::Loss(ReadOut::Horizon, step)),
    ("loss_steps", |step| NetworkFact::Loss(ReadOut::Equal, step)),
    ("test_loss", NetworkFact::TestLoss),
    ("errors", NetworkFact::Errors),
    ("barrier", NetworkFact::Barrier),
    ("same", NetworkFact::Same),
    ("sharpness_descent", NetworkFact::DescentSharpness),
    ("sharpness_sgd", NetworkFact::RunSharpness),
    ("flat_risk", NetworkFact::FlatRisk),
    ("sharp_risk", NetworkFact::SharpRisk),
    ("sharp_curvature", NetworkFact::SharpCurvature),
    ("dimensions", NetworkFact::Dimensions),
    ("flat_chance", NetworkFact::FlatChance),
];
/// Of a number above 0.
type AtNumber = fn(f64) -> NetworkFact;
const AT_NUMBER: [(&str, AtNumber); 5] = [
    ("frozen_from", |agreement| NetworkFact::JaccardClock(Some(agreement))),
    ("variance_ratio", NetworkFact::VarianceRatio),
    ("blow_up", NetworkFact::BlowUp),
    ("hessian_spread", NetworkFact::HessianSpread),
    ("even_spread", NetworkFact::EvenSpread),
];
/// What examples of the convex problem are drawn from, and how many there may be.
const SEED: u64 = 1;
const EXAMPLES: u32 = 12;
/// Where directions of two curvatures are compared: a small step.
const SMALL_ETA: f64 = 0.02;

impl NetworkFact {
    /// Reads a fact; the error lists them.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let at = text.split_once(" at ").map(|(name, number)| (name.trim(), number.trim()));
        let name = at.map_or(text, |(name, _)| name);
        if let Some((_, fact)) = AT_STEP.iter().find(|(known, _)| *known == name) {
            let number = at.and_then(|(_, number)| number.parse::<u32>().ok());
            return number.map(fact).ok_or_else(|| Wrong::FactStep(text.to_owned()));
        }
        if let Some((_, fact)) = AT_NUMBER.iter().find(|(known, _)| *known == name) {
            let number = at.and_then(|(_, number)| number.parse::<f64>().ok());
            let number = number.filter(|number| number.is_finite() && *number > 0.0);
            return number.map(fact).ok_or_else(|| Wrong::FactNumber(text.to_owned()));
        }
        let plain = PLAIN.iter().find(|(known, _)| *known == text).map(|(_, fact)| *fact);
        let fact = plain.or_else(|| Parameter::named(text).map(Self::Parameter));
        fact.ok_or_else(|| {
            let at = format!("{}, {}", names(&AT_STEP), names(&AT_NUMBER));
            Wrong::NetworkFact(text.to_owned(), names(&PLAIN), at)
        })
    }

    /// Its value now; none where there is none.
    pub fn of(self, facts: &NetworkFacts<'_>) -> Option<f64> {
        let setup = &facts.bench.setup;
        let eta = setup.eta.at(facts.step);
        let truth = |yes: bool| Some(f64::from(u8::from(yes)));
        let step = |step: Option<u32>| step.map(f64::from);
        match self {
            Self::Parameter(parameter) => parameter.get(setup),
            Self::Noise => Some(eta / setup.batch.at(facts.step)),
            Self::Edge => Some(2.0 / eta),
            Self::Step => Some(f64::from(facts.step)),
            Self::Playing => truth(facts.playing),
            Self::Read => truth(facts.read),
            Self::Held => step(facts.bench.held),
            Self::ReadAt(at) => truth(facts.bench.read_at == at),
            Self::VarianceRatio(eta) => {
                let valley = Jittery::default();
                Some(valley.variance(eta)? / valley.langevin(eta))
            }
            Self::BlowUp(batch) => {
                Some(Jittery { batch: batch.round() as u32, ..Jittery::default() }.blow_up())
            }
            Self::HessianSpread(curvature) => spread(curvature, curvature),
            Self::EvenSpread(curvature) => spread(curvature, 1.0),
            Self::FlatRisk(examples) => Some(drawn(examples)?.flat()?.risk),
            Self::SharpRisk(examples) => Some(drawn(examples)?.sharp().risk),
            Self::SharpCurvature(examples) => Some(drawn(examples)?.sharp().sharpness),
            Self::Dimensions(examples) => (examples <= EXAMPLES).then(|| dimensions(examples) as f64),
            Self::FlatChance(examples) => (examples <= EXAMPLES).then(|| chance_of_a_flat_minimum(examples)),
            _ => self.of_run(facts.sight?, facts),
        }
        .filter(|value| value.is_finite())
    }

    /// What is read off the run and its branches.
    fn of_run(self, sight: &Sight, facts: &NetworkFacts<'_>) -> Option<f64> {
        let end = |at: ReadOut, step: u32| sight.twig(step)?.end(at);
        let last = |at: ReadOut| sight.similarity[at as usize].steps.last().copied();
        let run = &sight.trained.stations;
        let descent = || sight.twig(0).map(|twig| &twig.stations);
        let both = || Some([end(ReadOut::Matched, 0)?, end(ReadOut::Matched, last(ReadOut::Matched)?)?]);
        let read_at = facts.bench.read_at;
        match self {
            Self::BarrierClock => sight.barrier_clock().map(f64::from),
            Self::JaccardClock(agreement) => {
                let agreement = agreement.unwrap_or(facts.bench.setup.agreement);
                sight.jaccard_clock(read_at, agreement).map(f64::from)
            }
            Self::SharpestDescent => sharpest(descent()?),
            Self::SharpestRun => sharpest(run),
            Self::DescentSharpness(step) => near(descent()?, step),
            Self::RunSharpness(step) => near(run, step),
            Self::Ratio(at) => Some(end(at, last(at)?)?.flatness? / end(at, 0)?.flatness?),
            Self::Flatness(at, step) => end(at, step)?.flatness,
            Self::Loss(at, step) => Some(end(at, step)?.loss),
            Self::TestLoss(step) => Some(end(ReadOut::Matched, step)?.test_loss),
            Self::Errors(step) => Some(end(ReadOut::Matched, step)?.wrong.len() as f64),
            Self::ErrorsChange => {
                let [lost, gained] = changed(both()?);
                Some(gained - lost)
            }
            // Digits that change are as good as coins.
            Self::ErrorsError => Some(changed(both()?).into_iter().sum::<f64>().sqrt()),
            Self::Moved => Some(changed(both()?).into_iter().sum()),
            Self::Last => last(ReadOut::Matched).map(f64::from),
            Self::Barrier(step) => {
                let barriers = sight.barriers.as_ref()?;
                let place = barriers.steps.iter().position(|known| *known == step)?;
                Some(barriers.heights[place])
            }
            Self::Same(step) => {
                let similarity = &sight.similarity[read_at as usize];
                let place = similarity.steps.iter().position(|known| *known == step)?;
                similarity.matrix[place].last().copied()
            }
            // The others are of no run.
            _ => None,
        }
    }
}

/// How far a direction of some curvature and noise spreads, over one with 1 of both.
fn spread(curvature: f64, noise: f64) -> Option<f64> {
    let plain = Jittery { jitter: 0.0, ..Jittery::default() };
    Some(Jittery { curvature, noise, ..plain }.variance(SMALL_ETA)? / plain.variance(SMALL_ETA)?)
}

fn drawn(examples: u32) -> Option<Draw> {
    (1..=EXAMPLES).contains(&examples).then(|| Draw::of(examples, SEED))
}

fn sharpest(stations: &[Station]) -> Option<f64> {
    stations.iter().filter_map(|station| station.sharpness).max_by(f64::total_cmp)
}

/// λ₁ where it was read off nearest to a step.
fn near(stations: &[Station], step: u32) -> Option<f64> {
    stations.iter().min_by_key(|station| station.steps.abs_diff(step))?.sharpness
}

/// How many digits the second end knows that the first does not, and the other way round.
fn changed([first, last]: [&End; 2]) -> [f64; 2] {
    let only = |of: &End, other: &End| {
        of.wrong.iter().filter(|digit| other.wrong.binary_search(digit).is_err()).count() as f64
    };
    [only(first, last), only(last, first)]
}
