//! The window keeps its run while it changes, driven with no display: what a kill at any moment leaves, what comes back,
//! and what is told when it cannot be kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::support::bench::{Bench, scratch};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use frostline::app::desk::Desk;
use frostline::app::desk::around::Overlay;
use frostline::app::desk::classroom::Prediction;
use frostline::app::desk::command::{FileCommand, LessonCommand, RunCommand, WindowCommand};
use frostline::app::desk::keeping::Keeper;
use frostline::session::{Answer, Autosave, Class, Found, Kept, Packed, Session};
use frostline::valleys::experiments::changes::Change;
use frostline::valleys::model::{Parameter, Preset};

/// A run small enough to be gone through again at once.
fn small(seed: u64) -> Session {
    let mut session = Session::of(Preset::Fig4);
    (session.scenario.walkers, session.scenario.seed) = (200, seed);
    session
}

/// Waits until the threads of windows that are no more have let go of their runs, as a process does when it dies.
fn wait_for_the_dead(folder: &Path) {
    let start = Instant::now();
    let is_held = |path: PathBuf| {
        path.extension().is_some_and(|end| end == "lock")
            && File::open(path).unwrap().try_lock_shared().is_err()
    };
    while fs::read_dir(folder).unwrap().any(|entry| is_held(entry.unwrap().path())) {
        assert!(start.elapsed() < Duration::from_secs(20), "a window lives on");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A window whose run is kept in a folder; it takes over what it finds there.
fn window_over(folder: &Path) -> (Bench, Option<Kept>) {
    wait_for_the_dead(folder);
    let mut place = Autosave::begin(folder).unwrap();
    let mut found = place.find(true);
    let run = found.run.take();
    let bench = Bench::of(run.as_ref().map_or(small(42), |kept| kept.session.clone()));
    {
        let mut app = bench.app.borrow_mut();
        let desk = &mut app.desk;
        desk.files.keeper = Some(Keeper::new(place, run.clone(), &desk.wake().clone()));
        desk.find(found);
        run.clone().into_iter().for_each(|kept| desk.resumed(kept));
    }
    (bench, run)
}

/// Draws frames for a while, as a real window does.
fn live(bench: &Bench, window: &mut Harness<'_>, time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        bench.app.borrow_mut().desk.keep();
        window.step();
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a window that is killed now would leave.
fn left(folder: &Path) -> Found {
    wait_for_the_dead(folder);
    Autosave::begin(folder).unwrap().find(false)
}

const A_LOOK: Duration = Duration::from_millis(700);

#[test]
fn a_change_is_kept_within_a_second_and_comes_back() {
    let folder = scratch("kept");
    let (bench, none) = window_over(&folder);
    assert!(none.is_none());
    let mut window = bench.window();
    bench.send(RunCommand::RunTo(500));
    bench.wait(&mut window, "the steps", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 500));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.2));
    live(&bench, &mut window, A_LOOK);
    let was = bench.desk(Desk::session);
    // Killed: nothing more is written.
    drop(window);
    drop(bench);
    let (bench, run) = window_over(&folder);
    assert_eq!(run.expect("a run comes back").session, was);
    let mut window = bench.window();
    bench.wait(&mut window, "the replay", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 500));
    assert_eq!(bench.desk(Desk::session), was);
    assert!(bench.desk(|desk| desk.around.notice.clone()).unwrap().text.contains("step 500 of"));
}

#[test]
fn what_is_still_on_its_way_is_kept_as_well() {
    let bench = Bench::new();
    let mut window = bench.window();
    // A session that takes its time to go through again, opened over another.
    let mut session = small(7);
    session.scenario.walkers = 20_000;
    let scenario = session.scenario.clone();
    session.changes = vec![Change { step: 40_000, scenario }].into();
    session.changes[0].scenario.landscape.y_b *= 1.5;
    session.step = 50_000;
    bench.app.borrow_mut().desk.adopt(session.clone());
    assert_eq!(bench.desk(|desk| desk.to_keep().session), session, "at once");
    window.step();
    assert_eq!(bench.desk(|desk| desk.to_keep().session), session, "on the way");
    bench.send(RunCommand::Set(Parameter::Sigma, 0.2));
    let kept = bench.desk(|desk| desk.to_keep().session);
    assert_eq!((kept.step, kept.changes.len()), (50_000, 2));
    assert_eq!(kept.changes[1].scenario, bench.scenario(), "what was set meanwhile");
}

