//! Inks and colour maps by their meaning, and their colours in the two themes: the window's own.

use serde::{Deserialize, Serialize};

/// A colour by what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ink {
    /// Axes, the measured curve, the loss itself.
    Strong,
    /// Words, and lines that guide the eye.
    Text,
    /// Reference levels and notes.
    Mute,
    /// Grid lines.
    Hair,
    /// Hopping.
    Ember,
    /// Frozen, and the frost line.
    Ice,
    /// Eq. 9 and the effective loss.
    Eq9,
    /// The exact Itô solution, and Eq. 8.
    Ito,
    /// The steep and the flat valley.
    Steep,
    Flat,
    /// One of a series from weak (0) to strong (255) noise, between ice and ember.
    Noise(u8),
    /// What lies beneath.
    Ground,
    /// One of a series of times, from just now (0) to long ago (255), as walkers are coloured by.
    Age(u8),
}

/// What a range of colours stands for; 0 to 1 runs from its first stop to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Map {
    /// A probability, from little to much.
    Share,
    /// The same where curves are drawn over it: paler.
    Backdrop,
    /// A time, from soon to late.
    Time,
    /// Height of the loss, from deep to high.
    Depth,
    /// The loss itself, from low to high, on a surface.
    Height,
    /// A difference, from below through nothing to above.
    Difference,
    /// A walker's age since its last hop, from just now to long ago.
    Age,
    /// The steep valley (0) or the flat one (1).
    Valley,
    /// A walker that has just hopped (0), will hop again (a half), or has hopped for the last time (1).
    LastHop,
    /// A walker of another run, behind.
    Pale,
}

/// How far what is behind stands out from the ground.
const PALE: f64 = 0.36;

/// A colour, opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The colours that figures and window have in common, in one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    pub ground: Rgb,
    pub hair: Rgb,
    pub outline: Rgb,
    pub strong: Rgb,
    pub text: Rgb,
    pub mute: Rgb,
    pub ember: Rgb,
    pub ice: Rgb,
    pub eq9: Rgb,
    pub ito: Rgb,
    pub steep: Rgb,
    pub flat: Rgb,
    /// The walker ramp at 100, 316, 1,000, 3,162 and 10,000 steps since the last hop.
    pub age: [Rgb; 5],
    pub share: [Rgb; 3],
    pub backdrop: [Rgb; 2],
    pub time: [Rgb; 3],
    pub depth: [Rgb; 2],
    pub height: [Rgb; 3],
    /// Below, nothing, above.
    pub difference: [Rgb; 3],
}

impl Colours {
    /// Light marks on near black: slides and the dark window.
    pub const DARK: Self = Self {
        ground: hex("#090B0F"),
        hair: hex("#222932"),
        outline: hex("#657080"),
        strong: hex("#EDF1F5"),
        text: hex("#BAC3CE"),
        mute: hex("#8791A0"),
        ember: hex("#FF9147"),
        ice: hex("#9ED9FF"),
        eq9: hex("#B9A5F7"),
        ito: hex("#5CCBA8"),
        steep: hex("#C98BE8"),
        flat: hex("#8FD48A"),
        age: [hex("#FFE2AE"), hex("#FF8F3F"), hex("#98607A"), hex("#4C88C4"), hex("#C2E9FF")],
        share: [hex("#12131B"), hex("#5A4F8C"), hex("#CFC3FF")],
        backdrop: [hex("#12131B"), hex("#8B7ACD")],
        time: [hex("#0F1A24"), hex("#3F6F96"), hex("#C2E9FF")],
        depth: [hex("#080A0D"), hex("#262D37")],
        height: [hex("#1B2A3D"), hex("#5E7288"), hex("#D9E0E6")],
        difference: [hex("#FF9147"), hex("#171C23"), hex("#9ED9FF")],
    };

