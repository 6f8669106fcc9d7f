//! Every shape of a figure's description in the window, in the order in which it is described.

use egui::{
    Color32, ColorImage, Mesh, Pos2, Rect, Shape as Drawn, Stroke, TextureId, TextureOptions, Vec2, pos2,
    vec2,
};
use egui_plot::PlotTransform;

use super::inks::Inks;
use super::paths::{on_screen, visible};
use super::{Plotted, fills};
use crate::chart::{Dot, Ink, Map, Panel, Patch, Pen, Shape, Symbol};

/// Width of error bars and their caps, and distance of hatching, in points of print.
const BAR: f64 = 0.8;
const CAP: f64 = 2.0;
pub(super) const HATCH: f64 = 0.5;
pub(super) const HATCH_APART: f64 = 5.0;
/// Opacity of a walker.
const WALKER: f32 = 0.82;

/// Draws a shape, its pen so many times as wide; words are written later, by [`names`](super::names). Cells and swarms
/// need their texture.
pub(super) fn draw(
    plotted: &Plotted,
    panel: &Panel,
    shape: &Shape,
    (texture, lit): (Option<TextureId>, f64),
    inks: &Inks,
) {
    let (transform, frame) = (&plotted.transform, plotted.well);
    let mut shapes = Vec::new();
    let wide = |pen: &Pen| Pen { width: lit * pen.width, ..*pen };
    match shape {
        Shape::Curve { paths, pen } => curves(paths, &wide(pen), inks, transform, &mut shapes),
        Shape::Band { points, ink, opacity } => {
            shapes.push(Drawn::mesh(band(points, inks.faded(*ink, *opacity), transform)));
        }
        Shape::Dots { dots, ink, symbol, size } => {
            dotted(plotted, dots, (*symbol, inks.ink(*ink), 0.5 * inks.px(*size)), inks);
        }
        Shape::Bars { edges, heights, ink, opacity } => {
            let base = if panel.y.is_logarithmic() { panel.y.range[0] } else { 0.0 };
            shapes.push(Drawn::mesh(bars(edges, heights, base, inks.faded(*ink, *opacity), transform)));
        }
        Shape::Cells { x, y, values, .. } => cells(x, y, values, texture, inks, transform, &mut shapes),
        Shape::Surface { patches, map, range, edge } => {
            shapes.push(Drawn::mesh(surface(patches, edge.as_ref(), inks, transform, |value| {
                inks.valued(*map, value, *range)
            })));
        }
        Shape::Swarm { points, values, map, size } => {
            let colours = ramp(inks, *map);
            shapes.extend(texture.map(|texture| {
                Drawn::mesh(swarm(points, values, texture, &colours, 0.5 * inks.px(*size), transform))
            }));
        }
        Shape::Level { y, pen } => {
            let y = transform.position_from_point_y(*y);
            inks.draw(&wide(pen), &[pos2(frame.left(), y), pos2(frame.right(), y)], &mut shapes);
        }
        Shape::Upright { x, pen } => {
            let x = transform.position_from_point_x(*x);
            inks.draw(&wide(pen), &[pos2(x, frame.bottom()), pos2(x, frame.top())], &mut shapes);
        }
        Shape::Hatch { outline, ink } => {
            hatched(&outline_on(transform, outline), inks.ink(*ink), frame, inks, &mut shapes);
        }
        Shape::Area { outline, ink, opacity } => {
            let outline = outline_on(transform, outline);
            shapes.push(Drawn::mesh(fills::area(&outline, inks.faded(*ink, *opacity))));
        }
        Shape::Words { .. } => {}
    }
    plotted.painter.extend(shapes);
}

/// The picture that a shape is drawn with, if it takes one: a texel for every cell, or a dot.
pub(super) fn picture(shape: &Shape, inks: &Inks) -> Option<ColorImage> {
    match shape {
        Shape::Cells { x, y, values, map, range } => {
            let size = [x.len().saturating_sub(1), y.len().saturating_sub(1)];
            let complete = size[0] * size[1] == values.len() && !values.is_empty();
            complete.then(|| {
                let colour = |value: &f64| {
                    if value.is_finite() { inks.valued(*map, *value, *range) } else { Color32::TRANSPARENT }
                };
                ColorImage::new(size, values.iter().map(colour).collect())
            })
        }
        Shape::Swarm { .. } => Some(fills::disc()),
        _ => None,
    }
}

/// Grids finer than this are shown smooth, as on paper.
const SMOOTH_FROM: usize = 64;

