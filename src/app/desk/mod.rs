//! The state behind the window, and what every [`Command`] does to it. It draws nothing, so a test can drive it
//! without a display.

pub mod cinema;
pub mod classroom;
pub mod command;
mod errands;
mod filing;
pub mod follow;
mod forecaster;
mod holding;
pub mod keeping;
mod running;
pub mod scene;
pub mod studio;
pub mod symbol;
mod undo;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::desk::cinema::Cinema;
use crate::app::desk::classroom::Classroom;
use crate::app::desk::classroom::lecture::Lecture;
use crate::app::desk::command::{Command, LookCommand, ViewCommand, WindowCommand};
use crate::app::desk::errands::Errands;
use crate::app::desk::follow::Follow;
use crate::app::desk::forecaster::forecaster;
use crate::app::desk::keeping::Keeper;
use crate::app::desk::scene::{Curves, Forecast, Shown};
use crate::app::desk::studio::Studio;
use crate::app::desk::symbol::Symbol;
use crate::app::desk::undo::{State, Undo};
use crate::app::kit::theme::{Mode, Theme, Vision};
use crate::job::{Job, Wake};
use crate::say;
use crate::session::{Class, Left, Session};
use crate::valleys::experiments::changes::Changes;
use crate::valleys::experiments::live::{self, Live, Order, Snapshot};
use crate::valleys::experiments::questions::Questions;
use crate::valleys::model::{Preset, Scenario, Valley};
use crate::valleys::panel::Panel;
use crate::valleys::theory::Calibration;
use crate::valleys::view::View;
use crate::valleys::words;

/// Everything the window knows.
pub struct Desk {
    pub name: String,
    /// The run as started.
    pub(super) start: Scenario,
    /// The scenario with the controls as they stand.
    pub scenario: Scenario,
    pub view: View,
    /// What is asked in the experiments.
    pub questions: Questions,
    pub look: Look,
    /// What lies over the window.
    pub overlay: Overlay,
    /// One line for the user, until dismissed.
    pub notice: Option<Notice>,
    pub file: Option<PathBuf>,
    pub recent: Vec<PathBuf>,
    /// Where the run is kept while it changes, in a window that has a place for it.
    pub keeper: Option<Keeper>,
    /// Runs that windows left behind, the newest first.
    pub left: Vec<Left>,
    /// Whether the window is to be closed.
    pub quitting: bool,
    /// The step looked back at.
    pub scrub: Option<u32>,
    /// Where figures are made.
    pub studio: Studio,
    /// Where films are made.
    pub cinema: Cinema,
    /// The lessons there are, and the one under way.
    pub lessons: Classroom,
    pub lecture: Option<Lecture>,
    /// What a teacher locked and collects, in a class's session.
    pub class: Option<Class>,
    /// Whether the page of equations is open.
    pub equations: bool,
    /// The symbol that is lit up in this frame, and the one pointed at for the next.
    pub highlight: Option<Symbol>,
    pointed: Option<Symbol>,
    /// A picture on its way to the clipboard: its size, and its pixels as RGBA rows.
    pub copied: Option<([u32; 2], Vec<u8>)>,
    pub follow: Follow,
    /// What the system wears, for those who follow it.
    pub system: Mode,
    /// What a file dialog is wanted for.
    pub wanted: Option<Wanted>,

    pub(super) snapshot: Option<Arc<Snapshot>>,
    /// Whether the snapshot is of the run under way, not of the one before.
    pub(super) fresh: bool,
    pub(super) shown: Shown,
    pub(super) curves: Curves,
    pub(super) forecast: Option<Arc<Forecast>>,
    pub(super) live: Live,
    /// What the run has still to come to: the changes and the step of the session that it goes through again.
    pub(super) awaited: Option<(Changes, u32)>,
    /// What went wrong with work that should never end, as the user was told.
    pub(super) told: Option<String>,
    pub(super) forecaster: Job<Box<Scenario>, Forecast>,
    errands: Errands,
    pub(super) undo: Undo,
    pub(super) saved: Option<Session>,
    /// Whether another has written the session's file since.
    pub(super) outdated: bool,
    pub(super) threads: usize,
    pub(super) wake: Wake,
}

