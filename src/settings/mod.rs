//! What any laboratory's settings are made of: numbers by name, schedules and how they are written, grids over two of
//! the numbers, and what tells results apart that are kept in files.

mod adjustable;
mod checked;
mod fingerprint;
mod flags;
mod grid;
mod invalid;
mod knots;
mod schedule;
pub mod table;
mod written;

pub use adjustable::{About, Adjustable, Settings};
pub use checked::Checked;
pub use fingerprint::fingerprint;
pub use flags::flags;
pub use grid::{Axis, Grid, GridError, MOST_CELLS, Span};
pub use invalid::{Invalid, Wrong};
pub use knots::Knot;
pub use schedule::{Piece, Schedule, Shape};
pub use written::NoSchedule;
