//! The window's picture without a window: the real interface, drawn on the processor.

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, Context, Vec2};

use super::App;
use super::desk::{Desk, Look};
use super::raster::screenshot;
use crate::session::Session;

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
    image.pixels.into_iter().flat_map(|pixel: Color32| pixel.to_array()).collect()
}
