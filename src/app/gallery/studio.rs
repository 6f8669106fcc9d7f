//! Where figures are made: the one chosen, what it is to be put on, the work under way, and what is ready.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app::desk::Wake;
use crate::app::task::Task;
use crate::experiments::live::{Change, Snapshot};
use crate::export::{self, Format, Provenance, Sheet};
use crate::figures::{CATALOGUE, Effort, Entry, Figure, Look, Source, named};
use crate::model::Scenario;
use crate::session::{Panel, Session, write_atomically};

/// Everything about figures that outlives a frame.
pub struct Studio {
    /// Whether the page of figures is open.
    pub open: bool,
    pub side: Side,
    pub options: Options,
    chosen: &'static str,
    /// For each name and effort the last one made.
    kept: Vec<Kept>,
    sources: Vec<(Origin, Arc<Source>)>,
    making: Option<Making>,
    /// Whether the user broke off the making of the chosen figure.
    stopped: bool,
    order: Option<Order>,
    press: Option<(Order, Task<Result<Printed, String>>)>,
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

/// Everything that determines a figure but its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub scenario: Scenario,
    pub changes: Vec<Change>,
    pub step: u32,
    pub look: Look,
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

/// What is to be done with the chosen figure once it is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    Export(PathBuf),
    Copy,
}

/// What came of an order.
pub enum Printed {
    File,
    Picture([u32; 2], Vec<u8>),
}

/// News for the user.
pub enum News {
    Exported(PathBuf),
    Copied([u32; 2], Vec<u8>),
    Failed(String),
}

struct Kept {
    name: &'static str,
    figure: Arc<Figure>,
    origin: Origin,
}

struct Making {
    name: &'static str,
    origin: Origin,
    task: Task<Figure>,
}

/// The figure that tells what a panel, or the stage, shows.
pub fn figure_of(panel: Option<Panel>) -> &'static str {
    match panel {
        None => "stage",
        Some(Panel::PFlat) => "p-flat",
        Some(Panel::Plane) => "fig4c",
        Some(Panel::Slice) => "fig4a",
        Some(Panel::Hops) => "freezing",
    }
}

/// Whether a figure shows the session; the paper's follow the paper, whatever runs.
pub fn is_of_session(name: &str) -> bool {
    !name.starts_with("fig")
}

impl Default for Options {
    /// One column of a journal, in print.
    fn default() -> Self {
        let sheet =
            Sheet { width_mm: 86.0, light: true, font_pt: 8.0, dots_per_inch: 300.0, outlines: false };
        Self { sheet, effort: Effort::Quick }
    }
}

impl Studio {
    pub fn new(wake: Wake) -> Self {
        Self {
            open: false,
            side: Side::Explore,
            options: Options::default(),
            chosen: CATALOGUE.first().map_or("", |entry| entry.name),
            kept: Vec::new(),
            sources: Vec::new(),
            making: None,
            stopped: false,
            order: None,
            press: None,
            wake,
        }
    }

    /// Opens the page or closes it; what is still being made for it is broken off.
    pub fn turn(&mut self, open: bool) {
        self.open = open;
        self.stopped = false;
        if !open {
            self.making = None;
            self.order = None;
        }
    }

