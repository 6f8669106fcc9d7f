//! The runs of windows are kept: each in a file of its own that outlives it, whatever else there is in the folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::command::Folder;
use frostline::session::{Autosave, Fault, Kept, MOST_LEFT, Session};
use frostline::valleys::model::Preset;

/// A run that can be told from others.
fn run(seed: u64) -> Kept {
    let mut session = Session::of(Preset::Fig3);
    session.scenario.seed = seed;
    Kept { session, file: None }
}

fn seed(kept: &Kept) -> u64 {
    kept.session.scenario.seed
}

/// A window that keeps a run.
fn window(folder: &Folder, kept: &Kept) -> Autosave {
    let mut autosave = Autosave::begin(&folder.0).unwrap();
    autosave.write(autosave.generation(), kept).unwrap();
    autosave
}

/// What a killed window leaves: its files, and nobody who holds the lock.
fn killed(folder: &Folder, kept: &Kept) {
    drop(window(folder, kept));
}

fn files(folder: &Folder, start: &str) -> Vec<PathBuf> {
    folder.names().iter().filter(|name| name.starts_with(start)).map(|name| folder.0.join(name)).collect()
}

/// The run that a window of this process began to keep last.
fn youngest(folder: &Folder) -> PathBuf {
    let end = format!("-{}.frostline", std::process::id());
    let own = files(folder, "autosave").into_iter().filter(|path| path.to_string_lossy().ends_with(&end));
    own.max().expect("a run is kept")
}

