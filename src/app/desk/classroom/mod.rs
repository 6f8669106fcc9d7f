//! What the window knows of lessons: those there are, how far the student has come, and the one under way.

mod aside;
mod beside;
pub mod class;
pub mod guess;
pub mod lecture;
mod rounds;
mod teaching;
pub mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::labs::Lab;
use crate::lessons::{
    FIRST_MINUTE, Facts, Lesson, NETWORKS_MINUTE, Predict, SHIPPED, Sketch, Step, filled, read,
};
use crate::networks::figures::veil::Veil;
use crate::platform::clock::Instant;
use crate::session::{Class, Session};
use crate::valleys::panel::Panel;
pub use aside::Aside;
use beside::Beside;
use lecture::Lecture;
use verdict::{Tally, Verdict};

/// The lessons, in the order of their list, and the one under way.
pub struct Classroom {
    pub lessons: Vec<Arc<Lesson>>,
    pub tour: Option<Arc<Lesson>>,
    /// The same for the laboratory of networks, and whether its page still begins with it.
    pub networks_tour: Option<Arc<Lesson>>,
    pub greets: bool,
    pub progress: Progress,
    pub running: Option<Running>,
    pub lecture: Option<Lecture>,
    /// What a teacher locked and collects, in a class's session.
    pub class: Option<Class>,
}

/// Which pages are finished, by the lesson's title: kept between starts.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Progress {
    finished: BTreeMap<String, BTreeSet<usize>>,
}

/// A lesson under way.
pub struct Running {
    pub lesson: Arc<Lesson>,
    /// The page shown, counted from 0.
    pub index: usize,
    pub page: Page,
    /// How often the page has been gone through again under other noise.
    pub round: u32,
    /// What its predictions came to.
    pub tally: Tally,
    /// Heights that a class guesses on this page.
    pub class_guesses: Vec<f64>,
    /// The run of an earlier page that is shown beside this one's.
    pub beside: Option<Beside>,
    /// A figure in the place of the run.
    pub aside: Option<Aside>,
    /// Whether its last page has been turned: its swarm stays.
    pub ended: bool,
    /// The run to go back to when the lesson is left, and its file.
    pub(in crate::app) before: Box<(Session, Option<PathBuf>)>,
}

/// How far the student is with the page shown.
#[derive(Debug)]
pub struct Page {
    /// A prediction still being made.
    pub draft: Option<Prediction>,
    /// The one that stands.
    pub prediction: Option<Prediction>,
    /// Whether the swarm has gone on since it stands: then it can be changed no more.
    pub begun: bool,
    pub done: bool,
    /// Whether the run has come to rest since: its statistics lag behind while it moves.
    pub settled: bool,
    /// How good the prediction was, once it is revealed.
    pub verdict: Option<Verdict>,
    /// The step that the page runs to before it begins.
    pub awaited: u32,
    /// Whether the swarm of this page has come there.
    pub ready: bool,
    pub opened: Instant,
    /// Whether its answer has gone to the class.
    pub collected: bool,
    /// What the page asks, with the numbers of the moment when it was ready: that must not change with its answer.
    pub asked: Option<Asked>,
}

/// The words of a page up to its reveal, with their numbers.
#[derive(Clone, Debug)]
pub struct Asked {
    pub prose: Vec<String>,
    pub task: Option<String>,
}

/// What a student says beforehand.
#[derive(Clone, Debug, PartialEq)]
pub enum Prediction {
    Sketch(Sketch),
    Height(f64),
    /// By its place among the answers.
    Choice(usize),
    /// The student does not know, and wants to see.
    Unknown,
}

impl Default for Classroom {
    /// The lessons that come with the program, all of which a test has read.
    fn default() -> Self {
        let lessons = SHIPPED.iter().filter_map(|(_, text)| read(text).ok()).map(Arc::new).collect();
        let [tour, networks_tour] = [FIRST_MINUTE, NETWORKS_MINUTE].map(|text| read(text).ok().map(Arc::new));
        Self {
            lessons,
            tour,
            networks_tour,
            greets: false,
            progress: Progress::default(),
            running: None,
            lecture: None,
            class: None,
        }
    }
}

impl Classroom {
    /// Whether the page under way is finished, now or some time before.
    pub fn page_is_finished(&self) -> bool {
        self.running.as_ref().is_some_and(|running| {
            running.is_revealed() || self.progress.is_finished(&running.lesson, running.index)
        })
    }

    /// Whether predicted curves are kept back, as a student is to predict first.
    pub fn withholds(&self) -> bool {
        self.running.as_ref().is_some_and(Running::asks)
    }

