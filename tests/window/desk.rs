//! The whole window, driven by role and name with no display: every slider, every command, keys, undo, sessions.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::support::bench::{Bench, scratch};
use crate::support::{assert_named, harness};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::Desk;
use frostline::app::desk::around::{Copied, Overlay};
use frostline::app::desk::command::{
    Command, FigureCommand, FileCommand, FilmCommand, LessonCommand, LookCommand, QuestionCommand,
    RunCommand, ViewCommand, WindowCommand, offers,
};
use frostline::app::desk::studio::Side;
use frostline::app::kit::theme::Mode;
use frostline::session::Session;
use frostline::settings::Adjustable;
use frostline::valleys::experiments::courses::Course;
use frostline::valleys::model::{NoiseLaw, Parameter, Preset};
use frostline::valleys::panel::Panel;
use frostline::valleys::view::Colouring;

/// The sliders and rows that are always there, with a value to set.
const CONTROLS: [(Role, &str, Parameter, f64); 8] = [
    (Role::Slider, "Learning rate η", Parameter::Eta, 0.02),
    (Role::Slider, "Noise strength σ", Parameter::Sigma, 0.05),
    (Role::Slider, "Flatness ratio γ", Parameter::Gamma, 2.0),
    (Role::Slider, "Bifurcation scale y_b", Parameter::YB, 40.0),
    (Role::SpinButton, "Start y_i", Parameter::YI, 3.0),
    (Role::Slider, "Noise exponent α", Parameter::Alpha, 1.5),
    (Role::SpinButton, "Walkers", Parameter::Walkers, 500.0),
    (Role::SpinButton, "Steps", Parameter::Steps, 5_000.0),
];

/// Those of the page of the landscape.
const LANDSCAPE: [(Role, &str, Parameter, f64); 9] = [
    (Role::SpinButton, "Flat valley x_1", Parameter::X1, 0.9),
    (Role::SpinButton, "Steep valley x_2", Parameter::X2, 0.5),
    (Role::SpinButton, "Normalisation x_0", Parameter::X0, 1.2),
    (Role::SpinButton, "Flatness scale f_0", Parameter::F0, 1.1),
    (Role::SpinButton, "Flattening scale y_f", Parameter::YF, 25.0),
    (Role::SpinButton, "Drift strength L_d", Parameter::LD, 2.0),
    (Role::SpinButton, "Drift scale y_d", Parameter::YD, 80.0),
    (Role::SpinButton, "Start distance x_i", Parameter::XI, 0.02),
    (Role::SpinButton, "Start on flat side p_i", Parameter::FlatShare, 0.25),
];

/// Sets a control as a screen reader would, and looks what became of its parameter.
fn set(
    bench: &Bench,
    window: &mut Harness<'_>,
    (role, name, parameter, value): (Role, &str, Parameter, f64),
) {
    let node = window.get_by_role_and_label(role, name);
    let before = parameter.get(&bench.scenario()).unwrap();
    let said = node.accesskit_node().numeric_value().unwrap();
    assert!((said - before).abs() < 1e-9, "{name} says {said}, is {before}");
    let id = node.accesskit_node().locate().0;
    window.event(egui::Event::AccessKitActionRequest(egui::accesskit::ActionRequest {
        action: egui::accesskit::Action::SetValue,
        target_tree: egui::accesskit::TreeId::ROOT,
        target_node: id,
        data: Some(egui::accesskit::ActionData::NumericValue(value)),
    }));
    window.run();
    let after = parameter.get(&bench.scenario()).unwrap();
    assert!((after - value).abs() < 1e-9 * value, "{name} was set to {value}, is {after}");
}

#[test]
fn every_slider_sets_its_parameter_and_says_its_value() {
    let bench = Bench::new();
    let mut window = bench.window();
    for control in CONTROLS {
        set(&bench, &mut window, control);
    }
    window.get_by_role_and_label(Role::RadioButton, "Landscape").click();
    window.run();
    for control in LANDSCAPE {
        set(&bench, &mut window, control);
    }
}

