//! Puts labels on the curves they name, where they cover nothing and each other least of all.

use egui::{Align2, Color32, Painter, Pos2, Rect, Stroke, Vec2, lerp, pos2, vec2};

use super::ink::clip;
use crate::app::kit::theme::Scale;

/// Side of a cell of the coverage map, in points.
const CELL: f32 = 3.0;
/// What a label would cost that leaves the plot, covers another or is struck through: more than any free place.
const FORBIDDEN: f32 = 1.0e6;
/// What it costs a label to have ink close by, which it does not touch.
const CLOSE: f32 = 0.5;
/// Lines that share a box.
const PIECE: usize = 12;
/// Kept free around labels, on both sides together.
const PADDING: Vec2 = vec2(4.0, 1.0);
/// From a label to its neighbour in the same row: more than a word's space, or the two read as one phrase.
const NEIGHBOURS_APART: f32 = 14.0;
/// A label stays where it was as long as another place is not better by this.
const INERTIA: f32 = 6.0;
/// What a line from a label to its curve costs, and what each other line costs that it crosses. Where it meets the curve,
/// and this far around, it crosses nothing.
const LEADER: f32 = 9.0;
const CROSSED: f32 = 5.0;
const MEETING: f32 = 3.0;
/// Places tried along a level, and what it costs a name to stand on the side where the other levels are.
const LEVEL_PLACES: usize = 13;
const INNER_SIDE: f32 = 10.0;
/// From a level to its name: the two never share a cell of the coverage map.
const BESIDE_LEVEL: f32 = CELL;
/// How far from its level a name may stand with a line to it, and what that costs besides the line.
const APART: [f32; 3] = [26.0, 42.0, 62.0];
const STANDS_APART: f32 = 20.0;
/// From such a name to where its line meets the level.
const LED: f32 = 9.0;
/// Levels as close as this are one line to the eye.
const SAME_LEVEL: f32 = 3.0;

/// A place for a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub anchor: Pos2,
    pub align: Align2,
    /// Where on its curve a leading line ends, if it takes one.
    pub leader: Option<Pos2>,
    /// How much worse it is than others by itself.
    pub cost: f32,
}

impl Spot {
    pub fn at(anchor: Pos2, align: Align2) -> Self {
        Self { anchor, align, leader: None, cost: 0.0 }
    }

    pub fn costing(self, cost: f32) -> Self {
        Self { cost: self.cost + cost, ..self }
    }

    pub fn rect(&self, size: Vec2) -> Rect {
        self.align.anchor_size(self.anchor, size)
    }
}

/// A few lines that follow each other, with the box about them: most are not even looked at.
struct Piece {
    bounds: Rect,
    lines: Vec<[Pos2; 2]>,
}

/// What is drawn in a plot so far: exactly, and how much of it there is, coarsely.
pub struct Placer {
    rect: Rect,
    pieces: Vec<Piece>,
    areas: Vec<Rect>,
    columns: usize,
    rows: usize,
    ink: Vec<f32>,
    /// Sums of the ink over everything above and left.
    sums: Option<Vec<f32>>,
    taken: Vec<Rect>,
}

impl Placer {
    pub fn new(rect: Rect) -> Self {
        let columns = (rect.width() / CELL).ceil().max(1.0) as usize;
        let rows = (rect.height() / CELL).ceil().max(1.0) as usize;
        Self {
            rect,
            pieces: Vec::new(),
            areas: Vec::new(),
            columns,
            rows,
            ink: vec![0.0; columns * rows],
            sums: None,
            taken: Vec::new(),
        }
    }

    /// Notes a line.
    pub fn line(&mut self, path: &[Pos2], weight: f32) {
        let rect = self.rect;
        let lines: Vec<[Pos2; 2]> = path.windows(2).filter_map(|pair| clip(pair[0], pair[1], rect)).collect();
        for lines in lines.chunks(PIECE) {
            let bounds = Rect::from_points(lines.as_flattened());
            self.pieces.push(Piece { bounds, lines: lines.to_vec() });
        }
        for pair in lines {
            let steps = ((pair[1] - pair[0]).length() / CELL).ceil().clamp(1.0, 2000.0);
            for step in 0..steps as u32 {
                self.dot(pair[0].lerp(pair[1], step as f32 / steps), weight);
            }
        }
    }

