//! A class's part of a session: what its teacher locks, hides and asks, and what the student answers.

use serde::{Deserialize, Serialize};

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

impl Class {
    pub(super) fn validate(&self) -> Result<(), String> {
        for name in self.locked.iter().chain(&self.hidden) {
            if !CONTROLS_BESIDES.contains(&name.as_str())
                && Parameter::ALL.iter().all(|known| known.about().name != name)
            {
                let known: Vec<&str> = Parameter::ALL.iter().map(|known| known.about().name).collect();
                return Err(say!(
                    "session.class.control",
                    name = name,
                    parameters = known.join(", "),
                    others = CONTROLS_BESIDES.join(", ")
                ));
            }
        }
        let share = |score: f64| (0.0..=1.0).contains(&score);
        if self.answers.iter().any(|answer| answer.score.is_some_and(|score| !share(score))) {
            return Err(say!("session.class.score").to_owned());
        }
        Ok(())
    }
}
