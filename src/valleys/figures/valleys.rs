//! What the two valleys are called and which ink is theirs: below γ = 1 the one at x > 0 is the steep one.

use std::cmp::Ordering;

use crate::chart::Ink;
use crate::say;
use crate::valleys::model::{Landscape, Valley};

/// The name of a valley, and its ink.
pub fn called(landscape: &Landscape, valley: Valley) -> (&'static str, Ink) {
    let flat_side = valley == Valley::Flat;
    match landscape.gamma().total_cmp(&1.0) {
        Ordering::Equal if flat_side => (say!("valley.right"), Ink::Flat),
        Ordering::Equal => (say!("valley.left"), Ink::Steep),
        order if (order == Ordering::Greater) == flat_side => (say!("valley.flat"), Ink::Flat),
        _ => (say!("valley.steep"), Ink::Steep),
    }
}

/// Its name where there is room for a word; what is neither flat nor steep needs more.
pub fn briefly(landscape: &Landscape, valley: Valley) -> &'static str {
    match called(landscape, valley) {
        (name, _) if landscape.gamma() == 1.0 => name,
        (_, Ink::Flat) => say!("valley.flat.briefly"),
        _ => say!("valley.steep.briefly"),
    }
}

/// The flatter of the two, in which most walkers are.
pub fn flatter(landscape: &Landscape) -> Valley {
    if landscape.flat_is_right() { Valley::Flat } else { Valley::Sharp }
}
