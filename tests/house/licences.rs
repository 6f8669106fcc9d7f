//! What the dependencies are licensed under: each package of the lock file stands in a list, with terms that a program
//! under MIT can be given away with.

use std::collections::BTreeMap;

const LIST: &str = include_str!("licences.txt");
const LOCK: &str = include_str!("../../Cargo.lock");

/// What may be asked of whoever passes the program on: no more than to name authors and terms, or to offer the source of
/// a changed file.
const ALLOWED: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether one side of every `OR`, and both of every `AND`, is allowed. Brackets stand around an `OR` within an `AND`.
fn is_allowed(terms: &str) -> bool {
    let alternatives =
        |terms: &str| terms.trim_matches(['(', ')']).split(" OR ").any(|terms| ALLOWED.contains(&terms));
    match terms.contains('(') {
        true => terms.split(" AND ").all(alternatives),
        false => terms.split(" OR ").any(|terms| terms.split(" AND ").all(alternatives)),
    }
}

#[test]
fn every_package_of_the_lock_file_has_a_licence_that_allows_this_program() {
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let (name, terms) = line.split_once(" = ").expect("a name and its licence");
        known.entry(name).or_default().push(terms);
    }
    let locked = LOCK.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let locked: Vec<&str> = locked.filter(|name| *name != env!("CARGO_PKG_NAME")).collect();
    let unknown: Vec<_> = locked.iter().filter(|name| !known.contains_key(**name)).collect();
    assert!(unknown.is_empty(), "not in the list of licences: {unknown:?}");
    let gone: Vec<_> = known.keys().filter(|name| !locked.contains(name)).collect();
    assert!(gone.is_empty(), "in the list of licences, and no longer used: {gone:?}");
    let refused: Vec<_> = known.iter().filter(|(_, terms)| !terms.iter().all(|t| is_allowed(t))).collect();
    assert!(refused.is_empty(), "under a licence that nobody allowed: {refused:?}");
}

#[test]
fn terms_are_read_as_they_are_meant() {
    for terms in [
        "MIT",
        "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 AND MIT",
        "Apache-2.0 WITH LLVM-exception OR MIT",
    ] {
        assert!(is_allowed(terms), "{terms}");
    }
    for terms in ["", "AGPL-3.0-only", "GPL-2.0-only", "MIT AND AGPL-3.0-only", "(MIT OR ISC) AND SSPL-1.0"] {
        assert!(!is_allowed(terms), "{terms}");
    }
}
