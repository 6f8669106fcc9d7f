//! A figure that can be made, as its own file describes it, and what it is made from.

use crate::chart::{Figure, format_whole};
use crate::job::Progress;
use crate::networks::experiments::prepared::Prepared;
use crate::networks::model::Setup;
use crate::say;

pub struct Entry {
    /// What it is called in commands and files.
    pub name: &'static str,
    /// One line, in the [markup](crate::chart::markup).
    pub title: fn() -> &'static str,
    /// Makes it; `None` if cancelled, or if there is nothing to draw.
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

impl Entry {
    pub fn title(&self) -> &'static str {
        (self.title)()
    }
}

/// How much work a figure is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Full,
    Quick,
}

/// What a figure is made from.
#[derive(Debug)]
pub struct Source {
    pub prepared: Prepared,
    pub effort: Effort,
}

impl Source {
    /// What a reader must know of the data: the network, its digits, the run, and whether the figure was made quickly.
    pub fn notes(&self, runs: u64) -> Vec<String> {
        let setup: &Setup = &self.prepared.setup;
        let widths: Vec<String> =
            self.prepared.start.shape.widths().iter().map(ToString::to_string).collect();
        let mut notes = vec![say!(
            "network.figure.note",
            widths = widths.join("-"),
            digits = format_whole(f64::from(setup.digits)),
            tested = format_whole(f64::from(setup.test_digits)),
            eta = setup.eta.at(0),
            batch = setup.batch.at(0),
            seed = setup.seed,
            runs = runs,
        )];
        if self.effort == Effort::Quick {
            notes.push(say!("network.figure.quick").into());
        }
        notes
    }
}
