//! The window's picture without a window: the real interface, drawn on the processor.

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, ColorImage, Context, Margin, Vec2, vec2};

use super::App;
use super::desk::{Desk, Look};
use super::panels::Panels;
use super::raster::screenshot;
use super::scene::Scene;
use super::stage::Stage;
use super::theme::Scale;
use crate::session::{Panel, Session};

/// The picture of a session that has run to its step, as RGBA rows of the given width; the stage is fitted to the
/// run if asked, else as the session has it.
pub fn picture(
    session: Session,
    [width, height]: [u32; 2],
    pixels_per_point: f32,
    light: bool,
    presenting: bool,
    fit: bool,
) -> Vec<u8> {
    let step = session.step;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut desk = Desk::new(session, threads, Arc::new(|| ()));
    desk.look = Look { light: Some(light), presenting, ..Look::default() };
    desk.fit = fit;
    // There is no user to keep waiting: the run and its predictions come first.
    while desk.snapshot().is_none_or(|snapshot| snapshot.now.step < step) || desk.forecast().is_none() {
        std::thread::sleep(Duration::from_millis(2));
        desk.poll();
    }
    let mut app = App::new(desk);
    let size = Vec2::new(width as f32, height as f32) / pixels_per_point;
    let ctx = Context::default();
    let image = screenshot(&ctx, size, pixels_per_point, 4, |ui| app.frame(ui));
    bytes(image)
}

/// Pixels to a point of an exported picture.
pub const EXPORT_SCALE: f32 = 2.0;
/// Its size in points, and the room for the axes around the stage.
const EXPORT_SIZE: Vec2 = vec2(900.0, 630.0);
const AXES: Margin = Margin { left: 66, right: 24, top: 24, bottom: 66 };
/// Marks large enough for menus and notes to make room for the picture.
const MARKS: Scale = Scale(1.5);

/// One panel, or the stage, for itself: the same at any size of the window.
pub fn of_scene(scene: &Scene<'_>, panel: Option<Panel>) -> ([u32; 2], Vec<u8>) {
    let ctx = Context::default();
    scene.theme.apply(&ctx);
    let scene = Scene { scale: MARKS, ..*scene };
    let (mut stage, mut panels) = (Stage::default(), Panels::default());
    let image = screenshot(&ctx, EXPORT_SIZE, EXPORT_SCALE, 4, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0.0, scene.theme.bg);
        let mut ignored = Vec::new();
        match panel {
            Some(panel) => panels.show(panel, ui, ui.max_rect().shrink(24.0), &scene, &mut ignored),
            None => stage.show(ui, ui.max_rect() - AXES, &scene, &mut ignored),
        }
    });
    (image.size.map(|length| length as u32), bytes(image))
}

fn bytes(image: ColorImage) -> Vec<u8> {
    image.pixels.into_iter().flat_map(|pixel: Color32| pixel.to_array()).collect()
}
