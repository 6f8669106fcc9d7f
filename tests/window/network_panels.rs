//! Panels of the networks: each has more room when it is asked for, is exported as it is seen, and told as a table.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::around::{Overlay, Wanted};
use frostline::app::desk::command::{NetworkCommand, WindowCommand};
use frostline::labs::Lab;
use frostline::networks::bench::Page;
use frostline::networks::figures::panes::{Exhibit, Pane};
use frostline::session::Session;

use crate::networks::{rests, small, small_grid};
use crate::support::bench::{Bench, scratch};

/// Exports it and reads what it carries; every panel has its table.
fn on_paper(bench: &Bench, window: &mut Harness<'_>, exhibits: &[Exhibit]) {
    let folder = scratch(&format!("network-panels-{}", exhibits[0].name()));
    for exhibit in exhibits {
        let name = exhibit.name();
        let path = folder.join(format!("{name}.svg"));
        bench.send(NetworkCommand::ExportPath(*exhibit, path.clone()));
        let written = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(written.contains("<svg"), "{name}");
        assert_eq!(Session::load(&path).unwrap().laboratory, Lab::Networks, "{name} carries its session");
        if let Exhibit::Pane(pane) = exhibit {
            bench.send(NetworkCommand::ShowTable(*pane));
            window.run();
            let nothing = window.query_by_label("Nothing is worked out yet").is_some();
            assert!(!nothing, "{name} has numbers");
            window.get_by_role_and_label(Role::Button, "Close").click();
            window.run();
        }
    }
}

/// Of the page that is open, Ctrl+E asks for a place.
fn ctrl_e(bench: &Bench, window: &mut Harness<'_>, expected: Exhibit) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::E);
    window.step();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Path(Wanted::Exhibit(expected)));
    bench.send(WindowCommand::Escape);
    window.step();
}

#[test]
fn panels_of_a_run_are_exported_as_they_are_seen_and_told_as_tables() {
    let bench = small();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its branches", rests);
    let panes: Vec<Exhibit> = Pane::OF_THE_RUN.into_iter().chain([Pane::Plane]).map(Exhibit::Pane).collect();
    on_paper(&bench, &mut window, &panes);
    ctrl_e(&bench, &mut window, Exhibit::Pane(Pane::Plane));
    // The plane has the digits' room as well, until it is given back.
    let label = "The run and its branches on their principal plane menu";
    let height = |window: &Harness<'_>| {
        let stage = "The run and its branches on their principal plane";
        window.get_by_role_and_label(Role::Figure, stage).rect().height()
    };
    let before = height(&window);
    window.get_by_role_and_label(Role::Button, label).click();
    window.run();
    window.get_by_label("Enlarge").click();
    window.run();
    assert!(height(&window) > 1.3 * before, "{before}");
    bench.send(WindowCommand::Undo);
    window.run();
    assert_eq!(height(&window), before, "undo gives it back");
}

#[test]
fn panels_of_matching_are_exported_as_they_are_seen_and_told_as_tables() {
    let mut session = small().desk(Desk::session);
    session.networks.page = Page::Matching;
    let bench = Bench::of(session);
    let mut window = bench.window();
    bench.wait_long(&mut window, "run, repeats and control", rests);
    let own = Pane::all().filter(|pane| {
        matches!(pane, Pane::Losses | Pane::Read(_) | Pane::Gains | Pane::Stable | Pane::TestDigits)
    });
    let panes: Vec<Pane> = own.collect();
    let exhibits: Vec<Exhibit> =
        panes.iter().copied().map(Exhibit::Pane).chain([Exhibit::Matching]).collect();
    on_paper(&bench, &mut window, &exhibits);
    ctrl_e(&bench, &mut window, Exhibit::Matching);
    for pane in panes {
        bench.send(NetworkCommand::Enlarge(Some(pane)));
        window.run();
        let menus = window
            .get_all_by_role(Role::Button)
            .filter(|node| node.accesskit_node().label().is_some_and(|label| label.ends_with(" menu")));
        assert!((1..7).contains(&menus.count()), "{pane:?} takes the room of others");
    }
    let losses = bench.desk(|desk| desk.networks.averages.own().unwrap().at_losses.clone());
    let target = bench.desk(|desk| desk.networks.bench.setup.target_loss);
    assert_eq!(losses.iter().map(|(loss, _)| *loss).collect::<Vec<_>>(), [2.0 * target, 0.5 * target]);
    assert!(losses.iter().all(|(_, ratios)| ratios.iter().all(|ratio| *ratio > 0.0)), "{losses:?}");
}

#[test]
fn maps_of_the_grid_are_exported_as_they_are_seen_and_told_as_tables() {
    let bench = small_grid();
    let mut window = bench.window();
    bench.wait_long(&mut window, "the grid", |desk| desk.networks.farmland.is_complete());
    let panes = Pane::all().filter(|pane| matches!(pane, Pane::Map(_) | Pane::Curves(_)));
    let exhibits: Vec<Exhibit> = panes.map(Exhibit::Pane).chain([Exhibit::Grid]).collect();
    on_paper(&bench, &mut window, &exhibits);
    ctrl_e(&bench, &mut window, Exhibit::Grid);
}
