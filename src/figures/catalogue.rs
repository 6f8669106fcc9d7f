//! Every figure there is, by name.

use super::asked::{
    compare, courses, discrete, fork, gauge, jitter, paradox, phase, published, raster, stability,
};
use std::cmp::Reverse;

use super::description::Figure;
use super::source::Source;
use super::{fig3b, fig4a, fig4b, fig4c, freezing, p_flat, plane, slice, stage, sweeps, timescales, verdict};
use crate::experiments::run::Progress;
use crate::model::Preset;

/// A figure that can be made.
pub struct Entry {
    pub name: &'static str,
    /// One line, in the [markup](super::markup).
    pub title: &'static str,
    /// Makes it; `None` if cancelled.
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

impl Entry {
    /// The paper's protocol that the figure follows; none shows the session's own run.
    pub fn preset(&self) -> Option<Preset> {
        let of = |prefix: &str| self.name.starts_with(prefix);
        match () {
            () if of("figs6") => Some(Preset::FigS6),
            () if of("fig3") => Some(Preset::Fig3),
            () if of("fig4") => Some(Preset::Fig4),
            () => None,
        }
    }
}

/// The paper's figures in its order, then ours.
pub const CATALOGUE: [Entry; 15] = [
    Entry { name: "fig3b", title: fig3b::TITLE, make: fig3b::make },
    Entry { name: "fig3c", title: sweeps::FIG3C, make: sweeps::fig3c },
    Entry { name: "fig3d", title: sweeps::FIG3D, make: sweeps::fig3d },
    Entry { name: "fig4a", title: fig4a::TITLE, make: fig4a::make },
    Entry { name: "fig4b", title: fig4b::TITLE, make: fig4b::make },
    Entry { name: "fig4c", title: fig4c::TITLE, make: fig4c::make },
    Entry { name: "figs6-c", title: sweeps::FIGS6_C, make: sweeps::figs6_c },
    Entry { name: "figs6-d", title: sweeps::FIGS6_D, make: sweeps::figs6_d },
    Entry { name: "p-flat", title: p_flat::TITLE, make: p_flat::make },
    Entry { name: "verdict", title: verdict::TITLE, make: verdict::make },
    Entry { name: "freezing", title: freezing::TITLE, make: freezing::make },
    Entry { name: "timescales", title: timescales::TITLE, make: timescales::make },
    Entry { name: "plane", title: plane::TITLE, make: plane::make },
    Entry { name: "slice", title: slice::TITLE, make: slice::make },
    Entry { name: "stage", title: stage::TITLE, make: stage::make },
];

/// The experiments: what a researcher or a teacher asks of the session's run.
pub const EXPERIMENTS: [Entry; 11] = [
    Entry { name: "phase", title: phase::TITLE, make: phase::make },
    Entry { name: "phase-published", title: published::TITLE, make: published::make },
    Entry { name: "fork", title: fork::TITLE, make: fork::make },
    Entry { name: "compare", title: compare::TITLE, make: compare::make },
    Entry { name: "paradox", title: paradox::TITLE, make: paradox::make },
    Entry { name: "courses", title: courses::TITLE, make: courses::make },
    Entry { name: "raster", title: raster::TITLE, make: raster::make },
    Entry { name: "gauge", title: gauge::TITLE, make: gauge::make },
    Entry { name: "discrete", title: discrete::TITLE, make: discrete::make },
    Entry { name: "jitter", title: jitter::TITLE, make: jitter::make },
    Entry { name: "stability", title: stability::TITLE, make: stability::make },
];

/// The catalogue, then the experiments.
pub fn every() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.iter().chain(&EXPERIMENTS)
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
    let nearness = |entry: &&Entry| {
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
