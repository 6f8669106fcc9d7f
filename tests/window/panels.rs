//! The panels by role and name: their switches, lines, sliders, buttons and menus ask for the right things.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::Instant;

use crate::stand::Stand;
use crate::support::harness;
use egui::accesskit::Role;
use egui::{Key, Rect, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use frostline::app::desk::command::{Command, ViewCommand, WindowCommand};
use frostline::app::desk::scene::Forecast;
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::app::valleys::panels::Panels;
use frostline::chart;
use frostline::settings::Schedule;
use frostline::valleys::figures::p_flat::curves;
use frostline::valleys::figures::{Colouring, Effort, Look, Source, Theory};
use frostline::valleys::model::{NoiseLaw, Scenario};
use frostline::valleys::panel::Panel;
use frostline::valleys::theory::Patience;
use frostline::valleys::view::Predictions;

/// A panel in a window of its own, and what it asked for.
struct Bench {
    stand: Stand,
    panels: RefCell<Panels>,
    commands: RefCell<Vec<Command>>,
}

impl Bench {
    fn new(stand: Stand) -> Self {
        Self { stand, panels: RefCell::default(), commands: RefCell::default() }
    }

    fn open(&self, panel: Panel, size: [f32; 2]) -> Harness<'_> {
        harness(Mode::Dark, [size[0] + 40.0, size[1] + 200.0], move |ui| {
            let rect = Rect::from_min_size(pos2(20.0, 20.0), size.into());
            let theme = Theme::new(Mode::Dark, Vision::Typical);
            let mut panels = self.panels.borrow_mut();
            let asked = self.stand.show(&mut panels, panel, ui, rect, theme, Scale::WINDOW);
            self.commands.borrow_mut().extend(asked);
        })
    }

    /// What was asked for, but not what lights up where the pointer comes to rest after a click.
    fn asked(&self) -> Vec<Command> {
        let mut asked = self.commands.take();
        asked.retain(|command| !matches!(command, Command::Window(WindowCommand::Highlight(_))));
        asked
    }
}

const SIZE: [f32; 2] = [324.0, 212.0];

fn click(harness: &mut Harness<'_>, role: Role, name: &str) {
    harness.get_by_role_and_label(role, name).click();
    harness.run();
}

#[test]
fn every_curve_has_a_switch() {
    let bench = Bench::new(Stand::small());
    let mut harness = bench.open(Panel::PFlat, SIZE);
    click(&mut harness, Role::Button, "Curves of P_flat");
    let was = Predictions::default();
    for (name, changed) in [
        ("Equilibrium, A32", Predictions { equilibrium: false, ..was }),
        ("Eq. 9", Predictions { eq9: false, ..was }),
        ("Eq. 9, approximation", Predictions { eq9_approximate: true, ..was }),
        ("Itô exact", Predictions { ito: false, ..was }),
        ("Boltzmann", Predictions { boltzmann: false, ..was }),
        ("Two-state prediction", Predictions { two_state: true, ..was }),
        ("Density prediction", Predictions { density: true, ..was }),
        ("Density, all from the steep side", Predictions { from_steep: true, ..was }),
        ("Density, all from the flat side", Predictions { from_flat: true, ..was }),
    ] {
        click(&mut harness, Role::CheckBox, name);
        assert_eq!(bench.asked(), [Command::View(ViewCommand::Show(changed))], "{name}");
    }
}

#[test]
fn every_panel_can_be_enlarged_and_folded() {
    let bench = Bench::new(Stand::small());
    // Where the menu was, the pointer may rest on a curve.
    let asked = || {
        let mut asked = bench.asked();
        asked.retain(|command| !matches!(command, Command::Window(WindowCommand::Highlight(_))));
        asked
    };
    for (panel, name) in [
        (Panel::PFlat, "Share in the flat valley menu"),
        (Panel::Plane, "Freezing plane menu"),
        (Panel::Slice, "Slice menu"),
        (Panel::Hops, "Hops menu"),
    ] {
        let mut harness = bench.open(panel, SIZE);
        click(&mut harness, Role::Button, name);
        click(&mut harness, Role::Button, "Enlarge");
        assert_eq!(asked(), [Command::View(ViewCommand::Enlarge(Some(panel)))]);
        click(&mut harness, Role::Button, name);
        click(&mut harness, Role::Button, "Fold");
        assert_eq!(asked(), [Command::View(ViewCommand::TogglePanel(panel))]);
    }
}

