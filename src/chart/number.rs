//! Numbers as people read and write them.

use crate::say;

/// The shortest form of `value` to four significant digits: `0.01`, `1.515`,
/// `100,000`, `1.0 × 10⁻⁵` (in the markup of [markup](super::markup)).
#[must_use]
pub fn format_number(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !value.is_finite() {
        return if value.is_nan() {
            "–"
        } else if value > 0.0 {
            "∞"
        } else {
            "−∞"
        }
        .into();
    }
    let exponent = value.abs().log10().floor() as i32;
    if !(-4..=8).contains(&exponent) {
        return format_power(value);
    }
    let decimals = (3 - exponent).max(0) as usize;
    let digits = format!("{value:.decimals$}");
    let digits =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    group(digits)
}

/// A whole number with its thousands set apart: `100,000`.
#[must_use]
pub fn format_whole(value: f64) -> String {
    group(&format!("{value:.0}"))
}

/// A mantissa and a power of ten.
fn format_power(value: f64) -> String {
    let scientific = format!("{value:.2e}");
    let (mantissa, exponent) = scientific.split_once('e').expect("`e` is in every such number");
    let mantissa = mantissa.strip_suffix('0').unwrap_or(mantissa).replace('-', "−");
    format!("{mantissa} × 10$^{{{exponent}}}$")
}

/// A true minus, and commas between thousands.
fn group(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut text = sign.to_owned();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Reads what a person types: `0.01`, `1e-3`, `−2`, `100,000`, `3 × 10^-2`, `10⁻³`, `1/20`.
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let value = match text.split_once('/') {
        Some((above, below)) => parse_plain(above)? / parse_plain(below)?,
        None => parse_plain(text)?,
    };
    value.is_finite().then_some(value)
}

fn parse_plain(text: &str) -> Option<f64> {
    let text = &without_commas(text.trim())?;
    let mut plain = String::with_capacity(text.len());
    let mut raised = false;
    for c in text.chars() {
        let superscript = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".chars().position(|s| s == c);
        if superscript.is_some() && !raised {
            plain.push('^');
        }
        raised = superscript.is_some();
        match (superscript, c) {
            (Some(10), _) | (None, '−' | '–') => plain.push('-'),
            (Some(digit), _) => plain.push(char::from(b'0' + digit as u8)),
            (None, '×' | '·') => plain.push('*'),
            (None, '{' | '}' | '$' | '_' | ' ' | '\u{2009}' | '\u{202f}') => {}
            (None, c) => plain.push(c),
        }
    }
    match plain.split_once("10^") {
        Some((mantissa, exponent)) => {
            let mantissa = match mantissa.strip_suffix('*') {
                Some(mantissa) => mantissa.parse().ok()?,
                None if mantissa.is_empty() => 1.0,
                None if mantissa == "-" => -1.0,
                None => return None,
            };
            format!("{mantissa}e{exponent}").parse().ok()
        }
        None => plain.parse::<f64>().ok(),
    }
}

/// Commas between thousands go; a single one elsewhere is a decimal point; any other is a mistake.
fn without_commas(text: &str) -> Option<String> {
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let leading = first.trim_start_matches(['-', '−', '–']);
    let others: Vec<&str> = groups.collect();
    let thousands = (1..=3).contains(&leading.len())
        && leading != "0"
        && others.iter().all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()));
    match (&others[..], thousands) {
        ([], _) => Some(text.to_owned()),
        (_, true) => Some(format!("{first}{}{rest}", others.concat())),
        ([fraction], false) if rest.is_empty() => Some(format!("{first}.{fraction}")),
        _ => None,
    }
}

/// A time, to as much as anyone wants to know of it.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.min(3.6e9) as u64;
    if seconds >= 3600 {
        let minutes = format_args!("{:02}", seconds % 3600 / 60);
        say!("time.hours", hours = seconds / 3600, minutes = minutes)
    } else if seconds >= 60 {
        say!("time.minutes", minutes = seconds / 60, seconds = format_args!("{:02}", seconds % 60))
    } else {
        say!("time.seconds", seconds = seconds)
    }
}

/// A mantissa of two digits and a power of ten.
pub fn format_scientific(value: f64) -> String {
    if !(value.is_finite() && value > 0.0) {
        return format_number(value);
    }
    let text = format!("{value:.1e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{mantissa} × $10^{{{exponent}}}$")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_comma_is_thousands_or_a_decimal_point() {
        for (text, value) in [
            ("3,5", Some(3.5)),
            ("0,02", Some(0.02)),
            ("0,020", Some(0.02)),
            ("100,000", Some(100_000.0)),
            ("−1,234.5", Some(-1234.5)),
            ("1,2,3", None),
            ("1,23.4", None),
        ] {
            assert_eq!(super::parse_number(text), value, "{text}");
        }
    }

    use super::*;

    #[test]
    fn numbers_are_short_and_true() {
        assert_eq!(format_number(0.01), "0.01");
        assert_eq!(format_number(1.515), "1.515");
        assert_eq!(format_number(30.0), "30");
        assert_eq!(format_number(-0.25), "−0.25");
        assert_eq!(format_number(100_000.0), "100,000");
        assert_eq!(format_number(0.000_01), "1.0 × 10$^{-5}$");
        assert_eq!(format_number(0.999_99), "1");
        assert_eq!(format_whole(3000.0), "3,000");
    }

    #[test]
    fn typed_numbers_are_read_in_every_dress() {
        for (text, value) in [
            ("0.01", 0.01),
            (" 1e-3 ", 1e-3),
            ("−2", -2.0),
            ("100,000", 1e5),
            ("3 × 10^-2", 0.03),
            ("10⁻³", 1e-3),
            ("1.0 × 10$^{-5}$", 1e-5),
            ("-10^2", -100.0),
            ("1/20", 0.05),
            ("−3 / 4", -0.75),
        ] {
            assert_eq!(parse_number(text), Some(value), "{text}");
        }
        for text in ["", "x", "1..2", "inf", "nan", "1e999", "1/0", "1/", "1/2/3"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_shown_can_be_typed_again() {
        for value in [1e-7, 0.031, 1.515, 42.0, 123_456.0, -3e9] {
            let read = parse_number(&format_number(value)).expect("a number");
            assert!((read / value - 1.0).abs() < 5e-3, "{value}");
        }
    }
}
