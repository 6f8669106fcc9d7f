//! What is kept of the work: sessions as readable, versioned files; and files written whole or not at all.

mod answers;
mod autosave;
mod class;
mod command_line;
mod fault;
mod link;
mod shelf;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::export::{Format, MOST_SESSION_BYTES, Provenance, session_in};
use crate::labs::{Bench, Crop, Lab, Leaf};
use crate::platform::files::{as_text, read};
use crate::platform::write_atomically;
use crate::settings::Settings;
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::experiments::story::Story;
use crate::valleys::model::{Preset, Scenario};
use crate::valleys::view::View;
use crate::valleys::words;

pub use answers::{Answer, Elsewhere, MOST_ANSWER_BYTES, Packed};
pub use autosave::{Autosave, Found, Kept, Left, MOST_LEFT};
pub use class::{Class, ClassGuess, Reply};
pub use command_line::{scenario_flags, setup_flags};
pub use fault::{Fault, SessionError};
pub use link::{Broken, Link, Written, is_link};
pub use shelf::{MOST_LETTERS, MOST_POINTS, PLACES, Shelf, Stamp, called_apart};

/// Everything that determines a run and how it is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// The format's version; it comes first in the file.
    pub frostline: u32,
    #[serde(default)]
    pub laboratory: Lab,
    pub name: String,
    /// The run as started.
    pub scenario: Scenario,
    /// What was changed while it ran.
    #[serde(default)]
    pub changes: Changes,
    /// How far it had come.
    #[serde(default)]
    pub step: u32,
    #[serde(default)]
    pub view: View,
    /// What is asked in the experiments.
    #[serde(default)]
    pub questions: Questions,
    /// What was found out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// What is set in the laboratory of networks.
    #[serde(default, skip_serializing_if = "Bench::is_untouched")]
    pub networks: Bench,
    /// Runs of its grid that are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crops: Vec<Crop>,
    /// Its runs put aside.
    #[serde(default, skip_serializing_if = "Shelf::is_empty")]
    pub leaves: Shelf<Leaf>,
    /// What a teacher added for a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Runs put aside.
    #[serde(default, skip_serializing_if = "Shelf::is_empty")]
    pub shelf: Shelf,
    /// The run that this one is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ghost: Option<Stamp>,
}

/// What a window begins with.
pub enum Start {
    /// What the window before left.
    WhereLeft,
    Fresh,
    File(Box<Session>, PathBuf),
    /// A teacher's file, beside a fresh run.
    Lesson(PathBuf),
    Link(Link),
}

/// The version this program writes; it reads those before, too. From the second on a session names its laboratory.
pub const VERSION: u32 = 2;
/// What can be read can be written, and no more. A session comes near this by an hour of changes while it runs; a larger
/// file is something else.
const MOST_BYTES: u64 = MOST_SESSION_BYTES as u64;
/// The largest figures are pictures of many pixels.
const MOST_FIGURE_BYTES: u64 = 128 << 20;

impl Default for Session {
    fn default() -> Self {
        Self::of(Preset::Fig4)
    }
}

impl Session {
    /// A fresh session of one of the paper's figures, with a swarm large enough to look at.
    pub fn of(preset: Preset) -> Self {
        Self {
            frostline: VERSION,
            laboratory: Lab::Valleys,
            name: words::title(preset).to_owned(),
            scenario: Scenario { walkers: 3_000, ..preset.scenario() },
            changes: Changes::default(),
            step: 0,
            view: View::default(),
            questions: Questions::default(),
            answers: Vec::new(),
            networks: Bench::default(),
            crops: Vec::new(),
            leaves: Shelf::default(),
            class: None,
            shelf: Shelf::default(),
            ghost: None,
        }
    }

    /// What a figure was made of: this session, or for the paper's own protocol a fresh one of it with the same seed.
    fn behind(&self, protocol: Option<Preset>) -> Self {
        let Some(preset) = protocol else { return self.clone().without_answers() };
        let mut session = Self::of(preset);
        session.scenario = Scenario { seed: self.scenario.seed, ..preset.scenario() };
        session
    }

    /// What an exported figure says of where it comes from.
    pub fn provenance(&self, protocol: Option<Preset>) -> Provenance {
        Provenance {
            session: self.behind(protocol).to_text(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.scenario.seed,
        }
    }

    /// As a readable file's text.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a session is plain data") + "\n"
    }

    /// As figures carry it, whose files stay small: the questions are in it, and can be asked again. Other runs are not of
    /// the figure.
    #[must_use]
    pub fn without_answers(self) -> Self {
        let (shelf, leaves) = (Shelf::default(), Shelf::default());
        Self { answers: Vec::new(), crops: Vec::new(), shelf, leaves, ..self }
    }

