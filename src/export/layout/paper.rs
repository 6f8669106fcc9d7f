//! The sizes and colours of a sheet.

use crate::chart::{Colours, Ink, Pen};
use crate::export::Sheet;
use crate::export::drawing::{Fill, Stroke};
use crate::export::faces::Face;
use crate::export::text::Style;

/// The size of words for which the widths of lines are meant, in points.
const REFERENCE: f64 = 7.5;
/// The size of names in the window.
const WINDOW_NAME: f64 = 11.5;
const MILLIMETRE: f64 = 72.0 / 25.4;

/// What everything on a sheet has in common.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    pub colours: &'static Colours,
    /// Width of the sheet in points.
    pub width: f64,
    /// Size of words in points.
    pub font: f64,
    /// Lines and dots keep their proportion to the words.
    pub scale: f64,
}

impl Paper {
    pub fn new(sheet: &Sheet) -> Self {
        let colours = if sheet.light { &Colours::PAPER } else { &Colours::DARK };
        Self {
            colours,
            width: sheet.width_mm * MILLIMETRE,
            font: sheet.font_pt,
            scale: sheet.font_pt / REFERENCE,
        }
    }

    /// Titles of panels.
    pub fn title(&self) -> Style {
        Style { face: Face::SemiBold, size: 1.06 * self.font }
    }

    /// What axes stand for.
    pub fn label(&self) -> Style {
        Style { face: Face::Regular, size: self.font }
    }

    /// Numbers on axes.
    pub fn tick(&self) -> Style {
        Style { face: Face::Regular, size: 0.92 * self.font }
    }

    /// Names of curves.
    pub fn name(&self) -> Style {
        Style { face: Face::Medium, size: 0.92 * self.font }
    }

    /// What is a point in the window, by the size of the names.
    pub fn unit(&self) -> f64 {
        self.name().size / WINDOW_NAME
    }

    pub fn pt(&self, length: f64) -> f64 {
        length * self.scale
    }

    pub fn stroke(&self, pen: &Pen) -> Stroke {
        Stroke {
            colour: self.colours.ink(pen.ink),
            width: self.pt(finite(pen.width, 1.0)).clamp(0.0, 100.0),
            opacity: finite(pen.opacity, 1.0).clamp(0.0, 1.0),
            dashes: pen.dash.pattern().iter().map(|&length| self.pt(length)).collect(),
            round: true,
        }
    }

    pub fn line(&self, ink: Ink, width: f64) -> Stroke {
        Stroke::solid(self.colours.ink(ink), self.pt(width))
    }

    pub fn fill(&self, ink: Ink, opacity: f64) -> Fill {
        Fill { colour: self.colours.ink(ink), opacity: finite(opacity, 1.0).clamp(0.0, 1.0) }
    }
}

/// A length that someone else has computed.
fn finite(value: f64, otherwise: f64) -> f64 {
    if value.is_finite() { value } else { otherwise }
}
