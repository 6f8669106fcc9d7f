//! The window's pages within reach: nothing that is opened lies below the fold, nothing moves with the run, menus close
//! when something else is done, and no words are cut or crossed.

use crate::support::bench::Bench;
use crate::support::{harness, legible};
use egui::accesskit::Role;
use egui::{Key, Rect, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::command::{
    Command, LookCommand, QuestionCommand, RunCommand, ViewCommand, WindowCommand,
};
use frostline::app::kit::theme::Mode;
use frostline::session::Session;
use frostline::valleys::experiments::courses::Course;
use frostline::valleys::figures::EXPERIMENTS;
use frostline::valleys::model::{NoiseLaw, Parameter, Preset};
use frostline::valleys::panel::Panel;

/// A window of 1,280 × 800, and what a harness has around it.
const WINDOW: [f32; 2] = [1296.0, 816.0];

/// A page of the column: its name, what opens it and what must be there.
type Page = (&'static str, Vec<Command>, Vec<(Role, &'static str)>);

fn pages() -> Vec<Page> {
    let run = [
        (Role::Slider, "Learning rate η"),
        (Role::Slider, "Noise strength σ"),
        (Role::Slider, "Flatness ratio γ"),
        (Role::Slider, "Bifurcation scale y_b"),
        (Role::Slider, "Noise exponent α"),
        (Role::RadioButton, "uniform"),
        (Role::RadioButton, "none"),
        (Role::SpinButton, "Walkers"),
        (Role::SpinButton, "Steps"),
        (Role::SpinButton, "Seed"),
        (Role::Button, "Schedule"),
        (Role::RadioButton, "acts on this run"),
        (Role::RadioButton, "restarts"),
        (Role::Button, "New run"),
        (Role::Button, "Panels in this column"),
        (Role::Slider, "Frost line: the noise follows"),
        (Role::Slider, "Slice height"),
        (Role::Slider, "Start height"),
        (Role::Slider, "Stage: floor of the flat valley"),
        (Role::Slider, "Stage: floor of the steep valley"),
        (Role::Slider, "Swarm in the plane: sideways its noise, upwards its start"),
    ];
    let landscape = [
        (Role::Slider, "floor of the flat valley"),
        (Role::Slider, "floor of the steep valley"),
        (Role::SpinButton, "Flat valley x_1"),
        (Role::SpinButton, "Start on flat side p_i"),
        (Role::Button, "Back to the paper's values"),
        (Role::Button, "New run"),
    ];
    let lanes = [
        (Role::Slider, "Schedule of η, point 2"),
        (Role::Slider, "Schedule of σ, point 1"),
        (Role::SpinButton, "Schedule of η: here"),
        (Role::Button, "Pieces of η"),
        (Role::Tab, "log"),
        (Role::Button, "Ready ones"),
        (Role::Button, "Heat here"),
        (Role::Button, "Close the schedule"),
        (Role::Slider, "Noise exponent α"),
    ];
    let unstable = RunCommand::Set(Parameter::Eta, 0.5).into();
    vec![
        ("run", vec![], run.to_vec()),
        ("unstable", vec![unstable], run[..14].to_vec()),
        ("held", vec![RunCommand::ToggleHold.into()], run[..14].to_vec()),
        ("landscape", vec![WindowCommand::ToggleLandscape.into()], landscape.to_vec()),
        (
            "schedule",
            vec![WindowCommand::ToggleSchedule.into(), RunCommand::SetCourse(Course::WarmUp).into()],
            lanes.to_vec(),
        ),
    ]
}

fn fig4(walkers: u32, step: u32) -> Session {
    let mut session = Session::of(Preset::Fig4);
    (session.scenario.walkers, session.scenario.steps) = (walkers, 30_000);
    Session { step, ..session }
}

/// A window over a run that has come to a step, and knows where it freezes.
fn at_rest(bench: &Bench, mode: Mode, size: [f32; 2]) -> Harness<'_> {
    bench.app.borrow_mut().desk.look.light = Some(mode == Mode::Light);
    bench.app.borrow_mut().desk.follow.fit = true;
    let mut window = harness(mode, size, |ui| bench.app.borrow_mut().frame(ui));
    bench.wait_long(&mut window, "the run and its forecast", |desk| {
        desk.run.fresh_snapshot().is_some_and(|now| now.now.step >= 3_000 && !now.playing)
            && desk.run.forecast().is_some()
    });
    window.run_steps(6);
    window
}

