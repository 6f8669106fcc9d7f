//! Lessons of networks in the window: completed by commands and by keys, with the answer put away before the guess, and
//! pictures of them to look at.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::around::Overlay;
use frostline::app::desk::classroom::{Prediction, Running};
use frostline::app::desk::command::{Command, LessonCommand, NetworkCommand, WindowCommand};
use frostline::app::kit::theme::Mode;
use frostline::labs::Lab;
use frostline::lessons::{NetworkSetting, Predict, Setting, Step, fill, read};
use frostline::networks::bench::Page;
use frostline::networks::experiments::continuation::ReadOut;
use frostline::networks::figures::panes::{Exhibit, Pane};
use frostline::networks::model::Parameter;
use frostline::session::{Class, Session};

use super::lessons::{tab_to, type_number};
use crate::support::bench::Bench;
use crate::support::{assert_named, harness, legible};

/// A network that is trained in no time.
const SETUP: &str =
    "width = 14, digits = 100, test_digits = 400, batch = 20, steps = 400, target_loss = 0.04, rate = 100000";

/// A lesson with each kind of task.
fn small() -> String {
    "lesson: Small net\nlaboratory: networks\nsummary: For tests.\n\n\
    step: One\nA network learns {digits} digits.\n\
    set: SETUP, step = 0, panels = flatness-at-ends same-errors digits, keep-back = flatness-at-ends same-errors digits clocks\n\
    predict: choice * yes | no\ndo: Play it.\nuntil: read = yes\nreveal: It is {f_matched at 0}.\n\n\
    step: Two\nWords.\n\
    set: SETUP, wait, read-at = steps, panels = flatness-at-ends, keep-back = flatness-at-ends clocks\n\
    predict: choice yes | * no\ndo: Switch it.\nuntil: matched = yes\nsolution: read-at = matched\n\
    reveal: {ratio_matched} and {ratio_steps}.\n\n\
    step: Three\nWords.\nset: SETUP, wait, panels = train-loss\ndo: Hold it.\nuntil: held >= 99\nsolution: hold = 120\n\
    reveal: {held} is held.\n\n\
    step: Four\nWords.\nset: SETUP, figure = convex, keep-back = figure\npredict: choice one | * two\n\
    reveal: {flat_risk at 8}.\n"
        .replace("SETUP", SETUP)
}

fn running(desk: &Desk) -> &Running {
    desk.lessons.running.as_ref().expect("a lesson is under way")
}

fn window_over(bench: &Bench) -> Harness<'_> {
    let window = bench.window();
    let lesson = read(&small()).unwrap();
    bench.app.borrow_mut().desk.lessons.add(lesson);
    window
}

/// Begins the small lesson.
fn begin(bench: &Bench) {
    let place = bench.desk(|desk| desk.lessons.lessons.len() - 1);
    bench.send(LessonCommand::Begin(place));
}

fn ready(bench: &Bench, window: &mut Harness<'_>, what: &str) {
    bench.wait_long(window, what, |desk| running(desk).page.ready);
}

fn predictions(predict: &Predict) -> [Prediction; 2] {
    let Predict::Choice { answers, right } = predict else { panic!("{predict:?} is none of networks") };
    [Prediction::Choice((right + 1) % answers.len()), Prediction::Choice(*right)]
}

/// What a student sets to do a task; else the run is played, as fast as it goes.
fn solution(step: &Step, desk: &Desk) -> Vec<Command> {
    let command = |setting: &Setting| match setting {
        Setting::Network(NetworkSetting::Parameter(parameter, value)) => {
            NetworkCommand::Set(*parameter, *value).into()
        }
        Setting::Network(NetworkSetting::ReadAt(at)) => NetworkCommand::ReadAt(*at).into(),
        Setting::Network(NetworkSetting::Hold(at)) => NetworkCommand::Hold(Some(*at)).into(),
        other => panic!("no student can set {other:?}"),
    };
    if step.solution.is_empty() && step.until.is_some() && !desk.networks.playing {
        return vec![NetworkCommand::Rate(9e3).into(), NetworkCommand::TogglePlay.into()];
    }
    [NetworkCommand::Rate(9e3).into()].into_iter().chain(step.solution.iter().map(command)).collect()
}

