//! The colours of the two modes, one name for each use.
//!
//! Colour means data: the chrome is grey, and only the mark, the focus ring and
//! warnings may borrow a hue. What the window has in common with figures on paper
//! it takes from them.

use egui::Color32;

use crate::chart::{Colours, Rgb, colour};

/// Every plain colour of the interface in one mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Window and panels.
    pub bg: Color32,
    /// Plot background.
    pub well: Color32,
    /// Segmented control, fill of a disabled button.
    pub raised: Color32,
    /// Fill under the pointer.
    pub hover: Color32,
    /// The chosen segment.
    pub segment_on: Color32,
    /// Rules and grid lines of one pixel.
    pub hair: Color32,
    /// Slider track and outline of buttons.
    pub track: Color32,
    /// Tick marks and other marks that must be seen without being read.
    pub outline: Color32,
    /// Values, headings, the measured curve.
    pub strong: Color32,
    /// Labels and prose, and anything on the walls of the stage.
    pub text: Color32,
    /// Tick labels and notes.
    pub mute: Color32,
    /// Disabled text only.
    pub faint: Color32,
    /// Hopping.
    pub ember: Color32,
    /// Frozen, the frost line and the focus ring.
    pub ice: Color32,
    /// Eq. 9, the effective loss and the heat map.
    pub eq9: Color32,
    /// The exact Itô solution and Eq. 8.
    pub ito: Color32,
    /// Warnings only.
    pub warn: Color32,
    /// Text on a `strong` fill.
    pub on_strong: Color32,
}

impl Palette {
    /// Light marks on near black.
    pub const DARK: Self = Self {
        bg: hex("#0E1116"),
        well: opaque(Colours::DARK.ground),
        raised: hex("#171C23"),
        hover: hex("#1C222B"),
        segment_on: hex("#2A323D"),
        hair: opaque(Colours::DARK.hair),
        track: hex("#303946"),
        outline: opaque(Colours::DARK.outline),
        strong: opaque(Colours::DARK.strong),
        text: opaque(Colours::DARK.text),
        mute: opaque(Colours::DARK.mute),
        faint: hex("#657080"),
        ember: opaque(Colours::DARK.ember),
        ice: opaque(Colours::DARK.ice),
        eq9: opaque(Colours::DARK.eq9),
        ito: opaque(Colours::DARK.ito),
        warn: hex("#F4C04E"),
        on_strong: hex("#0E1116"),
    };

    /// Dark marks on near white.
    pub const LIGHT: Self = Self {
        bg: hex("#F7F8FA"),
        well: opaque(Colours::PAPER.ground),
        raised: hex("#ECEFF3"),
        hover: hex("#E4E8ED"),
        segment_on: hex("#FFFFFF"),
        hair: opaque(Colours::PAPER.hair),
        track: hex("#C3CBD4"),
        outline: opaque(Colours::PAPER.outline),
        strong: opaque(Colours::PAPER.strong),
        text: opaque(Colours::PAPER.text),
        mute: opaque(Colours::PAPER.mute),
        faint: hex("#7C8794"),
        ember: opaque(Colours::PAPER.ember),
        ice: opaque(Colours::PAPER.ice),
        eq9: opaque(Colours::PAPER.eq9),
        ito: opaque(Colours::PAPER.ito),
        warn: hex("#8A5A00"),
        on_strong: hex("#F7F8FA"),
    };
}

/// A colour of the figures.
#[must_use]
pub const fn opaque(Rgb(red, green, blue): Rgb) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// An opaque colour written `#RRGGBB`.
pub(super) const fn hex(text: &str) -> Color32 {
    opaque(colour::hex(text))
}

/// `from` at `t = 0`, `to` at `t = 1`, as a painter would mix them on screen.
#[must_use]
pub fn mix(from: Color32, to: Color32, t: f32) -> Color32 {
    from.lerp_to_gamma(to, t.clamp(0.0, 1.0))
}

/// `colour` seen through: opaque at `alpha = 1`, nothing at `alpha = 0`.
#[must_use]
pub fn fade(colour: Color32, alpha: f32) -> Color32 {
    colour.gamma_multiply(alpha.clamp(0.0, 1.0))
}