#[test]
fn everything_is_within_reach_without_scrolling() {
    let screen = Rect::from_min_max(pos2(8.0, 8.0), pos2(1288.0, 808.0));
    for (page, commands, needed) in pages() {
        let bench = Bench::of(fig4(200, 3_000));
        let mut window = at_rest(&bench, Mode::Dark, WINDOW);
        commands.into_iter().for_each(|command| bench.send(command));
        bench.wait_long(&mut window, "the forecast", |desk| desk.run.forecast().is_some());
        window.run_steps(6);
        for (role, name) in needed {
            let found = window.query_all_by_role_and_label(role, name).next();
            let rect = found.unwrap_or_else(|| panic!("{page}: no {role:?} {name:?}")).rect();
            assert!(screen.expand(1.0).contains_rect(rect), "{page}: {name} at {rect:?}");
        }
        // In the column nothing lies on anything else: what has no room would, or would have to be scrolled to.
        let mut rows: Vec<(String, Rect)> = Vec::new();
        for role in [Role::Slider, Role::SpinButton, Role::Button] {
            for node in window.query_all_by_role(role).filter(|node| node.rect().right() < 230.0) {
                let name = node.accesskit_node().label().unwrap_or_default();
                let rect = node.rect().shrink(1.0);
                assert!(rect.bottom() <= screen.bottom(), "{page}: {name} lies below the fold: {rect:?}");
                for (other, area) in &rows {
                    assert!(!area.intersects(rect), "{page}: {name} {rect:?} on {other} {area:?}");
                }
                rows.push((name, rect));
            }
        }
        assert!(rows.len() >= 8, "{page}: {rows:?}");
    }
}

#[test]
fn the_bar_stays_whatever_the_run_is_called_and_shows_where_one_is() {
    let bench = Bench::new();
    let mut window = bench.window();
    let places = |window: &Harness<'_>| -> Vec<Rect> {
        let pages = ["Explore", "Figures", "Ask", "Lessons"];
        let tabs = pages.map(|name| window.get_by_role_and_label(Role::Tab, name).rect());
        let buttons = ["File", "Edit"].map(|name| window.get_by_role_and_label(Role::Button, name).rect());
        tabs.into_iter().chain(buttons).collect()
    };
    let chosen = |window: &Harness<'_>| -> Vec<String> {
        let tabs = window.query_all_by_role(Role::Tab).filter(|tab| tab.rect().center().y < 40.0);
        tabs.filter(|tab| tab.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
            .map(|tab| tab.accesskit_node().label().unwrap_or_default())
            .collect()
    };
    let before = places(&window);
    assert_eq!(chosen(&window), ["Explore"]);
    bench.send(RunCommand::Set(Parameter::Sigma, 0.3));
    window.run();
    assert!(window.query_by_label("Run: Fig. 4, σ = 0.1, changed").is_some(), "the name says so");
    assert_eq!(places(&window), before);
    for page in ["Figures", "Ask", "Figures", "Explore", "Ask", "Explore"] {
        window.get_by_role_and_label(Role::Tab, page).click();
        window.run_steps(4);
        assert_eq!(chosen(&window), [page]);
        assert_eq!(places(&window), before, "{page}");
        assert_eq!(bench.desk(|desk| desk.studio.open), page != "Explore", "{page}");
    }
    window.get_by_role_and_label(Role::Tab, "Lessons").click();
    window.run();
    assert_eq!(chosen(&window), ["Lessons"]);
}

#[test]
fn a_run_is_chosen_at_the_head_of_the_column() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.get_by_label("Run: Fig. 4, σ = 0.1").click();
    window.run();
    window.get_by_label_contains("Fig. 3, one cell").click();
    window.run();
    assert_eq!(bench.scenario().y_i, 5.0);
}

