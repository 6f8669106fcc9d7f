//! What any laboratory's settings are made of: schedules, and the knots they are drawn through.

mod knots;
mod schedule;

pub use knots::Knot;
pub use schedule::{Piece, Schedule, Shape};
