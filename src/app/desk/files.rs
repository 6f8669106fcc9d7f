//! Sessions opened, taken over and saved, and which files were.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Desk;
use super::around::{Overlay, Wanted};
use super::classroom::lecture::lecture_of;
use super::command::FileCommand;
use super::content::{Content, content, lesson_inside};
use super::errands::{Errands, Then};
use super::ghost::Ghost;
use super::keeping::Keeper;
use super::studio::origin::Origin;
use super::undo::Undo;
use crate::export::Format;
use crate::labs::Lab;
use crate::platform::files::is_folder;
use crate::say;
use crate::session::{Left, Link, Session, is_link};
use crate::valleys::experiments::changes::Change;
use crate::valleys::figures::Effort;

/// The session's file, and what becomes of runs that are not saved.
#[derive(Default)]
pub struct Files {
    pub file: Option<PathBuf>,
    pub recent: Vec<PathBuf>,
    /// The session as the file holds it.
    saved: Option<Session>,
    /// Whether another has written the file since.
    pub outdated: bool,
    /// Where the run is kept while it changes, in a window that has a place for it.
    pub keeper: Option<Keeper>,
    /// Runs that windows left behind, the newest first.
    pub left: Vec<Left>,
    pub(super) errands: Errands,
}

/// Files kept in the list of recent ones.
const MOST_RECENT: usize = 8;

impl Desk {
    /// Carries out what concerns files.
    pub(super) fn keep_files(&mut self, command: FileCommand) {
        match command {
            FileCommand::Open => self.around.overlay = Overlay::Path(Wanted::Open),
            FileCommand::OpenPath(path) => self.open(path),
            FileCommand::CopyLink => self.copy_link(),
            FileCommand::OpenLecture(paths) => self.open_lecture(paths),
            FileCommand::Save => self.save_again(),
            FileCommand::SaveAs => self.around.overlay = Overlay::Path(Wanted::Save),
            FileCommand::SavePath(path) => self.save(path),
            FileCommand::FreshStart => self.start_afresh(),
            FileCommand::TakeUp(path) => self.take_up(path),
            FileCommand::Quit => self.around.quitting = true,
        }
    }

    /// Whether closing would lose something.
    pub fn unsaved(&self) -> bool {
        self.files.saved.as_ref() != Some(&self.session())
    }

    /// Everything worth keeping, with what the run has not come to yet.
    pub fn session(&self) -> Session {
        let mut session = self.session_alone();
        if let Some((changes, step)) = &self.run.awaited {
            (session.changes, session.step) = (changes.clone(), *step);
        }
        let known = session.changes.last().map_or(&self.run.start, |change| &change.scenario);
        let set = self.run.set_now.as_ref().unwrap_or(&self.run.scenario);
        if known != set {
            // Set, but not taken up by the run yet.
            let step = session.step;
            session.changes.pop_if(|last| last.step == step);
            session.changes.push(Change { step, scenario: set.clone() });
        }
        let answers = self.studio.answers(&Origin::of_session(&session, Effort::Full));
        Session { answers, ..session }
    }

    /// The same without the answers to its experiments.
    pub(super) fn session_alone(&self) -> Session {
        let (changes, step) = self
            .run
            .snapshot
            .as_ref()
            .map(|snapshot| (snapshot.changes.clone(), snapshot.now.step))
            .unwrap_or_default();
        Session {
            name: self.run.name.clone(),
            scenario: self.run.start.clone(),
            changes,
            step,
            view: self.view.clone(),
            questions: self.questions.clone(),
            class: self.lessons.class.clone(),
            laboratory: self.lab(),
            networks: self.networks.bench.clone(),
            crops: self.networks.farmland.crops(),
            shelf: self.shelf.clone(),
            leaves: self.networks.shelf.clone(),
            ghost: self.run.ghost().map(Ghost::stamp),
            ..Session::default()
        }
    }

    /// Opens what a file holds; if it is no good, says what is wrong and leaves everything as it is.
    fn open(&mut self, path: PathBuf) {
        if let Some(text) = path.to_str().filter(|text| is_link(text)) {
            return self.open_link(text);
        }
        self.errand(move || {
            if is_folder(&path) {
                return lecture_of(&[path]);
            }
            let content = content(&path);
            Box::new(move |desk| desk.take(content, &path))
        });
    }

