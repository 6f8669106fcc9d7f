//! What a figure says, in plain data: panels, axes and marks in the units of the model, inks by their meaning. The
//! window and the exporter both draw from this, so what is exported is what is seen. Along a logarithmic axis, and for
//! colours with a logarithmic bar, everything is given by its decimal logarithm.

use super::axis::Axis;
use super::colour::{Ink, Map};
use super::geometry::{Rect, visible};
use serde::{Deserialize, Serialize};

/// A figure, ready to be drawn at any size and in any theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name in the catalogue.
    pub name: String,
    /// One line, in the [markup](super::markup).
    pub title: String,
    /// What it shows and what to see in it, in the markup.
    pub caption: String,
    /// What a reader must know of the data: walkers, steps, seeds, and whether it was made quickly.
    pub notes: Vec<String>,
    /// Height of the figure for a width of 1.
    pub aspect: f64,
    pub panels: Vec<Panel>,
}

/// One pair of axes with what is drawn between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Left, top, width and height as shares of the figure, with the room for ticks and labels.
    pub place: [f64; 4],
    /// In the markup; may be empty.
    pub title: String,
    pub x: Axis,
    pub y: Axis,
    /// In the order in which they are drawn.
    pub marks: Vec<Mark>,
    /// What the colours of cells, surfaces and swarms stand for.
    pub bar: Option<ColourBar>,
}

/// The scale of a colour map, drawn beside its panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColourBar {
    pub map: Map,
    pub axis: Axis,
}

/// Something drawn in a panel, in the units of its axes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub shape: Shape,
    /// Its name in the markup; none needs no name.
    pub name: Option<Name>,
    /// What it shows where that is not where it is drawn: x, y and a value, in the units of the model.
    pub data: Option<Vec<[f64; 3]>>,
}

/// How a mark is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Name {
    pub text: String,
    pub at: NameAt,
}

/// Where the name of a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum NameAt {
    /// Beside the mark, where it is free of others; near this share of its length if it may choose. Without room it goes
    /// to the key.
    Along(f64),
    /// In the key of the panel.
    Key,
}

/// The shapes there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// Open paths; values that are not finite break them.
    Curve { paths: Vec<Vec<[f64; 2]>>, pen: Pen },
    /// The area between two curves over the same x: `[x, low, high]`.
    Band { points: Vec<[f64; 3]>, ink: Ink, opacity: f64 },
    /// Points with their error bars; `size` is a diameter in points of print.
    Dots { dots: Vec<Dot>, ink: Ink, symbol: Symbol, size: f64 },
    /// A histogram: one edge more than heights.
    Bars { edges: Vec<f64>, heights: Vec<f64>, ink: Ink, opacity: f64 },
    /// A grid of values, row by row from the lowest y: one edge more than cells either way. A value that is not finite is
    /// hatched.
    Cells { x: Vec<f64>, y: Vec<f64>, values: Vec<f64>, map: Map, range: [f64; 2] },
    /// Patches of a surface seen from aside, the farthest first.
    Surface { patches: Vec<Patch>, map: Map, range: [f64; 2], edge: Option<Pen> },
    /// Walkers, each with its place from 0 to 1 on the colour map; `size` is a diameter in points of print.
    Swarm { points: Vec<[f32; 2]>, values: Vec<f32>, map: Map, size: f64 },
    /// A level across the panel.
    Level { y: f64, pen: Pen },
    /// An upright across the panel.
    Upright { x: f64, pen: Pen },
    /// A closed area where what is drawn does not hold.
    Hatch { outline: Vec<[f64; 2]>, ink: Ink },
    /// A closed area in one colour.
    Area { outline: Vec<[f64; 2]>, ink: Ink, opacity: f64 },
    /// Words at a place; `align` is from −1 (place is at the left, bottom) to 1.
    Words { at: [f64; 2], align: [f64; 2], text: String, ink: Ink },
}

/// A point and the ends of its error bars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    pub at: [f64; 2],
    pub x: Option<[f64; 2]>,
    pub y: Option<[f64; 2]>,
}

/// A four-sided patch and the value that colours it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    pub corners: [[f64; 2]; 4],
    pub value: f64,
}

/// What a dot looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symbol {
    Disc,
    Ring,
    Square,
    Diamond,
    Triangle,
}

/// How a line is drawn; widths and dashes are in points of print.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pen {
    pub ink: Ink,
    pub width: f64,
    pub dash: Dash,
    pub opacity: f64,
}

/// The dash patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dash {
    Solid,
    Dashed,
    /// Short dashes, close together.
    Tight,
    Dotted,
    DashDot,
}

impl Figure {
    /// With the proportions of a slide: what stands below the middle of a tall figure goes to the right.
    #[must_use]
    pub fn on_a_slide(mut self) -> Self {
        const TALL: f64 = 1.25;
        const SLIDE: f64 = 9.0 / 16.0;
        let tall = self.aspect > TALL;
        self.aspect = SLIDE;
        let ends = self.panels.iter().map(|panel| panel.place[1] + panel.place[3]);
        let crossed = |cut: f64| {
            let crosses = |[_, top, _, height]: [f64; 4]| top < cut - 1e-9 && top + height > cut + 1e-9;
            self.panels.iter().any(|panel| crosses(panel.place))
        };
        let middle = |cut: &f64| (0.3..0.7).contains(cut) && !crossed(*cut);
        let cut = ends.filter(middle).min_by(|a, b| (a - 0.5).abs().total_cmp(&(b - 0.5).abs()));
        if let (true, Some(cut)) = (tall, cut) {
            for [left, top, width, height] in self.panels.iter_mut().map(|panel| &mut panel.place) {
                let (from, share) = if *top < cut - 1e-9 { (0.0, cut) } else { (cut, 1.0 - cut) };
                (*left, *width) = (0.5 * *left + if from > 0.0 { 0.5 } else { 0.0 }, 0.5 * *width);
                (*top, *height) = ((*top - from) / share, *height / share);
            }
        }
        self
    }

