//! What a number may be: its range, how it runs along a track, and its default.

use std::ops::RangeInclusive;

use crate::chart::{format_number, format_whole};

/// Part of the track that one arrow key covers, and one with Shift.
const KEY_STEP: f64 = 0.01;
const FINE_KEY_STEP: f64 = 0.001;

/// The kind of number that a control sets. It is constant, so keep one for each parameter.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    min: f64,
    max: f64,
    default: f64,
    logarithmic: bool,
    whole: bool,
    format: fn(f64) -> String,
}

impl Quantity {
    /// A number that runs evenly along its track.
    #[must_use]
    pub const fn linear(range: RangeInclusive<f64>, default: f64) -> Self {
        Self {
            min: *range.start(),
            max: *range.end(),
            default,
            logarithmic: false,
            whole: false,
            format: format_number,
        }
    }

    /// A positive number whose decades are equally long.
    ///
    /// # Panics
    ///
    /// If the range reaches zero or below.
    #[must_use]
    pub const fn logarithmic(range: RangeInclusive<f64>, default: f64) -> Self {
        assert!(*range.start() > 0.0, "a logarithm needs a positive range");
        Self { logarithmic: true, ..Self::linear(range, default) }
    }

    /// Only whole numbers.
    #[must_use]
    pub const fn whole(self) -> Self {
        Self { whole: true, format: format_whole, ..self }
    }

    /// How the number is written, in the markup of [`maths`](crate::app::kit::maths).
    #[must_use]
    pub const fn format(self, format: fn(f64) -> String) -> Self {
        Self { format, ..self }
    }

    /// The least and the greatest number.
    #[must_use]
    pub fn range(&self) -> RangeInclusive<f64> {
        self.min..=self.max
    }

    /// Where a double click leads.
    #[must_use]
    pub fn default_value(&self) -> f64 {
        self.default
    }

    /// The number as it is shown.
    #[must_use]
    pub fn show(&self, value: f64) -> String {
        (self.format)(value)
    }

    /// Where a number lies on the track, 0 to 1.
    #[must_use]
    pub fn position(&self, value: f64) -> f64 {
        let (value, min, max) = if self.logarithmic {
            (value.max(self.min).ln(), self.min.ln(), self.max.ln())
        } else {
            (value, self.min, self.max)
        };
        ((value - min) / (max - min)).clamp(0.0, 1.0)
    }

    /// The number at a place on the track, with no more digits than the track can tell apart.
    #[must_use]
    pub fn at(&self, position: f64) -> f64 {
        let t = position.clamp(0.0, 1.0);
        if t == 0.0 {
            self.min
        } else if t == 1.0 {
            self.max
        } else if self.logarithmic {
            let exact = (self.min.ln() + t * (self.max / self.min).ln()).exp();
            self.within(round_to(exact, exact * 1e-2))
        } else {
            let span = self.max - self.min;
            self.within(round_to(self.min + t * span, span * 1e-3))
        }
    }

    /// The nearest number that is allowed.
    #[must_use]
    pub fn within(&self, value: f64) -> f64 {
        let value = if self.whole { value.round() } else { value };
        value.clamp(self.min, self.max)
    }

    /// The number so many key presses further along.
    ///
    /// A press covers about a hundredth of the track, or a thousandth if `fine`, in a round step.
    #[must_use]
    pub fn nudged(&self, value: f64, presses: f64, fine: bool) -> f64 {
        let part = if fine { FINE_KEY_STEP } else { KEY_STEP };
        let moved = if self.logarithmic {
            let exact = value * (self.max / self.min).powf(presses * part);
            self.within(round_to(exact, exact * FINE_KEY_STEP))
        } else {
            let step = round_step((self.max - self.min) * part);
            let step = if self.whole { step.max(1.0) } else { step };
            self.within(round_to(value + presses * step, step * FINE_KEY_STEP))
        };
        // A whole number may be too coarse for the step: then go to the next one.
        if moved == value && self.whole { self.within(value + presses.signum()) } else { moved }
    }

    /// Places of the powers of ten on the track of a logarithmic quantity.
    pub fn decades(&self) -> impl Iterator<Item = f64> {
        let exponents = if self.logarithmic {
            self.min.log10().ceil() as i32..=self.max.log10().floor() as i32
        } else {
            #[expect(clippy::reversed_empty_ranges, reason = "a linear track has no decades")]
            {
                1..=0
            }
        };
        exponents.map(|exponent| self.position(10.0_f64.powi(exponent)))
    }
}

/// The greatest of 1, 2 and 5 times a power of ten that does not exceed `length`.
fn round_step(length: f64) -> f64 {
    let power = 10.0_f64.powf((length.log10() + 1e-9).floor());
    let count = length / power * (1.0 + 1e-9);
    power * [5.0, 2.0].into_iter().find(|&round| round <= count).unwrap_or(1.0)
}

/// `value` rounded to the power of ten at or below `resolution`.
pub fn round_to(value: f64, resolution: f64) -> f64 {
    let places = -resolution.abs().log10().floor();
    // Dividing by a power of ten gives the decimal people expect; multiplying by 0.001 would not.
    let scale = 10.0_f64.powf(places.abs());
    if places >= 0.0 { (value * scale).round() / scale } else { (value / scale).round() * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Quantity = Quantity::logarithmic(1e-4..=1.0, 0.01);
    const RATIO: Quantity = Quantity::linear(1.0..=2.5, 1.515);
    const SEED: Quantity = Quantity::linear(0.0..=50.0, 42.0).whole();

    #[test]
    fn positions_and_values_undo_each_other() {
        for quantity in [RATE, RATIO] {
            for i in 0..=100 {
                let t = f64::from(i) / 100.0;
                assert!((quantity.position(quantity.at(t)) - t).abs() < 2e-3, "{t}");
            }
        }
        assert_eq!(RATE.at(0.5), 0.01);
        assert_eq!(RATE.at(0.0), 1e-4);
        assert_eq!(RATIO.at(1.0), 2.5);
    }

    #[test]
    fn keys_move_by_a_hundredth_of_the_track_or_a_thousandth() {
        assert_eq!(RATIO.nudged(1.515, 1.0, false), 1.525);
        assert_eq!(RATIO.nudged(1.515, -1.0, true), 1.514);
        assert_eq!(RATE.nudged(1.0, 1.0, false), 1.0);
        assert_eq!(SEED.nudged(42.0, 1.0, true), 43.0);
        assert_eq!(SEED.nudged(42.0, -2.0, false), 40.0);
    }

    #[test]
    fn every_key_press_leaves_the_number_it_found() {
        let walkers = Quantity::logarithmic(1.0..=1e6, 3000.0).whole();
        for start in [1.0, 2.0, 7.0, 3000.0] {
            assert!(walkers.nudged(start, 1.0, true) > start, "{start}");
        }
    }

    #[test]
    fn decades_are_marked_on_logarithmic_tracks_only() {
        assert_eq!(RATE.decades().count(), 5);
        assert_eq!(RATIO.decades().count(), 0);
    }
}
