//! A number that a text has of its own, and that is not computed when the text is shown, says what is meant, or what may
//! be typed, or claims something about the program. The ledger beside this file says which, and which test holds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::sources::rust_files;
use frostline::words;

const ENGLISH: &str = include_str!("../../assets/words/english.words");
const LEDGER: &str = include_str!("numbers.txt");

/// Where others gave the number: to an equation, a figure, a paper, a key.
const NAMED: [&str; 9] =
    ["Eq. ", "Eqs. ", "Fig. ", "Figs. ", "arXiv ", "Table ", "Networks 201", "x11-0", "libx11-6"];

/// Whether a text has a number of its own: outside holes, mathematics, code, examples, and names.
fn has_number(text: &str) -> bool {
    let text = text.split("Examples:").next().unwrap_or(text);
    let text = text.split("Example:").next().unwrap_or(text);
    let mut outside = String::new();
    let mut within = None;
    for c in text.chars() {
        match (within, c) {
            (None, '{') => within = Some('}'),
            (None, '$') => within = Some('$'),
            (None, '`') => within = Some('`'),
            (Some(end), c) if c == end => within = None,
            (None, c) => outside.push(c),
            (Some(_), _) => {}
        }
    }
    // A name's numbers follow each other: "Figs. 3c, 3d", "Fig. S6", "A34".
    let mut named = false;
    outside.split_inclusive(|c: char| c.is_whitespace()).any(|word| {
        let bare = word.trim().trim_matches(|c: char| c.is_ascii_punctuation());
        let digits = bare.chars().any(|c| c.is_ascii_digit());
        if NAMED.iter().any(|name| word.contains(name.trim_end()) || name.trim_end() == word.trim()) {
            named = true;
            return false;
        }
        let letter = bare.starts_with(['A', 'S', 'F', 'H', 'λ', 'L']) && bare.chars().count() <= 4;
        let own = digits && !named && !letter;
        named &= digits || matches!(bare, "and" | "to" | "or");
        own
    })
}

/// How a number is held, of every text that the ledger names.
fn ledger() -> BTreeMap<&'static str, &'static str> {
    let mut held = "";
    let mut found = BTreeMap::new();
    for line in LEDGER.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(heading) => held = heading,
            None => {
                for name in line.split_whitespace() {
                    assert!(found.insert(name, held).is_none(), "{name} stands there twice");
                }
            }
        }
    }
    found
}

#[test]
fn every_number_of_a_text_is_accounted_for() {
    let texts = words::read(ENGLISH).unwrap();
    let ledger = ledger();
    let of_their_own: BTreeSet<&str> =
        texts.iter().filter(|(_, text)| has_number(text)).map(|(name, _)| *name).collect();
    let missing: Vec<_> = of_their_own.iter().filter(|name| !ledger.contains_key(**name)).collect();
    assert!(missing.is_empty(), "no account of the numbers of {missing:#?}");
    let idle: Vec<_> = ledger.keys().filter(|name| !of_their_own.contains(**name)).collect();
    assert!(idle.is_empty(), "no number in {idle:#?}");
    let mut count = BTreeMap::<&str, u32>::new();
    for held in ledger.values() {
        *count.entry(held.split(' ').next().unwrap_or_default()).or_default() += 1;
    }
    println!("{} texts, {} with a number of their own: {count:?}", texts.len(), of_their_own.len());
}

#[test]
fn every_test_that_the_ledger_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder)))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for held in ledger().values().collect::<BTreeSet<_>>() {
        let Some(test) = held.strip_prefix("test ") else {
            assert!(
                ["means", "typed"].iter().any(|kind| held.starts_with(kind)),
                "[{held}] is no way to hold a number"
            );
            continue;
        };
        let head = format!("#[test]\nfn {test}()");
        let within = format!("#[test]\n    fn {test}()");
        assert!(
            texts.iter().any(|text| text.contains(&head) || text.contains(&within)),
            "no test is called {test}"
        );
    }
}

#[test]
fn a_number_of_its_own_is_told_from_others() {
    for of_its_own in ["95 % band", "from 0 to 12", "2,000 steps (Eq. 9)", "$x$ and 3", "up to 60 million"] {
        assert!(has_number(of_its_own), "{of_its_own}");
    }
    for none in [
        "Eq. 9",
        "Figs. 3c, 3d and S6",
        "{share} %",
        "at $y$ = {y}",
        "A34 crosses",
        "`0.3`",
        "F11",
        "arXiv 2601.10962",
    ] {
        assert!(!has_number(none), "{none}");
    }
}