#[test]
fn menus_close_when_something_else_is_dragged_and_by_escape_alone() {
    let bench = Bench::new();
    let mut window = bench.window();
    let open = |window: &Harness<'_>| window.query_by_label_contains("Fresh start").is_some();
    window.get_by_role_and_label(Role::Button, "File").click();
    window.run();
    assert!(open(&window));
    window.key_press(Key::Escape);
    window.run();
    assert!(!open(&window), "Escape closes it");
    // And nothing else with it.
    bench.send(ViewCommand::Enlarge(Some(Panel::Slice)));
    window.get_by_role_and_label(Role::Button, "File").click();
    window.run();
    window.key_press(Key::Escape);
    window.run();
    assert_eq!((open(&window), bench.desk(|desk| desk.view.enlarged)), (false, Some(Panel::Slice)));
    bench.send(ViewCommand::Enlarge(None));

    window.get_by_role_and_label(Role::Button, "File").click();
    window.run();
    assert!(open(&window));
    let place = window.get_by_role_and_label(Role::Slider, "Learning rate η").rect();
    let knob = pos2(place.center().x, place.top() + 24.0);
    window.hover_at(knob);
    window.run();
    window.drag_at(knob);
    window.run();
    window.hover_at(knob + egui::vec2(20.0, 0.0));
    window.run();
    assert!(!open(&window), "a slider in the hand closes it");
    window.drop_at(knob + egui::vec2(20.0, 0.0));
    window.run();
    // A number dragged inside of a menu leaves that open.
    bench.send(WindowCommand::ToggleSchedule);
    window.run();
    window.get_by_role_and_label(Role::Button, "Heat here").click();
    window.run();
    let at = window.get_by_role_and_label(Role::SpinButton, "Heat: σ times").rect().right_center();
    let at = at - egui::vec2(8.0, 0.0);
    window.hover_at(at);
    window.run();
    window.drag_at(at);
    window.run();
    window.hover_at(at + egui::vec2(15.0, 0.0));
    window.run();
    assert!(window.query_by_role_and_label(Role::SpinButton, "Heat: σ times").is_some());
    window.drop_at(at + egui::vec2(15.0, 0.0));
}

#[test]
fn a_fourth_panel_takes_the_place_of_the_one_used_longest_ago() {
    let bench = Bench::new();
    let mut window = bench.window();
    let shown = || bench.desk(Desk::shown_panels);
    assert_eq!(bench.desk(|desk| desk.around.room), 3);
    // The hand has been at these two.
    for panel in ["Slice, loss against x", "P_flat against y"] {
        let at = window.get_by_label(panel).rect().center();
        window.drag_at(at);
        window.run();
        window.drop_at(at);
        window.run();
    }
    window.get_by_role_and_label(Role::Button, "Panels in this column").click();
    window.run();
    assert!(window.query_by_label("3 fit at this height").is_some());
    window.get_by_role_and_label(Role::CheckBox, "Hops").click();
    window.run();
    assert_eq!(shown(), [Panel::PFlat, Panel::Slice, Panel::Hops]);
    // One that is ticked goes, and leaves its place.
    window.get_by_role_and_label(Role::CheckBox, "Slice").click();
    window.run();
    assert_eq!(shown(), [Panel::PFlat, Panel::Hops]);
    // A session with more than there is room for is not squeezed, and keeps what it had.
    bench.send(ViewCommand::Panels(Panel::ALL.to_vec()));
    window.run();
    assert_eq!((shown().len(), bench.desk(|desk| desk.view.panels.len())), (3, 5));
}

