//! Runs as links: what comes back of one is what went in, and what is wrong with another is told in a line.

use frostline::session::{Answer, Broken, Class, Link, Packed, Session, Stamp, is_link};
use frostline::settings::Schedule;
use frostline::valleys::experiments::changes::{Change, Changes};
use frostline::valleys::model::{Preset, Scenario};
use frostline::valleys::panel::Panel;
use proptest::prelude::*;

use crate::command::{ask, text};

const PAGE: &str = "https://example.org/frostline/";

/// A run of a class: changed while it ran, with a lesson, locks and a run put aside.
fn rich() -> Session {
    let mut session = Session { step: 9_000, ..Session::of(Preset::Fig4) };
    session.name = "Ström & Söhne #1 ✓".to_owned();
    let louder = |step: u32, sigma| Change {
        step,
        scenario: Scenario { sigma: Schedule::Constant(sigma), ..session.scenario.clone() },
    };
    session.changes = vec![louder(0, 0.02), louder(3_000, 0.123_456_789), louder(8_999, 0.05)].into();
    session.class = Some(Class {
        locked: vec!["eta".to_owned(), "seed".to_owned()],
        hidden: vec!["gamma".to_owned()],
        lesson: Some(frostline::lessons::SHIPPED[0].1.to_owned()),
        ..Class::default()
    });
    let scenario = Scenario { seed: u64::MAX, ..session.scenario.clone() };
    let stamp = Stamp { name: None, scenario, changes: Changes::default(), step: 7, curve: vec![[1.0, 0.5]] };
    session.shelf.put_aside(stamp, |_| false);
    session.answers = vec![Answer {
        experiment: "stability".to_owned(),
        asked: "0".to_owned(),
        found: Packed::of(&vec![0.1; 40]).unwrap(),
        of: None,
    }];
    session
}

fn link(session: &Session) -> String {
    Link::of(session.clone()).written(PAGE).unwrap().text
}

#[test]
fn a_session_comes_back_from_its_link_whole() {
    for session in [Session::default(), rich()] {
        let written = link(&session);
        assert!(is_link(&written) && written.starts_with(&format!("{PAGE}#s=")));
        assert!(written.chars().all(|letter| letter.is_ascii_graphic()), "{written}");
        assert_eq!(Link::read(&written), Ok(Link::of(session.clone())));
        // As the desktop copies it, broken into lines by a mail program, and at the end of a sentence.
        let own = Link::of(session.clone()).written("frostline:").unwrap().text;
        let mut broken = own.clone();
        for place in (76..own.len()).step_by(77).rev() {
            broken.insert_str(place, "\r\n");
        }
        for text in [own.clone(), broken, format!("  {own}.\n"), format!("{own})")] {
            assert!(is_link(&text));
            assert_eq!(Link::read(&text), Ok(Link::of(session.clone())), "{text}");
        }
    }
}

#[test]
fn a_plain_run_has_a_short_link() {
    for preset in Preset::ALL {
        let session = Session { step: 16_800, ..Session::of(preset) };
        let plain = link(&session).len();
        let hotter = Scenario { sigma: Schedule::Constant(0.05), ..session.scenario.clone() };
        let changes = vec![Change { step: 4_000, scenario: hotter }].into();
        let changed = link(&Session { changes, ..session }).len();
        println!("{preset:?}: {plain} letters, {changed} after a change");
        assert!(plain.max(changed) <= 2_000, "{preset:?}: {plain}, {changed}");
    }
}

#[test]
fn what_else_is_to_be_opened_stands_before_it() {
    let whole = Link {
        lesson: Some("freezing".to_owned()),
        embedded: true,
        panel: Some(Panel::Plane),
        ..Link::of(Session::default())
    };
    let text = whole.written(PAGE).unwrap().text;
    assert!(text.starts_with(&format!("{PAGE}?lesson=freezing&embed=plane#s=")), "{text}");
    assert_eq!(Link::read(&text), Ok(whole));
    let lesson = Link { lesson: Some("noise".to_owned()), ..Link::default() };
    assert_eq!(Link::read("frostline:?lesson=noise"), Ok(lesson.clone()));
    assert_eq!(Link::read("http://localhost:8000/?from=course&lesson=noise#top"), Ok(lesson));
    let embedded = Link { embedded: true, ..Link::default() };
    assert_eq!(Link::read("http://localhost/?embed"), Ok(embedded.clone()));
    assert_eq!(Link::read("http://localhost/?embed="), Ok(embedded));
}

