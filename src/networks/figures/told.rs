//! What captions say of means: as many digits as their standard errors leave, and words that these have earned.

use crate::networks::experiments::grid::Mean;
use crate::say;

/// Standard errors from which on a change seems to be one, and beyond which it clearly is.
const SEEMING: f64 = 2.0;
const CLEAR: f64 = 3.0;
/// A standard error below this share of its mean.
const ROUNDING: f64 = 1e-9;
/// The standard error of fewer values is worth nothing.
const FEWEST: usize = 3;

/// `0.47 ± 0.04`, or the mean alone where it has no error.
pub fn spoken(mean: Mean) -> String {
    // What is left of values that are all alike is rounding.
    let error = mean.error.filter(|error| *error > ROUNDING * mean.mean.abs());
    let place = |value: f64| value.abs().max(1e-12).log10().floor() as i32;
    let decimals = error.map_or(2 - place(mean.mean), |error| 1 - place(error)).clamp(0, 9) as usize;
    let number = |value: f64| format!("{value:.decimals$}").replace('-', "−");
    let told = if mean.mean == 0.0 { "0".to_owned() } else { number(mean.mean) };
    match (error, mean.error) {
        (Some(error), _) => format!("{told} ± {}", number(error)),
        (None, Some(_)) => format!("{told} ± 0"),
        (None, None) => told,
    }
}

/// The same, or a dash where there is none.
pub fn spoken_or_none(mean: Option<Mean>) -> String {
    mean.map_or_else(|| "–".to_owned(), spoken)
}

/// How many standard errors a mean is from a level, with the sign; none where that cannot be told.
fn errors(mean: Option<Mean>, level: f64) -> Option<f64> {
    let Mean { mean, error, .. } = mean.filter(|mean| mean.count >= FEWEST)?;
    Some((mean - level) / error.filter(|error| *error > ROUNDING * mean.abs())?)
}

/// What a change from the first to the last may be called.
pub fn change(mean: Option<Mean>) -> &'static str {
    match errors(mean, 0.0) {
        Some(errors) if errors > CLEAR => say!("network.told.rises"),
        Some(errors) if errors >= SEEMING => say!("network.told.seems-to-rise"),
        Some(errors) if errors < -CLEAR => say!("network.told.falls"),
        Some(errors) if errors <= -SEEMING => say!("network.told.seems-to-fall"),
        _ => say!("network.told.no-change"),
    }
}

/// Whether a change is more than nothing, and clearly so.
pub fn is_clearly_more(mean: Option<Mean>) -> bool {
    errors(mean, 0.0).is_some_and(|errors| errors > CLEAR)
}

/// On which side of a level a mean lies.
pub fn side(mean: Option<Mean>, level: f64) -> &'static str {
    match errors(mean, level) {
        Some(errors) if errors > CLEAR => say!("network.told.above"),
        Some(errors) if errors >= SEEMING => say!("network.told.seemingly-above"),
        Some(errors) if errors < -CLEAR => say!("network.told.below"),
        Some(errors) if errors <= -SEEMING => say!("network.told.seemingly-below"),
        _ => say!("network.told.no-side"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(mean: f64, error: f64, count: usize) -> Option<Mean> {
        Some(Mean { mean, error: Some(error), count })
    }

    #[test]
    fn numbers_have_the_digits_that_their_errors_leave() {
        for (value, error, expected) in
            [(0.4712, 0.0371, "0.471 ± 0.037"), (-12.34, 1.9, "−12.3 ± 1.9"), (312.4, 25.0, "312 ± 25")]
        {
            assert_eq!(spoken(mean(value, error, 5).unwrap()), expected);
        }
        assert_eq!(spoken(Mean { mean: 2.0, error: None, count: 1 }), "2.00");
        assert_eq!(spoken(Mean { mean: 0.0, error: Some(0.0), count: 3 }), "0 ± 0");
        assert_eq!(spoken(Mean { mean: 0.16, error: Some(1e-17), count: 3 }), "0.160 ± 0");
    }

    #[test]
    fn words_are_earned() {
        let words = |value: f64, count: usize| change(mean(value, 1.0, count));
        assert_eq!(words(3.1, 8), say!("network.told.rises"));
        assert_eq!(words(2.5, 8), say!("network.told.seems-to-rise"));
        assert_eq!(words(-1.9, 8), say!("network.told.no-change"));
        assert_eq!(words(-3.1, 8), say!("network.told.falls"));
        // Two runs tell nothing.
        assert_eq!(words(9.0, 2), say!("network.told.no-change"));
        assert_eq!(side(mean(0.8, 0.05, 8), 1.0), say!("network.told.below"));
        assert_eq!(side(None, 1.0), say!("network.told.no-side"));
    }
}
