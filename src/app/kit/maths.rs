//! Prose and mathematics typeset together on one baseline.
//!
//! A line is written in a small markup:
//!
//! | written | set as |
//! |---|---|
//! | `**86 %**` | semibold, in the emphasis colour |
//! | `$η$`, `$x$` | a single letter: italic |
//! | `$Δ$`, `$10$`, `$flat$` | capital Greek, digits, words of two letters or more: upright |
//! | `$y_b$`, `$y_{freeze}$`, `$10^{-3}$`, `$x_i^2$` | subscripts and superscripts |
//! | `$2-y$` | a true minus |
//! | `$L_{eff}(y)$` | scripts bind to what stands before them |
//!
//! [`layout`] places the pieces, [`Line::paint`] draws them, and [`plain`] says
//! the same in plain characters for a screen reader.

use std::sync::Arc;

use egui::epaint::TextShape;
use egui::epaint::text::{LayoutJob, LayoutSection, TextFormat};
use egui::{Align, Align2, Color32, Context, Galley, Painter, Pos2, Rangef, Rect, Vec2, pos2, vec2};

use super::recalled::recalled;
use super::theme::{Face, Role, Scale};
use crate::chart::markup::{self, Kind, Level, Run, parse, push, words};

pub use crate::chart::markup::plain;

/// Size of mathematics, and space before a letter that leans back, as on paper.
const MATHS_SIZE: f32 = markup::MATHS_SIZE as f32;
const ITALIC_GAP: f32 = markup::ITALIC_GAP as f32;
/// Of what an italic letter leans over its own width, the share that a subscript keeps clear of: it stands below the
/// lean, where the letter is narrower.
const SUBSCRIPT_CLEARANCE: f32 = 0.6;
/// Ascent and descent of a line, in ems of its prose: equal about the middle of a capital.
const ASCENT: f32 = 0.969;
const DESCENT: f32 = 0.241;

/// How a line is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    face: Face,
    size: f32,
    colour: Color32,
    emphasis: Color32,
}

impl Style {
    /// The face and size of `role` at `scale`, in one colour.
    #[must_use]
    pub fn new(role: Role, scale: Scale, colour: Color32) -> Self {
        Self { face: role.face(), size: role.size(scale), colour, emphasis: colour }
    }

    /// Sets `**emphasis**` in a colour of its own.
    #[must_use]
    pub fn emphasis(self, colour: Color32) -> Self {
        Self { emphasis: colour, ..self }
    }

    /// Replaces the size of the role.
    #[must_use]
    pub fn size(self, size: f32) -> Self {
        Self { size, ..self }
    }
}

/// A run of characters of one face, size and height above the baseline.
struct Piece {
    galley: Arc<Galley>,
    x: f32,
    /// From the line's baseline to this piece's, downwards.
    drop: f32,
    /// From the galley's top to its baseline.
    ascent: f32,
}

/// One typeset line.
#[derive(Clone)]
pub struct Line {
    pieces: Arc<[Piece]>,
    size: Vec2,
    ascent: f32,
    lead: f32,
}

impl Line {
    /// Width and height; the height is that of the prose, whatever its scripts do.
    #[must_use]
    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// From the top to the baseline.
    #[must_use]
    pub fn ascent(&self) -> f32 {
        self.ascent
    }

    /// Space to leave before the line where it follows another: an italic letter leans back over it.
    #[must_use]
    pub fn lead(&self) -> f32 {
        self.lead
    }

    /// Draws the line with the given corner, edge or centre at `anchor`, and says where it went.
    ///
    /// Centred vertically, the middle of its capitals is at `anchor`.
    pub fn paint(&self, painter: &Painter, anchor: Pos2, align: Align2) -> Rect {
        let rect = align.anchor_size(anchor, self.size);
        let baseline = pos2(rect.left(), rect.top() + self.ascent);
        self.paint_on_baseline(painter, baseline, Align::LEFT);
        rect
    }

    /// Draws the line on a baseline that it can share with others.
    pub fn paint_on_baseline(&self, painter: &Painter, anchor: Pos2, align: Align) {
        let left = anchor.x - align.to_factor() * self.size.x;
        // The prose sits on whole pixels, and every piece shares its baseline before rounding.
        let baseline = painter.round_to_pixel_center(anchor.y) - 0.5 / painter.pixels_per_point();
        for piece in self.pieces.iter() {
            let corner = pos2(left + piece.x, baseline + piece.drop - piece.ascent);
            painter.galley(corner, Arc::clone(&piece.galley), Color32::PLACEHOLDER);
        }
    }

