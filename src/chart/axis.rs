//! Ticks at round numbers, on even and on logarithmic axes.

use serde::{Deserialize, Serialize};

use super::number::format_whole;

/// An axis: its label, what it spans when nobody has zoomed, and how its numbers are written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// In the [markup](super::markup); empty where a title says it.
    pub label: String,
    /// On a logarithmic axis this, and all that is drawn along it, are decimal logarithms.
    pub range: [f64; 2],
    pub numbers: Numbers,
}

/// How the numbers of an axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numbers {
    /// `0.3`, `20,000`.
    Plain,
    /// `40k` for 40,000, where there is little room.
    Thousands,
    /// Powers of ten; the axis holds logarithms.
    Powers,
    /// Not at all: no ticks and no line. A panel that hides both axes has no frame.
    Hidden,
}

/// A tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub value: f64,
    pub label: Option<String>,
}

impl Axis {
    pub fn new(label: impl Into<String>, range: [f64; 2], numbers: Numbers) -> Self {
        Self { label: label.into(), range, numbers }
    }

    /// An axis that only says what part of the plane is drawn.
    pub fn hidden(range: [f64; 2]) -> Self {
        Self::new("", range, Numbers::Hidden)
    }

    pub fn is_hidden(&self) -> bool {
        self.numbers == Numbers::Hidden
    }

    pub fn is_logarithmic(&self) -> bool {
        self.numbers == Numbers::Powers
    }

    /// Ticks between two values that are `pixels` apart, those with labels at least `spacing` from each other; in either
    /// direction. A range that holds no two different round numbers has none.
    pub fn marks(&self, range: [f64; 2], pixels: f32, spacing: f32) -> Vec<Mark> {
        let [low, high] = [range[0].min(range[1]), range[0].max(range[1])];
        let span = high - low;
        // Beyond these a number's own digits run out.
        let resolved = span.is_finite() && span > 1e-10 * largest(low, high) && span > 1e-290;
        if range.iter().any(|end| end.is_nan())
            || !resolved
            || self.is_hidden()
            || !(pixels > 0.0 && spacing > 0.0)
        {
            return Vec::new();
        }
        let least = span * f64::from((spacing / pixels).clamp(0.02, 1.0));
        if self.is_logarithmic() { self.powers(low, high, least) } else { self.even(low, high, least) }
    }

    fn even(&self, low: f64, high: f64, least: f64) -> Vec<Mark> {
        let step = round_step(least);
        if !step.is_finite() {
            return Vec::new();
        }
        // Counted in steps: beside the largest number there is no room for a tolerance.
        let first = (low / step - 1e-6).ceil() as i64;
        let last = (high / step + 1e-6).floor() as i64;
        let writing = Writing::new(self.numbers, step, largest(low, high));
        (first..=last)
            .map(|count| {
                let value = count as f64 * step;
                Mark { value, label: Some(writing.write(value)) }
            })
            .collect()
    }

    /// Ticks on a logarithmic axis: every whole multiple of a power of ten, labels on the powers, on 2 and 5 where powers
    /// are few, and on a round number at the upper end; between powers, ticks of an even axis.
    fn powers(&self, low: f64, high: f64, least: f64) -> Vec<Mark> {
        // No number is so large or so small.
        if largest(low, high) > 300.0 {
            return Vec::new();
        }
        let marks = whole_multiples(low, high, least);
        let [from, to] = [low, high].map(|end| 10_f64.powf(end));
        let written = marks.iter().filter(|mark| mark.label.is_some()).count();
        if written >= 2 || to - from <= 1e-10 * to {
            return marks;
        }
        let plain = Self { numbers: Numbers::Plain, ..self.clone() };
        let even = plain.even(from, to, (to - from) * least / (high - low));
        let positive = even.into_iter().filter(|mark| mark.value > 0.0);
        positive.map(|mark| Mark { value: mark.value.log10().clamp(low, high), ..mark }).collect()
    }
}

fn largest(low: f64, high: f64) -> f64 {
    low.abs().max(high.abs())
}

