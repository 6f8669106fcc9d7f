//! The lens as it is seen: the ground pressed together about it, the glass with its own ground, its frame, and what it
//! says of itself.

use egui::epaint::{Vertex, WHITE_UV};
use egui::{
    Align2, Color32, CornerRadius, Mesh, Painter, Rect, Shape, Stroke, StrokeKind, TextureId, pos2, vec2,
};

use super::frame::{Frame, lens_line};
use super::frost::Laid;
use super::words::Words;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Line, Style};
use crate::app::kit::theme::{Role, Theme, fade, space};
use crate::app::kit::widgets::format_number;
use crate::chart::axis::round_step;
use crate::say;
use crate::valleys::figures::Levels;
use crate::valleys::figures::lens::Lens;
use crate::valleys::model::{Landscape, Valley};

/// Opacities of the frame, of the lines of equal height that flare into the glass, of its ticks, and of the glass.
const FRAME: f32 = 0.62;
const FAN: f32 = 0.22;
const TICKS: f32 = 0.6;
const GLASS: f32 = 0.03;
/// Widths of the frame and of the fan.
const WIDTH: f32 = 1.2;
const FAN_WIDTH: f32 = 0.7;
/// Ticks at the foot of the glass, every other one longer, and the least distance of two.
const TICK: [f32; 2] = [5.0, 7.0];
const APART: f32 = 14.0;
/// The chip below the lens.
const CHIP: f32 = 20.0;
const CHIP_BELOW: f32 = 6.0;
const PADDING: f32 = 8.0;

/// The lens of a scene: its factor is that of the forecast's widest swarm, and stays while the run goes on. Without a
/// forecast it is the one before, as long as the swarm fits it.
#[derive(Default)]
pub struct Factor(f32);

impl Factor {
    pub fn lens(&mut self, scene: &Scene<'_>, frame: &Frame) -> Option<Lens> {
        let shown = scene.seen.shown;
        let numbered = scene.seen.scenario.hold_y.is_some();
        // Below the resolution of f32 a deviation is rounding, not noise.
        let least = 1e-6 * shown.mean_y.abs().max(1.0);
        let underlay = frame.underlay();
        let fitting = |sd: f64| if sd > least { Lens::factor(&underlay, sd as f32) } else { 1.0 };
        // A fork is seen through the lens that the run had.
        let kept = self.0 > 1.0 && scene.ghost.is_some_and(|ghost| ghost.fork.is_some());
        self.0 = match scene.seen.frost.widest(frame.y[1]) {
            _ if kept => self.0,
            Some(widest) => fitting(widest.max(shown.sd_y)),
            None if shown.sd_y <= least => 1.0,
            None if self.0 > 1.0 => self.0.min(fitting(shown.sd_y)),
            None => fitting(shown.sd_y),
        };
        shown.p_flat?;
        Lens::new(&underlay, frame.across(shown.mean_y), self.0, numbered)
    }
}

/// The places of a lens on the screen, for what must keep clear of it.
pub fn rect(frame: &Frame) -> Option<Rect> {
    let lens = frame.lens?;
    let [left, _, _, right] = lens.knots(1.0);
    let rect = Rect::from_x_y_ranges(lens.centre + left..=lens.centre + right, lens.rows[0]..=lens.rows[1]);
    Some(rect.intersect(frame.rect))
}

/// Draws the ground about and in the lens over that of the stage: about it, its picture and the tint; under the glass,
/// where a line would be as broad as it is stretched, the picture without lines, which has the tint in it.
pub fn ground(
    painter: &Painter,
    (theme, landscape): (&Theme, &Landscape),
    frame: &Frame,
    [lined, bare]: [TextureId; 2],
    tint: Option<&Laid>,
) {
    let Some(lens) = frame.lens else { return };
    let ends = lens.true_knots().map(|knot| lens.centre + knot);
    let reached = |from: f32| [0, 2].into_iter().filter(move |column| from < ends[column + 1]);
    let tint = tint.map(|tint| (tint.picture, reached(tint.from).collect()));
    for (picture, columns) in [(lined, vec![0, 2]), (bare, vec![1])].into_iter().chain(tint) {
        let mut sheet = Mesh::with_texture(picture);
        columns.iter().for_each(|&column| cover(&mut sheet, frame, &lens, column, Color32::WHITE));
        painter.add(Shape::mesh(sheet));
    }
    let mut glass = Mesh::default();
    cover(&mut glass, frame, &lens, 1, fade(theme.strong, GLASS));
    painter.add(Shape::mesh(glass));
    contours(painter, theme, landscape, frame, &lens);
}

/// Adds a column of the lens, between two of its knots: with a picture, what truly lies there of one of the whole stage.
fn cover(mesh: &mut Mesh, frame: &Frame, lens: &Lens, column: usize, color: Color32) {
    let truly = lens.true_knots();
    for (row, upright) in lens.bends().enumerate() {
        let drawn = lens.knots(lens.weight(upright));
        for knot in [column, column + 1] {
            let from = pos2(lens.centre + truly[knot], upright);
            let uv = match mesh.texture_id == TextureId::default() {
                true => WHITE_UV,
                false => ((from - frame.rect.min) / frame.rect.size()).to_pos2(),
            };
            mesh.vertices.push(Vertex { pos: pos2(lens.centre + drawn[knot], upright), uv, color });
        }
        if row > 0 {
            let corner = mesh.vertices.len() as u32 - 1;
            mesh.indices.extend([corner - 3, corner - 2, corner, corner - 3, corner, corner - 1]);
        }
    }
}

