//! What the program says: every sentence stands in `assets/words/english.words`, by its name. The source asks for it
//! with [`say!`](crate::say), and `--words FILE` puts a translation in its place.

use std::collections::HashMap;
use std::fmt::{Display, Write};
use std::sync::{LazyLock, OnceLock};

const ENGLISH: &str = include_str!("../assets/words/english.words");

/// The English texts, which a test holds against the source.
static IN_ENGLISH: LazyLock<Texts> = LazyLock::new(|| read(ENGLISH).expect("a test reads the English words"));
static TRANSLATED: OnceLock<Texts> = OnceLock::new();

/// Texts by their names.
pub type Texts = HashMap<&'static str, &'static str>;

/// The text of that name; with values, the text with its holes filled: `say!("run.walkers", count = 3)`.
#[macro_export]
macro_rules! say {
    ($name:literal) => {
        $crate::words::text($name)
    };
    ($name:literal, $($hole:ident = $value:expr),+ $(,)?) => {
        $crate::words::filled($name, &[$((stringify!($hole), &$value as &dyn ::std::fmt::Display)),+])
    };
}

/// The text of that name, with its holes as they are.
pub fn text(name: &'static str) -> &'static str {
    let translated = TRANSLATED.get().and_then(|texts| texts.get(name));
    translated.or_else(|| IN_ENGLISH.get(name)).copied().unwrap_or(name)
}

/// The text of that name with these values in its holes.
pub fn filled(name: &'static str, values: &[(&str, &dyn Display)]) -> String {
    let mut said = String::new();
    for part in parts(text(name)) {
        match part {
            Part::Plain(text) => said.push_str(text),
            Part::Hole(hole) => match values.iter().find(|(name, _)| *name == hole) {
                Some((_, value)) => write!(said, "{value}").expect("a string takes everything"),
                None => said.push_str(hole),
            },
        }
    }
    said
}

/// Speaks in the words of a translation from now on; what it lacks stays English. The error names the line.
pub fn translate(text: String) -> Result<(), String> {
    let texts = read(text.leak())?;
    for (name, text) in &texts {
        let Some(english) = IN_ENGLISH.get(name) else {
            return Err(format!("`{name}` is no name of assets/words/english.words"));
        };
        let [expected, found] = [english, text].map(|text| holes(text));
        if expected != found {
            return Err(format!(
                "`{name}` must have the holes {expected:?}, as in English, and has {found:?}"
            ));
        }
    }
    TRANSLATED.set(texts).map_err(|_| "the words are chosen once".into())
}

/// Reads `name = text`, one a line; an indented line goes on with the text before it, joined by a blank, and lines
/// that begin with `#` are the translator's.
pub fn read(text: &'static str) -> Result<Texts, String> {
    let mut texts: HashMap<&'static str, String> = HashMap::new();
    let mut last = None;
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let name = last.ok_or(format!("line {number}: a text begins with its name and `=`"))?;
            let text = texts.get_mut(name).expect("named on a line before");
            text.push(' ');
            text.push_str(line.trim());
            continue;
        }
        let (name, text) = line.split_once(" = ").ok_or(format!("line {number}: expected `name = text`"))?;
        if texts.insert(name, text.trim().to_owned()).is_some() {
            return Err(format!("line {number}: `{name}` is there twice"));
        }
        last = Some(name);
    }
    Ok(texts.into_iter().map(|(name, text)| (name, &*text.leak())).collect())
}

/// The names of a text's holes, in the alphabet's order.
pub fn holes(text: &str) -> Vec<&str> {
    let mut holes: Vec<&str> = parts(text)
        .filter_map(|part| match part {
            Part::Hole(name) => Some(name),
            Part::Plain(_) => None,
        })
        .collect();
    holes.sort_unstable();
    holes.dedup();
    holes
}

enum Part<'a> {
    Plain(&'a str),
    Hole(&'a str),
}

/// A text in its plain parts and its holes, `{name}`; a brace after `_` or `^` is mathematics.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opens = |(at, _): &(usize, &str)| !rest[..*at].ends_with(['_', '^']);
        let start = rest.match_indices('{').find(opens).map_or(rest.len(), |(at, _)| at);
        let (part, left) = if start > 0 {
            (Part::Plain(&rest[..start]), &rest[start..])
        } else {
            match rest.find('}') {
                Some(end) => (Part::Hole(&rest[1..end]), &rest[end + 1..]),
                None => (Part::Plain(rest), ""),
            }
        };
        rest = left;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_mathematics_is_left_alone() {
        let texts = read("a = {n} of $P_{flat}$\n    at {y}, {n} times").unwrap();
        assert_eq!(texts["a"], "{n} of $P_{flat}$ at {y}, {n} times");
        assert_eq!(holes(texts["a"]), ["n", "y"]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, expected) in [
            ("# ours\n  first", "line 2: a text begins"),
            ("a = b\nwrong", "line 2: expected `name = text`"),
            ("a = b\na = c", "line 2: `a` is there twice"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
        let error = translate("never.heard.of = this".into()).unwrap_err();
        assert!(error.contains("`never.heard.of`"), "{error}");
    }
}
