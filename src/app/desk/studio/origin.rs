//! What determines a figure: as long as it stays what it is, so does the figure.

use serde::{Deserialize, Serialize};

use crate::session::{Elsewhere, Session, Stamp};
use crate::settings::fingerprint;
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::questions::Questions;
use crate::valleys::figures::{Effort, Entry, Kind, Look, Reads, Source};
use crate::valleys::model::Scenario;

/// Everything that determines a figure but its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    pub scenario: Scenario,
    pub changes: Changes,
    pub step: u32,
    pub look: Look,
    pub effort: Effort,
    pub questions: Questions,
    /// The run that this one is compared with; what is asked of one knows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ghost: Option<Stamp>,
}

impl Origin {
    pub fn of_session(session: &Session, effort: Effort) -> Self {
        Self {
            scenario: session.scenario.clone(),
            changes: session.changes.clone(),
            step: session.step,
            look: session.view.look(),
            effort,
            questions: session.questions.clone(),
            ghost: session.ghost.clone(),
        }
    }

    /// What the paper's figures are made from: of the session they take the seed alone.
    pub fn of_paper(effort: Effort, seed: u64) -> Self {
        let session = Session { scenario: Scenario { seed, ..Scenario::default() }, ..Session::default() };
        Self::of_session(&session, effort)
    }

    /// What figures of it are made from.
    pub(super) fn source(&self) -> Source {
        let Self { scenario, changes, step, look, effort, questions, ghost } = self.clone();
        let behind = ghost.as_ref().map(Stamp::behind);
        Source::new(scenario, changes, step, look, effort).asking(questions).before(behind)
    }

    /// Of a run that was asked before.
    pub fn of_elsewhere(elsewhere: &Elsewhere) -> Self {
        let Elsewhere { scenario, changes, step, questions, epsilon_phi, quick } = elsewhere.clone();
        let effort = if quick { Effort::Quick } else { Effort::Full };
        let paper = Self::of_paper(effort, scenario.seed);
        let look = Look { epsilon_phi, ..paper.look.clone() };
        Self { scenario, changes, step, look, questions, ..paper }
    }

    /// The same of an experiment's run, to be kept.
    pub fn elsewhere(&self) -> Elsewhere {
        Elsewhere {
            scenario: self.scenario.clone(),
            changes: self.changes.clone(),
            step: self.step,
            questions: self.questions.clone(),
            epsilon_phi: self.look.epsilon_phi,
            quick: self.effort == Effort::Quick,
        }
    }

    /// The part of this that determines a figure.
    #[must_use]
    pub fn behind(&self, entry: &Entry) -> Self {
        let questions = self.questions.only(entry.question());
        let paper = || Self::of_paper(self.effort, self.scenario.seed);
        let asked = match &entry.kind {
            Kind::Paper(_) => return paper(),
            Kind::Run => return Self { questions, ..self.clone() },
            Kind::Asked(asked) => asked,
        };
        let effort = if asked.own_walkers { Effort::Full } else { self.effort };
        let look = Look { epsilon_phi: self.look.epsilon_phi, ..paper().look };
        match asked.reads {
            Reads::Moment => Self { look, questions, effort, ghost: None, ..self.clone() },
            // How far it has come is all one.
            Reads::Start => Self { step: 0, look, questions, effort, ghost: None, ..self.clone() },
            // What its axes sweep, and how the run went on, is all one to it.
            Reads::Corner => {
                let corner = questions.phase.corner(&self.scenario);
                let scenario = corner.unwrap_or_else(|| self.scenario.clone());
                Self { scenario, questions, effort, ..paper() }
            }
        }
    }

    /// Tells an answer to exactly this from any other, by the bytes of what was asked.
    pub fn key(&self, entry: &Entry) -> String {
        fingerprint(postcard::to_stdvec(&(entry.name, self)).expect("it is plain data"))
    }
}
