//! The swarm on the stage.

use std::sync::Arc;

use egui::{Mesh, Painter, Rect, Shape, Stroke, StrokeKind};

use super::dots::Disc;
use super::extent::Extent;
use super::frame::Frame;
use super::inks::Inks;
use super::splat::Splat;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::theme::{Theme, space};
use crate::valleys::experiments::live::Picture;
use crate::valleys::view::Colouring;

/// From this many walkers on they are counted by pixel.
const MANY: usize = 6_000;
/// The swarm as last drawn, with what it was drawn from.
#[derive(Default)]
pub struct SwarmPicture {
    disc: Disc,
    splat: Splat,
    drawn: Option<(SwarmKey, Drawn)>,
    /// The picture last measured and how far its walkers reach.
    measured: Option<(Arc<Picture>, Option<Extent>)>,
}

struct SwarmKey {
    picture: Arc<Picture>,
    frame: Frame,
    theme: Theme,
    colouring: Colouring,
    pixels_per_point: f32,
}

enum Drawn {
    Dots(Arc<Mesh>),
    Texture(Option<Shape>),
}

impl SwarmKey {
    fn fits(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.picture, &other.picture)
            && self.frame == other.frame
            && self.theme == other.theme
            && self.colouring == other.colouring
            && self.pixels_per_point == other.pixels_per_point
    }
}

impl SwarmPicture {
    /// Draws the swarm, and says where it is; none when there is no walker.
    pub fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame) -> Option<Rect> {
        let extent = self.extent(&scene.seen.shown.picture)?;
        let key = SwarmKey {
            picture: Arc::clone(&scene.seen.shown.picture),
            frame: *frame,
            theme: scene.theme,
            colouring: scene.view.colouring,
            pixels_per_point: painter.pixels_per_point(),
        };
        if self.drawn.as_ref().is_none_or(|(before, _)| !before.fits(&key)) {
            let drawn = self.draw(painter, &key, &extent);
            self.drawn = Some((key, drawn));
        }
        match self.drawn.as_ref().map(|(_, drawn)| drawn) {
            Some(Drawn::Dots(mesh)) => drop(painter.add(Shape::Mesh(Arc::clone(mesh)))),
            Some(Drawn::Texture(Some(shape))) => drop(painter.add(shape.clone())),
            Some(Drawn::Texture(None)) | None => {}
        }
        Some(extent.on_screen(frame).expand(2.0 * frame.marks))
    }

    fn extent(&mut self, picture: &Arc<Picture>) -> Option<Extent> {
        match &self.measured {
            Some((measured, extent)) if Arc::ptr_eq(measured, picture) => *extent,
            _ => {
                let extent = Extent::of(picture);
                self.measured = Some((Arc::clone(picture), extent));
                extent
            }
        }
    }

    fn draw(&mut self, painter: &Painter, key: &SwarmKey, extent: &Extent) -> Drawn {
        let inks = Inks::new(&key.theme, key.colouring);
        let ctx = painter.ctx();
        if key.picture.x.len() < MANY && key.colouring != Colouring::Density {
            return Drawn::Dots(Arc::new(self.disc.mesh(ctx, &key.picture, &key.frame, &inks)));
        }
        Drawn::Texture(self.splat.draw(ctx, &key.picture, &key.frame, extent, (&inks, key.colouring)))
    }
}

/// A ring about the swarm while a symbol is lit up that spreads it.
pub fn light(painter: &Painter, scene: &Scene<'_>, frame: &Frame, place: Rect) {
    if scene.highlight.is_some_and(Symbol::spreads) {
        let stroke = Stroke::new(1.5 * frame.marks, scene.theme.strong);
        let about = place.expand(4.0 * frame.marks);
        painter.rect_stroke(about, f32::from(space::STAGE_RADIUS), stroke, StrokeKind::Outside);
    }
}
