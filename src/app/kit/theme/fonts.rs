//! The bundled faces and the roles that text can play.
//!
//! No font of the system is ever read, so text is the same everywhere.

use std::sync::Arc;

use egui::epaint::text::FontTweak;
use egui::{FontData, FontDefinitions, FontFamily, FontId};

/// A thin space (`86 %`) against a common one.
const THIN_SPACE: f32 = 0.8;

/// How much larger than in the window things are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale(pub f32);

impl Scale {
    /// At a desk.
    pub const WINDOW: Self = Self(1.0);
    /// Across a lecture hall, on a screen 1,920 wide.
    pub const PRESENTATION: Self = Self(1.9);

    /// A length of the window at this scale.
    #[must_use]
    pub fn px(self, length: f32) -> f32 {
        length * self.0
    }
}

/// A face of the bundled families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// Prose.
    Regular,
    /// Buttons and direct labels.
    Medium,
    /// Numbers, headings.
    SemiBold,
    /// Upright mathematics.
    Serif,
    /// Mathematical letters.
    SerifItalic,
}

impl Face {
    const ALL: [Self; 5] = [Self::Regular, Self::Medium, Self::SemiBold, Self::Serif, Self::SerifItalic];

    /// This face at a size in points.
    #[must_use]
    pub fn at(self, size: f32) -> FontId {
        FontId::new(size, self.family())
    }

    fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            face => FontFamily::Name(face.name().into()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Regular => "sans",
            Self::Medium => "sans-medium",
            Self::SemiBold => "sans-semibold",
            Self::Serif => "serif",
            Self::SerifItalic => "serif-italic",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../../assets/fonts/FrostlineSans-Regular.ttf"),
            Self::Medium => include_bytes!("../../../../assets/fonts/FrostlineSans-Medium.ttf"),
            Self::SemiBold => include_bytes!("../../../../assets/fonts/FrostlineSans-SemiBold.ttf"),
            Self::Serif => include_bytes!("../../../../assets/fonts/FrostlineSerif-Regular.ttf"),
            Self::SerifItalic => {
                include_bytes!("../../../../assets/fonts/FrostlineSerif-Italic.ttf")
            }
        }
    }
}

/// What a piece of text is for, which decides its size and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The one sentence that leads.
    Status,
    /// The step count beside the play button.
    StepCount,
    /// The name of the program.
    Wordmark,
    /// Title of a panel, chosen tab.
    Title,
    /// Tab at rest.
    Tab,
    /// Text to be read: the pages of a lesson.
    Prose,
    /// Label of a control, prose in the columns.
    Label,
    /// Value of a control.
    Value,
    /// Text of a button.
    Button,
    /// Direct label on a curve or on the stage.
    Direct,
    /// Direct label that leads: the frost line's, the measured curve's.
    DirectStrong,
    /// Tick label or note.
    Tick,
    /// The smallest: colour key, iso-lines, timeline.
    Small,
}

impl Role {
    /// The face of this role.
    #[must_use]
    pub fn face(self) -> Face {
        match self {
            Self::Status | Self::Prose | Self::Label | Self::Direct | Self::Tick | Self::Small => {
                Face::Regular
            }
            Self::Tab | Self::Button => Face::Medium,
            Self::StepCount | Self::Wordmark | Self::Title | Self::Value | Self::DirectStrong => {
                Face::SemiBold
            }
        }
    }

    /// The size of this role, between its sizes in the window and in a presentation.
    #[must_use]
    pub fn size(self, scale: Scale) -> f32 {
        let (window, presentation) = match self {
            Self::Status => (14.5, 34.0),
            Self::StepCount => (14.5, 30.0),
            Self::Wordmark => (13.0, 24.7),
            Self::Title | Self::Tab => (12.5, 28.0),
            Self::Prose => (13.5, 26.0),
            Self::Label | Self::Value | Self::Button => (12.0, 22.8),
            Self::Direct => (11.5, 22.5),
            Self::DirectStrong => (12.0, 23.5),
            Self::Tick => (11.0, 21.5),
            Self::Small => (10.5, 20.0),
        };
        let growth = (scale.0 - 1.0) / (Scale::PRESENTATION.0 - 1.0);
        window + growth * (presentation - window)
    }

    /// Face and size together.
    #[must_use]
    pub fn font(self, scale: Scale) -> FontId {
        self.face().at(self.size(scale))
    }
}

/// The bundled families, each falling back on the serif for rarer symbols and then
/// on what egui brings.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let last_resort = fonts.families[&FontFamily::Proportional].clone();
    for face in Face::ALL {
        let tweak = FontTweak { thin_space_width: THIN_SPACE, ..FontTweak::default() };
        let data = FontData::from_static(face.bytes()).tweak(tweak);
        fonts.font_data.insert(face.name().into(), Arc::new(data));
        let mut order = vec![face.name().to_owned()];
        if face != Face::Serif {
            order.push(Face::Serif.name().into());
        }
        order.extend(last_resort.iter().cloned());
        fonts.families.insert(face.family(), order);
    }
    // A browser's egui brings none: what else there is is drawn by the browser.
    for order in fonts.families.values_mut().filter(|order| order.is_empty()) {
        order.push(Face::Regular.name().to_owned());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::epaint::text::{Fonts, TextOptions};

    /// Only the bundled faces, without what egui brings.
    fn bundled() -> Fonts {
        let mut fonts = definitions();
        let ours: Vec<&str> = Face::ALL.iter().map(|face| face.name()).collect();
        for order in fonts.families.values_mut() {
            order.retain(|name| ours.contains(&name.as_str()));
        }
        fonts.families.retain(|_, order| !order.is_empty());
        Fonts::new(TextOptions::default(), fonts)
    }

    #[test]
    fn every_character_of_the_program_is_bundled() {
        let mut fonts = bundled();
        let greek = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψωϑϕϵ";
        let signs = "−×·≈≠≤≥→←↑↓…–—‘’“”⟨⟩∇∂∝∈√∞±′\u{2009}\u{202f}ōÔ₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻₋";
        let ascii: String = (' '..='~').collect();
        let latin: String = ('¡'..='ÿ').filter(|&c| c != '\u{ad}').collect();
        for face in Face::ALL {
            for text in [greek, signs, &ascii, &latin] {
                for c in text.chars() {
                    assert!(fonts.has_glyph(&face.at(12.0), c), "{c} in {face:?}");
                }
            }
        }
    }

    #[test]
    fn digits_stand_in_columns() {
        let mut fonts = bundled();
        let mut fonts = fonts.with_pixels_per_point(1.0);
        for face in [Face::Regular, Face::Medium, Face::SemiBold] {
            let widths = ('0'..='9').map(|digit| fonts.glyph_width(&face.at(12.0), digit));
            let widths: Vec<f32> = widths.collect();
            assert!(widths.iter().all(|&width| width == widths[0]), "{face:?}");
        }
    }

    #[test]
    fn sizes_are_those_of_the_look_in_the_window_and_in_a_lecture_hall() {
        assert_eq!(Role::Status.size(Scale::WINDOW), 14.5);
        assert_eq!(Role::Status.size(Scale::PRESENTATION), 34.0);
        assert_eq!(Role::Tick.size(Scale::WINDOW), 11.0);
    }
}
