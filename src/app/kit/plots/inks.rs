//! The inks of figures in the colours of the window.

use egui::{Color32, Shape, Stroke};

use super::paths::straightened;
use crate::app::kit::theme::{Mode, Scale, Theme, fade, opaque};
use crate::chart::{Colours, Ink, Map, Pen};

/// Points of the window to a point of print.
pub const PRINT: f32 = 96.0 / 72.0;

/// What a figure is drawn with.
#[derive(Clone, Copy)]
pub struct Inks {
    colours: Colours,
    theme: Theme,
    scale: Scale,
}

impl Inks {
    pub fn new(theme: &Theme, scale: Scale) -> Self {
        let colours = match theme.mode {
            Mode::Dark => Colours::DARK,
            Mode::Light => Colours::PAPER,
        };
        Self { colours, theme: *theme, scale }
    }

    /// Places on the walker ramp in the colours that the user's eyes tell apart.
    pub fn ink(&self, ink: Ink) -> Color32 {
        match ink {
            Ink::Age(place) => self.theme.scales.ramp(f32::from(place) / 255.0),
            ink => opaque(self.colours.ink(ink)),
        }
    }

    pub fn faded(&self, ink: Ink, opacity: f64) -> Color32 {
        fade(self.ink(ink), opacity as f32)
    }

    /// The colour at a share of a map; walkers' ages in those that the user's eyes tell apart.
    pub fn map(&self, map: Map, share: f64) -> Color32 {
        match map {
            Map::Age => self.theme.scales.ramp(share as f32),
            map => opaque(self.colours.map(map, share)),
        }
    }

    /// The colour of a value between the ends of a map.
    pub fn valued(&self, map: Map, value: f64, [low, high]: [f64; 2]) -> Color32 {
        self.map(map, (value - low) / (high - low))
    }

    /// A length in points of print, on screen.
    pub fn px(&self, points: f64) -> f32 {
        self.scale.px(points as f32 * PRINT)
    }

    pub fn stroke(&self, pen: &Pen) -> Stroke {
        Stroke::new(self.px(pen.width), self.faded(pen.ink, pen.opacity))
    }

    /// Strokes a path on screen.
    pub fn draw(&self, pen: &Pen, path: &[egui::Pos2], shapes: &mut Vec<Shape>) {
        let path = straightened(path);
        let pattern = pen.dash.pattern();
        if pattern.is_empty() {
            shapes.push(Shape::line(path, self.stroke(pen)));
            return;
        }
        let every_other = |first| pattern.iter().skip(first).step_by(2).map(|&part| self.px(part)).collect();
        let (dashes, gaps): (Vec<f32>, Vec<f32>) = (every_other(0), every_other(1));
        shapes.extend(Shape::dashed_line_with_offset(&path, self.stroke(pen), &dashes, &gaps, 0.0));
    }
}