#[test]
fn an_enlarged_panel_can_be_restored() {
    let mut stand = Stand::small();
    stand.view.enlarged = Some(Panel::Slice);
    let bench = Bench::new(stand);
    let mut harness = bench.open(Panel::Slice, [900.0, 600.0]);
    click(&mut harness, Role::Button, "Slice menu");
    click(&mut harness, Role::Button, "Restore");
    assert_eq!(bench.asked(), [Command::View(ViewCommand::Enlarge(None))]);
}

#[test]
fn walkers_can_be_binned_by_their_own_height() {
    let bench = Bench::new(Stand::small());
    let mut harness = bench.open(Panel::PFlat, SIZE);
    click(&mut harness, Role::Button, "Share in the flat valley menu");
    click(&mut harness, Role::CheckBox, "By each walker's own y");
    assert_eq!(bench.asked(), [Command::View(ViewCommand::ToggleBinned)]);
}

#[test]
fn the_fixed_line_is_dragged_and_moved_by_keys() {
    let mut stand = Stand::small();
    stand.view.fixed_y = Some(9.0);
    let bench = Bench::new(stand);
    let mut harness = bench.open(Panel::Plane, SIZE);
    let line = harness.get_by_role_and_label(Role::Slider, "Fixed y");
    assert_eq!(line.accesskit_node().numeric_value(), Some(9.0));
    let place = line.rect().center();
    harness.hover_at(place);
    harness.run();
    harness.drag_at(place);
    harness.run();
    harness.hover_at(place - vec2(0.0, 20.0));
    harness.run();
    harness.drop_at(place - vec2(0.0, 20.0));
    harness.run();
    let asked = bench.asked();
    let risen = asked.iter().any(
        |command| matches!(command, Command::View(ViewCommand::FixedY(Some(y))) if *y > 9.5 && *y < 13.0),
    );
    assert!(risen, "{asked:?}");
    harness.get_by_role_and_label(Role::Slider, "Fixed y").focus();
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(bench.asked(), [Command::View(ViewCommand::FixedY(Some(9.1)))]);
}

#[test]
fn the_calibration_is_set_and_fitted() {
    let bench = Bench::new(Stand::small());
    for (size, popup) in [(SIZE, true), ([900.0, 600.0], false)] {
        let mut harness = bench.open(Panel::Plane, size);
        if popup {
            click(&mut harness, Role::Button, "Calibration");
        }
        harness.get_by_role_and_label(Role::Slider, "Calibration εΦ").focus();
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        let asked = bench.asked();
        let figure = bench.stand.curves.calibration.epsilon_phi;
        assert!(
            matches!(asked.as_slice(), [Command::View(ViewCommand::Calibrate(Some(value)))] if *value > figure),
            "{asked:?}"
        );
        click(&mut harness, Role::Button, "Fit to this swarm");
        assert_eq!(bench.asked(), [Command::View(ViewCommand::FitCalibration)]);
    }
}

#[test]
fn a_held_slice_can_follow_again_and_show_the_exact_potential() {
    let mut stand = Stand::small();
    stand.view.slice_y = Some(7.0);
    let bench = Bench::new(stand);
    let mut harness = bench.open(Panel::Slice, SIZE);
    click(&mut harness, Role::Button, "Slice menu");
    click(&mut harness, Role::Button, "Follow the swarm");
    assert_eq!(bench.asked(), [Command::View(ViewCommand::Slice(None))]);
    click(&mut harness, Role::Button, "Slice menu");
    click(&mut harness, Role::CheckBox, "Itô potential");
}