fn wait(desk: &mut Desk, what: &str, done: impl Fn(&Desk) -> bool) {
    let start = Instant::now();
    while !done(desk) {
        assert!(start.elapsed() < Duration::from_secs(600), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
        desk.poll();
    }
}

/// Goes through a lesson, page by page, with wrong predictions or with right ones.
fn complete(desk: &mut Desk, begin: LessonCommand, right: bool) {
    let send = |desk: &mut Desk, command: Command| desk.carry_out(command, u64::MAX);
    send(desk, begin.into());
    let lesson = Arc::clone(&running(desk).lesson);
    for (index, step) in lesson.steps.iter().enumerate() {
        let what = format!("{}, {}", lesson.title, step.title);
        assert_eq!(running(desk).index, index, "{what}");
        wait(desk, &what, |desk| running(desk).page.ready);
        assert!(!running(desk).page.done, "{what}: done before it was begun");
        let waits = step.predict.is_some() || step.until.is_some();
        assert_eq!(running(desk).is_revealed(), !waits, "{what}");
        if let Some(predict) = &step.predict {
            send(desk, LessonCommand::Predict(predictions(predict)[usize::from(right)].clone()).into());
        }
        for command in solution(step, desk) {
            send(desk, command);
        }
        wait(desk, &what, |desk| running(desk).is_revealed());
        if step.predict.is_some() {
            let score = running(desk).page.verdict.as_ref().and_then(|verdict| verdict.score);
            assert_eq!(score.unwrap_or_else(|| panic!("{what}: no score")).share > 0.9, right, "{what}");
        }
        for text in step.prose.iter().chain(&step.reveal).chain(&step.task) {
            for part in fill(text, Lab::Networks).expect("read before") {
                let said = part.write(&desk.facts(), |value| value.to_string());
                assert_ne!(said, "–", "{what}: a number is missing in '{text}'");
            }
        }
        send(desk, LessonCommand::Next.into());
    }
    assert!(running(desk).ended, "{}: not over at its end", lesson.title);
    assert_eq!(desk.lessons.progress.of(&lesson), lesson.steps.len());
    send(desk, LessonCommand::Leave.into());
    assert!(desk.lessons.running.is_none());
}

fn desk() -> Desk {
    Desk::new(Session::default(), 2, Arc::new(|| ()))
}

#[test]
fn a_lesson_is_completed_with_wrong_and_with_right_predictions() {
    let mut desk = desk();
    let place = desk.lessons.add(read(&small()).unwrap());
    for right in [false, true] {
        complete(&mut desk, LessonCommand::Begin(place), right);
    }
}

#[test]
#[ignore = "minutes; .ci/long runs it"]
fn every_lesson_of_networks_is_completed_with_wrong_and_with_right_predictions() {
    let mut desk = desk();
    let places = 0..desk.lessons.lessons.len();
    let of_networks = |place: &usize| desk.lessons.lessons[*place].laboratory == Lab::Networks;
    let places: Vec<usize> = places.filter(of_networks).collect();
    assert_eq!(places.len(), 5);
    for right in [false, true] {
        for place in &places {
            complete(&mut desk, LessonCommand::Begin(*place), right);
        }
    }
    complete(&mut desk, LessonCommand::NetworksTour, true);
}

#[test]
fn a_lesson_opens_the_page_and_leaving_it_gives_back_what_was_there() {
    let bench = Bench::new();
    let mut window = window_over(&bench);
    let before = bench.desk(Desk::session);
    begin(&bench);
    ready(&bench, &mut window, "the page");
    bench.desk(|desk| {
        assert!(desk.networks.open);
        assert_eq!(desk.networks.bench.setup.digits, 100);
        assert_eq!(desk.networks.bench.step, Some(0));
    });
    // The other laboratory is beside it, and the bar at the top leads back.
    window.key_press(Key::M);
    window.run();
    assert!(bench.desk(|desk| !desk.networks.open && desk.lessons.running.is_some()));
    assert!(window.query_by_role_and_label(Role::Button, "Leave the lesson").is_none());
    window.get_by_role_and_label(Role::Tab, "Lessons").click();
    window.run();
    assert!(bench.desk(|desk| desk.networks.open));
    // It is about one run.
    bench.send(NetworkCommand::Open(Page::Grid));
    assert_eq!(bench.desk(|desk| desk.networks.bench.page), Page::Run);
    window.get_by_role_and_label(Role::Button, "Leave the lesson").click();
    window.run();
    assert!(bench.desk(|desk| !desk.networks.open && desk.lessons.running.is_none()));
    assert_eq!(bench.desk(Desk::session), before);
}

#[test]
fn a_page_is_one_step_of_undo() {
    let mut desk = desk();
    let place = desk.lessons.add(read(&small()).unwrap());
    let before = desk.networks.bench.setup.clone();
    desk.carry_out(LessonCommand::Begin(place), u64::MAX);
    assert_ne!(desk.networks.bench.setup, before);
    desk.carry_out(WindowCommand::Undo, u64::MAX);
    assert_eq!(desk.networks.bench.setup, before);
}

/// Everything that is said to a screen reader.
fn said(window: &Harness<'_>) -> String {
    let nodes = window.root().children_recursive().flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value()]
    });
    nodes.flatten().collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_asked_is_nowhere_before_the_guess() {
    let bench = Bench::new();
    let mut window = window_over(&bench);
    begin(&bench);
    ready(&bench, &mut window, "the page");
    // The background has all of it, and nothing of that is to be seen.
    bench.wait_long(&mut window, "the branches", |desk| desk.networks.rests());
    for command in [
        Command::Network(NetworkCommand::TogglePlay),
        Command::Network(NetworkCommand::ShowTable(Pane::Ends)),
        Command::Network(NetworkCommand::Enlarge(Some(Pane::Ends))),
        Command::Network(NetworkCommand::Export(Exhibit::Pane(Pane::Plane))),
        Command::Window(WindowCommand::ToggleBridge),
    ] {
        bench.send(command);
        bench.desk(|desk| {
            assert!(!desk.networks.playing && desk.around.overlay == Overlay::None && !desk.around.bridge);
            assert!(desk.around.notice.as_ref().is_some_and(|notice| notice.text.contains("guess")));
        });
        bench.send(WindowCommand::Escape);
    }
    bench.send(NetworkCommand::Scrub(None));
    window.run_steps(4);
    assert_eq!(bench.desk(|desk| desk.networks.scope().unwrap().clocks()), [None, None]);
    assert!(said(&window).contains("First your guess") && !said(&window).contains("Errors frozen"));
    // Another threshold would show in clocks, colours and the block of the matrix.
    let mut picture = |agreement: f64| {
        bench.send(NetworkCommand::Set(Parameter::Agreement, agreement));
        window.run_steps(8);
        window.render().unwrap()
    };
    assert!(picture(0.7) == picture(0.97), "the answer is on show");
    let choice = LessonCommand::Predict(Prediction::Choice(0));
    bench.send(choice);
    bench.send(NetworkCommand::TogglePlay);
    bench.wait_long(&mut window, "the reveal", |desk| running(desk).page.verdict.is_some());
    let mut picture = |agreement: f64| {
        bench.send(NetworkCommand::Set(Parameter::Agreement, agreement));
        window.run_steps(8);
        window.render().unwrap()
    };
    assert!(picture(0.7) != picture(0.97), "nothing is revealed");
    assert!(bench.desk(|desk| desk.networks.scope().unwrap().clocks()[1].is_some()));
}

