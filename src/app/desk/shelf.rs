//! Runs put aside: every run that another takes the place of leaves a stamp, to be gone back to and compared.

use super::Desk;
use super::command::ShelfCommand;
use crate::session::Session;
use crate::valleys::experiments::story::Story;

/// What of it a picture needs.
pub use crate::session::{MOST_LETTERS, PLACES, Stamp};

impl Desk {
    /// Carries out what is done with the shelf.
    pub(super) fn tidy(&mut self, command: ShelfCommand) {
        match command {
            ShelfCommand::Return(place) => self.go_back_to(place),
            ShelfCommand::Call(place, name) => {
                self.shelf.call(place, &name);
                self.around.renaming = None;
            }
            ShelfCommand::Rename(place) => self.around.renaming = place.filter(|place| *place < PLACES),
            ShelfCommand::Remove(place) => self.remove(place),
            ShelfCommand::Compare(place) => self.compare(place),
            ShelfCommand::CompareTwo(behind, before) => self.compare_two(behind, before),
            ShelfCommand::Alone => self.run.ghost = None,
        }
    }

    /// What the runs on the shelf are called, the one under way among them.
    pub fn shelf_names(&self) -> Vec<String> {
        self.shelf.names(&self.run.story())
    }

    fn compare(&mut self, place: usize) {
        let name = self.shelf_names().get(place).cloned().unwrap_or_default();
        if let Some(stamp) = self.shelf.at(place) {
            self.run.compare_with(stamp, name);
        }
    }

    fn compare_two(&mut self, behind: usize, before: usize) {
        if behind == self.shelf.here() {
            // Of the two it is the other that can be told from the run under way.
            return self.compare(before);
        }
        let Some(story) = self.shelf.at(behind).map(Stamp::story) else { return };
        self.go_back_to(before);
        let place =
            (0..PLACES).find(|place| self.shelf.at(*place).is_some_and(|stamp| stamp.story() == story));
        place.into_iter().for_each(|place| self.compare(place));
    }

    fn go_back_to(&mut self, place: usize) {
        let here = self.run.stamp();
        let Some(stamp) = self.shelf.take(place, here) else { return };
        let Stamp { scenario, changes, step, .. } = stamp;
        let session = Session { name: self.run.name.clone(), scenario, changes, step, ..Session::default() };
        self.run.adopt(session, &self.view);
        self.follow.fit = true;
    }

    fn remove(&mut self, place: usize) {
        let story = self.shelf.at(place).map(Stamp::story);
        if story.is_some_and(|story| self.is_ghost(&story)) {
            self.run.ghost = None;
        }
        self.shelf.remove(place);
    }

    /// Whether a run is the one shown behind the one under way.
    pub fn is_ghost(&self, story: &Story) -> bool {
        self.run.ghost().is_some_and(|ghost| *ghost.story == *story)
    }

    /// Puts aside what the run was, if it was something. A lesson's runs are its own.
    pub(super) fn put_aside(&mut self) {
        let Some(stamp) = self.run.left.take().filter(|_| self.lessons.running.is_none()) else { return };
        let ghost = self.run.ghost().map(|ghost| ghost.story.clone());
        self.shelf.put_aside(stamp, |stamp| ghost.as_ref().is_some_and(|ghost| **ghost == stamp.story()));
    }
}
