//! Every figure of networks there is, by name.

use super::entry::Entry;
use super::{clocks, edge, matching};

/// What the paper leaves open, and we asked.
pub const CATALOGUE: [&Entry; 3] = [&matching::ENTRY, &clocks::ENTRY, &edge::ENTRY];

/// The figure of that name.
pub fn named(name: &str) -> Option<&'static Entry> {
    CATALOGUE.into_iter().find(|entry| entry.name == name)
}
