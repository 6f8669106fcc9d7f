//! The markup of prose and mathematics: text in, runs that are set alike out.

/// `text` in plain characters, as a screen reader should say it.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for run in parse(text) {
        if run.level == Level::Superscript {
            said.push('^');
        } else if run.level == Level::Subscript {
            said.push('_');
        }
        said.extend(run.text.chars().map(|c| match c {
            '\u{2009}' | '\u{202F}' | '\u{00A0}' => ' ',
            c => c,
        }));
    }
    said
}

/// Where a run stands against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Baseline,
    Subscript,
    Superscript,
}

/// Size of mathematics against the prose around it.
pub const MATHS_SIZE: f64 = 1.14;
/// Space before an italic letter that follows an upright one, in ems of the mathematics: it leans back over it.
pub const ITALIC_GAP: f64 = 0.06;

/// How a run of mathematics is set, in ems of the mathematics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    pub size: f64,
    /// How far its baseline lies below the line's.
    pub drop: f64,
    /// Space on both sides.
    pub gap: f64,
}

impl Level {
    /// Scripts are smaller; a superscript is raised further than a subscript is lowered.
    pub const fn setting(self) -> Setting {
        match self {
            Self::Baseline => Setting { size: 1.0, drop: 0.0, gap: 0.0 },
            Self::Subscript => Setting { size: 0.72, drop: 0.20, gap: 0.02 },
            Self::Superscript => Setting { size: 0.72, drop: -0.36, gap: 0.02 },
        }
    }
}

/// What kind of characters a run holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Prose,
    Upright,
    Italic,
}

/// A stretch of text that is set alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub text: String,
    pub kind: Kind,
    pub level: Level,
    pub bold: bool,
}

/// Reads the markup. It cannot fail: an unclosed mark runs to the end of the text.
pub fn parse(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut bold = false;
    for (i, stretch) in text.split("**").enumerate() {
        if i > 0 {
            bold = !bold;
        }
        for (j, part) in stretch.split('$').enumerate() {
            if j % 2 == 0 {
                push(&mut runs, part, Kind::Prose, Level::Baseline, bold);
            } else {
                parse_maths(&mut runs, part, bold);
            }
        }
    }
    runs
}

fn parse_maths(runs: &mut Vec<Run>, maths: &str, bold: bool) {
    let mut rest = maths;
    while let Some(c) = rest.chars().next() {
        let level = match c {
            '_' => Level::Subscript,
            '^' => Level::Superscript,
            _ => {
                let end = rest.find(['_', '^']).unwrap_or(rest.len());
                symbols(runs, &rest[..end], Level::Baseline, bold);
                rest = &rest[end..];
                continue;
            }
        };
        rest = &rest[1..];
        let script = if let Some(braced) = rest.strip_prefix('{') {
            let end = braced.find('}').unwrap_or(braced.len());
            rest = braced.get(end + 1..).unwrap_or("");
            &braced[..end]
        } else {
            let end = rest.chars().next().map_or(0, char::len_utf8);
            let (script, after) = rest.split_at(end);
            rest = after;
            script
        };
        symbols(runs, script, level, bold);
    }
}

/// Splits mathematics of one level into italic letters and everything else.
fn symbols(runs: &mut Vec<Run>, text: &str, level: Level, bold: bool) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_ascii_alphabetic() {
            let kind = if is_small_greek(c) { Kind::Italic } else { Kind::Upright };
            let mut buffer = [0; 4];
            let shown = match c {
                '-' => '−',
                '\'' => '′',
                '*' => '·',
                c => c,
            };
            push(runs, shown.encode_utf8(&mut buffer), kind, level, bold);
            continue;
        }
        let mut end = start + 1;
        while chars.next_if(|(_, c)| c.is_ascii_alphabetic()).is_some() {
            end += 1;
        }
        let kind = if end - start == 1 { Kind::Italic } else { Kind::Upright };
        push(runs, &text[start..end], kind, level, bold);
    }
}

fn is_small_greek(c: char) -> bool {
    matches!(c, 'α'..='ω' | 'ϑ' | 'ϕ' | 'ϵ')
}

