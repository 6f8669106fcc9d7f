//! Where y and x lie on the screen, how far the view may go, and the view that shows a whole run.

use egui::{Pos2, Rect, pos2};

use crate::app::desk::scene::Scene;
use crate::app::kit::theme::Scale;
use crate::valleys::model::{Landscape, Scenario, Valley};

/// The part of the landscape in view and the rectangle that shows it; y runs to the right and x upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub rect: Rect,
    pub y: [f64; 2],
    pub x: [f64; 2],
    /// How much larger marks are than in the window.
    pub marks: f32,
    pub scale: Scale,
}

/// The smallest stretches of y and x that can be looked at.
const LEAST: [f64; 2] = [0.02, 0.002];
/// The highest y that can be looked at.
const TOP_Y: f64 = 2_000.0;
/// The farthest x, in reaches of the wider valley.
const FAR_X: f64 = 4.0;

impl Frame {
    pub fn new(rect: Rect, scene: &Scene<'_>) -> Self {
        let (y, x) = limited(&scene.scenario.landscape, scene.view.stage_y, scene.view.stage_x);
        Self { rect, y, x, marks: scene.scale.0, scale: scene.scale }
    }

    /// The horizontal place of a height y.
    pub fn across(&self, y: f64) -> f32 {
        let share = (y - self.y[0]) / (self.y[1] - self.y[0]);
        self.rect.left() + (share * f64::from(self.rect.width())) as f32
    }

    /// The vertical place of an x.
    pub fn upright(&self, x: f64) -> f32 {
        let share = (x - self.x[0]) / (self.x[1] - self.x[0]);
        self.rect.bottom() - (share * f64::from(self.rect.height())) as f32
    }

    pub fn at(&self, y: f64, x: f64) -> Pos2 {
        pos2(self.across(y), self.upright(x))
    }

    pub fn y_at(&self, across: f32) -> f64 {
        self.y[0] + f64::from((across - self.rect.left()) / self.rect.width()) * (self.y[1] - self.y[0])
    }

    pub fn x_at(&self, upright: f32) -> f64 {
        self.x[0] + f64::from((self.rect.bottom() - upright) / self.rect.height()) * (self.x[1] - self.x[0])
    }

    /// Points of the screen to a unit of y and of x.
    pub fn points_per_unit(&self) -> [f32; 2] {
        let span = |range: [f64; 2]| (range[1] - range[0]) as f32;
        [self.rect.width() / span(self.y), self.rect.height() / span(self.x)]
    }

    pub fn shows_y(&self, y: f64) -> bool {
        (self.y[0]..=self.y[1]).contains(&y)
    }

    pub fn shows_x(&self, x: f64) -> bool {
        (self.x[0]..=self.x[1]).contains(&x)
    }

    /// The ranges moved along with a hand that has dragged by so many points.
    pub fn panned(&self, by: egui::Vec2) -> ([f64; 2], [f64; 2]) {
        let [per_y, per_x] = self.points_per_unit();
        let (dy, dx) = (f64::from(by.x / per_y), f64::from(by.y / per_x));
        (self.y.map(|y| y - dy), self.x.map(|x| x + dx))
    }

    /// The ranges seen `factor` times as large, the point under the cursor staying where it is.
    pub fn zoomed(&self, factor: f64, cursor: Pos2) -> ([f64; 2], [f64; 2]) {
        let (y, x) = (self.y_at(cursor.x), self.x_at(cursor.y));
        (self.y.map(|edge| y + (edge - y) / factor), self.x.map(|edge| x + (edge - x) / factor))
    }
}

/// The ranges moved and stretched as little as brings them within what can be looked at.
pub fn limited(landscape: &Landscape, y: [f64; 2], x: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    let far = FAR_X * landscape.x1.max(landscape.x2);
    (within(y, LEAST[0], [0.0, TOP_Y]), within(x, LEAST[1], [-far, far]))
}

fn within(range: [f64; 2], least: f64, [low, high]: [f64; 2]) -> [f64; 2] {
    if low <= range[0] && range[0] + least <= range[1] && range[1] <= high {
        return range;
    }
    let middle = 0.5 * (range[0] + range[1]);
    if !middle.is_finite() {
        return [low, high];
    }
    let span = (range[1] - range[0]).clamp(least, high - low);
    let start = (middle - 0.5 * span).clamp(low, high - span);
    [start, start + span]
}

