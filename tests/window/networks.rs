//! The page of networks in the window: it opens, trains, and does what its controls, keys and handles say.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use frostline::app::desk::Desk;
use frostline::app::desk::command::{NetworkCommand, WindowCommand};
use frostline::labs::Lab;
use frostline::networks::experiments::continuation::ReadOut;
use frostline::networks::figures::panes::Pane;
use frostline::networks::model::{Length, Parameter, Setup};
use frostline::session::Session;
use frostline::settings::Schedule;

use crate::support::bench::{Bench, scratch};

/// A network that is trained in no time, on its page.
fn small() -> Bench {
    let mut session = Session { laboratory: Lab::Networks, ..Session::default() };
    session.scenario.walkers = 100;
    session.networks.setup = Setup {
        hidden: vec![16, 12],
        digits: 100,
        test_digits: 400,
        batch: Schedule::Constant(20.0),
        length: Length::Steps(400),
        target_loss: 0.04,
        ..Setup::default()
    };
    session.networks.held = Some(32);
    session.networks.rate = 1e5;
    Bench::of(session)
}

fn rests(desk: &Desk) -> bool {
    desk.networks.rests() && !desk.networks.playing
}

#[test]
fn nothing_is_trained_before_the_page_is_opened() {
    let bench = Bench::new();
    let mut window = bench.window();
    assert!(bench.desk(|desk| desk.networks.sight().is_none() && !desk.networks.open));
    window.key_press(Key::M);
    bench.wait(&mut window, "the page", |desk| desk.networks.open && desk.networks.sight().is_some());
    window.key_press(Key::M);
    window.step();
    assert!(bench.desk(|desk| !desk.networks.open));
}

#[test]
fn the_page_trains_branches_and_says_when_errors_froze() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    window.get_by_role(Role::Status);
    for pane in Pane::ALL {
        let found = bench.desk(|desk| pane.panel(&desk.networks.scope().unwrap()).marks.len());
        assert!(found > 0, "{pane:?} shows nothing");
    }
    // What acts on what is kept trains nothing again.
    let run = bench.desk(|desk| std::sync::Arc::clone(&desk.networks.sight().unwrap().trained.run));
    bench.send(NetworkCommand::Set(Parameter::TargetLoss, 0.03));
    bench.send(NetworkCommand::Set(Parameter::Agreement, 0.7));
    bench.send(NetworkCommand::ReadAt(ReadOut::Horizon));
    bench.wait_long(&mut window, "the other reading", rests);
    bench.desk(|desk| {
        let sight = desk.networks.sight().unwrap();
        assert!(std::sync::Arc::ptr_eq(&sight.trained.run, &run) && sight.target == 0.03);
    });
    // A new learning rate does, and undo goes back.
    bench.send(NetworkCommand::Set(Parameter::Eta, 0.1));
    assert!(bench.desk(|desk| desk.networks.is_fading()), "the run before fades until there is another");
    bench.wait_long(&mut window, "the other run", |desk| rests(desk) && !desk.networks.is_fading());
    assert!(bench.desk(|desk| desk.networks.sight().unwrap().prepared.setup.eta.at(0) == 0.1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.step();
    assert!(bench.desk(|desk| desk.networks.bench.setup.eta.at(0) == 0.05));
}

#[test]
fn a_branch_follows_the_hand_and_stays_when_it_is_kept() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    let stage =
        window.get_by_role_and_label(Role::Figure, "The run and its branches on their principal plane");
    stage.focus();
    window.run();
    let before = bench.desk(|desk| desk.networks.bench.held);
    window.key_press(Key::ArrowRight);
    window.run();
    let held = bench.desk(|desk| desk.networks.bench.held);
    assert!(held > before, "an arrow leads it on: {before:?}, {held:?}");
    bench.wait(&mut window, "the branch", |desk| {
        desk.networks.sprout().is_some_and(|sprout| !sprout.twig.growing)
    });
    window.key_press(Key::K);
    let stays = move |desk: &Desk| {
        desk.networks.sight().is_some_and(|sight| sight.drawn.contains(&held.unwrap()) && sight.rests)
    };
    bench.wait_long(&mut window, "the branch that stays", stays);
    assert_eq!(bench.desk(|desk| desk.networks.bench.kept.clone()), [held.unwrap()]);
    bench.send(WindowCommand::Escape);
    assert_eq!(bench.desk(|desk| desk.networks.bench.held), None);
}

#[test]
fn a_session_keeps_the_page_and_its_setup() {
    let folder = scratch("networks-session");
    let path = folder.join("net.frostline");
    let bench = small();
    let _window = bench.window();
    bench.send(NetworkCommand::ReadAt(ReadOut::Equal));
    let session = bench.desk(Desk::session);
    session.save(&path).unwrap();
    let read = Session::load(&path).unwrap();
    assert_eq!(read.laboratory, Lab::Networks);
    assert_eq!((read.networks.read_at, read.networks.setup.digits), (ReadOut::Equal, 100));
    // A session that says nothing of networks is one of the valleys.
    let text = Session::default().to_text();
    assert!(!text.contains("networks"), "{text}");
    assert!(Session::from_text(&text).unwrap().networks.is_untouched());
}

#[test]
fn panels_are_exported_as_they_are_seen_and_told_as_tables() {
    let folder = scratch("networks-export");
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    for (pane, name) in Pane::ALL.map(|pane| (Some(pane), pane.name())).into_iter().chain([(None, "plane")]) {
        let path = folder.join(format!("{name}.svg"));
        bench.send(NetworkCommand::ExportPath(pane, path.clone()));
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written.contains("<svg"), "{name}");
        assert_eq!(Session::load(&path).unwrap().laboratory, Lab::Networks, "{name} carries its session");
    }
    for pane in Pane::ALL {
        bench.send(NetworkCommand::ShowTable(pane));
        window.run();
        window.get_by_role_and_label(Role::Button, "Close").click();
        window.run();
    }
}

/// What look-3 has in its column "not".
#[test]
fn the_words_claim_no_more_than_is_known() {
    const NOT: [&str; 14] = [
        "hopping stops",
        "hops over barriers until",
        "same minimum",
        "same basin",
        "at convergence",
        "on average",
        "generalises better",
        "generalizes better",
        "noise flattens",
        "depends only on",
        "test accuracy as in the paper",
        "valley floor",
        "landscape",
        "solution",
    ];
    let words = include_str!("../../assets/words/english.words").replace("\n  ", " ");
    let ours = words.lines().filter(|line| {
        ["network.", "command.network"].iter().any(|of| line.starts_with(of))
            && !line.starts_with("network.figure.")
    });
    let mut count = 0;
    for line in ours {
        count += 1;
        let said = line.to_lowercase();
        let wrong: Vec<&&str> = NOT.iter().filter(|not| said.contains(**not)).collect();
        assert!(wrong.is_empty(), "{wrong:?} in {line}");
        // F is never called flatter without the loss it was read at.
        assert!(!said.contains("flatter"), "{line}");
    }
    assert!(count > 100, "the words are there: {count}");
}
