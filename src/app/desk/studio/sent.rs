//! How figures are made away from the window: what is sent there, and what comes back.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::making::Made;
use super::origin::Origin;
use crate::chart::Figure;
use crate::job::{Mission, Progress, readable};
use crate::platform::threads::{Pool, within};
use crate::session::Answer;
use crate::valleys::experiments::run::Follow;
use crate::valleys::figures::{Diagram, Known, Source, named};

/// A figure of the catalogue, or an experiment.
#[derive(Serialize, Deserialize)]
pub(super) struct Drawing {
    pub entry: String,
    #[serde(with = "readable")]
    pub of: Origin,
    /// What is at hand of it here; elsewhere it is made again.
    #[serde(skip)]
    pub source: Option<Arc<Source>>,
    #[serde(skip)]
    pub pool: Option<Arc<Pool>>,
}

impl Mission for Drawing {
    type Found = Made;

    fn run(self, progress: &Progress<'_>, _: &(dyn Fn(Made) + Sync)) -> Option<Made> {
        let entry = named(&self.entry)?;
        let source = self.source.unwrap_or_else(|| Arc::new(self.of.source()));
        let figure = within(self.pool.as_deref(), || (entry.make)(&source, progress))?;
        Some(Made::of_figure(entry, self.of, figure))
    }
}

/// A phase diagram, from where it was left.
#[derive(Serialize, Deserialize)]
pub(super) struct Mapping {
    pub entry: String,
    #[serde(with = "readable")]
    pub of: Origin,
    pub known: Option<Known>,
    #[serde(skip)]
    pub pool: Option<Arc<Pool>>,
}

impl Mission for Mapping {
    type Found = Made;

    fn run(self, progress: &Progress<'_>, show: &(dyn Fn(Made) + Sync)) -> Option<Made> {
        let (entry, of) = (named(&self.entry)?, self.of);
        let diagram = diagram(&of, self.known)?;
        let on_its_way = |diagram: &Diagram| show(Made::of_diagram(entry, of.clone(), diagram));
        let whole = within(self.pool.as_deref(), || {
            diagram.complete(Follow::default(), false, progress, &on_its_way)
        })?;
        Some(Made::of_diagram(entry, of.clone(), &whole))
    }
}

fn diagram(of: &Origin, known: Option<Known>) -> Option<Diagram> {
    let diagram = Diagram::new(&of.questions.phase, &of.scenario).ok()?;
    Some(match known {
        Some(known) => diagram.knowing(known),
        None => diagram,
    })
}

/// A figure as it comes back.
#[derive(Serialize, Deserialize)]
pub(super) struct Plain {
    entry: String,
    #[serde(with = "readable")]
    origin: Origin,
    figure: Figure,
    known: Option<Known>,
    #[serde(with = "readable")]
    answer: Option<Answer>,
}

impl From<Made> for Plain {
    fn from(made: Made) -> Self {
        let known = made.diagram.as_ref().map(|diagram| diagram.known().clone());
        let figure = Arc::unwrap_or_clone(made.figure);
        Self { entry: made.entry.name.to_owned(), origin: made.origin, figure, known, answer: made.answer }
    }
}

impl TryFrom<Plain> for Made {
    type Error = &'static str;

    fn try_from(plain: Plain) -> Result<Self, &'static str> {
        let Plain { entry, origin, figure, known, answer } = plain;
        let entry = named(&entry).ok_or("entry")?;
        let diagram = known.map(|known| diagram(&origin, Some(known)).map(Arc::new).ok_or("diagram"));
        let diagram = diagram.transpose()?;
        Ok(Self { entry, origin, figure: Arc::new(figure), diagram, answer, marked: None })
    }
}
