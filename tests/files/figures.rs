//! Figures and questions on the command line: files that carry their run, and one clear line for what cannot be.

use std::fs;

use crate::command::{Folder, ask, text};
use serde_json::Value;

const ENDINGS: [&str; 4] = ["svg", "pdf", "png", "csv"];

/// The one line of an error, for which nothing was left behind.
fn refused(arguments: &[&str]) -> String {
    let output = ask(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    assert!(output.stdout.is_empty());
    said
}

fn made(arguments: &[&str]) -> String {
    let output = ask(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A small session's file.
fn session(folder: &Folder) -> String {
    let path = folder.path("run.frostline");
    let text = r#"{"frostline": 1, "name": "small", "step": 900, "scenario": {"landscape": {"x1": 0.8, "x2": 0.65, "x0": 1.0,
        "f0": 1.0, "y_b": 30.0, "y_f": 20.0, "l_d": 1.0, "y_d": 100.0}, "noise": "hessian", "eta": {"constant": 0.01},
        "sigma": {"constant": 0.1}, "hold_y": null, "x_i": 0.01, "y_i": 1.0, "flat_share": 0.5, "walkers": 128,
        "steps": 1000, "seed": 9}}"#;
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn a_figure_in_each_format_carries_the_session_that_made_it() {
    let folder = Folder::new("figure-formats");
    let run = session(&folder);
    for ending in ENDINGS {
        let first = folder.path(&format!("first.{ending}"));
        made(&["figure", "p-flat", "--session", &run, "-o", &first]);
        // The figure stands for its session: made of it, the next one is the same to the byte.
        let second = folder.path(&format!("second.{ending}"));
        made(&["figure", "p-flat", "--session", &first, "-o", &second]);
        assert!(fs::read(&first).unwrap() == fs::read(&second).unwrap(), "{ending}");
    }
    let shot = folder.path("window.png");
    made(&["screenshot", "--session", &folder.path("first.pdf"), "--size", "640x400", "-o", &shot]);
}

#[test]
fn figures_of_the_papers_protocol_carry_a_session_of_it() {
    let folder = Folder::new("figure-protocol");
    let run = session(&folder);
    let out = folder.path("fig4a.svg");
    made(&["figure", "fig4a", "--session", &run, "-o", &out]);
    let svg = fs::read_to_string(&out).unwrap();
    let inside = frostline::export::session_in(svg.as_bytes()).expect("a session");
    let inside: Value = serde_json::from_str(&inside).expect("JSON");
    assert_eq!(inside["scenario"]["steps"], 100_000);
    assert_eq!(inside["scenario"]["seed"], 9);
}

#[test]
fn the_list_names_every_figure_and_question() {
    let list = made(&["figure", "--list"]);
    for name in frostline::valleys::figures::every().map(|entry| entry.name) {
        assert!(list.lines().any(|line| line.trim_start().starts_with(name)), "{name} is not listed");
    }
}

#[test]
fn what_cannot_be_drawn_is_said_in_one_line_and_leaves_nothing() {
    let folder = Folder::new("figure-refused");
    let out = folder.path("a.svg");
    let taken = folder.path("taken.svg");
    fs::write(&taken, "mine").unwrap();
    let nowhere = folder.path("no/such/folder/a.svg");
    let other = folder.path("notes.png");
    fs::write(&other, "no picture").unwrap();
    let before = folder.names();
    for (arguments, expected) in [
        (vec!["figure", "fig4d", "-o", &out], "did you mean fig4"),
        (vec!["figure", "fig4a", "-o", "a.jpg"], ".svg, .pdf, .png or .csv"),
        (vec!["figure", "fig4a", "-o", &nowhere], "cannot write"),
        (vec!["figure", "fig4a", "-o", &taken], "--force"),
        (vec!["figure", "fig4a", "-o", &out, "--width", "3mm"], "from 30 to 1000 mm"),
        (vec!["figure", "fig4a", "-o", &out, "--width", "wide"], "one-column"),
        (vec!["figure", "fig4a", "-o", &out, "--width", "nanmm"], "one-column"),
        (vec!["figure", "fig4a", "-o", &out, "--font-size", "0"], "from 4 to 48 pt"),
        (vec!["figure", "fig4a", "-o", &out, "--dpi", "1e9"], "from 30 to 2400"),
        (vec!["figure", "fig4a", "-o", &out, "--theme", "pink"], "paper"),
        (vec!["figure", "fig4a"], "--out"),
        (vec!["figure", "fig4a", "-o", &out, "--session", &other], "no session inside"),
        (vec!["figure", "all", "-o", &taken], "folder"),
        (vec!["ask", "why", "-o", &out], "fork"),
        (vec!["ask", "fork", "--forks", "1", "-o", &out], "from 2 to 200"),
        (vec!["ask", "fork", "--forks", "2.5", "-o", &out], "whole number"),
        (vec!["ask", "phase", "--x", "eta=0:1:3:log", "-o", &out], "eta"),
        (vec!["ask", "compare", "--rival-sigma", "-1", "-o", &out], "from 0 to 100"),
    ] {
        let said = refused(&arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert_eq!(folder.names(), before, "something was left behind");
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    made(&["figure", "fig4a", "-o", &taken, "--force"]);
    assert!(fs::read_to_string(&taken).unwrap().starts_with("<svg"));
}

#[test]
fn a_picture_too_large_is_refused_before_it_is_made() {
    let folder = Folder::new("figure-large");
    let out = folder.path("a.png");
    let said = refused(&["figure", "fig4a", "-o", &out, "--width", "1000mm", "--dpi", "2400"]);
    assert!(said.contains("60 million"), "{said}");
    assert!(folder.names().is_empty());
}

#[test]
fn questions_are_answered_in_words_and_as_a_figure() {
    let folder = Folder::new("ask");
    let out = folder.path("compare.csv");
    let small = ["--walkers", "128", "--steps", "2000", "--seed", "3"];
    let said = made(&[&["ask", "compare", "--rival-sigma", "0.1", "-o", &out][..], &small].concat());
    // A and B are the same: no walker differs.
    assert!(said.contains("+0.0000"), "{said}");
    assert!(fs::read_to_string(&out).unwrap().lines().count() > 50);
    let again = made(&[&["ask", "compare", "--rival-sigma", "0.1"][..], &small].concat());
    assert_eq!(said, again);

    // A theory is taken away from a diagram, and shown beside; or it is coloured by something else.
    let phase = ["ask", "phase", "--x", "eta=0.02:0.08:3:log", "--y", "sigma=0.02:0.08:3:log"];
    let less = made(&[&phase[..], &["--less", "two-state"], &small].concat());
    assert!(less.contains("two-state") && less.contains("the prediction itself"), "{less}");
    let heights = made(&[&phase[..], &["--colour", "freezing-height"], &small].concat());
    assert!(heights.starts_with("Mean height of the last hop"), "{heights}");
    let wrong = refused(&[&phase[..], &["--less", "guess"]].concat());
    assert!(
        wrong.contains("guess") && wrong.contains("two-state") && wrong.trim_end().lines().count() == 1,
        "{wrong}"
    );
}

#[test]
fn a_swarm_is_checked_against_any_table() {
    let folder = Folder::new("against");
    let grid = folder.path("grid.csv");
    let axes = ["--x", "eta=0.03:0.08:3:log", "--y", "sigma=0.03:0.08:2:log"];
    made(
        &[&["sweep", "--preset", "fig3", "--walkers", "500", "--seed", "1", "--out", &grid][..], &axes]
            .concat(),
    );
    let said = made(&["check", "--against", &grid, "--walkers", "500", "--seed", "77"]);
    assert!(said.contains("agrees"), "{said}");
    let said = made(&["ask", "phase-published", "--against", &grid, "--quick"]);
    assert!(said.contains("6 cells of a table"), "{said}");
    // What a hand changes in a sweep's table must go without its checksums.
    let table = fs::read_to_string(&grid).unwrap();
    let bare: Vec<&str> = table.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    let table = bare.join("\n");
    // The same table with one share far off: no agreement, and exit code 1.
    let first = table.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
    fs::write(folder.path("off.csv"), table.replacen(&format!(",{first},"), ",0.2,", 1)).unwrap();
    assert_eq!(
        ask(&["check", "--against", &folder.path("off.csv"), "--walkers", "500"]).status.code(),
        Some(1)
    );
    for (name, text, expected) in [
        ("empty", "", "line 1: the column eta is missing"),
        ("short", "eta,sigma,p_flat\n", "mean_freezing_step is missing"),
        ("none", "eta,sigma,p_flat,mean_freezing_step\n", "0 cells"),
        (
            "word",
            "eta,sigma,p_flat,mean_freezing_step\n0.1,loud,0.5,3\n",
            "line 2: sigma = 'loud': must be a number",
        ),
        ("nan", "eta,sigma,p_flat,mean_freezing_step\n0.1,0.1,nan,3\n", "line 2: p_flat = 'nan'"),
        ("share", "eta,sigma,p_flat,mean_freezing_step\n0.1,0.1,2,3\n", "must be from 0 to 1"),
        ("range", "eta,sigma,p_flat,mean_freezing_step\n0.1,-1,0.5,3\n", "line 2: sigma = -1"),
    ] {
        let path = folder.path(&format!("{name}.csv"));
        fs::write(&path, text).unwrap();
        assert!(refused(&["check", "--against", &path]).contains(expected), "{name}");
    }
    assert!(refused(&["check", "--against", &folder.path("absent.csv")]).contains("cannot read"));
}
