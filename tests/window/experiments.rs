//! The experiments in the window, through their commands and controls, with no display.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::bench::{Bench, scratch};
use crate::support::double_click;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::command::{
    FigureCommand, FileCommand, LookCommand, QuestionCommand, RunCommand, ViewCommand, WindowCommand,
};
use frostline::app::desk::pulse::Pulse;
use frostline::app::desk::studio::Standing;
use frostline::session::Session;
use frostline::settings::{Adjustable, Schedule, Settings};
use frostline::valleys::experiments::courses::Course;
use frostline::valleys::experiments::phase::{Quantity, RunTheory};
use frostline::valleys::experiments::questions::Questions;
use frostline::valleys::figures::{EXPERIMENTS, named};
use frostline::valleys::model::{Parameter, Preset};
use frostline::valleys::panel::Panel;

/// A small run with small questions.
fn small() -> Session {
    let mut session = Session::of(Preset::Fig3);
    (session.scenario.walkers, session.scenario.steps) = (100, 400);
    let questions = &mut session.questions;
    questions.phase.x = "eta=0.02:0.08:3:log".to_owned();
    questions.phase.y = "sigma=0.02:0.08:3:log".to_owned();
    (questions.phase.walkers, questions.phase.steps) = (128, 400);
    questions.fork.forks = 4;
    questions.paradox.points = 3;
    questions.discrete.points = 2;
    questions.jitter.walkers = 20;
    questions.alpha.points = 2;
    questions.courses.courses.truncate(2);
    session
}

fn ask(bench: &Bench, window: &mut Harness<'_>, name: &'static str) {
    bench.send(QuestionCommand::Experiment(named(name).unwrap()));
    window.step();
    bench.send(QuestionCommand::Ask);
    bench.wait_long(window, name, |desk| desk.standing() == Some(Standing::Answer));
}

fn change(bench: &Bench, change: impl FnOnce(&mut Questions)) {
    let mut questions = bench.desk(|desk| desk.questions.clone());
    change(&mut questions);
    bench.send(QuestionCommand::Question(Box::new(questions)));
}

#[test]
fn nothing_is_computed_before_it_is_asked() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    for entry in &EXPERIMENTS {
        bench.send(QuestionCommand::Experiment(entry));
        window.run_steps(3);
        assert_eq!(bench.desk(|desk| (desk.standing(), desk.studio.begun())), (None, 0), "{}", entry.name);
        window.get_by_role_and_label(Role::Button, "Ask");
    }
}

#[test]
fn every_experiment_is_asked_answered_and_exported_with_its_question_inside() {
    let folder = scratch("experiments");
    let bench = Bench::of(small());
    let mut window = bench.window();
    for entry in EXPERIMENTS.iter().filter(|entry| entry.name != "phase-published") {
        ask(&bench, &mut window, entry.name);
        assert_eq!(bench.desk(Desk::figure).map(|figure| figure.name.clone()).as_deref(), Some(entry.name));
        for end in ["svg", "csv"] {
            let path = folder.join(format!("{}.{end}", entry.name));
            bench.send(FigureCommand::ExportPaths(vec![path.clone()]));
            bench.wait(&mut window, "the file", |desk| desk.around.notice.is_some());
            let told = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone()));
            assert_eq!(told, Some(format!("Exported {}", path.display())));
            bench.send(WindowCommand::Escape);
            assert!(fs::metadata(&path).unwrap().len() <= 500_000, "{} is too large", path.display());
            let inside = Session::load(&path).unwrap();
            assert_eq!(inside.questions, bench.desk(|desk| desk.questions.clone()));
            assert!(inside.answers.is_empty(), "the file carries the answers about");
        }
    }
}