    /// Dark marks on white: paper and the light window.
    pub const PAPER: Self = Self {
        ground: hex("#FFFFFF"),
        hair: hex("#DDE2E8"),
        outline: hex("#7C8794"),
        strong: hex("#12171D"),
        text: hex("#3F4954"),
        mute: hex("#5F6A77"),
        ember: hex("#B03C08"),
        ice: hex("#0D6299"),
        eq9: hex("#6847C6"),
        ito: hex("#0B7A5E"),
        steep: hex("#7B3294"),
        flat: hex("#3F9C4B"),
        age: [hex("#8C1F00"), hex("#E4621B"), hex("#C9A3A9"), hex("#5FA0D6"), hex("#0B5896")],
        share: [hex("#FAF9FD"), hex("#A795E0"), hex("#412C86")],
        backdrop: [hex("#FAF9FD"), hex("#9682DE")],
        time: [hex("#F5F9FC"), hex("#7FB2D6"), hex("#0A4A7A")],
        depth: [hex("#FFFFFF"), hex("#E0E5EB")],
        height: [hex("#5F7C99"), hex("#A9BCCD"), hex("#F3F5F7")],
        difference: [hex("#B03C08"), hex("#F7F8FA"), hex("#0D6299")],
    };

    pub fn ink(&self, ink: Ink) -> Rgb {
        match ink {
            Ink::Strong => self.strong,
            Ink::Text => self.text,
            Ink::Mute => self.mute,
            Ink::Hair => self.hair,
            Ink::Ember => self.ember,
            Ink::Ice => self.ice,
            Ink::Eq9 => self.eq9,
            Ink::Ito => self.ito,
            Ink::Steep => self.steep,
            Ink::Flat => self.flat,
            // Through the muted middle of the walker ramp, so that the ends keep apart.
            Ink::Noise(strength) => among(&[self.ice, self.age[2], self.ember], f64::from(strength) / 255.0),
            Ink::Ground => self.ground,
            Ink::Age(place) => among(&self.age, f64::from(place) / 255.0),
        }
    }

    /// The colour at a share from 0 to 1 of a map; beyond its ends and for NaN its end colours.
    pub fn map(&self, map: Map, share: f64) -> Rgb {
        match map {
            Map::Share => among(&self.share, share),
            Map::Backdrop => among(&self.backdrop, share),
            Map::Time => among(&self.time, share),
            Map::Depth => among(&self.depth, share),
            Map::Height => among(&self.height, share),
            Map::Difference => among(&self.difference, share),
            Map::Age => among(&self.age, share),
            Map::Valley => among(&[self.steep, self.flat], share),
            Map::LastHop => among(&[self.age[0], self.age[1], self.ice], share),
            Map::Pale => among(&[self.ground, self.strong], PALE),
        }
    }
}

/// Between stops at even distances.
fn among(stops: &[Rgb], share: f64) -> Rgb {
    let last = stops.len() - 1;
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let place = share * last as f64;
    let stop = (place as usize).min(last - 1);
    let t = place - stop as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    let (Rgb(r0, g0, b0), Rgb(r1, g1, b1)) = (stops[stop], stops[stop + 1]);
    Rgb(mix(r0, r1), mix(g0, g1), mix(b0, b1))
}

/// An opaque colour written `#RRGGBB`.
pub const fn hex(text: &str) -> Rgb {
    let text = text.as_bytes();
    assert!(text.len() == 7 && text[0] == b'#', "a colour is # and six hexadecimal digits");
    Rgb(byte(text[1], text[2]), byte(text[3], text[4]), byte(text[5], text[6]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_run_from_stop_to_stop() {
        let colours = Colours::PAPER;
        assert_eq!(colours.map(Map::Age, 0.25), colours.age[1]);
        assert_eq!(colours.map(Map::Share, -1.0), colours.share[0]);
        assert_eq!(colours.map(Map::Share, 2.0), colours.share[2]);
        assert_eq!(colours.map(Map::Time, f64::NAN), colours.time[0]);
    }
}