    /// Notes an area.
    pub fn area(&mut self, area: Rect, weight: f32) {
        let area = area.intersect(self.rect);
        self.areas.push(area);
        let mut y = area.top() + 0.5 * CELL;
        while y < area.bottom() {
            let mut x = area.left() + 0.5 * CELL;
            while x < area.right() {
                self.dot(pos2(x, y), weight);
                x += CELL;
            }
            y += CELL;
        }
    }

    /// Keeps labels off an area altogether.
    pub fn take(&mut self, area: Rect) {
        self.taken.push(area);
    }

    fn dot(&mut self, place: Pos2, weight: f32) {
        let offset = (place - self.rect.min) / CELL;
        let (column, row) = (offset.x as usize, offset.y as usize);
        if offset.x >= 0.0 && offset.y >= 0.0 && column < self.columns && row < self.rows {
            let cell = &mut self.ink[row * self.columns + column];
            *cell = cell.max(weight);
            self.sums = None;
        }
    }

    /// Finds the best of several places for a label, sticking to the one it had if that is nearly as good; none if it
    /// would stand free nowhere.
    pub fn place(&mut self, size: Vec2, spots: &[Spot], had: &mut Option<usize>) -> Option<Spot> {
        let mut least: Vec<(f32, usize)> =
            spots.iter().enumerate().map(|(index, spot)| (self.least(spot, size), index)).collect();
        least.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The exact look is dear: it is taken at places in order of what they cost at least, until none can be better.
        let mut best: Option<(f32, usize)> = None;
        for &(bound, index) in &least {
            if best.is_some_and(|(cost, _)| cost <= bound) || bound >= FORBIDDEN {
                break;
            }
            let cost = self.cost(&spots[index], size);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, index));
            }
        }
        let (cost, index) = best.filter(|(cost, _)| *cost < FORBIDDEN)?;
        let kept = had.filter(|&had| had < spots.len() && self.cost(&spots[had], size) <= cost + INERTIA);
        let index = kept.unwrap_or(index);
        *had = Some(index);
        let rect = spots[index].rect(size);
        self.taken.push(rect);
        if let Some(target) = spots[index].leader {
            // Labels that follow stay off the line that leads to the curve.
            self.line(&[leaves(rect, target), target], 2.0);
        }
        Some(spots[index])
    }

    /// Finds a place for a label on a line that it interrupts, clear of other lines and towards the line's end; none rather
    /// than one in doubt.
    pub fn place_on(
        &mut self,
        line: &[Pos2],
        others: &[&[Pos2]],
        size: Vec2,
        had: &mut Option<usize>,
    ) -> Option<Spot> {
        let clear = |spot: &Spot| {
            let rect = spot.rect(size).expand2(0.5 * PADDING);
            let met = |path: &&[Pos2]| path.windows(2).any(|pair| clip(pair[0], pair[1], rect).is_some());
            !self.strikes(rect) && !others.iter().any(met)
        };
        let spots: Vec<Spot> = upon(line)
            .into_iter()
            .map(|spot| if clear(&spot) { spot } else { spot.costing(FORBIDDEN) })
            .collect();
        self.place(size, &spots, had)
    }

    /// Whether nothing is drawn in an area, and nothing keeps labels off it.
    pub fn is_free(&self, area: Rect) -> bool {
        self.rect.contains_rect(area)
            && !self.taken.iter().any(|taken| taken.intersects(area))
            && !self.strikes(area)
    }

    /// Where labels stand, and whatever else is kept free.
    pub fn labels(&self) -> &[Rect] {
        &self.taken
    }

    /// What a place costs at least: without an exact look at what it covers and its line crosses.
    fn least(&mut self, spot: &Spot, size: Vec2) -> f32 {
        let rect = spot.rect(size);
        let near = Rect::from_center_size(rect.center(), size + PADDING);
        let apart = rect.expand2(vec2(NEIGHBOURS_APART, 0.5 * PADDING.y));
        if !self.rect.contains_rect(near) || self.taken.iter().any(|taken| taken.intersects(apart)) {
            return FORBIDDEN;
        }
        let leader = if spot.leader.is_some() { LEADER } else { 0.0 };
        spot.cost + CLOSE * self.covered(wide(rect)) + leader
    }

    fn cost(&mut self, spot: &Spot, size: Vec2) -> f32 {
        let (least, rect) = (self.least(spot, size), spot.rect(size));
        if least >= FORBIDDEN || self.strikes(wide(rect)) {
            return FORBIDDEN;
        }
        least + spot.leader.map_or(0.0, |target| self.crossings(rect, target))
    }

    /// The lines that may touch a rectangle.
    fn near(&self, rect: Rect) -> impl Iterator<Item = [Pos2; 2]> {
        self.pieces
            .iter()
            .filter(move |piece| piece.bounds.intersects(rect))
            .flat_map(|piece| piece.lines.iter().copied())
    }

    fn strikes(&self, rect: Rect) -> bool {
        self.near(rect).any(|[from, to]| clip(from, to, rect).is_some())
            || self.areas.iter().any(|area| area.intersects(rect))
    }

    /// What a line from a label to its curve costs by what it crosses.
    fn crossings(&self, label: Rect, target: Pos2) -> f32 {
        let start = leaves(label, target);
        if self.taken.iter().any(|taken| clip(start, target, *taken).is_some()) {
            return FORBIDDEN;
        }
        let crossed =
            self.near(Rect::from_two_pos(start, target)).filter_map(|line| meet([start, target], line));
        CROSSED * crossed.filter(|place| place.distance(target) > MEETING).count() as f32
    }

    /// Ink below a rectangle.
    fn covered(&mut self, rect: Rect) -> f32 {
        let columns = self.columns;
        let stride = columns + 1;
        let (ink, rows) = (&self.ink, self.rows);
        let sums = self.sums.get_or_insert_with(|| {
            let mut sums = vec![0.0; stride * (rows + 1)];
            for row in 0..rows {
                let mut along = 0.0;
                for column in 0..columns {
                    along += ink[row * columns + column];
                    sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + along;
                }
            }
            sums
        });
        let low = (rect.min - self.rect.min) / CELL;
        let high = (rect.max - self.rect.min) / CELL;
        let (left, top) = (low.x.max(0.0) as usize, low.y.max(0.0) as usize);
        let right = (high.x.ceil() as usize).min(columns);
        let bottom = (high.y.ceil() as usize).min(rows);
        sums[bottom * stride + right] + sums[top * stride + left]
            - sums[top * stride + right]
            - sums[bottom * stride + left]
    }
}

