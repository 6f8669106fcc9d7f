//! Flags whose values are numbers and lists of numbers, with what is allowed of them.

use std::ops::RangeInclusive;

use clap::{Arg, value_parser};

use crate::say;

/// Numbers that were given as 0.02,0.05,0.1.
#[derive(Clone, Debug, PartialEq)]
pub struct List(pub Vec<f64>);

/// Numbers that a list may have: more are taken for a slip of the keyboard.
const MOST: usize = 1000;

/// A flag with a number in a range.
pub fn number(name: &'static str, range: RangeInclusive<f64>, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("X")
        .allow_hyphen_values(true)
        .value_parser(move |text: &str| parse(text, &range))
        .help(help)
}

/// A flag with a whole number in a range.
pub fn whole(name: &'static str, range: RangeInclusive<i64>, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("N")
        .allow_hyphen_values(true)
        .value_parser(value_parser!(u32).range(range))
        .help(help)
}

/// A flag with a list of numbers in a range; whole ones where only these make sense.
pub fn list(name: &'static str, range: RangeInclusive<f64>, whole: bool, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(say!("cli.value.list"))
        .allow_hyphen_values(true)
        .value_parser(move |text: &str| parse_list(text, &range, whole))
        .help(help)
}

fn parse(text: &str, range: &RangeInclusive<f64>) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| say!("cli.flag.must-be-number", min = range.start(), max = range.end()))
}

fn parse_list(text: &str, range: &RangeInclusive<f64>, whole: bool) -> Result<List, String> {
    let numbers: Result<Vec<f64>, String> =
        text.split(',').map(|number| parse(number.trim(), range)).collect();
    let numbers = numbers.ok().filter(|numbers| {
        numbers.len() <= MOST && (!whole || numbers.iter().all(|number| number.fract() == 0.0))
    });
    let (min, max, most) = (range.start(), range.end(), MOST);
    numbers.map(List).ok_or_else(|| match whole {
        true => say!("cli.network.whole-list", most = most, min = min, max = max),
        false => say!("cli.network.list", most = most, min = min, max = max),
    })
}
