//! The names of a figure's marks: beside them where that is free, else in a key; and the words that a figure says itself.

use std::collections::HashMap;

use egui::{Align2, Pos2, Rect, Shape as Drawn, pos2, vec2};
use egui_plot::PlotTransform;

use super::inks::{Inks, PRINT};
use super::labels::{Placer, Spot, along, beside_level, lead};
use super::marks::{self, on, stretches, symbolised};
use super::paths::{on_screen, visible};
use super::{Frame, PLATE, Plotted, fills};
use crate::app::kit::hand;
use crate::app::kit::maths::{Line, Style, layout};
use crate::app::kit::theme::{Role, Scale, Theme, fade};
use crate::chart::{Ink, Mark, Name, NameAt, Panel, Patch, Shape};

/// Places tried along a mark.
const PLACES: usize = 24;
/// What it costs a name to stand at the other end of its mark.
const AWAY: f32 = 14.0;
/// The key: its rows, the samples in it, and distances.
const ROW: f32 = 17.0;
const SAMPLE: f32 = 20.0;
const GAP: f32 = 8.0;
const PLATE_RADIUS: f32 = 3.0;

/// Where the names of a panel stood in the frame before.
#[derive(Default)]
pub struct Names {
    places: HashMap<usize, Option<usize>>,
    key: Option<usize>,
}

/// What names are written with.
pub(super) struct Writing<'a> {
    pub theme: &'a Theme,
    pub scale: Scale,
    pub inks: &'a Inks,
}

impl Names {
    pub(super) fn write(&mut self, plotted: &Plotted, panel: &Panel, writing: &Writing<'_>) {
        let mut placer = Placer::new(plotted.well);
        for mark in &panel.marks {
            match &mark.shape {
                Shape::Words { at, align, text, .. } => {
                    placer.take(writing.words(plotted, *at, *align, text));
                }
                // Names may stand on a surface.
                Shape::Surface { .. } => {}
                shape => note(shape, plotted, &mut placer),
            }
        }
        let mut keyed = Vec::new();
        for (index, mark) in panel.marks.iter().enumerate() {
            let Some(name) = &mark.name else { continue };
            let line = writing.line(plotted, &name.text, writing.inks.ink(ink(&mark.shape)));
            let placed = match name.at {
                NameAt::Along(share) => {
                    let path = path(&mark.shape, plotted);
                    let spots = beside(&path, share as f32, writing.scale.px(4.0));
                    placer.place(line.size(), &spots, self.places.entry(index).or_default())
                }
                NameAt::Key => None,
            };
            match placed {
                Some(spot) => {
                    let rect = spot.rect(line.size());
                    let ink = ink(&mark.shape);
                    let leader = writing.inks.faded(ink, 0.7);
                    lead(&plotted.painter, &spot, rect, leader, writing.scale);
                    writing.over(plotted, panel, &name.text, rect, writing.inks.ink(ink));
                }
                None => keyed.push(mark),
            }
        }
        if !keyed.is_empty() {
            self.key(plotted, &keyed, writing, &mut placer);
        }
        plotted.part_grid(placer.labels());
    }

    /// Writes the names of marks beside them, where they have room; in a small panel the others are left out. `along` says
    /// near which share of its length a mark is named, if it is.
    pub fn beside(
        &mut self,
        plotted: &Plotted,
        frame: &Frame<'_>,
        panel: &Panel,
        along: &dyn Fn(&Mark) -> Option<f64>,
        placer: &mut Placer,
    ) {
        let inks = Inks::new(frame.theme, frame.scale);
        let level = |mark: &Mark| match mark.shape {
            Shape::Level { y, .. } => Some(plotted.transform.position_from_point_y(y)),
            _ => None,
        };
        for (index, mark) in panel.marks.iter().enumerate() {
            let (Some(Name { text, .. }), Some(share)) = (&mark.name, along(mark)) else { continue };
            let ink = if level(mark).is_some() { Ink::Text } else { ink(&mark.shape) };
            let style = Style::new(Role::Direct, frame.scale, inks.ink(ink));
            let set = |text: &str| layout(plotted.painter.ctx(), text, style);
            let other = |(other, mark): (usize, &Mark)| level(mark).filter(|_| other != index);
            let others: Vec<f32> = panel.marks.iter().enumerate().filter_map(other).collect();
            let path = path(&mark.shape, plotted);
            // In one row, or where that is too long with its words below one another.
            for rows in [vec![set(text)], text.split_whitespace().map(set).collect()] {
                let widest = rows.iter().map(|row| row.size().x).fold(0.0, f32::max);
                let height = rows[0].size().y;
                let size = vec2(widest, height * rows.len() as f32);
                let spots = match level(mark) {
                    Some(y) => beside_level(y, &others, size, plotted.well.shrink(frame.scale.px(5.0))),
                    None => wished(&path, share as f32, frame.scale.px(4.0)),
                };
                let had = self.places.entry(index).or_default();
                let Some(spot) = placer.place(size, &spots, had) else { continue };
                let rect = spot.rect(size);
                lead(&plotted.painter, &spot, rect, inks.faded(ink, 0.7), frame.scale);
                for (index, row) in rows.iter().enumerate() {
                    let middle = rect.top() + height * (index as f32 + 0.5);
                    row.paint(&plotted.painter, pos2(rect.left(), middle), Align2::LEFT_CENTER);
                }
                hand::copies(&plotted.response, rect, text);
                break;
            }
        }
        plotted.part_grid(placer.labels());
    }