#[test]
fn what_is_no_link_of_ours_is_told_in_a_line() {
    assert!(!is_link("run.frostline") && !is_link("/home/frostline:1") && !is_link(""));
    let whole = link(&Session::default());
    // Of the last few letters nothing of the run depends.
    let [short, swapped] = [&whole[..whole.len() - 30], &whole.replacen("s=eN", "s=eK", 1)];
    let other = format!("{PAGE}#s={}", whole.split("#s=").nth(1).unwrap().to_lowercase());
    for text in [short, swapped, other.as_str(), "frostline:#s=", "frostline:#s=%%%"] {
        assert_eq!(Link::read(text), Err(Broken::Cut), "{text}");
    }
    for text in ["https://example.org/", "frostline:", "https://example.org/#section"] {
        assert_eq!(Link::read(text), Err(Broken::Empty), "{text}");
    }
    let unknown = Link::read("frostline:?embed=nonsense").unwrap_err().to_string();
    assert!(
        unknown.contains("nonsense") && unknown.contains("p-flat") && !unknown.contains('\n'),
        "{unknown}"
    );
    let invalid = Session { step: u32::MAX, ..Session::default() };
    assert!(matches!(Link::read(&link(&invalid)), Err(Broken::Run(_))));
}

#[test]
fn a_link_has_an_end() {
    // Answers that find no room stay behind,
    let mut session = Session::default();
    let noise: Vec<u64> = (0..8_000_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
    session.answers = vec![Answer {
        experiment: "stability".to_owned(),
        asked: "0".to_owned(),
        found: Packed::of(&noise).unwrap(),
        of: None,
    }];
    let written = Link::of(session.clone()).written(PAGE).unwrap();
    assert!(written.without_answers && written.text.len() < 2_000);
    let back = Link::read(&written.text).unwrap().session.unwrap();
    assert_eq!(*back, Session { answers: Vec::new(), ..session.clone() });
    // and a run of an hour of changes is none for a link.
    let change = |step: u32| {
        let sigma = f64::from(step.wrapping_mul(2_654_435_761)) / 1e11;
        Change { step, scenario: Scenario { sigma: Schedule::Constant(sigma), ..session.scenario.clone() } }
    };
    let changes = (0..20_000).map(change).collect::<Vec<_>>().into();
    let refused = Link::of(Session { changes, step: 20_000, ..session.clone() }).written(PAGE).unwrap_err();
    assert!(matches!(refused, Broken::TooLong(letters) if letters > 1 << 15), "{refused}");
    // What unpacks to more than there may be is refused, and takes no such room.
    let zeros = {
        use std::io::Write as _;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        let block = vec![b' '; 1 << 20];
        (0..200).for_each(|_| encoder.write_all(&block).unwrap());
        encoder.finish().unwrap()
    };
    let packed = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, zeros);
    assert!(Link::read(&format!("{PAGE}#s={packed}")).is_err());
}

#[test]
fn the_command_line_takes_a_link_and_refuses_a_broken_one() {
    for (broken, why) in [("frostline:#s=abc", "letters of it are missing"), ("frostline:", "carries no run")]
    {
        let output = ask(&["--session", broken]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.lines().count() == 1 && said.contains(why), "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A letter that is missing, or is another one, is noticed: nobody opens a run that was not sent.
    #[test]
    fn no_damage_makes_another_run(place in 0.0..1.0_f64, letter in "[A-Za-z0-9_-]?") {
        let session = rich();
        let whole = link(&session);
        let start = whole.find("#s=").unwrap() + 3;
        let place = start + (place * (whole.len() - start) as f64) as usize;
        let mut damaged = whole.clone();
        damaged.replace_range(place..=place, &letter);
        if damaged != whole {
            match Link::read(&damaged) {
                Ok(link) => prop_assert_eq!(link.session.as_deref(), Some(&session)),
                Err(what) => prop_assert!(!what.to_string().contains('\n')),
            }
        }
    }

    #[test]
    fn whatever_is_pasted_is_read_or_refused(text in "(frostline:|https://)?[ -~]{0,60}(#s=)?[ -~]{0,60}") {
        let _ = Link::read(&text);
    }
}
