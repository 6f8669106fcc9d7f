//! Lessons in the window: the list of them, the page under way beside the stage, and what the student predicts.
//!
//! A lesson is read and checked in [`crate::lessons`]; here its pages set up the run by the same commands that the controls
//! send, and notice on the swarm's own numbers when a task is done.

mod answer;
mod class;
mod classroom;
mod lecture;
mod list;
mod page;
mod presenting;
mod prose;
mod sketch;
mod teaching;

pub use class::locked;
pub use classroom::{Classroom, Page, Prediction, Progress, Running, Verdict};
pub use lecture::Lecture;
pub use list::show as show_list;
pub use page::show as show_page;
pub use presenting::show as show_presenting;

/// What a student, or a teacher with a remote control, does with a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// Begins a lesson, by its place in the list.
    Begin(usize),
    /// Begins the tour of the first start.
    Tour,
    /// Leaves it, back to the run before.
    Leave,
    Back,
    /// On to the next page, once this one is finished.
    Next,
    /// The same whether it is finished or not.
    Skip,
    /// A prediction still being made.
    Draft(Prediction),
    /// One that stands.
    Predict(Prediction),
}
