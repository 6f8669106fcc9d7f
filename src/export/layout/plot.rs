//! The marks of a panel as shapes on the sheet, noted as obstacles for words as they are drawn.

use super::frame::Frame;
use super::paper::Paper;
use crate::chart::geometry::{Rect, around, cut, thinned, visible};
use crate::chart::placing::Placer;
use crate::chart::{Dot, Ink, Pen, Shape, Symbol};
use crate::export::drawing::{Fill, Item, Path, Stroke};

/// How much names keep off light areas and faint lines, on which they may stand.
const LIGHT: f32 = 0.3;
/// What cannot be seen on paper, in points.
const TOLERANCE: f64 = 0.06;

/// A panel being drawn.
pub struct Plot<'a> {
    pub frame: Frame,
    pub paper: &'a Paper,
    /// What is seen within the well only, and what may stand over its edge.
    pub items: Vec<(Reach, Item)>,
    pub placer: Placer,
    /// The mark being drawn.
    pub mark: usize,
}

/// Where an item is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Within,
    Over,
}

impl<'a> Plot<'a> {
    pub fn new(frame: Frame, paper: &'a Paper) -> Self {
        Self { frame, paper, items: Vec::new(), placer: Placer::new(frame.well, paper.unit()), mark: 0 }
    }

    /// Draws a mark; words wait until all inks are known.
    pub fn draw(&mut self, shape: &Shape) {
        match shape {
            Shape::Curve { paths, pen } => self.curve(paths, pen),
            Shape::Band { points, ink, opacity } => self.band(points, *ink, *opacity),
            Shape::Dots { dots, ink, symbol, size } => self.dots(dots, *ink, *symbol, *size),
            Shape::Bars { edges, heights, ink, opacity } => self.bars(edges, heights, *ink, *opacity),
            Shape::Cells { x, y, values, map, range } => self.cells(x, y, values, (*map, *range)),
            Shape::Surface { patches, map, range, edge } => {
                self.surface(patches, (*map, *range), edge.as_ref());
            }
            Shape::Swarm { points, values, map, size } => self.swarm(points, values, *map, *size),
            Shape::Level { y, pen } => {
                let [left, right] = [self.frame.well.left, self.frame.well.right];
                let y = self.frame.down(*y);
                self.stroke(&[[left, y], [right, y]], pen);
            }
            Shape::Upright { x, pen } => {
                let [top, bottom] = [self.frame.well.top, self.frame.well.bottom];
                let x = self.frame.across(*x);
                self.stroke(&[[x, bottom], [x, top]], pen);
            }
            Shape::Hatch { outline, ink } => {
                let outline = self.outline(outline);
                self.hatch(&[outline], *ink);
            }
            Shape::Area { outline, ink, opacity } => {
                let outline = self.outline(outline);
                self.area(&outline, self.paper.fill(*ink, *opacity));
            }
            Shape::Words { .. } => {}
        }
    }

    fn curve(&mut self, paths: &[Vec<[f64; 2]>], pen: &Pen) {
        let mut drawn = Path::default();
        let stroke = self.paper.stroke(pen);
        for path in paths {
            let places: Vec<[f64; 2]> = path.iter().map(|&at| self.frame.place(at)).collect();
            for stretch in visible(&places, self.frame.well.grown(stroke.width)) {
                let stretch = thinned(&stretch, TOLERANCE);
                if is_faint(pen) {
                    self.placer.faint_line(&stretch, LIGHT);
                } else {
                    self.placer.line(&stretch, 1.0, self.mark);
                }
                drawn.polyline(&stretch);
            }
        }
        self.shape(Reach::Within, drawn, None, Some(stroke));
    }

    /// A straight line between two places on the sheet.
    fn stroke(&mut self, path: &[[f64; 2]], pen: &Pen) {
        let mut drawn = Path::default();
        for stretch in visible(path, self.frame.well.grown(0.01)) {
            self.placer.line(&stretch, 1.0, self.mark);
            drawn.polyline(&stretch);
        }
        let stroke = Stroke { round: false, ..self.paper.stroke(pen) };
        self.shape(Reach::Within, drawn, None, Some(stroke));
    }

