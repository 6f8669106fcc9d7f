//! What is asked in each experiment: plain data that a session keeps, with answers worth having as its defaults.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::check::{NoTable, Reference};
use super::courses::Course;
use super::phase::{Quantity, RunTheory};
use super::sweep::{Axis, Grid, Span};
use crate::say;
use crate::settings::{Adjustable, GridError, Invalid, Schedule, Settings};
use crate::valleys::model::{Parameter, Scenario};

/// The questions that go with a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Questions {
    pub phase: PhaseQuestion,
    pub fork: ForkQuestion,
    /// B, where the session's scenario is A; none is A with half of the noise.
    pub rival: Option<Box<Scenario>>,
    pub paradox: ParadoxQuestion,
    pub discrete: DiscreteQuestion,
    pub jitter: JitterQuestion,
    /// Not in the files of those who never ask it: older programs read them.
    #[serde(skip_serializing_if = "AlphaQuestion::is_default")]
    pub alpha: AlphaQuestion,
    pub courses: CoursesQuestion,
    /// A table to compare the swarm with, as [`Reference`] reads it; none is the published one.
    pub against: Option<String>,
}

/// The part of [`Questions`] that an experiment is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Phase,
    Against,
    Fork,
    Compare,
    Paradox,
    Courses,
    Discrete,
    Jitter,
    Alpha,
    /// There is nothing to set.
    None,
}

/// A phase diagram over any two parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PhaseQuestion {
    /// As [`Axis`] reads them.
    pub x: String,
    pub y: String,
    pub walkers: u32,
    pub steps: u32,
    pub y_i: f64,
    pub quantity: Quantity,
    /// A prediction to take away from what was measured.
    pub less: Option<RunTheory>,
}

/// How often the run is forked, and how alike ends must be to count as frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ForkQuestion {
    pub forks: u32,
    pub threshold: f64,
}

/// Held against free, over a range of Δ_S.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParadoxQuestion {
    pub hold_y: f64,
    pub delta_s: [f64; 2],
    pub points: u32,
}

/// A range of η at fixed Δ_S.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DiscreteQuestion {
    pub eta: [f64; 2],
    pub points: u32,
}

/// The jittering landscape's examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JitterQuestion {
    pub examples: u32,
    pub batch: u32,
    pub walkers: u32,
}

/// A range of α.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlphaQuestion {
    pub alpha: [f64; 2],
    pub points: u32,
}

/// Which courses are compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoursesQuestion {
    pub courses: Vec<Course>,
}

impl Default for PhaseQuestion {
    /// Figs. 3c and 3d.
    fn default() -> Self {
        Self {
            x: "eta=0.01:0.1:10:log".to_owned(),
            y: "sigma=0.01:0.1:10:log".to_owned(),
            walkers: 2_000,
            steps: 20_000,
            y_i: 5.0,
            quantity: Quantity::PFlat,
            less: None,
        }
    }
}

impl Default for ForkQuestion {
    fn default() -> Self {
        Self { forks: 20, threshold: 0.99 }
    }
}

impl Default for ParadoxQuestion {
    /// The slice of Fig. 4c.
    fn default() -> Self {
        Self { hold_y: 5.0, delta_s: [1e-3, 6e-3], points: 7 }
    }
}

impl Default for DiscreteQuestion {
    fn default() -> Self {
        Self { eta: [0.002, 0.15], points: 8 }
    }
}

impl Default for JitterQuestion {
    fn default() -> Self {
        Self { examples: 100, batch: 4, walkers: 400 }
    }
}

impl Default for AlphaQuestion {
    fn default() -> Self {
        Self { alpha: [0.0, 2.0], points: 9 }
    }
}

impl AlphaQuestion {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for CoursesQuestion {
    fn default() -> Self {
        Self { courses: Course::ALL.to_vec() }
    }
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum NotAsked {
    Grid(GridError),
    Phase(Invalid),
    Rival(Invalid),
    Against(NoTable),
    Outside {
        question: &'static str,
        key: &'static str,
        value: f64,
        within: [f64; 2],
    },
    /// A range that does not rise, or not within another.
    OutsideRange {
        question: &'static str,
        key: &'static str,
        range: [f64; 2],
        within: [f64; 2],
    },
}

impl fmt::Display for NotAsked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grid(error) => error.fmt(out),
            Self::Phase(invalid) => write!(out, "phase: {invalid}"),
            Self::Rival(invalid) => write!(out, "rival: {invalid}"),
            Self::Against(error) => write!(out, "against: {error}"),
            Self::Outside { question, key, value, within: [low, high] } => out.write_str(&say!(
                "experiment.outside",
                question = question,
                key = key,
                value = value,
                low = low,
                high = high
            )),
            Self::OutsideRange { question, key, range: [from, to], within: [low, high] } => {
                out.write_str(&say!(
                    "experiment.outside-range",
                    question = question,
                    key = key,
                    from = from,
                    to = to,
                    low = low,
                    high = high
                ))
            }
        }
    }
}