    pub fn chosen(&self) -> &'static str {
        self.chosen
    }

    pub fn choose(&mut self, name: &str) {
        if let Some(entry) = named(name).filter(|entry| entry.name != self.chosen) {
            self.chosen = entry.name;
            self.order = None;
        }
        self.stopped = false;
    }

    pub fn order(&mut self, order: Order) {
        self.order = Some(order);
        self.stopped = false;
    }

    /// Breaks off what is being made.
    pub fn stop(&mut self) {
        self.making = None;
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
        self.making.as_ref().map(|making| (making.task.share(), making.task.time_left()))
    }

    /// The chosen figure, if it is made from what is there.
    pub fn figure(&self, present: &Present) -> Option<&Arc<Figure>> {
        let mut own = self.kept.iter().filter(|kept| kept.name == self.chosen);
        let origin = self.origin(present);
        own.find(|kept| kept.origin == origin).map(|kept| &kept.figure)
    }

    /// Whether anyone wants to see a figure.
    pub fn is_wanted(&self) -> bool {
        self.open || self.order.is_some() || self.press.is_some()
    }

    /// Takes what is ready, and starts what is wanted.
    pub fn tend(&mut self, present: &Present) -> Vec<News> {
        let mut news = Vec::new();
        self.take_figure(&mut news);
        self.take_print(&mut news);
        let origin = self.origin(present);
        let other = |making: &Making| making.name != self.chosen || making.origin != origin;
        if self.making.as_ref().is_some_and(other) {
            self.making = None;
        }
        match self.figure(present).map(Arc::clone) {
            Some(figure) => {
                if self.press.is_none()
                    && let Some(order) = self.order.take()
                {
                    self.print(order, figure, &present.session);
                }
            }
            None if (self.open || self.order.is_some()) && self.making.is_none() && !self.stopped => {
                self.make(present, origin);
            }
            None => {}
        }
        news
    }

    fn take_figure(&mut self, news: &mut Vec<News>) {
        let Some(making) = &mut self.making else { return };
        if let Some(figure) = making.task.result() {
            let Making { name, origin, .. } = making;
            let replaced = |kept: &Kept| kept.name == *name && kept.origin.effort == origin.effort;
            self.kept.retain(|kept| !replaced(kept));
            self.kept.push(Kept { name, figure: Arc::clone(figure), origin: origin.clone() });
            self.making = None;
        } else if making.task.is_lost() {
            let name = making.name;
            self.stop();
            news.push(News::Failed(format!("{name}: cannot be made of this run; a fault of the program")));
        }
    }

    fn take_print(&mut self, news: &mut Vec<News>) {
        let Some((order, task)) = &mut self.press else { return };
        let lost = task.is_lost();
        match task.result().map(Arc::as_ref) {
            Some(Ok(Printed::File)) => {
                if let Order::Export(path) = order {
                    news.push(News::Exported(path.clone()));
                }
            }
            Some(Ok(Printed::Picture(size, pixels))) => news.push(News::Copied(*size, pixels.clone())),
            Some(Err(line)) => news.push(News::Failed(line.clone())),
            None if lost => news.push(News::Failed("not exported: a fault of the program".to_owned())),
            None => return,
        }
        self.press = None;
    }

    fn make(&mut self, present: &Present, origin: Origin) {
        let Some(entry) = named(self.chosen) else { return };
        if is_of_session(entry.name) && !present.rests {
            return;
        }
        let source = self.source(&origin, present);
        let Entry { name, make, .. } = *entry;
        let task = Task::start("figure", &self.wake, move |progress| make(&source, progress));
        self.making = Some(Making { name, origin, task });
    }

    /// The source for an origin: figures of one share the sweeps behind them.
    fn source(&mut self, origin: &Origin, present: &Present) -> Arc<Source> {
        if let Some((_, source)) = self.sources.iter().find(|(known, _)| known == origin) {
            return Arc::clone(source);
        }
        let Origin { scenario, changes, step, look, effort } = origin.clone();
        let mut source = Source::new(scenario, changes, step, look, effort);
        let run = present.run.as_ref().filter(|_| *origin == present.origin);
        if let Some(run) = run {
            source = source.with_run(Arc::clone(run));
        }
        let source = Arc::new(source);
        // Of a session that is no more nothing need be kept.
        let paper = paper_origin(origin.effort, origin.scenario.seed);
        self.sources.retain(|(known, _)| {
            *known == paper_origin(known.effort, known.scenario.seed) || *known == present.origin
        });
        if *origin == paper || *origin == present.origin {
            self.sources.push((origin.clone(), Arc::clone(&source)));
        }
        source
    }

    fn print(&mut self, order: Order, figure: Arc<Figure>, session: &Session) {
        let sheet = self.options.sheet.clone();
        let protocol = named(figure.name).and_then(Entry::preset);
        let provenance = Provenance {
            session: session.behind(protocol).to_text(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: session.scenario.seed,
        };
        let wanted = order.clone();
        let task = Task::start("export", &self.wake, move |_| {
            Some(match wanted {
                Order::Copy => {
                    export::pixels(&figure, &sheet).map(|(size, pixels)| Printed::Picture(size, pixels))
                }
                Order::Export(path) => Format::of(&path)
                    .and_then(|format| export::bytes(&figure, &sheet, &provenance, format))
                    .and_then(|bytes| write_atomically(&path, &bytes))
                    .map(|()| Printed::File),
            })
        });
        self.press = Some((order, task));
    }

    fn origin(&self, present: &Present) -> Origin {
        if is_of_session(self.chosen) {
            present.origin.clone()
        } else {
            paper_origin(self.options.effort, present.session.scenario.seed)
        }
    }
}

/// What the paper's figures are made from: of the session they take the seed alone.
fn paper_origin(effort: Effort, seed: u64) -> Origin {
    Origin {
        scenario: Scenario { seed, ..Scenario::default() },
        changes: Vec::new(),
        step: 0,
        look: Look {
            stage_y: [1.0, 10.0],
            stage_x: [-0.38, 0.55],
            slice_y: None,
            epsilon_phi: None,
            by_valley: false,
        },
        effort,
    }
}
