//! The stage answers to the hand and to the keys with commands, found by role and name.

use std::cell::RefCell;

use crate::support::harness;
use crate::support::run::Run;
use egui::accesskit::Role;
use egui::{Event, Key, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::command::{Command, RunCommand, ViewCommand};
use frostline::app::kit::theme::Mode;
use frostline::app::valleys::stage::Stage;
use frostline::valleys::model::{Parameter, Scenario};

const SIZE: [f32; 2] = [760.0, 560.0];

fn place() -> Rect {
    Rect::from_min_max(pos2(50.0, 20.0), pos2(740.0, 500.0))
}

/// The stage in a window of its own; views that it asks for are given to it.
struct Bench {
    run: RefCell<Run>,
    stage: RefCell<Stage>,
    commands: RefCell<Vec<Command>>,
}

impl Bench {
    fn new() -> Self {
        let scenario = Scenario { walkers: 100, ..Scenario::default() };
        Self {
            run: RefCell::new(Run::new(&scenario, 16_800)),
            stage: RefCell::default(),
            commands: RefCell::default(),
        }
    }

    fn show(&self) -> Harness<'_> {
        harness(Mode::Dark, SIZE, |ui| {
            let mut commands = Vec::new();
            self.stage.borrow_mut().show(ui, place(), &self.run.borrow().scene(), &mut commands);
            for command in &commands {
                let view = &mut self.run.borrow_mut().view;
                match command {
                    Command::View(ViewCommand::Slice(y)) => view.slice_y = *y,
                    Command::View(ViewCommand::Stage(y, x)) => (view.stage_y, view.stage_x) = (*y, *x),
                    _ => {}
                }
            }
            self.commands.borrow_mut().extend(commands);
        })
    }

    fn slice(&self) -> Option<f64> {
        self.run.borrow().view.slice_y
    }

    /// y and x under a point of the screen.
    fn under(&self, at: Pos2) -> [f64; 2] {
        let (run, place) = (self.run.borrow(), place());
        let ([y0, y1], [x0, x1]) = (run.view.stage_y, run.view.stage_x);
        let across = f64::from((at.x - place.left()) / place.width());
        let up = f64::from((place.bottom() - at.y) / place.height());
        [y0 + across * (y1 - y0), x0 + up * (x1 - x0)]
    }
}

/// Presses and releases, a fraction of a second apart.
fn click(harness: &mut Harness<'_>, at: Pos2, times: usize) {
    harness.hover_at(at);
    harness.run();
    for pressed in [true, false].repeat(times) {
        let button = PointerButton::Primary;
        let modifiers = egui::Modifiers::NONE;
        harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.input_mut().predicted_dt = 0.01;
        let now = harness.ctx.input(|input| input.time) + 0.05;
        harness.input_mut().time = Some(now);
        harness.step();
    }
    // Long enough for a second click not to come.
    let now = harness.ctx.input(|input| input.time) + 1.0;
    harness.input_mut().time = Some(now);
    harness.run();
}

#[test]
fn the_stage_says_what_it_shows() {
    let bench = Bench::new();
    let harness = bench.show();
    let stage = harness.get_by_role(Role::Canvas);
    let said = stage.accesskit_node().description().unwrap_or_default();
    assert!(said.contains("Step 16800") && said.contains("freezing predicted at y = 4."), "{said}");
}

#[test]
fn the_grip_follows_the_swarm_until_the_keys_move_it() {
    let bench = Bench::new();
    let mut harness = bench.show();
    let grip = harness.get_by_role_and_label(Role::Slider, "Slice height");
    let before = grip.accesskit_node().numeric_value().expect("a slider has a value");
    assert!((4.0..4.4).contains(&before), "the mean of y: {before}");
    grip.focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    let moved = bench.slice().expect("set by the key");
    assert!((moved - before - 0.09).abs() < 1e-6, "a hundredth of the view: {moved}");
    harness.key_press(Key::PageDown);
    harness.run();
    assert!((bench.slice().expect("set") - moved + 0.9).abs() < 1e-6);
}