    /// The key, in the corner that covers least.
    fn key(&mut self, plotted: &Plotted, marks: &[&Mark], writing: &Writing<'_>, placer: &mut Placer) {
        let px = |length| writing.scale.px(length);
        let lines: Vec<Line> = marks
            .iter()
            .filter_map(|mark| mark.name.as_ref())
            .map(|name| writing.line(plotted, &name.text, writing.theme.text))
            .collect();
        let widest = lines.iter().fold(0.0_f32, |widest, line| widest.max(line.size().x));
        let size = vec2(px(SAMPLE + GAP) + widest, px(ROW) * lines.len() as f32);
        let inner = plotted.well.shrink(px(GAP));
        let corner = |align: Align2, cost: f32| Spot::at(align.pos_in_rect(&inner), align).costing(cost);
        let spots = [
            corner(Align2::RIGHT_TOP, 0.0),
            corner(Align2::LEFT_TOP, 1.0),
            corner(Align2::RIGHT_BOTTOM, 2.0),
            corner(Align2::LEFT_BOTTOM, 3.0),
            corner(Align2::CENTER_TOP, 4.0),
            corner(Align2::CENTER_BOTTOM, 5.0),
        ];
        let rect = placer.place(size, &spots, &mut self.key).unwrap_or(spots[0]).rect(size);
        let ground = fade(writing.theme.well, PLATE);
        plotted.painter.rect_filled(rect.expand(px(3.0)), PLATE_RADIUS, ground);
        for (row, (mark, line)) in marks.iter().zip(&lines).enumerate() {
            let middle = rect.top() + px(ROW) * (row as f32 + 0.5);
            let place = Rect::from_center_size(
                pos2(rect.left() + 0.5 * px(SAMPLE), middle),
                vec2(px(SAMPLE), px(0.6 * ROW)),
            );
            plotted.painter.extend(sample(&mark.shape, place, writing.inks));
            let at = pos2(rect.left() + px(SAMPLE + GAP), middle);
            line.paint(&plotted.painter, at, Align2::LEFT_CENTER);
        }
    }
}

impl Writing<'_> {
    /// Writes a line at its place, on a plate where it would stand on what is drawn.
    fn over(&self, plotted: &Plotted, panel: &Panel, text: &str, place: Rect, colour: egui::Color32) {
        let busy = |shape: &Shape| covers(shape) && !matches!(shape, Shape::Area { .. });
        if panel.marks.iter().any(|mark| busy(&mark.shape)) {
            // Subscripts hang lower than words.
            let plate = place.expand2(vec2(self.scale.px(4.0), self.scale.px(2.0)));
            plotted.painter.rect_filled(plate, PLATE_RADIUS, fade(self.theme.well, PLATE));
        }
        self.line(plotted, text, colour).paint(&plotted.painter, place.left_center(), Align2::LEFT_CENTER);
    }

    fn line(&self, plotted: &Plotted, text: &str, colour: egui::Color32) -> Line {
        layout(plotted.painter.ctx(), text, Style::new(Role::Direct, self.scale, colour))
    }

    /// Where words of the figure's own go.
    fn words(&self, plotted: &Plotted, at: [f64; 2], align: [f64; 2], text: &str) -> Rect {
        let line = self.line(plotted, text, self.theme.text);
        let shares = align.map(|end| 0.5 * (end.clamp(-1.0, 1.0) as f32 + 1.0));
        let size = line.size();
        let corner = on(&plotted.transform, at) - vec2(shares[0] * size.x, (1.0 - shares[1]) * size.y);
        Rect::from_min_size(corner, size)
    }
}

/// Near which share of its length a mark is to be named beside it.
pub fn along_mark(mark: &Mark) -> Option<f64> {
    match mark.name.as_ref()?.at {
        NameAt::Along(share) => Some(share),
        NameAt::Key => None,
    }
}