fn make_old(path: &Path, seconds: u64) {
    let then = SystemTime::now() - Duration::from_secs(seconds);
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

#[test]
fn the_run_of_a_window_that_is_no_more_comes_back_and_that_of_a_living_one_does_not() {
    let folder = Folder::new("comes-back");
    killed(&folder, &run(7));
    let living = window(&folder, &run(8));
    let mut next = Autosave::begin(&folder.0).unwrap();
    let found = next.find(true);
    assert_eq!(found.run.as_ref().map(seed), Some(7));
    assert!(found.left.is_empty() && found.unreadable.is_empty());
    // A third window finds nothing: one run has an owner again, the other has one still.
    let found = Autosave::begin(&folder.0).unwrap().find(true);
    assert!(found.run.is_none() && found.left.is_empty());
    drop(living);
    drop(next);
    let found = Autosave::begin(&folder.0).unwrap().find(false);
    assert_eq!(found.left.len(), 2, "what is not taken over stays");
}

#[test]
fn the_newest_comes_back_and_so_many_others_stay() {
    let folder = Folder::new("newest");
    let count = MOST_LEFT as u64 + 3;
    for age in 0..count {
        killed(&folder, &run(100 + age));
        make_old(&youngest(&folder), 10 * age);
    }
    let mut next = Autosave::begin(&folder.0).unwrap();
    let found = next.find(true);
    assert_eq!(found.run.as_ref().map(seed), Some(100));
    assert_eq!(found.left.len(), MOST_LEFT);
    let session = Session::load(&found.left[0].path).unwrap();
    assert_eq!(session.scenario.seed, 101, "the newest of the others comes first");
    // The taken one, those left, and a lock for each.
    assert_eq!(files(&folder, "autosave").len(), 2 * (MOST_LEFT + 1));
}

#[test]
fn what_cannot_be_read_is_set_aside_and_never_lost() {
    let folder = Folder::new("set-aside");
    let newer = run(1).session.to_text().replacen("\"frostline\": 2", "\"frostline\": 3", 1);
    let contents = [newer.as_str(), "", "{", "\u{fffd}noise"];
    for (number, text) in contents.iter().enumerate() {
        fs::write(folder.0.join(format!("autosave-{number}.frostline")), text).unwrap();
    }
    killed(&folder, &run(9));
    make_old(&youngest(&folder), 60);
    let found = Autosave::begin(&folder.0).unwrap().find(true);
    assert_eq!(found.run.as_ref().map(seed), Some(9), "the newest that can be read comes back");
    assert_eq!(found.unreadable.len(), contents.len());
    let mut kept: Vec<String> =
        found.unreadable.iter().map(|(place, _)| fs::read_to_string(place).unwrap()).collect();
    kept.sort();
    let mut expected = contents.map(ToOwned::to_owned).to_vec();
    expected.sort();
    assert_eq!(kept, expected);
    assert!(found.unreadable.iter().any(|(_, what)| *what == Fault::Version(3)));
    // The same names again are set aside beside the first.
    fs::write(folder.0.join("autosave-1.frostline"), "again").unwrap();
    let found = Autosave::begin(&folder.0).unwrap().find(false);
    assert_eq!(fs::read_to_string(&found.unreadable[0].0).unwrap(), "again");
    assert_eq!(files(&folder, "unreadable").len(), contents.len() + 1);
}

#[test]
fn the_one_run_that_the_first_version_kept_is_taken_over_once() {
    let folder = Folder::new("first-version");
    run(5).session.save(&folder.0.join("autosave.frostline")).unwrap();
    let first = Autosave::begin(&folder.0).unwrap().find(true);
    assert_eq!(first.run.as_ref().map(seed), Some(5));
    assert!(!folder.0.join("autosave.frostline").exists());
}

#[test]
fn a_run_remembers_the_file_that_it_belongs_to() {
    let folder = Folder::new("belongs");
    let file = folder.0.join("mine.frostline");
    run(3).session.save(&file).unwrap();
    killed(&folder, &Kept { file: Some(file.clone()), ..run(4) });
    let mut next = Autosave::begin(&folder.0).unwrap();
    assert_eq!(next.find(true).run, Some(Kept { file: Some(file.clone()), ..run(4) }));
    // Taken over and killed before anything has changed.
    drop(next);
    let found = Autosave::begin(&folder.0).unwrap().find(true);
    assert_eq!(found.run, Some(Kept { file: Some(file), ..run(4) }));
}

#[test]
fn what_comes_late_of_a_run_left_behind_is_refused() {
    let folder = Folder::new("late");
    let mut autosave = window(&folder, &run(1));
    let before = autosave.generation();
    autosave.leave_behind();
    autosave.write(before, &run(2)).unwrap();
    let found = autosave.find(false);
    assert_eq!(found.left.len(), 1);
    assert_eq!(Session::load(&found.left[0].path).unwrap().scenario.seed, 1);
    let taken = autosave.take(&found.left[0].path).unwrap();
    assert_eq!(seed(&taken), 1);
    assert!(autosave.find(false).left.is_empty());
    autosave.end();
    autosave.write(autosave.generation() - 1, &run(6)).unwrap();
    drop(autosave);
    let found = Autosave::begin(&folder.0).unwrap().find(true);
    assert_eq!(found.run.as_ref().map(seed), Some(1));
}

#[test]
fn windows_that_keep_nothing_leave_nothing() {
    let folder = Folder::new("nothing");
    for _ in 0..3 {
        let mut autosave = Autosave::begin(&folder.0).unwrap();
        autosave.find(true);
        autosave.end();
    }
    // Killed in the middle of writing, and before anything was kept.
    drop(Autosave::begin(&folder.0).unwrap());
    fs::write(folder.0.join("autosave-1-2.frostline.77.part"), "half").unwrap();
    let mut autosave = Autosave::begin(&folder.0).unwrap();
    autosave.find(true);
    autosave.end();
    drop(autosave);
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn no_place_to_keep_anything_is_one_line() {
    let folder = Folder::new("no-place");
    let file = folder.0.join("a-file");
    fs::write(&file, "").unwrap();
    let line = Autosave::begin(&file).err().expect("a file is no folder").to_string();
    assert!(line.contains("a-file") && !line.contains('\n'), "{line}");
}

#[test]
fn a_session_too_large_to_be_read_is_not_saved() {
    let folder = Folder::new("too-large");
    let path = folder.0.join("large.frostline");
    let mut session = run(1).session;
    let change =
        frostline::valleys::experiments::changes::Change { step: 0, scenario: session.scenario.clone() };
    session.changes = vec![change.clone(); 30_000].into();
    session.save(&path).unwrap();
    assert_eq!(Session::load(&path).unwrap(), session, "what is saved is read");
    let before = fs::read(&path).unwrap();
    session.changes = vec![change; 120_000].into();
    let line = session.save(&path).unwrap_err().to_string();
    assert!(line.contains("120000 changes") && line.contains("at most 16"), "{line}");
    assert_eq!(fs::read(&path).unwrap(), before, "the file before stays as it was");
}

#[test]
fn steps_beyond_the_runs_end_are_refused() {
    let text = |edit: &dyn Fn(&mut Session)| {
        let mut session = run(1).session;
        session.scenario.steps = 400;
        edit(&mut session);
        session.to_text()
    };
    let change = |session: &mut Session, step: u32, steps: u32| {
        let mut scenario = session.scenario.clone();
        scenario.steps = steps;
        session.changes.push(frostline::valleys::experiments::changes::Change { step, scenario });
    };
    let refused = |edit: &dyn Fn(&mut Session)| Session::from_text(&text(edit)).unwrap_err().to_string();
    assert_eq!(
        refused(&|session| session.step = u32::MAX),
        "step 4294967295: must be at most the run's 400 steps"
    );
    assert_eq!(
        refused(&|session| change(session, 401, 900)),
        "change at step 401: must be at most the run's 400 steps"
    );
    // A run that was made longer, and one that was cut behind where it had come to.
    for (at, steps, step) in [(400, 900, 900), (300, 200, 300)] {
        let fine = text(&|session| {
            change(session, at, steps);
            session.step = step;
        });
        assert_eq!(Session::from_text(&fine).unwrap().reach(), step);
    }
    assert_eq!(
        refused(&|session| {
            change(session, 300, 200);
            session.step = 301;
        }),
        "step 301: must be at most the run's 300 steps"
    );
}
