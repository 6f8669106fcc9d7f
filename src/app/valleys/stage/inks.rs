//! What a walker's colour says: a position from 0 to 255 on a ramp, for each of the colourings.

use std::sync::LazyLock;

use egui::Color32;

use crate::app::kit::theme::{Theme, fade, ramp_position};
use crate::valleys::view::Colouring;

/// Ages fall into 128 classes to a doubling, read off the bits of a float.
const CLASS_SHIFT: u32 = 16;
const FIRST_CLASS: u32 = 127 << (23 - CLASS_SHIFT);
const CLASSES: usize = 33 << (23 - CLASS_SHIFT);

/// The position on the age ramp of every class.
static POSITIONS: LazyLock<[u8; CLASSES]> = LazyLock::new(|| {
    std::array::from_fn(|class| {
        let bits = (FIRST_CLASS + class as u32) << CLASS_SHIFT;
        let middle = f32::from_bits(bits + (1 << (CLASS_SHIFT - 1)));
        (255.0 * ramp_position(middle)).round() as u8
    })
});

/// Where walkers fall on the ramp, looked up instead of computed.
pub struct Inks {
    positions: &'static [u8; CLASSES],
    colouring: Colouring,
    /// The colour of every position.
    pub colours: [Color32; 256],
    /// The opacity of one dot.
    pub alpha: f32,
}

impl Inks {
    pub fn new(theme: &Theme, colouring: Colouring) -> Self {
        let colours = std::array::from_fn(|position| {
            let t = position as f32 / 255.0;
            match colouring {
                Colouring::Age => theme.scales.ramp(t),
                Colouring::Valley => theme.scales.valley(t),
                Colouring::Density => theme.strong,
            }
        });
        Self { positions: &POSITIONS, colouring, colours, alpha: theme.scales.walker_alpha }
    }

    /// The position of an age on the age ramp, whatever the colouring.
    #[inline]
    pub fn age(&self, age: u32) -> u8 {
        // Signed numbers become floats in one instruction; no run is longer.
        let class = ((age.max(1) as i32 as f32).to_bits() >> CLASS_SHIFT) - FIRST_CLASS;
        self.positions[class as usize % CLASSES]
    }

    /// The position of a walker on this colouring's ramp.
    #[inline]
    pub fn position(&self, x: f32, age: u32) -> u8 {
        match self.colouring {
            Colouring::Age => self.age(age),
            Colouring::Valley => 255 * u8::from(x >= 0.0),
            Colouring::Density => 255,
        }
    }

    /// The colour of a single dot.
    pub fn dot(&self, position: u8) -> Color32 {
        fade(self.colours[usize::from(position)], self.alpha)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::kit::theme::{Mode, Vision};

    #[test]
    fn looked_up_positions_are_those_of_the_ramp() {
        let inks = Inks::new(&Theme::new(Mode::Dark, Vision::Typical), Colouring::Age);
        for age in [0, 1, 50, 100, 316, 1_000, 3_162, 9_999, 20_000, 2_000_000_000] {
            let exact = 255.0 * ramp_position(age as f32);
            assert!((f32::from(inks.age(age)) - exact).abs() < 3.0, "{age}");
        }
    }
}
