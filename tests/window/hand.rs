//! What can be taken hold of, and the line that says what is at the hand: every handle has a name, a key and one step of
//! undo, and nothing covers what it is at.

use crate::support::bench::Bench;
use egui::accesskit::Role;
use egui::{Key, Order, Pos2, Shape, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::around::Copied;
use frostline::app::desk::command::{RunCommand, ViewCommand, WindowCommand};
use frostline::session::{Class, Session};
use frostline::settings::{Adjustable, Schedule, Settings};
use frostline::valleys::model::{Parameter, Preset, Scenario};
use frostline::valleys::panel::Panel;

fn small(step: u32) -> Session {
    let mut session = Session::of(Preset::Fig4);
    (session.scenario.walkers, session.scenario.steps) = (200, 30_000);
    Session { step, ..session }
}

/// A window over a run that stands at a step and knows where it freezes.
fn at_rest<'a>(bench: &'a Bench, step: u32) -> Harness<'a> {
    bench.app.borrow_mut().desk.follow.fit = true;
    let mut window = bench.window();
    bench.wait_long(&mut window, "the run and its forecast", |desk| {
        desk.run.fresh_snapshot().is_some_and(|now| now.now.step >= step && !now.playing)
            && desk.run.forecast().is_some()
    });
    window.run_steps(4);
    window
}

/// The line below the stage.
fn said(window: &Harness<'_>) -> String {
    let stage = window.get_by_role(Role::Canvas).rect();
    let line = window.query_all_by_role(Role::Label).find(|node| {
        let rect = node.rect();
        (rect.center().y - stage.bottom() - 43.0).abs() < 2.0 && (rect.left() - stage.left()).abs() < 2.0
    });
    let line = line.expect("it is there").accesskit_node();
    line.value().or(line.label()).unwrap_or_default()
}

fn drag(window: &mut Harness<'_>, from: Pos2, by: Vec2) {
    window.hover_at(from);
    window.run();
    window.drag_at(from);
    window.run();
    for share in [0.25, 0.5, 0.75, 1.0] {
        window.hover_at(from + share * by);
        window.run_steps(2);
    }
}

fn middle(window: &Harness<'_>, role: Role, name: &str) -> Pos2 {
    window.get_by_role_and_label(role, name).rect().center()
}

fn press(window: &mut Harness<'_>, name: &str, key: Key) {
    window.get_by_role_and_label(Role::Slider, name).focus();
    window.run();
    window.key_press(key);
    window.run();
}

/// One step back is where it was.
fn undone(bench: &Bench, before: &Scenario) {
    bench.send(WindowCommand::Undo);
    assert_eq!(&bench.scenario(), before, "a drag is one step of undo");
}

const DOT: &str = "Swarm in the plane: sideways its noise, upwards its start";

#[test]
fn the_line_says_what_is_at_the_hand_and_nothing_lies_over_it() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    window.hover_at(pos2(640.0, 20.0));
    window.run_steps(4);
    assert!(said(&window).starts_with("each of the 200 dots is one training run"), "{}", said(&window));
    let stage = window.get_by_role(Role::Canvas).rect();
    let slider = window.get_by_role_and_label(Role::Slider, "Noise strength σ").rect();
    let plane = window.get_by_label("Freezing plane, y against noise").rect();
    let slice = window.get_by_label("Slice, loss against x").rect();
    let shares = window.get_by_label("P_flat against y").rect();
    for (at, expected) in [
        (stage.right_top() + vec2(-150.0, 60.0), "at the hand: height y = "),
        (slider.left_top() + vec2(20.0, 8.0), "σ = 0.1: noise strength"),
        (slider.right_top() + vec2(-6.0, 8.0), "σ = 0.1: noise strength"),
        (middle(&window, Role::SpinButton, "Seed") - vec2(60.0, 0.0), "seed: the same seed"),
        (middle(&window, Role::Slider, "Slice height"), "slice at y = "),
        (middle(&window, Role::Slider, "Start height"), "Start height y = 1"),
        (middle(&window, Role::Slider, DOT), "swarm: Δ_S = "),
        (plane.left_top() + vec2(30.0, 20.0), "at the hand: Δ_S = "),
        (slice.center() + vec2(20.0, 0.0), "at the hand: x = "),
        (shares.center(), "at the hand: y = "),
        (middle(&window, Role::Slider, "Timeline"), "at the hand: step "),
        (middle(&window, Role::Button, "Schedule"), "draw η and σ over the steps"),
    ] {
        window.hover_at(at);
        // Long enough for a tooltip to come.
        window.run_steps(12);
        assert!(said(&window).starts_with(expected), "{at:?}: {:?}, not {expected:?}", said(&window));
        let over = window.ctx.memory(|memory| {
            memory.areas().visible_layer_ids().into_iter().any(|layer| layer.order == Order::Tooltip)
        });
        assert!(!over, "{expected}: a tooltip covers what is at the hand");
    }
}

