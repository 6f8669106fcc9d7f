//! Pictures of the panels, to look at: `cargo test --test panel_pictures -- --ignored` writes them to `target/panels`.

use crate::stand::Stand;
use crate::support;
use frostline::app::kit::raster::screenshot;
use frostline::app::kit::theme::{Mode, Scale, Theme, Vision};
use frostline::app::valleys::panels::Panels;
use frostline::settings::Schedule;
use frostline::valleys::model::{Landscape, NoiseLaw, Scenario};
use frostline::valleys::panel::Panel;
use frostline::valleys::view::Predictions;

use std::fs;

use egui::{Context, Rect, pos2, vec2};

/// Draws panels, one below the other, as the window has them.
fn picture(name: &str, stand: &Stand, mode: Mode, panels: &[Panel], size: [f32; 2], scale: Scale) {
    let theme = Theme::new(mode, Vision::Typical);
    let ctx = Context::default();
    theme.apply(&ctx);
    let mut kept = Panels::default();
    let margin = scale.px(14.0);
    let [width, height] = size;
    let count = panels.len() as f32;
    let whole = vec2(width + 2.0 * margin, count * height + (count + 1.0) * margin);
    let image = screenshot(&ctx, whole, 2.0, 3, |ui| {
        for (index, &panel) in panels.iter().enumerate() {
            let top = margin + index as f32 * (height + margin);
            let rect = Rect::from_min_size(pos2(margin, top), vec2(width, height));
            stand.show(&mut kept, panel, ui, rect, theme, scale);
        }
    });
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/panels");
    fs::create_dir_all(folder).expect("a folder for the pictures");
    support::to_rgba(&image).save(format!("{folder}/{name}.png")).expect("a picture is written");
}

const SIZE: [f32; 2] = [324.0, 212.0];

#[test]
#[ignore = "writes pictures to look at"]
fn the_run_of_the_look() {
    let mut stand = Stand::of_the_look();
    for (mode, word) in [(Mode::Dark, "dark"), (Mode::Light, "light")] {
        picture(&format!("look-{word}"), &stand, mode, &Panel::ALL, SIZE, Scale::WINDOW);
        picture(&format!("small-{word}"), &stand, mode, &Panel::ALL, [240.0, 150.0], Scale::WINDOW);
    }
    let lecture = [560.0, 760.0];
    picture("lecture-p-flat", &stand, Mode::Dark, &[Panel::PFlat], lecture, Scale::PRESENTATION);
    picture("lecture-hops", &stand, Mode::Light, &[Panel::Plane], [700.0, 500.0], Scale::PRESENTATION);
    for panel in Panel::ALL {
        picture(&format!("large-{panel:?}"), &stand, Mode::Dark, &[panel], [900.0, 600.0], Scale::WINDOW);
    }
    stand.view.predictions = Predictions {
        equilibrium: true,
        eq9: true,
        eq9_approximate: true,
        ito: true,
        boltzmann: true,
        two_state: true,
        density: true,
        ..Predictions::default()
    };
    picture("computing", &stand, Mode::Dark, &[Panel::PFlat], SIZE, Scale::WINDOW);
    stand.predict();
    picture("all-curves", &stand, Mode::Dark, &[Panel::PFlat], SIZE, Scale::WINDOW);
    picture("all-curves-large", &stand, Mode::Light, &[Panel::PFlat], [900.0, 600.0], Scale::WINDOW);
    stand.view.binned = true;
    stand.view.slice_y = Some(7.0);
    stand.view.fixed_y = Some(9.0);
    picture("binned", &stand, Mode::Dark, &Panel::ALL, SIZE, Scale::WINDOW);
}

#[test]
#[ignore = "writes pictures to look at"]
fn the_end_and_the_start() {
    let end = Stand::new(Scenario { walkers: 3_000, ..Scenario::default() }, 100_000, None);
    picture("end", &end, Mode::Dark, &Panel::ALL, SIZE, Scale::WINDOW);
    let start = Stand::new(Scenario::default(), 0, None);
    picture("start", &start, Mode::Dark, &Panel::ALL, SIZE, Scale::WINDOW);
}

#[test]
#[ignore = "writes pictures to look at"]
fn corner_cases() {
    let base = Scenario { walkers: 500, steps: 20_000, ..Scenario::default() };
    let cases = [
        ("symmetric", Scenario { landscape: Landscape::default().with_gamma(1.0), ..base.clone() }),
        ("reversed", Scenario { landscape: Landscape::default().with_gamma(0.7), ..base.clone() }),
        ("uniform", Scenario { noise: NoiseLaw::Uniform, ..base.clone() }),
        ("none", Scenario { noise: NoiseLaw::None, ..base.clone() }),
        ("quiet", Scenario { sigma: Schedule::Constant(1e-5), ..base.clone() }),
        ("loud", Scenario { sigma: Schedule::Constant(3.0), ..base.clone() }),
        (
            "diverged",
            Scenario { eta: Schedule::Constant(2.0), sigma: Schedule::Constant(0.1), ..base.clone() },
        ),
    ];
    for (name, scenario) in cases {
        let steps = scenario.steps;
        let stand = Stand::new(scenario, steps, None);
        picture(name, &stand, Mode::Dark, &Panel::ALL, SIZE, Scale::WINDOW);
    }
}