    /// Whether what it holds fits together, as it does unless it comes from a damaged file.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let rises = |[from, to]: [f64; 2]| from.is_finite() && to.is_finite() && from < to;
        let panel = |panel: &Panel| {
            let bar = panel.bar.as_ref().is_none_or(|bar| rises(bar.axis.range));
            let place = panel.place.iter().all(|share| (0.0..=1.0).contains(share));
            place && bar && rises(panel.x.range) && rises(panel.y.range)
        };
        let shapes = || self.panels.iter().flat_map(|panel| &panel.marks).map(|mark| &mark.shape);
        self.aspect.is_finite() && self.panels.iter().all(panel) && shapes().all(Shape::is_sound)
    }
}

impl Shape {
    /// The ink that a name of it would have; what has many colours leaves that to words.
    pub fn ink(&self) -> Ink {
        match self {
            Self::Curve { pen, .. } | Self::Level { pen, .. } | Self::Upright { pen, .. } => pen.ink,
            Self::Band { ink, .. }
            | Self::Dots { ink, .. }
            | Self::Bars { ink, .. }
            | Self::Hatch { ink, .. }
            | Self::Area { ink, .. }
            | Self::Words { ink, .. } => *ink,
            Self::Cells { .. } | Self::Surface { .. } | Self::Swarm { .. } => Ink::Text,
        }
    }

    /// Whether nothing of it can be seen: a line takes two points.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Curve { paths, .. } => paths.iter().all(|path| path.len() < 2),
            Self::Band { points, .. } => points.len() < 2,
            _ => false,
        }
    }

    /// The pen that it is drawn with, if it is lines.
    pub fn pen(&self) -> Option<&Pen> {
        match self {
            Self::Curve { pen, .. } | Self::Level { pen, .. } | Self::Upright { pen, .. } => Some(pen),
            _ => None,
        }
    }

    /// Whether another shape has the same picture: cells by their values, and where one has none so has the other; a
    /// swarm's picture is that of one walker.
    pub fn is_painted_as(&self, other: &Self) -> bool {
        let same = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
        };
        match (self, other) {
            (
                Self::Cells { x, y, values, map, range },
                Self::Cells { x: u, y: v, values: others, map: other, range: within },
            ) => {
                x.len() == u.len()
                    && y.len() == v.len()
                    && (map, range) == (other, within)
                    && same(values, others)
            }
            (Self::Swarm { .. }, Self::Swarm { .. }) => true,
            _ => false,
        }
    }

    /// Whether its lists are as long as they must be beside each other.
    fn is_sound(&self) -> bool {
        match self {
            Self::Bars { edges, heights, .. } => edges.len() == heights.len() + 1,
            Self::Cells { x, y, values, .. } => {
                x.len() > 1 && y.len() > 1 && values.len() == (x.len() - 1) * (y.len() - 1)
            }
            Self::Swarm { points, values, .. } => points.len() == values.len(),
            _ => true,
        }
    }
}

impl Pen {
    pub const fn new(ink: Ink, width: f64, dash: Dash) -> Self {
        Self { ink, width, dash, opacity: 1.0 }
    }

    #[must_use]
    pub const fn faded(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }
}

impl Dash {
    /// Lengths of strokes and gaps in turn, in points; empty for a solid line.
    pub const fn pattern(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[4.5, 3.0],
            Self::Tight => &[3.5, 2.0],
            Self::Dotted => &[1.1, 2.2],
            Self::DashDot => &[5.0, 2.2, 1.1, 2.2],
        }
    }
}

impl Dot {
    pub const fn new(at: [f64; 2]) -> Self {
        Self { at, x: None, y: None }
    }

    /// With an error bar along y from `low` to `high`.
    #[must_use]
    pub const fn between(self, low: f64, high: f64) -> Self {
        Self { y: Some([low, high]), ..self }
    }
}

impl From<Shape> for Mark {
    fn from(shape: Shape) -> Self {
        Self { shape, name: None, data: None }
    }
}

impl Mark {
    /// A single open path.
    pub fn curve(points: Vec<[f64; 2]>, pen: Pen) -> Self {
        Shape::Curve { paths: vec![points], pen }.into()
    }

    /// A curve cut where it leaves a part of the plane; other marks as they are.
    #[must_use]
    pub fn within(mut self, [x, y]: [[f64; 2]; 2]) -> Self {
        let room = Rect { left: x[0], right: x[1], top: y[0], bottom: y[1] };
        if let Shape::Curve { paths, .. } = &mut self.shape {
            *paths = paths.iter().flat_map(|path| visible(path, room)).collect();
        }
        self
    }

    /// What the mark shows, other than where it is drawn; nothing for what only helps the eye.
    #[must_use]
    pub fn showing(self, data: Vec<[f64; 3]>) -> Self {
        Self { data: Some(data), ..self }
    }

    /// Names the mark beside it.
    #[must_use]
    pub fn named(self, text: impl Into<String>, along: f64) -> Self {
        Self { name: Some(Name { text: text.into(), at: NameAt::Along(along) }), ..self }
    }

    /// Names the mark in the panel's key.
    #[must_use]
    pub fn in_key(self, text: impl Into<String>) -> Self {
        Self { name: Some(Name { text: text.into(), at: NameAt::Key }), ..self }
    }
}