#[test]
fn a_drag_says_its_value_and_what_follows() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    let slider = window.get_by_role_and_label(Role::Slider, "Noise strength σ").rect();
    drag(&mut window, slider.left_top() + vec2(96.0, 24.0), vec2(20.0, 0.0));
    let line = said(&window);
    let sigma = Parameter::Sigma.get(&bench.scenario()).unwrap();
    assert!(sigma > 0.12, "{sigma}");
    assert!(line.starts_with(&format!("σ = {sigma}")), "{line}");
    for part in ["Δ_S = ", "frost line at y = ", "Eq. 11 at "] {
        assert!(line.contains(part), "{part} is missing: {line}");
    }
    window.drop_at(slider.left_top() + vec2(116.0, 24.0));
}

#[test]
fn the_dot_in_the_plane_is_pulled_sideways_for_the_noise_and_upwards_for_the_start() {
    let bench = Bench::of(small(0));
    let mut window = at_rest(&bench, 0);
    let before = bench.scenario();
    let at = middle(&window, Role::Slider, DOT);
    drag(&mut window, at, vec2(40.0, 2.0));
    window.drop_at(at + vec2(40.0, 2.0));
    window.run();
    let louder = bench.scenario();
    assert!(louder.sigma.at(0) > 1.3 * before.sigma.at(0), "{:?}", louder.sigma);
    assert_eq!(Scenario { sigma: before.sigma.clone(), ..louder }, before, "nothing else follows");
    let now = middle(&window, Role::Slider, DOT);
    assert!((now.x - at.x - 40.0).abs() < 6.0, "the dot stays under the hand: {now:?}");
    undone(&bench, &before);
    window.run();

    let at = middle(&window, Role::Slider, DOT);
    drag(&mut window, at, vec2(3.0, -30.0));
    window.drop_at(at + vec2(3.0, -30.0));
    window.run();
    let higher = bench.scenario();
    assert!(higher.y_i > 2.0 && higher.sigma == before.sigma, "{higher:?}");
    undone(&bench, &before);
    window.run();

    press(&mut window, DOT, Key::ArrowRight);
    assert_eq!(bench.scenario().sigma, Schedule::Constant(0.105));
    press(&mut window, DOT, Key::ArrowUp);
    assert!((bench.scenario().y_i - 1.1).abs() < 1e-9);
}

#[test]
fn the_floors_of_the_stage_are_pulled_and_gamma_follows() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    let before = bench.scenario();
    let stage = window.get_by_role(Role::Canvas).rect();
    // Right of the lens and of the line.
    let across = stage.right() - 60.0;
    for (name, parameter, out) in [
        ("Stage: floor of the flat valley", Parameter::X1, -1.0),
        ("Stage: floor of the steep valley", Parameter::X2, 1.0_f32),
    ] {
        window.hover_at(pos2(across, stage.center().y));
        window.run_steps(3);
        let at = middle(&window, Role::Slider, name);
        assert!((at.x - across).abs() < 1.0, "it is where the pointer is: {at:?}");
        drag(&mut window, at, vec2(0.0, 30.0 * out));
        window.drop_at(at + vec2(0.0, 30.0 * out));
        window.run();
        let after = bench.scenario();
        let [was, is] = [&before, &after].map(|scenario| parameter.get(scenario).unwrap());
        assert!(is > 1.15 * was, "{name}: {is}, was {was}");
        assert_ne!(after.landscape.gamma(), before.landscape.gamma());
        undone(&bench, &before);
        window.run();
        press(&mut window, name, if out < 0.0 { Key::ArrowUp } else { Key::ArrowDown });
        let after = parameter.get(&bench.scenario()).unwrap();
        assert!((after / was - 1.01).abs() < 2e-3, "{name}: a press outwards: {after}");
        bench.send(WindowCommand::Undo);
        window.run();
    }
}

