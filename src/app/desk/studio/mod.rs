//! Where figures are made: the one chosen, what it is to be put on, the work under way, and what is ready. Figures of
//! the catalogue are made as soon as they are looked at; experiments are made when they are asked for, go on whatever is
//! looked at meanwhile, and their answers stay until others replace them.

mod answers;
mod commands;
pub mod destination;
pub mod exporting;
mod making;
pub mod origin;
mod printing;
mod sent;

pub use commands::answer;
pub use printing::{Order, Printed};

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::studio::destination::Destination;
use super::studio::making::{Made, Making};
use super::studio::origin::Origin;
use super::studio::printing::Printing;
use crate::chart::Figure;
use crate::export::Sheet;
use crate::job::{Task, Wake};
use crate::platform::threads::{self, Pool};
use crate::say;
use crate::session::Session;
use crate::valleys::experiments::live::Snapshot;
use crate::valleys::experiments::questions::Question;
use crate::valleys::figures::cost;
use crate::valleys::figures::{CATALOGUE, Diagram, Effort, Entry, STAGE, Source, named};
use crate::valleys::panel::Panel;

/// Everything about figures that outlives a frame.
pub struct Studio {
    /// Whether the page of figures is open.
    pub open: bool,
    pub side: Side,
    pub options: Options,
    /// Whether all questions are on show, before one is chosen.
    pub browsing: bool,
    /// An answer to another question than the one that is asked, that is looked at again.
    recalled: Option<Origin>,
    /// How many times what was counted an answer took, by its experiment and effort.
    pace: HashMap<(&'static str, Effort), f64>,
    pub destination: Destination,
    chosen: &'static Entry,
    /// The figure that is no experiment looked at last.
    figure: &'static Entry,
    /// For each figure of the catalogue and effort the last one made; every answer, with what it was asked of.
    kept: Vec<Made>,
    sources: Vec<(Origin, Arc<Source>)>,
    /// The figure of the catalogue that is looked at.
    making: Option<Making>,
    /// Experiments under way, each at most once.
    asking: Vec<Making>,
    /// The experiment that is to be asked as soon as the run stands still, and the step that it is to come to before.
    asked: Option<&'static Entry>,
    awaited: Option<u32>,
    /// Whether the user broke off the making of the chosen figure.
    stopped: bool,
    order: Option<Order>,
    press: Option<(Order, Task<Result<Printed, String>>)>,
    /// For the experiments: the window needs time too.
    pool: Option<Arc<Pool>>,
    /// How many figures were begun.
    begun: u32,
    /// Answers of a session that answer nothing that is asked: an older version kept them.
    pub(super) older: usize,
    wake: Wake,
}

/// The two ways to look at a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// In the window: to be zoomed, dragged and read.
    #[default]
    Explore,
    /// As it will be printed.
    Paper,
}

/// What figures are put on, and how much work they are worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    pub sheet: Sheet,
    pub effort: Effort,
}

/// What the desk has at the moment.
pub struct Present {
    pub origin: Origin,
    /// The run as it stands, if it is at that step and does not move.
    pub run: Option<Arc<Snapshot>>,
    /// Whether the run stands still; while it moves its figures wait.
    pub rests: bool,
    /// What goes into every file.
    pub session: Session,
}

/// How an experiment's answer on show stands to its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It answers what is asked.
    Answer,
    /// The same, as far as it has come.
    Part,
    /// The question has changed since, or the run.
    Stale,
}

/// News for the user.
pub enum News {
    Exported(Vec<PathBuf>),
    Copied([u32; 2], Vec<u8>),
    /// An experiment has its answer.
    Answered(&'static Entry),
    /// The same, and a session cannot keep it.
    TooLarge(&'static Entry),
    Failed(String),
}

/// The figure that tells what a panel, or the stage, shows.
pub fn figure_of(panel: Option<Panel>) -> &'static Entry {
    panel.map_or(&STAGE, |panel| panel.about().figure)
}

impl Default for Options {
    /// One column of a journal, in print.
    fn default() -> Self {
        let sheet = Sheet { font_pt: 8.0, ..Sheet::default() };
        Self { sheet, effort: Effort::Quick }
    }
}

impl Studio {
    pub fn new(wake: Wake) -> Self {
        // One thread fewer than there are cores, as the swarm's.
        let pool = Pool::new(threads::beside_the_window()).ok();
        Self {
            open: false,
            side: Side::Explore,
            options: Options::default(),
            browsing: false,
            recalled: None,
            pace: HashMap::new(),
            destination: Destination::default(),
            chosen: CATALOGUE[0],
            figure: CATALOGUE[0],
            kept: Vec::new(),
            sources: Vec::new(),
            making: None,
            asking: Vec::new(),
            asked: None,
            awaited: None,
            stopped: false,
            order: None,
            press: None,
            pool: pool.map(Arc::new),
            begun: 0,
            older: 0,
            wake,
        }
    }

