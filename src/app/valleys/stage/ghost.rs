//! The run that this one is compared with, pale behind it: its walkers at the same step and their own heights, in the lens of
//! the run on show; its frost line; and rings about the walkers that end elsewhere.

use std::sync::Arc;

use egui::{Align2, Painter, Rect, Shape, Stroke, pos2};

use super::dots::Disc;
use super::extent::Extent;
use super::frame::Frame;
use super::inks::Inks;
use super::splat::Splat;
use super::swarm::{Crowd, Drawn, MANY};
use super::words::Words;
use crate::app::desk::scene::{GhostSeen, Scene};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Theme, fade};
use crate::say;
use crate::valleys::experiments::live::Picture;
use crate::valleys::view::Colouring;

/// Its dots, and the dots and rings of walkers that end elsewhere, at scale 1.
const RADIUS: f32 = 1.3;
const DOT: f32 = 0.26;
const PARTED: f32 = 1.7;
const RING: f32 = 3.2;
const RING_WIDTH: f32 = 0.9;
const RING_INK: f32 = 0.75;
/// Rings that are drawn: of more none could be told from another.
const MOST_RINGS: usize = 600;
/// Its frost line.
const FROST: f32 = 0.45;
const FROST_WIDTH: f32 = 1.1;
const DASH: [f32; 2] = [3.0, 4.0];
/// From the line to its words, and from the top to their middles.
const BESIDE: f32 = 10.0;
const TOP: f32 = 22.0;
const LEADING: f32 = 17.0;

/// The ghost's dots as last drawn.
#[derive(Default)]
pub struct GhostPicture {
    disc: Disc,
    splat: Splat,
    drawn: Option<(Arc<Picture>, Frame, Theme, Drawn)>,
}

impl GhostPicture {
    /// Draws its walkers under those of the run.
    pub fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame) {
        let Some(picture) = scene.ghost.and_then(|ghost| ghost.picture) else {
            self.drawn = None;
            return;
        };
        let fits = |(of, within, in_theme, _): &(Arc<Picture>, Frame, Theme, Drawn)| {
            Arc::ptr_eq(of, picture) && within == frame && *in_theme == scene.theme
        };
        if !self.drawn.as_ref().is_some_and(fits) {
            let drawn = self.draw(painter, &scene.theme, picture, frame);
            self.drawn = Some((Arc::clone(picture), *frame, scene.theme, drawn));
        }
        if let Some((.., drawn)) = &self.drawn {
            drawn.paint(painter);
        }
    }

    fn draw(&mut self, painter: &Painter, theme: &Theme, picture: &Picture, frame: &Frame) -> Drawn {
        let (ctx, of) = (painter.ctx(), picture.x.len());
        if of < MANY {
            let walkers = picture.x.iter().zip(&picture.y).enumerate();
            let places = walkers.map(|(index, (x, y))| frame.walker([index, of], [*y, *x]));
            let seen = places.filter(|place| frame.rect.contains(*place));
            let ink = fade(theme.strong, DOT);
            return Drawn::Dots(Arc::new(self.disc.plain(ctx, seen, RADIUS * frame.marks, ink)));
        }
        let inks = Inks::plain(theme.strong, DOT);
        let walkers = Crowd { picture, fates: None };
        let drawn = Extent::of(picture)
            .and_then(|extent| self.splat.draw(ctx, &walkers, frame, &extent, (&inks, Colouring::Valley)));
        Drawn::Texture(drawn)
    }
}

/// Rings the walkers that end elsewhere than in the ghost.
pub fn rings(painter: &Painter, scene: &Scene<'_>, frame: &Frame) {
    let Some(GhostSeen { parted: Some(parted), .. }) = scene.ghost else { return };
    let picture = &scene.seen.shown.picture;
    let stroke = Stroke::new(RING_WIDTH * frame.marks, fade(scene.theme.strong, RING_INK));
    for &walker in parted.walkers.iter().take(MOST_RINGS) {
        let index = walker as usize;
        let (Some(x), Some(y)) = (picture.x.get(index), picture.y.get(index)) else { continue };
        let place = frame.walker([index, picture.x.len()], [*y, *x]);
        if frame.rect.contains(place) {
            let age = picture.age.get(index).copied().unwrap_or_default();
            let ink = scene.theme.scales.walker_age(age as f32);
            painter.circle_filled(place, PARTED * frame.marks, ink);
            painter.circle_stroke(place, RING * frame.marks, stroke);
        }
    }
}

/// Its frost line, where that is another than the run's.
pub fn frost(painter: &Painter, scene: &Scene<'_>, frame: &Frame) {
    let Some(y) = line(scene, frame) else { return };
    let ink = Stroke::new(FROST_WIDTH * frame.marks, fade(scene.theme.ice, FROST));
    let [dash, gap] = DASH.map(|length| length * frame.marks);
    painter.extend(Shape::dashed_line(&frame.line(frame.across(y)), ink, dash, gap));
}

/// What that line is.
pub fn name(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words) {
    let (Some(y), Some(ghost)) = (line(scene, frame), scene.ghost) else { return };
    let across = frame.across(y);
    let style = Style::new(Role::Tick, frame.scale, fade(scene.theme.ice, 0.75));
    let named = match ghost.fork {
        Some(_) => say!("stage.ghost.before").to_owned(),
        None => ghost.name.to_owned(),
    };
    let lines = [named, format!("{y:.2}")].map(|text| maths::layout(painter.ctx(), &text, style));
    let wide = lines.iter().fold(0.0_f32, |wide, line| wide.max(line.size().x));
    let marks = frame.marks;
    for (side, align) in [(1.0, Align2::LEFT_CENTER), (-1.0, Align2::RIGHT_CENTER)] {
        let x = across + side * BESIDE * marks;
        let top = frame.rect.top() + TOP * marks;
        let corner = pos2(x, top - 0.5 * LEADING * marks);
        let area = Align2([align.x(), egui::Align::Min])
            .anchor_size(corner, egui::vec2(wide, 2.0 * LEADING * marks));
        if words.claim(area) {
            words.bare(area);
            for (row, line) in lines.iter().enumerate() {
                line.paint(painter, pos2(x, top + LEADING * marks * row as f32), align);
            }
            return;
        }
    }
}

/// Where the line is, if it is in view and not the run's own.
fn line(scene: &Scene<'_>, frame: &Frame) -> Option<f64> {
    let y = scene.ghost?.frost.filter(|y| frame.shows_y(*y))?;
    let own = scene.seen.frost.y().map(|own| (frame.across(own) - frame.across(y)).abs());
    own.is_none_or(|away| away > 1.0).then_some(y)
}

/// Where the ghost's line is on the stage, for what must keep clear of it.
pub fn area(scene: &Scene<'_>, frame: &Frame) -> Option<Rect> {
    let across = frame.across(line(scene, frame)?);
    Some(Rect::from_x_y_ranges(across - 1.0..=across + 1.0, frame.rect.y_range()))
}