#[test]
fn every_plot_says_its_numbers() {
    let bench = Bench::new(Stand::small());
    for (panel, name, said) in [
        (Panel::PFlat, "P_flat against y", "95 % band"),
        (Panel::Plane, "Freezing plane, y against noise", "Eq. 11 with its fitted εΦ says y = 5.04"),
        (Panel::Slice, "Slice, loss against x", "the valley floors lie at"),
        (Panel::Hops, "Hops per walker and step", "of the walkers hopped in the last 1,000 steps"),
        (Panel::Hops, "Heights of the last hop", "walkers hopped last at y ="),
    ] {
        let harness = bench.open(panel, SIZE);
        let plot = harness.get_by_role_and_label(Role::Figure, name);
        let description = plot.accesskit_node().description().unwrap_or_default();
        assert!(description.contains(said), "{description}");
    }
}

#[test]
fn below_a_ratio_of_one_the_share_is_named_by_its_side() {
    let base = Scenario { walkers: 64, steps: 400, ..Scenario::default() };
    let steeper = Scenario { landscape: base.landscape.with_gamma(0.66), ..base };
    for (hold_y, name) in [(None, "Share at x > 0 against y"), (Some(3.0), "Share at x > 0 at the held y")] {
        let bench = Bench::new(Stand::new(Scenario { hold_y, ..steeper.clone() }, 400, None));
        bench.open(Panel::PFlat, SIZE).get_by_role_and_label(Role::Figure, name);
    }
}

#[test]
fn at_a_held_height_a_law_is_compared_with_what_is_derived_for_it() {
    let held = |noise| {
        let base = Scenario { walkers: 64, steps: 400, ..Scenario::default() };
        let bench = Bench::new(Stand::new(Scenario { hold_y: Some(3.0), noise, ..base }, 400, None));
        // One height has no distribution of heights.
        let hops = bench.open(Panel::Hops, SIZE);
        assert!(hops.query_by_role_and_label(Role::Figure, "Heights of the last hop").is_none());
        hops.get_by_role_and_label(Role::Figure, "Hops per walker and step");
        let harness = bench.open(Panel::PFlat, SIZE);
        let plot = harness.get_by_role_and_label(Role::Figure, "P_flat at the held y");
        plot.accesskit_node().description().unwrap_or_default()
    };
    let uniform = held(NoiseLaw::Uniform);
    assert!(uniform.ends_with("predicted: Itô, Boltzmann 0.552, equilibrium 0.602."), "{uniform}");
    let hessian = held(NoiseLaw::Hessian);
    assert!(hessian.contains("Eq. 9 0.754, Eq. 9 approx. 0.751, Itô 0.792, Boltzmann 0.552"), "{hessian}");
}

#[test]
fn nothing_breaks_where_there_is_nothing_to_show() {
    let base = Scenario { walkers: 64, steps: 400, ..Scenario::default() };
    let cases = [
        Scenario { noise: NoiseLaw::None, ..base.clone() },
        Scenario { noise: NoiseLaw::Uniform, ..base.clone() },
        Scenario { sigma: Schedule::Constant(1e-6), ..base.clone() },
        Scenario { eta: Schedule::Constant(2.0), ..base.clone() },
        Scenario { landscape: base.landscape.with_gamma(1.0), ..base.clone() },
        Scenario { landscape: base.landscape.with_gamma(0.6), ..base.clone() },
    ];
    for scenario in cases {
        for step in [0, 400] {
            let mut stand = Stand::new(scenario.clone(), step, None);
            stand.view.binned = step == 400;
            let bench = Bench::new(stand);
            for panel in Panel::ALL {
                for size in [SIZE, [240.0, 150.0], [60.0, 40.0]] {
                    let mut harness = bench.open(panel, size);
                    harness.hover_at(pos2(20.0 + 0.6 * size[0], 20.0 + 0.5 * size[1]));
                    harness.run();
                }
            }
        }
    }
}

