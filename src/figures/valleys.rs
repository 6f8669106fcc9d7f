//! What the two valleys are called and which ink is theirs: below γ = 1 the one at x > 0 is the steep one.

use std::cmp::Ordering;

use super::colour::Ink;
use crate::model::{Landscape, Valley};

/// The name of a valley, and its ink.
pub fn called(landscape: &Landscape, valley: Valley) -> (&'static str, Ink) {
    let flat_side = valley == Valley::Flat;
    match landscape.gamma().total_cmp(&1.0) {
        Ordering::Equal if flat_side => ("valley at $x$ > 0", Ink::Flat),
        Ordering::Equal => ("valley at $x$ < 0", Ink::Steep),
        order if (order == Ordering::Greater) == flat_side => ("flat valley", Ink::Flat),
        _ => ("steep valley", Ink::Steep),
    }
}
