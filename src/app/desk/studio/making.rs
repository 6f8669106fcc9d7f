//! A figure on its way, and what came of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::origin::Origin;
use super::sent::{Drawing, Mapping, Plain};
use crate::chart::Figure;
use crate::job::{Task, Wake};
use crate::platform::threads::Pool;
use crate::session::{Answer, Packed};
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::{Diagram, Entry, Known, Source, named};
use crate::valleys::model::Scenario;

/// A figure that is made, or as much of it as there is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Plain", try_from = "Plain")]
pub struct Made {
    pub entry: &'static Entry,
    pub origin: Origin,
    pub figure: Arc<Figure>,
    /// Behind a phase diagram.
    pub diagram: Option<Arc<Diagram>>,
    /// As a session keeps it; none of what is too large.
    pub(super) answer: Option<Answer>,
    /// The run that is marked in a diagram.
    pub(super) marked: Option<Scenario>,
}

/// A figure on its way.
pub struct Making {
    pub entry: &'static Entry,
    pub origin: Origin,
    pub task: Task<Made>,
    /// What was last taken.
    taken: Option<Arc<Figure>>,
}

impl Made {
    pub(super) fn of_figure(entry: &'static Entry, origin: Origin, figure: Figure) -> Self {
        let answer = answer(entry, &origin, &figure);
        Self { entry, origin, figure: Arc::new(figure), diagram: None, answer, marked: None }
    }

    pub fn of_diagram(entry: &'static Entry, origin: Origin, diagram: &Diagram) -> Self {
        let figure = Arc::new(diagram.figure(&origin.scenario));
        let answer = answer(entry, &origin, diagram.known());
        let diagram = Some(Arc::new(diagram.clone()));
        Self { entry, origin, figure, diagram, answer, marked: None }
    }

    /// What a session kept, if it answers what this session asks.
    pub fn recalled(answer: &Answer, session: &Origin) -> Option<Self> {
        let entry = named(&answer.experiment)?;
        let origin = session.behind(entry);
        if origin.key(entry) != answer.asked {
            return None;
        }
        if entry.question() == Question::Phase {
            let diagram = Diagram::new(&origin.questions.phase, &origin.scenario).ok()?;
            let known: Known = answer.found.unpacked()?;
            return Some(Self::of_diagram(entry, origin, &diagram.knowing(known)));
        }
        let figure: Figure = answer.found.unpacked()?;
        (figure.name == entry.name && figure.is_sound()).then(|| Self::of_figure(entry, origin, figure))
    }

    /// For a session to keep; none of what is too large.
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.diagram.as_ref().is_none_or(|diagram| diagram.is_complete())
    }

    /// Marks a run in a diagram.
    pub fn mark(&mut self, scenario: &Scenario) {
        if let Some(diagram) = &self.diagram
            && self.marked.as_ref() != Some(scenario)
        {
            self.figure = Arc::new(diagram.figure(scenario));
            self.marked = Some(scenario.clone());
        }
    }
}

impl Making {
    /// Of the catalogue, or an experiment.
    pub fn of(
        entry: &'static Entry,
        origin: Origin,
        source: Arc<Source>,
        pool: Option<Arc<Pool>>,
        wake: &Wake,
    ) -> Self {
        let drawing =
            Drawing { entry: entry.name.to_owned(), of: origin.clone(), source: Some(source), pool };
        let task = Task::away("figure", wake, drawing);
        Self { entry, origin, task, taken: None }
    }

    /// A phase diagram, from where it was left.
    pub fn of_phase(
        entry: &'static Entry,
        origin: Origin,
        known: Option<Arc<Diagram>>,
        pool: Option<Arc<Pool>>,
        wake: &Wake,
    ) -> Self {
        let known = known.map(|diagram| diagram.known().clone());
        let mapping = Mapping { entry: entry.name.to_owned(), of: origin.clone(), known, pool };
        let task = Task::away("phase", wake, mapping);
        Self { entry, origin, task, taken: None }
    }

    /// What there is, if it is not what there was.
    pub fn fresh(&mut self) -> Option<Made> {
        let made = self.task.result()?;
        if self.taken.as_ref().is_some_and(|taken| Arc::ptr_eq(taken, &made.figure)) {
            return None;
        }
        self.taken = Some(Arc::clone(&made.figure));
        Some(Made::clone(made))
    }
}

fn answer(entry: &Entry, origin: &Origin, found: &impl Serialize) -> Option<Answer> {
    let found = Packed::of(found)?;
    Some(Answer { experiment: entry.name.to_owned(), asked: origin.key(entry), found, of: None })
}
