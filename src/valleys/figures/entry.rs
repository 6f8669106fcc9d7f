//! A figure that can be made, as its own file describes it.

use super::source::Source;
use crate::chart::Figure;
use crate::job::Progress;
use crate::valleys::experiments::questions::Question;
use crate::valleys::model::Preset;

pub struct Entry {
    /// What it is called in commands and files.
    pub name: &'static str,
    pub kind: Kind,
    /// One line, in the [markup](crate::chart::markup).
    pub title: fn() -> &'static str,
    /// Makes it; `None` if cancelled.
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

/// What a figure is about.
pub enum Kind {
    /// The paper's own: it follows a protocol, whatever the session is about, and takes the seed alone from that.
    Paper(Preset),
    /// The session's own run.
    Run,
    /// What is asked of the session's run: an experiment, made when it is asked for.
    Asked(Asked),
}

/// What goes with an experiment.
pub struct Asked {
    /// Its title in a word or two.
    pub called: fn() -> &'static str,
    /// The question in one short line, and in a sentence how it is answered.
    pub asks: fn() -> &'static str,
    pub tells: fn() -> &'static str,
    pub about: About,
    pub question: Question,
    pub reads: Reads,
    /// Whether its question tells how many walkers it takes; else that is the effort's.
    pub own_walkers: bool,
    pub leads: Leads,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Run,
    Noise,
    Model,
}

/// What of the session's run an experiment depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// How far it has come, and how it went on.
    Moment,
    /// How it was started.
    Start,
    /// What its question's grid leaves of that.
    Corner,
}

/// Where a place of an experiment's figure leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    Nowhere,
    /// From a cell of a diagram to its run.
    ToCells,
    /// From a row to its walker.
    ToWalkers,
}

impl Entry {
    pub fn title(&self) -> &'static str {
        (self.title)()
    }

    /// The paper's protocol that the figure follows.
    pub fn preset(&self) -> Option<Preset> {
        match self.kind {
            Kind::Paper(preset) => Some(preset),
            Kind::Run | Kind::Asked(_) => None,
        }
    }

    pub fn asked(&self) -> Option<&Asked> {
        match &self.kind {
            Kind::Asked(asked) => Some(asked),
            Kind::Paper(_) | Kind::Run => None,
        }
    }

    /// Whether it is made when it is asked for.
    pub fn is_experiment(&self) -> bool {
        self.asked().is_some()
    }

    /// Whether it shows the session's run as it stands.
    pub fn is_of_run(&self) -> bool {
        matches!(self.kind, Kind::Run)
    }

    /// What is asked; nothing of a figure that is none of the experiments.
    pub fn question(&self) -> Question {
        self.asked().map_or(Question::None, |asked| asked.question)
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Names are unique.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
