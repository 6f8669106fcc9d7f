//! Every figure of networks there is, by name.

use super::entry::Entry;
use super::{
    brownian, clocks, convex, edge, fig1a, fig1bc, fig1d, fig1e, fig2, figs1, instability, matching,
};

/// The paper's figures in its order, what it leaves open and we asked, and what other papers say.
pub const CATALOGUE: [&Entry; 16] = [
    &fig1a::ENTRY,
    &fig1bc::FIG1B,
    &fig1bc::FIG1C,
    &fig1d::ENTRY,
    &fig1e::ENTRY,
    &fig2::FIG2A,
    &fig2::FIG2B,
    &fig2::FIG2C,
    &fig2::FIG2D,
    &figs1::ENTRY,
    &matching::ENTRY,
    &clocks::ENTRY,
    &edge::ENTRY,
    &instability::ENTRY,
    &brownian::ENTRY,
    &convex::ENTRY,
];

/// The figure of that name.
pub fn named(name: &str) -> Option<&'static Entry> {
    CATALOGUE.into_iter().find(|entry| entry.name == name)
}

/// Those that show the cells of a grid.
const OF_A_GRID: [&Entry; 4] = [&fig2::FIG2A, &fig2::FIG2B, &fig2::FIG2C, &fig2::FIG2D];

/// Whether a figure shows the cells of a grid, which may be a file's.
pub fn is_of_a_grid(entry: &Entry) -> bool {
    OF_A_GRID.iter().any(|other| other.name == entry.name)
}