/// How the program looks on this machine: kept between sessions, not part of any.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Look {
    /// None follows the system.
    pub light: Option<bool>,
    pub deuteranopia: bool,
    pub reduced_motion: bool,
    pub zoom: f32,
    #[serde(skip)]
    pub presenting: bool,
    /// Darkened, to be looked at no more for a while.
    #[serde(skip)]
    pub blank: bool,
    #[serde(skip)]
    pub spotlight: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            light: None,
            deuteranopia: false,
            reduced_motion: false,
            zoom: 1.0,
            presenting: false,
            blank: false,
            spotlight: false,
        }
    }
}

impl Look {
    fn mode(&self, system: Mode) -> Mode {
        match self.light {
            Some(true) => Mode::Light,
            Some(false) => Mode::Dark,
            None => system,
        }
    }

    fn carry_out(&mut self, command: LookCommand, system: Mode) {
        match command {
            LookCommand::ToggleTheme => self.light = Some(self.mode(system) == Mode::Dark),
            LookCommand::ToggleVision => self.deuteranopia ^= true,
            LookCommand::ToggleReducedMotion => self.reduced_motion ^= true,
            LookCommand::Zoom(factor) => self.zoom = (self.zoom * factor).clamp(0.6, 3.0),
            LookCommand::TogglePresentation => {
                *self = Self { presenting: !self.presenting, blank: false, spotlight: false, ..*self };
            }
            LookCommand::ToggleBlank => self.blank = self.presenting && !self.blank,
            LookCommand::ToggleSpotlight => self.spotlight = self.presenting && !self.spotlight,
        }
    }

    pub fn theme(&self, system: Mode) -> Theme {
        Theme::new(self.mode(system), if self.deuteranopia { Vision::Deuteranopia } else { Vision::Typical })
    }
}

/// What lies over the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overlay {
    #[default]
    None,
    Palette,
    Help,
    Animation,
    Lessons,
    Table(Panel),
    /// The typed path beside the system's dialog.
    Path(Wanted),
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Open,
    Save,
    /// The chosen figure as a file.
    Export,
    Animation,
}

/// One line for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub warning: bool,
}

/// Files kept in the list of recent ones.
pub(super) const MOST_RECENT: usize = 8;
/// Steps a second that can be chosen.
pub const RATES: std::ops::RangeInclusive<f64> = 1.0..=1e7;

impl Desk {
    pub fn new(session: Session, threads: usize, wake: Wake) -> Self {
        let mut studio = Studio::new(Arc::clone(&wake));
        studio.recall(&session);
        let Session { name, scenario: start, changes, step, view, questions, class: session_class, .. } =
            session;
        let scenario = changes.last().map_or(&start, |change| &change.scenario).clone();
        let awaited = Some((changes.clone(), step));
        let live = live::start(&start, changes, step, threads, waker(&wake));
        let forecaster = forecaster(waker(&wake));
        let desk = Self {
            curves: Curves::new(&scenario, step, view.epsilon_phi),
            shown: Shown::default(),
            snapshot: None,
            fresh: false,
            forecast: None,
            overlay: Overlay::default(),
            look: Look::default(),
            notice: None,
            file: None,
            recent: Vec::new(),
            keeper: None,
            left: Vec::new(),
            quitting: false,
            scrub: None,
            studio,
            cinema: Cinema::new(Arc::clone(&wake)),
            lessons: Classroom::default(),
            lecture: None,
            class: session_class,
            equations: false,
            highlight: None,
            pointed: None,
            copied: None,
            follow: Follow::default(),
            system: Mode::Dark,
            wanted: None,
            errands: Errands::default(),
            undo: Undo::default(),
            saved: None,
            outdated: false,
            name,
            start,
            scenario,
            view,
            questions,
            live,
            awaited,
            told: None,
            forecaster,
            threads,
            wake,
        };
        desk.live.send(Order::Rate(desk.rate()));
        desk.forecaster.send(Box::new(desk.scenario.clone()));
        desk
    }

    /// The run's name, and whether it has been changed since it was chosen by that name.
    pub fn title(&self) -> String {
        let preset =
            Preset::ALL.into_iter().find(|preset| self.file.is_none() && words::title(*preset) == self.name);
        let changed = preset.is_some_and(|preset| {
            let Scenario { seed, walkers, steps, .. } = self.scenario;
            Scenario { seed, walkers, steps, ..preset.scenario() } != self.scenario
        });
        if changed { say!("window.changed", run = self.name) } else { self.name.clone() }
    }

