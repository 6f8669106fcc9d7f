//! What a walker's colour says: a position from 0 to 255 on a ramp, for each of the colourings.

use std::sync::LazyLock;

use egui::Color32;

use crate::app::desk::scene::Scene;
use crate::app::kit::theme::{Theme, fade, mix, ramp_position};
use crate::valleys::experiments::ahead::Outcome;
use crate::valleys::figures::colouring::{died_down, has_settled};
use crate::valleys::view::Colouring;

/// Ages fall into 128 classes to a doubling, read off the bits of a float.
const CLASS_SHIFT: u32 = 16;
const FIRST_CLASS: u32 = 127 << (23 - CLASS_SHIFT);
const CLASSES: usize = 33 << (23 - CLASS_SHIFT);

/// The position on the age ramp of every class.
static POSITIONS: LazyLock<[u8; CLASSES]> =
    LazyLock::new(|| std::array::from_fn(|class| (255.0 * ramp_position(middle(class))).round() as u8));

/// The position of a walker that will hop again, for every class of ages.
static FLASHES: LazyLock<[u8; CLASSES]> =
    LazyLock::new(|| std::array::from_fn(|class| (died_down(middle(class)) * f32::from(STAYED)) as u8));

/// The age in the middle of a class.
fn middle(class: usize) -> f32 {
    let bits = (FIRST_CLASS + class as u32) << CLASS_SHIFT;
    f32::from_bits(bits + (1 << (CLASS_SHIFT - 1)))
}

/// The class of an age. Signed numbers become floats in one instruction; no run is longer.
#[inline]
fn class(age: u32) -> usize {
    (((age.max(1) as i32 as f32).to_bits() >> CLASS_SHIFT) - FIRST_CLASS) as usize
}

/// Positions of walkers that will hop again, from one that has just hopped to one that has stayed a while; and of one that
/// has hopped for the last time.
const STAYED: u8 = 127;
const SETTLED: u8 = 255;

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
                Colouring::LastHop => last_hop(theme, position as u8),
            }
        });
        Self { positions: &POSITIONS, colouring, colours, alpha: theme.scales.walker_alpha }
    }

    /// One colour for all.
    pub fn plain(colour: Color32, alpha: f32) -> Self {
        Self { positions: &POSITIONS, colouring: Colouring::Valley, colours: [colour; 256], alpha }
    }

    /// The position of an age on the age ramp, whatever the colouring.
    #[inline]
    pub fn age(&self, age: u32) -> u8 {
        self.positions[class(age) % CLASSES]
    }

    /// The position of a walker on this colouring's ramp.
    #[inline]
    pub fn position(&self, x: f32, age: u32) -> u8 {
        match self.colouring {
            Colouring::Age | Colouring::LastHop => self.age(age),
            Colouring::Valley => 255 * u8::from(x >= 0.0),
            Colouring::Density => 255,
        }
    }

    /// The position of a walker by whether it has hopped for the last time, and if not by how long ago it hopped.
    #[inline]
    pub fn until_last_hop(&self, age: u32, step: u32, fate: Option<&Outcome>) -> u8 {
        if has_settled(fate, step) {
            return SETTLED;
        }
        FLASHES[class(age) % CLASSES]
    }

    /// The colour of a single dot.
    pub fn dot(&self, position: u8) -> Color32 {
        fade(self.colours[usize::from(position)], self.alpha)
    }
}

/// Ember while a walker will hop again, the brighter the shorter ago it hopped, and ice from its last hop on. Between the two
/// is what a pixel of both has.
fn last_hop(theme: &Theme, position: u8) -> Color32 {
    let ember = theme.scales.walker_age(316.0);
    if position <= STAYED {
        let flash = theme.scales.ramp(0.0);
        return mix(flash, ember, f32::from(position) / f32::from(STAYED));
    }
    mix(ember, theme.ice, f32::from(position - STAYED) / f32::from(SETTLED - STAYED))
}

/// How walkers are coloured: by age as long as it is not known when they hop for the last time.
pub fn colouring(scene: &Scene<'_>) -> Colouring {
    match scene.view.colouring {
        Colouring::LastHop if scene.fates.is_none() => Colouring::Age,
        colouring => colouring,
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