#[test]
fn nothing_is_written_when_nothing_has_changed() {
    let folder = scratch("rests");
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    live(&bench, &mut window, A_LOOK);
    bench.send(RunCommand::NewRun);
    bench.wait(&mut window, "the run", |desk| desk.run.fresh_snapshot().is_some());
    live(&bench, &mut window, A_LOOK);
    let written = || {
        let runs = fs::read_dir(&folder).unwrap().filter_map(|entry| {
            let entry = entry.unwrap();
            let run = entry.path().extension().is_some_and(|end| end == "frostline");
            run.then(|| entry.metadata().unwrap().modified().unwrap())
        });
        runs.collect::<Vec<_>>()
    };
    let before = written();
    assert_eq!(before.len(), 1);
    live(&bench, &mut window, Duration::from_secs(1));
    assert_eq!(written(), before);
}

#[test]
fn a_lesson_cut_off_leaves_the_run_before_it_and_the_answers_given() {
    let folder = scratch("lesson");
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    bench.send(RunCommand::SetSeed(77));
    bench.wait(&mut window, "the run", |desk| desk.run.fresh_snapshot().is_some());
    bench.app.borrow_mut().desk.lessons.class = Some(Class::default());
    let before = bench.desk(Desk::session);
    bench.send(LessonCommand::Begin(0));
    for _ in 0..3 {
        live(&bench, &mut window, A_LOOK);
        bench.send(LessonCommand::Skip);
    }
    assert_ne!(bench.desk(Desk::session).scenario, before.scenario, "the lesson has settings of its own");
    drop(window);
    drop(bench);
    let (_, run) = window_over(&folder);
    assert_eq!(run.expect("the run before").session, before);
}

const LESSON: &str = "lesson: Small\nsummary: For the class.\n\n\
    step: One\nWords.\nset: preset = fig4, walkers = 200, restart, pause\npredict: choice * yes | no\nreveal: So it is.\n\n\
    step: Two\nWords.\n";

#[test]
fn a_class_closed_in_its_middle_goes_on_with_the_answers_given() {
    let folder = scratch("class");
    let given = folder.join("class.frostline");
    let class = Class { lesson: Some(LESSON.to_owned()), ..Class::default() };
    Session { class: Some(class), ..small(90) }.save(&given).unwrap();
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    bench.send(FileCommand::OpenPath(given.clone()));
    bench.wait(&mut window, "the lesson inside", |desk| {
        desk.lessons.running.as_ref().is_some_and(|running| running.page.ready)
    });
    bench.send(LessonCommand::Predict(Prediction::Choice(1)));
    let answers = |desk: &Desk| desk.lessons.class.as_ref().map_or(0, |class| class.answers.len());
    bench.wait(&mut window, "the answer", |desk| answers(desk) == 1);
    bench.app.borrow_mut().desk.keep_last();
    drop(window);
    drop(bench);
    let (bench, run) = window_over(&folder);
    let kept = run.expect("the class comes back");
    assert_eq!((kept.session.scenario.seed, kept.file.as_ref()), (90, Some(&given)));
    assert_eq!(bench.desk(answers), 1);
    assert!(bench.desk(|desk| desk.lessons.running.is_some()), "its lesson begins again");
    assert_eq!(bench.desk(Desk::to_keep), kept);
}

#[test]
fn a_lecture_closed_in_its_middle_leaves_the_file_on_show() {
    let folder = scratch("lecture");
    let slides = folder.join("slides");
    fs::create_dir(&slides).unwrap();
    let files = [1, 2, 3].map(|number| slides.join(format!("{number}.frostline")));
    files.iter().zip(1..).for_each(|(file, seed)| small(seed).save(file).unwrap());
    let (bench, _) = window_over(&folder);
    let window = bench.window();
    bench.send(FileCommand::OpenPath(slides));
    bench.app.borrow_mut().desk.page(true);
    bench.app.borrow_mut().desk.keep_last();
    drop(window);
    drop(bench);
    let (_, run) = window_over(&folder);
    assert_eq!(run, Some(Kept { session: small(2), file: Some(files[1].clone()) }));
}