#[test]
fn every_command_of_the_palette_runs() {
    let bench = Bench::new();
    let mut window = bench.window();
    for entry in offers() {
        bench.send(entry.command.clone());
        window.run();
        bench.send(WindowCommand::Escape);
        window.run();
    }
    assert!(bench.desk(|desk| desk.run.snapshot().is_some()));
}

#[test]
fn the_palette_finds_and_runs_what_is_typed() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.key_press_modifiers(Modifiers::COMMAND, Key::P);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Palette);
    window.event(egui::Event::Text("deuter".into()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(bench.desk(|desk| desk.look.deuteranopia && desk.around.overlay == Overlay::None));
}

/// Types into the palette, and presses Enter.
fn in_palette(bench: &Bench, window: &mut Harness<'_>, text: &str) {
    bench.send(WindowCommand::TogglePalette);
    window.run();
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
}

#[test]
fn the_palette_finds_by_the_beginning_first() {
    let bench = Bench::new();
    let mut window = bench.window();
    in_palette(&bench, &mut window, "anim");
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Animation);
}

#[test]
fn the_palette_sets_values_by_name_and_by_symbol() {
    let bench = Bench::new();
    let mut window = bench.window();
    for (typed, parameter, value) in [
        ("sigma 0.3", Parameter::Sigma, 0.3),
        ("σ = 1/20", Parameter::Sigma, 0.05),
        ("y_b 80", Parameter::YB, 80.0),
        ("yb=70", Parameter::YB, 70.0),
        ("walkers 1e2", Parameter::Walkers, 100.0),
    ] {
        in_palette(&bench, &mut window, typed);
        assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::None, "{typed}");
        assert_eq!(parameter.get(&bench.scenario()), Some(value), "{typed}");
    }
    let before = bench.scenario();
    in_palette(&bench, &mut window, "eta 99");
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Palette, "it stays to be mended");
    assert!(window.query_by_label_contains("eta = 99").is_some());
    assert_eq!(bench.scenario(), before);
}

#[test]
fn about_tells_the_version_and_the_paper() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(WindowCommand::ToggleAbout);
    window.run();
    for text in [env!("CARGO_PKG_VERSION"), "arXiv 2601.10962", "MIT"] {
        assert!(window.query_by_label_contains(text).is_some(), "{text}");
    }
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::None);
}

#[test]
fn a_run_is_copied_as_the_line_that_makes_it_again() {
    let bench = Bench::new();
    let copied = || {
        bench.send(WindowCommand::CopyAsCommand);
        match bench.app.borrow_mut().desk.around.copied.take() {
            Some(Copied::Text(line)) => Some(line),
            _ => None,
        }
    };
    bench.send(RunCommand::Preset(Preset::Fig4));
    bench.send(RunCommand::Set(Parameter::Gamma, 2.3));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.07));
    bench.settle();
    let line = copied().expect("it was changed before its first step");
    assert!(line.starts_with("frostline run --preset fig4"), "{line}");
    assert!(line.contains("--sigma 0.07") && line.contains("--gamma 2.3"), "{line}");
    let mut window = bench.window();
    bench.send(RunCommand::StepOnce);
    bench.wait(&mut window, "a step", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 1));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.09));
    bench.settle();
    assert_eq!(copied(), None, "no flags tell of a change on the way");
    let notice = bench.desk(|desk| desk.around.notice.clone()).expect("why");
    assert!(notice.warning && notice.text.contains("save"), "{}", notice.text);
}

/// A shortcut with Shift contains the one without.
#[test]
fn redo_is_not_taken_for_undo() {
    let bench = Bench::new();
    let mut window = bench.window();
    let before = bench.scenario();
    bench.send(RunCommand::Set(Parameter::Sigma, 0.07));
    let changed = bench.scenario();
    assert_ne!(before, changed);
    for (modifiers, expected) in
        [(Modifiers::COMMAND, before), (Modifiers::COMMAND.plus(Modifiers::SHIFT), changed)]
    {
        window.key_press_modifiers(modifiers, Key::Z);
        window.run();
        assert_eq!(bench.scenario(), expected);
    }
}

