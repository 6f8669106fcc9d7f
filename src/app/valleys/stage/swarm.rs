//! The swarm on the stage.

use std::sync::Arc;

use egui::{Mesh, Painter, Rect, Shape, Stroke, StrokeKind};

use super::dots::Disc;
use super::extent::Extent;
use super::frame::Frame;
use super::inks::{Inks, colouring};
use super::splat::Splat;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::theme::{Theme, space};
use crate::valleys::experiments::ahead::Outcome;
use crate::valleys::experiments::live::Picture;
use crate::valleys::view::Colouring;

/// From this many walkers on they are counted by pixel.
pub const MANY: usize = 6_000;
/// What is left of a dot's opacity beside a ghost, so that walkers stand out that end elsewhere.
const BESIDE_A_GHOST: f32 = 0.68;

/// Walkers, and what becomes of them where they are coloured by that.
pub struct Crowd<'a> {
    pub picture: &'a Picture,
    pub fates: Option<&'a [Outcome]>,
}

/// The swarm as last drawn, with what it was drawn from.
#[derive(Default)]
pub struct SwarmPicture {
    disc: Disc,
    splat: Splat,
    drawn: Option<(SwarmKey, Drawn)>,
}

struct SwarmKey {
    picture: Arc<Picture>,
    frame: Frame,
    theme: Theme,
    colouring: Colouring,
    fates: Option<Arc<[Outcome]>>,
    pale: bool,
    pixels_per_point: f32,
}

/// A crowd as drawn.
pub enum Drawn {
    Dots(Arc<Mesh>),
    Texture(Option<Shape>),
}

impl Drawn {
    pub fn paint(&self, painter: &Painter) {
        match self {
            Self::Dots(mesh) => drop(painter.add(Shape::Mesh(Arc::clone(mesh)))),
            Self::Texture(Some(shape)) => drop(painter.add(shape.clone())),
            Self::Texture(None) => {}
        }
    }
}

impl SwarmKey {
    fn fits(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.picture, &other.picture)
            && self.frame == other.frame
            && self.theme == other.theme
            && self.colouring == other.colouring
            && self.pale == other.pale
            && match (&self.fates, &other.fates) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
            && self.pixels_per_point == other.pixels_per_point
    }
}

impl SwarmPicture {
    /// Draws the swarm, and says where it is; none when there is no walker.
    pub fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame) -> Option<Rect> {
        let extent = Extent::of(&scene.seen.shown.picture)?;
        let key = SwarmKey {
            picture: Arc::clone(&scene.seen.shown.picture),
            frame: *frame,
            theme: scene.theme,
            colouring: colouring(scene),
            fates: scene.fates.map(Arc::clone),
            pale: scene.ghost.is_some_and(|ghost| ghost.picture.is_some()),
            pixels_per_point: painter.pixels_per_point(),
        };
        if self.drawn.as_ref().is_none_or(|(before, _)| !before.fits(&key)) {
            let drawn = self.draw(painter, &key, &extent);
            self.drawn = Some((key, drawn));
        }
        if let Some((_, drawn)) = &self.drawn {
            drawn.paint(painter);
        }
        Some(extent.on_screen(frame).expand(2.0 * frame.marks))
    }

    fn draw(&mut self, painter: &Painter, key: &SwarmKey, extent: &Extent) -> Drawn {
        let mut inks = Inks::new(&key.theme, key.colouring);
        if key.pale {
            inks.alpha *= BESIDE_A_GHOST;
        }
        let ctx = painter.ctx();
        let walkers = Crowd { picture: &key.picture, fates: key.fates.as_deref() };
        if key.picture.x.len() < MANY && key.colouring != Colouring::Density {
            return Drawn::Dots(Arc::new(self.disc.mesh(ctx, &walkers, &key.frame, &inks)));
        }
        Drawn::Texture(self.splat.draw(ctx, &walkers, &key.frame, extent, (&inks, key.colouring)))
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