/// The contours within the glass, in which the landscape hardly changes along y.
fn contours(painter: &Painter, theme: &Theme, landscape: &Landscape, frame: &Frame, lens: &Lens) {
    let levels = Levels::new(landscape, frame.y[1]);
    let stroke = Stroke::new(frame.marks.sqrt(), theme.scales.stage_edge());
    let [_, left, right, _] = lens.true_knots().map(|knot| frame.y_at(lens.centre + knot));
    let ends = [left, right];
    let mut shapes = Vec::new();
    for valley in Valley::BOTH {
        // L − L0 = u (u − g) / f.
        let roots = |y: f64, height: f64| {
            let (g, f) = (landscape.spread(valley, y), landscape.flatness(valley, y));
            let square = g * g + 4.0 * height * f;
            (square >= 0.0).then(|| [1.0, -1.0].map(|sign| 0.5 * (g + sign * square.sqrt())))
        };
        let far = frame.x[if valley.sign() > 0.0 { 1 } else { 0 }].abs();
        let highest = landscape.value(valley.sign() * far, left) - landscape.baseline(left);
        for edge in 1..=levels.edge_at(highest.max(0.0)) as i32 {
            let height = levels.height(edge);
            let [Some(from), Some(to)] = ends.map(|y| roots(y, height)) else { continue };
            for (from, to) in from.into_iter().zip(to).filter(|(from, to)| *from > 0.0 && *to > 0.0) {
                let line = [(left, from), (right, to)].map(|(y, u)| frame.at(y, valley.sign() * u));
                let inside = line.iter().all(|place| (lens.rows[0]..=lens.rows[1]).contains(&place.y));
                if inside {
                    shapes.push(Shape::line_segment(line, stroke));
                }
            }
        }
    }
    painter.extend(shapes);
}

/// The frame of the lens: its edges are the images of two true heights.
pub fn frame(painter: &Painter, theme: &Theme, frame: &Frame) {
    let Some(lens) = frame.lens else { return };
    let marks = frame.marks;
    let stroke = Stroke::new(WIDTH * marks, fade(theme.strong, FRAME));
    let truly = lens.true_knots();
    for knot in [1, 2] {
        painter.line(lens_line(&lens, lens.centre + truly[knot]), stroke);
    }
    if lens.numbered {
        return;
    }
    let step = tick(frame, &lens);
    let per_y = frame.points_per_unit()[0];
    let most = (truly[2] / (step as f32 * per_y)).floor() as i32;
    let fan = Stroke::new(FAN_WIDTH * marks, fade(theme.strong, FAN));
    let short = Stroke::new(marks.min(1.5), fade(theme.strong, TICKS));
    for index in -most..=most {
        let mut line = lens_line(&lens, lens.centre + index as f32 * step as f32 * per_y);
        // Below the middle the line starts at the foot of the glass.
        let lower = line.split_off(line.len() / 2);
        let long = TICK[usize::from(index % 2 == 0)] * marks;
        painter.line_segment([lower[0], lower[0] - vec2(0.0, long)], short);
        painter.line(line, fan);
        painter.line(lower, fan);
    }
}

/// The height from one tick to the next.
fn tick(frame: &Frame, lens: &Lens) -> f64 {
    round_step(f64::from(APART * frame.marks / (frame.points_per_unit()[0] * lens.factor)))
}

/// Says what the lens does, below it, and where that is.
pub fn declare(painter: &Painter, theme: &Theme, frame: &Frame, words: &mut Words, y: f64) -> Option<Chip> {
    let lens = frame.lens?;
    let marks = frame.marks;
    let text = match lens.numbered {
        true => say!("stage.lens.numbered", y = format_number(y)),
        false => {
            let step = tick(frame, &lens);
            say!("stage.lens", factor = format_number(f64::from(lens.factor)), tick = format_number(step))
        }
    };
    let line = maths::layout(painter.ctx(), &text, Style::new(Role::Tick, frame.scale, theme.text));
    let size = vec2(line.size().x + 2.0 * PADDING * marks, CHIP * marks);
    let room = frame.rect.shrink(8.0 * marks);
    let half = 0.5 * size.x;
    let middle = lens.centre.clamp(room.left() + half, (room.right() - half).max(room.left() + half));
    let top = lens.rows[1] + CHIP_BELOW * marks;
    let rect = Rect::from_min_size(pos2(middle - half, top), size);
    words.keep_clear(rect);
    Some(Chip { rect, line })
}

/// The words of the lens on their plate, which lines pass beneath.
pub struct Chip {
    pub rect: Rect,
    line: Line,
}

impl Chip {
    pub fn paint(&self, painter: &Painter, theme: &Theme) {
        painter.rect(
            self.rect,
            CornerRadius::same(space::SEGMENT_RADIUS),
            fade(theme.bg, 0.92),
            Stroke::new(1.0, theme.track),
            StrokeKind::Inside,
        );
        self.line.paint(painter, self.rect.center(), Align2::CENTER_CENTER);
    }
}
