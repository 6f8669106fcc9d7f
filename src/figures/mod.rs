//! Results as plain descriptions of figures, and the catalogue of them.
//!
//! A [`Figure`] is panels with axes and marks, in the units of the model; neither window nor paper is known here.

pub mod axis;
pub mod colour;
mod description;
pub mod markup;
mod number;
mod source;

pub use axis::{Axis, Numbers};
pub use colour::{Colours, Ink, Map, Rgb};
pub use description::{ColourBar, Dash, Dot, Figure, Mark, Name, NameAt, Panel, Patch, Pen, Shape, Symbol};
pub use number::{format_number, format_whole, parse_number};
pub use source::{Effort, Look, Source};

use crate::experiments::run::Progress;

/// A figure of the catalogue.
pub struct Entry {
    pub name: &'static str,
    pub title: &'static str,
    pub make: fn(&Source, &Progress<'_>) -> Option<Figure>,
}

/// Every figure there is.
pub const CATALOGUE: &[Entry] = &[
    Entry { name: "fig3b", title: "The two valleys", make: |_, _| Some(stand_in("fig3b")) },
    Entry { name: "fig3c", title: "Share in the flat valley", make: slow },
    Entry { name: "fig3d", title: "Time of the last hop", make: slow },
    Entry { name: "fig4a", title: "Effective loss", make: |_, _| Some(stand_in("fig4a")) },
    Entry { name: "fig4b", title: "Paths and shares", make: slow },
    Entry { name: "fig4c", title: "Freezing plane", make: |_, _| Some(stand_in("fig4c")) },
    Entry { name: "p-flat", title: "Share against height", make: |_, _| Some(stand_in("p-flat")) },
    Entry { name: "verdict", title: "Which formula holds", make: slow },
    Entry { name: "freezing", title: "When and where hopping ends", make: |_, _| Some(stand_in("freezing")) },
    Entry { name: "timescales", title: "Times along the climb", make: |_, _| Some(stand_in("timescales")) },
    Entry { name: "stage", title: "The current view", make: |_, _| Some(stand_in("stage")) },
];

/// The figure of a name.
pub fn named(name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name == name)
}

fn slow(_: &Source, progress: &Progress<'_>) -> Option<Figure> {
    for step in 0..200 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        if progress(f64::from(step) / 200.0).is_break() {
            return None;
        }
    }
    Some(stand_in("slow"))
}

fn stand_in(name: &'static str) -> Figure {
    let pen = |ink, dash| Pen::new(ink, 1.2, dash);
    let sine = |k: f64| (0..=200).map(|i| f64::from(i) * 0.05).map(move |x| [x, 0.5 + 0.4 * (k * x).sin()]);
    let x = || Axis::new("$y$", [0.0, 10.0], Numbers::Plain);
    let y = || Axis::new("Share in the flat valley $P_{flat}$", [0.0, 1.0], Numbers::Plain);
    let cells: Vec<f64> =
        (0..400).map(|i| if i % 97 == 5 { f64::NAN } else { f64::from(i) / 400.0 }).collect();
    let edges = |to: f64| (0..=20).map(|i| f64::from(i) / 20.0 * to).collect::<Vec<f64>>();
    Figure {
        name,
        title: format!("A figure called **{name}**, $P_{{flat}}(y)$"),
        caption: "What it shows and what to see in it: hopping ends where the barrier $ΔL$ exceeds the noise, and what is left is frozen in.".into(),
        notes: vec!["2,000 walkers, 20,000 steps, seed 42".into()],
        aspect: 0.5,
        panels: vec![
            Panel {
                place: [0.0, 0.0, 0.5, 1.0],
                title: "Curves".into(),
                x: x(),
                y: y(),
                marks: vec![
                    Shape::Band { points: sine(0.7).map(|[x, y]| [x, y - 0.05, y + 0.05]).collect(), ink: Ink::Strong, opacity: 0.15 }.into(),
                    Mark::curve(sine(0.7).collect(), pen(Ink::Strong, Dash::Solid)).named("measured", 0.5),
                    Mark::curve(sine(1.1).collect(), pen(Ink::Eq9, Dash::Dashed)).named("Eq. 9", 0.5),
                    Mark::curve(sine(0.3).collect(), pen(Ink::Ito, Dash::DashDot)).in_key("Itô, exact"),
                    Shape::Level { y: 0.602, pen: pen(Ink::Mute, Dash::Dotted) }.into(),
                    Shape::Upright { x: 4.8, pen: pen(Ink::Ice, Dash::Solid) }.into(),
                    Mark { shape: Shape::Dots { dots: (1..9).map(|i| Dot::new([f64::from(i), 0.3]).between(0.2, 0.4)).collect(), ink: Ink::Ember, symbol: Symbol::Ring, size: 4.0 }, name: None }.in_key("$y_{freeze}$, simulated"),
                    Shape::Hatch { outline: vec![[8.0, 0.0], [10.0, 0.0], [10.0, 0.3], [9.0, 0.15]], ink: Ink::Mute }.into(),
                ],
                bar: None,
            },
            Panel {
                place: [0.5, 0.0, 0.5, 1.0],
                title: "Cells".into(),
                x: Axis::new("$σ$", [-2.0, -1.0], Numbers::Powers),
                y: x(),
                marks: vec![Shape::Cells { x: edges(1.0).into_iter().map(|x| x - 2.0).collect(), y: edges(10.0), values: cells, map: Map::Share, range: [0.0, 1.0] }.into()],
                bar: Some(ColourBar { map: Map::Share, axis: Axis::new("$P_{flat}$", [0.0, 1.0], Numbers::Plain) }),
            },
        ],
    }
}
