//! Runs as links: copied for others, and opened.

use std::sync::Arc;

use super::Desk;
use super::around::{Copied, Overlay};
use super::content::lesson_inside;
use crate::lessons::Lesson;
use crate::platform::address;
use crate::say;
use crate::session::{Link, Session};

impl Desk {
    /// Copies a link to the run, or to the lesson under way with the run before it.
    pub(super) fn copy_link(&mut self) {
        match self.link().written(&address::own()) {
            Ok(written) => self.around.copied = Some(Copied::Link(written)),
            Err(what) => self.warn(say!("link.cannot-copy", what = what)),
        }
    }

    fn link(&self) -> Link {
        let session = self.to_keep().session;
        let lesson = self.lessons.running.as_ref().and_then(|running| self.lessons.name_of(&running.lesson));
        // A lesson by itself has a short link.
        let alone = lesson.is_some() && session.is_untouched();
        let session = (!alone).then(|| Box::new(session));
        Link { session, lesson: lesson.map(str::to_owned), ..Link::default() }
    }

    /// Opens what a text leads to; if that is nowhere, says why and leaves everything as it is.
    pub(super) fn open_link(&mut self, text: &str) {
        match Link::read(text) {
            // There is room for everything where there is room to open it.
            Ok(link) => self.follow_link(Link { embedded: false, ..link }),
            Err(what) => self.warn(say!("link.cannot-open", what = what)),
        }
    }

    /// Takes over what a link leads to.
    pub fn follow_link(&mut self, link: Link) {
        let lesson = match self.lesson_of(&link) {
            Ok(lesson) => lesson,
            Err(line) => return self.warn(say!("link.cannot-open", what = line)),
        };
        self.around.overlay = Overlay::None;
        if let Some(session) = link.session {
            self.studio.turn(false);
            self.lessons.running = None;
            self.tell(&say!("link.opened", run = session.name));
            self.adopt(*session);
            self.belongs_to(None);
        }
        if let Some(lesson) = lesson {
            self.begin(lesson);
        }
        if link.embedded {
            self.look.presenting = true;
            self.around.embedded = true;
            self.around.notice = None;
            self.view.panels =
                link.panel.into_iter().chain(self.view.panels.iter().copied()).take(1).collect();
        }
    }

    /// The lesson that it names, or that is inside its session.
    fn lesson_of(&self, link: &Link) -> Result<Option<Arc<Lesson>>, String> {
        let inside = |session: &Session| Ok(lesson_inside(session)?.map(Arc::new));
        match (&link.lesson, &link.session) {
            (Some(name), _) => match self.lessons.named(name) {
                Some(lesson) => Ok(Some(lesson)),
                None => {
                    let names: Vec<_> = self.lessons.by_name().map(|(name, _)| name).collect();
                    Err(say!("link.no-lesson", name = name, names = names.join(", ")))
                }
            },
            (None, Some(session)) => inside(session),
            (None, None) => Ok(None),
        }
    }
}