    /// Takes over what a file holds.
    pub(super) fn take(&mut self, content: Result<Content, String>, path: &Path) {
        match content {
            Ok(Content::Session(session)) => {
                self.around.overlay = Overlay::None;
                self.studio.turn(false);
                self.lessons.running = None;
                self.adopt((*session).clone());
                self.opened(*session, path);
            }
            Ok(Content::Lesson(lesson)) => {
                let place = self.lessons.add(lesson);
                self.begin(Arc::clone(&self.lessons.lessons[place]));
            }
            Ok(Content::Table { cells, text }) => {
                self.compare_with(text);
                self.remember_file(path);
                self.tell(&say!("gallery.table-opened", cells = cells, path = path.display()));
            }
            Ok(Content::Link(link)) => self.follow_link(Link { embedded: false, ..link }),
            Err(line) => self.warn(line),
        }
    }

    /// Takes note of the file that a session was read from, and begins the lesson inside it.
    pub fn opened(&mut self, session: Session, path: &Path) {
        let lesson = lesson_inside(&session);
        // A figure is not to be written over by the next save.
        let is_figure = Format::of(path).is_ok();
        self.files.file = (!is_figure).then(|| path.to_owned());
        self.files.saved = (!is_figure).then_some(session);
        self.files.outdated = false;
        self.remember_file(path);
        self.tell(&say!("window.opened", path = path.display()));
        if self.studio.older > 0 {
            self.warn_as_well(say!("gallery.older", count = self.studio.older));
        }
        match lesson {
            Ok(lesson) => lesson.into_iter().for_each(|lesson| self.begin(Arc::new(lesson))),
            Err(line) => self.warn(line),
        }
    }

    /// Goes on under the name of a session's file, as that stands now.
    pub(super) fn belongs_to(&mut self, file: Option<PathBuf>) {
        self.files.file = file.clone();
        self.files.saved = None;
        self.files.outdated = false;
        let Some(file) = file else { return };
        self.errand(move || {
            let saved = Session::load(&file).ok();
            Box::new(move |desk| {
                if desk.files.file.as_ref() == Some(&file) {
                    desk.files.saved = saved;
                }
            })
        });
    }

    /// Takes over a session as it stands in a file.
    pub fn adopt(&mut self, session: Session) {
        self.undo.remember("open", Undo::ALONE, self.here());
        self.view = session.view.clone();
        self.questions = session.questions.clone();
        self.studio.recall(&session);
        self.lessons.class.clone_from(&session.class);
        if self.lessons.class.as_ref().is_some_and(|class| !class.locked.is_empty()) {
            // What a teacher has locked is not unlocked by going back to before.
            self.undo = Undo::default();
        }
        self.follow.as_kept();
        self.networks.open = session.laboratory == Lab::Networks;
        self.networks.farmland.adopt(session.crops.clone(), &session.networks.scheme);
        self.networks.adopt(session.networks.clone());
        self.networks.left = None;
        self.networks.shelf.clone_from(&session.leaves);
        self.shelf.clone_from(&session.shelf);
        self.run.adopt(session, &self.view);
    }

    /// Saves under the name that the session has, unless another window has written that file meanwhile.
    fn save_again(&mut self) {
        let Some(path) = self.files.file.clone() else {
            self.around.overlay = Overlay::Path(Wanted::Save);
            return;
        };
        let (session, saved) = (self.session(), self.files.saved.clone());
        self.errand(move || {
            let is_another = |saved| Session::load(&path).is_ok_and(|there| there != saved);
            if saved.is_some_and(is_another) {
                return Box::new(move |desk: &mut Desk| {
                    desk.around.overlay = Overlay::Path(Wanted::Save);
                    desk.files.outdated = true;
                    desk.warn(say!("window.changed-elsewhere", file = path.display()));
                });
            }
            written(session, path)
        });
    }

    fn save(&mut self, path: PathBuf) {
        let mut session = self.session();
        if let (true, Some(stem)) = (self.files.file.as_ref() != Some(&path), path.file_stem()) {
            session.name = stem.to_string_lossy().into_owned();
        }
        self.errand(move || written(session, path));
    }

    pub fn remember_file(&mut self, path: &Path) {
        self.files.recent.retain(|known| known != path);
        self.files.recent.insert(0, path.to_owned());
        self.files.recent.truncate(MOST_RECENT);
    }
}

/// Writes a session's file, and takes note of it.
fn written(session: Session, path: PathBuf) -> Then {
    let saved = session.save(&path);
    Box::new(move |desk| match saved {
        Ok(()) => {
            if matches!(desk.around.overlay, Overlay::Path(_)) {
                desk.around.overlay = Overlay::None;
            }
            desk.run.name.clone_from(&session.name);
            desk.remember_file(&path);
            desk.files.saved = Some(session);
            desk.files.outdated = false;
            desk.tell(&say!("window.saved", path = path.display()));
            desk.files.file = Some(path);
        }
        Err(error) => desk.warn(error.to_string()),
    })
}