#[test]
fn the_keys_do_what_help_says() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.key_press(Key::ArrowRight);
    window.run();
    bench.wait(&mut window, "a single step", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 1));
    window.key_press(Key::Space);
    window.run();
    bench.wait(&mut window, "playing", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > 50));
    window.key_press(Key::Space);
    window.run();
    bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
    window.key_press(Key::R);
    window.run();
    bench.wait(&mut window, "the restart", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 0));
    for (key, is) in [(Key::F11, true), (Key::F11, false)] {
        window.key_press(key);
        window.run();
        assert_eq!(bench.desk(|desk| desk.look.presenting), is);
    }
    window.key_press(Key::Num1);
    window.run();
    assert_eq!(bench.scenario().y_i, 5.0);
    window.key_press(Key::Questionmark);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::Help);
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(bench.desk(|desk| desk.around.overlay), Overlay::None);
}

#[test]
fn a_slider_in_hand_leaves_the_space_bar_but_keeps_its_digits() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.get_by_role_and_label(Role::Slider, "Learning rate η").focus();
    window.run();
    window.key_press(Key::Space);
    window.run();
    bench.wait(&mut window, "playing", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > 10));
    window.key_press(Key::Space);
    window.run();
    bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
    window.key_press(Key::Num1);
    window.run();
    assert_eq!(bench.scenario().y_i, 1.0, "a digit chose a preset instead of beginning a number");
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let bench = Bench::new();
    let mut window = bench.window();
    let start = bench.scenario();
    let place = window.get_by_role_and_label(Role::Slider, "Learning rate η").rect();
    let knob = egui::pos2(place.center().x, place.top() + 24.0);
    window.hover_at(knob);
    window.run();
    window.drag_at(knob);
    window.run();
    for offset in [10.0, 20.0, 30.0, 45.0] {
        window.hover_at(knob + egui::vec2(offset, 0.0));
        window.run();
    }
    window.drop_at(knob + egui::vec2(45.0, 0.0));
    window.run();
    let dragged = bench.scenario();
    assert!(dragged.eta.at(0) > 2.0 * start.eta.at(0), "the drag moved η to {}", dragged.eta.at(0));
    bench.send(RunCommand::SetNoise(NoiseLaw::Uniform));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(bench.scenario(), dragged);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(bench.scenario(), start);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.run();
    assert_eq!(bench.scenario(), dragged);
}

#[test]
fn the_exponent_bends_the_law_and_the_laws_with_names_are_its_stops() {
    let bench = Bench::new();
    let mut window = bench.window();
    let says = |window: &Harness<'_>| {
        window.get_by_role_and_label(Role::Slider, "Noise exponent α").accesskit_node().numeric_value()
    };
    bench.send(RunCommand::Set(Parameter::Alpha, 1.5));
    window.run();
    assert!(says(&window) == Some(1.5) && bench.scenario().noise == NoiseLaw::with_alpha(1.5));
    for (name, law, at) in [
        ("uniform", NoiseLaw::Uniform, 0.0),
        ("H^2", NoiseLaw::HessianSquared, 2.0),
        ("H", NoiseLaw::Hessian, 1.0),
    ] {
        window.get_by_role_and_label(Role::RadioButton, name).click();
        window.run();
        assert_eq!((bench.scenario().noise, says(&window)), (law, Some(at)), "{name}");
    }
    // A law with a name has no exponent that a command could set; the hand leaves it for one that has.
    bench.send(RunCommand::SetNoise(NoiseLaw::Uniform));
    window.run();
    bench.send(RunCommand::Set(Parameter::Alpha, 0.5));
    window.run();
    assert_eq!(bench.scenario().noise, NoiseLaw::Uniform);
    let line = bench.desk(|desk| desk.around.notice.as_ref().map(|notice| notice.text.clone()));
    assert_eq!(line.as_deref(), Some("alpha = 0.5: must be left out, or be with noise = hessian"));
    window.get_by_role_and_label(Role::Slider, "Noise exponent α").focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    assert_eq!(bench.scenario().noise, NoiseLaw::with_alpha(0.02));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(bench.scenario().noise, NoiseLaw::Uniform);
}