#[test]
fn the_columns_are_dragged_and_given_their_width_back() {
    let bench = Bench::new();
    let mut window = bench.window();
    let stage = |window: &Harness<'_>| window.get_by_role(Role::Canvas).rect();
    let before = stage(&window);
    for (name, by) in [("Edge of the left column", 40.0), ("Edge of the right column", -50.0)] {
        let at = window.get_by_role_and_label(Role::Splitter, name).rect().center();
        window.hover_at(at);
        window.run();
        window.drag_at(at);
        window.run();
        window.hover_at(at + egui::vec2(by, 0.0));
        window.run();
        window.drop_at(at + egui::vec2(by, 0.0));
        window.run();
    }
    let after = stage(&window);
    assert!((after.left() - before.left() - 40.0).abs() < 2.0, "{after:?} was {before:?}");
    assert!((before.right() - after.right() - 50.0).abs() < 2.0, "{after:?} was {before:?}");
    let kept = serde_json::to_string(&bench.desk(|desk| desk.look)).unwrap();
    let look: frostline::app::desk::look::Look = serde_json::from_str(&kept).unwrap();
    assert!(look.columns.left.is_some() && look.columns.right.is_some(), "{kept}");
    // A look kept by an older program has none.
    let older: frostline::app::desk::look::Look =
        serde_json::from_str(r#"{"light":true,"zoom":1.1}"#).unwrap();
    assert_eq!(older.columns.left, None);
    window.get_by_role_and_label(Role::Splitter, "Edge of the left column").focus();
    window.run();
    window.key_press(Key::ArrowLeft);
    window.run();
    assert!((after.left() - stage(&window).left() - 8.0).abs() < 1.0);
    let at = window.get_by_role_and_label(Role::Splitter, "Edge of the left column").rect().center();
    crate::support::double_click(&mut window, at);
    assert_eq!(stage(&window).left(), before.left());
}

/// What is wrong with the words of every page, in a dress and at a size.
fn look_through(mode: Mode, size: [f32; 2], presenting: bool) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/column");
    std::fs::create_dir_all(folder).unwrap();
    let mut wrong = Vec::new();
    let bench = Bench::of(fig4(1_000, 16_800));
    bench.app.borrow_mut().desk.look.presenting = presenting;
    let mut window = at_rest(&bench, mode, size);
    let law = |law| Command::from(RunCommand::SetNoise(law));
    let dress = format!("{mode:?}-{}x{}-{presenting}", size[0], size[1]);
    let looks: [(&str, Vec<Command>); 7] = [
        ("run", vec![]),
        ("landscape", vec![WindowCommand::ToggleLandscape.into()]),
        ("schedule", vec![WindowCommand::ToggleSchedule.into()]),
        ("course", vec![RunCommand::SetCourse(Course::Restarts).into()]),
        ("warm-up", vec![RunCommand::SetCourse(Course::WarmUp).into()]),
        ("uniform", vec![WindowCommand::ToggleSchedule.into(), law(NoiseLaw::Uniform)]),
        ("unstable", vec![law(NoiseLaw::None), RunCommand::Set(Parameter::Gamma, 1.0).into()]),
    ];
    for (name, commands) in looks {
        commands.into_iter().for_each(|command| bench.send(command));
        bench.wait_long(&mut window, "the forecast", |desk| desk.run.forecast().is_some());
        window.run_steps(6);
        let ctx = window.ctx.clone();
        let found = legible::findings(&ctx, || {
            window.render().unwrap().save(format!("{folder}/{name}-{dress}.png")).unwrap();
        });
        wrong.extend(found.into_iter().map(|finding| format!("{name}, {dress}: {finding}")));
    }
    wrong
}

#[test]
fn no_words_are_cut_or_crossed_on_the_pages_of_the_column() {
    let mut found = Vec::new();
    for (mode, size, presenting) in [
        (Mode::Dark, WINDOW, false),
        (Mode::Light, WINDOW, false),
        (Mode::Dark, [1920.0, 1080.0], true),
        (Mode::Light, [1920.0, 1080.0], false),
    ] {
        found.extend(look_through(mode, size, presenting));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
#[ignore = "writes pictures to look at"]
fn pictures() {
    for mode in [Mode::Dark, Mode::Light] {
        for line in look_through(mode, WINDOW, false) {
            println!("{line}");
        }
    }
    let bench = Bench::of(fig4(1_000, 16_800));
    let mut window = at_rest(&bench, Mode::Dark, WINDOW);
    let picture = |window: &mut Harness<'_>, name: &str| {
        window.run_steps(4);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/column");
        window.render().unwrap().save(format!("{folder}/{name}.png")).unwrap();
    };
    window.get_by_role_and_label(Role::Button, "Panels in this column").click();
    picture(&mut window, "panels");
    window.key_press(Key::Escape);
    let knob = window.get_by_role_and_label(Role::Slider, "Noise strength σ").rect().center();
    window.hover_at(knob);
    picture(&mut window, "slider");
    window.hover_at(pos2(640.0, 300.0));
    picture(&mut window, "stage");
    bench.send(QuestionCommand::Experiment(EXPERIMENTS[0]));
    picture(&mut window, "ask");
    bench.send(WindowCommand::Escape);
    bench.send(LookCommand::TogglePresentation);
    picture(&mut window, "presentation");
}