    fn band(&mut self, points: &[[f64; 3]], ink: Ink, opacity: f64) {
        let fill = self.paper.fill(ink, opacity);
        for stretch in points.split(|point| point.iter().any(|value| !value.is_finite())) {
            let low = thinned(&self.edge(stretch, 1), TOLERANCE);
            let mut around = thinned(&self.edge(stretch, 2), TOLERANCE);
            around.extend(low.into_iter().rev());
            self.area(&around, fill);
        }
    }

    fn edge(&self, points: &[[f64; 3]], side: usize) -> Vec<[f64; 2]> {
        points.iter().map(|point| self.frame.place([point[0], point[side]])).collect()
    }

    /// A closed path of the axes on the sheet.
    fn outline(&self, outline: &[[f64; 2]]) -> Vec<[f64; 2]> {
        outline.iter().map(|&at| self.frame.place(at)).collect()
    }

    fn area(&mut self, outline: &[[f64; 2]], fill: Fill) {
        let outline = cut(outline, self.frame.well);
        self.note_area(&outline);
        let mut path = Path::default();
        path.polygon(&outline);
        self.shape(Reach::Within, path, Some(fill), None);
    }

    /// Notes an area by its strips: exact enough for what words may cover.
    fn note_area(&mut self, outline: &[[f64; 2]]) {
        let height = 0.25 * self.paper.font;
        let mut top = self.frame.well.top;
        while top < self.frame.well.bottom {
            let strip = Rect { top, bottom: top + height, ..self.frame.well };
            let part = cut(outline, strip);
            let left = part.iter().map(|at| at[0]).fold(f64::INFINITY, f64::min);
            let right = part.iter().map(|at| at[0]).fold(f64::NEG_INFINITY, f64::max);
            if left < right {
                self.placer.shade(Rect { left, right, ..strip }, LIGHT);
            }
            top += height;
        }
    }

    fn bars(&mut self, edges: &[f64], heights: &[f64], ink: Ink, opacity: f64) {
        let mut path = Path::default();
        let well = self.frame.well;
        let ground = self.frame.down(0.0).clamp(well.top, well.bottom);
        for (pair, height) in edges.windows(2).zip(heights) {
            let [from, to] = [pair[0], pair[1]].map(|x| self.frame.across(x).clamp(well.left, well.right));
            let height = self.frame.down(*height).clamp(well.top, well.bottom);
            let bar = Rect {
                left: from.min(to),
                right: from.max(to),
                top: ground.min(height),
                bottom: ground.max(height),
            };
            if bar.width() > 0.0 && bar.height() > 0.0 {
                path.rect(bar);
                self.placer.shade(bar, LIGHT);
                self.placer.line(&[[bar.left, height], [bar.right, height]], LIGHT, self.mark);
            }
        }
        // A hair of ground between bars keeps them countable.
        let gap = Stroke::solid(self.paper.colours.ground, self.paper.pt(0.3));
        self.shape(Reach::Within, path, Some(self.paper.fill(ink, opacity)), Some(gap));
    }

    fn dots(&mut self, dots: &[Dot], ink: Ink, symbol: Symbol, size: f64) {
        let radius = 0.5 * self.paper.pt(size).clamp(0.0, 100.0);
        let (mut symbols, mut bars) = (Path::default(), Path::default());
        for dot in dots {
            self.error_bars(dot, radius, &mut bars);
            if !self.frame.shows(dot.at) {
                continue;
            }
            let place = self.frame.place(dot.at);
            self.placer.area(Rect::new(place, [0.0; 2]).grown(radius + 0.3), 3.0);
            draw_symbol(symbol, place, radius, &mut symbols);
        }
        let stroke = self.paper.line(ink, 0.75);
        self.shape(Reach::Within, bars, None, Some(stroke.clone()));
        if symbol == Symbol::Ring {
            let ground = Fill { colour: self.paper.colours.ground, opacity: 1.0 };
            self.shape(
                Reach::Over,
                symbols,
                Some(ground),
                Some(Stroke { width: self.paper.pt(0.9), ..stroke }),
            );
        } else {
            self.shape(Reach::Over, symbols, Some(self.paper.fill(ink, 1.0)), None);
        }
    }

