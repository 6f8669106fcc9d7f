//! Every figure there is, by name.

use super::asked::EXPERIMENTS;
use super::entry::Entry;
use super::{fig3b, fig4a, fig4b, fig4c, freezing, p_flat, plane, slice, stage, sweeps, timescales, verdict};
use std::cmp::Reverse;

/// The paper's figures in its order, then ours.
pub const CATALOGUE: [&Entry; 15] = [
    &fig3b::ENTRY,
    &sweeps::FIG3C,
    &sweeps::FIG3D,
    &fig4a::ENTRY,
    &fig4b::ENTRY,
    &fig4c::ENTRY,
    &sweeps::FIGS6_C,
    &sweeps::FIGS6_D,
    &p_flat::ENTRY,
    &verdict::ENTRY,
    &freezing::ENTRY,
    &timescales::ENTRY,
    &plane::ENTRY,
    &slice::ENTRY,
    &stage::ENTRY,
];

/// The catalogue, then the experiments.
pub fn every() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.into_iter().chain(EXPERIMENTS)
}

/// The figure of that name.
pub fn named(name: &str) -> Option<&'static Entry> {
    every().find(|entry| entry.name == name)
}

/// The figure meant by a mistyped name: one whose name holds it whole, or takes the fewest changes of a letter to come to;
/// of several the one that begins most alike, and of those the last.
pub fn nearest(name: &str) -> &'static Entry {
    let name = name.to_lowercase();
    let alike = |other: &str| name.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    // The last of equals wins.
    let nearness = |entry: &&'static Entry| {
        (entry.name.contains(&name), Reverse(distance(&name, entry.name)), alike(entry.name))
    };
    every().max_by_key(nearness).expect("the catalogue is not empty")
}

/// How many letters must be put in, taken out or exchanged (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in to.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = exchanged.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_figure() {
        for (typed, meant) in [
            ("fig4d", "fig4c"),
            ("Fig3B", "fig3b"),
            ("pflat", "p-flat"),
            ("verdikt", "verdict"),
            ("s6-c", "figs6-c"),
        ] {
            assert_eq!(nearest(typed).name, meant, "{typed}");
        }
        assert!(named("fig4d").is_none());
    }

    #[test]
    fn distances_count_single_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("stage", "stage"), 0);
    }
}