#[test]
fn a_lesson_is_completed_with_the_keyboard_alone() {
    let bench = Bench::new();
    let mut window = window_over(&bench);
    window.key_press(Key::M);
    window.run();
    window.key_press(Key::L);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Lessons);
    tab_to(&mut window, "Small net");
    window.key_press(Key::Enter);
    window.run();
    let lesson = read(&small()).unwrap();
    for (index, step) in lesson.steps.iter().enumerate() {
        let what = &step.title;
        assert_eq!(bench.desk(|desk| running(desk).index), index, "{what}");
        ready(&bench, &mut window, what);
        if let Some(Predict::Choice { answers, right }) = &step.predict {
            tab_to(&mut window, &answers[*right]);
            window.key_press(Key::Space);
            window.run();
        }
        match step.solution.first() {
            Some(Setting::Network(NetworkSetting::ReadAt(_))) => {
                tab_to(&mut window, "steps");
                for _ in 0..2 {
                    window.key_press(Key::ArrowLeft);
                    window.run();
                }
                assert_eq!(bench.desk(|desk| desk.networks.bench.read_at), ReadOut::Matched);
            }
            Some(Setting::Network(NetworkSetting::Hold(at))) => {
                type_number(&mut window, "Branch from step t_c", f64::from(*at));
            }
            _ if step.until.is_some() => {
                tab_to(&mut window, "This is my guess: play");
                window.key_press(Key::Enter);
                window.run();
            }
            _ => {}
        }
        bench.wait_long(&mut window, what, |desk| running(desk).is_revealed());
        tab_to(&mut window, if index + 1 < lesson.steps.len() { "Next" } else { "Finish" });
        window.key_press(Key::Enter);
        window.run();
    }
    assert!(bench.desk(|desk| running(desk).ended));
    tab_to(&mut window, "Back to the run before");
    window.key_press(Key::Enter);
    window.run();
    assert!(bench.desk(|desk| desk.lessons.running.is_none() && desk.networks.open));
}

