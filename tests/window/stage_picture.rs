//! Pictures of the stage in every state worth looking at, and what a frame of it costs. Ignored unless asked for:
//! `FROSTLINE_PICTURES=folder cargo test --test window stage_picture -- --ignored --nocapture`.

use std::time::Instant;

use crate::support::run::Run;
use crate::support::to_rgba;
use egui::{Context, Pos2, RawInput, Rect, pos2, vec2};
use frostline::app::desk::follow::fitted;
use frostline::app::kit::raster;
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::app::valleys::stage::Stage;
use frostline::settings::Schedule;
use frostline::valleys::experiments::run::fresh;
use frostline::valleys::model::{NoiseLaw, Scenario};
use frostline::valleys::view::Colouring;

fn fig4(walkers: u32) -> Scenario {
    Scenario { walkers, ..Scenario::default() }
}

/// The stage's place in a window at 1,280 × 800.
fn desk() -> Rect {
    Rect::from_min_max(pos2(268.0, 92.0), pos2(904.0, 692.0))
}

fn draw(name: &str, run: &Run, size: [f32; 2], rect: Rect, pixels_per_point: f32) {
    let Ok(folder) = std::env::var("FROSTLINE_PICTURES") else { return };
    let ctx = Context::default();
    run.theme.apply(&ctx);
    let mut stage = Stage::default();
    let picture = raster::screenshot(&ctx, size.into(), pixels_per_point, 4, |ui| {
        stage.show(ui, rect, &run.scene(), &mut Vec::new());
    });
    to_rgba(&picture).save(format!("{folder}/{name}.png")).expect("a folder to write to");
}

fn fit(run: &mut Run) {
    let (y, x) = fitted(&run.scene());
    println!("fitted: y {y:?}, x {x:?}");
    (run.view.stage_y, run.view.stage_x) = (y, x);
}

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    let small = [920.0, 740.0];
    let close = desk().translate(vec2(-220.0, -60.0));
    let mut run = Run::new(&fig4(3_000), 16_800);
    draw("dark", &run, small, close, 1.0);
    draw("dark2x", &run, small, close, 2.0);
    run.theme = Theme::new(Mode::Light, Vision::Typical);
    draw("light", &run, small, close, 1.0);
    for (name, colouring) in [("valley", Colouring::Valley), ("density", Colouring::Density)] {
        run.view.colouring = colouring;
        draw(&format!("light-{name}"), &run, small, close, 1.0);
    }
    run.theme = Theme::new(Mode::Dark, Vision::Typical);
    for (name, colouring) in [("valley", Colouring::Valley), ("density", Colouring::Density)] {
        run.view.colouring = colouring;
        draw(&format!("dark-{name}"), &run, small, close, 1.0);
    }
    run.view.colouring = Colouring::Age;
    fit(&mut run);
    let large = Rect::from_min_max(pos2(60.0, 40.0), pos2(1400.0, 1000.0));
    draw("large", &run, [1500.0, 1080.0], large, 1.0);
    for [wide, tall] in [[300.0, 250.0], [420.0, 330.0]] {
        let rect = Rect::from_min_size(pos2(44.0, 20.0), vec2(wide, tall));
        draw(&format!("tiny{wide}"), &run, [wide + 60.0, tall + 60.0], rect, 1.0);
    }
    run.scale = Scale::PRESENTATION;
    let hall = Rect::from_min_max(pos2(92.0, 40.0), pos2(1242.0, 816.0));
    draw("presentation", &run, [1300.0, 900.0], hall, 1.0);
    run.scale = Scale::WINDOW;
    (run.view.stage_y, run.view.stage_x) = ([5.5, 10.0], [-0.3, 0.5]);
    draw("past", &run, small, close, 1.0);
    (run.view.stage_y, run.view.stage_x) = ([1.0, 3.6], [-0.3, 0.5]);
    draw("before", &run, small, close, 1.0);
}

#[test]
#[ignore = "draws pictures to look at"]
fn other_runs() {
    let small = [920.0, 740.0];
    let close = desk().translate(vec2(-220.0, -60.0));
    let mut runs = vec![
        ("start", Run::new(&fig4(3_000), 0)),
        ("early", Run::new(&fig4(3_000), 300)),
        ("crossing", Run::new(&fig4(3_000), 20_600)),
        ("end", Run::new(&fig4(3_000), 100_000)),
        ("many4", Run::new(&fig4(10_000), 16_800)),
        ("many5", Run::new(&fig4(100_000), 16_800)),
    ];
    let mut even = fig4(3_000);
    even.landscape = even.landscape.with_gamma(1.0);
    runs.push(("even", Run::new(&even, 16_800)));
    let quiet = Scenario { sigma: Schedule::Constant(1e-5), ..fig4(3_000) };
    runs.push(("quiet", Run::new(&quiet, 16_800)));
    let uniform = Scenario { noise: NoiseLaw::Uniform, ..fig4(3_000) };
    runs.push(("uniform", Run::new(&uniform, 16_800)));
    let loud = Scenario { sigma: Schedule::Constant(1.0), ..fig4(3_000) };
    runs.push(("loud", Run::new(&loud, 16_800)));
    let held = Scenario { hold_y: Some(5.0), ..fig4(3_000) };
    runs.push(("held", Run::new(&held, 5_000)));
    for (name, run) in &mut runs {
        print!("{name} ");
        fit(run);
        draw(name, run, small, close, 1.0);
        run.theme = Theme::new(Mode::Light, Vision::Typical);
        draw(&format!("{name}-light"), run, small, close, 1.0);
    }
}

/// What a frame of the stage costs, user interface and tessellation, when every frame brings new walkers.
#[test]
#[ignore = "measures"]
fn cost() {
    for walkers in [3_000, 100_000, 1_000_000] {
        let mut swarm = fresh(&fig4(walkers));
        swarm.advance(300);
        let mut run = Run::of(&swarm);
        for colouring in [Colouring::Age, Colouring::Density] {
            run.view.colouring = colouring;
            for fresh in [true, false] {
                let spent = frame_cost(&mut run, |run| {
                    if fresh {
                        run.renew();
                    }
                });
                println!("{walkers} walkers, {colouring:?}, fresh {fresh}: {spent:.2} ms");
            }
        }
    }
    let mut run = Run::new(&fig4(3_000), 2_000);
    let spent = frame_cost(&mut run, |run| run.view.stage_y[1] += 1e-3);
    println!("view moving: {spent:.2} ms");
}

/// Milliseconds of the quickest tenth of some frames: what is left when other programs want the machine too.
fn frame_cost(run: &mut Run, mut between: impl FnMut(&mut Run)) -> f64 {
    let ctx = Context::default();
    run.theme.apply(&ctx);
    let mut stage = Stage::default();
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0))),
        ..RawInput::default()
    };
    let mut spent: Vec<f64> = (0..110)
        .map(|_| {
            between(run);
            let start = Instant::now();
            let mut output =
                ctx.run_ui(input.clone(), |ui| stage.show(ui, desk(), &run.scene(), &mut Vec::new()));
            let primitives = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
            let time = start.elapsed().as_secs_f64() * 1e3;
            assert!(!primitives.is_empty());
            output.textures_delta.clear();
            time
        })
        .skip(10)
        .collect();
    spent.sort_by(f64::total_cmp);
    spent[spent.len() / 10]
}
