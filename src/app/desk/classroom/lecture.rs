//! A lecture: saved sessions and lessons, one after the other, under the keys of a remote control.

use std::path::PathBuf;

use super::Running;
use crate::app::desk::Desk;
use crate::app::desk::content::{Content, content};
use crate::app::desk::errands::Then;
use crate::platform::openable_in;
use crate::say;

/// The files of a lecture, and the one on show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lecture {
    pub files: Vec<PathBuf>,
    pub index: usize,
}

impl Desk {
    /// Opens several files, in this order; those of a folder by their names.
    pub fn open_lecture(&mut self, paths: Vec<PathBuf>) {
        self.errand(move || lecture_of(&paths));
    }

    /// Shows a file of a lecture; whether it was any good.
    fn show(&mut self, content: Result<Content, String>, lecture: Lecture) -> bool {
        self.around.notice = None;
        let path = lecture.files[lecture.index].clone();
        self.take(content, &path);
        let shown = !self.around.notice.as_ref().is_some_and(|notice| notice.warning);
        if shown {
            self.lessons.lecture = Some(lecture);
        }
        shown
    }

    /// One page on, or one back: within the lesson on show, and from file to file of a lecture.
    pub fn page(&mut self, on: bool) {
        // A page that is on its way comes first.
        if self.is_filing() {
            return;
        }
        let within = match &self.lessons.running {
            Some(running) => inside(running, on, self.lessons.lecture.is_some()),
            None => false,
        };
        if within {
            self.turn_page(on);
            return;
        }
        let Some(Lecture { files, index }) = self.lessons.lecture.clone() else { return };
        let index = if on { index + 1 } else { index.wrapping_sub(1) };
        let Some(path) = files.get(index).cloned() else { return };
        self.errand(move || {
            let content = content(&path);
            Box::new(move |desk| {
                if desk.show(content, Lecture { files, index }) {
                    // The slide says where it is; a word about the file is for no audience.
                    desk.around.notice = None;
                }
            })
        });
    }
}

/// Reads the files of a lecture as far as its first.
pub(in crate::app::desk) fn lecture_of(paths: &[PathBuf]) -> Then {
    let files: Result<Vec<_>, _> = paths.iter().map(|path| openable_in(path)).collect();
    let files = match files {
        Ok(files) => files.concat(),
        Err(error) => return Box::new(move |desk| desk.warn(error.to_string())),
    };
    let first = files.first().map(|first| content(first));
    Box::new(move |desk| {
        if let Some(first) = first
            && desk.show(first, Lecture { files, index: 0 })
        {
            desk.tell(say!("lesson.lecture-open"));
        }
    })
}

/// Whether the page to go to is one of the lesson's; alone, a lesson ends after its last.
fn inside(running: &Running, on: bool, in_lecture: bool) -> bool {
    let at_the_end = if on { running.is_last() } else { running.index == 0 };
    !(in_lecture && at_the_end)
}
