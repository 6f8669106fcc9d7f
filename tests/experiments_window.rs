//! The experiments in the window, through their commands and controls, with no display.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::command::Command;
use frostline::app::desk::Desk;
use frostline::app::gallery::Standing;
use frostline::experiments::phase::{Quantity, Theory};
use frostline::experiments::questions::Questions;
use frostline::figures::EXPERIMENTS;
use frostline::model::{Parameter, Preset};
use frostline::session::Session;
use support::bench::{Bench, scratch};

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
    questions.courses.courses.truncate(2);
    session
}

fn ask(bench: &Bench, window: &mut Harness<'_>, name: &'static str) {
    bench.send(Command::Experiment(name));
    bench.send(Command::Ask);
    bench.wait_long(window, name, |desk| desk.standing() == Some(Standing::Answer));
}

fn change(bench: &Bench, change: impl FnOnce(&mut Questions)) {
    let mut questions = bench.desk(|desk| desk.questions.clone());
    change(&mut questions);
    bench.send(Command::Question(Box::new(questions)));
}

#[test]
fn nothing_is_computed_before_it_is_asked() {
    let bench = Bench::of(small());
    let mut window = bench.window();
    for entry in &EXPERIMENTS {
        bench.send(Command::Experiment(entry.name));
        window.run_steps(3);
        assert_eq!(bench.desk(|desk| (desk.standing(), desk.studio.begun())), (None, 0), "{}", entry.name);
        window.get_by_role_and_label(Role::Button, "Ask");
    }
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
    for entry in &EXPERIMENTS {
        bench.send(Command::Experiment(entry.name));
        window.run_steps(3);
        picture(&mut window, &format!("{}-asked", entry.name));
        bench.send(Command::Ask);
        std::thread::sleep(Duration::from_millis(700));
        picture(&mut window, &format!("{}-way", entry.name));
        bench.wait_long(&mut window, entry.name, |desk| desk.standing() == Some(Standing::Answer));
        picture(&mut window, entry.name);
        bench.send(Command::ToggleTheme);
        picture(&mut window, &format!("{}-light", entry.name));
        bench.send(Command::ToggleTheme);
    }
}