    /// Bars with thin caps, in the well; ends beyond it have no cap.
    fn error_bars(&mut self, dot: &Dot, radius: f64, path: &mut Path) {
        let cap = 0.75 * radius + 0.4;
        let well = self.frame.well;
        for (axis, ends) in [(0, dot.x), (1, dot.y)] {
            let Some(ends) = ends else { continue };
            let place = |value: f64| {
                let mut at = dot.at;
                at[axis] = value;
                self.frame.place(at)
            };
            let [from, to] = ends.map(place);
            let Some(stretch) = visible(&[from, to], well.grown(0.01)).pop() else { continue };
            self.placer.area(around(&stretch).grown(cap), 1.5);
            path.polyline(&stretch);
            for end in [from, to].into_iter().filter(|&end| well.grown(0.01).contains(end)) {
                let mut sides = [end, end];
                sides[0][1 - axis] -= cap;
                sides[1][1 - axis] += cap;
                path.segment(sides[0], sides[1]);
            }
        }
    }

    /// Hatches closed paths on the sheet.
    pub fn hatch(&mut self, outlines: &[Vec<[f64; 2]>], ink: Ink) {
        let mut path = Path::default();
        let mut room: Option<Rect> = None;
        for outline in outlines {
            let outline = cut(outline, self.frame.well);
            self.note_area(&outline);
            for &[x, y] in &outline {
                let grown = room.unwrap_or(Rect { left: x, top: y, right: x, bottom: y });
                room = Some(Rect {
                    left: grown.left.min(x),
                    top: grown.top.min(y),
                    right: grown.right.max(x),
                    bottom: grown.bottom.max(y),
                });
            }
            path.polygon(&outline);
        }
        if let Some(room) = room.filter(|_| !path.is_empty()) {
            // A veil, so that the strokes are seen on any colour.
            let veil = Fill { colour: self.paper.colours.ground, opacity: 0.55 };
            self.shape(Reach::Within, path.clone(), Some(veil), None);
            let stroke = Stroke { opacity: 0.7, ..self.paper.line(ink, 0.45) };
            let spacing = self.paper.pt(3.2);
            self.items.push((Reach::Within, Item::Hatch { path, room, spacing, stroke }));
        }
    }

    pub fn shape(&mut self, reach: Reach, path: Path, fill: Option<Fill>, stroke: Option<Stroke>) {
        if !path.is_empty() {
            self.items.push((reach, Item::Shape { path, fill, stroke }));
        }
    }

    /// The items, those within the well put together.
    pub fn finished(self) -> Vec<Item> {
        let room = self.frame.well;
        let mut finished: Vec<Item> = Vec::new();
        for (reach, item) in self.items {
            match (reach, finished.last_mut()) {
                (Reach::Within, Some(Item::Within { items, .. })) => items.push(item),
                (Reach::Within, _) => finished.push(Item::Within { room, items: vec![item] }),
                (Reach::Over, _) => finished.push(item),
            }
        }
        finished
    }
}

/// Whether words may stand on a line: contours and the like, of which there are many.
pub fn is_faint(pen: &Pen) -> bool {
    pen.width * pen.opacity < 0.3
}

/// Adds a symbol of the area of a disc with that radius.
pub fn draw_symbol(symbol: Symbol, [x, y]: [f64; 2], radius: f64, path: &mut Path) {
    let corners = |corners: &[[f64; 2]], size: f64| -> Vec<[f64; 2]> {
        corners.iter().map(|[dx, dy]| [x + size * dx, y + size * dy]).collect()
    };
    match symbol {
        Symbol::Disc | Symbol::Ring => path.circle([x, y], radius),
        Symbol::Square => {
            path.polygon(&corners(&[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]], 0.886 * radius));
        }
        Symbol::Diamond => {
            path.polygon(&corners(&[[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], 1.253 * radius));
        }
        Symbol::Triangle => {
            path.polygon(&corners(&[[0.0, -1.0], [0.866, 0.5], [-0.866, 0.5]], 1.555 * radius));
        }
    }
}