/// How the ticks of an axis are written, all alike.
struct Writing {
    decimals: usize,
    /// The power of ten of numbers too large or too small to be written out.
    exponent: Option<i32>,
    in_thousands: bool,
}

impl Writing {
    fn new(numbers: Numbers, step: f64, largest: f64) -> Self {
        let place = |value: f64| (value.log10() + 1e-9).floor() as i32;
        let far = largest >= 1e7 || step < 0.999e-6;
        let exponent = far.then(|| place(largest));
        let decimals = (exponent.unwrap_or(0) - place(step)).clamp(0, 13) as usize;
        let in_thousands = numbers == Numbers::Thousands && step >= 999.0;
        Self { decimals, exponent, in_thousands }
    }

    fn write(&self, value: f64) -> String {
        if value == 0.0 {
            return "0".into();
        }
        let decimals = self.decimals;
        if let Some(exponent) = self.exponent {
            // In two steps: the power itself may be no number.
            let mantissa = value / 10_f64.powi(exponent / 2) / 10_f64.powi(exponent - exponent / 2);
            return match format!("{mantissa:.decimals$}").as_str() {
                "1" => format!("$10^{{{exponent}}}$"),
                "-1" => format!("$-10^{{{exponent}}}$"),
                mantissa => format!("${mantissa}*10^{{{exponent}}}$"),
            };
        }
        if self.in_thousands {
            return format!("{}k", format_whole(value / 1000.0));
        }
        if decimals == 0 {
            return format_whole(value);
        }
        let text = format!("{:.decimals$}", value.abs());
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{text}")
    }
}

fn whole_multiples(low: f64, high: f64, least: f64) -> Vec<Mark> {
    let tolerance = 1e-6 * (high - low).min(1.0);
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let labelled = (low.ceil() as i32..=high.floor() as i32).count();
    let stride = (least - 1e-3).ceil().max(1.0) as i32;
    let dense = labelled < 2;
    let mut marks = Vec::new();
    for exponent in first..=last {
        for digit in 1..10 {
            let value = f64::from(exponent) + f64::from(digit).log10();
            if value < low - tolerance || value > high + tolerance {
                continue;
            }
            let at_end = high - value < tolerance;
            let round = digit == 1 && exponent.rem_euclid(stride) == 0;
            let written = round || at_end || dense && matches!(digit, 2 | 5);
            if written || stride == 1 {
                marks.push(Mark { value, label: written.then(|| power(digit, exponent)) });
            }
        }
    }
    marks
}

fn power(digit: i32, exponent: i32) -> String {
    match (digit, exponent) {
        (1, 0) => "1".into(),
        (1, _) => format!("$10^{{{exponent}}}$"),
        (_, 0) => format!("{digit}"),
        _ => format!("${digit}*10^{{{exponent}}}$"),
    }
}

/// The ends of so many even intervals between two values.
pub fn evenly([low, high]: [f64; 2], intervals: usize) -> Vec<f64> {
    (0..=intervals).map(|index| low + (high - low) * index as f64 / intervals as f64).collect()
}

