//! How the swarm is drawn: its deviations from the mean y stretched by a factor, so that a swarm a pixel wide can be
//! seen; and where that puts its outermost walkers.

use super::frame::Frame;
use crate::app::desk::scene::Scene;
use crate::valleys::experiments::live::Picture;

/// The outermost places of the walkers that have not diverged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub y: [f32; 2],
    pub x: [f32; 2],
}

impl Extent {
    /// None when there is no walker.
    pub fn of(picture: &Picture) -> Option<Self> {
        let (y, x) = (bounds(&picture.y), bounds(&picture.x));
        (y[0] <= y[1] && x[0] <= x[1]).then_some(Self { y, x })
    }
}

/// The smallest and the largest of some numbers, NaN left out; in lanes, as there may be millions.
fn bounds(values: &[f32]) -> [f32; 2] {
    const LANES: usize = 16;
    let (mut low, mut high) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
    let chunks = values.chunks_exact(LANES);
    for &value in chunks.remainder() {
        low[0] = low[0].min(value);
        high[0] = high[0].max(value);
    }
    for chunk in chunks {
        for lane in 0..LANES {
            // A comparison with NaN is false.
            low[lane] = if chunk[lane] < low[lane] { chunk[lane] } else { low[lane] };
            high[lane] = if chunk[lane] > high[lane] { chunk[lane] } else { high[lane] };
        }
    }
    [low.into_iter().fold(f32::INFINITY, f32::min), high.into_iter().fold(f32::NEG_INFINITY, f32::max)]
}

/// The standard deviation aimed at, as a share of the stage's width.
const AIM: f64 = 0.0217;
/// More than this says nothing more about the shape of a swarm.
const MOST: f64 = 100.0;
/// How far the factor may be off its aim before it changes: it should not flicker.
const SLACK: f64 = 1.35;

/// Drawn y = mean + factor · (y − mean).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Magnification {
    pub mean: f64,
    pub factor: f64,
}

impl Magnification {
    /// The factor for a scene; `before` is the one of the last frame.
    ///
    /// It shrinks near the frost line, so that no walker is drawn on the side where it is not.
    pub fn new(scene: &Scene<'_>, frame: &Frame, extent: &Extent, before: f64) -> Self {
        let mean = scene.seen.shown.mean_y;
        let sd = scene.seen.shown.sd_y;
        let span = frame.y[1] - frame.y[0];
        // Below the resolution of f32 a deviation is rounding, not noise.
        if sd <= 1e-6 * mean.abs().max(1.0) {
            return Self { mean, factor: 1.0 };
        }
        let aim = (AIM * span / sd).min(MOST);
        let steady = before > 1.0 && before / aim < SLACK && aim / before < SLACK;
        let wanted = if steady { before } else { round_factor(aim) };
        let room = scene.seen.frost.y().map_or(f64::INFINITY, |line| room(mean, extent, line));
        Self { mean, factor: wanted.min(room).max(1.0) }
    }

    pub fn drawn(&self, y: f64) -> f64 {
        self.mean + self.factor * (y - self.mean)
    }

    pub fn stretched(&self) -> bool {
        self.factor > 1.05
    }

    /// The factor as it is declared: `15`, `2.4`.
    pub fn words(&self) -> String {
        if self.factor < 9.95 && (self.factor - self.factor.round()).abs() > 0.05 {
            format!("{:.1}", self.factor)
        } else {
            format!("{:.0}", self.factor)
        }
    }
}

/// The largest factor that leaves every walker on its side of the line.
fn room(mean: f64, extent: &Extent, line: f64) -> f64 {
    let towards = if line > mean { f64::from(extent.y[1]) - mean } else { mean - f64::from(extent.y[0]) };
    if towards <= 0.0 { f64::INFINITY } else { (line - mean).abs() / towards }
}

/// The nearest of 1, 1.5, 2, 3, 5, 7, 10, 15 …; 1 when there is no need to stretch.
fn round_factor(aim: f64) -> f64 {
    if aim < 1.4 {
        return 1.0;
    }
    let power = 10_f64.powf(aim.log10().floor());
    let off = |factor: &f64| (aim / factor).ln().abs();
    let near = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0].map(|digit| digit * power);
    near.into_iter().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_walker_crosses_the_line_that_it_has_not_crossed() {
        let extent = Extent { y: [4.0, 4.4], x: [-0.1, 0.1] };
        let stretch = Magnification { mean: 4.2, factor: room(4.2, &extent, 5.0) };
        assert!((stretch.drawn(f64::from(extent.y[1])) - 5.0).abs() < 1e-6);
        assert!(room(4.2, &extent, 4.3) < 1.0, "some are beyond: nothing is stretched");
    }

    #[test]
    fn bounds_pass_over_walkers_that_have_gone() {
        let mut values: Vec<f32> = (0..100).map(|index| index as f32).collect();
        values[7] = f32::NAN;
        values[99] = f32::NAN;
        assert_eq!(bounds(&values), [0.0, 98.0]);
        assert!(Extent::of(&Picture::default()).is_none());
    }
}