#[test]
fn closing_keeps_the_last_change_and_the_file() {
    let folder = scratch("closing");
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    let file = folder.join("mine.frostline");
    bench.send(FileCommand::SavePath(file.clone()));
    bench.send(RunCommand::SetSeed(78));
    window.step();
    bench.app.borrow_mut().desk.keep_last();
    drop(window);
    drop(bench);
    let (bench, run) = window_over(&folder);
    assert_eq!(run.expect("the run comes back").session.scenario.seed, 78);
    assert_eq!(bench.desk(|desk| desk.files.file.clone()), Some(file));
    assert!(bench.desk(Desk::unsaved), "its file has another seed");
}

#[test]
fn a_fresh_start_leaves_the_run_behind_and_the_menu_takes_it_up_again() {
    let folder = scratch("afresh");
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    bench.send(RunCommand::SetSeed(79));
    bench.wait(&mut window, "the run", |desk| desk.run.fresh_snapshot().is_some());
    // Not even looked at before it is left.
    bench.send(FileCommand::FreshStart);
    bench.wait(&mut window, "the fresh run", |desk| desk.run.fresh_snapshot().is_some());
    assert!(bench.desk(Desk::session).is_untouched());
    let path = bench.desk(|desk| desk.files.left[0].path.clone());
    window.get_by_label("File").click();
    window.run();
    window.get_by_label_contains("step 0, just now");
    bench.send(RunCommand::Set(Parameter::Gamma, 1.7));
    bench.send(FileCommand::TakeUp(path));
    bench.wait(&mut window, "the run before", |desk| desk.run.fresh_snapshot().is_some());
    assert_eq!(bench.scenario().seed, 79);
    // The fresh one, which had been touched, now stands where the other did.
    let gammas = bench.desk(|desk| {
        let sessions = desk.files.left.iter().map(|left| Session::load(&left.path).unwrap());
        sessions.map(|session| session.changes.len()).collect::<Vec<_>>()
    });
    assert_eq!(gammas, [1]);
}

#[test]
fn what_cannot_be_kept_is_told_once() {
    let folder = scratch("full");
    let (bench, _) = window_over(&folder);
    let mut window = bench.window();
    // No file can be written into a folder that is no more.
    fs::remove_dir_all(&folder).unwrap();
    bench.send(RunCommand::SetSeed(80));
    bench.wait(&mut window, "the run", |desk| desk.run.fresh_snapshot().is_some());
    live(&bench, &mut window, A_LOOK);
    let notice = bench.desk(|desk| desk.around.notice.clone()).expect("it is told");
    assert!(notice.warning && notice.text.contains("cannot be kept"), "{}", notice.text);
    bench.send(WindowCommand::Escape);
    live(&bench, &mut window, 2 * A_LOOK);
    assert_eq!(bench.desk(|desk| desk.around.notice.clone()), None, "told again");
    // Once there is room again it is kept, though nothing has changed since.
    fs::create_dir_all(&folder).unwrap();
    live(&bench, &mut window, 2 * A_LOOK);
    drop(window);
    drop(bench);
    assert_eq!(left(&folder).left.len(), 1);
}

#[test]
fn a_file_that_another_window_has_saved_is_not_written_over_unasked() {
    let folder = scratch("both");
    let file = folder.join("shared.frostline");
    small(1).save(&file).unwrap();
    let benches = [Bench::new(), Bench::new()];
    let mut windows = benches.each_ref().map(Bench::window);
    for (bench, window) in benches.iter().zip(&mut windows) {
        bench.send(FileCommand::OpenPath(file.clone()));
        bench.wait(window, "the session", |desk| desk.run.fresh_snapshot().is_some());
        assert!(!bench.desk(Desk::unsaved), "what has just been opened is saved");
    }
    for (number, bench) in benches.iter().enumerate() {
        bench.send(RunCommand::SetSeed(500 + number as u64));
        bench.send(FileCommand::Save);
    }
    assert_eq!(Session::load(&file).unwrap().scenario.seed, 500, "the second was not asked");
    let [_, second] = &benches;
    assert_eq!(
        second.desk(|desk| desk.around.overlay),
        Overlay::Path(frostline::app::desk::around::Wanted::Save)
    );
    let window = &mut windows[1];
    window.run();
    for _ in 0..2 {
        window.key_press(Key::Enter);
        window.run();
    }
    second.settle();
    assert_eq!(Session::load(&file).unwrap().scenario.seed, 501, "asked twice it is replaced");
    second.send(RunCommand::SetSeed(502));
    second.send(FileCommand::Save);
    assert_eq!(Session::load(&file).unwrap().scenario.seed, 502, "what it wrote itself it may replace");
}

