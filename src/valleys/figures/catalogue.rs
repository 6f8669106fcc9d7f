//! Every figure there is, by name.

use super::asked::{
    compare, courses, discrete, fork, gauge, jitter, paradox, phase, published, raster, stability,
};
use super::source::Source;
use super::{fig3b, fig4a, fig4b, fig4c, freezing, p_flat, plane, slice, stage, sweeps, timescales, verdict};
use crate::chart::Figure;
use crate::job::Progress;
use crate::say;
use crate::valleys::model::Preset;
use std::cmp::Reverse;

/// A figure that can be made.
pub struct Entry {
    pub name: &'static str,
    title: fn() -> &'static str,
    /// Makes it; `None` if cancelled.
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

impl Entry {
    /// One line, in the [markup](crate::chart::markup).
    pub fn title(&self) -> &'static str {
        (self.title)()
    }

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
    Entry { name: "fig3b", title: || say!("figure.fig3b.title"), make: fig3b::make },
    Entry { name: "fig3c", title: || say!("figure.fig3c.title"), make: sweeps::fig3c },
    Entry { name: "fig3d", title: || say!("figure.fig3d.title"), make: sweeps::fig3d },
    Entry { name: "fig4a", title: || say!("figure.fig4a.title"), make: fig4a::make },
    Entry { name: "fig4b", title: || say!("figure.fig4b.title"), make: fig4b::make },
    Entry { name: "fig4c", title: || say!("figure.fig4c.title"), make: fig4c::make },
    Entry { name: "figs6-c", title: || say!("figure.figs6-c.title"), make: sweeps::figs6_c },
    Entry { name: "figs6-d", title: || say!("figure.figs6-d.title"), make: sweeps::figs6_d },
    Entry { name: "p-flat", title: || say!("figure.p-flat.title"), make: p_flat::make },
    Entry { name: "verdict", title: || say!("figure.verdict.title"), make: verdict::make },
    Entry { name: "freezing", title: || say!("figure.freezing.title"), make: freezing::make },
    Entry { name: "timescales", title: || say!("figure.timescales.title"), make: timescales::make },
    Entry { name: "plane", title: || say!("figure.plane.title"), make: plane::make },
    Entry { name: "slice", title: || say!("figure.slice.title"), make: slice::make },
    Entry { name: "stage", title: || say!("figure.stage.title"), make: stage::make },
];

/// The experiments: what a researcher or a teacher asks of the session's run.
pub const EXPERIMENTS: [Entry; 11] = [
    Entry { name: "phase", title: || say!("figure.phase.title"), make: phase::make },
    Entry { name: "phase-published", title: || say!("figure.phase-published.title"), make: published::make },
    Entry { name: "fork", title: || say!("figure.fork.title"), make: fork::make },
    Entry { name: "compare", title: || say!("figure.compare.title"), make: compare::make },
    Entry { name: "paradox", title: || say!("figure.paradox.title"), make: paradox::make },
    Entry { name: "courses", title: || say!("figure.courses.title"), make: courses::make },
    Entry { name: "raster", title: || say!("figure.raster.title"), make: raster::make },
    Entry { name: "gauge", title: || say!("figure.gauge.title"), make: gauge::make },
    Entry { name: "discrete", title: || say!("figure.discrete.title"), make: discrete::make },
    Entry { name: "jitter", title: || say!("figure.jitter.title"), make: jitter::make },
    Entry { name: "stability", title: || say!("figure.stability.title"), make: stability::make },
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