#[test]
fn buttons_are_found_by_their_names() {
    let bench = Bench::new();
    let mut window = bench.window();
    window.get_by_role_and_label(Role::Button, "Play").click();
    window.run();
    bench.wait(&mut window, "playing", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > 10));
    window.get_by_role_and_label(Role::Button, "Pause").click();
    window.run();
    bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
    let seed = bench.scenario().seed;
    window.get_by_role_and_label(Role::Button, "New run").click();
    window.run();
    assert_eq!(bench.scenario().seed, seed + 1);
    window.get_by_role_and_label(Role::Button, "Dark or light").click();
    window.run();
    assert_eq!(bench.desk(|desk| desk.look.light), Some(true));
}

#[test]
fn the_view_follows_its_commands() {
    let bench = Bench::new();
    let mut window = bench.window();
    for command in [
        Command::View(ViewCommand::Colour(Colouring::Valley)),
        Command::View(ViewCommand::Slice(Some(7.0))),
        Command::View(ViewCommand::FixedY(Some(3.0))),
        Command::View(ViewCommand::Calibrate(Some(1e-3))),
        Command::View(ViewCommand::TogglePanel(Panel::Hops)),
        Command::View(ViewCommand::Enlarge(Some(Panel::Plane))),
        Command::View(ViewCommand::Stage([0.5, 20.0], [-0.4, 0.5])),
    ] {
        bench.send(command);
        window.run();
    }
    bench.desk(|desk| {
        let view = &desk.view;
        assert_eq!((view.colouring, view.slice_y, view.fixed_y), (Colouring::Valley, Some(7.0), Some(3.0)));
        assert_eq!((view.epsilon_phi, view.enlarged), (Some(1e-3), Some(Panel::Plane)));
        assert!(view.panels.contains(&Panel::Hops));
        assert_eq!(view.stage_y, [0.5, 20.0]);
        // The closed forms follow in the same frame.
        assert_eq!(desk.run.curves().calibration.epsilon_phi, 1e-3);
    });
    bench.send(RunCommand::Set(Parameter::Sigma, 0.3));
    assert!((bench.desk(|desk| desk.run.curves().delta_s) - 3e-3).abs() < 1e-12);
}

#[test]
fn speed_and_scrubbing_never_change_a_result() {
    let end_of = |rates: &[f64]| {
        let mut session = Session::of(Preset::Fig4);
        (session.scenario.walkers, session.scenario.steps) = (300, 3_000);
        let bench = Bench::of(session);
        let mut window = bench.window();
        bench.send(RunCommand::TogglePlay);
        for &rate in rates {
            bench.send(RunCommand::Rate(rate));
            std::thread::sleep(Duration::from_millis(60));
            window.step();
        }
        bench.send(RunCommand::Scrub(Some(5)));
        window.run();
        bench.send(RunCommand::Scrub(None));
        bench.send(RunCommand::Rate(f64::INFINITY));
        // The order to play again comes after the one to pause has been obeyed.
        bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
        if bench.step() < 3_000 {
            bench.send(RunCommand::TogglePlay);
        }
        bench.wait(&mut window, "the end", |desk| {
            desk.run.snapshot().is_some_and(|now| now.now.step == 3_000)
        });
        bench.desk(|desk| {
            let now = &desk.run.snapshot().unwrap().now;
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            (bits(&now.x), bits(&now.y), now.age.clone())
        })
    };
    let fast = end_of(&[f64::INFINITY]);
    assert!(end_of(&[500.0, 3_000.0]) == fast);
}

