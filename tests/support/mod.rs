//! What the tests of the window share: a renderer for egui_kittest that needs no display.

#![allow(dead_code, reason = "every test binary uses its own part of this")]

pub mod bench;
pub mod legible;
pub mod run;

use egui::accesskit::Role;
use egui::epaint::ClippedShape;
use egui::{ColorImage, Context, FullOutput, TexturesDelta};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, TestRenderer};
use frostline::app::kit::raster::Rasteriser;
use frostline::app::kit::theme::{Mode, Theme, Vision};
use image::RgbaImage;

/// Lets egui_kittest draw with our rasteriser.
#[derive(Default)]
pub struct CpuRenderer {
    rasteriser: Rasteriser,
    /// Textures that the frame before still drew with.
    outdated: TexturesDelta,
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.rasteriser.free(&mut self.outdated);
        self.rasteriser.update(delta);
        self.outdated.free = std::mem::take(&mut delta.free);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let picture = paint(&self.rasteriser, ctx, output.shapes.clone(), output.pixels_per_point);
        legible::look(&self.rasteriser, ctx, output, &picture);
        Ok(to_rgba(&picture))
    }
}

impl Drop for CpuRenderer {
    fn drop(&mut self) {
        self.outdated.clear();
    }
}

/// The picture of a frame's shapes.
fn paint(rasteriser: &Rasteriser, ctx: &Context, shapes: Vec<ClippedShape>, scale: f32) -> ColorImage {
    let primitives = ctx.tessellate(shapes, scale);
    let pixels = (ctx.content_rect().size() * scale).round();
    rasteriser.paint([pixels.x as usize, pixels.y as usize], scale, &primitives, Theme::of(ctx).bg)
}

/// An opaque picture in the form that the snapshot functions take.
pub fn to_rgba(picture: &ColorImage) -> RgbaImage {
    let bytes = picture.pixels.iter().flat_map(egui::Color32::to_array).collect();
    let [width, height] = picture.size;
    RgbaImage::from_raw(width as u32, height as u32, bytes).expect("four bytes to a pixel")
}

/// A harness in the theme of the program, drawing without a display.
pub fn harness<'a>(mode: Mode, size: [f32; 2], interface: impl FnMut(&mut egui::Ui) + 'a) -> Harness<'a> {
    harness_at(mode, size, 1.0, interface)
}

/// The same on a screen of so many pixels to a point; its size is in points.
pub fn harness_at<'a>(
    mode: Mode,
    size: [f32; 2],
    pixels_per_point: f32,
    mut interface: impl FnMut(&mut egui::Ui) + 'a,
) -> Harness<'a> {
    let theme = Theme::new(mode, Vision::Typical);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(pixels_per_point)
        .with_context_setup(move |ctx| theme.apply(ctx))
        .renderer(CpuRenderer::default())
        .build_ui(move |ui| interface(ui));
    // As any graphics card has it today.
    harness.input_mut().max_texture_side = Some(8_192);
    harness.run();
    harness
}

/// Two clicks in a fraction of a second; a harness takes a quarter of a second for each event.
pub fn double_click(harness: &mut Harness<'_>, place: egui::Pos2) {
    let button = |pressed| egui::Event::PointerButton {
        pos: place,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    harness.hover_at(place);
    harness.run();
    for pressed in [true, false, true, false] {
        harness.input_mut().events.push(button(pressed));
        harness.input_mut().predicted_dt = 0.01;
        let now = harness.ctx.input(|input| input.time) + 0.05;
        harness.input_mut().time = Some(now);
        harness.step();
    }
    harness.run();
}

/// Nothing that can be used is without a name, and no two of one kind share one.
pub fn assert_named(window: &Harness<'_>, what: &str) {
    for role in [Role::Slider, Role::SpinButton, Role::Button, Role::RadioButton, Role::Canvas] {
        let mut names: Vec<String> = window
            .query_all_by_role(role)
            .map(|node| node.accesskit_node().label().unwrap_or_default())
            .collect();
        assert!(names.iter().all(|name| !name.is_empty()), "{what}: {role:?} without a name: {names:?}");
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{what}: {role:?}: {names:?}");
    }
}
