//! Lessons in the window: the list of them, the page under way beside the stage, and what the student predicts.
//!
//! A lesson is read and checked in [`crate::lessons`]; here its pages set up the run by the same commands that the controls
//! send, and notice on the swarm's own numbers when a task is done.

mod answer;
mod class;
mod end;
mod list;
mod page;
mod presenting;
mod prose;
mod reveal;
mod styles;

pub use list::show as show_list;
pub use page::show as show_page;
pub use presenting::show as show_presenting;
