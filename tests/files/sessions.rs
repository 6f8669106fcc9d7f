//! Files as they lie on real disks: links and modes, what dead writers leave, pipes, devices and folders that take
//! nothing, and readers that have seen enough.
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::command::{Folder, ask, frostline, text};
use frostline::valleys::figures::CATALOGUE;

const RUN: [&str; 5] = ["run", "--walkers", "9", "--steps", "9"];

/// One short line that names the matter, exit 2.
fn refused(output: &Output, needle: &str) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.lines().count() == 1 && said.contains(needle), "{said} (no '{needle}')");
    assert!(said.chars().count() <= 500, "{} characters", said.chars().count());
}

fn course(path: &str) -> Output {
    ask(&[&RUN[..], &["--csv", path]].concat())
}

#[test]
fn what_is_replaced_stays_a_link_and_as_private_as_it_was() {
    let folder = Folder::new("links");
    let [real, link, dangling] = ["real.csv", "link.csv", "dangling.csv"].map(|name| folder.path(name));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.csv", &link).unwrap();
    symlink(folder.path("made.csv"), &dangling).unwrap();
    for path in [&link, &dangling] {
        assert!(course(path).status.success());
        assert!(fs::symlink_metadata(path).unwrap().is_symlink(), "{path}");
        assert!(fs::read_to_string(path).unwrap().starts_with("step,"));
    }
    assert!(fs::read_to_string(&real).unwrap().starts_with("step,"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    // A sweep goes on with what a link leads to.
    let out = folder.path("sweep.csv");
    symlink("table.csv", &out).unwrap();
    let sweep =
        ["sweep", "--x", "eta=0.01:0.1:2", "--y", "sigma=0.01:0.1:2", "--walkers", "9", "--steps", "9"];
    for _ in 0..2 {
        assert!(ask(&[&sweep[..], &["--out", &out, "--resume"]].concat()).status.success());
    }
    assert!(fs::symlink_metadata(&out).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.path("table.csv")).unwrap().lines().count(), 5);
    assert_eq!(folder.names().len(), 6, "{:?}", folder.names());
}

#[test]
fn what_the_dead_left_is_taken_away_and_what_the_living_write_is_not() {
    let folder = Folder::new("left-over");
    let [dead, living, other, near] =
        ["a.csv.12345.part", "a.csv.77.part", "b.csv.12345.part", "a.csv.old.part"]
            .map(|name| folder.path(name));
    for path in [&dead, &living, &other, &near] {
        fs::write(path, "half").unwrap();
    }
    let held = File::open(&living).unwrap();
    held.lock().unwrap();
    assert!(course(&folder.path("a.csv")).status.success());
    assert!(!Path::new(&dead).exists(), "its writer is no more");
    for path in [&living, &other, &near] {
        assert_eq!(fs::read_to_string(path).unwrap(), "half", "{path}");
    }
}

#[test]
fn a_pipe_is_read_if_someone_writes_into_it_and_else_is_not_waited_for() {
    let folder = Folder::new("pipes");
    let pipe = folder.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let [picture, table] = ["a.png", "a.csv"].map(|name| folder.path(name));
    let commands: [&[&str]; 5] = [
        &["--session", &pipe],
        &["screenshot", "--session", &pipe, "-o", &picture],
        &["check", "--against", &pipe],
        &["merge", &pipe, "--out", &table],
        &["--words", &pipe, "run"],
    ];
    let begun = commands.map(|arguments| frostline().args(arguments).stderr(Stdio::piped()).spawn().unwrap());
    for child in begun {
        refused(&child.wait_with_output().unwrap(), "nobody writes into this pipe");
    }
    let script = format!(
        "{} ask phase-published --quick --against <(sleep 0.2; printf '%s\\n' eta,sigma,p_flat,mean_freezing_step \
         0.05,0.1,0.9,500)",
        env!("CARGO_BIN_EXE_frostline")
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn devices_and_folders_that_take_nothing_get_one_line() {
    refused(&course("/dev/full"), "no space left");
    refused(&course("/proc/course.csv"), "cannot write");
    refused(&ask(&["check", "--against", "/dev/zero"]), "larger than");
    refused(&ask(&["--words", "/dev/zero"]), "larger than");
    refused(&ask(&["screenshot", "--session", "/dev/zero", "-o", "a.png"]), "larger than");
    let folder = Folder::new("read-only");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o555)).unwrap();
    // Who may do everything is kept from nothing.
    if File::create(folder.0.join("probe")).is_err() {
        refused(&course(&folder.path("a.csv")), "permission denied");
        assert!(folder.names().is_empty());
    }
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn names_that_are_not_text_and_names_of_pictures() {
    let folder = Folder::new("names");
    let words = folder.0.join(OsStr::from_bytes(b"deutsch\xff.words"));
    fs::write(&words, "cli.about = Wanderer\n").unwrap();
    let mut joined = OsString::from("--words=");
    joined.push(&words);
    let output = frostline().arg(joined).arg("--help").output().unwrap();
    assert!(text(&output.stdout).starts_with("Wanderer"), "{}", text(&output.stderr));
    refused(&course(&folder.path("o.png")), "must end in .csv");
    fs::remove_file(words).unwrap();
    assert!(folder.names().is_empty());
}

#[test]
fn a_line_quotes_a_little_of_what_is_long() {
    let folder = Folder::new("long");
    let session = folder.path("long.frostline");
    let long = "x".repeat(100_000);
    let text = frostline::session::Session::default().to_text();
    fs::write(&session, text.replacen("\"step\": 0", &format!("\"step\": \"{long}\""), 1)).unwrap();
    refused(&ask(&["figure", "slice", "--session", &session, "-o", &folder.path("a.svg")]), "expected u32");
    refused(&ask(&["run", "--eta", &long]), "--eta");
    refused(&ask(&["figure", &long, "-o", "a.svg"]), "figure --list");
    refused(&ask(&["run", "--csv", &format!("/{long}")]), "file name too long");
}

#[test]
fn what_cannot_be_is_named_as_the_user_said_it() {
    refused(&ask(&["run", "--x1", "1000", "--x2", "0.001"]), "(1000/0.001)² = 1000000000000");
    let output = frostline().args(RUN).env("RAYON_NUM_THREADS", "20000").output().unwrap();
    refused(&output, "RAYON_NUM_THREADS = 20000: must be at most 1024");
    let folder = Folder::new("far-view");
    let session = folder.path("far.frostline");
    let mut far = frostline::session::Session::default();
    far.view.stage_y = [1e300, 1e308];
    fs::write(&session, far.to_text()).unwrap();
    refused(
        &ask(&["figure", "stage", "--session", &session, "-o", &folder.path("a.csv")]),
        "within ±1000000000000",
    );
}

/// A picture that opens like one of ours, whose text unpacks to 64 MB.
fn bomb() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    let mut chunk = png::text_metadata::ITXtChunk::new("frostline-session", " ".repeat(64 << 20));
    chunk.compressed = true;
    encoder.add_text_chunk("Title".into(), "x".into()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_text_chunk(&chunk).unwrap();
    writer.write_image_data(&[0]).unwrap();
    drop(writer);
    bytes
}

#[test]
fn a_picture_whose_text_unpacks_without_end_is_not_unpacked() {
    let bytes = bomb();
    assert!(bytes.len() < 1 << 20);
    let start = Instant::now();
    assert_eq!(frostline::export::session_in(&bytes), None);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_set_of_figures_goes_on_where_it_was_cut_off_though_nobody_reads_its_names() {
    let folder = Folder::new("set");
    let all = folder.path("all");
    let session = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/session-0.1.0.frostline");
    let figures = ["figure", "all", "--quick", "--formats", "csv", "--session", session, "-o", &all];
    let list = Path::new(&all).join(".unfinished");
    let mut child = frostline().args(figures).stdout(Stdio::null()).spawn().unwrap();
    while !fs::read_to_string(&list).is_ok_and(|text| text.ends_with('\n')) {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // As if all but two were made before.
    let left = ["timescales", "slice"];
    let mut made = File::options().append(true).open(&list).unwrap();
    let networks = frostline::networks::figures::CATALOGUE.iter().map(|entry| entry.name);
    let names: Vec<&str> = CATALOGUE.iter().map(|entry| entry.name).chain(networks).collect();
    for name in names.iter().filter(|name| !left.contains(name)) {
        fs::write(Path::new(&all).join(format!("{name}.csv")), "made before").unwrap();
        writeln!(made, "[\"{name}\",\"<p>{name} as it was\"]").unwrap();
    }
    let other = [&figures[..], &["--width", "slide"]].concat();
    refused(&ask(&other), "fig3b.csv exists");
    let mut child = frostline().args(figures).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let read = |name: &str| fs::read_to_string(Path::new(&all).join(name)).unwrap();
    assert_eq!(read("fig3b.csv"), "made before");
    assert!(left.iter().all(|name| read(&format!("{name}.csv")).contains("# session: ")));
    assert!(read("index.html").contains("<p>fig4a as it was"));
    assert_eq!(read("cite.bib"), frostline::export::BIBTEX);
    assert_eq!(fs::read_dir(&all).unwrap().count(), names.len() + 2, "and no list is left");
}