/// How a shape's picture is magnified.
pub(super) fn magnified(shape: &Shape) -> TextureOptions {
    match shape {
        Shape::Cells { x, y, .. } if x.len().max(y.len()) <= SMOOTH_FROM => TextureOptions::NEAREST,
        _ => TextureOptions::LINEAR,
    }
}

/// Where a point lies on screen.
pub(super) fn on(transform: &PlotTransform, [x, y]: [f64; 2]) -> Pos2 {
    pos2(transform.position_from_point_x(x), transform.position_from_point_y(y))
}

fn outline_on(transform: &PlotTransform, outline: &[[f64; 2]]) -> Vec<Pos2> {
    outline.iter().map(|&corner| on(transform, corner)).filter(|corner| corner.is_finite()).collect()
}

/// The stretches of a path without a gap.
pub(super) fn stretches(path: &[[f64; 2]]) -> impl Iterator<Item = &[[f64; 2]]> {
    path.split(|point| !point.iter().all(|value| value.is_finite())).filter(|stretch| stretch.len() > 1)
}

fn curves(
    paths: &[Vec<[f64; 2]>],
    pen: &Pen,
    inks: &Inks,
    transform: &PlotTransform,
    shapes: &mut Vec<Drawn>,
) {
    let sight = transform.frame().expand(inks.px(3.0));
    for stretch in paths.iter().flat_map(|path| stretches(path)) {
        for run in visible(&on_screen(stretch, transform), sight) {
            inks.draw(pen, &run, shapes);
        }
    }
}

fn band(points: &[[f64; 3]], fill: Color32, transform: &PlotTransform) -> Mesh {
    let mut mesh = Mesh::default();
    for pair in points.windows(2) {
        let [[x0, low0, high0], [x1, low1, high1]] = [pair[0], pair[1]];
        let corners = [[x0, low0], [x0, high0], [x1, high1], [x1, low1]].map(|corner| on(transform, corner));
        if corners.iter().all(|corner| corner.is_finite()) {
            fills::four_sided(&mut mesh, corners, fill);
        }
    }
    mesh
}

/// Bars stand a hair apart, so that equal neighbours can be told.
fn bars(edges: &[f64], heights: &[f64], base: f64, fill: Color32, transform: &PlotTransform) -> Mesh {
    let mut mesh = Mesh::default();
    for (pair, &height) in edges.windows(2).zip(heights) {
        let (foot, top) = (on(transform, [pair[0], base]), on(transform, [pair[1], height]));
        let hair = (0.08 * (top.x - foot.x)).clamp(0.0, 0.5);
        if foot.is_finite() && top.is_finite() {
            mesh.add_colored_rect(Rect::from_two_pos(foot + vec2(hair, 0.0), top - vec2(hair, 0.0)), fill);
        }
    }
    mesh
}

/// Dots with their error bars; a dot at the edge of the well is whole.
fn dotted(plotted: &Plotted, dots: &[Dot], (symbol, ink, radius): (Symbol, Color32, f32), inks: &Inks) {
    let (mut bars, mut shapes) = (Vec::new(), Vec::new());
    for dot in dots {
        error_bars(dot, ink, inks, &plotted.transform, &mut bars);
        let place = on(&plotted.transform, dot.at);
        if plotted.well.expand(0.5).contains(place) {
            symbolised(symbol, place, radius, ink, inks, &mut shapes);
        }
    }
    plotted.painter.extend(bars);
    plotted.over.extend(shapes);
}

fn error_bars(dot: &Dot, ink: Color32, inks: &Inks, transform: &PlotTransform, shapes: &mut Vec<Drawn>) {
    let stroke = Stroke::new(inks.px(BAR), ink);
    let cap = inks.px(CAP);
    let mut bar = |ends: [Pos2; 2], cap: Vec2| {
        shapes.push(Drawn::line_segment(ends, stroke));
        shapes.extend(ends.map(|end| Drawn::line_segment([end - cap, end + cap], stroke)));
    };
    if let Some(ends) = dot.y {
        bar(ends.map(|y| on(transform, [dot.at[0], y])), vec2(cap, 0.0));
    }
    if let Some(ends) = dot.x {
        bar(ends.map(|x| on(transform, [x, dot.at[1]])), vec2(0.0, cap));
    }
}

