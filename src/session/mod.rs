//! What is kept of the work: sessions as readable, versioned files; and files written whole or not at all.

mod answers;
mod autosave;
mod black_box;
mod class;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::export::{Format, MOST_SESSION_BYTES, Provenance, session_in};
use crate::platform::files::{cannot_write, read};
use crate::platform::write_atomically;
use crate::say;
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::{Preset, Scenario};

pub use answers::{Answer, MOST_ANSWER_BYTES, Packed};
pub use autosave::{Autosave, Found, Kept, Left, MOST_LEFT};
pub use black_box::{last_fault, log_fault};
pub use class::{Class, Reply};

/// Everything that determines a run and how it is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// The format's version; it comes first in the file.
    pub frostline: u32,
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
    /// What a teacher added for a class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
}

/// What a window begins with.
pub enum Start {
    /// What the window before left.
    WhereLeft,
    Fresh,
    File(Box<Session>, PathBuf),
}

/// How the run is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct View {
    /// The stretch of y and of x on the stage.
    pub stage_y: [f64; 2],
    pub stage_x: [f64; 2],
    pub colouring: Colouring,
    /// Height of the slice; none follows the swarm.
    pub slice_y: Option<f64>,
    /// The fixed-y line of the freezing plane; none follows the swarm.
    pub fixed_y: Option<f64>,
    /// εΦ; none is the paper's figure.
    pub epsilon_phi: Option<f64>,
    pub predictions: Predictions,
    /// Whether P_flat is binned by each walker's own y instead of drawn against their mean.
    pub binned: bool,
    /// Panels shown, from the top.
    pub panels: Vec<Panel>,
    /// The one panel that has the whole column.
    pub enlarged: Option<Panel>,
    /// Whether the heights are marked below which plain descent leaves a valley.
    pub stability_line: bool,
    /// The walker that is followed, by its index.
    pub selected: Option<u32>,
    /// Whether a change of η, σ, γ or y_b starts the run again instead of acting on it.
    pub restart_on_change: bool,
    /// Steps a second; 0 is as fast as it goes.
    pub rate: f64,
}

/// What a walker's colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Colouring {
    /// Steps since the last hop.
    #[default]
    Age,
    Valley,
    Density,
}

/// The panels on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Panel {
    PFlat,
    Plane,
    Slice,
    Hops,
    /// The time scales at the swarm's y.
    Gauge,
}

/// The curves shown in the panel of P_flat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Predictions {
    pub equilibrium: bool,
    pub eq9: bool,
    pub eq9_approximate: bool,
    pub ito: bool,
    pub boltzmann: bool,
    pub two_state: bool,
    pub density: bool,
}

/// The version this program writes.
const VERSION: u32 = 1;
/// No run comes near such heights; squares of them are numbers still.
const FARTHEST: f64 = 1e12;
/// What can be read can be written, and no more. A session comes near this by an hour of changes while it runs; a larger
/// file is something else.
const MOST_BYTES: u64 = MOST_SESSION_BYTES as u64;
/// The largest figures are pictures of many pixels.
const MOST_FIGURE_BYTES: u64 = 128 << 20;

impl Panel {
    pub const ALL: [Self; 5] = [Self::PFlat, Self::Plane, Self::Slice, Self::Hops, Self::Gauge];
}

impl Default for Predictions {
    /// The paper's own, and the exact one beside them.
    fn default() -> Self {
        Self {
            equilibrium: true,
            eq9: true,
            eq9_approximate: false,
            ito: true,
            boltzmann: true,
            two_state: false,
            density: false,
        }
    }
}