impl std::error::Error for NotAsked {}

impl From<GridError> for NotAsked {
    fn from(error: GridError) -> Self {
        Self::Grid(error)
    }
}

impl PhaseQuestion {
    /// The grid on a scenario's landscape and noise; an error says which axis is wrong, and how.
    pub fn grid(&self, scenario: &Scenario) -> Result<Grid, NotAsked> {
        let axis = |text: &str| text.parse::<Axis>();
        Ok(Grid::new(self.base(scenario)?, axis(&self.x)?, axis(&self.y)?)?)
    }

    /// Everything about a scenario that the grid is made from: the parameters it sweeps, at its first cell.
    #[must_use]
    pub fn corner(&self, scenario: &Scenario) -> Option<Scenario> {
        let mut corner = self.base(scenario).ok()?;
        for text in [&self.x, &self.y] {
            let span: Span = text.parse().ok()?;
            span.parameter.set(&mut corner, span.from).ok()?;
        }
        Some(corner)
    }

    fn base(&self, scenario: &Scenario) -> Result<Scenario, NotAsked> {
        let mut base = scenario.clone();
        for (parameter, value) in [
            (Parameter::Walkers, f64::from(self.walkers)),
            (Parameter::Steps, f64::from(self.steps)),
            (Parameter::YI, self.y_i),
        ] {
            parameter.set(&mut base, value).map_err(NotAsked::Phase)?;
        }
        Ok(base)
    }
}

impl Questions {
    /// The question of one experiment, the others as nobody asked them.
    #[must_use]
    pub fn only(&self, question: Question) -> Self {
        let mut only = Self::default();
        match question {
            Question::Phase => only.phase = self.phase.clone(),
            Question::Against => only.against.clone_from(&self.against),
            Question::Fork => only.fork = self.fork.clone(),
            Question::Compare => only.rival.clone_from(&self.rival),
            Question::Paradox => only.paradox = self.paradox.clone(),
            Question::Courses => only.courses = self.courses.clone(),
            Question::Discrete => only.discrete = self.discrete.clone(),
            Question::Jitter => only.jitter = self.jitter.clone(),
            Question::Alpha => only.alpha = self.alpha.clone(),
            Question::None => {}
        }
        only
    }

    /// B of A | B.
    pub fn rival(&self, scenario: &Scenario) -> Scenario {
        if let Some(rival) = &self.rival {
            return Scenario::clone(rival);
        }
        let sigma = match &scenario.sigma {
            Schedule::Constant(sigma) => Schedule::Constant(0.5 * sigma),
            Schedule::Pieces(pieces) => Schedule::Pieces(
                pieces
                    .iter()
                    .map(|piece| crate::settings::Piece {
                        from: 0.5 * piece.from,
                        to: 0.5 * piece.to,
                        ..*piece
                    })
                    .collect(),
            ),
        };
        Scenario { sigma, ..scenario.clone() }
    }

    /// Whether every number is one that can be asked for; the error names the first that is not.
    pub fn validate(&self) -> Result<(), NotAsked> {
        let among = |question, key, value: f64, [low, high]: [f64; 2]| {
            let outside = NotAsked::Outside { question, key, value, within: [low, high] };
            if (low..=high).contains(&value) { Ok(()) } else { Err(outside) }
        };
        let range = |question, key, [from, to]: [f64; 2], [low, high]: [f64; 2]| {
            let outside = NotAsked::OutsideRange { question, key, range: [from, to], within: [low, high] };
            if low <= from && from < to && to <= high { Ok(()) } else { Err(outside) }
        };
        self.phase.grid(&Scenario::default())?;
        among("fork", "forks", f64::from(self.fork.forks), [2.0, 200.0])?;
        among("fork", "threshold", self.fork.threshold, [0.5, 1.0])?;
        among("paradox", "hold_y", self.paradox.hold_y, [0.1, 100.0])?;
        range("paradox", "delta_s", self.paradox.delta_s, [1e-6, 1.0])?;
        among("paradox", "points", f64::from(self.paradox.points), [3.0, 50.0])?;
        range("discrete", "eta", self.discrete.eta, [1e-4, 0.6])?;
        among("discrete", "points", f64::from(self.discrete.points), [2.0, 50.0])?;
        among("jitter", "examples", f64::from(self.jitter.examples), [2.0, 1e6])?;
        among("jitter", "batch", f64::from(self.jitter.batch), [1.0, 1e4])?;
        range("alpha", "alpha", self.alpha.alpha, [0.0, 2.0])?;
        among("alpha", "points", f64::from(self.alpha.points), [2.0, 50.0])?;
        among("jitter", "walkers", f64::from(self.jitter.walkers), [10.0, 1e5])?;
        if let Some(table) = &self.against {
            Reference::read(table).map_err(NotAsked::Against)?;
        }
        match &self.rival {
            Some(rival) => rival.validate().map_err(NotAsked::Rival),
            None => Ok(()),
        }
    }
}