    /// The lesson under way, if its pages are in that laboratory.
    pub fn running_in(&self, lab: Lab) -> Option<&Running> {
        self.running.as_ref().filter(|running| running.lesson.laboratory == lab)
    }

    /// What of the networks is kept back, as a student is to guess it first; none where there is no lesson of them.
    pub(super) fn veil(&self) -> Option<Veil> {
        let running = self.running_in(Lab::Networks)?;
        Some(if running.asks() { running.step().veil() } else { Veil::default() })
    }

    /// The far end of the heights among which that of freezing is to be guessed, while it is kept back for that.
    pub fn withholds_freezing(&self) -> Option<f64> {
        match self.running.as_ref().filter(|running| running.asks())?.step().predict {
            Some(Predict::Height { to, .. }) => Some(to),
            _ => None,
        }
    }

    /// Whether the map of shares over noise and height is kept back: what is asked for can be read off it.
    pub fn withholds_map(&self) -> bool {
        let Some(running) = self.running.as_ref().filter(|running| running.asks()) else { return false };
        match running.step().predict {
            // What a page's own panels show is what its question is about.
            Some(Predict::Choice { .. }) => !running.step().shows(Panel::Plane),
            _ => true,
        }
    }

    /// The lesson that a link names.
    pub(super) fn named(&self, name: &str) -> Option<Arc<Lesson>> {
        self.by_name().find(|(known, _)| *known == name).map(|(_, lesson)| Arc::clone(lesson))
    }

    /// How links name a lesson, if it came with the program.
    pub(super) fn name_of(&self, lesson: &Arc<Lesson>) -> Option<&'static str> {
        self.by_name().find(|(_, known)| Arc::ptr_eq(known, lesson)).map(|(name, _)| name)
    }

    /// The lessons that came with the program, by their names.
    pub(super) fn by_name(&self) -> impl Iterator<Item = (&'static str, &Arc<Lesson>)> {
        let listed = SHIPPED.iter().map(|(name, _)| *name).zip(&self.lessons);
        let tours = [("first-minute", &self.tour), ("networks-minute", &self.networks_tour)];
        tours.into_iter().filter_map(|(name, tour)| Some((name, tour.as_ref()?))).chain(listed)
    }

    /// Puts a lesson on the list, in the place of one of the same title, and says where it stands.
    pub fn add(&mut self, lesson: Lesson) -> usize {
        let lesson = Arc::new(lesson);
        match self.lessons.iter().position(|known| known.title == lesson.title) {
            Some(place) => {
                self.lessons[place] = lesson;
                place
            }
            None => {
                self.lessons.push(lesson);
                self.lessons.len() - 1
            }
        }
    }
}

impl Progress {
    /// How many pages of a lesson are finished.
    pub fn of(&self, lesson: &Lesson) -> usize {
        let pages = self.finished.get(&lesson.title);
        pages.map_or(0, |pages| pages.iter().filter(|&&page| page < lesson.steps.len()).count())
    }

    fn is_finished(&self, lesson: &Lesson, page: usize) -> bool {
        self.finished.get(&lesson.title).is_some_and(|pages| pages.contains(&page))
    }

    pub(super) fn finish(&mut self, lesson: &Lesson, page: usize) {
        self.finished.entry(lesson.title.clone()).or_default().insert(page);
    }
}

impl Running {
    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.index]
    }

    /// Whether a prediction is asked for and not yet judged.
    pub fn asks(&self) -> bool {
        !self.ended && self.step().predict.is_some() && self.page.verdict.is_none()
    }

    /// Predictions on the pages after this one.
    pub fn to_come(&self) -> usize {
        self.lesson.steps.iter().skip(self.index + 1).filter(|step| step.predict.is_some()).count()
    }

    pub fn is_last(&self) -> bool {
        self.index + 1 == self.lesson.steps.len()
    }

    /// Whether the page's prediction is made and its task done, whichever of them it has.
    pub fn is_revealed(&self) -> bool {
        let step = self.step();
        self.page.ready
            && (step.predict.is_none() || self.page.prediction.is_some())
            && (step.until.is_none() || self.page.settled)
    }
}

impl Page {
    /// A page whose run is on its way to a step.
    pub(super) fn awaiting(awaited: u32) -> Self {
        Self {
            draft: None,
            prediction: None,
            begun: false,
            done: false,
            settled: false,
            verdict: None,
            awaited,
            ready: false,
            opened: Instant::now(),
            collected: false,
            asked: None,
        }
    }
}

impl Asked {
    pub fn now(step: &Step, facts: &Facts<'_>) -> Self {
        let filled = |text: &String| filled(text, facts);
        Self { prose: step.prose.iter().map(filled).collect(), task: step.task.as_ref().map(filled) }
    }
}