#[test]
fn enter_asks_and_a_changed_question_keeps_its_answer_until_asked_again() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(QuestionCommand::Experiment(named("paradox").unwrap()));
    window.run_steps(3);
    window.key_press(Key::Enter);
    bench.wait(&mut window, "an answer", |desk| desk.standing() == Some(Standing::Answer));
    let first = bench.desk(Desk::figure);
    change(&bench, |questions| questions.paradox.hold_y = 4.0);
    window.run_steps(3);
    assert_eq!(bench.desk(Desk::standing), Some(Standing::Stale));
    assert!(bench.desk(Desk::figure).is_none(), "what is out of date could be exported");
    bench.send(WindowCommand::Undo);
    window.run_steps(3);
    assert_eq!(bench.desk(Desk::figure), first);
    bench.send(WindowCommand::Redo);
    window.run_steps(3);
    window.get_by_role_and_label(Role::Button, "Ask again").click();
    bench.wait(&mut window, "another answer", |desk| desk.standing() == Some(Standing::Answer));
    assert_ne!(bench.desk(Desk::figure), first);
}

#[test]
fn controls_set_the_question_within_what_can_be_asked() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(QuestionCommand::Experiment(named("fork").unwrap()));
    window.run_steps(3);
    window.get_by_role_and_label(Role::SpinButton, "Forks").focus();
    window.run();
    window.key_press(Key::ArrowUp);
    window.run();
    assert!(bench.desk(|desk| desk.questions.fork.forks) > 4);
    let before = bench.desk(|desk| desk.questions.clone());
    change(&bench, |questions| questions.fork.forks = 1);
    assert_eq!(bench.desk(|desk| desk.questions.clone()), before);
    let line = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone()));
    assert_eq!(line.as_deref(), Some("fork: forks = 1: must be from 2 to 200"));
}

#[test]
fn every_control_of_a_question_has_a_name() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    for entry in &EXPERIMENTS {
        bench.send(QuestionCommand::Experiment(entry));
        window.run_steps(3);
        for role in [Role::Button, Role::SpinButton, Role::ComboBox, Role::CheckBox, Role::RadioButton] {
            for node in window.get_all_by(|node| node.role() == Role::Button || node.role() == role) {
                let label = node.accesskit_node().label().unwrap_or_default();
                assert!(!label.is_empty(), "a {role:?} of {} has no name", entry.name);
            }
        }
    }
}

#[test]
fn an_experiment_goes_on_while_others_are_looked_at_and_says_when_it_is_done() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    change(&bench, |questions| questions.phase.walkers = 20_000);
    bench.send(QuestionCommand::Experiment(named("phase").unwrap()));
    bench.send(QuestionCommand::Ask);
    bench.wait(&mut window, "the work to begin", |desk| desk.studio.progress().is_some());
    bench.send(FigureCommand::ToggleFigures);
    assert!(bench.desk(|desk| desk.studio.elsewhere().is_some()));
    bench.wait(&mut window, "word of it", |desk| desk.around.notice.is_some());
    assert!(
        bench.desk(|desk| desk
            .around
            .notice
            .as_ref()
            .is_some_and(|notice| notice.text.starts_with("Answered")))
    );
    bench.send(QuestionCommand::Experiment(named("phase").unwrap()));
    assert_eq!(bench.desk(Desk::standing), Some(Standing::Answer));
    assert_eq!(bench.desk(|desk| desk.studio.begun()), 1);
}