/// Appends to the last run where it is set alike, so that kerning works across the two.
pub fn push(runs: &mut Vec<Run>, text: &str, kind: Kind, level: Level, bold: bool) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if (last.kind, last.level, last.bold) == (kind, level, bold) => {
            last.text.push_str(text);
        }
        _ => runs.push(Run { text: text.to_owned(), kind, level, bold }),
    }
}

/// Groups runs into words, each ending with the spaces that follow it. What is related stays with its sign, and a number
/// with its per cent: `= 0.4972` and `64 %` are one word.
pub fn words(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut joined: Vec<Vec<Run>> = Vec::new();
    for word in apart(runs) {
        match joined.last_mut() {
            Some(last) if said(last).ends_with(RELATIONS) || said(&word).starts_with('%') => {
                last.extend(word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

/// Signs that a number or a symbol follows.
const RELATIONS: [char; 9] = ['=', '≈', '≠', '<', '>', '≤', '≥', '~', '×'];

/// The characters of a word without the spaces at its end.
fn said(word: &[Run]) -> String {
    word.iter().map(|run| run.text.as_str()).collect::<String>().trim_end().to_owned()
}

/// The runs, taken apart at every space of the prose.
fn apart(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut words = vec![Vec::new()];
    for run in runs {
        if run.kind != Kind::Prose {
            words.last_mut().expect("never empty").push(run);
            continue;
        }
        for (i, piece) in run.text.split_inclusive(' ').enumerate() {
            if i > 0 {
                words.push(Vec::new());
            }
            let word = words.last_mut().expect("never empty");
            word.push(Run { text: piece.to_owned(), ..run.clone() });
        }
        if run.text.ends_with(' ') {
            words.push(Vec::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, Kind, Level)> {
        parse(text).into_iter().map(|run| (run.text, run.kind, run.level)).collect()
    }

    #[test]
    fn letters_are_italic_and_words_upright() {
        use Kind::{Italic, Prose, Upright};
        use Level::{Baseline, Subscript};
        assert_eq!(
            kinds("rate $Δ_S = ησ$"),
            [
                ("rate ".into(), Prose, Baseline),
                ("Δ".into(), Upright, Baseline),
                ("S".into(), Italic, Subscript),
                (" = ".into(), Upright, Baseline),
                ("ησ".into(), Italic, Baseline),
            ]
        );
        assert_eq!(
            kinds("$y_{freeze}$"),
            [("y".into(), Italic, Baseline), ("freeze".into(), Upright, Subscript)]
        );
    }

    #[test]
    fn a_script_without_braces_is_one_character() {
        assert_eq!(kinds("$x_2y$").into_iter().map(|(text, ..)| text).collect::<Vec<_>>(), ["x", "2", "y"]);
    }

    #[test]
    fn marks_left_open_run_to_the_end() {
        assert_eq!(plain("$y_{b"), "y_b");
        assert_eq!(plain("$y_"), "y");
        assert!(parse("**loud").iter().all(|run| run.bold));
    }

    #[test]
    fn plain_text_is_what_is_said() {
        assert_eq!(plain("**86\u{202F}%** at $y_{freeze}$ = 5.04"), "86 % at y_freeze = 5.04");
        assert_eq!(plain("$10^{-3}$"), "10^−3");
    }

    #[test]
    fn words_keep_their_mathematics() {
        let words: Vec<String> = words(parse("as $y_b$, so"))
            .into_iter()
            .map(|word| word.into_iter().map(|run| run.text).collect())
            .collect();
        assert_eq!(words, ["as ", "yb, ", "so"]);
    }

    #[test]
    fn a_sign_stays_with_its_number() {
        let words: Vec<String> = words(parse("so $r^2$ = **0.4972** is 64 % of it, $x$ > 0"))
            .into_iter()
            .map(|word| word.into_iter().map(|run| run.text).collect())
            .collect();
        assert_eq!(words, ["so ", "r2 ", "= 0.4972 ", "is ", "64 % ", "of ", "it, ", "x ", "> 0"]);
    }
}
