//! Prose with the numbers of the moment in it.

use super::{Fact, Facts, Filled, NetworkFact, fill};
use crate::chart::format_number;

/// The text with the numbers of the moment in it.
pub fn filled(text: &str, facts: &Facts<'_>) -> String {
    match fill(text, facts.lab()) {
        Ok(parts) => unbroken(&parts.iter().map(|part| written(part, facts)).collect::<String>()),
        // It was read before, so this cannot be; the text as written is the next best.
        Err(_) => text.to_owned(),
    }
}

/// A setting reads as its control does.
fn written(part: &Filled, facts: &Facts<'_>) -> String {
    match part {
        Filled::Number(
            Fact::Parameter(_) | Fact::Network(NetworkFact::Parameter(_) | NetworkFact::Dimensions(_)),
            _,
        ) => part.write(facts, format_number),
        _ => part.write(facts, short),
    }
}

/// A symbol stays in one line with what it equals.
fn unbroken(text: &str) -> String {
    text.replace("$ = ", "$\u{A0}=\u{A0}").replace("Eq. ", "Eq.\u{A0}")
}

/// Three significant digits are as many as prose can bear.
fn short(value: f64) -> String {
    let scale = 10_f64.powf(2.0 - value.abs().max(1e-300).log10().floor());
    let rounded = (value * scale).round() / scale;
    // What was set by hand is shown as it was set.
    format_number(if (value - rounded).abs() <= 1e-9 * value.abs() { value } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_shows_three_digits() {
        assert_eq!(short(0.002_267_57), "0.00227");
        assert_eq!(short(98_765.4), "98,800");
        assert_eq!(short(0.01), "0.01");
        assert_eq!(short(0.0), "0");
    }
}
