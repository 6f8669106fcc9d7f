//! The panels on the right: measured beside predicted.

mod ages;
mod calibration;
mod gauge;
mod held;
mod hops;
mod own_heights;
mod p_flat;
mod plane;
mod plane_map;
mod predictions;
mod slice;
mod title;

use egui::{Rect, Ui, UiBuilder};

use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::chart::axis::round_step;
use crate::valleys::panel::Panel;

/// What the panels keep from frame to frame: textures, histograms, and where labels went.
#[derive(Default)]
pub struct Panels {
    p_flat: p_flat::PFlat,
    plane: plane::Plane,
    slice: slice::Slice,
    hops: hops::Hops,
}

impl Panels {
    /// Draws one panel, title included, into a rectangle.
    pub fn show(
        &mut self,
        panel: Panel,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        let builder = UiBuilder::new().max_rect(rect).id_salt(("panel", panel));
        let mut ui = ui.new_child(builder);
        match panel {
            Panel::PFlat => self.p_flat.show(&mut ui, rect, scene, commands),
            Panel::Plane => self.plane.show(&mut ui, rect, scene, commands),
            Panel::Slice => self.slice.show(&mut ui, rect, scene, commands),
            Panel::Gauge => gauge::show(&mut ui, rect, scene, commands),
            Panel::Hops => self.hops.show(&mut ui, rect, scene, commands),
        }
    }
}

/// Beyond the ends of an axis of shares, as a part of it: a curve or a dot on an end does not lie on the well's edge.
const SHARE_ROOM: f64 = 0.05;
/// The fewest steps along an axis: a swarm that has not started has an axis of whole steps.
const FEWEST_STEPS: f64 = 100.0;

/// What an axis of shares spans, from `least` of what is drawn up to 1. With γ < 1 the share goes down, and the axis has
/// the room for it from the start.
fn share_range(scene: &Scene<'_>, least: f64) -> [f64; 2] {
    let low = match least {
        _ if scene.scenario.landscape.gamma() < 1.0 => 0.0,
        // The start itself is a coin toss: it has the room below one half.
        least if least > 0.478 => 0.5,
        least => ((least - 0.01) * 10.0).floor().max(0.0) / 10.0,
    };
    let room = SHARE_ROOM * (1.0 - low);
    [low - room, 1.0 + room]
}

/// What an axis of steps spans that starts at `from`, for the part of the run so far: all of the run would press the early
/// part into a sliver.
fn steps_range(scene: &Scene<'_>, from: f64) -> [f64; 2] {
    let now = scene.record.samples.last().map_or(from, |sample| f64::from(sample.step));
    [from, end_of_steps(from, now, f64::from(scene.scenario.steps).max(now))]
}

/// The end of an axis of steps: a round number of them from its start, and not beyond the run's end.
fn end_of_steps(from: f64, now: f64, run: f64) -> f64 {
    let end = from + round_step((now - from).max(FEWEST_STEPS));
    // Where y is held only when the run is over no step of it is left.
    if run > from { end.min(run) } else { end }
}

/// A share as people say it: `86 %`, with a decimal where a whole number would say all or nothing.
fn percent(share: f64) -> String {
    let hundredths = 100.0 * share;
    let telling = share > 0.0 && share < 1.0 && !(0.95..=99.0).contains(&hundredths);
    if telling { format!("{hundredths:.1}\u{202F}%") } else { format!("{hundredths:.0}\u{202F}%") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_of_steps_ends_soon_after_the_steps_so_far() {
        let end = |from: f64, now: f64, run: f64| end_of_steps(from, now, run).round();
        assert_eq!(
            [0.0, 99.0, 101.0, 5_700.0].map(|now| end(0.0, now, 1e5)),
            [100.0, 100.0, 200.0, 10_000.0]
        );
        // The run's end is the end, also of a run shorter than any axis and of one that has been held at its end.
        assert_eq!([end(0.0, 70_000.0, 80_000.0), end(0.0, 0.0, 40.0)], [80_000.0, 40.0]);
        assert_eq!([end(300.0, 450.0, 1e5), end(1_000.0, 1_000.0, 1_000.0)], [500.0, 1_100.0]);
    }
}
