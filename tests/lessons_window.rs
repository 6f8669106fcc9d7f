//! Lessons in the window: every one of them completed, by commands and by keys, and pictures of them to look at.

mod support;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::command::Command;
use frostline::app::desk::{Desk, Overlay};
use frostline::app::lessons::{Move, Prediction, Running};
use frostline::app::theme::Mode;
use frostline::lessons::{Predict, Setting, Sketch, Step};
use frostline::session::Session;
use support::bench::{Bench, scratch};
use support::harness;

/// A desk without a window, on all the threads there are.
fn desk() -> Desk {
    Desk::new(Session::default(), 2, Arc::new(|| ()))
}

fn send(desk: &mut Desk, command: Command) {
    desk.run(command, u64::MAX);
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
            Setting::Parameter(parameter, value) => Command::Set(*parameter, *value),
            Setting::Noise(noise) => Command::SetNoise(*noise),
            Setting::Fit => Command::FitCalibration,
            other => panic!("no student can set {other:?}"),
        };
        send(desk, command);
    }
    send(desk, Command::Rate(f64::INFINITY));
    if step.solution.first() != Some(&Setting::Fit) {
        send(desk, Command::Play);
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
fn complete(desk: &mut Desk, place: usize, right: bool, known: &mut HashMap<usize, Known>) {
    send(desk, Command::Lesson(Move::Begin(place)));
    let lesson = Arc::clone(&running(desk).lesson);
    for (index, step) in lesson.steps.iter().enumerate() {
        let what = format!("{}, {}", lesson.title, step.title);
        assert_eq!(running(desk).index, index, "{what}");
        wait(desk, &what, |desk| running(desk).page.ready);
        assert!(!running(desk).page.done, "{what}: done before it was begun");
        let waits = step.predict.is_some() || step.until.is_some();
        assert_eq!(running(desk).is_revealed(), !waits, "{what}");
        if waits {
            send(desk, Command::Lesson(Move::Next));
            assert_eq!(running(desk).index, index, "{what}: left unfinished");
        }
        if let Some(predict) = &step.predict {
            let prediction = predictions(predict, known.entry(index).or_default());
            send(desk, Command::Lesson(Move::Predict(prediction[usize::from(right)].clone())));
        }
        if step.until.is_some() {
            solve(desk, step);
        }
        wait(desk, &what, |desk| running(desk).is_revealed());
        wait(desk, &what, |desk| !desk.playing() || step.until.is_none());
        if step.predict.is_some() {
            let verdict = running(desk).page.verdict.clone().expect("a verdict");
            let score = verdict.score.unwrap_or_else(|| panic!("{what}: no score"));
            assert_eq!(score.share > 0.9, right, "{what}: {score:?}");
            let (curve, height) = (verdict.measured, desk.facts().frozen_y);
            known.insert(index, Known { curve, height });
        }
        for text in step.prose.iter().chain(&step.reveal) {
            for part in frostline::lessons::fill(text).expect("read before") {
                let said = part.write(&desk.facts(), |value| value.to_string());
                assert_ne!(said, "–", "{what}: a number is missing in '{text}'");
            }
        }
        send(desk, Command::Lesson(Move::Next));
    }
    assert!(desk.lessons.running.is_none(), "{}: not over at its end", lesson.title);
    assert_eq!(desk.lessons.progress.of(&lesson), lesson.steps.len());
}

#[test]
fn every_lesson_is_completed_with_wrong_and_with_right_predictions() {
    let mut desk = desk();
    for place in 0..desk.lessons.lessons.len() {
        let mut known = HashMap::new();
        for right in [false, true] {
            complete(&mut desk, place, right, &mut known);
        }
    }
    assert_eq!(desk.lessons.lessons.len(), 8);
}

/// Every page set, and its reveal if asked, so that a picture can be taken of it.
fn show_page(bench: &Bench, window: &mut Harness<'_>, place: usize, index: usize, revealed: bool) {
    bench.send(Command::Lesson(Move::Begin(place)));
    for _ in 0..index {
        bench.send(Command::Lesson(Move::Skip));
    }
    bench.wait(window, "the page", |desk| running(desk).page.ready);
    if revealed {
        let step = bench.desk(|desk| running(desk).step().clone());
        if let Some(predict) = &step.predict {
            let [wrong, _] = predictions(predict, &Known::default());
            bench.send(Command::Lesson(Move::Predict(wrong)));
        }
        if step.until.is_some() {
            solve(&mut bench.app.borrow_mut().desk, &step);
        }
        bench.wait(window, "the reveal", |desk| running(desk).is_revealed() && !desk.playing());
    }
}

#[test]
#[ignore = "writes pictures to look at"]
fn pictures() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/lessons");
    std::fs::create_dir_all(folder).unwrap();
    for (mode, presenting, word) in
        [(Mode::Dark, false, "dark"), (Mode::Light, false, "light"), (Mode::Dark, true, "presenting")]
    {
        let bench = Bench::of(Session::default());
        bench.app.borrow_mut().desk.look.light = Some(mode == Mode::Light);
        bench.app.borrow_mut().desk.look.presenting = presenting;
        let mut window = bench.window();
        for place in 0..8 {
            let lesson = bench.desk(|desk| Arc::clone(&desk.lessons.lessons[place]));
            let length = |step: &Step| -> usize {
                step.prose.iter().chain(&step.reveal).map(String::len).sum::<usize>()
            };
            let longest = (0..lesson.steps.len()).max_by_key(|&index| length(&lesson.steps[index])).unwrap();
            for (index, name) in [(0, "first"), (longest, "longest")] {
                for revealed in [false, true] {
                    show_page(&bench, &mut window, place, index, revealed);
                    for _ in 0..20 {
                        std::thread::sleep(Duration::from_millis(10));
                        window.step();
                    }
                    let end = if revealed { "-revealed" } else { "" };
                    let picture = window.render().unwrap();
                    picture.save(format!("{folder}/{place}-{name}{end}-{word}.png")).unwrap();
                }
            }
        }
        bench.send(Command::ToggleLessons);
        window.run();
        window.render().unwrap().save(format!("{folder}/list-{word}.png")).unwrap();
    }
}