    /// Opens the page or closes it; a figure of the catalogue that is still being made for it is broken off.
    pub fn turn(&mut self, open: bool) {
        self.open = open;
        self.stopped = false;
        if !open {
            self.making = None;
            self.order = None;
        }
    }

    /// Asks the chosen experiment, again if its question has changed.
    pub fn ask(&mut self) {
        self.stopped = false;
        self.asked = Some(self.chosen).filter(|entry| entry.is_experiment());
    }

    /// How many figures were begun, ready or not.
    pub fn begun(&self) -> u32 {
        self.begun
    }

    pub fn chosen(&self) -> &'static Entry {
        self.chosen
    }

    /// The figure that is no experiment looked at last.
    pub fn last_figure(&self) -> &'static Entry {
        self.figure
    }

    pub fn choose(&mut self, entry: &'static Entry) {
        (self.browsing, self.recalled) = (false, None);
        if entry != self.chosen {
            self.chosen = entry;
            if !entry.is_experiment() {
                self.figure = entry;
            }
            self.order = None;
        }
        self.stopped = false;
    }

    pub fn order(&mut self, order: Order) {
        self.order = Some(order);
        self.stopped = false;
    }

    /// Breaks off what is being made of the chosen figure.
    pub fn stop(&mut self) {
        if self.chosen.is_experiment() {
            self.asking.retain(|making| making.entry != self.chosen);
            (self.asked, self.awaited) = (None, None);
        } else {
            self.making = None;
        }
        self.order = None;
        self.stopped = true;
    }

    /// Whether the user broke it off.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Whether a file or a picture is being made.
    pub fn is_printing(&self) -> bool {
        self.press.is_some()
    }

    /// How far the chosen figure is, and how long the rest will take.
    pub fn progress(&self) -> Option<(f64, Option<Duration>)> {
        let own = |making: &&Making| making.entry == self.chosen;
        let making = self.making.as_ref().filter(own).or_else(|| self.asking.iter().find(own));
        making.map(|making| (making.task.share(), making.task.time_left()))
    }

    /// The experiment under way that is not looked at, and how far it is.
    pub fn elsewhere(&self) -> Option<(&'static Entry, f64)> {
        let mut others = self.asking.iter().filter(|making| !self.open || making.entry != self.chosen);
        others.next().map(|making| (making.entry, making.task.share()))
    }

    /// The chosen figure, if it is made from what is there, whole.
    pub fn figure(&self, present: &Present) -> Option<&Arc<Figure>> {
        self.made(present).filter(|made| made.is_whole()).map(|made| &made.figure)
    }

    fn made(&self, present: &Present) -> Option<&Made> {
        let origin = self.origin(present);
        self.kept.iter().find(|made| made.entry == self.chosen && made.origin == origin)
    }

    /// Whether anyone wants to see a figure.
    pub fn is_wanted(&self) -> bool {
        self.open || self.order.is_some() || self.press.is_some() || !self.asking.is_empty()
    }

    /// Takes what is ready, and starts what is wanted.
    pub fn tend(&mut self, present: &Present) -> Vec<News> {
        let mut news = Vec::new();
        self.take_figure(&mut news);
        self.take_answers(&mut news);
        self.take_print(&mut news);
        let origin = self.origin(present);
        let other = |making: &Making| making.entry != self.chosen || making.origin != origin;
        if self.making.as_ref().is_some_and(other) {
            self.making = None;
        }
        // What needs no computing need not be asked for.
        if self.chosen.question() == Question::Phase
            && self.made(present).is_none()
            && let Some(diagram) = self.rephrased(&origin).filter(Diagram::is_complete)
        {
            self.keep(Made::of_diagram(self.chosen, origin.clone(), &diagram));
        }
        // What answers the question is the last of its kind.
        if let Some(place) =
            self.kept.iter().position(|made| made.entry == self.chosen && made.origin == origin)
        {
            let made = self.kept.remove(place);
            self.kept.push(made);
        }
        if let Some(made) = self.kept.iter_mut().rev().find(|made| made.entry == self.chosen) {
            made.mark(&present.origin.scenario);
        }
        let experiment = self.chosen.is_experiment();
        match self.figure(present).map(Arc::clone) {
            Some(figure) => {
                self.asked = None;
                if self.press.is_none()
                    && let Some(order) = self.order.take()
                {
                    self.print(order, figure, &present.session);
                }
            }
            None if experiment && (self.asked == Some(self.chosen) || self.order.is_some()) => {
                self.begin_asking(present, origin);
            }
            None if !experiment
                && (self.open || self.order.is_some())
                && self.making.is_none()
                && !self.stopped =>
            {
                self.making = self.begin(present, origin);
            }
            None => {}
        }
        news
    }

    /// Begins what is asked, in place of what was asked before.
    fn begin_asking(&mut self, present: &Present, origin: Origin) {
        let same = |making: &Making| making.entry == self.chosen && making.origin == origin;
        if !present.rests || self.asking.iter().any(same) {
            return;
        }
        (self.asked, self.awaited) = (None, None);
        self.asking.retain(|making| making.entry != self.chosen);
        let begun = self.begin(present, origin);
        self.asking.extend(begun);
    }

    fn take_figure(&mut self, news: &mut Vec<News>) {
        let Some(making) = &mut self.making else { return };
        if let Some(made) = making.task.result() {
            let made = Made::clone(made);
            self.keep(made);
            self.making = None;
        } else if making.task.is_lost() {
            let line = lost(making);
            self.stop();
            news.push(News::Failed(line));
        }
    }

    fn take_answers(&mut self, news: &mut Vec<News>) {
        let (mut answered, mut paces) = (Vec::new(), Vec::new());
        self.asking.retain_mut(|making| {
            // Looked at before the result: what comes last is not missed.
            let over = making.task.is_over();
            let fresh = making.fresh();
            let whole = making.task.seen().is_some_and(Made::is_whole);
            if over && !whole {
                news.push(News::Failed(lost(making)));
            } else if making.task.seen().is_some_and(|made| whole && made.answer().is_none()) {
                news.push(News::TooLarge(making.entry));
            } else if whole {
                let Origin { scenario, questions, effort, .. } = &making.origin;
                let counted = cost::seconds(making.entry, scenario, questions, *effort);
                let took = making.task.elapsed().as_secs_f64();
                paces.push(((making.entry.name, *effort), took / counted.max(1e-9)));
                news.push(News::Answered(making.entry));
            }
            answered.extend(fresh);
            !over && !whole
        });
        for made in answered {
            self.keep(made);
        }
        self.pace.extend(paces);
    }

    fn take_print(&mut self, news: &mut Vec<News>) {
        let Some((order, task)) = &mut self.press else { return };
        let lost = task.is_lost();
        match task.result().map(Arc::as_ref) {
            Some(Ok(Printed::File)) => {
                if let Order::Export(paths) = order {
                    news.push(News::Exported(paths.clone()));
                }
            }
            Some(Ok(Printed::Picture(size, pixels))) => news.push(News::Copied(*size, pixels.clone())),
            Some(Err(line)) => news.push(News::Failed(line.clone())),
            None if lost => {
                news.push(News::Failed(task.why_lost(|| say!("gallery.not-exported").to_owned())));
            }
            None => return,
        }
        self.press = None;
    }

    fn begin(&mut self, present: &Present, origin: Origin) -> Option<Making> {
        if self.chosen.is_of_run() && !present.rests {
            return None;
        }
        self.begun += 1;
        if self.chosen.question() == Question::Phase {
            let known = self.rephrased(&origin).map(Arc::new);
            let pool = self.pool.clone();
            return Some(Making::of_phase(self.chosen, origin, known, pool, &self.wake));
        }
        let source = self.source(&origin, present);
        Some(Making::of(self.chosen, origin, source, self.pool.clone(), &self.wake))
    }

    /// The source for an origin: figures of one share the sweeps behind them.
    fn source(&mut self, origin: &Origin, present: &Present) -> Arc<Source> {
        if let Some((_, source)) = self.sources.iter().find(|(known, _)| known == origin) {
            return Arc::clone(source);
        }
        let mut source = origin.source();
        let now = &present.origin;
        let same_run =
            (&origin.scenario, &origin.changes, origin.step) == (&now.scenario, &now.changes, now.step);
        let run = present.run.as_ref().filter(|_| same_run);
        if let Some(run) = run {
            source = source.with_run(Arc::clone(run));
        }
        let source = Arc::new(source);
        // Of a session that is no more nothing need be kept.
        let is_paper = |known: &Origin| *known == Origin::of_paper(known.effort, known.scenario.seed);
        let of_now = now.behind(&STAGE);
        self.sources.retain(|(known, _)| is_paper(known) || *known == of_now);
        if is_paper(origin) || *origin == of_now {
            self.sources.push((origin.clone(), Arc::clone(&source)));
        }
        source
    }

    fn print(&mut self, order: Order, figure: Arc<Figure>, session: &Session) {
        let sheet = self.options.sheet.clone();
        let protocol = named(&figure.name).and_then(Entry::preset);
        let provenance = session.provenance(protocol);
        let printing = Printing { order: order.clone(), figure, sheet, provenance };
        let task = Task::away("export", &self.wake, printing);
        self.press = Some((order, task));
    }

    fn origin(&self, present: &Present) -> Origin {
        present.origin.behind(self.chosen)
    }
}

fn lost(making: &Making) -> String {
    making.task.why_lost(|| say!("gallery.lost", figure = making.entry.name))
}
