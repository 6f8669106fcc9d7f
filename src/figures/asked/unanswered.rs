//! The picture of a question that has no answer: it says why.

use crate::figures::axis::Axis;
use crate::figures::catalogue::{Entry, named};
use crate::figures::colour::Ink;
use crate::figures::description::{Figure, KnownName, Panel, Shape};
use crate::say;

/// An empty figure with one line in it.
pub fn figure(name: KnownName, why: &str) -> Figure {
    let words = Shape::Words { at: [0.5, 0.5], align: [0.0, 0.0], text: why.into(), ink: Ink::Mute };
    Figure {
        name,
        title: named(name).map_or(name, Entry::title).into(),
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