/// What must be free of lines for a label: they never touch its letters.
fn wide(label: Rect) -> Rect {
    label.expand2(vec2(0.5 * PADDING.x, 0.0))
}

/// Where two segments cross.
fn meet([a, b]: [Pos2; 2], [c, d]: [Pos2; 2]) -> Option<Pos2> {
    let (along, other, between) = (b - a, d - c, c - a);
    let cross = |u: Vec2, v: Vec2| u.x * v.y - u.y * v.x;
    let area = cross(along, other);
    let [share, of_other] = [cross(between, other) / area, cross(between, along) / area];
    let within = |share: f32| (0.0..=1.0).contains(&share);
    (within(share) && within(of_other)).then(|| a + share * along)
}

/// Places upon a line, the dearer the farther from its end.
fn upon(path: &[Pos2]) -> Vec<Spot> {
    const PLACES: usize = 40;
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return Vec::new() };
    let place = |place: usize| {
        let back = place as f32 / PLACES as f32;
        let x = lerp(last.x..=first.x, back);
        let index = path.partition_point(|point| point.x < x).clamp(1, path.len() - 1);
        let [from, to] = [path[index - 1], path[index]];
        let on = from.lerp(to, ((x - from.x) / (to.x - from.x).max(f32::EPSILON)).clamp(0.0, 1.0));
        Spot::at(on, Align2::CENTER_CENTER).costing(place as f32)
    };
    if path.len() < 2 { Vec::new() } else { (0..PLACES).map(place).collect() }
}

