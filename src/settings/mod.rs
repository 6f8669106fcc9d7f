//! What any laboratory's settings are made of: numbers by name, schedules, and the knots they are drawn through.

mod adjustable;
mod invalid;
mod knots;
mod schedule;

pub use adjustable::{About, Adjustable, Settings};
pub use invalid::{Invalid, Wrong};
pub use knots::Knot;
pub use schedule::{Piece, Schedule, Shape};
