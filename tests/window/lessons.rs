//! Lessons in the window: every one of them completed, by commands and by keys, and pictures of them to look at.

use crate::support::bench::{Bench, scratch};
use crate::support::{self, assert_named, legible};
use frostline::app::desk::Desk;
use frostline::app::desk::around::Overlay;
use frostline::app::desk::classroom::{Prediction, Running};
use frostline::app::desk::command::{
    Command, FileCommand, LessonCommand, RunCommand, ViewCommand, WindowCommand,
};
use frostline::app::desk::symbol::Symbol;
use frostline::app::kit::theme::Mode;
use frostline::app::valleys::panels::table_of;
use frostline::labs::Lab;
use frostline::lessons::{Predict, Setting, Sketch, Step};
use frostline::session::{Class, Session};
use frostline::valleys::model::{NoiseLaw, Parameter, Preset, Valley};
use frostline::valleys::panel::Panel;
use frostline::valleys::view::Predictions;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Those of the two valleys come first.
const OF_VALLEYS: usize = 8;

/// A desk without a window, on all the threads there are.
fn desk() -> Desk {
    Desk::new(Session::default(), 2, Arc::new(|| ()))
}

fn send(desk: &mut Desk, command: impl Into<Command>) {
    desk.carry_out(command, u64::MAX);
}

fn running(desk: &Desk) -> &Running {
    desk.lessons.running.as_ref().expect("a lesson is under way")
}

