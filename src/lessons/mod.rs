//! Lessons: what a teacher writes in a plain text file, read and checked, with no idea of windows.
//!
//! A lesson is a list of [`Step`]s: prose with the state of the program it is about, what to do, how it is noticed that it
//! was done, and sometimes a [`Prediction`](Predict) to make before the answer is shown. `assets/lessons/HOWTO.md` tells
//! teachers how to write one. Numbers in the prose are [`Fact`]s, computed when shown.

mod condition;
mod fact;
mod networks;
mod predict;
mod prose;
mod read;
mod setting;
mod wrong;

pub use condition::Condition;
pub use fact::{Fact, Facts, Filled, fill};
pub use networks::{Handle, NetworkFact, NetworkFacts, NetworkSetting};
pub use predict::{Predict, Score, Sketch};
pub use prose::filled;
pub use read::{Mistake, read};
pub use setting::Setting;
pub use wrong::Wrong;

use std::path::Path;

use crate::labs::Lab;
use crate::valleys::model::Parameter;
use crate::valleys::panel::Panel;

/// A lesson, as read from its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    pub title: String,
    /// Where its pages are.
    pub laboratory: Lab,
    /// One sentence for the list of lessons.
    pub summary: String,
    pub steps: Vec<Step>,
}

/// One page of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub title: String,
    /// Paragraphs in the markup, with facts in braces.
    pub prose: Vec<String>,
    /// Brought about when the step begins, in order.
    pub settings: Vec<Setting>,
    /// What the student is asked to do.
    pub task: Option<String>,
    /// When it is done.
    pub until: Option<Condition>,
    /// What a student would set to do it, apart from playing on.
    pub solution: Vec<Setting>,
    pub predict: Option<Predict>,
    /// The page, counted from 0, whose run is shown beside this one's.
    pub beside: Option<usize>,
    /// Shown once the prediction is made and the task done, whichever of them there is.
    pub reveal: Vec<String>,
    /// Claims about the model that tests hold against the engine.
    pub checks: Vec<Check>,
}

impl Step {
    /// Whether the page opens with that panel.
    pub fn shows(&self, panel: Panel) -> bool {
        let shows = |setting: &Setting| matches!(setting, Setting::Panels(panels) if panels.contains(&panel));
        self.settings.iter().any(shows)
    }

    /// The numbers that the task asks to be set: what has to be at hand.
    pub fn sets(&self) -> Vec<Parameter> {
        let of_solution = self.solution.iter().filter_map(Setting::parameter);
        let named = self.until.iter().flat_map(Condition::parameters);
        let mut sets = Vec::new();
        for parameter in of_solution.chain(named) {
            if !sets.contains(&parameter) {
                sets.push(parameter);
            }
        }
        sets
    }
}

/// A claim: this fact, at the end of a run of the scenario that the settings make, lies within these bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub line: usize,
    pub fact: Fact,
    pub settings: Vec<Setting>,
    pub range: [f64; 2],
}

/// Whether a file is one, by its name.
pub fn is_one(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("lesson"))
}

/// The tour of the first start, written like a lesson.
pub const FIRST_MINUTE: &str = include_str!("../../assets/lessons/first-minute.lesson");

/// The same of the laboratory of networks, for when it is first opened.
pub const NETWORKS_MINUTE: &str = include_str!("../../assets/lessons/networks-minute.lesson");

/// The lessons that ship with the program, in the order in which they build on each other: file name and text.
pub const SHIPPED: [(&str, &str); 13] = [
    ("two-valleys", include_str!("../../assets/lessons/two-valleys.lesson")),
    ("noise", include_str!("../../assets/lessons/noise.lesson")),
    ("effective-potential", include_str!("../../assets/lessons/effective-potential.lesson")),
    ("freezing", include_str!("../../assets/lessons/freezing.lesson")),
    ("paradox", include_str!("../../assets/lessons/paradox.lesson")),
    ("schedules", include_str!("../../assets/lessons/schedules.lesson")),
    ("where-theory-bends", include_str!("../../assets/lessons/where-theory-bends.lesson")),
    ("what-flatness-does-not-say", include_str!("../../assets/lessons/what-flatness-does-not-say.lesson")),
    ("flatter-or-further", include_str!("../../assets/lessons/flatter-or-further.lesson")),
    ("when-is-its-fate-sealed", include_str!("../../assets/lessons/when-is-its-fate-sealed.lesson")),
    ("noise-or-instability", include_str!("../../assets/lessons/noise-or-instability.lesson")),
    ("not-brownian", include_str!("../../assets/lessons/not-brownian.lesson")),
    ("flat-is-not-enough", include_str!("../../assets/lessons/flat-is-not-enough.lesson")),
];