    /// Picks up what the background has ready.
    pub fn poll(&mut self) {
        if let Some(snapshot) = self.live.latest()
            && self.snapshot.as_ref().is_none_or(|seen| !Arc::ptr_eq(seen, snapshot))
        {
            self.snapshot = Some(Arc::clone(snapshot));
            self.fresh = true;
            let step = snapshot.now.step;
            self.awaited.take_if(|(_, awaited)| step >= *awaited);
            self.follow.arrived();
            self.look_at();
        }
        if let Some(forecast) = self.forecaster.latest() {
            self.forecast = Some(Arc::clone(forecast));
        }
        self.highlight = self.pointed.take();
        self.run_errands();
        self.tend();
        self.attend();
        let trouble = self.trouble();
        if trouble != self.told {
            self.told.clone_from(&trouble);
            trouble.into_iter().for_each(|line| self.warn(line));
        }
    }

    /// What is wrong with the work that should go on for as long as the window does.
    pub fn trouble(&self) -> Option<String> {
        let jobs = [
            (self.live.is_over(), self.live.refused(), say!("window.stands-still")),
            (self.forecaster.is_over(), self.forecaster.refused(), say!("window.no-predictions")),
        ];
        let (_, refused, broke_off) = jobs.into_iter().find(|(over, ..)| *over)?;
        Some(refused.map_or(broke_off.to_owned(), |what| say!("window.no-thread", what = what)))
    }

    pub(super) fn look_at(&mut self) {
        if let Some(snapshot) = &self.snapshot {
            self.shown = Shown::of(snapshot, self.scrub);
            self.refresh_curves();
        }
    }

    /// Brings the closed forms up to date, in the frame that changed them.
    fn refresh_curves(&mut self) {
        let delta_s = self.scenario.delta_s(self.shown.step);
        let calibration =
            self.view.epsilon_phi.unwrap_or(Calibration::figure(&self.scenario.landscape).epsilon_phi);
        if self.curves.delta_s != delta_s
            || self.curves.calibration.epsilon_phi != calibration
            || self.curves.landscape != self.scenario.landscape
            || self.curves.noise != self.scenario.noise
        {
            self.curves = Curves::new(&self.scenario, self.shown.step, self.view.epsilon_phi);
        }
    }