/// The line on screen that names of a shape stand beside.
fn path(shape: &Shape, plotted: &Plotted) -> Vec<Pos2> {
    let (transform, well) = (&plotted.transform, plotted.well);
    let seen = |points: Vec<[f64; 2]>| longest(&points, transform, well);
    match shape {
        Shape::Curve { paths, .. } => {
            let runs = paths.iter().map(|points| longest(points, transform, well));
            runs.max_by(|a, b| length(a).total_cmp(&length(b))).unwrap_or_default()
        }
        Shape::Band { points, .. } => {
            seen(points.iter().map(|[x, low, high]| [*x, 0.5 * (low + high)]).collect())
        }
        Shape::Dots { dots, .. } => seen(dots.iter().map(|dot| dot.at).collect()),
        Shape::Bars { edges, heights, .. } => {
            let tops = edges.windows(2).zip(heights);
            seen(tops.map(|(pair, height)| [0.5 * (pair[0] + pair[1]), *height]).collect())
        }
        Shape::Level { y, .. } => {
            let y = transform.position_from_point_y(*y);
            vec![pos2(well.left(), y), pos2(well.right(), y)]
        }
        Shape::Upright { x, .. } => {
            let x = transform.position_from_point_x(*x);
            vec![pos2(x, well.bottom()), pos2(x, well.top())]
        }
        Shape::Hatch { outline, .. } | Shape::Area { outline, .. } => seen(outline.clone()),
        Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. } | Shape::Words { .. } => Vec::new(),
    }
}

/// The longest stretch of a path that is in sight.
fn longest(points: &[[f64; 2]], transform: &PlotTransform, well: Rect) -> Vec<Pos2> {
    let runs = stretches(points).flat_map(|stretch| visible(&on_screen(stretch, transform), well));
    runs.max_by(|a, b| length(a).total_cmp(&length(b))).unwrap_or_default()
}

fn length(path: &[Pos2]) -> f32 {
    path.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// Keeps names off what is drawn.
pub(super) fn note(shape: &Shape, plotted: &Plotted, placer: &mut Placer) {
    let (transform, well) = (&plotted.transform, plotted.well);
    match shape {
        Shape::Curve { paths, .. } => {
            for stretch in paths.iter().flat_map(|path| stretches(path)) {
                placer.line(&on_screen(stretch, transform), 1.0);
            }
        }
        Shape::Band { points, .. } => {
            for [x, low, high] in points {
                placer.line(&[on(transform, [*x, *low]), on(transform, [*x, *high])], 0.4);
            }
        }
        Shape::Dots { dots, size, .. } => {
            let size = egui::Vec2::splat(plotted.scale.px(PRINT * *size as f32) + 4.0);
            for dot in dots {
                let at = on(transform, dot.at);
                placer.area(Rect::from_center_size(at, size), 3.0);
                let [low, high] = dot.y.unwrap_or([dot.at[1]; 2]).map(|y| on(transform, [dot.at[0], y]));
                placer.line(&[low, high], 1.5);
            }
        }
        Shape::Bars { edges, heights, .. } => {
            for (pair, height) in edges.windows(2).zip(heights) {
                let top = on(transform, [0.5 * (pair[0] + pair[1]), *height]);
                placer.line(&[top, pos2(top.x, well.bottom())], 0.6);
            }
        }
        Shape::Level { .. } | Shape::Upright { .. } => placer.line(&path(shape, plotted), 0.8),
        Shape::Surface { patches, .. } => {
            // Those that stand on one another are one obstacle.
            let column = |patch: &Patch| [patch.corners[0][0], patch.corners[1][0]];
            for pile in patches.chunk_by(|a, b| column(a) == column(b)) {
                let corners = pile.iter().flat_map(|patch| patch.corners);
                let corners: Vec<Pos2> = corners.map(|corner| on(transform, corner)).collect();
                placer.area(Rect::from_points(&corners), 0.6);
            }
        }
        Shape::Swarm { points, .. } => {
            for point in points.iter().take(2_000) {
                let at = on(transform, point.map(f64::from));
                placer.area(Rect::from_center_size(at, vec2(4.0, 4.0)), 0.8);
            }
        }
        Shape::Cells { .. } | Shape::Hatch { .. } | Shape::Area { .. } | Shape::Words { .. } => {}
    }
}

/// Places beside a path at even distances along it, dearer the farther from the wanted share of its length.
fn beside(path: &[Pos2], share: f32, reach: f32) -> Vec<Spot> {
    let whole = length(path);
    let mut spots = Vec::with_capacity(10 * PLACES);
    if whole <= 0.0 {
        return spots;
    }
    for place in 0..PLACES {
        let at = (place as f32 + 0.5) / PLACES as f32;
        let on = point_at(path, at * whole);
        let away = AWAY * (at - share).abs();
        let beside = |dx: f32, dy: f32, align| Spot::at(on + reach * vec2(dx, dy), align).costing(away);
        spots.extend([
            beside(0.0, -1.0, Align2::CENTER_BOTTOM),
            beside(0.0, 1.0, Align2::CENTER_TOP),
            beside(1.2, 0.0, Align2::LEFT_CENTER),
            beside(-1.2, 0.0, Align2::RIGHT_CENTER),
            beside(1.2, 0.6, Align2::LEFT_TOP),
            beside(-1.2, -0.6, Align2::RIGHT_BOTTOM),
        ]);
        let led = |dx: f32, dy: f32, align| Spot { leader: Some(on), ..beside(dx, dy, align) };
        spots.extend([
            led(-5.0, -5.0, Align2::RIGHT_BOTTOM),
            led(5.0, -5.0, Align2::LEFT_BOTTOM),
            led(-5.0, 5.0, Align2::RIGHT_TOP),
            led(5.0, 5.0, Align2::LEFT_TOP),
        ]);
    }
    spots
}

fn point_at(path: &[Pos2], mut along: f32) -> Pos2 {
    for pair in path.windows(2) {
        let step = pair[0].distance(pair[1]);
        if along <= step && step > 0.0 {
            return pair[0].lerp(pair[1], along / step);
        }
        along -= step;
    }
    path.last().copied().unwrap_or_default()
}

/// Places beside and apart from a path, dearer the farther from the wanted share of its width.
fn wished(path: &[Pos2], share: f32, reach: f32) -> Vec<Spot> {
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return Vec::new() };
    let width = last.x - first.x;
    if width.abs() < 0.2 * (last.y - first.y).abs() {
        return beside(path, share, reach);
    }
    let away = |spot: &Spot| AWAY * ((spot.anchor.x - first.x) / width - share).abs();
    along(path, reach).into_iter().map(|spot| spot.costing(away(&spot))).collect()
}

