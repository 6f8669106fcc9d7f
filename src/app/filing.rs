//! Sessions opened, taken over and saved, and which files were.

use std::path::Path;
use std::sync::Arc;

use super::desk::{Desk, MOST_RECENT, Overlay};
use super::gallery::Origin;
use super::undo::Undo;
use crate::export::Format;
use crate::figures::Effort;
use crate::say;
use crate::session::Session;

impl Desk {
    /// Whether closing would lose something.
    pub fn unsaved(&self) -> bool {
        self.saved.as_ref() != Some(&self.session())
    }

    /// Everything worth keeping.
    pub fn session(&self) -> Session {
        let session = self.session_alone();
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
        if path.is_dir() {
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
            let lesson = Self::lesson_inside(&session).map_err(fail)?;
            Ok((session, lesson))
        });
        match session {
            Ok((session, lesson)) => {
                self.overlay = Overlay::None;
                self.studio.turn(false);
                self.lessons.running = None;
                self.adopt(session);
                // The figure is not to be written over by the next save.
                self.file = (!exported).then(|| path.to_owned());
                self.remember_file(path);
                self.tell(&say!("window.opened", path = path.display()));
                if let Some(lesson) = lesson {
                    self.begin(Arc::new(lesson));
                }
            }
            Err(line) if exported => self.open_table(path, line),
            Err(line) => self.warn(line),
        }
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
                self.tell(&say!("window.saved", path = path.display()));
            }
            Err(line) => self.warn(line),
        }
    }

    pub(super) fn remember_file(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }
}
