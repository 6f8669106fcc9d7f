//! What a person does at the bench of the networks: sets controls by words, undoes them, puts runs aside, holds what works
//! by itself.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use frostline::app::desk::Desk;
use frostline::app::desk::around::Copied;
use frostline::app::desk::command::{Command, NetworkCommand, ShelfCommand, WindowCommand};
use frostline::networks::bench::Page;
use frostline::networks::experiments::continuation::ReadOut;
use frostline::networks::experiments::field::Scheme;
use frostline::networks::figures::panes::Pane;
use frostline::networks::model::{Parameter, Preset};
use frostline::session::{PLACES, Session};
use frostline::settings::Adjustable;

use crate::networks::{rests, small, small_grid};
use crate::support::bench::Bench;

fn settled(desk: &Desk) -> bool {
    rests(desk) && !desk.networks.is_fading()
}

/// Types into the palette, and presses Enter.
fn in_palette(bench: &Bench, window: &mut Harness<'_>, text: &str) {
    bench.send(WindowCommand::TogglePalette);
    window.step();
    window.step();
    window.event(egui::Event::Text(text.to_owned()));
    window.step();
    window.key_press(Key::Enter);
    window.step();
}

#[test]
fn the_palette_sets_the_networks_by_name_and_by_symbol() {
    let bench = small();
    let mut window = bench.window();
    for (typed, parameter, value) in [
        ("eta 0.1", Parameter::Eta, 0.1),
        ("batch 10", Parameter::Batch, 10.0),
        ("B = 50", Parameter::Batch, 50.0),
        ("target_loss 0.02", Parameter::TargetLoss, 0.02),
        ("sth 0.8", Parameter::Agreement, 0.8),
        ("digits 80", Parameter::Digits, 80.0),
    ] {
        in_palette(&bench, &mut window, typed);
        let found = bench.desk(|desk| parameter.get(&desk.networks.bench.setup));
        assert_eq!(found, Some(value), "{typed}");
    }
    let scenario = bench.scenario();
    in_palette(&bench, &mut window, "eta 99");
    assert!(window.query_by_label_contains("eta = 99").is_some(), "it says what is allowed");
    assert_eq!(bench.scenario(), scenario, "the model of the valleys is left alone");
    bench.send(WindowCommand::Escape);
    in_palette(&bench, &mut window, "export F over the train loss");
    assert!(bench.desk(|desk| desk.around.overlay != frostline::app::desk::around::Overlay::None));
}

#[test]
fn every_control_is_undone_and_done_again() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    bench.send(NetworkCommand::Hold(Some(101)));
    let mut commands: Vec<Command> = Parameter::ALL
        .iter()
        .map(|parameter| {
            let value = match parameter {
                Parameter::Eta => 0.04,
                Parameter::Batch => 25.0,
                Parameter::Steps => 300.0,
                Parameter::Time => 15.0,
                Parameter::Layers => 3.0,
                Parameter::Width => 9.0,
                Parameter::Pooling => 4.0,
                Parameter::Digits => 90.0,
                Parameter::TestDigits => 300.0,
                Parameter::DescentEta => 0.06,
                Parameter::TargetLoss => 0.05,
                Parameter::Agreement => 0.8,
            };
            NetworkCommand::Set(*parameter, value).into()
        })
        .collect();
    let scheme = Box::new(Scheme { repeats: 4, ..Scheme::default() });
    commands.extend(
        [
            NetworkCommand::SetSeed(7),
            NetworkCommand::ReadAt(ReadOut::Equal),
            NetworkCommand::Act(true),
            NetworkCommand::KeepBranch,
            NetworkCommand::NewRun,
            NetworkCommand::Enlarge(Some(Pane::Similarity)),
            NetworkCommand::Scheme(scheme),
            NetworkCommand::LoadPlot(Scheme::cell(3, 3), 0),
            NetworkCommand::Size(Preset::Live),
        ]
        .map(Command::from),
    );
    let here = |bench: &Bench| bench.desk(|desk| desk.networks.bench.clone());
    for command in commands {
        let before = here(&bench);
        bench.send(command.clone());
        let after = here(&bench);
        assert!(before != after, "{command:?} changes something");
        bench.send(WindowCommand::Undo);
        let mut back = here(&bench);
        // Which page is open and what step is looked at are no settings.
        (back.page, back.step, back.held) = (before.page, before.step, before.held);
        assert_eq!(back, before, "undone: {command:?}");
        bench.send(WindowCommand::Redo);
        let mut again = here(&bench);
        (again.page, again.step, again.held) = (after.page, after.step, after.held);
        assert_eq!(again, after, "done again: {command:?}");
        bench.send(WindowCommand::Undo);
        bench.send(NetworkCommand::Hold(Some(101)));
    }
}

