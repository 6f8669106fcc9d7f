//! The frost line: where walkers hop for the last time, in the mean, with their spread; the tint beyond it, and the words
//! that go with it.

use egui::epaint::RectShape;
use egui::{Align2, Color32, ColorImage, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, TextureId, pos2};

use super::frame::Frame;
use super::kept::{Kept, WHOLE};
use super::words::Words;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::theme::{LIT, Mode, Role, Scale, Theme, fade, space};
use crate::say;
use crate::valleys::figures::frost::{NOTABLE, off};
use crate::valleys::figures::pens;
use crate::valleys::theory::{Frost, Why};
use crate::valleys::words;
use crate::words::per_cent;

/// The stretch of y over which the tint was made: its decay keeps this share of the stage.
const MADE_FOR: f64 = 9.0;
/// Distance in x of the ticks on the line, and their length in points.
const TICKS: f64 = 0.05;
const TICK: f32 = 6.0;
/// The band about the line, at the foot of the stage.
const BAND: f32 = 4.0;
/// From the line to its words, from the top to the middle of the first, and from one to the next.
const BESIDE: f32 = 16.0;
const TOP: f32 = 22.0;
const LEADING: f32 = 19.0;
/// From the bottom to the middle of the words there.
pub const BOTTOM: f32 = 18.0;

/// The tint.
#[derive(Default)]
pub struct Tint {
    picture: Kept<FrostKey>,
}

#[derive(Clone, Copy, PartialEq)]
struct FrostKey {
    line: f64,
    y: [f64; 2],
    width: usize,
    mode: Mode,
}

/// The tint as it lies on the stage: to the left of a place, which may be in the lens, there is nothing of it to be drawn.
pub struct Laid {
    pub picture: TextureId,
    pub from: f32,
}

impl Tint {
    /// Lays the tint over the stage to the right of the line.
    pub fn paint(&mut self, painter: &Painter, theme: &Theme, line: f64, frame: &Frame) -> Laid {
        let width = (frame.rect.width() * painter.pixels_per_point()).round().max(1.0) as usize;
        let key = FrostKey { line, y: frame.y, width, mode: theme.mode };
        let picture = self.picture.of(painter.ctx(), "frost", key, |&FrostKey { line, y, width, .. }| {
            ColorImage::new([width, 1], tints(theme, line, y, width).collect())
        });
        let corners = CornerRadius::same(space::STAGE_RADIUS);
        let shape = RectShape::filled(frame.rect, corners, Color32::WHITE);
        let from = frame.across(line) - 1.0;
        let right = painter.clip_rect().intersect(frame.rect.with_min_x(from));
        painter.with_clip_rect(right).add(shape.with_texture(picture, WHOLE));
        Laid { picture, from }
    }
}

/// A distance beyond the line as the tint takes it: its decay is a share of the stage, whatever the view.
fn decayed(view: [f64; 2], beyond: f64) -> f32 {
    (beyond * MADE_FOR / (view[1] - view[0])) as f32
}

/// The tint of every column of a picture of the stage.
pub fn tints(theme: &Theme, line: f64, y: [f64; 2], width: usize) -> impl Iterator<Item = Color32> {
    (0..width).map(move |column| {
        let at = y[0] + (column as f64 + 0.5) / width as f64 * (y[1] - y[0]);
        let beyond = decayed(y, at - line);
        if beyond < 0.0 { Color32::TRANSPARENT } else { theme.scales.frost(beyond) }
    })
}

