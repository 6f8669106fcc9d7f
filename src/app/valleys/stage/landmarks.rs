//! The valley floors and the ridge, with their names and the heights of some contour lines.

use std::cmp::Ordering;

use egui::emath::Rot2;
use egui::epaint::TextShape;
use egui::{Align2, Painter, Pos2, Rect, Vec2, pos2, vec2};

use super::frame::Frame;
use super::words::Words;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::inks::Inks;
use crate::app::kit::theme::{LIT, POINTED, Role, Scale, Theme};
use crate::chart::{Ink, Pen, Shape as Drawn};
use crate::say;
use crate::valleys::figures::{Levels, stage};
use crate::valleys::model::{Landscape, Parameter, Valley};

/// From a floor to the middle of its name.
const BESIDE: f32 = 16.0;

/// Draws the ridge and both floors as their figure has them.
pub fn lines(
    painter: &Painter,
    theme: &Theme,
    landscape: &Landscape,
    frame: &Frame,
    highlight: Option<Symbol>,
) {
    let inks = Inks::new(theme, Scale(frame.marks));
    let marks = stage::lines(landscape, frame.y, frame.x);
    let mut shapes = Vec::new();
    for (mark, valley) in marks.iter().zip([None, Some(Valley::Flat), Some(Valley::Sharp)]) {
        let Drawn::Curve { paths, pen } = &mark.shape else { continue };
        let lit = valley.is_some_and(|valley| moves(highlight, valley));
        let pen =
            if lit { Pen { ink: Ink::Strong, width: f64::from(LIT) * pen.width, ..*pen } } else { *pen };
        for path in paths {
            let mut points = frame.path(path);
            if valley.is_none() {
                for point in &mut points {
                    point.y = painter.round_to_pixel_center(point.y);
                }
            }
            inks.draw(&pen, &points, &mut shapes);
        }
    }
    painter.extend(shapes);
}

/// Whether a symbol that is lit up says where a floor lies.
fn moves(symbol: Option<Symbol>, valley: Valley) -> bool {
    let Some(Symbol::Parameter(parameter)) = symbol else { return false };
    parameter == reach(valley) || matches!(parameter, Parameter::Gamma | Parameter::YB)
}

/// What says how far a floor is from the ridge.
fn reach(valley: Valley) -> Parameter {
    match valley {
        Valley::Flat => Parameter::X1,
        Valley::Sharp => Parameter::X2,
    }
}

/// The symbol of the floor that is pointed at.
pub fn pointed(scene: &Scene<'_>, frame: &Frame, pointer: Pos2) -> Option<Symbol> {
    let off = |valley: &Valley| {
        let floor = scene.seen.scenario.landscape.floor(*valley, frame.y_under(pointer));
        (frame.upright(floor) - pointer.y).abs()
    };
    let near = Valley::BOTH.into_iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    (off(&near) <= POINTED * frame.marks).then(|| Symbol::Parameter(reach(near)))
}

/// Names the floors and the ridge near the right end, or farther left where that is taken.
pub fn names(painter: &Painter, theme: &Theme, landscape: &Landscape, frame: &Frame, words: &mut Words) {
    let style = Style::new(Role::Direct, frame.scale, theme.text);
    let shares = [0.86, 0.74, 0.92, 0.62, 0.5, 0.38, 0.26, 0.14];
    // Below γ = 1 the valley at x > 0 is the steep one.
    let [upper, lower] = match landscape.gamma().total_cmp(&1.0) {
        Ordering::Greater => [say!("stage.flat-valley"), say!("stage.steep-valley")],
        Ordering::Equal => [say!("stage.valley"); 2],
        Ordering::Less => [say!("stage.steep-valley"), say!("stage.flat-valley")],
    };
    for (valley, name, away) in [(Valley::Flat, upper, 1.0), (Valley::Sharp, lower, -1.0_f32)] {
        let line = maths::layout(painter.ctx(), name, style);
        let floor = |across: f32| frame.upright(landscape.floor(valley, frame.y_at(across)));
        let places = shares.iter().flat_map(|share| {
            let across = frame.rect.left() + share * frame.rect.width();
            let half = line.size().x / 2.0;
            let ends = [floor(across - half), floor(across + half)];
            // Clear of the whole curve beneath the name: outwards, else towards the ridge.
            let outer = if away > 0.0 { ends[0].min(ends[1]) } else { ends[0].max(ends[1]) };
            let inner = if away > 0.0 { ends[0].max(ends[1]) } else { ends[0].min(ends[1]) };
            let gap = away * (BESIDE - 4.0) * frame.marks;
            [outer - gap, inner + gap].map(|middle| (pos2(across, middle), Align2::CENTER_CENTER))
        });
        let ridge = frame.upright(0.0);
        let clear = places.filter(|(at, _)| (at.y - ridge).abs() > 14.0 * frame.marks);
        words.place(painter, &line, clear.collect::<Vec<_>>());
    }
    let upright = frame.upright(0.0) - 9.0 * frame.marks;
    let line =
        maths::layout(painter.ctx(), say!("stage.ridge"), Style::new(Role::Tick, frame.scale, theme.text));
    let end = frame.rect.right() - 20.0 * frame.marks;
    let places = [0.0, 0.2, 0.4, 0.6].map(|share| pos2(end - share * frame.rect.width(), upright));
    let floors_off = |at: &Pos2| {
        Valley::BOTH.into_iter().all(|valley| {
            let floor = frame.upright(landscape.floor(valley, frame.y_at(at.x - line.size().x)));
            (floor - upright).abs() > 12.0 * frame.marks
        })
    };
    let places = places.into_iter().filter(floors_off).map(|at| (at, Align2::RIGHT_CENTER));
    words.place(painter, &line, places.collect::<Vec<_>>());
}