#[test]
fn the_floors_of_the_page_are_pulled_typed_and_put_back() {
    let bench = Bench::of(small(0));
    let mut window = at_rest(&bench, 0);
    bench.send(WindowCommand::ToggleLandscape);
    window.run();
    let before = bench.scenario();
    let at = middle(&window, Role::Slider, "floor of the flat valley");
    drag(&mut window, at, vec2(12.0, 0.0));
    let line = said(&window);
    assert!(line.starts_with("floor of the flat valley: x_1 = ") && line.contains("γ = "), "{line}");
    window.drop_at(at + vec2(12.0, 0.0));
    window.run();
    assert!(bench.scenario().landscape.x1 > 0.9, "{:?}", bench.scenario().landscape);
    undone(&bench, &before);
    window.run();
    press(&mut window, "floor of the steep valley", Key::ArrowLeft);
    assert!((bench.scenario().landscape.x2 - 0.6565).abs() < 1e-3, "{:?}", bench.scenario().landscape);
    window.get_by_role_and_label(Role::Button, "Back to the paper's values").click();
    window.run();
    assert_eq!(bench.scenario().landscape, Scenario::default().landscape);
}

#[test]
fn the_start_is_pulled_along_the_stage() {
    let bench = Bench::of(small(0));
    let mut window = at_rest(&bench, 0);
    let before = bench.scenario();
    let at = middle(&window, Role::Slider, "Start height");
    drag(&mut window, at, vec2(120.0, 0.0));
    window.drop_at(at + vec2(120.0, 0.0));
    window.run();
    assert!((2.0..4.5).contains(&bench.scenario().y_i), "{}", bench.scenario().y_i);
    undone(&bench, &before);
    bench.wait_long(&mut window, "the run as it was", |desk| desk.run.fresh_snapshot().is_some());
    window.run_steps(4);
    press(&mut window, "Start height", Key::ArrowRight);
    let stride = bench.scenario().y_i - before.y_i;
    assert!((0.02..0.3).contains(&stride), "a hundredth of the view: {stride}");
    // Held, it is the height that it is held at: that of the swarm from the new start.
    bench.wait_long(&mut window, "the new start", |desk| desk.run.fresh_snapshot().is_some());
    bench.send(RunCommand::ToggleHold);
    window.run();
    press(&mut window, "Held height", Key::ArrowRight);
    let held = bench.scenario();
    assert!(held.hold_y.is_some_and(|y| y > held.y_i), "{held:?}");
}

#[test]
fn on_the_lanes_a_slider_puts_a_point_and_the_steps_stay() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    bench.send(WindowCommand::ToggleSchedule);
    window.run();
    let before = bench.scenario();
    press(&mut window, "Noise strength σ", Key::PageUp);
    let after = bench.scenario();
    assert!(after.sigma.at(3_000) > 1.5 * before.sigma.at(0), "{:?}", after.sigma);
    assert_eq!([after.sigma.at(0), after.sigma.at(after.steps)], [before.sigma.at(0); 2]);
    assert_eq!(after.steps, before.steps);
    // Again, and it is the same point.
    press(&mut window, "Noise strength σ", Key::PageUp);
    assert_eq!(bench.scenario().sigma.knots(after.steps).len(), 3, "{:?}", bench.scenario().sigma);
    // Typed beside the lane.
    let node = window.get_by_role_and_label(Role::SpinButton, "Schedule of η: here");
    let id = node.accesskit_node().locate().0;
    window.event(egui::Event::AccessKitActionRequest(egui::accesskit::ActionRequest {
        action: egui::accesskit::Action::SetValue,
        target_tree: egui::accesskit::TreeId::ROOT,
        target_node: id,
        data: Some(egui::accesskit::ActionData::NumericValue(0.02)),
    }));
    window.run();
    assert!((bench.scenario().eta.at(3_000) - 0.02).abs() < 1e-9, "{:?}", bench.scenario().eta);
    assert_eq!(bench.scenario().validate(), Ok(()));
    // Escape puts the lanes away.
    window.key_press(Key::Escape);
    window.run();
    window.key_press(Key::Escape);
    window.run();
    assert!(!bench.desk(|desk| desk.around.schedule));
}