/// The line itself with its ticks and the spread about it at the foot, where it is in view and not `hidden`.
pub fn line(painter: &Painter, theme: &Theme, scene: &Scene<'_>, frame: &Frame, hidden: Rect) -> Shape {
    let Some(y) = scene.seen.frost.y().filter(|&y| frame.shows_y(y)) else { return Shape::Noop };
    // In the lens a rounded place would be another height.
    let across = match frame.lens {
        Some(_) => frame.across(y),
        None => painter.round_to_pixel_center(frame.across(y)),
    };
    let lit = if scene.highlight == Some(Symbol::FreezingHeight) { LIT } else { 1.0 };
    let pen = Inks::new(theme, Scale(frame.marks)).stroke(&pens::FROST);
    let stroke = Stroke::new(lit * pen.width, pen.color);
    let bottom = frame.rect.bottom();
    let mut line = frame.line(across);
    if hidden.x_range().contains(across) {
        line[0].y = hidden.bottom();
    }
    let mut shapes = vec![Shape::line(line, stroke)];
    if let Ok(frost) = &scene.seen.frost.here {
        let [low, high] = frost.band().map(|y| frame.across(y.clamp(frame.y[0], frame.y[1])));
        let band = Rect::from_x_y_ranges(low..=high, bottom - BAND * frame.marks..=bottom);
        shapes.push(Shape::rect_filled(band, 0.0, fade(theme.ice, 0.55)));
    }
    // Ticks must not run together in a wide view.
    let fewest = f64::from(24.0 * frame.marks / frame.points_per_unit()[1]);
    let step = if fewest <= TICKS { TICKS } else { crate::chart::axis::round_step(fewest) };
    let thin = Stroke::new(frame.marks.min(1.5), theme.ice);
    let (first, last) = ((frame.x[0] / step).ceil() as i64, (frame.x[1] / step).floor() as i64);
    for index in first..=last {
        let upright = painter.round_to_pixel_center(frame.upright(index as f64 * step));
        let at = frame.bent(pos2(across, upright));
        let tick = Rect::from_two_pos(at, at + egui::vec2(TICK * frame.marks, 0.0));
        if frame.rect.shrink(3.0).y_range().contains(upright) && !hidden.intersects(tick) {
            shapes.push(Shape::hline(tick.x_range(), upright, thin));
        }
    }
    Shape::Vec(shapes)
}

/// The words beside the line at the top, or where it is, or why there is none; and where they are.
pub fn words(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
) -> Option<Rect> {
    match scene.seen.frost.y() {
        Some(y) if frame.shows_y(y) => beside(painter, theme, scene, frame, words, y),
        Some(y) => out_of_view(painter, theme, frame, words, y),
        // While it is to be guessed nothing at all is said of it.
        None if scene.seen.frost.why() == Some(Why::PutAway) => None,
        None => absent(painter, theme, scene, frame, words),
    }
}

fn beside(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
    y: f64,
) -> Option<Rect> {
    let ctx = painter.ctx();
    let across = frame.across(y);
    words.keep_clear(Rect::from_x_y_ranges(across - 2.0..=across + TICK * frame.marks, frame.rect.y_range()));
    let note = Style::new(Role::Tick, frame.scale, theme.text);
    let room = (frame.rect.right() - across).max(across - frame.rect.left()) - 2.0 * BESIDE * frame.marks;
    let style = |role| Style::new(role, frame.scale, theme.ice);
    let mut lines = vec![maths::layout(ctx, say!("stage.frost.name"), style(Role::DirectStrong))];
    let wide = room.min(230.0 * frame.marks);
    if let Ok(frost) = &scene.seen.frost.here {
        lines.push(maths::layout(ctx, &height(frost), style(Role::Label)));
        let mut tell = |text: &str| lines.extend(maths::layout_wrapped(ctx, text, note, wide));
        tell(say!("stage.frost.source"));
        if let (Some(y), Some(off)) = (scene.seen.curves.y_freeze.value, off(&scene.seen)) {
            tell(&say!("stage.frost.eq11", y = format_args!("{y:.2}"), off = off));
        }
        if frost.still > NOTABLE {
            tell(&say!("stage.frost.still", share = per_cent(frost.still)));
        }
    }
    // Beside the line on the right if there is room, else on the left; less, rather than none.
    while !lines.is_empty() {
        let place = column(painter, frame, words, &lines, across);
        if place.is_some() {
            return place;
        }
        lines.pop();
    }
    None
}

/// The height of the line, nearly until the law of the last hop is worked out, and the spread about it.
pub fn height(frost: &Frost) -> String {
    let sign = if frost.exact { "=" } else { "≈" };
    format!("$y_{{freeze}}$ {sign} {:.2} ± {:.2}", frost.at.y, frost.at.y_sd)
}

