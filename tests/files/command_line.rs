//! The real binary, driven as a user drives it: what it promises, and what it does with bad input, a kill, a closed
//! pipe and divergence.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::command::{Folder, ask, frostline, text};
use frostline::settings::table::{sealed, unsealed};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;

const SMALL: [&str; 6] = ["--walkers", "300", "--steps", "2000", "--seed", "7"];

fn report(arguments: &[&str]) -> Value {
    let output = ask(&[&["run", "--json"], arguments].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

/// What the window copies as a command makes the same run.
#[test]
fn the_flags_that_are_told_of_a_scenario_make_it_again() {
    use frostline::session::scenario_flags;
    use frostline::settings::{Piece, Schedule, Settings, Shape};
    use frostline::valleys::model::{NoiseLaw, Parameter, Preset, Scenario};
    let with = |changes: &[(Parameter, f64)]| {
        let mut scenario = Preset::Fig4.scenario();
        scenario.set_all(changes.iter().copied()).expect("valid");
        Scenario { walkers: 2, steps: 2, ..scenario }
    };
    let warm = Piece { steps: 1, from: 1e-6, to: 1.0 / 3.0, shape: Shape::Linear };
    let rest = Piece { steps: 3, from: 0.2, to: 0.1, shape: Shape::Stairs(3) };
    let scenarios = [
        with(&[]),
        with(&[(Parameter::Gamma, 2.3), (Parameter::X1, 0.9)]),
        with(&[(Parameter::X2, 0.123_456_789_012_345)]),
        with(&[(Parameter::Alpha, 0.5), (Parameter::HoldY, 3.25)]),
        Scenario { noise: NoiseLaw::Uniform, seed: u64::MAX, ..with(&[(Parameter::Sigma, 1e-7)]) },
        Scenario { noise: NoiseLaw::HessianSquared, ..with(&[(Parameter::YB, 1.0 / 3.0)]) },
        Scenario { eta: Schedule::Pieces(vec![warm, rest]), ..with(&[]) },
    ];
    for scenario in scenarios {
        let flags = scenario_flags(&scenario).expect("flags tell it");
        let told: Vec<&str> = flags.split(' ').collect();
        let made: Scenario = serde_json::from_value(report(&told)["scenario"].clone()).expect("a scenario");
        assert_eq!(made, scenario, "{flags}");
    }
    let short = scenario_flags(&Preset::Fig4Quiet.scenario());
    assert_eq!(short.as_deref(), Some("--preset fig4-quiet"));
}

#[test]
fn json_keeps_its_promises_and_its_bits_on_any_number_of_threads() {
    let keys = [
        "p_flat",
        "p_flat_low",
        "p_flat_high",
        "mean_freezing_step",
        "sem_freezing_step",
        "mean_freezing_y",
        "sd_freezing_y",
        "occupancy",
        "occupancy_error",
        "censored",
        "diverged",
        "walkers",
        "steps",
        "seed",
        "threads",
        "seconds",
        "steps_per_second",
        "theory",
    ];
    let stripped = |threads: &str| {
        let mut report = report(&[&SMALL[..], &["--threads", threads]].concat());
        let object = report.as_object_mut().expect("an object");
        for key in keys {
            assert!(object.contains_key(key), "{key} is missing");
        }
        assert_eq!(object["threads"].to_string(), threads);
        for (name, prediction) in object["theory"].as_object().expect("an object") {
            let told = prediction["value"].is_number() || prediction["domain"]["outside"].is_string();
            assert!(told, "theory says neither a value nor why not: {name}");
        }
        for key in ["threads", "seconds", "steps_per_second"] {
            object.remove(key);
        }
        report.to_string()
    };
    let one = stripped("1");
    assert_eq!(one, stripped("2"));
    assert_eq!(one, stripped("3"));
}

#[test]
fn presets_are_the_papers_protocols() {
    let scenario = |preset: &str| {
        let small = report(&["--preset", preset, "--walkers", "64", "--steps", "10"]);
        small["scenario"].clone()
    };
    assert_eq!(scenario("fig3")["y_i"], 5.0);
    assert_eq!(scenario("fig4")["y_i"], 1.0);
    assert_eq!(scenario("fig4")["eta"]["constant"], 0.01);
}

#[test]
fn an_exponent_is_told_where_it_is_not_the_papers() {
    let noise = |arguments: &[&str]| {
        report(&[&["--walkers", "64", "--steps", "10"], arguments].concat())["scenario"]["noise"].clone()
    };
    assert_eq!(noise(&["--alpha", "1.5"])["power"]["alpha"], 1.5);
    assert_eq!(noise(&["--preset", "figs6", "--noise", "hessian", "--alpha", "0"])["power"]["alpha"], 0.0);
    assert_eq!(noise(&["--alpha", "1"]), "hessian");
    let grid = ["sweep", "--x", "alpha=0:2:2", "--y", "gamma=1:2:2", "--walkers", "64", "--steps", "10"];
    let output = ask(&grid);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("alpha,gamma,"), "{}", text(&output.stdout));
}

/// One line that names the matter, exit 2, and no file left behind.
fn refused(folder: &Folder, arguments: &[&str], needles: &[&str]) {
    let before = folder.names();
    let output = ask(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?} → {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?} → {said}");
    assert!(said.starts_with("frostline: "), "{arguments:?} → {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed {}", text(&output.stdout));
    for needle in needles {
        assert!(said.contains(needle), "{arguments:?} → {said} (no '{needle}')");
    }
    assert_eq!(folder.names(), before, "{arguments:?} left a file");
}

#[test]
fn bad_input_gets_one_line_and_exit_2() {
    let folder = Folder::new("bad-input");
    let out = folder.path("out.csv");
    let inside_nothing = folder.path("nowhere/out.csv");
    let here = folder.path("");
    let foreign = folder.path("foreign.csv");
    fs::write(&foreign, "a,b,c\n1,2,3\n").unwrap();
    let binary = folder.path("binary.csv");
    fs::write(&binary, [0xff, 0xfe, 0x00, 0x80]).unwrap();
    let long = "9".repeat(400);
    let run: [(&[&str], &[&str]); 33] = [
        (&["--bogus"], &["--bogus"]),
        (&["--eta"], &["--eta"]),
        (&["--eta", "fast"], &["--eta", "fast", "number from"]),
        (&["--eta", "NaN"], &["--eta", "NaN", "number from"]),
        (&["--eta", "inf"], &["--eta", "inf", "number from"]),
        (&["--sigma", "-inf"], &["--sigma", "number from"]),
        (&["--eta", "0"], &["--eta", "number from"]),
        (&["--eta", "1e9"], &["--eta", "number from"]),
        (&["--sigma", "-1"], &["--sigma", "-1", "number from 0"]),
        (&["--walkers", "0"], &["--walkers", "from 1"]),
        (&["--walkers", "1.5"], &["--walkers", "whole number"]),
        (&["--walkers", "1e12"], &["--walkers", "from 1"]),
        (&["--steps", &long], &["--steps", "from 1"]),
        (&["--steps", "-3"], &["--steps", "from 1"]),
        (&["--seed", "-1"], &["--seed"]),
        (&["--seed", &long], &["--seed"]),
        (&["--threads", "0"], &["--threads", "1..=1024"]),
        (&["--threads", "99999"], &["--threads", "1..=1024"]),
        (&["--preset", "fig9"], &["--preset", "fig3", "fig4"]),
        (&["--noise", "loud"], &["--noise", "hessian-squared"]),
        (&["--alpha", "2.5"], &["--alpha", "number from 0 to 2"]),
        (&["--alpha", "1.5", "--noise", "uniform"], &["alpha = 1.5", "noise = hessian"]),
        (&["--alpha", "1", "--preset", "figs6"], &["alpha = 1", "noise = hessian"]),
        (&["--gamma", "2", "--x2", "0.5"], &["--gamma", "--x2"]),
        (&["--eta", "0.1", "--eta-schedule", "linear:10:0.1:0.2"], &["--eta", "--eta-schedule"]),
        (&["--eta-schedule", "wavy:10:0.1:0.2"], &["--eta-schedule", "linear"]),
        (&["--eta-schedule", "linear:10:0.1"], &["--eta-schedule"]),
        (&["--eta-schedule", "linear:10:0.1:NaN"], &["eta", "number from"]),
        (&["--eta-schedule", "linear:0:0.1:0.2"], &["eta", "at least 1 step"]),
        (&["--sigma-schedule", "exponential:9:0:1"], &["sigma", "above 0"]),
        (&["--csv", &inside_nothing], &["nowhere", "cannot write"]),
        (&["--csv", &here], &["cannot write", "folder"]),
        (&["two\nlines"], &["two"]),
    ];
    for (arguments, needles) in run {
        refused(&folder, &[&["run"], arguments].concat(), needles);
    }
    let eta = "eta=0.01:0.1:3:log";
    let sigma = "sigma=0.01:0.1:3";
    let sweep: [(&[&str], &[&str]); 24] = [
        (&["--x", eta], &["--y"]),
        (&["--x", eta, "--y", eta], &["two parameters"]),
        (&["--x", "gamma=1:2:3", "--y", "x2=0.5:0.6:2"], &["gamma", "x2"]),
        (&["--x", "alpha=0:2:3", "--y", eta, "--noise", "none"], &["alpha", "noise = hessian"]),
        (&["--x", eta, "--y", "pace=1:2:3"], &["pace", "sigma"]),
        (&["--x", eta, "--y", "sigma"], &["sigma", "must look like"]),
        (&["--x", eta, "--y", "sigma=0.1:1"], &["must look like"]),
        (&["--x", eta, "--y", "sigma=0.1:1:2:cubic"], &["must look like"]),
        (&["--x", eta, "--y", "sigma=0.1:NaN:3"], &["sigma", "number from"]),
        (&["--x", eta, "--y", "sigma=0.1:inf:3"], &["sigma", "number from"]),
        (&["--x", eta, "--y", "sigma=0:1:3:log"], &["log", "above 0"]),
        (&["--x", eta, "--y", "sigma=0:1:0"], &["count"]),
        (&["--x", eta, "--y", "sigma=0:1:99999999999"], &["count"]),
        (&["--x", "eta=0.1:0.2:2000", "--y", "sigma=0:1:2000"], &["at most"]),
        (&["--x", "walkers=1:10:4", "--y", "steps=0:10:3"], &["steps", "from 1"]),
        (&["--x", eta, "--y", sigma, "--shard", "0/3"], &["0/3", "K/N"]),
        (&["--x", eta, "--y", sigma, "--shard", "4/3"], &["4/3", "K/N"]),
        (&["--x", eta, "--y", sigma, "--shard", "one"], &["one", "K/N"]),
        (&["--x", eta, "--y", sigma, "--shard", "10/10"], &["10/10", "9 cells"]),
        (&["--x", eta, "--y", sigma, "--resume"], &["--out"]),
        (&["--x", eta, "--y", sigma, "--out", &here], &["folder"]),
        (&["--x", eta, "--y", sigma, "--out", &inside_nothing], &["nowhere"]),
        (&["--x", eta, "--y", sigma, "--out", &foreign], &["exists", "--resume"]),
        (&["--x", eta, "--y", sigma, "--out", &foreign, "--resume"], &["foreign.csv", "not a sweep"]),
    ];
    for (arguments, needles) in sweep {
        refused(&folder, &[&["sweep"], arguments].concat(), needles);
    }
    let others: [(&[&str], &[&str]); 14] = [
        (&["sweep", "--x", eta, "--y", sigma, "--out", &binary, "--resume"], &["binary.csv", "not text"]),
        (&["merge", "--out", &out], &["FILE"]),
        (&["merge", &foreign], &["--out"]),
        (&["merge", &foreign, "--out", &out], &["foreign.csv", "not a sweep"]),
        (&["merge", &inside_nothing, "--out", &out], &["nowhere", "cannot read"]),
        (&["merge", &here, "--out", &out], &["cannot read"]),
        (&["theory"], &["--curve"]),
        (&["theory", "--curve", "tilt"], &["tilt", "p-flat"]),
        (&["theory", "--curve", "p-flat", "--from", "NaN"], &["--from", "finite"]),
        (&["theory", "--curve", "p-flat", "--from", "5", "--to", "1"], &["--from 5", "in order"]),
        (&["theory", "--curve", "p-flat", "--points", "1"], &["--points"]),
        (&["theory", "--curve", "freezing", "--epsilon-phi", "0"], &["--epsilon-phi", "above 0"]),
        (&["theory", "--curve", "p-flat", "--out", &here], &["cannot write"]),
        (&["check", "--walkers", "5"], &["--walkers", "100"]),
    ];
    for (arguments, needles) in others {
        refused(&folder, arguments, needles);
    }
    assert_eq!(fs::read_to_string(&foreign).unwrap(), "a,b,c\n1,2,3\n", "a foreign file is left alone");
}

#[test]
fn what_is_nothing_to_open_gets_one_line_and_exit_2() {
    let folder = Folder::new("nothing-to-open");
    let foreign = folder.path("foreign.csv");
    fs::write(&foreign, "a,b,c\n1,2,3\n").unwrap();
    let asked: [(&[&str], &[&str]); 5] = [
        (&["dance"], &["dance", "neither a file nor a command", "run, sweep, merge"]),
        (&["dance.frostline"], &["dance.frostline", "no such file"]),
        (&["dance.lesson"], &["dance.lesson", "no such file"]),
        (&[&foreign], &["foreign.csv", "no session inside"]),
        (&["--fresh", &foreign], &["--fresh"]),
    ];
    for (arguments, needles) in asked {
        refused(&folder, arguments, needles);
    }
}

#[test]
fn help_errors_and_window_speak_the_words_of_a_translation() {
    let folder = Folder::new("words");
    let words = folder.path("deutsch.words");
    let german = "# Deutsch\ncli.about = Läufer hüpfen\n    zwischen zwei Tälern\n\n\
        cli.run.examples = Beispiel:\n    \\n  frostline run\n\
        cli.figure.unknown = '{name}' gibt es nicht, wohl aber {near}\n\
        stage.key.age = Schritte seit dem Sprung\n";
    fs::write(&words, german).unwrap();
    let said = |arguments: &[&str]| {
        let output = ask(arguments);
        assert!(output.status.success(), "{arguments:?} → {}", text(&output.stderr));
        text(&output.stdout)
    };
    let joined = format!("--words={words}");
    for arguments in
        [&["--words", &words, "--help"][..], &["--help", "--words", &words], &[&joined, "--help"]]
    {
        let help = said(arguments);
        assert!(help.starts_with("Läufer hüpfen zwischen zwei Tälern\n"), "{help}");
        assert!(help.contains("The session to open in the window"), "what it lacks is English: {help}");
    }
    for arguments in [["--words", &words, "run", "--help"], ["run", "--words", &words, "--help"]] {
        let help = said(&arguments);
        assert!(help.contains("Beispiel:\n  frostline run\n"), "{help}");
    }
    let picture = folder.path("picture.png");
    let figure = ["--words", &words, "figure", "fig99", "-o", &picture];
    refused(&folder, &figure, &["'fig99' gibt es nicht, wohl aber fig"]);

    let shot = |more: &[&str]| {
        said(&[&["screenshot", "--steps", "100", "-o", &picture], more].concat());
        fs::read(&picture).unwrap()
    };
    assert!(shot(&[]) != shot(&["--words", &words]), "the window speaks English all the same");
}

#[test]
fn a_wrong_translation_gets_one_line_and_exit_2() {
    let folder = Folder::new("wrong-words");
    let words = folder.path("wrong.words");
    let wrong: [(&str, &[&str]); 6] = [
        ("# ours\n\nno.such.name = x\n", &["line 3", "no.such.name"]),
        ("cli.session = {file}\n", &["line 1", "cli.session", "file"]),
        ("stage.fit = a\nstage.let-go = b\n", &["line 2", "stage.let-go", "walker"]),
        ("stage.fit = a\nstage.fit = b\n", &["line 2", "twice"]),
        ("stage.fit: a\n", &["line 1", "expected"]),
        ("    a\n", &["line 1", "begins"]),
    ];
    for (text, needles) in wrong {
        fs::write(&words, text).unwrap();
        refused(&folder, &["--words", &words, "--help"], &[needles, &["wrong.words"]].concat());
    }
    fs::write(&words, vec![b'#'; 2 << 20]).unwrap();
    refused(&folder, &["--words", &words, "check"], &["wrong.words", "larger than"]);
    fs::write(&words, [0xff, 0xfe, 0x00, 0x80]).unwrap();
    refused(&folder, &["--words", &words], &["wrong.words", "not text"]);
    refused(&folder, &["--words", &folder.path("absent.words")], &["absent.words", "no such file"]);
    refused(&folder, &["run", "--words"], &["--words", "value is required"]);
    fs::write(&words, "stage.fit = a\n").unwrap();
    refused(&folder, &["--words", &words, "--words", &words, "check"], &["once"]);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_text_are_refused_and_devices_are_not_replaced() {
    use std::os::unix::{ffi::OsStrExt, fs::FileTypeExt};
    let output = frostline().arg("run").arg(std::ffi::OsStr::from_bytes(b"--eta\xff")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr).lines().count(), 1);
    let output = ask(&["run", "--walkers", "10", "--steps", "10", "--csv", "/dev/null"]);
    assert!(output.status.success());
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

const GRID: [&str; 4] = ["--x", "eta=0.01:0.1:4:log", "--y", "sigma=0.02:0.2:5:log"];

fn sweep(more: &[&str]) -> Output {
    ask(&[&["sweep", "--walkers", "200", "--steps", "1000"], &GRID[..], more].concat())
}

#[test]
fn a_finished_sweep_has_the_same_bytes_on_any_number_of_threads_and_as_merged_shards() {
    let folder = Folder::new("shards");
    let whole = folder.path("whole.csv");
    assert!(sweep(&["--out", &whole]).status.success());
    let bytes = fs::read(&whole).unwrap();
    for threads in ["1", "3"] {
        let other = folder.path(&format!("threads{threads}.csv"));
        assert!(sweep(&["--out", &other, "--threads", threads]).status.success());
        assert!(fs::read(&other).unwrap() == bytes, "{threads} threads");
    }
    let parts: Vec<String> = (1..=3).map(|k| folder.path(&format!("part{k}.csv"))).collect();
    for (index, part) in parts.iter().enumerate() {
        assert!(sweep(&["--out", part, "--shard", &format!("{}/3", index + 1)]).status.success());
    }
    let merged = folder.path("merged.csv");
    assert!(ask(&["merge", &parts[2], &parts[0], &parts[1], "--out", &merged]).status.success());
    assert!(fs::read(&merged).unwrap() == bytes, "merged shards differ from the whole sweep");

    // With a share missing, its cells are named and nothing is written.
    let incomplete = folder.path("incomplete.csv");
    let output = ask(&["merge", &parts[0], &parts[2], "--out", &incomplete]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("frostline: 7 of 20 cells missing: (eta = ") && said.lines().count() == 1,
        "{said}"
    );
    assert!(!Path::new(&incomplete).exists());

    // Files of another sweep do not join, nor resume, and are left as they are.
    let other = folder.path("other.csv");
    assert!(sweep(&["--out", &other, "--seed", "1"]).status.success());
    refused(&folder, &["merge", &parts[0], &other, "--out", &incomplete], &["other.csv", "another sweep"]);
    let before = fs::read(&other).unwrap();
    let output = sweep(&["--out", &other, "--resume"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("another sweep"));
    assert!(fs::read(&other).unwrap() == before);

    // Lines that are not a sweep's, in a file that begins like one.
    let header = text(&bytes).lines().next().unwrap().to_owned();
    for line in ["1,2,3", &vec!["0"; header.split(',').count()].join(",")] {
        let broken = folder.path("broken.csv");
        fs::write(&broken, format!("{header}\n{line}\n")).unwrap();
        refused(&folder, &["merge", &broken, "--out", &incomplete], &["broken.csv", "line 2"]);
    }
    // A place that no grid can have must not be believed.
    let huge = text(&bytes).lines().nth(1).unwrap().replace("1 of 4", "1 of 4000000000000");
    let broken = folder.path("broken.csv");
    fs::write(&broken, format!("{header}\n{huge}\n")).unwrap();
    refused(&folder, &["merge", &broken, "--out", &incomplete], &["broken.csv", "line 2"]);
}

/// The places of a sweep's rows.
fn rows(path: &str) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().skip(1).map(str::to_owned).collect()
}

/// A row of the same sweep that no run of it gives: its mean height is a little more.
fn mark(header: &str, line: &str) -> String {
    let row = unsealed(header, line).expect("a whole row");
    let mut fields: Vec<String> = row.split(',').map(str::to_owned).collect();
    let height: f64 = fields[4].parse().expect("a number");
    fields[4] = (height + 0.5).to_string();
    sealed(header, &fields.join(","))
}

#[test]
fn a_killed_sweep_goes_on_where_it_was_cut_off() {
    let folder = Folder::new("killed");
    let whole = folder.path("whole.csv");
    let cut = folder.path("cut.csv");
    let arguments = |out: &str| -> Vec<String> {
        let fixed = ["sweep", "--walkers", "2000", "--steps", "20000", "--out", out];
        fixed.iter().chain(&GRID).map(|&argument| argument.to_owned()).collect()
    };
    assert!(frostline().args(arguments(&whole)).status().unwrap().success());

    // Kill it for real once some rows are out, and again with a row cut in half.
    let mut kept = 0;
    for round in 0..2 {
        let mut child = frostline().args(arguments(&cut)).arg("--resume").spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        while fs::read_to_string(&cut).map_or(0, |text| text.lines().count()) < 1 + kept + 3 {
            assert!(Instant::now() < deadline, "no rows came");
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let rows = rows(&cut);
        kept = rows.len();
        assert!(kept < 20, "the sweep ended before it was killed");
        if round == 1 {
            let text = fs::read_to_string(&cut).unwrap();
            fs::write(&cut, &text[..text.len() - 20]).unwrap();
            kept -= 1;
        }
    }
    // What was finished stays to the byte: marked rows come through, so they are not computed again.
    let text = fs::read_to_string(&cut).unwrap();
    let whole_rows = text.rsplit_once('\n').unwrap().0;
    let header = whole_rows.lines().next().unwrap();
    let marked: Vec<String> = whole_rows.lines().skip(1).map(|line| mark(header, line)).collect();
    fs::write(&cut, format!("{header}\n{}\n", marked.join("\n"))).unwrap();
    assert!(frostline().args(arguments(&cut)).arg("--resume").status().unwrap().success());
    let (expected, found) = (rows(&whole), rows(&cut));
    assert_eq!(found.len(), expected.len(), "each cell once");
    let mut marks = 0;
    for (found, expected) in found.iter().zip(&expected) {
        if found != expected {
            assert_eq!(*found, mark(header, expected));
            marks += 1;
        }
    }
    assert_eq!(marks, kept, "finished cells must not be computed again");
    // Resuming what is finished changes nothing.
    let before = fs::read(&cut).unwrap();
    assert!(frostline().args(arguments(&cut)).arg("--resume").status().unwrap().success());
    assert!(fs::read(&cut).unwrap() == before);
}

#[test]
fn gamma_means_the_same_on_an_axis_as_on_a_flag() {
    let folder = Folder::new("gamma");
    let out = folder.path("grid.csv");
    let axes =
        ["--x", "gamma=3:3:1", "--y", "x1=1:1:1", "--seed", "5", "--walkers", "200", "--steps", "1000"];
    assert!(ask(&[&["sweep", "--out", &out], &axes[..]].concat()).status.success());
    let alone = report(&["--gamma", "3", "--x1", "1", "--seed", "5", "--walkers", "200", "--steps", "1000"]);
    let p_flat: f64 = rows(&out)[0].split(',').nth(2).unwrap().parse().unwrap();
    assert_eq!(alone["p_flat"], p_flat);
    assert!((alone["scenario"]["landscape"]["x2"].as_f64().unwrap() - 3_f64.powf(-0.5)).abs() < 1e-12);
}

#[test]
fn divergence_is_reported_and_never_printed_as_nan() {
    let folder = Folder::new("diverged");
    for (eta, sigma) in [("10", "0.1"), ("0.5", "100"), ("1.2", "1"), ("0.25", "0.5")] {
        let csv = folder.path("course.csv");
        let arguments =
            ["--eta", eta, "--sigma", sigma, "--walkers", "200", "--steps", "2000", "--csv", &csv];
        let report = report(&arguments);
        let diverged = report["diverged"].as_u64().unwrap();
        assert_eq!(report["p_flat"].is_null(), diverged == 200, "{report}");
        if eta == "10" {
            assert!(diverged > 100, "η = 10 is far past stability: {diverged}");
        }
        for key in ["p_flat", "occupancy", "censored"] {
            assert!(report[key].as_f64().is_none_or(|share| (0.0..=1.0).contains(&share)), "{key}: {report}");
        }
        let course = fs::read_to_string(&csv).unwrap().to_lowercase();
        assert!(!course.contains("nan") && !course.contains("inf"));
    }
    let grid = folder.path("grid.csv");
    let axes =
        ["--x", "eta=0.1:10:3:log", "--y", "sigma=0.1:100:3:log", "--walkers", "100", "--steps", "500"];
    assert!(ask(&[&["sweep", "--out", &grid], &axes[..]].concat()).status.success());
    let text = fs::read_to_string(&grid).unwrap().to_lowercase();
    assert!(!text.contains("nan") && !text.contains("inf") && text.lines().count() == 10, "{text}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe");
    let (whole, cell) = (folder.path("x.csv"), folder.path("cell.csv"));
    fs::write(&cell, "eta,sigma,p_flat,mean_freezing_step\n0.05,0.05,0.7,3000\n").unwrap();
    let commands: [&[&str]; 6] = [
        &["theory", "--curve", "rates", "--points", "100000"],
        &["run", "--json", "--walkers", "10", "--steps", "10"],
        &["run", "--walkers", "10", "--steps", "10", "--csv", &whole],
        &["sweep", "--x", "eta=0.01:0.1:100", "--y", "sigma=0.1:1:100", "--walkers", "10", "--steps", "10"],
        &["check", "--walkers", "100", "--against", &cell],
        &["--help"],
    ];
    for arguments in commands {
        // As `| head -1` does: one line is read, and the pipe closed; or not even that.
        for lines in [1, 0] {
            let mut child = frostline()
                .args(arguments)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the binary runs");
            let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
            for _ in 0..lines {
                out.read_line(&mut String::new()).expect("a line");
            }
            drop(out);
            let output = child.wait_with_output().unwrap();
            let said = text(&output.stderr);
            assert!(!said.contains("panic"), "{arguments:?}: {said}");
            // `check` of so few walkers may well say no.
            assert!(output.status.success() || arguments[0] == "check", "{arguments:?}: {said}");
        }
    }
}

#[test]
fn without_a_display_one_line_says_so_whatever_is_to_be_opened() {
    let files = ["tests/corpus/session-0.1.0.frostline", "assets/lessons/freezing.lesson"];
    for file in [None, Some(files[0]), Some(files[1])] {
        let mut command = frostline();
        command.args(file).current_dir(env!("CARGO_MANIFEST_DIR"));
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        let output = command.output().expect("the binary runs");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{file:?}: {said}");
        assert!(said.starts_with("frostline: no window: no display") && said.lines().count() == 1, "{said}");
    }
    let folder = Folder::new("lesson");
    let broken = folder.path("broken.lesson");
    fs::write(&broken, "nonsense\n").unwrap();
    refused(&folder, &[&broken], &["broken.lesson", "line 1"]);
}

#[test]
fn a_screenshot_has_the_size_asked_for() {
    let folder = Folder::new("screenshot");
    let path = folder.path("small.png");
    let output =
        ask(&["screenshot", "--steps", "500", "--size", "1100x700", "--theme", "light", "-o", &path]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let picture = image::open(&path).expect("a picture").to_rgba8();
    assert_eq!(picture.dimensions(), (1100, 700));
    assert!(picture.pixels().filter(|pixel| pixel.0[0] > 200).count() > 100_000, "light is not light");
    let _ = fs::remove_file(&path);
    for (arguments, needle) in [
        (vec!["screenshot", "--size", "0x0", "-o", &path], "300x200"),
        (vec!["screenshot", "--size", "big", "-o", &path], "1280x800"),
        (vec!["screenshot", "--steps", "4000000000", "-o", &path], "at most the run's 100000 steps"),
        (vec!["screenshot", "--scale", "NaN", "-o", &path], "from 0.5 to 4"),
        (vec!["screenshot", "--session", "absent.frostline", "-o", &path], "no such file"),
        (vec!["screenshot", "--preset", "fig9", "-o", &path], "fig4"),
        (vec!["--session", "absent.frostline"], "no such file"),
    ] {
        refused(&folder, &arguments, &[needle]);
    }
}

#[test]
fn a_film_has_the_frames_asked_for() {
    let folder = Folder::new("film");
    let path = folder.path("run.gif");
    let small = ["film", "--walkers", "100", "--size", "320x200", "--rate", "10", "-o", &path];
    let output = ask(&[&small[..], &["--seconds", "0.5", "--to", "400"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut film = gif::DecodeOptions::new().read_info(fs::File::open(&path).unwrap()).unwrap();
    assert_eq!((film.width(), film.height()), (320, 200));
    let mut delays = Vec::new();
    while let Some(frame) = film.read_next_frame().unwrap() {
        delays.push(frame.delay);
    }
    assert_eq!(delays, [10; 5]);
    for (more, needle) in [
        (["--to", "4000000000"], "--to"),
        (["--from", "500000"], "at most the last step, 100000"),
        (["--seconds", "0"], "--seconds"),
        (["--panel", "tilt"], "p-flat"),
        (["--preset", "network"], "fig4"),
    ] {
        refused(&folder, &[&small[..], &more].concat(), &[needle]);
    }
    refused(&folder, &["film", "-o", &folder.path("run.mpg")], &[".gif, .png, .mp4"]);
}

#[test]
fn every_help_teaches_by_example() {
    for command in ["run", "sweep", "merge", "theory", "check", "film"] {
        let output = ask(&[command, "--help"]);
        assert!(output.status.success());
        assert!(text(&output.stdout).contains(&format!("frostline {command} ")), "{command} --help");
    }
}

/// A walker costs at most 64 bytes, and a sweep's cells no more memory for running longer.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded() {
    let walkers = |count: &str| peak(&["run", "--walkers", count, "--steps", "1", "--threads", "2"]);
    let (few, many) = (walkers("1000"), walkers("3000000"));
    let each = (many - few) as f64 * 1024.0 / 2_999_000.0;
    assert!(each <= 64.0, "{each:.1} bytes a walker");
    let sweep = |steps: &str| {
        let axes = ["--x", "eta=0.01:0.1:4", "--y", "sigma=0.01:0.1:2", "--walkers", "64", "--threads", "2"];
        peak(&[&["sweep", "--steps", steps], &axes[..]].concat())
    };
    let (short, long) = (sweep("20000"), sweep("1000000"));
    println!("{each:.1} bytes a walker; a sweep of 2e4 steps {short} KiB, of 1e6 steps {long} KiB");
    assert!(long <= short + 8 * 1024, "a sweep's memory grows with its steps: {short} KiB to {long} KiB");
}

/// The most memory a run of the program ever had resident, in KiB: read while it runs.
#[cfg(target_os = "linux")]
fn peak(arguments: &[&str]) -> u64 {
    let mut child = frostline().args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(200));
    }
    most
}

/// The README's line for GNU parallel, on this host. Needs `parallel` on the path.
#[test]
#[ignore = "needs GNU parallel; .ci/run installs it"]
fn gnu_parallel_runs_a_sweep_in_shares() {
    let folder = Folder::new("parallel");
    let grid = "--x eta=0.01:0.1:6:log --y sigma=0.01:0.1:6:log --walkers 200 --steps 1000";
    let script = format!(
        "parallel frostline sweep {grid} --threads 1 --shard {{}}/4 --out part{{}}.csv --resume ::: 1 2 3 4\n\
         frostline merge part*.csv --out grid.csv\n\
         frostline sweep {grid} --out whole.csv\n\
         cmp grid.csv whole.csv"
    );
    let binaries = Path::new(env!("CARGO_BIN_EXE_frostline")).parent().unwrap().to_str().unwrap();
    let path = format!("{binaries}:{}", std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    let output = shell.args(["-ec", &script]).env("PATH", path).current_dir(&folder.0).output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(folder.names().len(), 6, "{:?}", folder.names());
}

/// A flag's value, sensible or not.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (-7.0..7.0_f64, any::<bool>()).prop_map(|(exponent, minus)| {
            format!("{}{:.4e}", if minus { "-" } else { "" }, 10_f64.powf(exponent))
        }),
        3 => (0..200_u32).prop_map(|n| n.to_string()),
        1 => prop::sample::select(vec![
            "NaN", "inf", "-inf", "0", "-0", "1e400", "1e-400", "", " ", "--", "0x10", "½", "linear:10:0.1:0.2",
            "stairs-3:9:0.1:0.01", "cosine:5:1e308:0.1", "exponential:4294967295:1:1,linear:9:1:1", "hessian", "none",
            "uniform", "hessian-squared", "fig3", "eta=0.01:0.1:3:log", "y_i=0:9:2", "gamma=1:2:2", "1/2", "2/1",
            "p-flat", "rates", "freezing", "effective-loss", "transient", "18446744073709551615",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[0-9:.,eE/+=-]{0,16}",
    ]
}

fn flags() -> impl Strategy<Value = String> {
    let known = [
        "eta",
        "sigma",
        "alpha",
        "gamma",
        "y-b",
        "y-i",
        "x1",
        "x2",
        "x0",
        "f0",
        "y-f",
        "l-d",
        "y-d",
        "x-i",
        "flat-share",
        "hold-y",
        "noise",
        "preset",
        "seed",
        "eta-schedule",
        "sigma-schedule",
        "json",
        "curve",
        "from",
        "to",
        "at-y",
        "points",
        "epsilon-phi",
        "x",
        "y",
        "shard",
        "out-of-nowhere",
        "help",
        "version",
    ];
    prop_oneof![9 => prop::sample::select(known.to_vec()).prop_map(|flag| format!("--{flag}")), 1 => "\\PC{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/corpus/cli.proptest"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_flags_end_in_0_or_2_with_one_line_at_most(
        command in prop::sample::select(vec!["run", "run", "run", "sweep", "theory"]),
        given in prop::collection::vec((flags(), values()), 0..5),
        walkers in 1..200_u32,
        steps in 1..400_u32,
    ) {
        // Sizes are set here, so that what is valid is also short.
        let mut arguments = vec![command.to_owned(), format!("--walkers={walkers}"), format!("--steps={steps}")];
        let needed: &[&str] = match command {
            "sweep" => &["--x=eta=0.01:0.1:2", "--y=sigma=0.01:0.1:2"],
            "theory" => &["--curve=p-flat"],
            _ => &[],
        };
        arguments.extend(needed.iter().map(|&flag| flag.to_owned()));
        for (flag, value) in given {
            arguments.push(if flag == "--json" { flag } else { format!("{flag}={value}") });
        }
        // A NUL cannot be passed to any program.
        for argument in &mut arguments {
            argument.retain(|c| c != '\0');
        }
        let output = frostline().args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        prop_assert!(matches!(output.status.code(), Some(0 | 2)), "{arguments:?}: {said}");
        prop_assert!(said.lines().count() <= 1, "{arguments:?}: {said}");
        prop_assert_eq!(said.is_empty(), output.status.success(), "{:?}: {}", arguments, said);
        let printed = String::from_utf8_lossy(&output.stdout);
        prop_assert!(!printed.contains("NaN") && !printed.contains("inf,"), "{arguments:?}: {printed}");
    }
}

#[test]
fn a_prediction_that_would_take_long_is_absent_with_the_reason_and_the_swarm_is_not() {
    // Held where walkers hop for ever: longer than patience lasts for one walker.
    let slow = ["--hold-y", "3", "--walkers", "1", "--steps", "1500000"];
    let start = Instant::now();
    let insisting = report(&[&slow[..], &["--insist"]].concat());
    assert!(insisting["theory"]["p_flat_density"]["value"].is_number());
    let report = report(&slow);
    let density = &report["theory"]["p_flat_density"];
    let why = density["domain"]["outside"].as_str().expect("a reason");
    assert!(density["value"].is_null() && why.starts_with("not computed: would take about"), "{density}");
    assert!(report["mean_y"].is_number());
    let output = ask(&[&["run"], &slow[..]].concat());
    let said = text(&output.stdout);
    let place = |words: &str| said.find(words).unwrap_or_else(|| panic!("no {words} in {said}"));
    assert!(output.status.success() && place("P_flat ") < place("not computed: would take about"));
    let output = ask(&[&["theory", "--curve", "transient", "--points", "5"], &slow[..]].concat());
    assert!(output.status.success() && text(&output.stdout).lines().count() == 6);
    let said = text(&output.stderr);
    assert!(said.contains("no p_density after step") && said.lines().count() == 1, "{said}");
    // Ten times the bound: other tests run at the same time.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn the_last_hop_is_predicted_beside_the_measured_one() {
    let report = report(&["--preset", "fig3", "--walkers", "4000"]);
    let predicted = |name: &str| report["theory"][name]["value"].as_f64().expect("a value");
    let measured = |name: &str| report[name].as_f64().expect("a number");
    for (prediction, measurement, within) in [
        ("last_hop_y", "mean_freezing_y", 0.02),
        ("last_hop_y_sd", "sd_freezing_y", 0.15),
        ("last_hop_step", "mean_freezing_step", 0.1),
    ] {
        let ratio = predicted(prediction) / measured(measurement);
        assert!((ratio - 1.0).abs() < within, "{prediction}: {ratio}");
    }
    assert!((predicted("last_hop_still") - measured("censored")).abs() < 0.01);
    assert!((0.2..0.6).contains(&predicted("last_hop_never")));
    let said = ask(&["run", "--preset", "fig3", "--walkers", "10"]);
    assert!(text(&said.stdout).contains("last hop: height y, predicted"));
}

#[test]
fn long_runs_of_few_walkers_are_over_when_the_swarm_is() {
    let start = Instant::now();
    let report = report(&["--walkers", "1", "--steps", "1000000"]);
    assert!(report["theory"]["p_flat_density"]["value"].is_number(), "{report}");
    let transient = ["theory", "--curve", "transient", "--steps", "1000000000", "--points", "5"];
    assert!(ask(&transient).status.success());
    // Many times the bound: other tests run at the same time.
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

#[cfg(target_os = "linux")]
#[test]
fn out_of_memory_is_one_line_and_exit_2() {
    let program = env!("CARGO_BIN_EXE_frostline");
    for arguments in ["run --walkers 10000000 --steps 1", "ask compare --walkers 4000000 --steps 1"] {
        let script = format!("ulimit -v 200000; exec {program} {arguments} --threads 2");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
        assert!(
            said.starts_with("frostline: not enough memory") && said.contains("55 bytes a walker"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn cells_that_nobody_can_judge_are_no_agreement() {
    let folder = Folder::new("unjudged");
    let table = folder.path("cells.csv");
    let check = |rows: &str| {
        fs::write(&table, format!("eta,sigma,p_flat,mean_freezing_step\n{rows}")).unwrap();
        let output = ask(&["check", "--walkers", "100", "--against", &table]);
        assert!(!text(&output.stdout).contains("NaN"), "{}", text(&output.stdout));
        output
    };
    let output = check("5,0.1,0.9,100\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no cell can be judged"), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("agrees"));
    let output = check("0.05,0.1,0.5,100\n");
    assert_eq!(output.status.code(), Some(1), "far off");
    let output = check("0.01,0.01,0.5,1.1\n");
    assert!(text(&output.stdout).contains("in 1 of 1 cells few walkers hop"), "{}", text(&output.stdout));
    assert!(output.status.success(), "{}", text(&output.stdout));
}

#[test]
fn steps_that_are_alike_for_ever_are_not_looked_at_one_by_one() {
    let start = Instant::now();
    let odd =
        "--hold-y 1e-20 --x0 0.001 --steps 100 --eta-schedule constant:15:0.01:0.05,constant:26:0.01:1e-06";
    let held = "--hold-y 0 --y-b 0.001 --gamma 0.01 --x0 1000 --x-i 100 --steps 101";
    let arguments = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    report(&[&arguments(odd)[..], &["--walkers", "1"]].concat());
    let discrete = [&["ask", "discrete", "--quick", "--walkers", "64"], &arguments(held)[..]].concat();
    assert!(ask(&discrete).status.success());
    // Many times the bound: other tests run at the same time.
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_figure_takes_the_flags_of_a_scenario() {
    let folder = Folder::new("figure-flags");
    let csv = |name: &str, flags: &[&str]| {
        let path = folder.path(name);
        let output = ask(&[&["figure", "p-flat", "--quick", "-o", &path], flags].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        std::fs::read_to_string(path).unwrap()
    };
    let short: [&str; 4] = ["--walkers", "50", "--steps", "400"];
    let loud = csv("loud.csv", &[&short[..], &["--eta", "0.05"]].concat());
    let calm = csv("calm.csv", &[&short[..], &["--eta", "0.01"]].concat());
    assert_ne!(loud, calm);
    let path = folder.path("refused.csv");
    let both = ask(&["figure", "p-flat", "--session", "a.frostline", "--eta", "0.05", "-o", &path]);
    assert_eq!(both.status.code(), Some(2));
    let outside = ask(&["figure", "p-flat", "--eta", "50", "-o", &path]);
    assert!(text(&outside.stderr).contains("must be a number from"), "{}", text(&outside.stderr));
}

#[test]
fn a_screenshot_takes_the_flags_of_a_scenario_and_its_step() {
    let folder = Folder::new("screenshot-flags");
    let picture = |name: &str, eta: &str| {
        let path = folder.path(name);
        let flags = ["--steps", "100", "--eta", eta, "--walkers", "50", "--size", "400x300"];
        let output = ask(&[&["screenshot", "-o", &path], &flags[..]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        std::fs::read(path).unwrap()
    };
    assert_ne!(picture("loud.png", "0.05"), picture("calm.png", "0.01"));
}

#[test]
fn a_curve_of_another_law_is_not_called_valid() {
    for curve in ["p-flat", "freezing", "effective-loss"] {
        let marks = |noise: &str| -> std::collections::BTreeSet<String> {
            let output = ask(&["theory", "--curve", curve, "--noise", noise]);
            assert!(output.status.success(), "{curve}");
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.lines().next().unwrap().ends_with(",valid"), "{text}");
            text.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().1.to_owned()).collect()
        };
        assert!(marks("hessian").contains("1"), "{curve}");
        for noise in ["uniform", "hessian-squared"] {
            assert!(!marks(noise).contains("1"), "{curve} under {noise}");
        }
    }
}