#[test]
fn a_locked_control_says_why() {
    let mut session = small(0);
    session.class = Some(Class {
        locked: vec!["gamma".into()],
        hidden: vec!["seed".into()],
        lesson: None,
        answers: Vec::new(),
        guesses: Vec::new(),
    });
    let bench = Bench::of(session);
    let mut window = bench.window();
    window.hover_at(middle(&window, Role::Slider, "Flatness ratio γ"));
    window.run_steps(4);
    assert_eq!(said(&window), "Locked by the teacher who made this session");
    assert!(window.query_by_role_and_label(Role::SpinButton, "Seed").is_none());
}

#[test]
fn a_panel_that_is_put_away_has_no_handle() {
    let bench = Bench::of(small(0));
    let mut window = at_rest(&bench, 0);
    bench.send(ViewCommand::Panels(vec![Panel::PFlat]));
    window.run();
    assert!(window.query_by_role_and_label(Role::Slider, DOT).is_none());
}

#[test]
fn the_slice_is_pulled_by_its_line_on_the_stage() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    bench.send(ViewCommand::Slice(Some(4.0)));
    window.run_steps(3);
    let stage = window.get_by_role(Role::Canvas).rect();
    let [low, high] = bench.desk(|desk| desk.view.stage_y);
    let per_y = stage.width() / (high - low) as f32;
    let line = pos2(stage.left() + (4.0 - low) as f32 * per_y, stage.bottom() - 30.0);
    drag(&mut window, line, vec2(per_y, 0.0));
    window.drop_at(line + vec2(per_y, 0.0));
    window.run();
    let slice = bench.desk(|desk| desk.view.slice_y).expect("set by hand");
    assert!((slice - 5.0).abs() < 0.1, "{slice}");
    assert_eq!(bench.desk(|desk| desk.view.stage_y), [low, high], "the stage stays where it is");
}

#[test]
fn what_is_read_out_is_copied_with_its_numbers() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    let at = middle(&window, Role::Slider, "Slice height");
    window.hover_at(at);
    window.run_steps(4);
    window.event(egui::Event::Copy);
    window.step();
    let copied = copied(&bench);
    assert!(copied.starts_with("slice at y = "), "{copied}");
}

/// What was last given to the clipboard.
fn copied(bench: &Bench) -> String {
    bench.desk(|desk| match &desk.around.copied {
        Some(Copied::Text(text)) => text.clone(),
        _ => String::new(),
    })
}

/// The middle of the words on screen that begin so.
fn written(window: &Harness<'_>, begin: &str) -> Pos2 {
    let shapes = window.output().shapes.iter();
    let mut texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) if text.galley.text().starts_with(begin) => {
            Some(text.visual_bounding_rect().center())
        }
        _ => None,
    });
    texts.next_back().unwrap_or_else(|| panic!("nothing is written that begins with {begin}"))
}

#[test]
fn a_number_in_a_picture_is_copied_by_a_click() {
    let bench = Bench::of(small(3_000));
    let mut window = at_rest(&bench, 3_000);
    let equilibrium = bench.desk(|desk| desk.run.curves().equilibrium.value.unwrap());
    for (words, expected) in [
        ("equilibrium", format!("equilibrium {equilibrium:.3}")),
        ("now 0.", String::from("now 0.")),
        ("flat ", String::from("flat ")),
        ("Stability limit", String::from("Stability limit 2/η 200")),
    ] {
        let at = written(&window, words);
        window.hover_at(at);
        window.run_steps(2);
        window.drag_at(at);
        window.step();
        window.drop_at(at);
        window.run_steps(2);
        let copied = copied(&bench);
        assert!(copied.starts_with(&expected), "{words}: {copied}");
    }
}

#[test]
fn a_notice_told_twice_stands_as_long_as_the_second() {
    let bench = Bench::new();
    let mut window = bench.window();
    let at = |window: &mut Harness<'_>, time: f64| {
        window.input_mut().time = Some(time);
        window.step();
        bench.desk(|desk| desk.around.notice.is_some())
    };
    bench.app.borrow_mut().desk.tell("again");
    assert!(at(&mut window, 100.0) && at(&mut window, 104.0));
    bench.app.borrow_mut().desk.tell("again");
    assert!(at(&mut window, 104.1) && at(&mut window, 108.0), "it went with the first");
    assert!(!at(&mut window, 110.0));
}
