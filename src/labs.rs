//! The laboratories there are, and whose figure a name is: below those who show figures, the only file that knows more
//! than one.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::{networks, valleys};

/// What a session keeps of the laboratory of networks.
pub use crate::networks::bench::Bench;
pub use crate::networks::experiments::field::Crop;
pub use crate::networks::leaf::Leaf;
pub use crate::networks::model::{Parameter as NetworkParameter, Preset as NetworkPreset, Setup};

/// A laboratory, as a session's file names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lab {
    /// The one of all sessions before they named it.
    #[default]
    Valleys,
    /// The page that is open is that of the networks; the run of the valleys is kept beside it.
    Networks,
}

impl Lab {
    pub const ALL: [Self; 2] = [Self::Valleys, Self::Networks];

    pub fn name(self) -> &'static str {
        match self {
            Self::Valleys => "valleys",
            Self::Networks => "networks",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lab| lab.name() == name)
    }
}

/// A figure of one of them.
#[derive(Clone, Copy)]
pub enum Drawn {
    Valleys(&'static valleys::figures::Entry),
    Networks(&'static networks::figures::Entry),
}

impl Drawn {
    pub fn name(self) -> &'static str {
        match self {
            Self::Valleys(entry) => entry.name,
            Self::Networks(entry) => entry.name,
        }
    }
}

/// The whole set: the figures of the two valleys, then those of networks.
pub fn catalogue() -> impl Iterator<Item = Drawn> {
    let networks = networks::figures::CATALOGUE.into_iter().map(Drawn::Networks);
    valleys::figures::CATALOGUE.into_iter().map(Drawn::Valleys).chain(networks)
}

/// The figure of that name, whosever it is.
pub fn figure(name: &str) -> Option<Drawn> {
    let valleys = || valleys::figures::named(name).map(Drawn::Valleys);
    valleys().or_else(|| networks::figures::named(name).map(Drawn::Networks))
}

/// The figure meant by a mistyped name: one whose name holds it whole, or takes the fewest changes of a letter to come to;
/// of several the one that begins most alike, and of those the last.
pub fn nearest(name: &str) -> Drawn {
    let name = name.to_lowercase();
    let alike = |other: &str| name.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    // The last of equals wins.
    let nearness = |drawn: &Drawn| {
        let other = drawn.name();
        (other.contains(&name), Reverse(distance(&name, other)), alike(other))
    };
    let valleys = valleys::figures::every().map(Drawn::Valleys);
    let networks = networks::figures::CATALOGUE.into_iter().map(Drawn::Networks);
    valleys.chain(networks).max_by_key(nearness).expect("the catalogues are not empty")
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
            ("fig1f", "fig1e"),
            ("instabilty", "instability"),
            ("figS1", "figs1"),
        ] {
            assert_eq!(nearest(typed).name(), meant, "{typed}");
        }
        assert!(figure("fig4d").is_none());
    }

    #[test]
    fn distances_count_single_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("stage", "stage"), 0);
    }
}