fn wait(desk: &mut Desk, what: &str, done: impl Fn(&Desk) -> bool) {
    let start = Instant::now();
    while !done(desk) {
        assert!(start.elapsed() < Duration::from_secs(120), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
        desk.poll();
    }
}

/// What a student sets to do a task.
fn solve(desk: &mut Desk, step: &Step) {
    for setting in &step.solution {
        let command = match setting {
            Setting::Parameter(parameter, value) => Command::Run(RunCommand::Set(*parameter, *value)),
            Setting::Noise(noise) => Command::Run(RunCommand::SetNoise(*noise)),
            Setting::Fit => Command::View(ViewCommand::FitCalibration),
            other => panic!("no student can set {other:?}"),
        };
        send(desk, command);
    }
    send(desk, RunCommand::Rate(f64::INFINITY));
    if step.solution.first() != Some(&Setting::Fit) {
        send(desk, RunCommand::Play);
    }
}

/// What the swarm did on a page: the curve or the height that a right prediction has.
#[derive(Clone, Default)]
struct Known {
    curve: Vec<[f64; 2]>,
    height: Option<f64>,
}

fn predictions(predict: &Predict, known: &Known) -> [Prediction; 2] {
    match predict {
        Predict::Choice { answers, right } => {
            [Prediction::Choice((right + 1) % answers.len()), Prediction::Choice(*right)]
        }
        Predict::Height { to, .. } => {
            [Prediction::Height(*to), Prediction::Height(known.height.unwrap_or(*to))]
        }
        Predict::Curve { from, to } => {
            let mut wrong = Sketch::default();
            wrong.draw([*from, 0.3], [*to, 0.3]);
            [Prediction::Sketch(wrong), Prediction::Sketch(Sketch { points: known.curve.clone() })]
        }
    }
}

/// Goes through a lesson, page by page, with wrong predictions or with right ones.
fn complete(desk: &mut Desk, begin: LessonCommand, right: bool, known: &mut HashMap<usize, Known>) {
    send(desk, begin);
    let lesson = Arc::clone(&running(desk).lesson);
    for (index, step) in lesson.steps.iter().enumerate() {
        let what = format!("{}, {}", lesson.title, step.title);
        assert_eq!(running(desk).index, index, "{what}");
        wait(desk, &what, |desk| running(desk).page.ready);
        assert!(!running(desk).page.done, "{what}: done before it was begun");
        let waits = step.predict.is_some() || step.until.is_some();
        assert_eq!(running(desk).is_revealed(), !waits, "{what}");
        if waits && desk.lessons.progress.of(&lesson) <= index {
            send(desk, LessonCommand::Next);
            assert_eq!(running(desk).index, index, "{what}: left unfinished");
        }
        if let Some(predict) = &step.predict {
            let prediction = predictions(predict, known.entry(index).or_default());
            send(desk, LessonCommand::Predict(prediction[usize::from(right)].clone()));
        }
        if step.until.is_some() {
            solve(desk, step);
        }
        wait(desk, &what, |desk| running(desk).is_revealed());
        wait(desk, &what, |desk| !desk.run.playing() || step.until.is_none());
        if step.predict.is_some() {
            let verdict = running(desk).page.verdict.clone().expect("a verdict");
            let score = verdict.score.unwrap_or_else(|| panic!("{what}: no score"));
            assert_eq!(score.share > 0.9, right, "{what}: {score:?}");
            let (curve, height) = (verdict.measured, desk.facts().frozen_y);
            known.insert(index, Known { curve, height });
        }
        for text in step.prose.iter().chain(&step.reveal) {
            for part in frostline::lessons::fill(text, Lab::Valleys).expect("read before") {
                let said = part.write(&desk.facts(), |value| value.to_string());
                assert_ne!(said, "–", "{what}: a number is missing in '{text}'");
            }
        }
        send(desk, LessonCommand::Next);
    }
    assert!(running(desk).ended, "{}: not over at its end", lesson.title);
    assert_eq!(desk.lessons.progress.of(&lesson), lesson.steps.len());
    send(desk, LessonCommand::Leave);
    assert!(desk.lessons.running.is_none());
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn every_lesson_is_completed_with_wrong_and_with_right_predictions() {
    let mut desk = desk();
    for place in 0..OF_VALLEYS {
        let mut known = HashMap::new();
        for right in [false, true] {
            complete(&mut desk, LessonCommand::Begin(place), right, &mut known);
        }
    }
    let of_valleys = desk.lessons.lessons.iter().filter(|lesson| lesson.laboratory == Lab::Valleys);
    assert_eq!(of_valleys.count(), OF_VALLEYS);
}

#[test]
fn the_first_minute_ends_with_a_frozen_swarm() {
    let mut desk = desk();
    complete(&mut desk, LessonCommand::Tour, true, &mut HashMap::new());
    send(&mut desk, LessonCommand::Tour);
    let tour = Arc::clone(&running(&desk).lesson);
    let last = tour.steps.last().unwrap();
    assert!(last.until.is_some() && !last.solution.is_empty(), "the student freezes the swarm");
}

#[test]
fn leaving_a_lesson_gives_back_the_run_before_it() {
    let mut desk = desk();
    wait(&mut desk, "the run", |desk| desk.run.fresh_snapshot().is_some());
    send(&mut desk, RunCommand::Set(Parameter::Sigma, 0.07));
    send(&mut desk, RunCommand::RunTo(300));
    let there = |desk: &Desk| desk.run.fresh_snapshot().is_some_and(|now| now.now.step == 300);
    wait(&mut desk, "some steps", there);
    let before = desk.session();
    send(&mut desk, LessonCommand::Begin(3));
    wait(&mut desk, "the page", |desk| running(desk).page.ready);
    assert_ne!(desk.session(), before);
    send(&mut desk, LessonCommand::Leave);
    wait(&mut desk, "the run before", there);
    assert_eq!(desk.session(), before);
}

#[test]
fn a_page_is_one_step_of_undo() {
    let mut desk = desk();
    let before = desk.run.scenario.clone();
    send(&mut desk, LessonCommand::Begin(2));
    assert_ne!(desk.run.scenario, before);
    send(&mut desk, WindowCommand::Undo);
    assert_eq!(desk.run.scenario, before);
}

#[test]
fn what_is_revealed_speaks_of_the_new_swarm_alone() {
    let mut desk = desk();
    wait(&mut desk, "the run", |desk| desk.run.fresh_snapshot().is_some());
    // A swarm that is far enough for every condition of the page to come.
    send(&mut desk, RunCommand::RunTo(40_000));
    wait(&mut desk, "the old run", |desk| {
        desk.run.fresh_snapshot().is_some_and(|now| now.now.step == 40_000)
    });
    send(&mut desk, LessonCommand::Begin(3));
    assert!(desk.facts().p_flat.is_none() && desk.facts().step == 0);
    assert!(!running(&desk).page.done);
    wait(&mut desk, "the page", |desk| running(desk).page.ready);
    assert!(desk.facts().step == 0 && !running(&desk).page.done);
}

/// A lesson with each kind of prediction, for hands that have only keys.
const SMALL: &str = "lesson: Small\nsummary: For the keyboard.\n\n\
    step: One\nWords.\nset: preset = fig4, walkers = 200, restart, pause\npredict: choice * yes | no\nreveal: So it is.\n\n\
    step: Two\nWords.\nset: preset = fig4, walkers = 200, restart, pause, rate = 0\npredict: p-flat from 1 to 2\n\
    do: Press play.\nuntil: step >= 3000\nreveal: There.\n\n\
    step: Three\nWords.\nset: preset = fig4, walkers = 200, restart, pause, rate = 0\npredict: freezing-height from 0 to 8\n\
    do: Press play.\nuntil: step >= 3000\nreveal: There.\n";

/// Moves the keyboard's focus until the control of that name has it.
pub fn tab_to(window: &mut Harness<'_>, name: &str) {
    tab_until(window, name, || false);
}

/// The same, unless it is no longer needed on the way; whether the control has the focus.
fn tab_until(window: &mut Harness<'_>, name: &str, needless: impl Fn() -> bool) -> bool {
    for _ in 0..150 {
        window.key_press(Key::Tab);
        window.run();
        let focused = window.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let label = focused.and_then(|node| node.accesskit_node().label());
        if label.is_some_and(|label| label.starts_with(name)) {
            return true;
        }
        if needless() {
            return false;
        }
    }
    panic!("the Tab key never comes to '{name}'");
}

#[test]
fn a_lesson_is_completed_with_the_keyboard_alone() {
    let folder = scratch("lesson-keys");
    let path = folder.join("small.lesson");
    std::fs::write(&path, SMALL).unwrap();
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(FileCommand::OpenPath(path));
    bench.send(LessonCommand::Leave);
    window.run();
    window.key_press(Key::L);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Lessons);
    tab_to(&mut window, "Small");
    window.key_press(Key::Enter);
    window.run();
    let press = |window: &mut Harness<'_>, keys: &[Key]| {
        for key in keys {
            window.key_press(*key);
            window.run();
        }
    };
    let finish = |window: &mut Harness<'_>, word: &str| {
        bench.wait(window, "the reveal", |desk| running(desk).is_revealed() && !desk.run.playing());
        tab_to(window, word);
        press(window, &[Key::Enter]);
    };
    bench.wait(&mut window, "the page", |desk| running(desk).page.ready);
    tab_to(&mut window, "yes");
    press(&mut window, &[Key::Space]);
    finish(&mut window, "Next");

    bench.wait(&mut window, "the page", |desk| running(desk).page.ready);
    tab_to(&mut window, "Sketch of P_flat");
    press(&mut window, &[Key::ArrowUp, Key::ArrowUp]);
    press(&mut window, &[Key::ArrowRight; 16]);
    press(&mut window, &[Key::ArrowUp, Key::ArrowUp, Key::Enter]);
    assert!(bench.desk(|desk| running(desk).page.prediction.is_some()));
    tab_to(&mut window, "Play");
    press(&mut window, &[Key::Enter]);
    finish(&mut window, "Next");

    bench.wait(&mut window, "the page", |desk| running(desk).page.ready);
    tab_to(&mut window, "Your guess");
    press(&mut window, &[Key::ArrowLeft]);
    tab_to(&mut window, "This is my guess: play");
    press(&mut window, &[Key::Enter]);
    finish(&mut window, "Finish");
    assert!(bench.desk(|desk| running(desk).ended));
    tab_to(&mut window, "Back to the run before");
    press(&mut window, &[Key::Enter]);
    assert!(bench.desk(|desk| desk.lessons.running.is_none()));
    let _ = std::fs::remove_dir_all(&folder);
}

