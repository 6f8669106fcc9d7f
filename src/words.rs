//! What the program says: every sentence stands in `assets/words/english.words`, by its name. The source asks for it
//! with [`say!`](crate::say), and `--words FILE` puts a translation in its place.

use std::collections::{HashMap, HashSet};
use std::fmt::{self, Display, Write as _};
use std::sync::{LazyLock, OnceLock};

const ENGLISH: &str = include_str!("../assets/words/english.words");

/// The English texts, which a test holds against the source.
static IN_ENGLISH: LazyLock<Texts> = LazyLock::new(|| read(ENGLISH).expect("a test reads the English words"));
static TRANSLATED: OnceLock<Texts> = OnceLock::new();

/// Why a file of words is not spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misspoken {
    /// What is wrong in which of its lines.
    Line(usize, Misspelling),
    /// Another one is spoken.
    Late,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misspelling {
    /// A text goes on that has not begun.
    Nameless,
    NoText,
    Twice(&'static str),
    /// No name of the English words.
    Unknown(&'static str),
    Holes {
        name: &'static str,
        expected: Vec<String>,
        found: Vec<String>,
    },
}

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

/// A share in per cent, without the sign: whole numbers, and for less than one per cent more than that it is next to
/// nothing.
pub fn per_cent(share: f64) -> String {
    match 100.0 * share {
        few if few > 0.0 && few < 0.05 => "< 0.1".to_owned(),
        few if few > 0.0 && few < 0.95 => format!("{few:.1}"),
        percent => format!("{percent:.0}"),
    }
}

/// Speaks in the words of a translation from now on; what it lacks stays English. The error names the line.
pub fn translate(text: String) -> Result<(), Misspoken> {
    let entries = entries(text.leak())?;
    for Entry { line, name, text } in &entries {
        let wrong = |wrong| Misspoken::Line(*line, wrong);
        let Some(english) = IN_ENGLISH.get(name) else {
            return Err(wrong(Misspelling::Unknown(name)));
        };
        let [expected, found] =
            [english, text.as_str()].map(|text| holes(text).into_iter().map(str::to_owned).collect());
        if expected != found {
            return Err(wrong(Misspelling::Holes { name, expected, found }));
        }
    }
    TRANSLATED.set(texts(entries)).map_err(|_| Misspoken::Late)
}

/// Reads `name = text`, one a line; an indented line goes on with the text before it, joined by a blank, and lines
/// that begin with `#` are the translator's. `\n` is a line break, in the place of the blank before it.
pub fn read(text: &'static str) -> Result<Texts, Misspoken> {
    entries(text).map(texts)
}

fn texts(entries: Vec<Entry>) -> Texts {
    entries.into_iter().map(|Entry { name, text, .. }| (name, &*text.leak())).collect()
}

/// A text with its name, and the line where it begins.
struct Entry {
    line: usize,
    name: &'static str,
    text: String,
}

fn entries(text: &'static str) -> Result<Vec<Entry>, Misspoken> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut names = HashSet::new();
    for (line, number) in text.lines().zip(1..) {
        let wrong = |wrong| Misspoken::Line(number, wrong);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let entry = entries.last_mut().ok_or(wrong(Misspelling::Nameless))?;
            entry.text.push(' ');
            entry.text.push_str(line.trim());
            continue;
        }
        let (name, text) = line.split_once(" = ").ok_or(wrong(Misspelling::NoText))?;
        if !names.insert(name) {
            return Err(wrong(Misspelling::Twice(name)));
        }
        entries.push(Entry { line: number, name, text: text.trim().to_owned() });
    }
    for entry in &mut entries {
        entry.text = entry.text.replace(" \\n", "\n").replace("\\n", "\n");
    }
    Ok(entries)
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

/// A text in its plain parts and its holes, `{name}`. A brace after `_` or `^` is mathematics, and `{}` is itself.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opens =
            |(at, _): &(usize, &str)| !rest[..*at].ends_with(['_', '^']) && !rest[*at..].starts_with("{}");
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

/// In English, as there are no other words yet.
impl fmt::Display for Misspoken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, wrong) = match self {
            Self::Line(line, wrong) => (line, wrong),
            Self::Late => return write!(to, "the words are chosen once"),
        };
        write!(to, "line {line}: ")?;
        match wrong {
            Misspelling::Nameless => write!(to, "a text begins with its name and `=`"),
            Misspelling::NoText => write!(to, "expected `name = text`"),
            Misspelling::Twice(name) => write!(to, "`{name}` is there twice"),
            Misspelling::Unknown(name) => write!(to, "`{name}` is no name of assets/words/english.words"),
            Misspelling::Holes { name, expected, found } => {
                write!(to, "`{name}` must have the holes {expected:?}, as in English, and has {found:?}")
            }
        }
    }
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
    fn a_share_is_nothing_only_where_there_is_none() {
        for (share, said) in
            [(0.0, "0"), (0.000_4, "< 0.1"), (0.003, "0.3"), (0.0094, "0.9"), (0.0096, "1"), (0.943, "94")]
        {
            assert_eq!(per_cent(share), said);
        }
    }

    #[test]
    fn a_line_break_is_written_and_takes_the_blank_before_it() {
        let texts = read("a = See:\n    \\n  one two\n    three\n    \\n\\nEnd {} of it").unwrap();
        assert_eq!(texts["a"], "See:\n  one two three\n\nEnd {} of it");
        assert!(holes(texts["a"]).is_empty());
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, expected) in [
            ("# ours\n  first", "line 2: a text begins"),
            ("a = b\nwrong", "line 2: expected `name = text`"),
            ("a = b\na = c", "line 2: `a` is there twice"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        for (text, expected) in [
            ("# ours\nnever.heard.of = this", "line 2: `never.heard.of` is no name"),
            ("stage.fit = {this}", "line 1: `stage.fit` must have the holes [], as in English"),
        ] {
            let error = translate(text.into()).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
