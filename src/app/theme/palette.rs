//! The colours of the two modes, one name for each use.
//!
//! Colour means data: the chrome is grey, and only the mark, the focus ring and
//! warnings may borrow a hue.

use egui::Color32;

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
        well: hex("#090B0F"),
        raised: hex("#171C23"),
        hover: hex("#1C222B"),
        segment_on: hex("#2A323D"),
        hair: hex("#222932"),
        track: hex("#303946"),
        outline: hex("#657080"),
        strong: hex("#EDF1F5"),
        text: hex("#BAC3CE"),
        mute: hex("#8791A0"),
        faint: hex("#657080"),
        ember: hex("#FF9147"),
        ice: hex("#9ED9FF"),
        eq9: hex("#B9A5F7"),
        ito: hex("#5CCBA8"),
        warn: hex("#F4C04E"),
        on_strong: hex("#0E1116"),
    };

    /// Dark marks on near white.
    pub const LIGHT: Self = Self {
        bg: hex("#F7F8FA"),
        well: hex("#FFFFFF"),
        raised: hex("#ECEFF3"),
        hover: hex("#E4E8ED"),
        segment_on: hex("#FFFFFF"),
        hair: hex("#DDE2E8"),
        track: hex("#C3CBD4"),
        outline: hex("#7C8794"),
        strong: hex("#12171D"),
        text: hex("#3F4954"),
        mute: hex("#5F6A77"),
        faint: hex("#7C8794"),
        ember: hex("#B03C08"),
        ice: hex("#0D6299"),
        eq9: hex("#6847C6"),
        ito: hex("#0B7A5E"),
        warn: hex("#8A5A00"),
        on_strong: hex("#F7F8FA"),
    };
}

/// An opaque colour written `#RRGGBB`.
pub(super) const fn hex(text: &str) -> Color32 {
    let text = text.as_bytes();
    assert!(text.len() == 7 && text[0] == b'#', "a colour is # and six hexadecimal digits");
    Color32::from_rgb(byte(text[1], text[2]), byte(text[3], text[4]), byte(text[5], text[6]))
}

const fn byte(high: u8, low: u8) -> u8 {
    digit(high) * 16 + digit(low)
}

const fn digit(character: u8) -> u8 {
    match character {
        b'0'..=b'9' => character - b'0',
        b'A'..=b'F' => character - b'A' + 10,
        _ => panic!("a colour is # and six hexadecimal digits"),
    }
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