/// A number typed into the control of that name.
pub fn type_number(window: &mut Harness<'_>, name: &str, value: f64) {
    tab_to(window, name);
    for digit in value.to_string().chars() {
        window.event(egui::Event::Text(digit.into()));
        window.run();
    }
    window.key_press(Key::Enter);
    window.run();
}

/// What a student sets to do a task, and nothing but keys.
fn solve_with_keys(bench: &Bench, window: &mut Harness<'_>, step: &Step) {
    for setting in &step.solution {
        match setting {
            Setting::Parameter(parameter, value) => {
                let control = match parameter {
                    Parameter::Sigma => "Noise strength σ",
                    Parameter::Gamma => "Flatness ratio γ",
                    Parameter::YI => "Start y_i",
                    Parameter::HoldY => "Held at y",
                    other => panic!("{other:?} has no control that lessons use"),
                };
                type_number(window, control, *value);
            }
            Setting::Noise(noise) => {
                tab_to(window, "none");
                for _ in 0..4 {
                    if bench.scenario().noise != *noise {
                        window.key_press(Key::ArrowLeft);
                        window.run();
                    }
                }
                assert_eq!(bench.scenario().noise, *noise);
            }
            Setting::Fit => {
                window.key_press_modifiers(egui::Modifiers::COMMAND, Key::P);
                window.run();
                window.event(egui::Event::Text("fit εΦ".into()));
                window.run();
                window.key_press(Key::Enter);
                window.run();
            }
            other => panic!("no student can set {other:?}"),
        }
    }
    let over = |desk: &Desk| desk.run.playing() || running(desk).page.done;
    // What was typed may have started the run, which is told by the swarm's own thread: perhaps on the way to the button.
    let needless = || bench.desk(over);
    if step.solution.first() != Some(&Setting::Fit) && !needless() && tab_until(window, "Play", needless) {
        window.key_press(Key::Enter);
        window.run();
    }
}

