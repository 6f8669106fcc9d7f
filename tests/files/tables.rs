//! Tables of cells: one writer at a time, and no row believed that was damaged, whoever reads it.

use std::fs;
use std::path::Path;
use std::process::{Child, Output, Stdio};

use crate::command::{Folder, ask, frostline, text};
use frostline::session::Session;
use frostline::settings::table::{sealed, unsealed};
use frostline::valleys::model::NoiseLaw;

/// A sweep that version 0.1.0 wrote, without checksums, and the flags that it was given.
const OLD: &str = include_str!("../corpus/sweep-0.1.0.csv");
const OLD_FLAGS: [&str; 9] =
    ["sweep", "--x", "eta=0.01:0.1:3", "--y", "sigma=0.01:0.1:3", "--walkers", "50", "--steps", "200"];

fn resume(path: &str) -> Output {
    ask(&[&OLD_FLAGS[..], &["--out", path, "--resume"]].concat())
}

/// One line that names the matter, exit 2.
fn refused(output: &Output, needles: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for needle in needles {
        assert!(said.contains(needle), "{said} (no '{needle}')");
    }
}

/// What is wrong with a table made of the old one, to those who read it; the old one is as it was afterwards.
fn wrong(folder: &Folder, table: &str, needles: &[&str]) {
    let path = folder.path("wrong.csv");
    fs::write(&path, table).unwrap();
    refused(&resume(&path), needles);
    assert_eq!(fs::read_to_string(&path).unwrap(), table, "what is refused is left alone");
    fs::remove_file(path).unwrap();
}

#[test]
fn a_sweep_of_the_first_version_goes_on_and_is_given_checksums() {
    let folder = Folder::new("old-sweep");
    let rows_of = |path: &str| -> Vec<String> {
        let table = fs::read_to_string(path).unwrap();
        let header = table.lines().next().unwrap().to_owned();
        table.lines().skip(1).map(|line| unsealed(&header, line).expect("a whole row").to_owned()).collect()
    };
    let old_rows: Vec<&str> = OLD.lines().skip(1).collect();
    // Cut off within its sixth row, and with what another system makes of line ends.
    let cut = folder.path("cut.csv");
    let end = OLD.match_indices('\n').nth(5).unwrap().0 + 20;
    fs::write(&cut, format!("\u{feff}{}", OLD[..end].replace('\n', "\r\n"))).unwrap();
    assert!(resume(&cut).status.success());
    let resumed = rows_of(&cut);
    assert_eq!(resumed[..5], old_rows[..5], "what was there is taken over as it was");
    // Walkers of this version go the same ways, rounded otherwise.
    assert_eq!(resumed.len(), old_rows.len());
    for (new, old) in resumed.iter().zip(&old_rows) {
        for (new, old) in new.split(',').zip(old.split(',')) {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-5 * b.abs();
            let alike = new == old || near(new.parse().unwrap_or(f64::NAN), old.parse().unwrap_or(f64::NAN));
            assert!(alike, "{new} is not {old}");
        }
    }
    // Merged as it is.
    let (old, merged) = (folder.path("old.csv"), folder.path("merged.csv"));
    fs::write(&old, OLD).unwrap();
    assert!(ask(&["merge", &old, "--out", &merged]).status.success());
    assert_eq!(rows_of(&merged), old_rows);
}

#[test]
fn figures_that_version_0_1_0_made_open_as_their_session() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let session = Session::load(&corpus.join("session-0.1.0.frostline")).unwrap();
    for ending in ["svg", "pdf", "png", "csv"] {
        let behind = Session::load(&corpus.join(format!("slice-0.1.0.{ending}"))).unwrap();
        assert_eq!(behind, session.clone().without_answers(), "{ending}");
    }
}

#[test]
fn a_session_of_the_first_version_opens() {
    let session = Session::from_text(include_str!("../corpus/session-0.1.0.frostline")).unwrap();
    assert_eq!((session.step, session.changes.len()), (300, 1));
    assert!(session.questions.against.is_some_and(|table| table == OLD));
}

#[test]
fn a_session_names_its_laboratory() {
    let session = Session::default();
    let text = session.to_text();
    let named = "\"laboratory\": \"valleys\",";
    assert_eq!(Session::from_text(&text), Ok(session));
    let refused = |text: &str| Session::from_text(text).unwrap_err().to_string();
    for (name, why) in [("\"laboratory\": \"gardens\",", "`gardens`"), ("", "does not name its laboratory")] {
        let said = refused(&text.replace(named, name));
        assert!(said.contains(why) && said.contains("valleys"), "{said}");
    }
    for version in [0, 3] {
        let said = refused(&text.replace("\"frostline\": 2", &format!("\"frostline\": {version}")));
        assert!(said.contains("1 to 2"), "{said}");
    }
}

