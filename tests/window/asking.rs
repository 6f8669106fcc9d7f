//! The page of questions: what is asked with one click, what the answer says, and that it stays.

use crate::support::bench::Bench;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::around::Copied;
use frostline::app::desk::command::{QuestionCommand, RunCommand};
use frostline::app::desk::studio::{Standing, answer};
use frostline::chart::markup::plain;
use frostline::session::Session;
use frostline::valleys::experiments::questions::Questions;
use frostline::valleys::figures::{EXPERIMENTS, named};
use frostline::valleys::model::Preset;

/// A small run, and questions that take a moment.
fn small() -> Session {
    let mut session = Session::of(Preset::Fig3);
    (session.scenario.walkers, session.scenario.steps) = (100, 400);
    session.questions.paradox.points = 3;
    session
}

#[test]
fn every_question_is_there_with_its_seconds() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    window.key_press(Key::A);
    window.run();
    assert!(bench.desk(|desk| desk.studio.open && desk.studio.browsing));
    for entry in EXPERIMENTS {
        let question = plain((entry.asked().unwrap().asks)());
        let card = window.get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&question))
        });
        let said = card.accesskit_node().label().unwrap();
        assert!(said.ends_with(" s") || said.contains("min") || said.contains(" h "), "{said}");
    }
    window.key_press(Key::Escape);
    window.run();
    assert!(!bench.desk(|desk| desk.studio.open));
}

#[test]
fn a_click_asks_at_once_and_runs_what_it_needs() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(QuestionCommand::Browse);
    window.run();
    assert_eq!(bench.step(), 0);
    let card = |label: Option<String>| label.is_some_and(|label| label.starts_with("When does each walker"));
    window.get_by(|node| node.role() == Role::Button && card(node.label())).click_accesskit();
    window.run_steps(2);
    bench.wait(&mut window, "the answer", |desk| desk.standing() == Some(Standing::Answer));
    assert_eq!(bench.step(), 400, "it is asked of the whole run");
    let figure = bench.desk(Desk::figure).expect("an answer");
    assert_eq!(figure.name, "raster");
    let sentence = plain(answer(&figure).0);
    assert!(sentence.starts_with("Walkers hop last at y = "), "{sentence}");
    window.run_steps(2);
    assert!(window.query_by_role_and_label(Role::Heading, &sentence).is_some(), "it is not above the figure");
    bench.send(QuestionCommand::CopySentence);
    let copied = bench.desk(|desk| match &desk.around.copied {
        Some(Copied::Text(text)) => text.clone(),
        _ => String::new(),
    });
    assert_eq!(copied, sentence);
}

#[test]
fn answers_stay_with_the_run_that_they_were_asked_of() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(QuestionCommand::Experiment(named("compare").unwrap()));
    bench.send(QuestionCommand::Ask);
    bench.wait(&mut window, "the answer", |desk| desk.standing() == Some(Standing::Answer));
    let first = bench.desk(Desk::figure).unwrap();
    let of_first = bench.desk(|desk| desk.session().scenario);
    // Another run, and another answer.
    bench.send(RunCommand::NewRun);
    bench.wait(&mut window, "the new run", |desk| desk.run.fresh_snapshot().is_some());
    bench.send(QuestionCommand::Ask);
    bench.wait(&mut window, "the answer", |desk| desk.standing() == Some(Standing::Answer));
    assert_ne!(bench.desk(Desk::figure), Some(first.clone()));
    let answered = bench.desk(|desk| {
        desk.studio.answered().map(|(place, made)| (place, made.origin.scenario.clone())).collect::<Vec<_>>()
    });
    assert_eq!(answered.len(), 2);
    let (place, _) =
        answered.into_iter().find(|(_, scenario)| *scenario == of_first).expect("the first run's");
    bench.send(QuestionCommand::Recall(place));
    window.run_steps(2);
    let shown = bench.desk(Desk::shown_figure).expect("an answer from before");
    assert_eq!((shown.0, shown.1), (first, Standing::Stale));
    // What was measured here tells how long the next one takes.
    let entry = named("compare").unwrap();
    let seconds = bench.desk(|desk| {
        let present = desk.present().unwrap();
        desk.studio.seconds(entry, &present, desk.studio.options.effort)
    });
    assert!(seconds > 0.0 && seconds < 60.0, "{seconds}");
    // A question nobody has asked of this run shows what was answered elsewhere, not nothing.
    bench.send(QuestionCommand::Question(Box::new(Questions {
        rival: Some(Box::new(of_first)),
        ..bench.desk(|desk| desk.questions.clone())
    })));
    bench.send(QuestionCommand::Experiment(entry));
    window.run_steps(2);
    assert_eq!(bench.desk(Desk::standing), Some(Standing::Stale));
}

