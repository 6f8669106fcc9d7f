//! A lecture: saved sessions and lessons, one after the other, under the keys of a remote control.

use std::path::{Path, PathBuf};

use super::Running;
use crate::app::desk::Desk;
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
    pub fn open_lecture(&mut self, paths: &[PathBuf]) {
        let mut files = Vec::new();
        for path in paths {
            match openable_in(path) {
                Ok(found) => files.extend(found),
                Err(error) => return self.warn(error.to_string()),
            }
        }
        let Some(first) = files.first().cloned() else { return };
        let before = self.lecture.take();
        if self.show_file(&first) {
            self.lecture = Some(Lecture { files, index: 0 });
            self.tell(say!("lesson.lecture-open"));
        } else {
            self.lecture = before;
        }
    }

    /// Opens a file of the lecture; whether it could be opened.
    fn show_file(&mut self, path: &Path) -> bool {
        self.notice = None;
        self.open(path);
        !self.notice.as_ref().is_some_and(|notice| notice.warning)
    }

    /// One page on, or one back: within the lesson on show, and from file to file of a lecture.
    pub fn page(&mut self, on: bool) {
        let within = match &self.lessons.running {
            Some(running) => inside(running, on, self.lecture.is_some()),
            None => false,
        };
        if within {
            self.turn_page(on);
            return;
        }
        let Some(Lecture { files, index }) = self.lecture.clone() else { return };
        let next = if on { index + 1 } else { index.wrapping_sub(1) };
        if let Some(path) = files.get(next)
            && self.show_file(path)
        {
            // The slide says where it is; a word about the file is for no audience.
            self.notice = None;
            self.lecture = Some(Lecture { files, index: next });
        }
    }
}

/// Whether the page to go to is one of the lesson's; alone, a lesson ends after its last.
fn inside(running: &Running, on: bool, in_lecture: bool) -> bool {
    let at_the_end = if on { running.is_last() } else { running.index == 0 };
    !(in_lecture && at_the_end)
}
