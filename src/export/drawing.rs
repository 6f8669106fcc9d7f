//! A figure laid out: shapes, pictures and words at their places, in points from the top left corner.

use std::fmt::Write;

use super::text::Line;
use crate::chart::Rgb;
use crate::chart::geometry::Rect;

/// A sheet with everything on it.
pub struct Drawing {
    pub size: [f64; 2],
    pub ground: Rgb,
    pub items: Vec<Item>,
    /// The room that each piece of text takes, in the order in which they were set.
    pub texts: Vec<Rect>,
}

/// Something drawn.
pub enum Item {
    Shape {
        path: Path,
        fill: Option<Fill>,
        stroke: Option<Stroke>,
    },
    Words(Words),
    Picture {
        room: Rect,
        size: [usize; 2],
        pixels: Vec<u8>,
        smooth: bool,
    },
    /// Seen only within a rectangle.
    Within {
        room: Rect,
        items: Vec<Item>,
    },
    /// Upward strokes, seen only within a path.
    Hatch {
        path: Path,
        room: Rect,
        spacing: f64,
        stroke: Stroke,
    },
}

/// A typeset line at its place.
pub struct Words {
    pub line: Line,
    /// Where its baseline starts.
    pub at: [f64; 2],
    pub colour: Rgb,
    /// Whether it reads upwards.
    pub upright: bool,
    /// What keeps it apart from what it covers.
    pub halo: Option<(Rgb, f64)>,
}

impl Words {
    /// The room they take on the sheet.
    pub fn room(&self) -> Rect {
        let [x, y] = self.at;
        let Line { width, ascent, descent, .. } = self.line;
        if self.upright {
            return Rect { left: x - ascent, right: x + descent, top: y - width, bottom: y };
        }
        self.line.room(self.at)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    pub colour: Rgb,
    pub opacity: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub colour: Rgb,
    pub width: f64,
    pub opacity: f64,
    pub dashes: Vec<f64>,
    pub round: bool,
}

impl Stroke {
    /// A solid line.
    pub fn solid(colour: Rgb, width: f64) -> Self {
        Self { colour, width, opacity: 1.0, dashes: Vec::new(), round: false }
    }
}

/// A path as SVG writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path(String);

impl Path {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn start(&mut self, place: [f64; 2]) {
        self.command('M', &[place]);
    }

    pub fn line(&mut self, place: [f64; 2]) {
        self.command('L', &[place]);
    }

    pub fn quadratic(&mut self, control: [f64; 2], place: [f64; 2]) {
        self.command('Q', &[control, place]);
    }

    pub fn cubic(&mut self, first: [f64; 2], second: [f64; 2], place: [f64; 2]) {
        self.command('C', &[first, second, place]);
    }

    pub fn close(&mut self) {
        self.0.push('Z');
    }

    /// An open path.
    pub fn polyline(&mut self, places: &[[f64; 2]]) {
        for (index, place) in places.iter().enumerate() {
            if index == 0 { self.start(*place) } else { self.line(*place) }
        }
    }

    /// A closed path.
    pub fn polygon(&mut self, places: &[[f64; 2]]) {
        if places.len() > 2 {
            self.polyline(places);
            self.close();
        }
    }

    pub fn segment(&mut self, from: [f64; 2], to: [f64; 2]) {
        self.polyline(&[from, to]);
    }

    pub fn rect(&mut self, rect: Rect) {
        let [left, top] = [number(rect.left), number(rect.top)];
        let [width, height] = [number(rect.width()), number(rect.height())];
        let _ = write!(self.0, "M{left} {top}h{width}v{height}H{left}Z");
    }

    pub fn circle(&mut self, [x, y]: [f64; 2], radius: f64) {
        let (r, d) = (number(radius), number(2.0 * radius));
        let _ =
            write!(self.0, "M{} {}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z", number(x - radius), number(y));
    }

    fn command(&mut self, letter: char, places: &[[f64; 2]]) {
        self.0.push(letter);
        for (index, [x, y]) in places.iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            let _ = write!(self.0, "{space}{} {}", number(*x), number(*y));
        }
    }
}

/// A number of the drawing with at most two decimals, in as few characters as it takes.
pub fn number(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(-1e5, 1e5) } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [(1.0, "1"), (-0.001, "0"), (0.126, "0.13"), (-10.5, "-10.5"), (f64::NAN, "0")] {
            assert_eq!(number(value), text);
        }
    }
}