#[test]
fn a_cancelled_diagram_keeps_its_cells_and_goes_on_from_them() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    change(&bench, |questions| questions.phase.walkers = 60_000);
    bench.send(QuestionCommand::Experiment(named("phase").unwrap()));
    bench.send(QuestionCommand::Ask);
    bench.wait(&mut window, "a first picture", |desk| desk.standing() == Some(Standing::Part));
    let start = Instant::now();
    bench.send(FigureCommand::StopFigure);
    assert!(start.elapsed() < Duration::from_millis(100));
    assert!(bench.desk(|desk| desk.studio.progress().is_none()));
    let finished = || bench.desk(|desk| desk.studio.diagram().map(|diagram| diagram.finished()));
    assert!(finished().is_some_and(|(finished, all)| finished < all));

    // Killed here, the next start has what was there.
    let kept = Session::from_text(&bench.desk(Desk::session).to_text()).unwrap();
    let again = Bench::of(kept);
    let mut other = again.window();
    again.send(QuestionCommand::Experiment(named("phase").unwrap()));
    other.run_steps(3);
    assert_eq!(again.desk(Desk::standing), Some(Standing::Part));
    assert_eq!(
        again.desk(|desk| desk.studio.diagram().map(|diagram| diagram.known().clone())),
        bench.desk(|desk| desk.studio.diagram().map(|diagram| diagram.known().clone()))
    );
    other.get_by_role_and_label(Role::Button, "Go on").click();
    again.wait_long(&mut other, "the rest", |desk| desk.standing() == Some(Standing::Answer));
}

#[test]
fn answers_are_there_without_computing_when_a_session_is_opened_again() {
    let path = scratch("answers").join("asked.frostline");
    let bench = Bench::of(small());
    let mut window = bench.window();
    for name in ["phase", "fork", "discrete"] {
        ask(&bench, &mut window, name);
    }
    let made = |bench: &Bench, name| {
        bench.send(QuestionCommand::Experiment(named(name).unwrap()));
        bench.desk(Desk::figure)
    };
    let before = ["phase", "fork", "discrete"].map(|name| made(&bench, name));
    bench.send(FileCommand::SavePath(path.clone()));
    assert!(fs::metadata(&path).unwrap().len() < 2_000_000);

    let other = Bench::new();
    let mut opened = other.window();
    other.send(FileCommand::OpenPath(path));
    opened.run_steps(3);
    for (name, before) in ["phase", "fork", "discrete"].into_iter().zip(before) {
        other.send(QuestionCommand::Experiment(named(name).unwrap()));
        opened.run_steps(3);
        // Compared as told: a number that is none equals no other.
        assert_eq!(format!("{:?}", other.desk(Desk::figure)), format!("{before:?}"), "{name}");
    }
    assert_eq!(other.desk(|desk| desk.studio.begun()), 0);

    // What has another question now is not shown as its answer.
    let mut session = bench.desk(Desk::session);
    session.questions.fork.forks = 5;
    let stale = Bench::of(session);
    let _window = stale.window();
    stale.send(QuestionCommand::Experiment(named("fork").unwrap()));
    assert_eq!(stale.desk(Desk::standing), None);
}

#[test]
fn a_damaged_answer_is_no_answer() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    ask(&bench, &mut window, "discrete");
    let text = bench.desk(Desk::session).to_text();
    let (head, tail) = text.split_once("\"found\": \"").expect("an answer");
    for damage in ["", "AAAA", "////////"] {
        let (found, rest) = tail.split_once('"').expect("its end");
        let session =
            Session::from_text(&format!("{head}\"found\": \"{damage}{}\"{rest}", &found[8..])).unwrap();
        let bench = Bench::of(session);
        let mut window = bench.window();
        bench.send(QuestionCommand::Experiment(named("discrete").unwrap()));
        window.run_steps(3);
    }
}

#[test]
fn a_cell_is_read_and_its_parameters_are_a_new_run() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    ask(&bench, &mut window, "phase");
    let reading = bench.desk(|desk| desk.studio.diagram().unwrap().reading(5));
    assert!(reading[0].starts_with("$P_{flat}$ = 0.") && reading[0].contains('±'), "{reading:?}");
    assert_eq!(reading[1], "128 walkers");
    let before = bench.scenario();
    bench.send(QuestionCommand::LoadCell(5));
    let loaded = bench.scenario();
    // Row by row from below: the third η, the second σ.
    assert_eq!(Parameter::Eta.get(&loaded), Some(0.08));
    assert!((Parameter::Sigma.get(&loaded).unwrap() - 0.04).abs() < 1e-12);
    assert_eq!((loaded.walkers, loaded.steps, loaded.y_i, loaded.seed), (128, 400, 5.0, before.seed));
    let told = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone())).unwrap();
    assert!(told.contains("η = 0.08") && told.contains("new run"), "{told}");
    bench.wait(&mut window, "the new run", |desk| {
        desk.run.snapshot().is_some_and(|now| now.scenario.walkers == 128)
    });
    // The diagram goes on belonging to the session.
    assert_eq!(bench.desk(Desk::standing), Some(Standing::Answer));
    bench.send(WindowCommand::Undo);
    assert_eq!(bench.scenario(), before);
}