/// A run's panels as the window is given them, and as its figures have them.
fn described(scenario: &Scenario) -> [Vec<(Panel, chart::Panel)>; 2] {
    let mut stand = Stand::new(scenario.clone(), scenario.steps, None);
    let patience = Patience::beside([scenario]);
    let go_on = &mut |_| ControlFlow::Continue(());
    let forecast = Forecast::of(scenario, patience, go_on).and_then(|it| it.across(patience, go_on));
    let forecast = forecast.expect("nobody broke it off");
    stand.frost = forecast.frost.clone();
    stand.forecast = Some(forecast);
    // All that the figure has.
    let uniform = scenario.noise == NoiseLaw::Uniform;
    stand.view.predictions = Predictions {
        equilibrium: true,
        eq9: true,
        eq9_approximate: true,
        ito: !uniform,
        boltzmann: uniform,
        two_state: true,
        density: true,
        ..Predictions::default()
    };
    let look = Look {
        stage_y: stand.view.stage_y,
        stage_x: stand.view.stage_x,
        slice_y: stand.view.slice_y,
        epsilon_phi: stand.view.epsilon_phi,
        colouring: Colouring::Age,
    };
    let source = Source::new(scenario.clone(), Vec::new(), scenario.steps, look, Effort::Full)
        .with_run(stand.snapshot.clone());
    let mut exported = Vec::new();
    for panel in Panel::ALL {
        let entry = panel.about().figure;
        let figure = (entry.make)(&source, &|_| ControlFlow::Continue(())).expect("nobody broke it off");
        exported.extend(figure.panels.into_iter().map(|described| (panel, described)));
    }
    let given = RefCell::new(Vec::new());
    {
        let mut panels = Panels::default();
        let (stand, given) = (&stand, &given);
        let _ = harness(Mode::Dark, [400.0, 300.0], move |ui| {
            given.borrow_mut().clear();
            for panel in Panel::ALL {
                let rect = Rect::from_min_size(pos2(20.0, 20.0), SIZE.into());
                let scene = stand.scene(Theme::new(Mode::Dark, Vision::Typical), Scale::WINDOW);
                let drawn = panels.show(panel, ui, rect, &scene, &mut Vec::new());
                given.borrow_mut().extend(drawn.into_iter().map(|described| (panel, described)));
            }
        });
    }
    [given.into_inner(), exported]
}

#[test]
fn what_is_exported_is_what_is_seen() {
    let base = Scenario { walkers: 300, steps: 6_000, ..Scenario::default() };
    for (what, scenario) in [
        ("the default", base.clone()),
        ("uniform noise", Scenario { noise: NoiseLaw::Uniform, ..base.clone() }),
        ("no noise", Scenario { noise: NoiseLaw::None, ..base.clone() }),
        ("held", Scenario { hold_y: Some(3.0), ..base.clone() }),
        ("steeper", Scenario { landscape: base.landscape.with_gamma(0.7), ..base.clone() }),
        ("loud", Scenario { sigma: Schedule::Constant(3.0), ..base }),
    ] {
        let [given, exported] = described(&scenario);
        assert!(given.len() >= Panel::ALL.len());
        for (panel, given) in given {
            let elsewhere = |place: [f64; 4]| format!("{:?}", chart::Panel { place, ..given.clone() });
            // In words, where no number too is equal to itself.
            let same = |(of, figure): &(Panel, chart::Panel)| {
                *of == panel && format!("{figure:?}") == elsewhere(figure.place)
            };
            assert!(exported.iter().any(same), "{what}: {panel:?} is not drawn as it is exported");
        }
    }
}

