//! The picture of a question that has no answer: it says why.

use std::fmt::Display;

use crate::chart::{Axis, Figure, Ink, Panel, Shape};
use crate::say;
use crate::valleys::figures::entry::Entry;

/// An empty figure with one line in it.
pub fn figure(entry: &Entry, why: impl Display) -> Figure {
    let words = Shape::Words { at: [0.5, 0.5], align: [0.0, 0.0], text: why.to_string(), ink: Ink::Mute };
    Figure {
        name: entry.name.into(),
        title: entry.title().into(),
        caption: say!("figure.unanswered", why = why),
        notes: vec![say!("figure.unanswered.note").into()],
        aspect: 0.4,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::hidden([0.0, 1.0]),
            y: Axis::hidden([0.0, 1.0]),
            marks: vec![words.into()],
            bar: None,
        }],
    }
}