#[test]
fn another_colouring_of_the_same_cells_computes_nothing() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    ask(&bench, &mut window, "phase");
    change(&bench, |questions| questions.phase.quantity = Quantity::FreezingTime);
    window.run_steps(3);
    assert_eq!(bench.desk(Desk::standing), Some(Standing::Answer));
    change(&bench, |questions| {
        questions.phase.quantity = Quantity::PFlat;
        questions.phase.less = Some(RunTheory::TwoState);
    });
    window.run_steps(3);
    assert_ne!(bench.desk(Desk::standing), Some(Standing::Answer));
    assert_eq!(bench.desk(|desk| desk.studio.begun()), 1);
}

#[test]
fn a_diagram_is_there_within_a_second_and_the_window_keeps_its_pace() {
    let mut session = Session::of(Preset::Fig3);
    session.scenario.walkers = 200;
    let bench = Bench::of(session);
    let mut window = bench.window();
    bench.send(QuestionCommand::Experiment(named("phase").unwrap()));
    window.run_steps(3);
    bench.send(QuestionCommand::Ask);
    let start = Instant::now();
    let (mut first, mut frames) = (None, Vec::new());
    while bench.desk(Desk::standing) != Some(Standing::Answer) && start.elapsed() < Duration::from_secs(60) {
        let frame = Instant::now();
        window.step();
        frames.push(frame.elapsed());
        if bench.desk(Desk::standing) == Some(Standing::Part) {
            first.get_or_insert(start.elapsed());
        }
        std::thread::sleep(Duration::from_millis(8));
    }
    let whole = start.elapsed();
    frames.sort();
    let (middle, late) = (frames[frames.len() / 2], frames[frames.len() * 99 / 100]);
    println!("first picture after {first:?}, whole after {whole:?}; frames {middle:?}, 99 % within {late:?}");
    // Bars are 1 s, 10 s and 16 ms on a machine of its own; here others may be at work.
    assert!(first.is_some_and(|first| first < Duration::from_secs(2)), "{first:?}");
    assert!(whole < Duration::from_secs(30), "{whole:?}");
    assert!(middle < Duration::from_millis(30), "{middle:?}");
}

/// Runs to its end and waits for it.
fn run_out(bench: &Bench, window: &mut Harness<'_>) {
    bench.send(RunCommand::Rate(f64::INFINITY));
    bench.send(RunCommand::TogglePlay);
    bench.wait(window, "the end of the run", |desk| {
        desk.run.snapshot().is_some_and(|now| now.now.step == desk.run.scenario.steps)
    });
}

#[test]
fn y_is_held_and_released_by_key_and_undone() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    run_out(&bench, &mut window);
    let y = bench.desk(|desk| desk.run.shown().mean_y);
    window.key_press(Key::H);
    window.run();
    let held = bench.scenario().hold_y.expect("y is held");
    assert!((held - y).abs() <= 5e-4, "{held} is not {y}");
    window.get_by_label("P_flat at the held y");
    window.get_by_role_and_label(Role::Button, "Let y go").click();
    window.run();
    assert_eq!(bench.scenario().hold_y, None);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(bench.scenario().hold_y, Some(held));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(bench.scenario().hold_y, None);
}