    /// Draws the line turned to read upwards, its middle at `centre`.
    pub fn paint_upwards(&self, painter: &Painter, centre: Pos2) {
        let middle = vec2(0.5 * self.size.x, self.ascent - 0.5 * self.size.y);
        for piece in self.pieces.iter() {
            let corner = vec2(piece.x, piece.drop - piece.ascent) + vec2(-middle.x, middle.y);
            let turned = centre + vec2(corner.y, -corner.x);
            let shape = TextShape::new(turned, Arc::clone(&piece.galley), Color32::PLACEHOLDER);
            painter.add(shape.with_angle(-std::f32::consts::FRAC_PI_2));
        }
    }
}

/// Typesets `text` on one line.
#[must_use]
pub fn layout(ctx: &Context, text: &str, style: Style) -> Line {
    let Style { face, size, colour, emphasis } = style;
    recalled(ctx, (text, face, size.to_bits(), colour, emphasis), || {
        let mut setter = Setter::new(ctx, style);
        parse(text).iter().for_each(|run| setter.run(run));
        setter.finish()
    })
}

/// As much of a plain text as there is room for on a line.
#[must_use]
pub fn fitted(ctx: &Context, text: &str, style: Style, room: f32) -> String {
    let fits = |text: &str| layout(ctx, text, style).size().x <= room;
    if fits(text) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let short = |count: usize| letters[..count].iter().collect::<String>().trim_end().to_owned() + "…";
    (1..letters.len()).rev().map(short).find(|text| fits(text)).unwrap_or_default()
}

/// Typesets `text` on as many lines as it takes to stay within `width`.
///
/// Lines break at the spaces of the prose, never within mathematics nor between a sign and its number.
#[must_use]
pub fn layout_wrapped(ctx: &Context, text: &str, style: Style, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut current: Vec<Run> = Vec::new();
    for word in words(parse(text)) {
        let mut attempt = current.clone();
        attempt.extend(word.iter().cloned());
        if !current.is_empty() && measure(ctx, style, &attempt) > width {
            lines.push(set(ctx, style, &current));
            current = word;
        } else {
            current = attempt;
        }
    }
    lines.push(set(ctx, style, &current));
    lines
}

/// Sets runs, leaving out the spaces at the end and joining what words tore apart.
fn set(ctx: &Context, style: Style, runs: &[Run]) -> Line {
    let mut joined = Vec::new();
    for run in runs {
        push(&mut joined, &run.text, run.kind, run.level, run.bold);
    }
    if let Some(last) = joined.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
    }
    let mut setter = Setter::new(ctx, style);
    for run in &joined {
        setter.run(run);
    }
    setter.finish()
}

fn measure(ctx: &Context, style: Style, runs: &[Run]) -> f32 {
    set(ctx, style, runs).size.x
}

/// Sets runs from left to right. Neighbours of one size and level share a galley, so that
/// only a change of either costs a rounding to whole pixels.
struct Setter<'a> {
    ctx: &'a Context,
    style: Style,
    pieces: Vec<Piece>,
    x: f32,
    /// The galley being filled, with whether it is prose and its level.
    open: Option<(LayoutJob, bool, Level)>,
    /// The script set last, where it started and where it ended, to set the other above it.
    script: Option<(Level, f32, f32)>,
    last: Option<Kind>,
    /// Whether the line begins with a letter that leans back.
    leans: bool,
}

impl<'a> Setter<'a> {
    fn new(ctx: &'a Context, style: Style) -> Self {
        Self { ctx, style, pieces: Vec::new(), x: 0.0, open: None, script: None, last: None, leans: false }
    }