#[test]
fn a_class_has_its_answers_and_its_locks() {
    let mut session = Session::default();
    session.scenario.walkers = 100;
    session.class = Some(Class { locked: vec!["eta".into()], lesson: Some(small()), ..Class::default() });
    let mut desk = desk();
    let lesson = read(session.class.as_ref().unwrap().lesson.as_ref().unwrap()).unwrap();
    desk.adopt(session);
    desk.begin(Arc::new(lesson));
    wait(&mut desk, "the page", |desk| running(desk).page.ready);
    desk.carry_out(NetworkCommand::Set(Parameter::Eta, 0.2), u64::MAX);
    assert!(desk.around.notice.take().is_some_and(|notice| notice.text.contains("locked")));
    assert_eq!(desk.networks.bench.setup.eta.at(0), 0.05);
    desk.carry_out(LessonCommand::Predict(Prediction::Choice(1)), u64::MAX);
    desk.carry_out(NetworkCommand::TogglePlay, u64::MAX);
    wait(&mut desk, "the verdict", |desk| running(desk).page.verdict.is_some());
    let answers = desk.lessons.class.as_ref().unwrap().answers.clone();
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].predicted.as_deref(), answers[0].score), (Some("no"), Some(0.0)));
}

/// The first minute, once: when the page is first opened, and by itself never again.
#[test]
fn the_page_is_first_opened_on_its_first_minute() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.app.borrow_mut().desk.lessons.greets = true;
    window.key_press(Key::M);
    window.run();
    let tour = bench.desk(|desk| running(desk).lesson.title.clone());
    assert_eq!(
        Some(tour),
        bench.desk(|desk| desk.lessons.networks_tour.as_ref().map(|tour| tour.title.clone()))
    );
    window.get_by_role_and_label(Role::Button, "Leave the lesson").click();
    window.run();
    assert!(bench.desk(|desk| desk.lessons.running.is_none() && desk.networks.open));
    for open in [false, true] {
        window.key_press(Key::M);
        window.run();
        assert!(bench.desk(|desk| desk.networks.open == open && desk.lessons.running.is_none()));
    }
}