/// What leaves nothing to see of the ground.
pub(super) fn covers(shape: &Shape) -> bool {
    matches!(shape, Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. } | Shape::Area { .. })
}

/// The ink that tells a shape from others.
pub(super) fn ink(shape: &Shape) -> Ink {
    match (shape, shape.ink()) {
        // Lines may be as pale as they like, words must be read.
        (Shape::Curve { .. } | Shape::Level { .. } | Shape::Upright { .. }, Ink::Hair) => Ink::Mute,
        (_, ink) => ink,
    }
}

/// What a shape looks like in the key.
fn sample(shape: &Shape, place: Rect, inks: &Inks) -> Vec<Drawn> {
    let mut shapes = Vec::new();
    match shape {
        Shape::Curve { pen, .. } | Shape::Level { pen, .. } | Shape::Upright { pen, .. } => {
            inks.draw(pen, &[place.left_center(), place.right_center()], &mut shapes);
        }
        Shape::Band { ink, opacity, .. }
        | Shape::Bars { ink, opacity, .. }
        | Shape::Area { ink, opacity, .. } => {
            shapes.push(Drawn::rect_filled(place, 0.0, inks.faded(*ink, *opacity)));
        }
        Shape::Dots { ink, symbol, size, .. } => {
            let radius = 0.5 * inks.px(*size);
            symbolised(*symbol, place.center(), radius, inks.ink(*ink), inks, &mut shapes);
        }
        Shape::Hatch { ink, .. } => {
            let corners = [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom()];
            let stroke = egui::Stroke::new(inks.px(marks::HATCH), inks.ink(*ink));
            let lines = fills::hatching(&corners, inks.px(marks::HATCH_APART), place);
            shapes.extend(lines.into_iter().map(|ends| Drawn::line_segment(ends, stroke)));
        }
        Shape::Cells { map, .. } | Shape::Surface { map, .. } | Shape::Swarm { map, .. } => {
            shapes.push(Drawn::rect_filled(place, 0.0, inks.map(*map, 0.5)));
        }
        Shape::Words { .. } => {}
    }
    shapes
}

/// Writes the words that the figure says itself.
pub(super) fn words(plotted: &Plotted, panel: &Panel, writing: &Writing<'_>) {
    for mark in &panel.marks {
        if let Shape::Words { at, align, text, ink } = &mark.shape {
            let place = writing.words(plotted, *at, *align, text);
            writing.over(plotted, panel, text, place, writing.inks.ink(*ink));
        }
    }
}