/// The least of 1, 2 and 5 times a power of ten that is not below `least`.
pub fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf((least.log10() + 1e-9).floor());
    let count = least / power * (1.0 - 1e-9);
    power * [1.0, 2.0, 5.0].into_iter().find(|&round| round >= count).unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(numbers: Numbers, range: [f64; 2], pixels: f32) -> Vec<String> {
        let axis = Axis::new("", range, numbers);
        axis.marks(range, pixels, 40.0).into_iter().filter_map(|mark| mark.label).collect()
    }

    #[test]
    fn even_ticks_are_round_and_include_the_ends() {
        assert_eq!(labels(Numbers::Plain, [0.0, 12.0], 298.0), ["0", "2", "4", "6", "8", "10", "12"]);
        assert_eq!(labels(Numbers::Plain, [-0.05, 0.05], 120.0), ["−0.05", "0", "0.05"]);
        assert_eq!(labels(Numbers::Thousands, [0.0, 1e5], 120.0), ["0", "50k", "100k"]);
    }

    #[test]
    fn logarithmic_ticks_stand_on_powers_and_at_a_round_end() {
        let range = [-4.0, 6e-3_f64.log10()];
        assert_eq!(labels(Numbers::Powers, range, 298.0), ["$10^{-4}$", "$10^{-3}$", "$6*10^{-3}$"]);
        assert_eq!(labels(Numbers::Powers, [-6.0, 0.0], 120.0), ["$10^{-6}$", "$10^{-4}$", "$10^{-2}$", "1"]);
    }

    #[test]
    fn a_range_of_nothing_has_no_ticks() {
        for range in
            [[1.0, 1.0], [f64::NAN, 1.0], [0.0, f64::INFINITY], [-1.7e308, 1.7e308], [1e9, 1e9 + 1e-6]]
        {
            assert!(labels(Numbers::Plain, range, 100.0).is_empty());
        }
        assert!(labels(Numbers::Powers, [-1e9, 1e9], 100.0).is_empty());
        assert!(labels(Numbers::Plain, [0.0, f64::MAX], 100.0).len() < 9, "and one of everything has few");
        assert!(labels(Numbers::Plain, [1.53e308, 0.0], 1.0).is_empty(), "no step is so long");
    }

    #[test]
    fn a_hidden_axis_has_no_ticks() {
        assert!(labels(Numbers::Hidden, [0.0, 1.0], 100.0).is_empty());
    }

    #[test]
    fn far_numbers_are_written_with_a_power_of_ten() {
        assert_eq!(labels(Numbers::Plain, [0.0, 2e12], 100.0), ["0", "$10^{12}$", "$2*10^{12}$"]);
        assert_eq!(
            labels(Numbers::Plain, [-1e-9, 1e-9], 180.0),
            ["$-1.0*10^{-9}$", "$-0.5*10^{-9}$", "0", "$0.5*10^{-9}$", "$1.0*10^{-9}$"]
        );
        assert_eq!(
            labels(Numbers::Plain, [1e6, 1.000_002e6], 100.0),
            ["1,000,000", "1,000,001", "1,000,002"]
        );
    }

    #[test]
    fn a_short_logarithmic_axis_has_even_ticks() {
        let range = [3.1_f64.log10(), 4.9_f64.log10()];
        assert_eq!(labels(Numbers::Powers, range, 200.0), ["3.5", "4.0", "4.5"]);
    }

    #[test]
    fn a_turned_range_has_the_same_ticks() {
        assert_eq!(labels(Numbers::Plain, [12.0, 0.0], 298.0), labels(Numbers::Plain, [0.0, 12.0], 298.0));
    }
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ticks_are_few_sorted_in_range_and_told_apart(
            low in any::<f64>(), high in any::<f64>(), pixels in 1.0..3000.0_f32, spacing in 5.0..200.0_f32,
        ) {
            for numbers in [Numbers::Plain, Numbers::Thousands, Numbers::Powers] {
                check(numbers, [low, high], pixels, spacing);
            }
        }

        #[test]
        fn so_they_are_on_short_and_long_axes(
            middle in -1e3..1e3_f64, power in -12.0..12.0_f64, pixels in 1.0..3000.0_f32,
        ) {
            let half = 10_f64.powf(power);
            for numbers in [Numbers::Plain, Numbers::Thousands, Numbers::Powers] {
                check(numbers, [middle - half, middle + half], pixels, 30.0);
            }
        }
    }

    fn check(numbers: Numbers, range: [f64; 2], pixels: f32, spacing: f32) {
        let marks = Axis::new("", range, numbers).marks(range, pixels, spacing);
        let [low, high] = [range[0].min(range[1]), range[0].max(range[1])];
        let slack = 1e-5 * (high - low);
        assert!(marks.len() < 6000, "{}", marks.len());
        assert!(marks.iter().all(|mark| mark.value >= low - slack && mark.value <= high + slack));
        assert!(marks.windows(2).all(|pair| pair[0].value < pair[1].value));
        let labels: Vec<&String> = marks.iter().filter_map(|mark| mark.label.as_ref()).collect();
        assert!(labels.windows(2).all(|pair| pair[0] != pair[1]), "{labels:?}");
    }
}