    /// From a file's text; the error says what is wrong, where, and what is expected.
    pub fn from_text(text: &str) -> Result<Self, Fault> {
        #[derive(Deserialize)]
        struct Versioned {
            frostline: u32,
            laboratory: Option<String>,
            /// What makes a figure of networks again.
            command: Option<String>,
        }
        if let Ok(Versioned { frostline, laboratory, command }) = serde_json::from_str(text) {
            if !(1..=VERSION).contains(&frostline) {
                return Err(Fault::Version(frostline));
            }
            if let (Some(Lab::Networks), Some(command)) =
                (laboratory.as_deref().and_then(Lab::named), command)
            {
                return Err(Fault::OfNetworks(command));
            }
            if frostline > 1 && laboratory.as_deref().and_then(Lab::named).is_none() {
                return Err(Fault::Laboratory(laboratory));
            }
        }
        let session: Self = serde_json::from_str(text).map_err(|error| Fault::Damaged(error.to_string()))?;
        let shelf = session.shelf.clone().within_bounds();
        let session = Self { frostline: VERSION, shelf, ..session };
        check_run(&session.scenario, &session.changes, session.step)?;
        for Stamp { scenario, changes, step, .. } in session.shelf.stamps.iter().chain(&session.ghost) {
            check_run(scenario, changes, *step)?;
        }
        for Elsewhere { scenario, changes, step, questions, .. } in
            session.answers.iter().filter_map(|answer| answer.of.as_deref())
        {
            check_run(scenario, changes, *step)?;
            questions.validate().map_err(Fault::Questions)?;
        }
        session.view.validate()?;
        session.questions.validate().map_err(Fault::Questions)?;
        session.class.iter().try_for_each(Class::validate)?;
        session.networks.validate().map_err(Fault::Networks)?;
        let mut leaves = session.leaves.within_bounds();
        leaves.stamps.iter().try_for_each(Leaf::validate).map_err(Fault::Networks)?;
        leaves.stamps = leaves.stamps.into_iter().map(Leaf::trimmed).collect();
        Ok(Self { networks: session.networks.trimmed(), leaves, ..session })
    }

    /// What has been changed up to its step.
    pub fn changes_made(&self) -> Changes {
        self.story().changes_until(self.step)
    }

    /// The run from its start to its end.
    pub fn story(&self) -> Story {
        Story { start: self.scenario.clone(), changes: self.changes.clone() }
    }

    /// The scenario in force at its step.
    pub fn scenario_in_force(&self) -> &Scenario {
        let made = self.changes.iter().rev().find(|change| change.step <= self.step);
        made.map_or(&self.scenario, |change| &change.scenario)
    }

    /// The farthest step that the run can have come to.
    pub fn reach(&self) -> u32 {
        self.changes.last().map_or(self.scenario.steps, |last| last.step.max(last.scenario.steps))
    }

    /// Whether nothing has been done that is worth keeping: a fresh run that has not begun.
    pub fn is_untouched(&self) -> bool {
        let fresh = Self::default();
        self.step == 0
            && self.changes.is_empty()
            && self.networks.is_untouched()
            && self.shelf.is_empty()
            && self.leaves.is_empty()
            && (&self.name, &self.scenario, &self.questions, &self.answers, &self.class)
                == (&fresh.name, &fresh.scenario, &fresh.questions, &fresh.answers, &fresh.class)
    }

    /// From a session's file, or from a figure that was made of one.
    pub fn load(path: &Path) -> Result<Self, SessionError> {
        Self::read_from(path).map_err(|what| SessionError::Open(path.to_owned(), what))
    }

    /// The same; the error says what is wrong, and of no file.
    fn read_from(path: &Path) -> Result<Self, Fault> {
        let most = if Format::of(path).is_ok() { MOST_FIGURE_BYTES } else { MOST_BYTES };
        let bytes = read(path, most)?;
        if let Some(text) = session_in(&bytes) {
            return Self::from_text(&text);
        }
        if Format::of(path).is_ok() {
            return Err(Fault::NothingInside);
        }
        Self::from_text(&as_text(bytes)?)
    }

    /// Writes the session's file, of a size that can be read again.
    pub fn save(&self, path: &Path) -> Result<(), SessionError> {
        let mut text = self.to_text();
        if text.len() as u64 > MOST_BYTES {
            // Half of a long one is room to read in.
            text = serde_json::to_string(self).expect("a session is plain data") + "\n";
        }
        if text.len() as u64 > MOST_BYTES {
            let (changes, answers) = (self.changes.len(), self.answers.len());
            let what = Fault::TooLarge { bytes: text.len(), changes, answers };
            return Err(SessionError::Write(path.to_owned(), what));
        }
        Ok(write_atomically(path, text.as_bytes())?)
    }
}

/// Whether a run can have come to its step by its changes.
fn check_run(scenario: &Scenario, changes: &Changes, at: u32) -> Result<(), Fault> {
    scenario.validate().map_err(Fault::Scenario)?;
    let mut before = 0;
    let mut reach = scenario.steps;
    for change in changes.iter() {
        let step = change.step;
        change.scenario.validate().map_err(|invalid| Fault::Change(step, invalid))?;
        if step < before {
            return Err(Fault::ChangeOrder { step, before });
        }
        if step > reach {
            return Err(Fault::ChangeBeyond { step, reach });
        }
        before = step;
        reach = step.max(change.scenario.steps);
    }
    if at > reach {
        return Err(Fault::Step { step: at, reach });
    }
    Ok(())
}
