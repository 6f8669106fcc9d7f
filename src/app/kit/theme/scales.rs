//! Colours that stand for numbers: the ages of walkers, the depth of the
//! landscape and the frost beyond the line.

use egui::Color32;

use super::palette::{hex, mix, opaque};
use super::{Mode, Vision};
use crate::chart::Colours;

/// Steps since the last hop at which the walker ramp begins.
pub const RAMP_YOUNGEST: f32 = 100.0;
/// Steps since the last hop at which the walker ramp ends.
pub const RAMP_OLDEST: f32 = 10_000.0;
/// Number of flat bands that tell the depth of the landscape.
pub const STAGE_BANDS: u8 = 13;

/// The colours that stand for numbers, in one mode and for one kind of vision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Walker colours at 100, 316, 1,000, 3,162 and 10,000 steps since the last hop.
    ///
    /// The middle stop is the threshold of the status line, so the warm dots
    /// are exactly the walkers that it counts.
    pub walker: [Color32; 5],
    /// Opacity of a walker's dot.
    pub walker_alpha: f32,
    /// Walkers in the steep and in the flat valley: purple and green, which every kind of vision tells apart.
    valley: (Color32, Color32),
    stage: (Color32, Color32),
    stage_edge: Color32,
    frost: [u8; 3],
    frost_alpha: (f32, f32),
}

impl Scales {
    /// The scales of `mode`, with a walker ramp that `vision` can tell apart.
    #[must_use]
    pub const fn new(mode: Mode, vision: Vision) -> Self {
        let shared = match mode {
            Mode::Dark => Colours::DARK,
            Mode::Light => Colours::PAPER,
        };
        let wide = match mode {
            Mode::Dark => ["#F6E9AF", "#CAB63E", "#737479", "#5E7FC3", "#D6E0FF"],
            Mode::Light => ["#5C5100", "#A79513", "#B1AFA8", "#7795D5", "#225095"],
        };
        let walker = match vision {
            Vision::Typical => {
                let [a, b, c, d, e] = shared.age;
                [opaque(a), opaque(b), opaque(c), opaque(d), opaque(e)]
            }
            Vision::Deuteranopia => {
                let [a, b, c, d, e] = wide;
                [hex(a), hex(b), hex(c), hex(d), hex(e)]
            }
        };
        let valley = (opaque(shared.steep), opaque(shared.flat));
        let stage = (opaque(shared.depth[0]), opaque(shared.depth[1]));
        match mode {
            Mode::Dark => Self {
                walker,
                walker_alpha: 0.82,
                valley,
                stage,
                stage_edge: Color32::from_rgb(74, 86, 102),
                frost: [120, 190, 235],
                frost_alpha: (0.06, 0.13),
            },
            Mode::Light => Self {
                walker,
                walker_alpha: 0.78,
                valley,
                stage,
                stage_edge: Color32::from_rgb(150, 162, 176),
                frost: [70, 150, 205],
                frost_alpha: (0.075, 0.16),
            },
        }
    }

    /// The walker ramp from its young end, `t = 0`, to its old end, `t = 1`.
    #[must_use]
    pub fn ramp(&self, t: f32) -> Color32 {
        let position = t.clamp(0.0, 1.0) * 4.0;
        let stop = (position as usize).min(3);
        mix(self.walker[stop], self.walker[stop + 1], position - stop as f32)
    }

    /// The colour of a walker that last hopped so many steps ago.
    #[must_use]
    pub fn walker_age(&self, steps: f32) -> Color32 {
        self.ramp(ramp_position(steps))
    }

    /// The colour of walkers of whom a share `t` is in the flat valley.
    #[must_use]
    pub fn valley(&self, t: f32) -> Color32 {
        mix(self.valley.0, self.valley.1, t)
    }

    /// The fill of a stage band, 0 in the valleys to [`STAGE_BANDS`]` − 1` high on the walls.
    #[must_use]
    pub fn stage_band(&self, band: u8) -> Color32 {
        let t = f32::from(band) / f32::from(STAGE_BANDS - 1);
        mix(self.stage.0, self.stage.1, t.min(1.0).powf(0.95))
    }

    /// The line between two stage bands.
    #[must_use]
    pub fn stage_edge(&self) -> Color32 {
        super::fade(self.stage_edge, 0.42)
    }

    /// The tint laid over the stage at a distance `beyond` the frost line, in units of y.
    #[must_use]
    pub fn frost(&self, beyond: f32) -> Color32 {
        let alpha = self.frost_alpha.0 + self.frost_alpha.1 * (-beyond.max(0.0) / 0.42).exp();
        let [r, g, b] = self.frost;
        Color32::from_rgba_unmultiplied(r, g, b, (alpha * 255.0).round() as u8)
    }
}

/// Where an age in steps falls on the walker ramp, 0 to 1, half a decade to a stop.
#[must_use]
pub fn ramp_position(steps: f32) -> f32 {
    let decades = (RAMP_OLDEST / RAMP_YOUNGEST).log10();
    ((steps.max(1.0) / RAMP_YOUNGEST).log10() / decades).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_of_the_status_line_is_the_middle_of_the_ramp() {
        for mode in [Mode::Dark, Mode::Light] {
            for vision in [Vision::Typical, Vision::Deuteranopia] {
                let scales = Scales::new(mode, vision);
                assert_eq!(scales.walker_age(1_000.0), scales.walker[2]);
                assert_eq!(scales.walker_age(5.0), scales.walker[0]);
                assert_eq!(scales.walker_age(1e6), scales.walker[4]);
            }
        }
    }

    #[test]
    fn stage_bands_climb_from_the_valleys_to_the_walls() {
        let scales = Scales::new(Mode::Dark, Vision::Typical);
        assert_eq!(scales.stage_band(0), Color32::from_rgb(8, 10, 13));
        assert_eq!(scales.stage_band(STAGE_BANDS - 1), Color32::from_rgb(38, 45, 55));
    }

    #[test]
    fn frost_is_thickest_at_the_line() {
        let scales = Scales::new(Mode::Dark, Vision::Typical);
        assert_eq!(scales.frost(0.0).a(), 48);
        assert_eq!(scales.frost(100.0).a(), 15);
    }
}