#[test]
fn an_exponent_is_kept_and_only_where_it_is_not_the_papers() {
    let mut session = Session::default();
    let plain = session.to_text();
    assert!(plain.contains("\"noise\": \"hessian\"") && !plain.contains("alpha"), "{plain}");
    session.scenario.noise = NoiseLaw::with_alpha(0.5);
    session.questions.alpha.points = 5;
    let text = session.to_text();
    assert!(text.contains("\"alpha\": 0.5"), "{text}");
    assert_eq!(Session::from_text(&text), Ok(session));
    let refused =
        Session::from_text(&text.replace("\"alpha\": 0.5", "\"alpha\": 2.5")).unwrap_err().to_string();
    assert!(refused.contains("alpha = 2.5: must be a number from 0 to 2"), "{refused}");
}

#[test]
fn a_row_that_no_sweep_of_this_grid_gives_is_refused() {
    let folder = Folder::new("wrong-rows");
    let header = OLD.lines().next().unwrap();
    let row = OLD.lines().nth(2).unwrap();
    let with = |column: &str, value: &str| {
        let place = header.split(',').position(|name| name == column).unwrap();
        let mut fields: Vec<&str> = row.split(',').collect();
        fields[place] = value;
        OLD.replace(row, &fields.join(","))
    };
    for (column, value) in [
        ("p_flat", "NaN"),
        ("p_flat", "hello"),
        ("p_flat", "7"),
        ("p_flat", "0.47"),
        ("p_flat", ""),
        ("mean_freezing_step", "0"),
        ("mean_freezing_step", "1e9"),
        ("mean_freezing_step", "inf"),
        ("mean_freezing_y", "1e300"),
        ("p_flat_se", "0.3"),
        ("mean_freezing_step_se", "-1"),
        ("censored", "1.5"),
        ("diverged", "51"),
        ("diverged", "-1"),
        ("walkers", "1e3"),
        ("steps", "300"),
        ("seed", "42"),
        ("seed", "-1"),
        ("eta", "0.01"),
        ("sigma", "0.02"),
        ("sigma", "NaN"),
    ] {
        wrong(&folder, &with(column, value), &["wrong.csv: line 3: ", column]);
    }
    for (column, value) in [
        ("walkers", "25"),
        ("column", "4 of 3"),
        ("column", "two"),
        ("row", "1 of 4000000000000"),
        ("grid", "?"),
    ] {
        wrong(&folder, &with(column, value), &["wrong.csv: line 3: "]);
    }
    wrong(&folder, &OLD.replacen("eta,sigma", "sigma,eta", 1), &["another sweep"]);
    wrong(&folder, &OLD.replacen("eta,sigma", "eta,pace", 1), &["not a sweep's file"]);
    wrong(
        &folder,
        &format!("{OLD}{}\n", row.replacen("1.1642985606193543", "1.17", 1)),
        &["line 11: the same cell"],
    );
    // The same row twice is no contradiction.
    let twice = folder.path("twice.csv");
    fs::write(&twice, format!("{OLD}{row}\n")).unwrap();
    assert!(resume(&twice).status.success());
    assert_eq!(fs::read_to_string(&twice).unwrap().lines().count(), 10);
}

#[test]
fn a_table_to_compare_with_is_checked_row_by_row() {
    let folder = Folder::new("wrong-reference");
    let path = folder.path("reference.csv");
    let check = |table: &str| {
        fs::write(&path, table).unwrap();
        let asked = ask(&["ask", "phase-published", "--against", &path, "--quick"]);
        let checked = ask(&["check", "--walkers", "100", "--against", &path]);
        assert_eq!(asked.status.code() == Some(2), checked.status.code() == Some(2));
        checked
    };
    let header = "eta,sigma,p_flat,mean_freezing_step,walkers";
    for (rows, needle) in [
        ("0.05,0.1,0.5,-1e300,2000", "mean_freezing_step = -1e300: must be from 0"),
        ("0.05,0.1,0.5,1e300,2000", "mean_freezing_step = 1e300: must be from 0"),
        ("0.05,0.1,0.5,100,-5", "walkers = -5: must be a whole number from 1"),
        ("0.05,0.1,0.5,100,1e308", "must be a whole number from 1"),
        ("0.05,0.1,0.5,100", "4 fields: must be 5"),
        ("0.05,0.1,0.5,100,2000\n0.05,0.1,0.6,100,2000", "line 3: the same cell"),
    ] {
        refused(&check(&format!("{header}\n{rows}\n")), &["reference.csv", needle]);
    }
    let row = "0.05,0.1,0.9,500,2000";
    let twice = check(&format!("\u{feff}{header}\r\n{row}\r\n{row}\r\n"));
    assert_ne!(twice.status.code(), Some(2), "{}", text(&twice.stderr));
    // A sweep's rows are held against their checksums.
    let header = format!("{},checksum", OLD.lines().next().unwrap());
    let row = sealed(&header, OLD.lines().nth(2).unwrap());
    assert_ne!(check(&format!("{header}\n{row}\n")).status.code(), Some(2));
    let damaged = row.replacen("0.055", "0.056", 1);
    refused(&check(&format!("{header}\n{damaged}\n")), &["line 2: damaged"]);
    let header = header.replace("checksum", "checksun");
    refused(&check(&format!("{header}\n{row}\n")), &["line 1: damaged"]);
}