#[test]
fn a_full_disk_is_one_line_and_nothing_counts_as_saved() {
    let bench = Bench::new();
    let _window = bench.window();
    bench.send(FileCommand::SavePath("/dev/full".into()));
    let notice = bench.desk(|desk| desk.around.notice.clone()).unwrap();
    assert!(notice.warning && notice.text.contains("no space left"), "{}", notice.text);
    assert!(bench.desk(|desk| desk.unsaved() && desk.files.file.is_none()));
}

#[test]
fn a_long_paste_into_a_number_is_no_number_and_holds_nobody_up() {
    let bench = Bench::new();
    let mut window = bench.window();
    let before = bench.scenario();
    window.get_by_role_and_label(egui::accesskit::Role::Slider, "Learning rate η").focus();
    window.run();
    window.key_press(Key::Num1);
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Paste("0.01 ".repeat(200_000)));
    let start = Instant::now();
    window.run();
    let held = start.elapsed();
    window.key_press(Key::Enter);
    window.run();
    println!("a paste of 1 MB took {held:?}");
    assert!(held < Duration::from_secs(5), "{held:?}");
    assert_eq!(bench.scenario(), before);
    assert!(bench.desk(|desk| desk.around.notice.as_ref().is_none_or(|notice| notice.text.len() < 300)));
}

#[test]
fn the_largest_session_is_looked_at_as_fast_as_any() {
    let bench = Bench::new();
    let mut window = bench.window();
    let mut session = small(7);
    session.scenario.walkers = 1;
    let scenario = session.scenario.clone();
    let change = |step| Change { step, scenario: scenario.clone() };
    session.changes = (0..50_000).map(change).collect::<Vec<_>>().into();
    session.step = 50_000;
    session.answers = (0..8)
        .map(|number| Answer {
            experiment: "raster".to_owned(),
            asked: number.to_string(),
            found: Packed::of(&vec![f64::from(number); 8_000]).unwrap(),
            of: None,
        })
        .collect();
    let size = serde_json::to_string(&session).unwrap().len();
    bench.app.borrow_mut().desk.adopt(session.clone());
    bench.wait(&mut window, "the replay", |desk| {
        desk.run.fresh_snapshot().is_some_and(|now| now.now.step == 50_000)
    });
    let timed = |what: &str, work: &dyn Fn() -> bool| {
        let mut times: Vec<Duration> = (0..9)
            .map(|_| {
                let start = Instant::now();
                assert!(work());
                start.elapsed()
            })
            .collect();
        times.sort();
        println!("{what}: {:?}, at most {:?}", times[4], times[8]);
        times[4]
    };
    // All that a window does at a look: what is to be kept beside what is, and whether its file is up to date.
    let opened = bench.desk(Desk::session);
    bench.app.borrow_mut().desk.opened(opened, Path::new("large.frostline"));
    let kept = bench.desk(Desk::to_keep);
    let look = timed("a look", &|| bench.desk(|desk| desk.to_keep() == kept && !desk.unsaved()));
    bench.send(RunCommand::Set(Parameter::Gamma, 2.0));
    bench.wait(&mut window, "the change", |desk| desk.session().changes.len() == 50_001);
    let changed =
        timed("a look at another run", &|| bench.desk(|desk| desk.to_keep() != kept && desk.unsaved()));
    let path = scratch("largest").join("largest.frostline");
    timed("writing it", &|| session.save(&path).is_ok());
    timed("reading it", &|| Session::load(&path).is_ok());
    println!("{} changes, {:.1} MB without spaces", session.changes.len(), size as f64 / (1 << 20) as f64);
    assert!(look.max(changed) < Duration::from_millis(2), "{look:?}, {changed:?}");
}