#[test]
fn the_grip_is_dragged_and_let_go_by_a_double_click() {
    let bench = Bench::new();
    let mut harness = bench.show();
    let at = harness.get_by_label("Slice height").rect().center();
    let before = bench.under(at)[0];
    harness.hover_at(at);
    harness.run();
    harness.drag_at(at);
    harness.run();
    harness.hover_at(at + vec2(100.0, 0.0));
    harness.run();
    harness.drop_at(at + vec2(100.0, 0.0));
    harness.run();
    let moved = bench.slice().expect("set by the hand");
    let [y, _] = bench.under(at + vec2(100.0, 0.0));
    assert!(moved > before && (moved - y).abs() < 0.02, "{moved} under the hand at {y}");
    click(&mut harness, at + vec2(100.0, 0.0), 2);
    assert_eq!(bench.slice(), None);
    assert!(
        !bench.commands.borrow().contains(&Command::View(ViewCommand::FitStage)),
        "the stage has no part in it"
    );
}

#[test]
fn scrolling_zooms_and_keeps_what_is_under_the_cursor() {
    let bench = Bench::new();
    let mut harness = bench.show();
    let at = pos2(300.0, 180.0);
    let before = bench.under(at);
    harness.hover_at(at);
    harness.run();
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, 120.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run_steps(20);
    let [y0, y1] = bench.run.borrow().view.stage_y;
    assert!(y1 - y0 < 8.0, "closer: {y0} to {y1}");
    for (before, after) in before.into_iter().zip(bench.under(at)) {
        assert!((before - after).abs() < 1e-6);
    }
}

#[test]
fn a_click_sets_the_start_and_a_double_click_fits_instead() {
    let bench = Bench::new();
    let mut harness = bench.show();
    let at = pos2(600.0, 420.0);
    let y = (bench.under(at)[0] * 100.0).round() / 100.0;
    click(&mut harness, at, 1);
    assert_eq!(bench.commands.take(), [Command::Run(RunCommand::Place(Parameter::YI, y))]);
    click(&mut harness, at, 2);
    assert_eq!(bench.commands.take(), [Command::View(ViewCommand::FitStage)]);
}

#[test]
fn a_drag_pans_and_sets_no_start() {
    let bench = Bench::new();
    let mut harness = bench.show();
    let at = pos2(600.0, 420.0);
    harness.hover_at(at);
    harness.run();
    harness.drag_at(at);
    harness.run();
    let held = bench.under(at);
    let end = at + vec2(-80.0, -30.0);
    harness.hover_at(end);
    harness.run();
    harness.drop_at(end);
    harness.run_steps(4);
    for (held, under) in held.into_iter().zip(bench.under(end)) {
        assert!((held - under).abs() < 1e-4, "{held} is under the hand: {under}");
    }
    let commands = bench.commands.take();
    assert!(
        commands.iter().all(|command| matches!(command, Command::View(ViewCommand::Stage(..)))),
        "{commands:?}"
    );
}

#[test]
fn the_view_stays_within_the_landscape() {
    let bench = Bench::new();
    let mut harness = bench.show();
    for _ in 0..40 {
        harness.hover_at(pos2(300.0, 180.0));
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -600.0),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Trackpad,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(3);
    }
    let view = bench.run.borrow().view.clone();
    assert!(view.stage_y[0] >= 0.0 && view.stage_y[1] <= 2_000.0, "{:?}", view.stage_y);
    assert!(view.stage_x.iter().all(|x| x.abs() <= 3.2 + 1e-9), "{:?}", view.stage_x);
}

#[test]
fn the_card_under_the_cursor_is_never_clipped() {
    let bench = Bench::new();
    let mut harness = bench.show();
    for corner in
        [pos2(60.0, 30.0), pos2(730.0, 30.0), pos2(60.0, 490.0), pos2(730.0, 490.0), pos2(300.0, 180.0)]
    {
        harness.hover_at(corner);
        harness.run();
        if let Ok(folder) = std::env::var("FROSTLINE_PICTURES") {
            let picture = harness.render().expect("drawn");
            picture
                .save(format!("{folder}/card-{}-{}.png", corner.x, corner.y))
                .expect("a folder to write to");
        }
    }
}