#[test]
fn answers_of_other_runs_are_kept_with_the_session() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    let ask = |bench: &Bench, window: &mut egui_kittest::Harness<'_>| {
        bench.send(QuestionCommand::Experiment(named("compare").unwrap()));
        bench.send(QuestionCommand::Ask);
        bench.wait(window, "the answer", |desk| desk.standing() == Some(Standing::Answer));
    };
    ask(&bench, &mut window);
    let first = bench.desk(Desk::figure).unwrap();
    bench.send(RunCommand::NewRun);
    bench.wait(&mut window, "the new run", |desk| desk.run.fresh_snapshot().is_some());
    ask(&bench, &mut window);
    let session = Session::from_text(&bench.desk(Desk::session).to_text()).expect("what was written");
    assert_eq!(session.answers.iter().map(|answer| answer.of.is_some()).collect::<Vec<_>>(), [true, false]);
    let again = Bench::of(session.clone());
    assert_eq!(again.desk(Desk::session), session);
    let known =
        again.desk(|desk| desk.studio.answered().map(|(_, made)| made.figure.clone()).collect::<Vec<_>>());
    assert!(known.len() == 2 && known.contains(&first));
    // A session stays small however many runs were asked.
    for _ in 0..14 {
        bench.send(RunCommand::NewRun);
        bench.wait(&mut window, "the new run", |desk| desk.run.fresh_snapshot().is_some());
        ask(&bench, &mut window);
    }
    let elsewhere = bench.desk(Desk::session).answers.iter().filter(|answer| answer.of.is_some()).count();
    assert_eq!(elsewhere, 12);
}

/// Pictures to look at, in `target/asking`.
#[test]
#[ignore = "makes pictures, and checks nothing"]
fn pictures() {
    use egui_kittest::Harness;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/asking");
    std::fs::create_dir_all(folder).unwrap();
    let bench = Bench::of(Session::of(Preset::Fig4));
    let mut window = bench.window();
    let take = |window: &mut Harness<'_>, name: &str| {
        window.run_steps(4);
        window.render().unwrap().save(format!("{folder}/{name}.png")).unwrap();
    };
    bench.send(QuestionCommand::Browse);
    take(&mut window, "questions");
    bench.send(QuestionCommand::Experiment(named("raster").unwrap()));
    bench.send(QuestionCommand::Ask);
    bench.wait_long(&mut window, "the answer", |desk| desk.standing() == Some(Standing::Answer));
    take(&mut window, "answer");
    bench.send(frostline::app::desk::command::WindowCommand::Escape);
    bench.send(frostline::app::desk::command::WindowCommand::Opening);
    for _ in 0..3_000 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        bench.app.borrow_mut().desk.poll();
        if bench.desk(|desk| desk.around.opening.as_ref().is_some_and(|opening| opening.life().is_some())) {
            break;
        }
    }
    let start = window.ctx.input(|input| input.time);
    for seconds in [0.1, 5.0, 8.3, 10.4, 11.5] {
        for late in [0.0, 0.01] {
            window.input_mut().time = Some(start + seconds + late);
            window.step();
        }
        window.render().unwrap().save(format!("{folder}/opening-{seconds}.png")).unwrap();
    }
}