/// Places beside a curve, from its start to its end, and apart from it with a line to it.
pub fn along(path: &[Pos2], reach: f32) -> Vec<Spot> {
    const PLACES: usize = 26;
    const HEIGHTS: [f32; 4] = [4.0, 9.0, 15.0, 21.0];
    const ASIDE: [f32; 2] = [5.0, 14.0];
    /// What it costs to stand farther from the curve.
    const FARTHER: f32 = 0.5;
    let mut spots = Vec::with_capacity((6 + 10 * HEIGHTS.len()) * PLACES);
    let (Some(first), Some(last)) = (path.first(), path.last()) else { return spots };
    for place in 0..PLACES {
        // Evenly in x, so that a place keeps its number while the curve grows finer.
        let x = first.x + (last.x - first.x) * (place as f32 + 0.5) / PLACES as f32;
        let index = path.partition_point(|point| point.x < x).min(path.len() - 1);
        let on = path[index];
        let beside = |dx: f32, dy: f32, align| Spot::at(on + reach * vec2(dx, dy), align);
        spots.extend([
            beside(0.0, -1.0, Align2::CENTER_BOTTOM),
            beside(0.0, 1.0, Align2::CENTER_TOP),
            beside(-1.5, -0.5, Align2::RIGHT_BOTTOM),
            beside(1.5, 0.5, Align2::LEFT_TOP),
            beside(1.5, -0.5, Align2::LEFT_BOTTOM),
            beside(-1.5, 0.5, Align2::RIGHT_TOP),
        ]);
        for height in HEIGHTS {
            let led = |aside: f32, down: f32, align| Spot {
                leader: Some(on),
                ..beside(aside, down * height, align)
                    .costing(FARTHER * (height - HEIGHTS[0] + (aside.abs() - ASIDE[0]).max(0.0)))
            };
            spots.extend([led(0.0, -1.0, Align2::CENTER_BOTTOM), led(0.0, 1.0, Align2::CENTER_TOP)]);
            for aside in ASIDE {
                spots.extend([
                    led(-aside, -1.0, Align2::RIGHT_CENTER),
                    led(aside, 1.0, Align2::LEFT_CENTER),
                    led(aside, -1.0, Align2::LEFT_CENTER),
                    led(-aside, 1.0, Align2::RIGHT_CENTER),
                ]);
            }
        }
    }
    spots
}

/// Places for a level's name among other levels, above it and below it, from the right end to the left. The uppermost is
/// rather named above and the lowest below. A name never stands nearer to another level than to its own, unless a line
/// leads to it.
pub fn beside_level(level: f32, others: &[f32], size: Vec2, area: Rect) -> Vec<Spot> {
    let away = 0.5 * size.y + BESIDE_LEVEL;
    let crowded = |side: f32| others.iter().any(|other| side * (other - level) > 0.0);
    let mut spots = Vec::with_capacity(2 * (1 + 2 * APART.len()) * LEVEL_PLACES);
    for place in 0..LEVEL_PLACES {
        let along = place as f32 / (LEVEL_PLACES - 1) as f32;
        let x = lerp(area.right()..=area.left() + size.x, along);
        for side in [-1.0, 1.0] {
            // Beyond those that are one line with it.
            let same = others.iter().map(|other| side * (other - level)).filter(|off| *off < SAME_LEVEL);
            let away = away + same.fold(0.0, f32::max);
            let middle = level + side * away;
            let nearest = others.iter().all(|other| (other - middle).abs() + SAME_LEVEL >= away);
            let cost = match nearest {
                false => FORBIDDEN,
                true if crowded(side) && !crowded(-side) => INNER_SIDE,
                true => 0.0,
            };
            spots.push(Spot::at(pos2(x, middle), Align2::RIGHT_CENTER).costing(place as f32 + cost));
            let meeting = [x - size.x - LED, x + LED].map(|met| met.clamp(area.left(), area.right()));
            spots.extend(APART.into_iter().flat_map(|apart| {
                meeting.map(|met| Spot {
                    leader: Some(pos2(met, level)),
                    ..Spot::at(pos2(x, level + side * apart), Align2::RIGHT_CENTER)
                        .costing(place as f32 + STANDS_APART)
                })
            }));
        }
    }
    spots
}

