//! Sessions opened, taken over and saved, and which files were.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::classroom::lecture::lecture_of;
use super::command::FileCommand;
use super::errands::Then;
use super::studio::origin::Origin;
use super::undo::Undo;
use super::{Desk, MOST_RECENT, Overlay, Wanted};
use crate::export::Format;
use crate::lessons::{Lesson, read};
use crate::platform::files::is_folder;
use crate::platform::short_text;
use crate::say;
use crate::session::Session;
use crate::valleys::experiments::changes::Change;
use crate::valleys::experiments::check::Reference;
use crate::valleys::figures::Effort;

impl Desk {
    /// Carries out what concerns files.
    pub(super) fn keep_files(&mut self, command: FileCommand) {
        match command {
            FileCommand::Open => self.overlay = Overlay::Path(Wanted::Open),
            FileCommand::OpenPath(path) => self.open(path),
            FileCommand::OpenLecture(paths) => self.open_lecture(paths),
            FileCommand::Save => self.save_again(),
            FileCommand::SaveAs => self.overlay = Overlay::Path(Wanted::Save),
            FileCommand::SavePath(path) => self.save(path),
            FileCommand::FreshStart => self.start_afresh(),
            FileCommand::TakeUp(path) => self.take_up(path),
            FileCommand::Quit => self.quitting = true,
        }
    }

    /// Whether closing would lose something.
    pub fn unsaved(&self) -> bool {
        self.saved.as_ref() != Some(&self.session())
    }

    /// Everything worth keeping, with what the run has not come to yet.
    pub fn session(&self) -> Session {
        let mut session = self.session_alone();
        if let Some((changes, step)) = &self.awaited {
            (session.changes, session.step) = (changes.clone(), *step);
        }
        let known = session.changes.last().map_or(&self.start, |change| &change.scenario);
        if *known != self.scenario {
            // Set, but not taken up by the run yet.
            let step = session.step;
            session.changes.pop_if(|last| last.step == step);
            session.changes.push(Change { step, scenario: self.scenario.clone() });
        }
        let answers = self.studio.answers(&Origin::of_session(&session, Effort::Full));
        Session { answers, ..session }
    }

    /// The same without the answers to its experiments.
    pub(super) fn session_alone(&self) -> Session {
        let (changes, step) = self
            .snapshot
            .as_ref()
            .map(|snapshot| (snapshot.changes.clone(), snapshot.now.step))
            .unwrap_or_default();
        Session {
            name: self.name.clone(),
            scenario: self.start.clone(),
            changes,
            step,
            view: self.view.clone(),
            questions: self.questions.clone(),
            class: self.class.clone(),
            ..Session::default()
        }
    }

    /// Opens what a file holds; if it is no good, says what is wrong and leaves everything as it is.
    fn open(&mut self, path: PathBuf) {
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
                self.overlay = Overlay::None;
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
            Err(line) => self.warn(line),
        }
    }

    /// Takes note of the file that a session was read from, and begins the lesson inside it.
    pub fn opened(&mut self, session: Session, path: &Path) {
        let lesson = Self::lesson_inside(&session);
        // A figure is not to be written over by the next save.
        let is_figure = Format::of(path).is_ok();
        self.file = (!is_figure).then(|| path.to_owned());
        self.saved = (!is_figure).then_some(session);
        self.outdated = false;
        self.remember_file(path);
        self.tell(&say!("window.opened", path = path.display()));
        match lesson {
            Ok(lesson) => lesson.into_iter().for_each(|lesson| self.begin(Arc::new(lesson))),
            Err(line) => self.warn(line),
        }
    }

    /// Goes on under the name of a session's file, as that stands now.
    pub(super) fn belongs_to(&mut self, file: Option<PathBuf>) {
        self.file = file.clone();
        self.saved = None;
        self.outdated = false;
        let Some(file) = file else { return };
        self.errand(move || {
            let saved = Session::load(&file).ok();
            Box::new(move |desk| {
                if desk.file.as_ref() == Some(&file) {
                    desk.saved = saved;
                }
            })
        });
    }

    /// Takes over a session as it stands in a file.
    pub fn adopt(&mut self, session: Session) {
        self.undo.remember("open", Undo::ALONE, self.here());
        self.name.clone_from(&session.name);
        self.start = session.scenario.clone();
        self.scenario = session.changes.last().map_or(&self.start, |change| &change.scenario).clone();
        self.view = session.view.clone();
        self.questions = session.questions.clone();
        self.studio.recall(&session);
        self.class.clone_from(&session.class);
        if self.class.as_ref().is_some_and(|class| !class.locked.is_empty()) {
            // What a teacher has locked is not unlocked by going back to before.
            self.undo = Undo::default();
        }
        self.follow.as_kept();
        self.launch(session);
    }

    /// Saves under the name that the session has, unless another window has written that file meanwhile.
    fn save_again(&mut self) {
        let Some(path) = self.file.clone() else {
            self.overlay = Overlay::Path(Wanted::Save);
            return;
        };
        let (session, saved) = (self.session(), self.saved.clone());
        self.errand(move || {
            let is_another = |saved| Session::load(&path).is_ok_and(|there| there != saved);
            if saved.is_some_and(is_another) {
                return Box::new(move |desk: &mut Desk| {
                    desk.overlay = Overlay::Path(Wanted::Save);
                    desk.outdated = true;
                    desk.warn(say!("window.changed-elsewhere", file = path.display()));
                });
            }
            written(session, path)
        });
    }

    fn save(&mut self, path: PathBuf) {
        let mut session = self.session();
        if let (true, Some(stem)) = (self.file.as_ref() != Some(&path), path.file_stem()) {
            session.name = stem.to_string_lossy().into_owned();
        }
        self.errand(move || written(session, path));
    }

    pub fn remember_file(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }
}

/// What a file turned out to be.
pub(super) enum Content {
    Session(Box<Session>),
    Lesson(Lesson),
    /// Cells to compare the swarm with.
    Table {
        cells: usize,
        text: String,
    },
}

/// Reads a file, whatever it holds; the error is one line.
pub(super) fn content(path: &Path) -> Result<Content, String> {
    let ends = |ending: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(ending));
    if ends("lesson") {
        let lesson = read(&short_text(path)?);
        let fail = |mistake| say!("lesson.cannot-open", file = path.display(), mistake = mistake);
        return lesson.map(Content::Lesson).map_err(fail);
    }
    let session = Session::load(path).and_then(|session| {
        let fail = |what: String| say!("window.cannot-open", path = path.display(), problem = what);
        Desk::lesson_inside(&session).map_err(fail)?;
        Ok(Content::Session(Box::new(session)))
    });
    session.or_else(|no_session| {
        if !ends("csv") {
            return Err(no_session);
        }
        let table = short_text(path).map_err(String::from).and_then(|text| {
            let cells = Reference::read(&text)?.len();
            Ok(Content::Table { cells, text })
        });
        table.map_err(|line| say!("gallery.no-table", no_session = no_session, line = line))
    })
}

/// Writes a session's file, and takes note of it.
fn written(session: Session, path: PathBuf) -> Then {
    let saved = session.save(&path);
    Box::new(move |desk| match saved {
        Ok(()) => {
            if matches!(desk.overlay, Overlay::Path(_)) {
                desk.overlay = Overlay::None;
            }
            desk.name.clone_from(&session.name);
            desk.remember_file(&path);
            desk.saved = Some(session);
            desk.outdated = false;
            desk.tell(&say!("window.saved", path = path.display()));
            desk.file = Some(path);
        }
        Err(line) => desk.warn(line),
    })
}
