//! Every figure there is, by name.

use super::asked::EXPERIMENTS;
use super::entry::Entry;
use super::{fig3b, fig4a, fig4b, fig4c, freezing, p_flat, plane, slice, stage, sweeps, timescales, verdict};

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
