//! What is around the run: what lies over the window, what the user is told, and what is undone.

use std::path::PathBuf;

use super::Desk;
use super::command::WindowCommand;
use super::opening::Opening;
use super::symbol::Symbol;
use super::undo::{State, Undo};
use crate::app::kit::theme::Mode;
use crate::networks::figures::panes::{Exhibit, Pane};
use crate::platform::clock::Instant;
use crate::session::Written;
use crate::valleys::panel::Panel;

/// What the window shows besides the run.
pub struct Around {
    pub overlay: Overlay,
    /// What is shown at the first start, while it is.
    pub opening: Option<Opening>,
    /// One line for the user, until dismissed.
    pub notice: Option<Notice>,
    /// The place on the shelf whose name is being typed.
    pub renaming: Option<usize>,
    /// Whether the card between the laboratories is open.
    pub bridge: bool,
    /// Whether the page of equations is open.
    pub equations: bool,
    /// Whether the column of controls shows the landscape instead of the run.
    pub landscape: bool,
    /// Whether the lanes of the schedule are open.
    pub schedule: bool,
    /// Panels by when the hand was last at them, the latest at the end, and how many the window has room for.
    pub(super) used: Vec<Panel>,
    pub room: usize,
    /// The symbol that is lit up in this frame, and the one pointed at for the next.
    pub highlight: Option<Symbol>,
    pub(super) pointed: Option<Symbol>,
    /// What is on its way to the clipboard.
    pub copied: Option<Copied>,
    /// What the system wears, for those who follow it.
    pub system: Mode,
    /// What a dialog of the system's is wanted for.
    pub wanted: Option<Sought>,
    /// Where faults are written down, in a window that has a place for them.
    pub log: Option<PathBuf>,
    /// Whether there is never room for more than the stage and one panel.
    pub embedded: bool,
    /// Whether the window is to be closed.
    pub quitting: bool,
    /// What went wrong with work that should never end, as the user was told.
    pub(super) told: Option<String>,
}

/// What is copied.
pub enum Copied {
    /// A size, and its pixels as RGBA rows.
    Picture([u32; 2], Vec<u8>),
    Text(String),
    Link(Written),
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
    /// The same of the networks.
    Numbers(Pane),
    /// Where the chosen figure goes to.
    Export,
    About,
    /// The typed path beside the system's dialog.
    Path(Wanted),
}

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Open,
    Save,
    Animation,
    /// A figure of the networks.
    Exhibit(Exhibit),
}

/// What the system's dialog is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    Path(Wanted),
    /// Where figures go to.
    Folder,
}

/// One line for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub warning: bool,
    /// The same words told twice are news twice.
    since: Instant,
}

impl Notice {
    pub fn told(text: &str) -> Self {
        Self { text: text.to_owned(), warning: false, since: Instant::now() }
    }

    pub fn warning(text: String) -> Self {
        Self { text, warning: true, since: Instant::now() }
    }
}

impl Default for Around {
    fn default() -> Self {
        Self {
            overlay: Overlay::None,
            opening: None,
            notice: None,
            renaming: None,
            bridge: false,
            equations: false,
            landscape: false,
            schedule: false,
            used: Vec::new(),
            room: Panel::ALL.len(),
            highlight: None,
            pointed: None,
            copied: None,
            system: Mode::Dark,
            wanted: None,
            log: None,
            embedded: false,
            quitting: false,
            told: None,
        }
    }
}

impl Desk {
    /// Carries out what is around the run.
    pub(super) fn go_around(&mut self, command: WindowCommand) {
        match command {
            WindowCommand::Undo => self.time_travel(Undo::undo),
            WindowCommand::Redo => self.time_travel(Undo::redo),
            WindowCommand::TogglePalette => {
                self.around.overlay = toggled(self.around.overlay, Overlay::Palette);
            }
            WindowCommand::ToggleHelp => self.around.overlay = toggled(self.around.overlay, Overlay::Help),
            WindowCommand::ToggleAbout => self.around.overlay = toggled(self.around.overlay, Overlay::About),
            WindowCommand::ShowTable(panel) => self.around.overlay = Overlay::Table(panel),
            WindowCommand::ToggleEquations => self.around.equations ^= true,
            WindowCommand::ToggleLandscape => {
                self.around.landscape ^= true;
                // The lanes lie where its rows are.
                self.around.schedule = false;
            }
            WindowCommand::ToggleSchedule => {
                self.around.schedule ^= true;
                self.around.landscape = false;
            }
            WindowCommand::CopyAsCommand => self.copy_as_command(),
            WindowCommand::CopyText(text) => self.around.copied = Some(Copied::Text(text)),
            WindowCommand::Highlight(symbol) => self.around.pointed = Some(symbol),
            WindowCommand::ToggleBridge | WindowCommand::ToModel | WindowCommand::ToNetwork => {
                self.cross(&command);
            }
            WindowCommand::Opening => self.toggle_opening(),
            WindowCommand::Escape => self.escape(),
        }
    }

    fn time_travel(&mut self, travel: impl FnOnce(&mut Undo, State) -> Option<State>) {
        let here = self.here();
        if let Some(State { scenario, view, questions, networks }) = travel(&mut self.undo, here) {
            (self.view, self.questions) = (view, questions);
            self.run.apply(scenario, &self.view, &mut self.follow);
            self.networks.adopt(networks);
        }
    }

    fn escape(&mut self) {
        if self.around.opening.take().is_some() {
            // What lies over everything goes first.
        } else if self.around.overlay != Overlay::None {
            self.around.overlay = Overlay::None;
        } else if self.around.renaming.take().is_some() {
            // The name stays as it was.
        } else if self.around.notice.take().is_some() {
            // One thing at a time.
        } else if self.studio.open {
            self.open_figures(false);
        } else if std::mem::take(&mut self.around.bridge) {
            // Back to where one was.
        } else if self.networks.open && self.networks.let_go() {
            // What is held goes before the page does.
        } else if std::mem::take(&mut self.around.equations) {
            // The page goes before the enlarged panel does.
        } else if std::mem::take(&mut self.around.schedule) {
            // So do the lanes.
        } else if self.look.blank {
            self.look.blank = false;
        } else if self.view.enlarged.take().is_none() && !self.around.embedded {
            self.look.presenting = false;
            self.look.spotlight = false;
        }
    }

    pub fn tell(&mut self, text: &str) {
        self.around.notice = Some(Notice::told(text));
    }

    pub fn warn(&mut self, text: String) {
        self.around.notice = Some(Notice::warning(text));
    }

    /// The same beside what is told already.
    pub fn warn_as_well(&mut self, text: String) {
        let before = self.around.notice.take().map(|notice| notice.text);
        self.warn(before.into_iter().chain([text]).collect::<Vec<_>>().join("\n"));
    }
}

pub fn toggled(overlay: Overlay, wanted: Overlay) -> Overlay {
    if overlay == wanted { Overlay::None } else { wanted }
}