/// Places lines under each other at the top of the stage, on either side of the frost line.
fn column(painter: &Painter, frame: &Frame, words: &mut Words, lines: &[Line], across: f32) -> Option<Rect> {
    let beside = BESIDE * frame.marks;
    let sides = [(across + beside, Align2::LEFT_CENTER), (across - beside, Align2::RIGHT_CENTER)];
    sides.into_iter().find_map(|side| block(painter, frame, words, lines, side))
}

/// Writes lines under each other at the top of the stage, all of them or none.
fn block(
    painter: &Painter,
    frame: &Frame,
    words: &mut Words,
    lines: &[Line],
    (x, align): (f32, Align2),
) -> Option<Rect> {
    let marks = frame.marks;
    let wide = lines.iter().fold(0.0_f32, |wide, line| wide.max(line.size().x));
    let tall = LEADING * marks * (lines.len() - 1) as f32 + 14.0 * marks;
    let top = frame.rect.top() + TOP * marks;
    let corner: Pos2 = pos2(x, top - 7.0 * marks);
    let area = Align2([align.x(), egui::Align::Min]).anchor_size(corner, egui::vec2(wide, tall));
    words.claim(area).then(|| {
        words.bare(area);
        for (row, line) in lines.iter().enumerate() {
            line.paint(painter, pos2(x, top + LEADING * marks * row as f32), align);
        }
        area
    })
}

/// The words "hopping" and "frozen" at the foot of the line, farther from it where something is in the way.
pub fn sides(painter: &Painter, theme: &Theme, scene: &Scene<'_>, frame: &Frame, words: &mut Words) {
    let Some(across) = scene.seen.frost.y().filter(|&y| frame.shows_y(y)).map(|y| frame.across(y)) else {
        return;
    };
    let foot = frame.rect.bottom() - BOTTOM * frame.marks;
    for (text, ink, side, align) in [
        (say!("stage.hopping"), theme.ember, -1.0, Align2::RIGHT_CENTER),
        (say!("stage.frozen"), theme.ice, 1.0, Align2::LEFT_CENTER),
    ] {
        let line = maths::layout(painter.ctx(), text, Style::new(Role::Direct, frame.scale, ink));
        let beside = side * (BESIDE - 2.0) * frame.marks;
        let farther = [0.0, 20.0, 40.0, 60.0, 80.0].map(|more| side * more * frame.marks);
        words.place(painter, &line, farther.map(|more| (pos2(across + beside + more, foot), align)));
    }
}

/// An arrow at the edge behind which the line is.
fn out_of_view(painter: &Painter, theme: &Theme, frame: &Frame, words: &mut Words, y: f64) -> Option<Rect> {
    let ahead = y > frame.y[1];
    let height = format!("{y:.2}");
    let text =
        if ahead { say!("stage.frost.ahead", y = height) } else { say!("stage.frost.behind", y = height) };
    let inset = BESIDE * frame.marks;
    let (x, align) = if ahead {
        (frame.rect.right() - inset, Align2::RIGHT_CENTER)
    } else {
        (frame.rect.left() + inset, Align2::LEFT_CENTER)
    };
    let line = maths::layout(painter.ctx(), &text, Style::new(Role::Direct, frame.scale, theme.ice));
    let top = frame.rect.top() + TOP * frame.marks;
    words.place(painter, &line, [(pos2(x, top), align)])
}

/// Says that there is no line, and why if there is room for the whole reason.
fn absent(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    frame: &Frame,
    words: &mut Words,
) -> Option<Rect> {
    let why = scene.seen.frost.why().map(words::why).unwrap_or_default();
    let style = Style::new(Role::Tick, frame.scale, theme.text).emphasis(theme.strong);
    let text = say!("stage.frost.absent", why = why);
    let room = (0.42 * frame.rect.width()).max(150.0 * frame.marks);
    let lines = maths::layout_wrapped(painter.ctx(), &text, style, room);
    let only = [maths::layout(painter.ctx(), say!("stage.frost.absent-only"), style)];
    let inner = frame.rect.shrink(BESIDE * frame.marks);
    let sides = [(inner.right(), Align2::RIGHT_CENTER), (inner.left(), Align2::LEFT_CENTER)];
    let places = [&lines[..], &only].into_iter().flat_map(|lines| sides.map(|side| (lines, side)));
    places.into_iter().find_map(|(lines, side)| block(painter, frame, words, lines, side))
}
