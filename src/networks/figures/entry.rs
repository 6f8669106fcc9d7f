//! A figure that can be made, as its own file describes it.

use super::source::Source;
use crate::chart::Figure;
use crate::job::Progress;

pub struct Entry {
    /// What it is called in commands and files.
    pub name: &'static str,
    /// One line, in the [markup](crate::chart::markup).
    pub title: fn() -> &'static str,
    /// Makes it; `None` if cancelled, or if there is nothing to draw.
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

impl Entry {
    pub fn title(&self) -> &'static str {
        (self.title)()
    }
}
