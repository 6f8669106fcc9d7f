//! Sessions opened, taken over and saved, and which files were.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::command::FileCommand;
use super::studio::origin::Origin;
use super::undo::Undo;
use super::{Desk, MOST_RECENT, Overlay, Wanted};
use crate::export::Format;
use crate::platform::files::is_folder;
use crate::say;
use crate::session::Session;
use crate::valleys::experiments::changes::Change;
use crate::valleys::figures::Effort;

impl Desk {
    /// Carries out what concerns files.
    pub(super) fn keep_files(&mut self, command: FileCommand) {
        match command {
            FileCommand::Open => self.overlay = Overlay::Path(Wanted::Open),
            FileCommand::OpenPath(path) => self.open(&path),
            FileCommand::OpenLecture(paths) => self.open_lecture(&paths),
            FileCommand::Save => self.save_again(),
            FileCommand::SaveAs => self.overlay = Overlay::Path(Wanted::Save),
            FileCommand::SavePath(path) => self.save(&path),
            FileCommand::FreshStart => self.start_afresh(),
            FileCommand::TakeUp(path) => self.take_up(&path),
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

    /// Opens a session, or the one inside an exported figure; if it is no good, says what is wrong and leaves everything
    /// as it is.
    pub(super) fn open(&mut self, path: &Path) {
        if is_folder(path) {
            self.open_lecture(&[path.to_owned()]);
            return;
        }
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("lesson")) {
            self.open_lesson(path);
            return;
        }
        let exported = Format::of(path).is_ok();
        let session = Session::load(path).and_then(|session| {
            let fail = |what: String| say!("window.cannot-open", path = path.display(), problem = what);
            Self::lesson_inside(&session).map_err(fail)?;
            Ok(session)
        });
        match session {
            Ok(session) => {
                self.overlay = Overlay::None;
                self.studio.turn(false);
                self.lessons.running = None;
                self.adopt(session.clone());
                self.opened(session, path);
            }
            Err(line) if exported => self.open_table(path, line),
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
        self.saved = file.as_deref().and_then(|file| Session::load(file).ok());
        self.file = file;
        self.outdated = false;
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
        // The session has a view of its own.
        (self.fit, self.fit_next) = (false, false);
        self.launch(session);
    }

    /// Saves under the name that the session has, unless another window has written that file meanwhile.
    pub(super) fn save_again(&mut self) {
        match self.file.clone() {
            Some(path) if self.is_written_elsewhere(&path) => {
                self.overlay = Overlay::Path(Wanted::Save);
                self.outdated = true;
                self.warn(say!("window.changed-elsewhere", file = path.display()));
            }
            Some(path) => self.save(&path),
            None => self.overlay = Overlay::Path(Wanted::Save),
        }
    }

    fn is_written_elsewhere(&self, path: &Path) -> bool {
        self.saved.as_ref().is_some_and(|saved| Session::load(path).is_ok_and(|there| there != *saved))
    }

    pub(super) fn save(&mut self, path: &Path) {
        let mut session = self.session();
        if let (true, Some(stem)) = (self.file.as_deref() != Some(path), path.file_stem()) {
            session.name = stem.to_string_lossy().into_owned();
        }
        match session.save(path) {
            Ok(()) => {
                self.overlay = Overlay::None;
                self.name.clone_from(&session.name);
                self.file = Some(path.to_owned());
                self.remember_file(path);
                self.saved = Some(session);
                self.outdated = false;
                self.tell(&say!("window.saved", path = path.display()));
            }
            Err(line) => self.warn(line),
        }
    }

    pub fn remember_file(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }
}
