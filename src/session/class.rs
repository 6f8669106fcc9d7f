//! A class's part of a session: what its teacher locks, hides and asks, and what the student answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::labs::NetworkParameter;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::Parameter;

/// A teacher's hand in a session, and the answers that come back in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Class {
    /// Controls that cannot be used, by their parameters' names, `noise` or `seed`.
    pub locked: Vec<String>,
    /// Controls that are not shown.
    pub hidden: Vec<String>,
    /// The text of a lesson that begins with the session.
    pub lesson: Option<String>,
    /// What the student answered, page by page.
    pub answers: Vec<Reply>,
    /// What those in the room guessed, as the teacher took it down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guesses: Vec<ClassGuess>,
}

/// A height that one of a class guessed on a page of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassGuess {
    pub lesson: String,
    pub step: String,
    pub y: f64,
}

/// What came of a page of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub lesson: String,
    pub step: String,
    /// None where nothing was to be predicted.
    #[serde(default)]
    pub predicted: Option<String>,
    /// From 0 to 1.
    #[serde(default)]
    pub score: Option<f64>,
    /// From the opening of the page to its end.
    pub seconds: f64,
}

/// Controls that are no parameters.
const CONTROLS_BESIDES: [&str; 2] = ["noise", "seed"];

/// What a class cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unteachable {
    /// A lock on what is no control.
    Control(String),
    /// A score that is no share.
    Score,
    /// A guess that is no height.
    Guess,
}

impl Class {
    pub(super) fn validate(&self) -> Result<(), Unteachable> {
        let is_control =
            |name: &str| CONTROLS_BESIDES.contains(&name) || parameters().any(|known| known == name);
        if let Some(name) = self.locked.iter().chain(&self.hidden).find(|name| !is_control(name)) {
            return Err(Unteachable::Control(name.clone()));
        }
        let is_share = |score: f64| (0.0..=1.0).contains(&score);
        if self.answers.iter().any(|answer| answer.score.is_some_and(|score| !is_share(score))) {
            return Err(Unteachable::Score);
        }
        if self.guesses.iter().any(|guess| !(0.0..=1e4).contains(&guess.y)) {
            return Err(Unteachable::Guess);
        }
        Ok(())
    }
}

impl fmt::Display for Unteachable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parameters, others) = (parameters().collect::<Vec<_>>().join(", "), CONTROLS_BESIDES.join(", "));
        to.write_str(&match self {
            Self::Control(name) => {
                say!("session.class.control", name = name, parameters = parameters, others = others)
            }
            Self::Score => say!("session.class.score").to_owned(),
            Self::Guess => say!("session.class.guess").to_owned(),
        })
    }
}

/// Of both laboratories: what both have is locked in both.
fn parameters() -> impl Iterator<Item = &'static str> {
    let valleys = || Parameter::ALL.iter().map(|parameter| parameter.about().name);
    let networks = NetworkParameter::ALL.iter().map(|parameter| parameter.about().name);
    valleys().chain(networks.filter(move |name| valleys().all(|known| known != *name)))
}
