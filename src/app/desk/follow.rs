//! How the view of the stage follows the swarm: what shows a whole run, how far the view may go, and when it goes after a
//! swarm that has left it.

use super::classroom::guess::Guess;
use super::scene::Scene;
use crate::chart::axis::round_step;
use crate::valleys::model::{Landscape, Scenario, Valley};

/// A stretch of y and one of x.
pub type Stretch = ([f64; 2], [f64; 2]);

/// Whether the view follows the swarm, and what it showed of it in the frame before.
#[derive(Clone, Copy, Debug)]
pub struct Follow {
    /// The stage is to be fitted to the run as soon as there is one to see.
    pub fit: bool,
    /// The same with the next run, whose first snapshot is on its way.
    next: bool,
    /// Whether the user has chosen the view, which is then left alone.
    own: bool,
    /// Whether the stage held the swarm in the frame before, what it showed, and at which step.
    within: bool,
    view: Stretch,
    step: u32,
}

impl Default for Follow {
    fn default() -> Self {
        Self { fit: false, next: false, own: false, within: true, view: ([0.0; 2], [0.0; 2]), step: 0 }
    }
}

impl Follow {
    /// The user wants to see the whole run, now and from now on.
    pub fn whole_run(&mut self) {
        (self.fit, self.own) = (true, false);
    }

    /// The user has chosen a view.
    pub fn chosen(&mut self) {
        self.own = true;
    }

    /// Another run is on its way.
    pub fn another_run(&mut self) {
        self.next = !self.own;
    }

    /// The first snapshot of a run is there.
    pub fn arrived(&mut self) {
        self.fit |= std::mem::take(&mut self.next);
    }

    /// A session has a view of its own.
    pub fn as_kept(&mut self) {
        (self.fit, self.next) = (false, false);
    }

    /// The view that the stage is to have in the next frame; none leaves it as it is.
    pub fn after(&mut self, scene: &Scene<'_>) -> Option<Stretch> {
        let within = holds(scene);
        // A run that has just ended has moved as well.
        let moved = scene.playing || (scene.seen.shown.step > self.step && !scene.seen.shown.scrubbed);
        // The swarm climbs or spreads out of the view, or is held elsewhere: the view follows.
        let held = scene.seen.scenario.hold_y.is_some() && !self.own && !scene.seen.shown.scrubbed;
        let follows = moved || held;
        self.step = scene.seen.shown.step;
        // It has not left a view that was moved off it.
        let same = self.view == (scene.view.stage_y, scene.view.stage_x);
        let left = self.within && !within && same;
        let fit = (self.fit || (left && follows)).then(|| fitted(scene));
        // The view that follows holds the swarm, and may be left again.
        self.within = within || fit.is_some();
        self.view = fit.unwrap_or((scene.view.stage_y, scene.view.stage_x));
        self.fit &= fit.is_none();
        fit
    }
}

/// The smallest stretches of y and x that can be looked at.
const LEAST: [f64; 2] = [0.02, 0.002];
/// The highest y that can be looked at.
const TOP_Y: f64 = 2_000.0;
/// The farthest x, in reaches of the wider valley.
const FAR_X: f64 = 4.0;

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
    let Scenario { landscape, .. } = scene.seen.scenario;
    let start = scene.seen.scenario.start_y();
    let swarm = if scene.seen.shown.mean_y.is_finite() { scene.seen.shown.mean_y } else { start };
    let low = start.min(swarm - 3.0 * scene.seen.shown.sd_y).max(0.0);
    let guessed = match &scene.guess {
        Some(Guess::Height(guess)) => Some(guess),
        _ => None,
    };
    let mut high = if scene.seen.scenario.hold_y.is_some() {
        start + HELD_ROOM
    } else {
        let end = climb_end(scene.seen.scenario);
        // Where a height is to be guessed the heights are in view that may be.
        let asked = guessed.map_or(end, |guess| guess.range[1].min(end));
        scene.seen.frost.y().map_or(asked, |y| (2.0 * y).min(1.2 * end))
    };
    high = guessed.and_then(|guess| guess.y).map_or(high, |y| high.max(GUESS_ROOM * y));
    // The swarm stays in view with some of its way before it.
    high = high.max(swarm + 3.0 * scene.seen.shown.sd_y + WAY_AHEAD * (swarm - low)).max(low + 0.5);
    let high = rounded(high, high - low);
    let room = if scene.seen.scenario.hold_y.is_some() { HELD_ROOM } else { START_ROOM * (high - low) };
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
fn holds(scene: &Scene<'_>) -> bool {
    let ([from, to], [low, high]) = (scene.view.stage_y, scene.view.stage_x);
    let asked = scene.seen.shown.picture.x.iter().take(ASKED).map(|&x| f64::from(x));
    let beyond = asked.clone().filter(|&x| x < low || high < x).count();
    scene.seen.shown.mean_y < from + CLIMBED * (to - from) && beyond as f64 <= BEYOND * asked.count() as f64
}

/// Room before the swarm, as a share of its way: rounding takes some of it, and the stage must still hold the swarm.
const WAY_AHEAD: f64 = 0.2;
/// How far beyond a guessed height the stage reaches.
const GUESS_ROOM: f64 = 1.05;
/// Heights shown below and above a held y.
const HELD_ROOM: f64 = 4.5;
/// Room before the lowest height of a run, as a share of the rest: its walkers are not cut by the edge.
const START_ROOM: f64 = 0.03;

/// How much farther than the swarm the stage reaches: the next swarm reaches farther.
const SPREAD_ROOM: f64 = 1.2;

/// How far the swarm reaches into a valley, with some room, but no farther than can be looked at.
fn spread_of(scene: &Scene<'_>, valley: Valley) -> f64 {
    let farthest =
        scene.seen.shown.picture.x.iter().fold(0.0_f32, |far, &x| far.max(x * valley.sign() as f32));
    let limit = FAR_X * scene.seen.scenario.landscape.reach(valley);
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
    let grain = round_step(span / 12.0);
    (value / grain).round().max(1.0) * grain
}