#[test]
fn runs_are_put_aside_gone_back_to_renamed_and_kept() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    let end = |desk: &Desk| desk.networks.sight().unwrap().trained.losses.clone();
    let names = |bench: &Bench| bench.desk(Desk::leaf_names);
    assert_eq!(names(&bench), ["this run"]);
    let first = bench.desk(end);
    window.key_press(Key::N);
    window.step();
    bench.wait_long(&mut window, "another run", settled);
    assert_eq!(names(&bench), ["shuffle 1", "shuffle 2"]);
    bench.send(NetworkCommand::Set(Parameter::Eta, 0.08));
    bench.wait_long(&mut window, "a third run", settled);
    assert_eq!(names(&bench).len(), 3);
    bench.desk(|desk| {
        let leaf = desk.networks.shelf.at(0).unwrap();
        assert!((2..=64).contains(&leaf.curve.len()), "{:?}", leaf.curve);
    });
    // A click goes back, to the bit, and says what is done again.
    window.get_by_role_and_label(Role::Button, "Run 1: η = 0.05. Go to it").click();
    window.run();
    assert!(window.query_by_label_contains("trained again").is_some());
    bench.wait_long(&mut window, "the first run", settled);
    assert_eq!(bench.desk(end), first);
    assert_eq!(bench.desk(|desk| desk.networks.shelf.here()), 0);
    bench.send(ShelfCommand::Call(0, "  mine ".into()));
    assert_eq!(names(&bench)[0], "mine");
    // The session has it; so much of it and no more.
    let session = bench.desk(Desk::session);
    let back = Session::from_text(&session.to_text()).unwrap();
    assert_eq!(back.leaves, session.leaves);
    assert!(session.to_text().len() < 40_000, "{}", session.to_text().len());
    let again = Bench::of(back);
    assert_eq!(names(&again), names(&bench));
    for _ in 0..5 {
        bench.send(NetworkCommand::NewRun);
        bench.wait_long(&mut window, "one more run", settled);
    }
    assert_eq!(names(&bench).len(), PLACES, "the oldest make room");
    bench.send(ShelfCommand::Remove(0));
    assert_eq!(names(&bench).len(), PLACES - 1);
    // What undo brings back is not there twice.
    bench.send(WindowCommand::Undo);
    bench.desk(|desk| {
        let here = &desk.networks.bench;
        let twins = desk.networks.shelf.stamps.iter().filter(|leaf| leaf.is_run(&here.setup, here.repeat));
        assert_eq!(twins.count(), 0);
    });
    let valleys = bench.desk(|desk| desk.shelf.clone());
    assert!(valleys.is_empty(), "the valleys' shelf is another");
}

#[test]
fn repeats_are_seen_held_and_taken_up_again() {
    let mut session = small().desk(Desk::session);
    session.networks.page = Page::Matching;
    session.networks.repeats_rest = true;
    let bench = Bench::of(session);
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    assert!(
        bench.desk(|desk| desk.networks.averages.share().is_none() && desk.networks.averages.own().is_none())
    );
    window.get_by_role_and_label(Role::Button, "Work out 8 repeats").click();
    bench.wait_long(&mut window, "the repeats", |desk| desk.networks.averages.own().is_some());
    assert!(bench.desk(|desk| !desk.networks.bench.repeats_rest));
}

#[test]
fn the_grid_is_held_taken_up_again_and_cleared() {
    let mut session = small_grid().desk(Desk::session);
    session.networks.grid_rests = true;
    let bench = Bench::of(session);
    let mut window = bench.window();
    let crops = |desk: &Desk| desk.networks.farmland.crops().len();
    for _ in 0..30 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        window.step();
    }
    assert_eq!(bench.desk(crops), 0, "nothing comes in while it is held");
    window.get_by_role_and_label(Role::Button, "Resume the grid").click();
    bench.wait_long(&mut window, "a run of the grid", move |desk| crops(desk) > 0);
    window.get_by_role_and_label(Role::Button, "Pause the grid").click();
    window.run();
    let kept = bench.desk(|desk| desk.session().crops.len());
    assert!(kept > 0, "what is in is in the session");
    window.get_by_role_and_label(Role::Button, "Resume the grid").click();
    bench.wait_long(&mut window, "the grid", |desk| desk.networks.farmland.is_complete());
    assert_eq!(bench.desk(crops), 12);
    window.get_by_role_and_label(Role::Button, "Clear the grid").click();
    window.step();
    window.step();
    assert!(bench.desk(crops) < 12, "it begins anew");
}

#[test]
fn each_page_has_the_line_that_makes_it_again() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    bench.send(NetworkCommand::NewRun);
    bench.wait_long(&mut window, "another run", settled);
    let line = bench.desk(Desk::command_line).unwrap();
    let steps = bench.desk(|desk| {
        let steps = desk.networks.sight().unwrap().twigs.iter().map(|twig| twig.step.to_string());
        steps.collect::<Vec<_>>().join(",")
    });
    assert!(line.ends_with(&format!("--repeat 1 --at {steps} --equal 100")), "{line}");
    bench.send(NetworkCommand::Open(Page::Matching));
    let line = bench.desk(Desk::command_line).unwrap();
    assert!(line.ends_with("--repeats 8 --branches 11 --equal 100"), "{line}");
    bench.send(NetworkCommand::Open(Page::Grid));
    let line = bench.desk(Desk::command_line).unwrap();
    assert!(
        line.starts_with("frostline network grid") && line.contains("--eta-t 40 ") && line.contains("--etas"),
        "{line}"
    );
    window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);
    window.step();
    let copied = |desk: &Desk| matches!(&desk.around.copied, Some(Copied::Text(text)) if *text == line);
    assert!(bench.desk(copied), "{line}");
}
