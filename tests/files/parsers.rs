//! What others write is read or refused, with a line that says why, however it is damaged. What once went wrong is kept
//! in `tests/corpus/parsers.proptest` and tried first.

use frostline::chart::markup::{parse, plain};
use frostline::lessons::{self, SHIPPED};
use frostline::session::Session;
use frostline::settings::{Schedule, Settings};
use frostline::valleys::experiments::check::Reference;
use frostline::valleys::experiments::sweep::Span;
use frostline::words;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

const SESSION: &str = include_str!("../corpus/session-0.1.0.frostline");
const TABLE: &str = include_str!("../corpus/sweep-0.1.0.csv");
const WORDS: &str = include_str!("../../assets/words/english.words");

/// One thing done to a text, at a place and over a length that are shares of it.
#[derive(Clone, Debug)]
enum Damage {
    Cut(f64, f64),
    Twice(f64, f64),
    Put(f64, String),
}

/// Pieces that mean something to one of the readers or another.
fn pieces() -> impl Strategy<Value = String> {
    let known = [
        "\n",
        ",",
        ":",
        "=",
        "{",
        "}",
        "\"",
        "$",
        "_",
        "^",
        "**",
        "\u{feff}",
        "\r",
        "-1",
        "1e999",
        "NaN",
        "null",
        "4294967296",
        "[]",
        " at ",
        " to ",
        " over ",
        "set: ",
        "until: y >= ",
        "check: ",
        "|*",
        "\\n",
        "#",
        "é",
    ];
    prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), ".{0,4}"]
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let place = || 0.0..1.0_f64;
    let length = || prop_oneof![0.0..0.002_f64, 0.0..0.3_f64];
    let damage = prop_oneof![
        (place(), length()).prop_map(|(at, long)| Damage::Cut(at, long)),
        (place(), length()).prop_map(|(at, long)| Damage::Twice(at, long)),
        (place(), pieces()).prop_map(|(at, piece)| Damage::Put(at, piece)),
    ];
    prop::collection::vec(damage, 0..4)
}

fn damaged(text: &str, damages: &[Damage]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for damage in damages {
        let place = |share: f64| (share * chars.len() as f64) as usize;
        match damage {
            Damage::Cut(at, long) => {
                let range = place(*at)..place((at + long).min(1.0));
                chars.drain(range);
            }
            Damage::Twice(at, long) => {
                let (start, end) = (place(*at), place((at + long).min(1.0)));
                let again = chars[start..end].to_vec();
                chars.splice(end..end, again);
            }
            Damage::Put(at, piece) => {
                let at = place(*at);
                chars.splice(at..at, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}

/// Whether a refusal says something.
fn says_why(line: &dyn std::fmt::Display) -> bool {
    !line.to_string().trim().is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/corpus/parsers.proptest"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_session_is_read_as_it_is_or_refused(damages in damages()) {
        match Session::from_text(&damaged(SESSION, &damages)) {
            Ok(session) => {
                prop_assert_eq!(session.scenario.validate(), Ok(()));
                prop_assert_eq!(Session::from_text(&session.to_text()), Ok(session));
            }
            Err(why) => prop_assert!(says_why(&why)),
        }
    }

    #[test]
    fn a_table_is_read_with_its_cells_or_refused(damages in damages()) {
        match Reference::read(&damaged(TABLE, &damages)) {
            Ok(table) => prop_assert!(!table.is_empty()),
            Err(why) => prop_assert!(says_why(&why)),
        }
    }

    #[test]
    fn a_lesson_is_read_or_refused_with_its_line(which in 0..SHIPPED.len(), damages in damages()) {
        let text = damaged(SHIPPED[which].1, &damages);
        match lessons::read(&text) {
            Ok(lesson) => {
                // What is shown can be filled with numbers.
                for line in lesson.steps.iter().flat_map(|step| step.prose.iter().chain(&step.reveal)) {
                    prop_assert!(lessons::fill(line, lesson.laboratory).is_ok(), "{line}");
                }
            }
            Err(mistake) => {
                prop_assert!((1..=text.lines().count().max(1)).contains(&mistake.line), "{mistake}");
                prop_assert!(says_why(&mistake));
            }
        }
    }

    #[test]
    fn words_are_read_or_refused_with_their_line(damages in damages()) {
        // Words live as long as the program.
        let some: Vec<&str> = WORDS.lines().take(120).collect();
        let text: &'static str = damaged(&some.join("\n"), &damages).leak();
        match words::read(text) {
            Ok(texts) => texts.values().for_each(|text| drop(words::holes(text))),
            Err(why) => prop_assert!(why.to_string().starts_with("line "), "{why}"),
        }
    }

    #[test]
    fn markup_schedules_and_axes_are_read_or_refused(
        damages in damages(),
        text in prop::sample::select(vec![
            "at $y_{freeze}$ = **3** the share $P_flat^2$ is $γ^{-1/2}$",
            "linear:1000:0.001:0.1,stairs-3:5:1:2",
            "0.4 to 0.01 over 40000",
            "eta=0.01:0.1:10:log",
        ]),
    ) {
        let text = damaged(text, &damages);
        // Setting loses nothing but the marks.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let set: String = parse(&text).into_iter().map(|run| run.text).collect();
        prop_assert_eq!(letters(&set), letters(&text));
        prop_assert!(plain(&text).chars().count() >= set.chars().count());
        if let Ok(Schedule::Pieces(pieces)) = text.parse() {
            prop_assert_eq!(pieces.len(), text.split(',').count());
        }
        match text.parse::<Span>() {
            Ok(span) => prop_assert_eq!(span.to_string().parse(), Ok(span)),
            Err(why) => prop_assert!(says_why(&why)),
        }
    }
}