/// The stretch of y and of x that shows a run: its start, the frost line if it comes near, the swarm, and
/// both valley floors with their walls.
pub fn fitted(scene: &Scene<'_>) -> ([f64; 2], [f64; 2]) {
    let Scenario { landscape, .. } = scene.scenario;
    let start = scene.scenario.start_y();
    let swarm = if scene.shown.mean_y.is_finite() { scene.shown.mean_y } else { start };
    let low = start.min(swarm - 3.0 * scene.shown.sd_y).max(0.0);
    let mut high = if scene.scenario.hold_y.is_some() {
        start + HELD_ROOM
    } else {
        let end = climb_end(scene.scenario);
        scene.curves.y_freeze.value.map_or(end, |y| (2.0 * y).min(1.2 * end))
    };
    // The swarm stays in view with some of its way before it.
    high = high.max(swarm + 3.0 * scene.shown.sd_y + WAY_AHEAD * (swarm - low)).max(low + 0.5);
    let high = rounded(high, high - low);
    let room = if scene.scenario.hold_y.is_some() { HELD_ROOM } else { START_ROOM * (high - low) };
    let low = (low - room).max(0.0);
    let up = (2.75 * landscape.floor(Valley::Flat, high)).max(spread_of(scene, Valley::Flat));
    let down = (-2.34 * landscape.floor(Valley::Sharp, high)).max(spread_of(scene, Valley::Sharp));
    let fine = |x: f64| (x * 100.0).round().max(2.0) / 100.0;
    limited(landscape, [low, high], [-fine(down), fine(up)])
}

/// How far across the stage the swarm may come, and the share of its walkers that may be beyond an edge in x.
const CLIMBED: f64 = 0.88;
const BEYOND: f64 = 0.001;
/// Walkers that are asked, the first ones.
const ASKED: usize = 2_000;

/// Whether the stage holds the swarm, with some of its way before it.
pub fn holds(scene: &Scene<'_>) -> bool {
    let ([from, to], [low, high]) = (scene.view.stage_y, scene.view.stage_x);
    let asked = scene.shown.picture.x.iter().take(ASKED).map(|&x| f64::from(x));
    let beyond = asked.clone().filter(|&x| x < low || high < x).count();
    scene.shown.mean_y < from + CLIMBED * (to - from) && beyond as f64 <= BEYOND * asked.count() as f64
}

/// Room before the swarm, as a share of its way: rounding takes some of it, and the stage must still hold the swarm.
const WAY_AHEAD: f64 = 0.2;
/// Heights shown below and above a held y.
const HELD_ROOM: f64 = 4.5;
/// Room before the lowest height of a run, as a share of the rest: its walkers are not cut by the edge.
const START_ROOM: f64 = 0.03;

/// How much farther than the swarm the stage reaches: the next swarm reaches farther.
const SPREAD_ROOM: f64 = 1.2;

/// How far the swarm reaches into a valley, with some room, but no farther than can be looked at.
fn spread_of(scene: &Scene<'_>, valley: Valley) -> f64 {
    let farthest = scene.shown.picture.x.iter().fold(0.0_f32, |far, &x| far.max(x * valley.sign() as f32));
    let limit = FAR_X * scene.scenario.landscape.reach(valley);
    (SPREAD_ROOM * f64::from(farthest)).min(limit)
}

/// Where the drift along the floors (A12) brings y by the last step.
fn climb_end(scenario: &Scenario) -> f64 {
    const STRIDES: u32 = 200;
    let stride = f64::from(scenario.steps) / f64::from(STRIDES);
    let mut y = scenario.start_y();
    for index in 0..STRIDES {
        let eta = scenario.eta.at((f64::from(index) * stride) as u32);
        let ahead = y + 0.5 * eta * stride * scenario.landscape.drift(y);
        y += eta * stride * scenario.landscape.drift(ahead);
    }
    y
}

/// The nearest of the numbers that a tenth to a fifth of a span suggests.
fn rounded(value: f64, span: f64) -> f64 {
    let grain = super::axes::tick_step(span / 12.0);
    (value / grain).round().max(1.0) * grain
}