/// A prediction of any kind, right or wrong, and nothing but keys.
fn predict_with_keys(window: &mut Harness<'_>, predict: &Predict) {
    let keys: &[Key] = match predict {
        Predict::Choice { answers, right } => {
            tab_to(window, &frostline::chart::markup::plain(&answers[*right]));
            &[Key::Space]
        }
        Predict::Curve { .. } => {
            tab_to(window, "Sketch of P_flat");
            &[Key::ArrowUp, Key::ArrowRight, Key::ArrowRight, Key::ArrowUp, Key::Enter]
        }
        Predict::Height { .. } => {
            tab_to(window, "Your guess");
            window.key_press(Key::ArrowLeft);
            window.run();
            tab_to(window, "This is my guess");
            &[Key::Enter]
        }
    };
    for key in keys {
        window.key_press(*key);
        window.run();
    }
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn every_lesson_is_completed_with_the_keyboard_alone() {
    let bench = Bench::new();
    let mut window = bench.window();
    let lessons = bench.desk(|desk| desk.lessons.lessons.clone());
    for lesson in &lessons[..OF_VALLEYS] {
        window.key_press(Key::L);
        window.run();
        tab_to(&mut window, &lesson.title);
        window.key_press(Key::Enter);
        window.run();
        for (index, step) in lesson.steps.iter().enumerate() {
            let what = format!("{}, {}", lesson.title, step.title);
            assert_eq!(bench.desk(|desk| running(desk).index), index, "{what}");
            bench.wait(&mut window, &what, |desk| running(desk).page.ready);
            if let Some(predict) = &step.predict {
                predict_with_keys(&mut window, predict);
                assert!(bench.desk(|desk| running(desk).page.prediction.is_some()), "{what}: not predicted");
            }
            if step.until.is_some() {
                // The pace is the test's, which has no hour to watch.
                bench.send(RunCommand::Rate(f64::INFINITY));
                solve_with_keys(&bench, &mut window, step);
            }
            bench.wait_long(&mut window, &what, |desk| running(desk).is_revealed());
            bench.wait_long(&mut window, &what, |desk| !desk.run.playing() || step.until.is_none());
            tab_to(&mut window, if index + 1 < lesson.steps.len() { "Next" } else { "Finish" });
            window.key_press(Key::Enter);
            window.run();
        }
        assert!(bench.desk(|desk| running(desk).ended), "{}: not over at its end", lesson.title);
        assert_eq!(bench.desk(|desk| desk.lessons.progress.of(lesson)), lesson.steps.len());
    }
}

#[test]
fn a_sketch_follows_the_mouse() {
    let bench = Bench::new();
    let mut window = bench.window();
    let mut lesson = frostline::lessons::read(SMALL).unwrap();
    lesson.steps.remove(0);
    bench.app.borrow_mut().desk.begin(Arc::new(lesson));
    bench.wait(&mut window, "the page", |desk| running(desk).page.ready);
    let plot = window.get_by(|node| node.label().is_some_and(|label| label.starts_with("Sketch"))).rect();
    // From before the first height to beyond the last: what is drawn there counts at the ends.
    let at = |x: f32| egui::pos2(plot.left() + 4.0 + x, plot.top() + 60.0);
    window.hover_at(at(0.0));
    window.run();
    window.drag_at(at(0.0));
    window.run();
    for step in 1..=12 {
        window.hover_at(at(20.0 * step as f32));
        window.run();
    }
    window.drop_at(at(240.0));
    window.run();
    bench.desk(|desk| {
        let Some(Prediction::Sketch(sketch)) = &running(desk).page.draft else { panic!("no sketch") };
        let shares: Vec<f64> = [1.1, 1.4, 1.7].iter().filter_map(|&y| sketch.at(y)).collect();
        assert_eq!(shares.len(), 3, "{sketch:?}");
        assert!(shares.iter().all(|share| (share - shares[0]).abs() < 0.02), "{shares:?}");
    });
}

#[test]
fn a_question_keeps_its_numbers_and_predicted_curves_wait_for_the_student() {
    let bench = Bench::new();
    let mut window = bench.window();
    // Depths in the effective potential, before γ is raised.
    show_page(&bench, &mut window, 2, 0, false);
    let prose = |window: &Harness<'_>| {
        let nodes = window.root().children_recursive().filter_map(|node| node.accesskit_node().value());
        nodes.filter(|said| said.contains("deep, the steep one")).collect::<Vec<_>>()
    };
    let before = prose(&window);
    assert_eq!(before.len(), 1, "{before:?}");
    bench.send(RunCommand::Set(Parameter::Gamma, 2.5));
    window.run_steps(4);
    assert_eq!(prose(&window), before, "the question speaks of the answer");

    // Eq. 12 in a task, before σ is lowered.
    show_page(&bench, &mut window, 4, 4, false);
    let task = |window: &Harness<'_>, mark: &str| {
        let nodes = window.root().children_recursive().filter_map(|node| node.accesskit_node().value());
        nodes.filter_map(|said| Some(said.strip_prefix(mark)?.to_owned())).collect::<Vec<_>>()
    };
    let before = task(&window, "To do: ");
    assert!(before.len() == 1 && before[0].contains("94"), "{before:?}");
    bench.send(RunCommand::Set(Parameter::Sigma, 0.02));
    bench.wait(&mut window, "the task", |desk| running(desk).page.done);
    window.run_steps(4);
    assert_eq!(task(&window, "Done: "), before, "the task speaks of its outcome");

    // Here a share is to be predicted, at a held height and along the climb.
    for (place, index) in [(1, 0), (2, 4)] {
        let curves = |revealed: bool, window: &mut Harness<'_>| {
            show_page(&bench, window, place, index, revealed);
            let mut picture = |on: bool| {
                let predictions = bench.desk(|desk| desk.view.predictions);
                bench.send(ViewCommand::Show(Predictions { ito: on, eq9: on, ..predictions }));
                window.run_steps(4);
                let table = bench.desk(|desk| table_of(Panel::PFlat, desk));
                let listed = table.columns.iter().any(|column| column == "Eq. 9");
                assert_eq!(listed, on && revealed, "the table of {place}, {index}");
                window.render().unwrap()
            };
            let differ = picture(true) != picture(false);
            let told = window
                .get_all_by_role(Role::Figure)
                .filter_map(|node| node.accesskit_node().description())
                .any(|said| said.contains("Eq. 9 0."));
            differ || told
        };
        assert!(!curves(false, &mut window), "{place}, {index}: the answer is on show");
        assert!(curves(true, &mut window), "{place}, {index}: nothing is revealed");
    }
}

#[test]
fn only_a_page_that_asks_something_can_be_skipped() {
    let bench = Bench::new();
    let mut window = bench.window();
    for (index, expected) in [(4, true), (5, false)] {
        show_page(&bench, &mut window, 1, index, false);
        window.run_steps(4);
        let skip = window.query_by_role_and_label(Role::Button, "Skip").is_some();
        assert_eq!(skip, expected, "page {index}");
        assert!(window.query_by_role_and_label(Role::Button, "Back").is_some());
    }
}

#[test]
fn the_stage_goes_to_where_y_is_held() {
    let bench = Bench::new();
    let mut window = bench.window();
    let in_view = |bench: &Bench| {
        bench.desk(|desk| (desk.view.stage_y[0]..desk.view.stage_y[1]).contains(&desk.run.shown().mean_y))
    };
    for y in [2.0, 40.0] {
        bench.send(RunCommand::Set(Parameter::HoldY, y));
        bench.send(RunCommand::StepOnce);
        bench.wait(&mut window, "the swarm there", |desk| (desk.run.shown().mean_y - y).abs() < 1e-6);
        window.run_steps(3);
        assert!(in_view(&bench), "held at {y}, out of view");
    }
    // Where the user has chosen the view it stays.
    bench.send(ViewCommand::Stage([0.0, 10.0], [-0.4, 0.4]));
    bench.send(RunCommand::Set(Parameter::HoldY, 60.0));
    bench.send(RunCommand::StepOnce);
    bench.wait(&mut window, "the swarm there", |desk| (desk.run.shown().mean_y - 60.0).abs() < 1e-6);
    window.run_steps(3);
    assert_eq!(bench.desk(|desk| desk.view.stage_y), [0.0, 10.0]);
}

