//! The window's picture without a window: the real interface, drawn on the processor.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, ColorImage, Context, Margin, Vec2};

use super::app::App;
use crate::app::desk::cinema::Recipe;
use crate::app::desk::command::FilmCommand;
use crate::app::desk::look::Look;
use crate::app::desk::scene::Scene;
use crate::app::desk::{self, Desk};
use crate::app::kit::raster::Screen;
use crate::app::kit::theme::{Scale, Theme};
use crate::app::valleys::panels::Panels;
use crate::app::valleys::stage::Stage;
use crate::job::Progress;
use crate::platform::threads;
use crate::session::Session;
use crate::valleys::panel::Panel;
use crate::valleys::view::Colouring;

/// The picture of a session that has run to its step, as RGBA rows of the given width; the stage is fitted to the
/// run if asked, else as the session has it. The error says why there is none.
pub fn picture(
    session: Session,
    [width, height]: [u32; 2],
    pixels_per_point: f32,
    light: bool,
    presenting: bool,
    fit: bool,
) -> Result<Vec<u8>, String> {
    let looked_at = session.networks.step;
    let desk = ran(session, Look { light: Some(light), presenting, ..Look::default() }, fit)?;
    let networks = desk.networks.open;
    let mut app = App::new(desk);
    let size = Vec2::new(width as f32, height as f32) / pixels_per_point;
    let ctx = Context::default();
    let mut screen = Screen::new(ctx, size, pixels_per_point);
    if networks {
        trained(&mut app, &mut screen, looked_at)?;
    }
    Ok(bytes(screen.shoot(SETTLING, |ui| app.frame(ui))))
}

/// A film of a session that runs to its step; the error says why there is none.
pub fn film(
    session: Session,
    light: bool,
    recipe: Recipe,
    path: PathBuf,
    progress: &Progress<'_>,
) -> Result<(), String> {
    let desk = ran(session, Look { light: Some(light), ..Look::default() }, true)?;
    // What draws is known to the window.
    let mut desk = App::new(desk).desk;
    desk.cinema.recipe = recipe;
    desk.carry_out(FilmCommand::AnimatePath(path), u64::MAX);
    while let Some((share, _)) = desk.cinema.progress() {
        let _ = progress(share);
        threads::sleep(Duration::from_millis(2));
        desk.poll();
    }
    match desk.around.notice.filter(|notice| notice.warning) {
        Some(notice) => Err(notice.text),
        None => Ok(()),
    }
}

/// A desk whose run has come to the step of its session. There is no user to keep waiting: the run and its predictions
/// come first.
fn ran(session: Session, look: Look, fit: bool) -> Result<Desk, String> {
    let step = session.step;
    let mut desk = Desk::new(session, threads::count(), Arc::new(|| ()));
    desk.look = look;
    desk.follow.fit = fit;
    let ahead = desk.view.colouring == Colouring::LastHop;
    while desk.run.snapshot().is_none_or(|snapshot| snapshot.now.step < step)
        || desk.run.forecast().is_none()
        || (ahead && desk.run.fates().is_none())
        || !desk.run.ghost_is_there()
    {
        if let Some(trouble) = desk.run.trouble() {
            return Err(trouble);
        }
        threads::sleep(Duration::from_millis(2));
        desk.poll();
    }
    Ok(desk)
}

/// Goes on until nothing of the networks is under way; what of the plane is to be seen only a frame tells.
fn trained(app: &mut App, screen: &mut Screen, step: Option<u32>) -> Result<(), String> {
    loop {
        app.desk.networks.playing = false;
        app.desk.networks.bench.step = step;
        if let Some(trouble) = app.desk.networks.trouble() {
            return Err(trouble);
        }
        if app.desk.networks.is_complete() {
            return Ok(());
        }
        let _ = screen.shoot(1, |ui| app.frame(ui));
        threads::sleep(Duration::from_millis(50));
    }
}

/// Width in points of a picture of the stage or a panel, whatever its pixels, and the room for the axes of the stage.
const WIDTH: f32 = 900.0;
const AXES: Margin = Margin { left: 66, right: 24, top: 24, bottom: 66 };
/// Marks large enough for menus and notes to make room for the picture.
const MARKS: Scale = Scale(1.5);
/// Frames that sizes take to settle.
const SETTLING: usize = 4;

/// Takes pictures of the stage or of one panel for itself, one after the other: the same at any size of the window.
pub fn camera(theme: &Theme, subject: Option<Panel>, size: [u32; 2]) -> desk::cinema::Camera {
    let mut camera = Camera::new(theme, subject, size);
    Box::new(move |scene| camera.shoot(scene))
}

struct Camera {
    screen: Screen,
    subject: Option<Panel>,
    stage: Stage,
    panels: Panels,
    settled: bool,
}

impl Camera {
    /// A camera for pictures of so many pixels; no panel is the stage.
    fn new(theme: &Theme, subject: Option<Panel>, [width, height]: [u32; 2]) -> Self {
        let scale = width as f32 / WIDTH;
        let size = Vec2::new(width as f32, height as f32) / scale;
        let ctx = Context::default();
        theme.apply(&ctx);
        let (stage, panels) = (Stage::default(), Panels::default());
        Self { screen: Screen::new(ctx, size, scale), subject, stage, panels, settled: false }
    }

    /// The picture of a scene, as RGBA rows.
    fn shoot(&mut self, scene: &Scene<'_>) -> Vec<u8> {
        let scene = Scene { scale: MARKS, ..*scene };
        let frames = if std::mem::replace(&mut self.settled, true) { 1 } else { SETTLING };
        let (stage, panels, subject) = (&mut self.stage, &mut self.panels, self.subject);
        bytes(self.screen.shoot(frames, |ui| {
            ui.painter().rect_filled(ui.max_rect(), 0.0, scene.theme.bg);
            let mut ignored = Vec::new();
            match subject {
                Some(panel) => {
                    panels.show(panel, ui, ui.max_rect().shrink(24.0), &scene, &mut ignored);
                }
                None => stage.show(ui, ui.max_rect() - AXES, &scene, &mut ignored),
            }
        }))
    }
}

fn bytes(image: ColorImage) -> Vec<u8> {
    image.pixels.into_iter().flat_map(|pixel: Color32| pixel.to_array()).collect()
}
