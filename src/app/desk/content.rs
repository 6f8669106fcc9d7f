//! What a file holds: a session, a lesson, or cells to compare the swarm with.

use std::path::Path;

use crate::lessons::{Lesson, is_one, read};
use crate::platform::short_text;
use crate::say;
use crate::session::{Broken, Link, Session, is_link};
use crate::valleys::experiments::check::Reference;

/// What a file turned out to be.
pub(super) enum Content {
    Session(Box<Session>),
    Lesson(Lesson),
    /// Cells to compare the swarm with.
    Table {
        cells: usize,
        text: String,
    },
    Link(Link),
}

/// Reads a file, whatever it holds; the error is one line.
pub(super) fn content(path: &Path) -> Result<Content, String> {
    let ends = |ending: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(ending));
    if is_one(path) {
        let lesson = read(&short_text(path).map_err(|error| error.to_string())?);
        let fail = |mistake| say!("lesson.cannot-open", file = path.display(), mistake = mistake);
        return lesson.map(Content::Lesson).map_err(fail);
    }
    // What systems make of a link that is dragged into a folder.
    if ends("url") || ends("desktop") {
        let text = short_text(path).map_err(|error| error.to_string())?;
        let mut lines = text.lines().map(|line| line.trim_start_matches("URL="));
        let link = lines.find(|line| is_link(line)).map_or(Err(Broken::Empty), Link::read);
        return link.map(Content::Link).map_err(|what| say!("link.cannot-open", what = what));
    }
    let session = Session::load(path).map_err(|error| error.to_string()).and_then(|session| {
        let fail = |what: String| say!("window.cannot-open", path = path.display(), problem = what);
        lesson_inside(&session).map_err(fail)?;
        Ok(Content::Session(Box::new(session)))
    });
    session.or_else(|no_session| {
        if !ends("csv") {
            return Err(no_session);
        }
        let table = short_text(path).map_err(|error| error.to_string()).and_then(|text| {
            let cells = Reference::read(&text).map_err(|error| error.to_string())?.len();
            Ok(Content::Table { cells, text })
        });
        table.map_err(|line| say!("gallery.no-table", no_session = no_session, line = line))
    })
}

/// The lesson inside a session begins with it; the error says what is wrong with it.
pub(super) fn lesson_inside(session: &Session) -> Result<Option<Lesson>, String> {
    let text = session.class.as_ref().and_then(|class| class.lesson.as_ref());
    let lesson = text.map(|text| read(text)).transpose();
    lesson.map_err(|mistake| say!("class.lesson-inside", mistake = mistake))
}