#[test]
fn bad_lessons_say_where_they_are_wrong_and_change_nothing() {
    let folder = scratch("bad-lessons");
    let bench = Bench::new();
    let mut window = bench.window();
    let before = bench.desk(Desk::session);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (
            file("setting.lesson", SMALL.replace("walkers = 200", "walkers = no").as_bytes()),
            "line 6: walkers",
        ),
        (file("key.lesson", SMALL.replace("do:", "doo:").as_bytes()), "line 14: 'doo:' is unknown"),
        (file("empty.lesson", b""), "there is no 'step"),
        (file("bytes.lesson", &[0xFF, 0xFE]), "not text"),
        (file("huge.lesson", &vec![b'a'; 2 << 20]), "larger than 1 MB"),
        (folder.join("absent.lesson"), "no such file"),
    ];
    for (path, expected) in cases {
        bench.send(FileCommand::OpenPath(path.clone()));
        window.run();
        let notice = bench.desk(|desk| desk.around.notice.clone()).expect("a word on it");
        assert!(notice.warning && notice.text.contains(expected), "{}", notice.text);
        assert!(notice.text.contains(&path.display().to_string()) && !notice.text.contains('\n'));
        assert_eq!(bench.desk(Desk::session), before);
        assert!(bench.desk(|desk| desk.lessons.running.is_none()));
        bench.send(WindowCommand::Escape);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn everything_has_a_name_of_its_own_while_a_lesson_is_open() {
    let bench = Bench::new();
    let mut window = bench.window();
    for place in 0..OF_VALLEYS {
        bench.send(LessonCommand::Begin(place));
        let pages = bench.desk(|desk| running(desk).lesson.steps.len());
        for page in 0..pages {
            window.run();
            assert_named(&window, &format!("lesson {place}, page {page}"));
            bench.send(LessonCommand::Skip);
        }
        window.run();
        assert_named(&window, "the list of lessons");
        bench.send(WindowCommand::Escape);
    }
    bench.send(WindowCommand::ToggleEquations);
    window.run();
    assert_named(&window, "the equations");
}

#[test]
fn a_page_has_the_controls_of_its_task_and_no_others() {
    let bench = Bench::new();
    let mut window = bench.window();
    let numbers = |window: &Harness<'_>| -> Vec<String> {
        let left = |role| window.query_all_by_role(role).filter(|node| node.rect().right() < 330.0);
        let all = left(Role::Slider).chain(left(Role::SpinButton));
        all.map(|node| node.accesskit_node().label().unwrap_or_default()).collect()
    };
    for (page, needed) in [
        ([3, 0], vec![]),
        ([3, 3], vec!["Noise strength σ"]),
        ([0, 3], vec!["Held at y"]),
        ([7, 3], vec!["Start y_i"]),
    ] {
        show_page(&bench, &mut window, page[0], page[1], false);
        window.run_steps(3);
        assert_eq!(numbers(&window), needed, "lesson {page:?}");
    }
    // It stands on the page, above the buttons that turn it.
    show_page(&bench, &mut window, 3, 3, false);
    window.run_steps(3);
    let sigma = window.get_by_role_and_label(Role::Slider, "Noise strength σ").rect();
    let next = window.get_by_role_and_label(Role::Button, "Next").rect();
    assert!(sigma.bottom() < next.top() && sigma.width() > 200.0, "{sigma:?} above {next:?}");
}

#[test]
fn a_symbol_lights_up_its_slider_and_the_other_way_round() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.key_press(Key::E);
    window.run();
    let sigma = Symbol::Parameter(Parameter::Sigma);
    for (role, name, symbol) in [
        (Role::Button, "σ in Eq. 6", sigma),
        (Role::Slider, "Noise strength σ", sigma),
        (Role::Button, "P_ss in Eq. 9", Symbol::SteadyShare),
        (Role::Button, "y_freeze in Eq. 11", Symbol::FreezingHeight),
    ] {
        // Below the edge of the page the pointer cannot go, but the keyboard can.
        let node = window.get_by_role_and_label(role, name);
        let place = node.rect();
        if place.bottom() < 480.0 || role == Role::Slider {
            window.hover_at(place.center());
        } else {
            node.focus();
        }
        window.run_steps(8);
        assert_eq!(bench.desk(|desk| desk.around.highlight), Some(symbol), "{name}");
    }
    window.key_press(Key::E);
    window.hover_at(egui::pos2(640.0, 20.0));
    window.run_steps(8);
    assert_eq!(bench.desk(|desk| desk.around.highlight), None);
}

#[test]
fn a_line_that_is_pointed_at_lights_up_its_symbol() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(WindowCommand::ToggleEquations);
    bench.send(ViewCommand::Panels(vec![Panel::PFlat]));
    window.run();
    let place = |window: &Harness<'_>, name: &str| {
        let named = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().label().is_some_and(|label| label.starts_with(name))
        };
        window.root().children_recursive().find(named).map(|node| node.rect()).expect("it is there")
    };
    let sweep = |window: &mut Harness<'_>, places: &mut dyn Iterator<Item = egui::Pos2>, wanted| {
        let mut found = Vec::new();
        for at in places {
            window.hover_at(at);
            window.run_steps(2);
            if bench.desk(|desk| desk.around.highlight) == Some(wanted) {
                found.push(at);
            }
        }
        found
    };
    let stage = place(&window, "Stage");
    let y = stage.center().y;
    let mut across =
        (0..stage.width() as usize / 4).map(|step| egui::pos2(stage.left() + 4.0 * step as f32, y));
    let line = sweep(&mut window, &mut across, Symbol::FreezingHeight);
    assert!((1..=4).contains(&line.len()), "the frost line is one line: {line:?}");
    let [from, to] = bench.desk(|desk| desk.view.stage_y);
    let freezing = bench.desk(|desk| desk.run.frost().y()).unwrap();
    let expected = stage.left() + ((freezing - from) / (to - from)) as f32 * stage.width();
    assert!((line[0].x - expected).abs() < 9.0, "{line:?}, not {expected}");

    // To the right of the frost line and its words, only floors are pointed at.
    let beyond = 0.5 * (expected + stage.right());
    for (valley, reach) in [(Valley::Flat, Parameter::X1), (Valley::Sharp, Parameter::X2)] {
        let mut down =
            (0..stage.height() as usize / 4).map(|step| egui::pos2(beyond, stage.top() + 4.0 * step as f32));
        let floor = sweep(&mut window, &mut down, Symbol::Parameter(reach));
        assert!((1..=4).contains(&floor.len()), "a floor is one line: {floor:?}");
        let ridge = stage.center().y;
        assert_eq!(floor[0].y < ridge, valley == Valley::Flat, "{floor:?}");
    }

    let plot = place(&window, "P_flat against y");
    let x = plot.left() + 0.2 * plot.width();
    let mut down = (0..plot.height() as usize / 4).map(|step| egui::pos2(x, plot.top() + 4.0 * step as f32));
    let curve = sweep(&mut window, &mut down, Symbol::SteadyShare);
    assert!((1..=4).contains(&curve.len()), "the curve of Eq. 9 is one line: {curve:?}");
}

