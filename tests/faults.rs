//! A full disk, a file that cannot be moved to its place and a thread that is not to be had: nothing half-written stays,
//! the user is told in one line, and the window goes on.
#![cfg(debug_assertions)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use frostline::app::desk::Desk;
use frostline::app::desk::command::{FileCommand, RunCommand, WindowCommand};
use frostline::app::desk::keeping::Keeper;
use frostline::export::moving::{Film, Kind};
use frostline::platform::faults::{Fault, arm};
use frostline::platform::{Owned, write_atomically};
use frostline::session::{Autosave, Session};
use support::bench::{Bench, scratch};

/// What fails, fails for the whole process: one test at a time, and nothing when it ends.
struct Failing(#[allow(dead_code, reason = "held")] MutexGuard<'static, ()>);

static ALONE: Mutex<()> = Mutex::new(());

impl Failing {
    fn nothing() -> Self {
        Self(ALONE.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        arm(None);
    }
}

fn holds(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn is_one_line(said: &str, name: &str) {
    assert!(said.contains(name) && !said.contains('\n'), "{said}");
}

const DISK: [Fault; 2] = [Fault::FullDisk, Fault::Rename];

#[test]
fn a_file_stays_as_it_was_when_its_next_one_cannot_be_written() {
    let _failing = Failing::nothing();
    let folder = scratch("faults-file");
    let path = folder.join("kept.csv");
    write_atomically(&path, b"as it was").unwrap();
    for fault in DISK {
        arm(Some(fault));
        is_one_line(&write_atomically(&path, b"what comes next").unwrap_err().to_string(), "kept.csv");
        is_one_line(&write_atomically(&folder.join("new.csv"), b"new").unwrap_err().to_string(), "new.csv");
        let mut table = Owned::open(&path, true).unwrap();
        is_one_line(&table.replace(b"other rows").unwrap_err().to_string(), "kept.csv");
        assert!(table.is_in_place());
        arm(None);
        assert_eq!(fs::read_to_string(&path).unwrap(), "as it was", "{fault:?}");
        assert_eq!(holds(&folder), ["kept.csv"], "{fault:?}");
    }
}

#[test]
fn a_film_that_cannot_be_written_leaves_nothing() {
    let _failing = Failing::nothing();
    let folder = scratch("faults-film");
    let frame = [255; 4 * 40 * 30];
    for kind in [Kind::Gif, Kind::Apng, Kind::Pngs] {
        for fault in DISK {
            let film = Film::new(kind, [40, 30], 10.0, &folder.join("film"));
            let made = film.and_then(|mut film| {
                film.frame(&frame)?;
                arm(Some(fault));
                film.frame(&frame[..])?;
                film.finish()
            });
            arm(None);
            is_one_line(&made.unwrap_err().to_string(), "film");
            assert!(holds(&folder).is_empty(), "{kind:?} {fault:?}: {:?}", holds(&folder));
        }
    }
}

/// What the user was told last.
fn warned(bench: &Bench) -> String {
    let notice = bench.desk(|desk| desk.around.notice.clone()).expect("it is told");
    assert!(notice.warning, "{}", notice.text);
    notice.text
}

#[test]
fn a_window_that_cannot_save_says_so_and_goes_on() {
    let _failing = Failing::nothing();
    let folder = scratch("faults-save");
    let path = folder.join("run.frostline");
    let bench = Bench::new();
    let mut window = bench.window();
    for fault in [Fault::FullDisk, Fault::Rename, Fault::NoThread] {
        arm(Some(fault));
        bench.send(FileCommand::SavePath(path.clone()));
        is_one_line(
            &warned(&bench),
            if fault == Fault::NoThread { "no more threads" } else { "run.frostline" },
        );
        assert!(bench.desk(|desk| desk.unsaved() && desk.files.file.is_none()), "{fault:?}");
        arm(None);
        assert!(holds(&folder).is_empty(), "{fault:?}: {:?}", holds(&folder));
        let step = bench.step();
        bench.send(RunCommand::Play);
        bench.wait(&mut window, "the run", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > step));
    }
    bench.send(RunCommand::Pause);
    bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
    bench.send(FileCommand::SavePath(path.clone()));
    assert!(!bench.desk(Desk::unsaved));
    assert_eq!(Session::load(&path).unwrap(), bench.desk(Desk::session));
}

#[test]
fn a_run_that_cannot_be_kept_goes_on_and_is_kept_once_there_is_room() {
    let _failing = Failing::nothing();
    let folder = scratch("faults-kept");
    let bench = Bench::new();
    {
        let desk = &mut bench.app.borrow_mut().desk;
        desk.files.keeper = Some(Keeper::new(Autosave::begin(&folder).unwrap(), None, &desk.wake().clone()));
    }
    let mut window = bench.window();
    for fault in DISK {
        arm(Some(fault));
        bench.send(WindowCommand::Escape);
        bench.send(RunCommand::NewRun);
        let start = Instant::now();
        while bench.desk(|desk| desk.around.notice.is_none()) {
            assert!(start.elapsed() < Duration::from_secs(20), "{fault:?} is not told");
            std::thread::sleep(Duration::from_millis(10));
            bench.app.borrow_mut().desk.keep();
            window.step();
        }
        assert!(warned(&bench).contains("cannot be kept"), "{}", warned(&bench));
        arm(None);
        assert!(holds(&folder).iter().all(|name| !name.ends_with(".part")), "{:?}", holds(&folder));
    }
    drop(window);
    bench.app.borrow_mut().desk.keep_last();
    let kept = Autosave::begin(&folder).unwrap().find(true).run.expect("it is kept");
    assert_eq!(kept.session.scenario.seed, bench.scenario().seed);
}

#[test]
fn a_run_without_a_thread_says_so_and_the_next_one_runs() {
    let _failing = Failing::nothing();
    let bench = Bench::new();
    let mut window = bench.window();
    arm(Some(Fault::NoThread));
    bench.send(RunCommand::NewRun);
    window.run();
    is_one_line(&warned(&bench), "no more threads");
    arm(None);
    bench.send(RunCommand::NewRun);
    bench.wait(&mut window, "the next run", |desk| desk.run.fresh_snapshot().is_some());
}