/// Prints what a frame of all panels costs; run it optimised and with `--nocapture`.
#[test]
fn a_frame_of_all_panels_is_cheap() {
    let mut stand = Stand::of_the_look();
    let theme = Theme::new(Mode::Dark, Vision::Typical);
    let frame = |stand: &Stand, what: &str, fresh: bool| {
        let ctx = egui::Context::default();
        theme.apply(&ctx);
        let mut panels = Panels::default();
        let mut costs = Vec::new();
        let mut pictures = Vec::new();
        for index in 0..60 {
            let mut shown = stand.shown.clone();
            if fresh {
                shown.picture = std::sync::Arc::new((*shown.picture).clone());
                pictures.push(shown.picture.clone());
            }
            let input = egui::RawInput {
                screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, vec2(360.0, 900.0))),
                time: Some(f64::from(index) / 60.0),
                ..egui::RawInput::default()
            };
            let start = Instant::now();
            let mut output = ctx.run_ui(input, |ui| {
                for (place, panel) in Panel::ALL.into_iter().enumerate() {
                    let rect = Rect::from_min_size(pos2(18.0, 10.0 + 220.0 * place as f32), SIZE.into());
                    let mut scene = stand.scene(theme, Scale::WINDOW);
                    scene.seen.shown = &shown;
                    panels.show(panel, ui, rect, &scene, &mut Vec::new());
                }
            });
            let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), 1.0);
            assert!(!primitives.is_empty());
            output.textures_delta.clear();
            costs.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let first = costs.remove(0);
        costs.sort_by(f64::total_cmp);
        println!(
            "{what}: median {:.2} ms, best {:.2} ms, first {first:.1} ms",
            costs[costs.len() / 2],
            costs[0]
        );
        costs[costs.len() / 2]
    };
    let still = frame(&stand, "3,000 walkers", false);
    let picture = &stand.shown.picture;
    let many = |values: &[f32]| values.iter().copied().cycle().take(1_000_000).collect::<Vec<f32>>();
    let age = picture.age.iter().copied().cycle().take(1_000_000).collect();
    let million = frostline::valleys::experiments::live::Picture {
        step: picture.step,
        x: many(&picture.x),
        y: many(&picture.y),
        age,
        ..Default::default()
    };
    stand.shown.picture = std::sync::Arc::new(million);
    frame(&stand, "a million walkers, paused", false);
    frame(&stand, "a million walkers, a new picture every frame", true);
    // Generous, for machines that are busy or slow; the bar proper is 1.5 ms.
    assert!(still < 15.0, "{still} ms");
}

#[test]
fn the_memory_of_the_start_is_drawn_and_fades_where_hops_are_many() {
    let of = |y_i: f64| {
        let scenario = Scenario { y_i, walkers: 64, steps: 4_000, ..Scenario::default() };
        let mut go_on = |_| ControlFlow::Continue(());
        let forecast = Forecast::of(&scenario, Patience::ENDLESS, &mut go_on).expect("not cancelled");
        let forecast = forecast.remembering(Patience::ENDLESS, &mut go_on).expect("not cancelled");
        let [steep, flat] =
            forecast.memory.clone().expect("both").map(|trace| trace.end().value.expect("a share"));
        let mut stand = Stand::new(scenario, 4_000, None);
        stand.forecast = Some(forecast);
        stand.view.predictions = Predictions { from_steep: true, from_flat: true, ..Predictions::default() };
        let bench = Bench::new(stand);
        bench.open(Panel::PFlat, [640.0, 420.0]).run();
        let scene = bench.stand.scene(Theme::new(Mode::Dark, Vision::Typical), Scale::WINDOW);
        let is_memory = |theory| matches!(theory, Theory::FromSteep | Theory::FromFlat);
        assert_eq!(curves(&scene.seen, &is_memory, None).len(), 2);
        // The middle between the two is the run that starts half and half, as long as y climbs alike.
        let density = bench.stand.forecast.as_ref().and_then(|forecast| forecast.density.trace.end().value);
        let between = 0.5 * (steep + flat);
        assert!((density.expect("a share") - between).abs() < 0.02, "{density:?} is not {between}");
        flat - steep
    };
    // From low down the start is forgotten; from high up it decides.
    let (low, high) = (of(1.0), of(9.0));
    assert!(low.abs() < 1e-3 && high > 0.8, "{low}, {high}");
}