/// What is wrong with the words of all pages in one dress, as they open and after their reveal; the pictures go to
/// `target/lessons`. `PAGES="flatter-or-further-1"` takes those alone.
fn look_through(mode: Mode, presenting: bool) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/lessons");
    std::fs::create_dir_all(folder).unwrap();
    let asked = std::env::var("PAGES").unwrap_or_default();
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 100;
    let bench = Bench::of(session);
    {
        let look = &mut bench.app.borrow_mut().desk.look;
        (look.light, look.presenting, look.reduced_motion) = (Some(mode == Mode::Light), presenting, true);
    }
    let size = if presenting { [1920.0, 1080.0] } else { [1280.0, 800.0] };
    let mut window = harness(mode, size, |ui| bench.app.borrow_mut().frame(ui));
    let dress = if presenting { "presenting" } else { ["light", "dark"][usize::from(mode == Mode::Dark)] };
    let mut wrong = Vec::new();
    let lessons = bench.desk(|desk| desk.lessons.lessons.clone());
    let tour = bench.desk(|desk| desk.lessons.networks_tour.clone());
    let all =
        lessons.iter().zip(frostline::lessons::SHIPPED).map(|(lesson, (name, _))| (name, Arc::clone(lesson)));
    let all = all.filter(|(_, lesson)| lesson.laboratory == Lab::Networks);
    for (name, lesson) in all.chain(tour.map(|tour| ("networks-minute", tour))) {
        bench.app.borrow_mut().desk.begin(Arc::clone(&lesson));
        for index in 0..lesson.steps.len() {
            let page = format!("{name}-{index}");
            if !asked.is_empty() && !asked.split(' ').any(|asked| asked == page) {
                bench.send(LessonCommand::Skip);
                continue;
            }
            ready(&bench, &mut window, &page);
            wrong.extend(picture(&bench, &mut window, folder, &format!("{page}-{dress}")));
            let step = lesson.steps[index].clone();
            if let Some(predict) = &step.predict {
                bench.send(LessonCommand::Predict(predictions(predict)[0].clone()));
            }
            let commands = bench.desk(|desk| solution(&step, desk));
            commands.into_iter().for_each(|command| bench.send(command));
            bench.wait_long(&mut window, &page, |desk| running(desk).is_revealed());
            wrong.extend(picture(&bench, &mut window, folder, &format!("{page}-{dress}-revealed")));
            bench.send(LessonCommand::Next);
        }
    }
    wrong
}

fn picture(bench: &Bench, window: &mut Harness<'_>, folder: &str, name: &str) -> Vec<String> {
    let drawn = |desk: &Desk| {
        let there = desk.networks.relief().is_some_and(|relief| relief.finest);
        let aside = desk.lessons.aside();
        aside.map_or(there, |aside| aside.figure.is_some() || desk.networks.veil().is_drawn())
    };
    bench.wait_long(window, name, drawn);
    for _ in 0..12 {
        std::thread::sleep(Duration::from_millis(10));
        window.step();
    }
    assert_named(window, name);
    let ctx = window.ctx.clone();
    let found = legible::findings(&ctx, || {
        window.render().unwrap().save(format!("{folder}/{name}.png")).unwrap();
    });
    found.into_iter().map(|finding| format!("{name}: {finding}")).collect()
}

#[test]
#[ignore = "minutes; .ci/long runs it"]
fn no_words_are_cut_or_crossed_in_lessons_of_networks() {
    let mut wrong = look_through(Mode::Dark, false);
    wrong.extend(look_through(Mode::Light, false));
    wrong.extend(look_through(Mode::Dark, true));
    assert!(wrong.is_empty(), "{wrong:#?}");
}
