//! Films of a run: the stage or a panel, drawn frame by frame away from the window.

mod cinema;
mod dialog;

pub use cinema::{Cinema, Recipe, Run, SIZES, Subject, subjects};
pub use dialog::show;