#[test]
fn a_session_comes_back_as_it_was_saved() {
    let folder = scratch("round-trip");
    let path = folder.join("run.frostline");
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(RunCommand::TogglePlay);
    bench.wait(&mut window, "some steps", |desk| desk.run.snapshot().is_some_and(|now| now.now.step > 100));
    bench.send(RunCommand::Set(Parameter::Sigma, 0.213_456_789));
    bench.send(RunCommand::Set(Parameter::Gamma, 1.9));
    bench.wait(&mut window, "the change", |desk| {
        desk.run.snapshot().is_some_and(|now| now.scenario == desk.run.scenario && now.now.step > 400)
    });
    bench.send(RunCommand::TogglePlay);
    bench.wait(&mut window, "the pause", |desk| !desk.run.playing());
    bench.send(ViewCommand::Slice(Some(2.5)));
    bench.send(FileCommand::SavePath(path.clone()));
    let saved = bench.desk(Desk::session);
    let picture = bench.desk(|desk| Arc::clone(&desk.run.snapshot().unwrap().now));

    let other = Bench::new();
    let mut window = other.window();
    other.send(FileCommand::OpenPath(path));
    other.wait(&mut window, "the replay", |desk| {
        desk.run.snapshot().is_some_and(|now| now.now.step == picture.step)
    });
    assert_eq!(other.desk(Desk::session), saved);
    other.desk(|desk| {
        let now = &desk.run.snapshot().unwrap().now;
        assert!(now.x == picture.x && now.y == picture.y && now.age == picture.age, "the replay differs");
    });
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn bad_sessions_say_what_is_wrong_and_change_nothing() {
    let folder = scratch("bad");
    let bench = Bench::new();
    let mut window = bench.window();
    let good = bench.desk(Desk::session).to_text();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let noise = folder.join("noise");
    std::fs::File::create(&noise).unwrap().set_len(1 << 30).unwrap();
    let cases = [
        (file("truncated", &good.as_bytes()[..good.len() / 2]), "damaged"),
        (
            file("version", good.replacen("\"frostline\": 2", "\"frostline\": 7", 1).as_bytes()),
            "version 7, and this program reads 1 to 2",
        ),
        (file("nan", good.replacen("0.01", "NaN", 1).as_bytes()), "damaged"),
        (
            file("range", good.replacen("\"walkers\": 200", "\"walkers\": 0", 1).as_bytes()),
            "walkers = 0: must be",
        ),
        (file("unknown", good.replacen("\"walkers\"", "\"walkies\"", 1).as_bytes()), "walkies"),
        (file("empty", b""), "damaged"),
        (file("bytes", &[0xFF, 0xFE, 0, 1]), "not text"),
        (noise, "larger than 16 MB"),
        (folder.clone(), "folder without sessions"),
        (folder.join("absent"), "no such file"),
    ];
    let before = bench.desk(Desk::session);
    for (path, expected) in cases {
        bench.send(FileCommand::OpenPath(path.clone()));
        window.run();
        let notice = bench
            .desk(|desk| desk.around.notice.clone())
            .unwrap_or_else(|| panic!("{}: no word", path.display()));
        assert!(notice.warning && notice.text.contains(expected), "{}: {}", path.display(), notice.text);
        assert!(!notice.text.contains('\n'));
        assert_eq!(bench.desk(Desk::session), before, "{}", path.display());
        bench.send(WindowCommand::Escape);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn the_density_prediction_follows_within_a_second() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.wait(&mut window, "the first prediction", |desk| desk.run.forecast().is_some());
    bench.send(RunCommand::Set(Parameter::Sigma, 0.07));
    assert!(bench.desk(|desk| desk.run.forecast().is_none()), "a prediction of another run is shown");
    let start = Instant::now();
    bench.wait(&mut window, "the prediction", |desk| desk.run.forecast().is_some());
    // Ten times the bar: tests share the machine.
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn no_size_of_the_window_breaks_it() {
    let bench = Bench::new();
    for size in [[300.0, 200.0], [480.0, 320.0], [640.0, 480.0], [800.0, 560.0], [2560.0, 1440.0]] {
        for presenting in [false, true] {
            bench.app.borrow_mut().desk.look.presenting = presenting;
            let mut window = harness(Mode::Light, size, |ui| bench.app.borrow_mut().frame(ui));
            bench.wait(&mut window, "the first snapshot", |desk| desk.run.snapshot().is_some());
            for panel in Panel::ALL {
                bench.send(ViewCommand::Enlarge(Some(panel)));
                window.run();
            }
            bench.send(ViewCommand::Enlarge(None));
            window.run();
        }
    }
}

#[test]
fn a_click_on_the_stage_throws_no_run_away() {
    let bench = Bench::new();
    let mut window = bench.window();
    bench.send(RunCommand::StepOnce);
    bench.wait(&mut window, "a step", |desk| desk.run.snapshot().is_some_and(|now| now.now.step == 1));
    bench.send(RunCommand::Place(Parameter::YI, 7.0));
    window.run();
    assert_eq!((bench.scenario().y_i, bench.step()), (1.0, 1));
    assert!(bench.desk(|desk| desk.around.notice.is_some()));
}

#[test]
fn every_control_of_every_page_has_a_name_of_its_own() {
    let bench = Bench::new();
    let mut window = bench.window();
    assert_named(&window, "the window");
    bench.send(RunCommand::ToggleHold);
    assert_named(&window, "the window with y held");
    bench.send(WindowCommand::ToggleLandscape);
    window.run();
    assert_named(&window, "the page of the landscape");
    bench.send(RunCommand::SetCourse(Course::Restarts));
    bench.send(WindowCommand::ToggleSchedule);
    window.run();
    assert_named(&window, "the lanes of the schedule");
    for (list, pieces) in
        [("Pieces of η", &["Piece 1 of η", "Piece 2 of η"][..]), ("Pieces of σ", &["Piece 1 of σ"])]
    {
        window.get_by_role_and_label(Role::Button, list).click_accesskit();
        window.run();
        for piece in pieces {
            window.get_by_role_and_label(Role::Button, piece).click_accesskit();
            window.run();
        }
        assert_named(&window, &format!("{list}, unfolded"));
        window.key_press(Key::Escape);
        window.run();
    }
    bench.send(WindowCommand::ToggleSchedule);
    for panel in Panel::ALL {
        bench.send(ViewCommand::Panels(vec![panel]));
        window.run();
        assert_named(&window, &format!("{panel:?}"));
        bench.send(WindowCommand::ShowTable(panel));
        window.run();
        assert_named(&window, &format!("the table of {panel:?}"));
        bench.send(WindowCommand::Escape);
    }
    let pages = [
        Command::Window(WindowCommand::TogglePalette),
        Command::Window(WindowCommand::ToggleHelp),
        Command::Files(FileCommand::Open),
        Command::Files(FileCommand::SaveAs),
        Command::Figures(FigureCommand::ExportFigure(None)),
        Command::Films(FilmCommand::Animate(None)),
        Command::Lessons(LessonCommand::ToggleLessons),
        Command::Window(WindowCommand::ToggleEquations),
        Command::Look(LookCommand::TogglePresentation),
    ];
    for page in pages {
        bench.send(page.clone());
        window.run();
        assert_named(&window, &format!("{page:?}"));
        bench.send(WindowCommand::Escape);
        window.run();
    }
    for entry in frostline::valleys::figures::every() {
        bench.send(QuestionCommand::Experiment(entry));
        for side in [Side::Explore, Side::Paper] {
            bench.send(FigureCommand::Side(side));
            window.run_steps(3);
            assert_named(&window, &format!("{}, {side:?}", entry.name));
        }
    }
}