impl Default for View {
    fn default() -> Self {
        Self {
            stage_y: [1.0, 10.0],
            stage_x: [-0.38, 0.55],
            colouring: Colouring::Age,
            slice_y: None,
            fixed_y: None,
            epsilon_phi: None,
            predictions: Predictions::default(),
            binned: false,
            panels: vec![Panel::PFlat, Panel::Plane, Panel::Slice],
            enlarged: None,
            stability_line: true,
            selected: None,
            restart_on_change: false,
            rate: 2_000.0,
        }
    }
}

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
            name: preset.title().to_owned(),
            scenario: Scenario { walkers: 3_000, ..preset.scenario() },
            changes: Changes::default(),
            step: 0,
            view: View::default(),
            questions: Questions::default(),
            answers: Vec::new(),
            class: None,
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

    /// As figures carry it, whose files stay small: the questions are in it, and can be asked again.
    #[must_use]
    pub fn without_answers(self) -> Self {
        Self { answers: Vec::new(), ..self }
    }

    /// From a file's text; the error says what is wrong, where, and what is expected.
    pub fn from_text(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Versioned {
            frostline: u32,
        }
        if let Ok(Versioned { frostline }) = serde_json::from_str(text)
            && frostline != VERSION
        {
            return Err(say!("session.version", version = frostline, needed = VERSION));
        }
        let session: Self =
            serde_json::from_str(text).map_err(|error| say!("session.damaged", what = error))?;
        session.scenario.validate().map_err(|invalid| invalid.to_string())?;
        let mut before = 0;
        let mut reach = session.scenario.steps;
        for change in session.changes.iter() {
            let step = change.step;
            let checked = change.scenario.validate();
            checked.map_err(|invalid| say!("session.change", step = step, what = invalid))?;
            if step < before {
                return Err(say!("session.change-order", step = step, before = before));
            }
            if step > reach {
                return Err(say!("session.change-beyond", step = step, reach = reach));
            }
            before = step;
            reach = step.max(change.scenario.steps);
        }
        if session.step > reach {
            return Err(say!("session.step", step = session.step, reach = reach));
        }
        session.view.validate()?;
        session.questions.validate()?;
        session.class.iter().try_for_each(Class::validate)?;
        Ok(session)
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
            && (&self.name, &self.scenario, &self.questions, &self.answers, &self.class)
                == (&fresh.name, &fresh.scenario, &fresh.questions, &fresh.answers, &fresh.class)
    }

    /// From a session's file, or from a figure that was made of one.
    pub fn load(path: &Path) -> Result<Self, String> {
        Self::read_from(path).map_err(|what| say!("file.cannot-open", file = path.display(), what = what))
    }

    /// The same; the error says what is wrong, and of no file.
    fn read_from(path: &Path) -> Result<Self, String> {
        let most = if Format::of(path).is_ok() { MOST_FIGURE_BYTES } else { MOST_BYTES };
        let bytes = read(path, most)?;
        if let Some(text) = session_in(&bytes) {
            return Self::from_text(&text);
        }
        if Format::of(path).is_ok() {
            return Err(say!("file.no-session").to_owned());
        }
        Self::from_text(&String::from_utf8(bytes).map_err(|_| say!("file.no-text").to_owned())?)
    }

    /// Writes the session's file, of a size that can be read again.
    pub fn save(&self, path: &Path) -> Result<(), String> {
        let mut text = self.to_text();
        if text.len() as u64 > MOST_BYTES {
            // Half of a long one is room to read in.
            text = serde_json::to_string(self).expect("a session is plain data") + "\n";
        }
        if text.len() as u64 > MOST_BYTES {
            let what = say!(
                "session.too-large",
                size = text.len() >> 20,
                most = MOST_BYTES >> 20,
                changes = self.changes.len(),
                answers = self.answers.len()
            );
            return Err(cannot_write(path, &what));
        }
        write_atomically(path, text.as_bytes())
    }
}

impl View {
    fn validate(&self) -> Result<(), String> {
        let near = |value: f64| value.abs() <= FARTHEST;
        let range = |[from, to]: [f64; 2]| near(from) && near(to) && from < to;
        if !range(self.stage_x) || !range(self.stage_y) {
            return Err(say!("session.view.stage", farthest = FARTHEST));
        }
        let positive = |value: Option<f64>| value.is_none_or(|value| value.is_finite() && value >= 0.0);
        if !positive(self.slice_y) || !positive(self.fixed_y) || !positive(self.epsilon_phi) {
            return Err(say!("session.view.heights").to_owned());
        }
        if !positive(Some(self.rate)) {
            return Err(say!("session.view.rate").to_owned());
        }
        Ok(())
    }
}
