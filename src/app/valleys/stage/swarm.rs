//! The swarm on the stage, and the honest frame of its stretching.

use std::sync::Arc;

use egui::{Align2, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::dots::Disc;
use super::frame::Frame;
use super::inks::Inks;
use super::splat::Splat;
use super::stretch::{Extent, Magnification};
use super::words::Words;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Theme, fade, space};
use crate::say;
use crate::valleys::experiments::live::Picture;
use crate::valleys::view::Colouring;

/// From this many walkers on they are counted by pixel.
const MANY: usize = 6_000;
/// Feet of the bracket, and its distances from the swarm and from its words, at scale 1.
const FOOT: f32 = 4.0;
const BELOW: f32 = 24.0;
const WORDS_BELOW: f32 = 13.0;

/// The swarm as last drawn, with what it was drawn from.
#[derive(Default)]
pub struct SwarmPicture {
    disc: Disc,
    splat: Splat,
    drawn: Option<(SwarmKey, Drawn)>,
    /// The picture last measured and how far its walkers reach.
    measured: Option<(Arc<Picture>, Option<Extent>)>,
    /// The factor of the last frame.
    factor: f64,
}

struct SwarmKey {
    picture: Arc<Picture>,
    frame: Frame,
    stretch: Magnification,
    theme: Theme,
    colouring: Colouring,
    pixels_per_point: f32,
}

enum Drawn {
    Dots(Arc<Mesh>),
    Texture(Option<Shape>),
}

/// Where the swarm is on screen, for what must keep clear of it.
#[derive(Clone, Copy)]
pub struct Place {
    pub rect: Rect,
    pub stretch: Magnification,
}

impl SwarmKey {
    fn fits(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.picture, &other.picture)
            && self.frame == other.frame
            && self.stretch == other.stretch
            && self.theme == other.theme
            && self.colouring == other.colouring
            && self.pixels_per_point == other.pixels_per_point
    }
}

impl SwarmPicture {
    /// Draws the swarm; none when there is no walker.
    pub fn paint(&mut self, painter: &Painter, scene: &Scene<'_>, frame: &Frame) -> Option<Place> {
        let extent = self.extent(&scene.seen.shown.picture)?;
        let stretch = Magnification::new(scene, frame, &extent, self.factor);
        self.factor = stretch.factor;
        let key = SwarmKey {
            picture: Arc::clone(&scene.seen.shown.picture),
            frame: *frame,
            stretch,
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
        let [left, right] = extent.y.map(|y| frame.across(stretch.drawn(f64::from(y))));
        let [bottom, top] = extent.x.map(|x| frame.upright(f64::from(x)));
        let rect = Rect::from_min_max(pos2(left, top), pos2(right, bottom)).expand(2.0 * frame.marks);
        Some(Place { rect, stretch })
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
            return Drawn::Dots(Arc::new(self.disc.mesh(ctx, &key.picture, &key.frame, &key.stretch, &inks)));
        }
        let (place, ink) = ((extent, &key.stretch), (&inks, key.colouring));
        Drawn::Texture(self.splat.draw(ctx, &key.picture, &key.frame, place, ink))
    }
}

/// A ring about the swarm while a symbol is lit up that spreads it.
pub fn light(painter: &Painter, scene: &Scene<'_>, frame: &Frame, place: &Place) {
    if scene.highlight.is_some_and(Symbol::spreads) {
        let stroke = Stroke::new(1.5 * frame.marks, scene.theme.strong);
        let about = place.rect.expand(4.0 * frame.marks);
        painter.rect_stroke(about, f32::from(space::STAGE_RADIUS), stroke, StrokeKind::Outside);
    }
}

/// The bracket under a stretched swarm, or over it, with the factor: never left out, but beside the bracket where walkers
/// or the frost line lie beyond it. Says where the words are.
pub fn declare(
    painter: &Painter,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
    place: &Place,
) -> Option<Rect> {
    let theme = &scene.theme;
    let seen = place.rect.intersect(frame.rect);
    if !place.stretch.stretched() || !seen.is_positive() {
        return None;
    }
    let marks = frame.marks;
    let style = Style::new(Role::Tick, frame.scale, theme.text);
    let text = say!("stage.spread", factor = place.stretch.words());
    let line = maths::layout(painter.ctx(), &text, style);
    let half = line.size() / 2.0;
    let wide = (half.x + 4.0).max(seen.width() / 2.0);
    // Below the swarm, or above it where there is more room and nothing is written.
    let room = (WORDS_BELOW + 36.0) * marks;
    let [below, above] = [seen.bottom() + BELOW * marks, seen.top() - BELOW * marks];
    let lowest = frame.rect.bottom() - room;
    let over = Rect::from_x_y_ranges(seen.x_range(), above - room..=above);
    let (level, away) =
        if below > lowest && words.is_free(over) { (above, -1.0) } else { (below.min(lowest), 1.0) };
    let level = painter.round_to_pixel_center(level);
    let middle = seen
        .center()
        .x
        .clamp(frame.rect.left() + wide, (frame.rect.right() - wide).max(frame.rect.left() + wide));
    let stroke = Stroke::new(marks.min(1.5), fade(theme.text, 0.6));
    let foot = vec2(0.0, -away * FOOT * marks);
    let (left, right) = (pos2(seen.left(), level), pos2(seen.right(), level));
    painter.line(vec![left + foot, left, right, right + foot], stroke);
    let beyond = level + away * WORDS_BELOW * marks;
    let aside = 2.0 * FOOT * marks;
    let places = [
        (pos2(middle, beyond), Align2::CENTER_CENTER),
        (pos2(seen.right() + aside, level), Align2::LEFT_CENTER),
        (pos2(seen.left() - aside, level), Align2::RIGHT_CENTER),
        (pos2(seen.right() + 3.0 * aside, level), Align2::LEFT_CENTER),
        (pos2(seen.left() - 3.0 * aside, level), Align2::RIGHT_CENTER),
        (pos2(middle, seen.top() - WORDS_BELOW * marks), Align2::CENTER_CENTER),
    ];
    let area = |(anchor, align): (Pos2, Align2)| align.anchor_size(anchor, line.size());
    let (anchor, align) = places.into_iter().find(|&place| words.is_free(area(place))).unwrap_or(places[0]);
    let rect = area((anchor, align));
    words.bare(rect);
    line.paint(painter, anchor, align);
    words.keep_clear(rect.union(Rect::from_two_pos(left + foot, right)));
    Some(rect)
}