    fn run(&mut self, run: &Run) {
        let prose = run.kind == Kind::Prose;
        if self.open.as_ref().is_some_and(|(_, p, level)| (*p, *level) != (prose, run.level)) {
            self.close(Some(run.level));
        }
        let em = self.style.size * MATHS_SIZE;
        let leans = run.kind == Kind::Italic && run.level == Level::Baseline;
        let after_upright = self.last.is_some_and(|last| last != Kind::Italic);
        self.leans |= leans && self.last.is_none();
        let mut gap = if leans && after_upright { em * ITALIC_GAP } else { 0.0 };
        if run.kind == Kind::Upright && self.last == Some(Kind::Italic) {
            gap += self.open.as_ref().map_or(0.0, |(job, ..)| self.lean(job));
        }
        self.last = Some(run.kind);
        let face = match (run.kind, run.bold) {
            (Kind::Prose, true) => Face::SemiBold,
            (Kind::Prose, false) => self.style.face,
            (Kind::Upright, _) => Face::Serif,
            (Kind::Italic, _) => Face::SerifItalic,
        };
        let size = if prose { self.style.size } else { em * run.level.setting().size as f32 };
        let colour = if run.bold { self.style.emphasis } else { self.style.colour };
        let format = TextFormat::simple(face.at(size), colour);
        let (job, ..) = self.open.get_or_insert_with(|| {
            let job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
            (job, prose, run.level)
        });
        job.append(&run.text, gap, format);
    }

    /// How far the first letter of a job leans back from where it is set, and so under what was set before.
    fn lean_back(&self, job: &LayoutJob) -> f32 {
        self.ink(job.text.chars().next(), job.sections.first()).map_or(0.0, |(ink, _)| -ink.min).max(0.0)
    }

    /// How far the last letter of a job leans over its own width, and so over what is set next.
    fn lean(&self, job: &LayoutJob) -> f32 {
        let last = self.ink(job.text.chars().last(), job.sections.last());
        last.map_or(0.0, |(ink, advance)| ink.max - advance).max(0.0)
    }

    /// From where to where a letter is drawn, and how far it is to the next.
    fn ink(&self, letter: Option<char>, section: Option<&LayoutSection>) -> Option<(Rangef, f32)> {
        let alone = LayoutJob::single_section(letter?.to_string(), section?.format.clone());
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(alone));
        let glyph = galley.rows.first()?.glyphs.last()?;
        // The picture of a letter has a pixel of nothing around it.
        let (left, nothing) = (glyph.uv_rect.offset.x, 1.0 / galley.pixels_per_point);
        let ink = Rangef::new(left + nothing, left + glyph.uv_rect.size.x - nothing);
        Some((ink, glyph.advance_width))
    }

    /// Places the galley being filled; `next` is the level of what follows it.
    fn close(&mut self, next: Option<Level>) {
        let Some((mut job, _, level)) = self.open.take() else { return };
        // Spaces at the end count: something follows them.
        job.keep_trailing_whitespace = true;
        let clearance = match (self.last, next) {
            (Some(Kind::Italic), Some(Level::Subscript)) => SUBSCRIPT_CLEARANCE,
            (Some(Kind::Italic), Some(_)) => 1.0,
            _ => 0.0,
        };
        let lean = clearance * self.lean(&job);
        let em = self.style.size * MATHS_SIZE;
        let set = level.setting();
        let (drop, gap) = (em * set.drop as f32, em * set.gap as f32);
        let above = self.script.take().filter(|(other, ..)| level != Level::Baseline && *other != level);
        let back = if level == Level::Subscript { self.lean_back(&job) } else { 0.0 };
        let (x, reach) = above.map_or((self.x + gap + back, 0.0), |(_, start, end)| (start, end));
        let galley = self.ctx.fonts_mut(|fonts| fonts.layout_job(job));
        self.x = reach.max(x + advance(&galley) + lean + gap);
        if level != Level::Baseline {
            self.script = Some((level, x, self.x));
        }
        self.pieces.push(Piece { x, drop, ascent: baseline(&galley), galley });
    }

    fn finish(mut self) -> Line {
        self.close(None);
        let size = self.style.size;
        Line {
            pieces: self.pieces.into(),
            size: vec2(self.x, size * (ASCENT + DESCENT)),
            ascent: size * ASCENT,
            lead: if self.leans { size * MATHS_SIZE * ITALIC_GAP } else { 0.0 },
        }
    }
}

/// The width of a galley with the spaces at its end.
fn advance(galley: &Galley) -> f32 {
    let glyphs = galley.rows.first().and_then(|row| row.glyphs.last());
    glyphs.map_or(0.0, egui::epaint::text::Glyph::max_x)
}