/// A symbol about a place, all of the area of a disc of that radius; a ring lets nothing through but the ground.
pub(super) fn symbolised(
    symbol: Symbol,
    at: Pos2,
    radius: f32,
    ink: Color32,
    inks: &Inks,
    shapes: &mut Vec<Drawn>,
) {
    let polygon = |reach: f32, corners: &[[f32; 2]]| {
        let corners = corners.iter().map(|[x, y]| at + reach * radius * vec2(*x, *y)).collect();
        Drawn::convex_polygon(corners, ink, Stroke::NONE)
    };
    match symbol {
        Symbol::Disc => shapes.push(Drawn::circle_filled(at, radius, ink)),
        Symbol::Ring => {
            let stroke = Stroke::new(inks.px(1.0), ink);
            shapes.push(Drawn::circle_filled(at, radius, inks.ink(Ink::Ground)));
            shapes.push(Drawn::circle_stroke(at, radius - 0.5 * stroke.width, stroke));
        }
        Symbol::Square => {
            let square = Rect::from_center_size(at, Vec2::splat(2.0 * 0.886 * radius));
            shapes.push(Drawn::rect_filled(square, 0.0, ink));
        }
        Symbol::Diamond => shapes.push(polygon(1.253, &[[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])),
        Symbol::Triangle => shapes.push(polygon(1.555, &[[0.0, -1.0], [0.866, 0.5], [-0.866, 0.5]])),
    }
}

fn cells(
    x: &[f64],
    y: &[f64],
    values: &[f64],
    texture: Option<TextureId>,
    inks: &Inks,
    transform: &PlotTransform,
    shapes: &mut Vec<Drawn>,
) {
    let (Some(texture), [left, .., right], [low, .., high]) = (texture, x, y) else { return };
    // What has no value is seen through to the hatching beneath.
    if values.iter().any(|value| !value.is_finite()) {
        let outline = [[*left, *low], [*right, *low], [*right, *high], [*left, *high]];
        hatched(&outline_on(transform, &outline), inks.ink(Ink::Mute), *transform.frame(), inks, shapes);
    }
    let columns: Vec<(f32, f32)> =
        fills::knots(x).into_iter().map(|(x, u)| (transform.position_from_point_x(x), u)).collect();
    let rows: Vec<(f32, f32)> =
        fills::knots(y).into_iter().map(|(y, v)| (transform.position_from_point_y(y), v)).collect();
    shapes.push(Drawn::mesh(fills::cells(texture, &columns, &rows)));
}

fn hatched(outline: &[Pos2], ink: Color32, within: Rect, inks: &Inks, shapes: &mut Vec<Drawn>) {
    let stroke = Stroke::new(inks.px(HATCH), ink);
    let lines = fills::hatching(outline, inks.px(HATCH_APART), within);
    shapes.extend(lines.into_iter().map(|ends| Drawn::line_segment(ends, stroke)));
}

/// The nearer patches hide the farther ones, lines and all.
fn surface(
    patches: &[Patch],
    edge: Option<&Pen>,
    inks: &Inks,
    transform: &PlotTransform,
    colour: impl Fn(f64) -> Color32,
) -> Mesh {
    let stroke = edge.map(|pen| inks.stroke(pen));
    let mut mesh = Mesh::default();
    for patch in patches {
        let corners = patch.corners.map(|corner| on(transform, corner));
        fills::four_sided(&mut mesh, corners, colour(patch.value));
        if let Some(stroke) = stroke {
            for index in 0..4 {
                let ends = [corners[index], corners[(index + 1) % 4]];
                fills::line(&mut mesh, ends, stroke.width, stroke.color);
            }
        }
    }
    mesh
}

/// The colours of a map, to look up: a swarm has more walkers than there are shades.
fn ramp(inks: &Inks, map: Map) -> [Color32; 256] {
    std::array::from_fn(|shade| inks.map(map, shade as f64 / 255.0).gamma_multiply(WALKER))
}

fn swarm(
    points: &[[f32; 2]],
    values: &[f32],
    texture: TextureId,
    colours: &[Color32; 256],
    radius: f32,
    transform: &PlotTransform,
) -> Mesh {
    let mut mesh = Mesh::with_texture(texture);
    mesh.vertices.reserve(4 * points.len());
    mesh.indices.reserve(6 * points.len());
    let sight = transform.frame().expand(radius);
    for (point, value) in points.iter().zip(values) {
        let place = on(transform, point.map(f64::from));
        if sight.contains(place) {
            let shade = (value.clamp(0.0, 1.0) * 255.0).round() as usize;
            fills::dot(&mut mesh, place, radius, colours[shade.min(255)]);
        }
    }
    mesh
}
