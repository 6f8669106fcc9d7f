//! Ticks at round numbers, on even and on logarithmic axes.

use super::number::format_whole;

/// An axis: its label, what it spans when nobody has zoomed, and how its numbers are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// In the [markup](super::markup); empty where a title says it.
    pub label: String,
    /// On a logarithmic axis this, and all that is drawn along it, are decimal logarithms.
    pub range: [f64; 2],
    pub numbers: Numbers,
}

/// How the numbers of an axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// `0.3`, `20,000`.
    Plain,
    /// `.03`, where there is little room.
    Short,
    /// `40k` for 40,000, where there is less.
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

    /// Ticks between two values that are `pixels` apart, those with labels at least `spacing` from each other.
    pub fn marks(&self, [low, high]: [f64; 2], pixels: f32, spacing: f32) -> Vec<Mark> {
        let valid = low.is_finite() && high.is_finite() && high > low && pixels > 0.0 && !self.is_hidden();
        if !valid {
            return Vec::new();
        }
        let least = (high - low) * f64::from((spacing / pixels).clamp(0.02, 1.0));
        if self.is_logarithmic() { powers(low, high, least) } else { self.even(low, high, least) }
    }

    fn even(&self, low: f64, high: f64, least: f64) -> Vec<Mark> {
        let step = round_step(least);
        let decimals = (-step.log10() - 1e-9).ceil().clamp(0.0, 9.0) as usize;
        let tolerance = 1e-6 * step;
        let first = ((low - tolerance) / step).ceil() as i64;
        let last = ((high + tolerance) / step).floor() as i64;
        (first..=last)
            .map(|count| {
                let value = count as f64 * step;
                Mark { value, label: Some(self.write(value, decimals)) }
            })
            .collect()
    }

    fn write(&self, value: f64, decimals: usize) -> String {
        if decimals == 0 && self.numbers == Numbers::Thousands && value.abs() >= 1000.0 {
            return format!("{}k", format_whole(value / 1000.0));
        }
        if decimals == 0 || value == 0.0 {
            return format_whole(value);
        }
        let text = format!("{:.decimals$}", value.abs());
        let text = if self.numbers == Numbers::Short { text.trim_start_matches('0') } else { &text };
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{text}")
    }
}

/// Ticks on a logarithmic axis: every whole multiple of a power of ten, labels on the powers, on 2 and 5 where powers are
/// few, and on a round number at the upper end.
fn powers(low: f64, high: f64, least: f64) -> Vec<Mark> {
    let tolerance = 1e-6;
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
        assert_eq!(labels(Numbers::Short, [-0.05, 0.05], 120.0), ["−.05", "0", ".05"]);
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
        for range in [[1.0, 1.0], [f64::NAN, 1.0], [0.0, f64::INFINITY]] {
            assert!(labels(Numbers::Plain, range, 100.0).is_empty());
        }
    }

    #[test]
    fn a_hidden_axis_has_no_ticks() {
        assert!(labels(Numbers::Hidden, [0.0, 1.0], 100.0).is_empty());
    }
}