#[test]
fn a_reheated_run_goes_on_hotter_for_as_long_as_the_pulse() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    run_out(&bench, &mut window);
    let before = bench.scenario();
    let cold = before.sigma.at(0);
    bench.send(RunCommand::Reheat(Pulse { parameter: Parameter::Sigma, factor: 4.0, steps: 300 }));
    let heated = bench.scenario();
    assert_eq!(heated.validate(), Ok(()));
    let at = |step| heated.sigma.at(step) / cold;
    assert_eq!([at(0), at(399), at(400), at(699), at(700)], [1.0, 1.0, 4.0, 4.0, 1.0]);
    assert_eq!(heated.eta, before.eta);
    assert!(heated.steps >= 1_000);
    let hops = |bench: &Bench| {
        bench.desk(|desk| {
            desk.run.snapshot().unwrap().record.samples.iter().map(|sample| sample.hops).sum::<u64>()
        })
    };
    let hops_before = hops(&bench);
    run_out(&bench, &mut window);
    assert_eq!(bench.step(), heated.steps);
    assert!(hops(&bench) > hops_before, "the pulse made nobody hop");
    bench.send(WindowCommand::Undo);
    assert_eq!(bench.scenario().sigma, before.sigma);
}

#[test]
fn a_course_is_fitted_to_the_steps_of_the_run_however_often_it_is_chosen() {
    let bench = Bench::of(small());
    let _window = bench.window();
    let before = bench.scenario();
    for course in Course::ALL.into_iter().chain(Course::ALL) {
        bench.send(RunCommand::SetCourse(course));
        let after = bench.scenario();
        assert_eq!(after.steps, before.steps, "{course:?}");
        assert_eq!(after.validate(), Ok(()));
        let highest = |schedule: &Schedule| schedule.corners().into_iter().fold(0.0, f64::max);
        assert_eq!(
            [&after.eta, &after.sigma].map(highest),
            [before.eta.at(0), before.sigma.at(0)],
            "{course:?}"
        );
        let last = after.eta.knots(after.steps).last().map(|knot| knot.step);
        assert_eq!(last, Some(after.steps), "{course:?} ends where the run does");
    }
}

#[test]
fn pieces_are_added_edited_and_removed() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    window.get_by_role_and_label(Role::Button, "Schedule").click();
    window.run();
    let click = |window: &mut Harness<'_>, name: &str| {
        window.get_by_role_and_label(Role::Button, name).click_accesskit();
        window.run();
    };
    click(&mut window, "Pieces of η");
    click(&mut window, "Add a piece to η");
    let Schedule::Pieces(pieces) = bench.scenario().eta else { panic!("a piece was added") };
    assert_eq!(pieces.len(), 2);
    assert_eq!(bench.scenario().validate(), Ok(()));
    click(&mut window, "Piece 2 of η");
    click(&mut window, "Schedule of η, piece 2: Remove");
    assert!(bench.scenario().eta.is_constant());
}

/// The middle of what is called so.
fn middle(window: &Harness<'_>, role: Role, name: &str) -> egui::Pos2 {
    window.get_by_role_and_label(role, name).rect().center()
}