    /// Called by background work when there is something new to see.
    pub fn wake(&self) -> &Wake {
        &self.wake
    }

    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The snapshot, if it is of the run under way and not of the one before.
    pub fn fresh_snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref().filter(|_| self.fresh)
    }

    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    pub fn curves(&self) -> &Curves {
        &self.curves
    }

    /// The slower predictions, if they belong to the scenario as it stands.
    pub fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_deref().filter(|forecast| forecast.scenario == self.scenario)
    }

    pub fn playing(&self) -> bool {
        self.snapshot.as_ref().is_some_and(|snapshot| snapshot.playing)
    }

    /// Does what is asked. Commands of one `gesture` on one control are one step of undo.
    pub fn run(&mut self, command: impl Into<Command>, gesture: u64) {
        let command = command.into();
        let row = command.row();
        if let Some(line) = self.refusal(&row.touches) {
            self.warn(line);
            return;
        }
        if let Some(control) = row.undo {
            self.undo.remember(control, gesture, self.here());
        }
        self.carry_out(command);
    }

    /// Does several things that are one step of undo together.
    pub fn run_as_one(&mut self, name: &'static str, commands: impl IntoIterator<Item = Command>) {
        self.undo.remember(name, Undo::ALONE, self.here());
        for command in commands {
            self.carry_out(command);
        }
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Run(command) => self.steer(command),
            Command::View(command) => self.watch(command),
            Command::Window(command) => self.around(command),
            Command::Files(command) => self.keep_files(command),
            Command::Figures(command) => self.draw(command),
            Command::Questions(command) => self.ask(command),
            Command::Films(command) => self.film(command),
            Command::Lessons(command) => self.teach(command),
            Command::Look(command) => self.look.carry_out(command, self.system),
        }
        self.refresh_curves();
    }

    fn watch(&mut self, command: ViewCommand) {
        let view = &mut self.view;
        match command {
            ViewCommand::FitStage => self.follow.whole_run(),
            ViewCommand::Stage(y, x) => {
                (view.stage_y, view.stage_x) = (y, x);
                self.follow.chosen();
            }
            ViewCommand::Colour(colouring) => view.colouring = colouring,
            ViewCommand::Slice(y) => view.slice_y = y.filter(|y| y.is_finite()).map(|y| y.max(0.0)),
            ViewCommand::FixedY(y) => view.fixed_y = y.filter(|y| y.is_finite()).map(|y| y.max(0.0)),
            ViewCommand::Calibrate(value) => {
                view.epsilon_phi = value.filter(|value| *value > 0.0 && value.is_finite());
            }
            ViewCommand::FitCalibration => self.fit_calibration(),
            ViewCommand::Show(predictions) => view.predictions = predictions,
            ViewCommand::ToggleStabilityLine => view.stability_line ^= true,
            ViewCommand::Select(walker) => view.selected = walker,
            ViewCommand::ToggleBinned => view.binned ^= true,
            ViewCommand::TogglePanel(panel) => toggle_panel(view, panel),
            ViewCommand::Panels(panels) => (view.panels, view.enlarged) = (panels, None),
            ViewCommand::Enlarge(panel) => view.enlarged = panel,
            ViewCommand::ToggleRestartOnChange => view.restart_on_change ^= true,
        }
    }

    fn around(&mut self, command: WindowCommand) {
        match command {
            WindowCommand::Undo => self.time_travel(Undo::undo),
            WindowCommand::Redo => self.time_travel(Undo::redo),
            WindowCommand::TogglePalette => self.overlay = toggled(self.overlay, Overlay::Palette),
            WindowCommand::ToggleHelp => self.overlay = toggled(self.overlay, Overlay::Help),
            WindowCommand::ShowTable(panel) => self.overlay = Overlay::Table(panel),
            WindowCommand::ToggleEquations => self.equations ^= true,
            WindowCommand::Highlight(symbol) => self.pointed = Some(symbol),
            WindowCommand::Escape => self.escape(),
        }
    }

    /// Steps a second; infinite is as fast as it goes.
    pub fn rate(&self) -> f64 {
        if self.view.rate > 0.0 { self.view.rate } else { f64::INFINITY }
    }

    /// What undo brings back.
    pub(super) fn here(&self) -> State {
        let Self { scenario, view, questions, .. } = self;
        State { scenario: scenario.clone(), view: view.clone(), questions: questions.clone() }
    }

    fn time_travel(&mut self, travel: impl FnOnce(&mut Undo, State) -> Option<State>) {
        let here = self.here();
        if let Some(State { scenario, view, questions }) = travel(&mut self.undo, here) {
            (self.view, self.questions) = (view, questions);
            self.apply(scenario);
        }
    }

    fn escape(&mut self) {
        if self.overlay != Overlay::None {
            self.overlay = Overlay::None;
        } else if self.notice.take().is_some() {
            // One thing at a time.
        } else if self.studio.open {
            self.open_figures(false);
        } else if std::mem::take(&mut self.equations) {
            // The page goes before the enlarged panel does.
        } else if self.look.blank {
            self.look.blank = false;
        } else if self.view.enlarged.take().is_none() {
            self.look = Look { presenting: false, spotlight: false, ..self.look };
        }
    }

    pub fn tell(&mut self, text: &str) {
        self.notice = Some(Notice { text: text.to_owned(), warning: false });
    }

    pub fn warn(&mut self, text: String) {
        self.notice = Some(Notice { text, warning: true });
    }

    /// The same beside what is told already.
    pub fn warn_as_well(&mut self, text: String) {
        let before = self.notice.take().map(|notice| notice.text);
        self.warn(before.into_iter().chain([text]).collect::<Vec<_>>().join("\n"));
    }

    /// Curvature of the steep valley where the swarm is, which η must not exceed 2 over.
    pub fn sharpest_curvature(&self) -> f64 {
        let landscape = &self.scenario.landscape;
        let curvature = |valley| 2.0 / landscape.flatness(valley, self.shown.mean_y);
        Valley::BOTH.map(curvature).into_iter().fold(0.0, f64::max)
    }
}

pub fn toggled(overlay: Overlay, wanted: Overlay) -> Overlay {
    if overlay == wanted { Overlay::None } else { wanted }
}

fn toggle_panel(view: &mut View, panel: Panel) {
    view.enlarged = None;
    if view.panels.contains(&panel) {
        view.panels.retain(|shown| *shown != panel);
    } else {
        view.panels.push(panel);
        view.panels.sort_by_key(|panel| Panel::ALL.iter().position(|known| known == panel));
    }
}

pub(super) fn waker(wake: &Wake) -> impl Fn() + Send + Sync + 'static {
    let wake = Arc::clone(wake);
    move || wake()
}
