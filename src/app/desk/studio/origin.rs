//! What determines a figure: as long as it stays what it is, so does the figure.

use crate::session::{Colouring, Session, View};
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::fingerprint::fingerprint;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::figures::{CATALOGUE, EXPERIMENTS, Effort, Look};
use crate::valleys::model::Scenario;

/// Everything that determines a figure but its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub scenario: Scenario,
    pub changes: Changes,
    pub step: u32,
    pub look: Look,
    pub effort: Effort,
    pub questions: Questions,
}

/// Whether a figure is an experiment's: it is made when it is asked for.
pub fn is_experiment(name: &str) -> bool {
    EXPERIMENTS.iter().any(|entry| entry.name == name)
}

/// Whether a figure shows the session; the paper's follow the paper, whatever runs.
pub fn is_of_session(name: &str) -> bool {
    !name.starts_with("fig") && CATALOGUE.iter().any(|entry| entry.name == name)
}

impl Origin {
    pub fn of_session(session: &Session, effort: Effort) -> Self {
        let View { stage_y, stage_x, slice_y, epsilon_phi, colouring, .. } = session.view;
        let by_valley = colouring == Colouring::Valley;
        Self {
            scenario: session.scenario.clone(),
            changes: session.changes.clone(),
            step: session.step,
            look: Look { stage_y, stage_x, slice_y, epsilon_phi, by_valley },
            effort,
            questions: session.questions.clone(),
        }
    }

    /// What the paper's figures are made from: of the session they take the seed alone.
    pub fn of_paper(effort: Effort, seed: u64) -> Self {
        let session = Session { scenario: Scenario { seed, ..Scenario::default() }, ..Session::default() };
        Self::of_session(&session, effort)
    }

    /// The part of this that determines the figure of a name.
    #[must_use]
    pub fn behind(&self, name: &str) -> Self {
        let questions = self.questions.only(name);
        if is_of_session(name) {
            return Self { questions, ..self.clone() };
        }
        let paper = Self::of_paper(self.effort, self.scenario.seed);
        if !is_experiment(name) {
            return paper;
        }
        let look = Look { epsilon_phi: self.look.epsilon_phi, ..paper.look.clone() };
        match name {
            "raster" | "gauge" => Self { look, questions, ..self.clone() },
            // Its question tells the walkers; what its axes sweep, and how the run went on, is all one to it.
            "phase" => {
                let corner = questions.phase.corner(&self.scenario);
                let scenario = corner.unwrap_or_else(|| self.scenario.clone());
                Self { scenario, questions, effort: Effort::Full, ..paper }
            }
            "jitter" => Self { effort: Effort::Full, ..self.started(look, questions) },
            _ => self.started(look, questions),
        }
    }

    /// The run as it was started: how far it has come is all one.
    fn started(&self, look: Look, questions: Questions) -> Self {
        Self { step: 0, look, questions, ..self.clone() }
    }

    /// Tells an answer to exactly this, by this version of the program, from any other.
    pub fn fingerprint(&self, name: &str) -> String {
        fingerprint(&format!("{} {name} {self:?}", env!("CARGO_PKG_VERSION")))
    }
}