/// From a galley's top to its baseline.
fn baseline(galley: &Galley) -> f32 {
    galley.rows.first().map_or(0.0, |row| row.pos.y + row.glyphs.first().map_or(0.0, |glyph| glyph.pos.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::kit::theme::{Mode, Theme, Vision};

    /// Runs `check` where fonts are loaded.
    fn with_fonts(check: impl Fn(&Context)) {
        let ctx = Context::default();
        Theme::new(Mode::Dark, Vision::Typical).apply(&ctx);
        for _ in 0..2 {
            let mut output = ctx.run_ui(egui::RawInput::default(), |_| {});
            output.textures_delta.clear();
        }
        check(&ctx);
    }

    fn style() -> Style {
        Style::new(Role::Label, Scale::WINDOW, Color32::WHITE)
    }

    #[test]
    fn scripts_stand_where_the_look_says() {
        with_fonts(|ctx| {
            let em = 12.0 * 1.14;
            let line = layout(ctx, "$y_{freeze}$ and $10^{-3}$", style());
            let drops: Vec<f32> = line.pieces.iter().map(|piece| piece.drop).collect();
            assert_eq!(drops, [0.0, 0.20 * em, 0.0, 0.0, -0.36 * em]);
            assert!(line.pieces.windows(2).all(|pair| pair[0].x < pair[1].x));
        });
    }

    #[test]
    fn scripts_of_both_levels_stand_above_each_other() {
        with_fonts(|ctx| {
            let line = layout(ctx, "$x_i^2y$", style());
            assert_eq!(line.pieces[1].x, line.pieces[2].x);
            assert!(line.pieces[3].x > line.pieces[2].x);
        });
    }

    /// What the letters of a piece cover from left to right.
    fn ink(piece: &Piece) -> egui::Rangef {
        let row = &piece.galley.rows[0];
        let bounds = row.visuals.mesh_bounds.translate(row.pos.to_vec2());
        // A picture of a letter has a pixel of nothing around it.
        egui::Rangef::new(piece.x + bounds.left() + 1.0, piece.x + bounds.right() - 1.0)
    }

    #[test]
    fn what_leans_does_not_touch_what_follows() {
        with_fonts(|ctx| {
            for size in [13.5, 17.0, 26.0] {
                for text in ["temperature $D = 2/f$, with", "$f$.", "$2/f_2$ deep", "$f^2$", "$γ$)"] {
                    let line = layout(ctx, text, style().size(size));
                    for pair in line.pieces.windows(2) {
                        let (before, after) = (ink(&pair[0]), ink(&pair[1]));
                        assert!(before.max <= after.min + 1.0, "{text} at {size}: {before:?} {after:?}");
                    }
                }
                // Within a piece, too.
                let line = layout(ctx, "$f/$", style().size(size));
                let glyphs = &line.pieces[0].galley.rows[0].glyphs;
                let edge = |index: usize| glyphs[index].pos.x + glyphs[index].uv_rect.offset.x;
                let f = edge(0) + glyphs[0].uv_rect.size.x - 1.0;
                assert!(f <= edge(1) + 2.0, "f/ at {size}: {f} {}", edge(1));
            }
        });
    }

    #[test]
    fn a_line_is_as_high_as_its_prose() {
        with_fonts(|ctx| {
            let heights = ["plain", "$x_{i}^{2}$", "**bold** $Δ_S$"];
            let heights = heights.map(|text| layout(ctx, text, style()).size().y);
            assert!(heights.iter().all(|&height| height == heights[0]));
        });
    }

    #[test]
    fn wrapped_lines_keep_to_the_width_and_lose_no_word() {
        with_fonts(|ctx| {
            let text = "Hopping stops where the **barrier** exceeds $Δ_S = ησ$, near $y_{freeze}$.";
            let lines = layout_wrapped(ctx, text, style(), 120.0);
            assert!(lines.len() > 2);
            assert!(lines.iter().all(|line| line.size().x <= 120.0));
            let said: Vec<&str> =
                lines.iter().flat_map(|line| line.pieces.iter()).map(|piece| piece.galley.text()).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&said.concat()), letters(&plain(text).replace('_', "")));
        });
    }
}
