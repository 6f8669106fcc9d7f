//! All that a user reads stands in `assets/words`, once: the source names it, and names nothing that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::sources::sources;
use frostline::networks;
use frostline::settings::{About, Adjustable};
use frostline::valleys;
use frostline::words;

const ENGLISH: &str = include_str!("../../assets/words/english.words");

/// Files that say nothing: what they hold is never shown.
const SILENT: [&str; 1] = ["words.rs"];

/// Statements whose text is for whoever breaks the program, not for who uses it.
const FOR_US: [&str; 7] =
    ["expect(", "assert!(", "assert_eq!(", "debug_assert!(", "panic!(", "unreachable!(", "#["];

/// What reads as language and is none: names that others gave to fonts and to keywords, and the system's own words.
const NAMES: [&str; 10] = [
    "Frostline Sans",
    "Frostline Sans Medium",
    "Frostline Sans SemiBold",
    "Frostline Serif",
    "Inter, Helvetica, Arial, sans-serif",
    "'STIX Two Text', 'Times New Roman', serif",
    "Title",
    "Description",
    "Software",
    " (os error",
];

/// Every source file outside the silent modules, without its tests.
fn spoken() -> impl Iterator<Item = (PathBuf, String)> {
    let files =
        sources().into_iter().filter(|(place, _)| !SILENT.iter().any(|silent| place.starts_with(silent)));
    files.map(|(place, text)| {
        let end = text.find("#[cfg(test)]").unwrap_or(text.len());
        (place, text[..end].to_owned())
    })
}

/// A string literal: its line, what stands before it in its statement, and what it says.
struct Literal {
    line: usize,
    before: String,
    said: String,
}

/// The string literals of Rust source; comments have none.
fn literals(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut before = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|&c| c != '\n').is_some() {},
            // A character's literal may be a quotation mark.
            '\'' if chars.peek() == Some(&'"') => {
                chars.next();
            }
            '"' => {
                let start = line;
                let mut said = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => match chars.next() {
                            Some('\n') => {
                                line += 1;
                                while chars.next_if(|c| *c == ' ').is_some() {}
                            }
                            Some(escaped) => said.extend(['\\', escaped]),
                            None => break,
                        },
                        '\n' => {
                            line += 1;
                            said.push(c);
                        }
                        c => said.push(c),
                    }
                }
                found.push(Literal { line: start, before: before.clone(), said });
            }
            '\n' => {
                line += 1;
                before.push(c);
            }
            ';' | '}' => before.clear(),
            c => before.push(c),
        }
    }
    found
}

/// Whether it reads as language: two words in a row, or one with a capital. Holes, mathematics and tags are neither.
fn is_language(said: &str) -> bool {
    let mut outside = String::new();
    let mut depth = 0;
    let mut maths = false;
    let mut tag = false;
    let said = said.replace("\\u{202F}", " ");
    for (at, c) in said.char_indices() {
        match c {
            '$' => maths = !maths,
            '{' => depth += 1,
            '}' => depth -= 1,
            '<' if said[at + 1..].starts_with(|next: char| next.is_alphabetic()) => tag = true,
            '>' if tag => tag = false,
            c if depth == 0 && !maths && !tag => outside.push(c),
            _ => {}
        }
    }
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
    };
    let words: Vec<&str> = outside.split(' ').collect();
    let capital = |c: char| c.is_uppercase();
    words.windows(2).any(|pair| is_word(pair[0]) && is_word(pair[1]))
        || words.len() == 1
            && outside.chars().count() > 2
            && outside.starts_with(capital)
            && outside.chars().skip(1).all(char::is_lowercase)
}

/// What the source asks for: the name, and the holes it fills.
fn asked(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("say!(") {
        let call = &text[at + "say!(".len()..];
        let name = call.split('"').nth(1).expect("a name in quotation marks");
        // What follows the name up to the parenthesis that closes the call, without what stands deeper.
        let mut depth = 0;
        let mut top = String::new();
        let mut quoted = false;
        for c in call[call.find(name).unwrap() + name.len() + 1..].chars() {
            match c {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                c if depth == 0 => top.push(c),
                _ => {}
            }
        }
        let hole = |part: &str| Some(part.split_once(" = ")?.0.trim().to_owned());
        found.push((name.to_owned(), top.split(',').filter_map(hole).collect()));
    }
    found
}

/// The parameters of all laboratories.
fn parameters() -> impl Iterator<Item = About> {
    let valleys = valleys::model::Parameter::ALL.iter().map(|parameter| parameter.about());
    valleys.chain(networks::model::Parameter::ALL.iter().map(|parameter| parameter.about()))
}

#[test]
fn the_source_says_only_what_the_words_hold() {
    let texts = words::read(ENGLISH).unwrap();
    let mut wrong = Vec::new();
    for (place, text) in spoken() {
        for (name, filled) in asked(&text) {
            let Some(said) = texts.get(name.as_str()) else {
                wrong.push(format!("src/{}: no text is called `{name}`", place.display()));
                continue;
            };
            let holes: BTreeSet<String> = words::holes(said).iter().map(|hole| (*hole).to_owned()).collect();
            if holes != filled {
                let place = place.display();
                wrong.push(format!("src/{place}: `{name}` has the holes {holes:?}, filled are {filled:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for about in parameters() {
        assert!(texts.contains_key(about.words), "{} means nothing: {}", about.name, about.words);
    }
}

#[test]
fn nothing_is_said_twice_and_nothing_in_vain() {
    let texts: BTreeMap<_, _> = words::read(ENGLISH).unwrap().into_iter().collect();
    let mut asked: BTreeSet<String> =
        spoken().flat_map(|(_, text)| asked(&text)).map(|(name, _)| name).collect();
    // What a parameter means is said by the name of its words.
    asked.extend(parameters().map(|about| about.words.to_owned()));
    let idle: Vec<_> = texts.keys().filter(|name| !asked.contains(**name)).collect();
    assert!(idle.is_empty(), "nobody says {idle:#?}");
    // Long texts alone: a short one may well differ in another language from place to place.
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in texts.iter().filter(|(_, text)| text.split(' ').count() > 5) {
        by_text.entry(text).or_default().push(name);
    }
    by_text.retain(|_, names| names.len() > 1);
    assert!(by_text.is_empty(), "the same text under several names: {by_text:#?}");
}

#[test]
fn no_sentence_stands_in_the_source() {
    let mut wrong = Vec::new();
    for (place, text) in spoken() {
        for Literal { line, before, said } in literals(&text) {
            let for_us = FOR_US.iter().any(|statement| before.contains(statement));
            if !for_us && !NAMES.contains(&said.as_str()) && is_language(&said) {
                wrong.push(format!("src/{}:{line}: {said:?}", place.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} sentences\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_sentence_in_the_source_is_noticed() {
    let source = "let a = f(\"the swarm\"); // \"a comment\"\nlet b = g(\"p-flat\", '\"', \"Seed\");\nx.expect(\"it is so\")";
    let said: Vec<String> = literals(source)
        .into_iter()
        .filter(|literal| !FOR_US.iter().any(|ours| literal.before.contains(ours)))
        .filter(|literal| is_language(&literal.said))
        .map(|literal| format!("{}: {}", literal.line, literal.said))
        .collect();
    assert_eq!(said, ["1: the swarm", "2: Seed"]);
    assert_eq!(
        asked("say!(\"a.b\", n = f(x, \"y = z\"), m = 3) say!(\"c\")"),
        [("a.b".into(), ["n".to_owned(), "m".to_owned()].into()), ("c".into(), BTreeSet::new())]
    );
}
