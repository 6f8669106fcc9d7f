//! Places for labels in a plot of the window; which is the best, [`placing`] says.

use egui::{Align2, Color32, Painter, Pos2, Rect, Stroke, Vec2, lerp, pos2, vec2};

use super::paths::{clip, on, plain, plain_rect};
use crate::app::kit::theme::Scale;
use crate::chart::geometry::Place;
use crate::chart::placing;

/// What a place costs that is none.
const FORBIDDEN: f32 = placing::FORBIDDEN as f32;
/// Kept free around a label on a line that it interrupts.
const PADDING: Vec2 = vec2(2.0, 0.5);
/// Places tried along a level, and what it costs a name to stand on the side where the other levels are.
const LEVEL_PLACES: usize = 13;
const INNER_SIDE: f32 = 10.0;
/// From a level to its name.
const BESIDE_LEVEL: f32 = 3.0;
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

/// What is drawn in a plot so far.
pub struct Placer {
    placer: placing::Placer,
    labels: Vec<Rect>,
}

impl Placer {
    pub fn new(rect: Rect) -> Self {
        Self { placer: placing::Placer::new(plain_rect(rect), 1.0), labels: Vec::new() }
    }

    /// Notes a line.
    pub fn line(&mut self, path: &[Pos2], weight: f32) {
        let path: Vec<Place> = path.iter().copied().map(plain).collect();
        self.placer.line(&path, weight, usize::MAX);
    }

    /// Notes an area.
    pub fn area(&mut self, area: Rect, weight: f32) {
        self.placer.area(plain_rect(area), weight);
    }

    /// Keeps labels off an area altogether.
    pub fn take(&mut self, area: Rect) {
        self.placer.take(plain_rect(area));
        self.labels.push(area);
    }

    /// Finds the best of several places for a label, sticking to the one it had if that is nearly as good; none if it
    /// would stand free nowhere.
    pub fn place(&mut self, size: Vec2, spots: &[Spot], had: &mut Option<usize>) -> Option<Spot> {
        let plainly: Vec<placing::Spot> = spots
            .iter()
            .map(|spot| placing::Spot {
                room: plain_rect(spot.rect(size)),
                leader: spot.leader.map(plain),
                upon: None,
                cost: f64::from(spot.cost),
            })
            .collect();
        let spot = spots[self.placer.place(&plainly, had)?];
        self.labels.push(spot.rect(size));
        Some(spot)
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
        let met = |rect: Rect| {
            let meets = |pair: &[Pos2]| clip(pair[0], pair[1], rect).is_some();
            others.iter().any(|path| path.windows(2).any(meets))
        };
        let crowded = |spot: &Spot| met(spot.rect(size).expand2(PADDING));
        let spots: Vec<Spot> = upon(line)
            .into_iter()
            .map(|spot| if crowded(&spot) { spot.costing(FORBIDDEN) } else { spot })
            .collect();
        self.place(size, &spots, had)
    }

    /// Whether nothing is drawn in an area, and nothing keeps labels off it.
    pub fn is_free(&self, area: Rect) -> bool {
        self.placer.is_free(plain_rect(area))
    }

    /// Where labels stand, and whatever else is kept free.
    pub fn labels(&self) -> &[Rect] {
        &self.labels
    }
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
            let meeting = [x - size.x - LED, x + LED].map(|met| met.min(area.right()).max(area.left()));
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
        let start = on(placing::leaves(plain_rect(label), plain(target), 1.0));
        painter.line_segment([start, target], Stroke::new(scale.px(0.9), colour));
    }
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