#[test]
fn a_schedule_is_drawn_with_the_hand_and_with_keys() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    window.get_by_role_and_label(Role::Button, "Schedule").click();
    window.run();
    let sigma = |bench: &Bench| bench.scenario().sigma;
    let before = sigma(&bench);
    assert!(before.is_constant());
    // The end of a constant is its value.
    let start = middle(&window, Role::Slider, "Schedule of σ, point 2");
    window.drag_at(start);
    for up in [4.0, 8.0, 12.0, 16.0] {
        window.hover_at(start - egui::vec2(0.0, up));
        window.step();
    }
    window.drop_at(start - egui::vec2(0.0, 16.0));
    window.run();
    let raised = sigma(&bench);
    assert!(raised.is_constant() && raised.at(0) > before.at(0), "{raised:?}");
    bench.send(WindowCommand::Undo);
    assert_eq!(sigma(&bench), before, "a drag is one step of undo");
    window.run();

    // A double click bends it, and keys lead the new point.
    let place = window.get_by_role_and_label(Role::Image, "Schedule of σ").rect();
    let at = place.center() - egui::vec2(0.0, 20.0);
    double_click(&mut window, at);
    let bent = sigma(&bench);
    assert!(bent.at(200) > 1.5 * before.at(0), "{bent:?}");
    assert_eq!((bent.at(0), bent.at(400)), (before.at(0), before.at(0)));
    window.get_by_role_and_label(Role::Slider, "Schedule of σ, point 2").focus();
    window.run();
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowDown] {
        window.key_press(key);
        window.run();
    }
    let Schedule::Pieces(pieces) = sigma(&bench) else { panic!("it is bent") };
    assert_eq!([pieces[0].steps, pieces[1].steps], [208, 192], "1 % of the run a press: {pieces:?}");
    assert!(pieces[0].to < bent.at(200));
    window.key_press(Key::Insert);
    window.run();
    assert_eq!(sigma(&bench).knots(400).len(), 4);
    window.key_press(Key::Delete);
    window.run();
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(sigma(&bench).knots(400).len(), 2);
    assert_eq!(bench.scenario().validate(), Ok(()));
}

#[test]
fn a_cell_is_reached_and_loaded_with_the_keyboard() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    ask(&bench, &mut window, "phase");
    let before = bench.scenario();
    window.get_by_role(Role::Figure).focus();
    window.run();
    let said = |window: &Harness<'_>| window.get_by_role(Role::Figure).accesskit_node().value();
    let middle = said(&window).expect("the cell is said");
    assert!(middle.contains("128 walkers") && middle.contains("P_flat"), "{middle}");
    // From the middle one to the last of the first row.
    for key in [Key::ArrowRight, Key::ArrowDown, Key::ArrowRight] {
        window.key_press(key);
        window.run();
    }
    assert_ne!(said(&window), Some(middle));
    window.key_press(Key::Enter);
    window.run();
    let loaded = bench.scenario();
    assert_eq!(Parameter::Eta.get(&loaded), Some(0.08));
    assert_eq!(Parameter::Sigma.get(&loaded), Some(0.02));
    assert_ne!(loaded, before);
}

#[test]
fn a_row_of_the_raster_is_a_walker_of_the_stage() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    run_out(&bench, &mut window);
    ask(&bench, &mut window, "raster");
    let panel = |window: &Harness<'_>| {
        window
            .get_all_by_role(Role::Figure)
            .min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()))
            .map(|node| node.rect())
            .expect("the raster")
    };
    let well = panel(&window);
    let dark = window.render().unwrap();
    // The latest of all is in the uppermost row.
    let at = egui::pos2(well.center().x, well.top() + 1.5);
    window.drag_at(at);
    window.step();
    window.drop_at(at);
    window.run();
    let selected = bench.desk(|desk| desk.view.selected).expect("a walker is followed");
    let now = bench.desk(|desk| desk.run.snapshot().unwrap().now.clone());
    let youngest = now.age.iter().min().unwrap();
    assert!(now.age[selected as usize] <= youngest + 40, "walker {selected} did not hop last");
    assert_ne!(dark, window.render().unwrap(), "its row is not lit up");
    // Chosen on the stage it is lit up here, too.
    let lit = window.render().unwrap();
    bench.send(ViewCommand::Select(Some((selected + 1) % 100)));
    window.run();
    assert_ne!(lit, window.render().unwrap());
}