/// Where heights are written, as shares of the width: in turn, so that neighbours do not line up.
const HEIGHT_SHARES: [f32; 6] = [0.13, 0.72, 0.9, 0.4, 0.26, 0.58];
/// The least distance of two heights, in points at scale 1.
const HEIGHTS_APART: f32 = 74.0;
/// The most that are written.
const MOST_HEIGHTS: usize = 7;

/// Writes the height of every other contour line along it, where there is room.
pub fn heights(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words) {
    let (theme, landscape) = (&scene.theme, &scene.seen.scenario.landscape);
    let levels = Levels::new(landscape, frame.y[1]);
    let corners = [frame.x[0], frame.x[1]]
        .map(|x| [frame.y[0], frame.y[1]].map(|y| landscape.value(x, y) - landscape.baseline(y)));
    let highest = corners.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max);
    let font = Role::Small.font(frame.scale);
    let mut written: Vec<Pos2> = Vec::new();
    let edges = (4..levels.edge_at(highest) as i32).filter(|edge| edge % 2 == 0);
    for (turn, edge) in edges.enumerate() {
        let height = levels.height(edge);
        let text = format!("{height:.*}", decimals(height)).replace('-', "−");
        let galley = painter.layout_no_wrap(text, font.clone(), theme.text);
        let size = galley.size();
        for attempt in 0..HEIGHT_SHARES.len() {
            let valley = Valley::BOTH[(turn + attempt) % 2];
            let share = HEIGHT_SHARES[(turn + attempt) % HEIGHT_SHARES.len()];
            let across = frame.rect.left() + share * frame.rect.width();
            let Some((at, angle)) = on_contour(landscape, frame, valley, height, across) else { continue };
            let area = Rect::from_center_size(at, turned(size, angle));
            let crowded = written.iter().any(|other| other.distance(at) < HEIGHTS_APART * frame.marks)
                || on_a_landmark(landscape, frame, area.expand(3.0 * frame.marks));
            if crowded || angle.abs() > 1.0 || !words.claim(area) {
                continue;
            }
            words.bare_within(box_along(at, angle, size));
            let text = TextShape::new(at - size / 2.0, galley, theme.text);
            painter.add(text.with_opacity_factor(0.8).with_angle_and_anchor(angle, Align2::CENTER_CENTER));
            written.push(at);
            break;
        }
        if written.len() == MOST_HEIGHTS {
            break;
        }
    }
}

/// Whether a floor or the ridge runs through an area.
fn on_a_landmark(landscape: &Landscape, frame: &Frame, area: Rect) -> bool {
    let at = |across: f32, x: f64| area.contains(pos2(across, frame.upright(x)));
    (0..=8).any(|step| {
        let across = egui::lerp(area.x_range(), step as f32 / 8.0);
        let floor = |valley| landscape.floor(valley, frame.y_at(across));
        at(across, 0.0) || Valley::BOTH.into_iter().any(|valley| at(across, floor(valley)))
    })
}

fn decimals(height: f64) -> usize {
    (2.0 - height.abs().max(1e-9).log10().floor()).clamp(1.0, 3.0) as usize
}

/// The outer point of a contour line at a place across, and the angle at which the line runs there.
fn on_contour(
    landscape: &Landscape,
    frame: &Frame,
    valley: Valley,
    height: f64,
    across: f32,
) -> Option<(Pos2, f32)> {
    let x_at = |across: f32| {
        let y = frame.y_at(across);
        let g = landscape.spread(valley, y);
        let square = g * g + 4.0 * height * landscape.flatness(valley, y);
        (square >= 0.0).then(|| valley.sign() * 0.5 * (g + square.sqrt()))
    };
    let reach = 8.0 * frame.marks;
    let [left, at, right] = [across - reach, across, across + reach].map(|across| {
        let x = x_at(across).filter(|&x| frame.shows_x(x))?;
        Some(pos2(across, frame.upright(x)))
    });
    let way = right? - left?;
    Some((at?, way.y.atan2(way.x)))
}

/// The size of the box round a turned box.
fn turned(size: Vec2, angle: f32) -> Vec2 {
    let (sin, cos) = (angle.sin().abs(), angle.cos().abs());
    vec2(size.x * cos + size.y * sin, size.x * sin + size.y * cos)
}

/// Corners about a text that runs at an angle; they end its line.
fn box_along(middle: Pos2, angle: f32, size: Vec2) -> [Pos2; 4] {
    let turn = Rot2::from_angle(angle);
    let half = vec2(size.x / 2.0 + 3.0, size.y * 0.36);
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(across, down)| middle + turn * vec2(across * half.x, down * half.y))
}