#[test]
fn a_symbol_lights_up_its_place() {
    let bench = Bench::new();
    bench.send(ViewCommand::Panels(vec![Panel::PFlat, Panel::Slice, Panel::Plane]));
    let mut window = bench.window();
    bench.wait(&mut window, "the forecast", |desk| desk.run.forecast().is_some());
    let draw = |window: &mut Harness<'_>, symbol: Option<Symbol>| {
        for _ in 0..3 {
            if let Some(symbol) = symbol {
                bench.send(WindowCommand::Highlight(symbol));
            }
            window.step();
        }
        window.render().unwrap()
    };
    let dull = draw(&mut window, None);
    // The panels begin at this column.
    let panels = 920;
    let changed = |lit: &image::RgbaImage, columns: std::ops::Range<u32>| {
        let pixels = dull.enumerate_pixels().filter(|(x, _, _)| columns.contains(x));
        pixels.filter(|(x, y, pixel)| lit.get_pixel(*x, *y) != *pixel).count()
    };
    let parameter = Symbol::Parameter;
    for (symbol, columns) in [
        (parameter(Parameter::Eta), 260..panels),
        (parameter(Parameter::Sigma), 260..panels),
        (parameter(Parameter::Gamma), 260..panels),
        (parameter(Parameter::YB), 260..panels),
        (parameter(Parameter::X1), 260..panels),
        (parameter(Parameter::X2), 260..panels),
        (Symbol::FreezingHeight, 260..panels),
        (Symbol::NoiseScale, 260..panels),
        (Symbol::NoiseScale, panels..1280),
        (Symbol::SteadyShare, panels..1280),
        (Symbol::FreezingHeight, panels..1280),
        (Symbol::EffectiveLoss, panels..1280),
        (Symbol::Correction, panels..1280),
    ] {
        let lit = draw(&mut window, Some(symbol));
        let pixels = changed(&lit, columns.clone());
        assert!(pixels > 40, "{symbol:?} changes {pixels} pixels in columns {columns:?}");
    }
    let again = draw(&mut window, None);
    assert_eq!(changed(&again, 0..1280), 0, "and no longer");
}

#[test]
fn tables_say_what_the_panels_show() {
    let bench = Bench::of(Session { step: 16_800, ..Session::default() });
    let mut window = bench.window();
    bench.wait(&mut window, "the run", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 16_800));
    for panel in Panel::ALL {
        let table = bench.desk(|desk| table_of(panel, desk));
        assert!((8..=13).contains(&table.rows.len()), "{panel:?}: {} rows", table.rows.len());
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{panel:?}");
        bench.send(WindowCommand::ShowTable(panel));
        window.run_steps(8);
        assert!(window.query_by_label(&table.title).is_some(), "{panel:?}");
        bench.send(WindowCommand::Escape);
    }
    let shares = bench.desk(|desk| table_of(Panel::PFlat, desk));
    let eq9 = shares.columns.iter().position(|column| column == "Eq. 9").unwrap();
    // Eq. 9 at y = 5 and σ = 0.1, as the specification has its neighbours.
    let row = shares.rows.iter().find(|row| row[0] == "5").expect("a row at y = 5");
    let value: f64 = row[eq9].parse().unwrap();
    let expected = frostline::valleys::theory::p_ss(
        &bench.scenario().landscape,
        bench.scenario().noise,
        5.0,
        bench.desk(|desk| desk.run.curves().delta_s),
    );
    assert!((value - expected.value.unwrap()).abs() < 6e-4, "{value}");
    let last = shares.rows.iter().rfind(|row| row[1] != "–").unwrap();
    assert!(last[1].parse::<f64>().unwrap() > 0.6);
}

/// A session for a class, as a teacher writes it.
fn class_session(lesson: &str) -> Session {
    let mut session = Session::default();
    session.scenario.walkers = 200;
    session.class = Some(Class {
        locked: vec!["gamma".into(), "noise".into()],
        hidden: vec!["seed".into(), "y_b".into()],
        lesson: Some(lesson.to_owned()),
        ..Class::default()
    });
    session
}