/// The line from a label that stands apart to its curve.
pub fn lead(painter: &Painter, spot: &Spot, label: Rect, colour: Color32, scale: Scale) {
    if let Some(target) = spot.leader {
        painter.line_segment([leaves(label, target), target], Stroke::new(scale.px(0.9), colour));
    }
}

/// Where the line to a place leaves a label: straight up or down from it, or at the middle of the side that faces the
/// place.
fn leaves(label: Rect, target: Pos2) -> Pos2 {
    if label.x_range().contains(target.x) {
        return label.clamp(target);
    }
    let x = if target.x > label.right() { label.right() + 2.0 } else { label.left() - 2.0 };
    pos2(x, label.center().y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_level_stands_nearest_to_its_own() {
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(300.0, 140.0));
        let size = vec2(90.0, 14.0);
        for apart in [1.0, 8.0, 10.0, 18.0, 40.0] {
            let levels = [50.0, 50.0 + apart];
            let mut placer = Placer::new(rect);
            for level in levels {
                placer.line(&[pos2(0.0, level), pos2(300.0, level)], 1.0);
            }
            let [upper, lower] = [0, 1].map(|index| {
                let spots = beside_level(levels[index], &[levels[1 - index]], size, rect.shrink(4.0));
                placer.place(size, &spots, &mut None).expect("there is room").rect(size)
            });
            assert!(upper.bottom() < levels[0] && lower.top() > levels[1], "{apart} apart: {upper} {lower}");
        }
        // At the edge of a plot a name goes where there is room for it.
        let spots = beside_level(2.0, &[], size, rect.shrink(4.0));
        let top = Placer::new(rect).place(size, &spots, &mut None).expect("there is room");
        assert!(top.rect(size).top() > 2.0);
    }

    #[test]
    fn labels_avoid_ink_and_each_other_and_stay_put() {
        let rect = Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0));
        let mut placer = Placer::new(rect);
        let path = [pos2(0.0, 50.0), pos2(200.0, 50.0)];
        placer.line(&path, 1.0);
        let size = vec2(40.0, 12.0);
        let spots = along(&[pos2(0.0, 50.0), pos2(100.0, 50.0), pos2(200.0, 50.0)], 4.0);
        let mut had = None;
        let first = placer.place(size, &spots, &mut had).expect("there is room");
        assert!(!first.rect(size).contains(pos2(first.anchor.x, 50.0)));
        let second = placer.place(size, &spots, &mut None).expect("there is still room");
        assert!(!first.rect(size).intersects(second.rect(size)));

        let mut again = Placer::new(rect);
        again.line(&path, 1.0);
        let before = had;
        assert_eq!(again.place(size, &spots, &mut had), Some(first));
        assert_eq!(had, before);
    }

    #[test]
    fn a_label_is_left_out_rather_than_struck_through() {
        let mut placer = Placer::new(Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0)));
        let spots = [Spot::at(pos2(100.0, 50.0), Align2::CENTER_CENTER)];
        let (size, slanted) = (vec2(40.0, 12.0), [pos2(0.0, 0.0), pos2(200.0, 100.0)]);
        placer.line(&slanted, 1.0);
        assert_eq!(placer.place(size, &spots, &mut None), None);
        // But a name may interrupt its own line, clear of another.
        let other = [pos2(150.0, 0.0), pos2(150.0, 100.0)];
        let mut free = Placer::new(Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0)));
        let spot = free.place_on(&slanted, &[&other], size, &mut None).expect("there is room");
        assert!((spot.anchor.y - 0.5 * spot.anchor.x).abs() < 1e-3);
        assert!((spot.anchor.x - 150.0).abs() > 20.0);
    }

    #[test]
    fn a_label_larger_than_the_plot_is_left_out() {
        let mut placer = Placer::new(Rect::from_min_size(Pos2::ZERO, vec2(20.0, 20.0)));
        let spots = [Spot::at(pos2(10.0, 10.0), Align2::CENTER_CENTER)];
        assert_eq!(placer.place(vec2(40.0, 12.0), &spots, &mut None), None);
    }
}
