//! The bundled faces: what characters they have, how wide their words are, and how their letters are drawn. No font of
//! the system is ever read, so that text is the same everywhere.

use std::sync::LazyLock;

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use rustybuzz::{UnicodeBuffer, shape};

use super::drawing::Path;

/// A face of the bundled families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Prose.
    Regular,
    /// Names of curves.
    Medium,
    /// Titles.
    SemiBold,
    /// Upright mathematics.
    Serif,
    /// Mathematical letters.
    Italic,
}

impl Face {
    pub const ALL: [Self; 5] = [Self::Regular, Self::Medium, Self::SemiBold, Self::Serif, Self::Italic];

    /// The family as the font file names it: each weight is a family of its own.
    pub fn family(self) -> &'static str {
        match self {
            Self::Regular => "Frostline Sans",
            Self::Medium => "Frostline Sans Medium",
            Self::SemiBold => "Frostline Sans SemiBold",
            Self::Serif | Self::Italic => "Frostline Serif",
        }
    }

    /// What takes its place where fonts inside pictures are not read.
    pub fn fallback(self) -> &'static str {
        match self {
            Self::Regular | Self::Medium | Self::SemiBold => "Inter, Helvetica, Arial, sans-serif",
            Self::Serif | Self::Italic => "'STIX Two Text', 'Times New Roman', serif",
        }
    }

    pub fn weight(self) -> u16 {
        match self {
            Self::Regular | Self::Serif | Self::Italic => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
        }
    }

    pub fn is_italic(self) -> bool {
        self == Self::Italic
    }

    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../assets/fonts/FrostlineSans-Regular.ttf"),
            Self::Medium => include_bytes!("../../assets/fonts/FrostlineSans-Medium.ttf"),
            Self::SemiBold => include_bytes!("../../assets/fonts/FrostlineSans-SemiBold.ttf"),
            Self::Serif => include_bytes!("../../assets/fonts/FrostlineSerif-Regular.ttf"),
            Self::Italic => include_bytes!("../../assets/fonts/FrostlineSerif-Italic.ttf"),
        }
    }

    /// This face if it has the character, else the first that does.
    pub fn with(self, character: char) -> Self {
        let has = |face: &Self| face.font().glyph_index(character).is_some();
        if has(&self) { self } else { Self::ALL.into_iter().find(has).unwrap_or(self) }
    }

    /// The width of a text, with its kerning.
    pub fn width(self, text: &str, size: f64) -> f64 {
        self.glyphs(text).iter().map(|glyph| glyph.advance).sum::<f64>() * size
    }

    /// Adds the outlines of a text to a path, its baseline starting at the given place.
    pub fn outline(self, text: &str, size: f64, [x, y]: [f64; 2], path: &mut Path) {
        let scale = size / f64::from(self.font().units_per_em());
        let mut along = x;
        for glyph in self.glyphs(text) {
            let mut pen =
                Pen { path, origin: [along + glyph.shift[0] * size, y - glyph.shift[1] * size], scale };
            self.font().outline_glyph(glyph.id, &mut pen);
            along += glyph.advance * size;
        }
    }

    /// The glyphs of a text in order.
    pub fn glyphs(self, text: &str) -> Vec<Glyph> {
        let font = self.font();
        let em = f64::from(font.units_per_em());
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = shape(font, &[], buffer);
        let pairs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        pairs
            .map(|(info, position)| Glyph {
                id: GlyphId(info.glyph_id as u16),
                advance: f64::from(position.x_advance) / em,
                shift: [f64::from(position.x_offset) / em, f64::from(position.y_offset) / em],
            })
            .collect()
    }

    fn font(self) -> &'static rustybuzz::Face<'static> {
        static FONTS: LazyLock<[rustybuzz::Face<'static>; 5]> = LazyLock::new(|| {
            Face::ALL
                .map(|face| rustybuzz::Face::from_slice(face.bytes(), 0).expect("a bundled font is sound"))
        });
        &FONTS[self as usize]
    }
}

/// A glyph and its lengths in ems.
pub struct Glyph {
    pub id: GlyphId,
    pub advance: f64,
    pub shift: [f64; 2],
}

/// Draws a glyph, whose own y points up, into a path.
struct Pen<'a> {
    path: &'a mut Path,
    origin: [f64; 2],
    scale: f64,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> [f64; 2] {
        [self.origin[0] + f64::from(x) * self.scale, self.origin[1] - f64::from(y) * self.scale]
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.start(self.place(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quadratic(self.place(x1, y1), self.place(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path.cubic(self.place(x1, y1), self.place(x2, y2), self.place(x, y));
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_found_under_its_family() {
        for face in Face::ALL {
            let names = face.font().names();
            let families: Vec<String> = names
                .into_iter()
                .filter(|name| name.name_id == 1)
                .filter_map(|name| name.to_string())
                .collect();
            assert!(families.iter().any(|family| family == face.family()), "{families:?}");
        }
    }

    #[test]
    fn digits_are_equally_wide_and_words_are_kerned() {
        let widths: Vec<f64> =
            ('0'..='9').map(|digit| Face::Regular.width(&digit.to_string(), 1.0)).collect();
        assert!(widths.iter().all(|&width| width == widths[0]));
        let apart = Face::Regular.width("A", 1.0) + Face::Regular.width("V", 1.0);
        assert!(Face::Regular.width("AV", 1.0) < apart);
    }

    #[test]
    fn a_character_is_taken_from_a_face_that_has_it() {
        assert_eq!(Face::Italic.with('x'), Face::Italic);
        assert_ne!(Face::Italic.with('∇'), Face::Italic);
    }
}