#[test]
fn a_table_of_cells_is_dropped_on_the_window_and_compared_with() {
    let folder = scratch("table");
    let good = folder.join("mine.csv");
    fs::write(&good, "eta,sigma,p_flat,mean_freezing_step\n0.1,0.1,0.88,6000\n0.05,0.1,0.85,9000\n").unwrap();
    let bad = folder.join("bad.csv");
    fs::write(&bad, "eta,sigma,p_flat,mean_freezing_step\n0.1,0.1,2,6000\n").unwrap();
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(FileCommand::OpenPath(bad));
    let told = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone())).unwrap();
    assert!(told.contains("bad.csv") && told.contains("line 2") && told.contains("from 0 to 1"), "{told}");
    bench.send(WindowCommand::Escape);
    let huge = folder.join("huge.csv");
    fs::write(&huge, vec![b'1'; 2 << 20]).unwrap();
    bench.send(FileCommand::OpenPath(huge));
    let told = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone())).unwrap();
    assert!(told.contains("larger than 1 MB"), "{told}");
    bench.send(WindowCommand::Escape);
    bench.send(FileCommand::OpenPath(good));
    window.run();
    assert_eq!(bench.desk(|desk| desk.studio.chosen().name), "phase-published");
    window.get_by_label("Compared with your table of 2 cells");
    bench.send(QuestionCommand::Ask);
    bench.wait_long(&mut window, "the comparison", |desk| desk.standing() == Some(Standing::Answer));
    window.get_by_role_and_label(Role::Button, "The published cells").click();
    window.run();
    assert_eq!(bench.desk(|desk| desk.questions.against.clone()), None);
    assert_ne!(bench.desk(Desk::standing), Some(Standing::Answer));
}

#[test]
fn the_stability_line_and_the_gauge_are_there_when_they_are_wanted() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    bench.send(RunCommand::Set(Parameter::Eta, 0.3));
    bench.send(ViewCommand::Stage([0.0, 40.0], [-0.4, 0.5]));
    window.run();
    let with = window.render().unwrap();
    bench.send(ViewCommand::ToggleStabilityLine);
    window.run();
    assert_ne!(with, window.render().unwrap(), "the line makes no difference");
    bench.send(ViewCommand::TogglePanel(Panel::Gauge));
    window.run();
    let said =
        window.get_all_by_role(Role::Figure).map(|node| node.accesskit_node().label().unwrap_or_default());
    assert!(said.into_iter().any(|said| said.starts_with("Time scales: τ_x steep")));
    bench.send(ViewCommand::Select(Some(3)));
    let followed = {
        window.run();
        window.render().unwrap()
    };
    bench.send(ViewCommand::Select(None));
    window.run();
    assert_ne!(followed, window.render().unwrap(), "who is followed cannot be seen");
}

#[test]
#[ignore = "writes pictures to look at"]
fn pictures() {
    let folder = std::path::PathBuf::from(std::env::var("PICTURES").expect("PICTURES names a folder"));
    let picture = |window: &mut Harness<'_>, name: &str| {
        window.run_steps(4);
        window.render().expect("a picture").save(folder.join(format!("{name}.png"))).expect("a file");
    };
    let bench = Bench::of(Session { step: 3_000, ..Session::default() });
    let mut window = bench.window();
    window.get_by_role_and_label(Role::Button, "Schedule").click();
    bench.send(RunCommand::SetCourse(Course::Restarts));
    bench.send(RunCommand::ToggleHold);
    bench.send(ViewCommand::Select(Some(3)));
    bench.send(ViewCommand::TogglePanel(Panel::Gauge));
    window.run_steps(30);
    picture(&mut window, "held");
    bench.send(RunCommand::Set(Parameter::Eta, 0.3));
    bench.send(ViewCommand::Stage([0.0, 40.0], [-0.4, 0.5]));
    picture(&mut window, "unstable");
    for entry in &EXPERIMENTS {
        bench.send(QuestionCommand::Experiment(entry));
        window.run_steps(3);
        picture(&mut window, &format!("{}-asked", entry.name));
        bench.send(QuestionCommand::Ask);
        std::thread::sleep(Duration::from_millis(700));
        picture(&mut window, &format!("{}-way", entry.name));
        bench.wait_long(&mut window, entry.name, |desk| desk.standing() == Some(Standing::Answer));
        picture(&mut window, entry.name);
        bench.send(LookCommand::ToggleTheme);
        picture(&mut window, &format!("{}-light", entry.name));
        bench.send(LookCommand::ToggleTheme);
    }
}