#[test]
fn a_class_file_locks_hides_teaches_and_collects() {
    let folder = scratch("class");
    let (given, handed_in) = (folder.join("class.frostline"), folder.join("mine.frostline"));
    let asks = "solution: sigma = 0.2, gamma = 2, y_b = 20\npredict: choice";
    class_session(&SMALL.replacen("predict: choice", asks, 1)).save(&given).unwrap();
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(RunCommand::Set(Parameter::Gamma, 2.0));
    bench.send(FileCommand::OpenPath(given));
    bench.wait(&mut window, "the lesson inside", |desk| {
        desk.lessons.running.as_ref().is_some_and(|running| running.page.ready)
    });
    let gamma = window.get_by_role_and_label(Role::Slider, "Flatness ratio γ");
    assert!(gamma.accesskit_node().is_disabled());
    assert!(!window.get_by_role_and_label(Role::Slider, "Noise strength σ").accesskit_node().is_disabled());
    assert!(window.query_by_role_and_label(Role::SpinButton, "Seed").is_none());
    assert!(window.query_by_role_and_label(Role::Slider, "Bifurcation scale y_b").is_none());
    let before = bench.scenario();
    for command in [
        Command::Run(RunCommand::Set(Parameter::Gamma, 3.0)),
        Command::Run(RunCommand::SetSeed(7)),
        Command::Run(RunCommand::NewRun),
        Command::Run(RunCommand::SetNoise(NoiseLaw::None)),
        Command::Run(RunCommand::Preset(Preset::Fig3)),
    ] {
        bench.send(command);
        assert_eq!(bench.scenario(), before);
        assert!(
            bench.desk(|desk| desk
                .around
                .notice
                .as_ref()
                .is_some_and(|notice| notice.text.contains("locked")))
        );
    }
    // Nor is it by going back to before the file was opened.
    bench.send(WindowCommand::Undo);
    assert_eq!(bench.scenario().landscape, before.landscape);
    bench.send(LessonCommand::Predict(Prediction::Choice(1)));
    bench.send(LessonCommand::Leave);
    bench.send(FileCommand::SavePath(handed_in.clone()));
    let text = std::fs::read_to_string(&handed_in).unwrap();
    let answers = Session::load(&handed_in).unwrap().class.expect("a class").answers;
    assert_eq!(answers.len(), 1, "{text}");
    assert_eq!((answers[0].step.as_str(), answers[0].predicted.as_deref()), ("One", Some("no")));
    assert_eq!(answers[0].score, Some(0.0));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_bad_class_says_what_is_wrong() {
    let folder = scratch("bad-class");
    let bench = Bench::new();
    let mut window = bench.window();
    let before = bench.desk(Desk::session);
    let good = class_session(SMALL).to_text();
    for (name, text, expected) in [
        ("name", good.replace("\"gamma\"", "\"gama\""), "'gama' is no control: must be one of eta"),
        ("key", good.replace("\"locked\"", "\"lockt\""), "lockt"),
        ("lesson", class_session("lesson: A\nhello").to_text(), "the lesson inside, line 2"),
    ] {
        let path = folder.join(format!("{name}.frostline"));
        std::fs::write(&path, text).unwrap();
        bench.send(FileCommand::OpenPath(path));
        window.run();
        let notice = bench.desk(|desk| desk.around.notice.clone()).expect("a word on it");
        assert!(notice.warning && notice.text.contains(expected), "{}", notice.text);
        assert_eq!(bench.desk(Desk::session), before);
        bench.send(WindowCommand::Escape);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_lecture_is_stepped_through_with_a_remote_control() {
    let folder = scratch("lecture");
    for (name, seed) in [("1", 11), ("2", 12), ("3", 13)] {
        let mut session = Session::default();
        (session.scenario.walkers, session.scenario.seed) = (200, seed);
        session.save(&folder.join(format!("{name}.frostline"))).unwrap();
    }
    std::fs::write(folder.join("4.lesson"), SMALL).unwrap();
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(FileCommand::OpenPath(folder.clone()));
    window.run();
    let seed = |bench: &Bench| bench.scenario().seed;
    assert_eq!(seed(&bench), 11);
    window.key_press(Key::F11);
    window.run();
    for (key, expected) in [
        (Key::PageDown, 12),
        (Key::ArrowRight, 13),
        (Key::ArrowLeft, 12),
        (Key::PageUp, 11),
        (Key::PageUp, 11),
        (Key::PageDown, 12),
        (Key::PageDown, 13),
    ] {
        window.key_press(key);
        window.run();
        bench.settle();
        assert_eq!(seed(&bench), expected);
    }
    // The lesson's pages come one by one, and before its first lies the third session.
    for index in 0..3 {
        window.key_press(Key::PageDown);
        window.run();
        bench.settle();
        assert_eq!(bench.desk(|desk| running(desk).index), index);
    }
    for _ in 0..3 {
        window.key_press(Key::PageUp);
        window.run();
        bench.settle();
    }
    assert_eq!(seed(&bench), 13);
    for (key, blank) in [(Key::B, true), (Key::B, false)] {
        window.key_press(key);
        window.run();
        assert_eq!(bench.desk(|desk| desk.look.blank), blank);
    }
    window.key_press(Key::S);
    window.run();
    assert!(bench.desk(|desk| desk.look.spotlight));
    let _ = std::fs::remove_dir_all(&folder);
}

/// Every page set, and its reveal if asked, so that a picture can be taken of it.
fn show_page(bench: &Bench, window: &mut Harness<'_>, place: usize, index: usize, revealed: bool) {
    bench.send(LessonCommand::Begin(place));
    for _ in 0..index {
        bench.send(LessonCommand::Skip);
    }
    bench.wait_long(window, "the page", |desk| running(desk).page.ready);
    if revealed {
        let step = bench.desk(|desk| running(desk).step().clone());
        if let Some(predict) = &step.predict {
            let [wrong, _] = predictions(predict, &Known::default());
            bench.send(LessonCommand::Predict(wrong));
        }
        if step.until.is_some() {
            solve(&mut bench.app.borrow_mut().desk, &step);
        }
        // A page without a task may leave the run before it playing.
        let still = |desk: &Desk| !desk.run.playing() || step.until.is_none();
        bench.wait_long(window, "the reveal", |desk| running(desk).is_revealed() && still(desk));
    }
    // Until its own predictions are there, a page has those of the page before, put right.
    let predicted = |desk: &Desk| desk.run.forecast().is_some_and(|known| known.frost.across.is_some());
    for _ in 0..100 {
        if bench.desk(predicted) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
}

/// Draws the window as a reader sees it, once all that moves stands still; says what is wrong with its words.
fn take_picture(window: &mut Harness<'_>, name: &str) -> Vec<String> {
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
    let ctx = window.ctx.clone();
    let found = legible::findings(&ctx, || {
        let picture = window.render().unwrap();
        picture.save(format!("{}/target/lessons/{name}.png", env!("CARGO_MANIFEST_DIR"))).unwrap();
    });
    found.into_iter().map(|finding| format!("{name}: {finding}")).collect()
}

/// A page that has scrolled to its reveal, and controls below it that have no room for all their rows.
#[test]
fn edges_cut_no_words() {
    let bench = Bench::of(Session::default());
    let mut window = bench.window();
    for presenting in [false, true] {
        bench.app.borrow_mut().desk.look.presenting = presenting;
        for (place, index, revealed) in [(1, 1, true), (2, 1, true), (3, 3, false)] {
            show_page(&bench, &mut window, place, index, revealed);
            let ctx = window.ctx.clone();
            let found = legible::findings(&ctx, || drop(window.render().unwrap()));
            let cut: Vec<_> = found.iter().filter(|finding| finding.starts_with("cut")).collect();
            assert!(cut.is_empty(), "lesson {place}, page {index}, presenting {presenting}: {cut:?}");
        }
    }
}

/// What is wrong with the words of all pages in all three dresses, as they open or after their reveal; with the dialogs as
/// well. Writes the pictures to `target/lessons`. `PAGES="2-1 help"` takes those alone.
fn look_through(revealed: bool) -> Vec<String> {
    std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/target/lessons")).unwrap();
    let asked = std::env::var("PAGES").unwrap_or_default();
    let wanted = |name: &str| asked.is_empty() || asked.split(' ').any(|asked| asked == name);
    let end = if revealed { "-revealed" } else { "" };
    let mut found = Vec::new();
    for (mode, presenting, word) in
        [(Mode::Dark, false, "dark"), (Mode::Light, false, "light"), (Mode::Dark, true, "presenting")]
    {
        let bench = Bench::of(Session::default());
        bench.app.borrow_mut().desk.look.light = Some(mode == Mode::Light);
        bench.app.borrow_mut().desk.look.presenting = presenting;
        let mut window = bench.window();
        for place in 0..OF_VALLEYS {
            let pages = bench.desk(|desk| desk.lessons.lessons[place].steps.len());
            for index in 0..pages {
                let page = format!("{place}-{index}");
                if wanted(&page) {
                    show_page(&bench, &mut window, place, index, revealed);
                    found.extend(take_picture(&mut window, &format!("{page}{end}-{word}")));
                }
            }
        }
        let over = [
            (None, "sketch"),
            (Some(Command::Lessons(LessonCommand::ToggleLessons)), "list"),
            (Some(Command::Window(WindowCommand::ShowTable(Panel::PFlat))), "table"),
            (Some(Command::Window(WindowCommand::ToggleHelp)), "help"),
            (Some(Command::Window(WindowCommand::TogglePalette)), "palette"),
            (Some(Command::Files(FileCommand::SaveAs)), "path"),
            (Some(Command::Window(WindowCommand::ToggleEquations)), "equations"),
            (Some(Command::Lessons(LessonCommand::Tour)), "tour"),
        ];
        if !over.iter().any(|(_, name)| wanted(name)) {
            continue;
        }
        show_page(&bench, &mut window, 2, 4, revealed);
        window.run();
        for (command, name) in over.into_iter().filter(|(_, name)| wanted(name)) {
            let opened = command.is_some();
            command.into_iter().for_each(|command| bench.send(command));
            found.extend(take_picture(&mut window, &format!("{name}{end}-{word}")));
            if opened {
                bench.send(WindowCommand::Escape);
            }
        }
    }
    found
}

/// The tests below can fail: each fault is found, and nothing else.
#[test]
fn a_reader_of_words_finds_what_is_wrong() {
    use egui::{Align2, Color32, FontId, Rect, Stroke, pos2, vec2};
    let painted = |draw: &dyn Fn(&egui::Painter)| {
        let mut window = support::harness(Mode::Dark, [200.0, 100.0], |ui| draw(ui.painter()));
        let ctx = window.ctx.clone();
        legible::findings(&ctx, || drop(window.render().unwrap()))
    };
    let write = |painter: &egui::Painter, at: egui::Pos2| {
        painter.text(at, Align2::LEFT_TOP, "frozen", FontId::proportional(14.0), Color32::WHITE)
    };
    let place = pos2(40.0, 40.0);
    let right = painted(&|painter| {
        let letters = write(painter, place);
        painter.hline(0.0..=200.0, letters.bottom() + 2.0, Stroke::new(1.0, Color32::WHITE));
    });
    assert_eq!(right, [""; 0]);
    type Draw<'a> = &'a dyn Fn(&egui::Painter);
    let crossed: Draw<'_> = &|painter| {
        painter.line_segment([pos2(0.0, 44.0), pos2(200.0, 54.0)], Stroke::new(1.0, Color32::GRAY));
        write(painter, place);
    };
    let cut: Draw<'_> = &|painter| {
        let half = Rect::from_min_size(place, vec2(100.0, 9.0));
        write(&painter.with_clip_rect(half), place);
    };
    let overlapping: Draw<'_> = &|painter| {
        write(painter, place);
        write(painter, place + vec2(20.0, 4.0));
    };
    for (fault, draw) in [("crossed", crossed), ("cut", cut), ("one on the other", overlapping)] {
        let found = painted(draw);
        assert!(found.len() == 1 && found[0].starts_with(fault), "{fault}: {found:?}");
    }
}

#[test]
#[ignore = "takes long; .ci/run runs it"]
fn no_words_are_cut_or_crossed_on_a_page() {
    let found = look_through(false);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Apart from the others, since where a run at full speed stands when a page reveals itself is a matter of moments.
#[test]
#[ignore = "runs for minutes"]
fn no_words_are_cut_or_crossed_after_a_reveal() {
    let found = look_through(true);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