/// A sweep of 36 cells, begun.
fn begun(out: &str, steps: &str, more: &[&str]) -> Child {
    let sweep = ["sweep", "--x", "eta=0.01:0.1:6:log", "--y", "sigma=0.01:0.1:6:log", "--preset", "fig3"];
    let size = ["--walkers", "400", "--steps", steps, "--threads", "1", "--out", out];
    let mut command = frostline();
    command.args(sweep).args(size).args(more).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().expect("the binary runs")
}

#[test]
fn of_two_sweeps_that_write_one_table_one_is_refused_and_no_cell_is_lost() {
    let folder = Folder::new("two-sweeps");
    for (round, resumes) in [[true, true], [false, false], [true, false]].into_iter().enumerate() {
        let out = folder.path(&format!("grid{round}.csv"));
        let more = |resume: bool| if resume { &["--resume"][..] } else { &[] };
        let both = resumes.map(|resume| begun(&out, "6000", more(resume)));
        let ended = both.map(|child| child.wait_with_output().unwrap());
        let codes = ended.each_ref().map(|output| output.status.code());
        assert!(codes.contains(&Some(0)) && codes.contains(&Some(2)), "{codes:?}");
        refused(ended.iter().find(|output| !output.status.success()).unwrap(), &["grid"]);
        assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), 37);
        fs::remove_file(&out).unwrap();
        assert!(folder.names().is_empty(), "{:?}", folder.names());
    }
}

#[test]
fn a_table_that_a_sweep_writes_is_replaced_by_nobody() {
    let folder = Folder::new("taken");
    let (out, old) = (folder.path("grid.csv"), folder.path("old.csv"));
    fs::write(&old, OLD).unwrap();
    let mut sweep = begun(&out, "20000", &[]);
    while fs::read_to_string(&out).map_or(0, |text| text.lines().count()) < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    refused(&ask(&["merge", &old, "--out", &out]), &["another Frostline is writing it"]);
    refused(&ask(&["run", "--walkers", "9", "--steps", "9", "--csv", &out]), &["another Frostline"]);
    // Killed, it holds nothing any more.
    sweep.kill().unwrap();
    sweep.wait().unwrap();
    let output = begun(&out, "20000", &["--resume"]).wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(folder.names().len(), 2, "{:?}", folder.names());
    // Someone puts another table in its place while it is at work: that one stays, and nobody is told all is well.
    fs::remove_file(&out).unwrap();
    let sweep = begun(&out, "20000", &[]);
    while fs::read_to_string(&out).map_or(0, |text| text.lines().count()) < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::rename(&old, &out).unwrap();
    refused(&sweep.wait_with_output().unwrap(), &["another file has been put in its place"]);
    assert_eq!(fs::read_to_string(&out).unwrap(), OLD);
}

#[cfg(unix)]
#[test]
fn rows_that_find_no_room_are_one_line_and_the_sweep_goes_on_afterwards() {
    let folder = Folder::new("no-room");
    let (out, whole) = (folder.path("grid.csv"), folder.path("whole.csv"));
    let flags = OLD_FLAGS.join(" ");
    let program = env!("CARGO_BIN_EXE_frostline");
    // No file may grow over 1 KiB, and the signal that says so is not heard: writing fails.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {program} {flags} --out {out}");
    let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    refused(&output, &["cannot write", "file too large"]);
    assert!(resume(&out).status.success());
    assert!(ask(&[&OLD_FLAGS[..], &["--out", &whole]].concat()).status.success());
    assert!(fs::read(&out).unwrap() == fs::read(&whole).unwrap());
    refused(&ask(&[&OLD_FLAGS[..], &["--out", "/dev/full", "--resume"]].concat()), &["device or a pipe"]);
}
