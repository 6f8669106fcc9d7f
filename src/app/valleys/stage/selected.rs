//! The walker that is followed: its path, as far as one is recorded, and a ring about it.

use egui::{Painter, Shape, Stroke};

use super::frame::Frame;
use crate::app::desk::scene::Scene;
use crate::app::kit::theme::fade;
use crate::valleys::sim::TRACERS;

/// Radius of the ring, at scale 1.
const RING: f32 = 6.0;

pub fn paint(painter: &Painter, scene: &Scene<'_>, frame: &Frame) {
    let Some(walker) = scene.view.selected.map(|walker| walker as usize) else { return };
    let tracers = &scene.seen.run.record.tracers;
    let seen = &tracers[..tracers.len().min(scene.seen.shown.sample + 1)];
    let recorded = seen.iter().filter_map(|sample| sample.get(walker).copied());
    // Of most the path is not recorded, but gone again for them alone.
    let gone = scene.watched.iter().flat_map(|watched| &watched.way);
    let gone = gone.take_while(|(step, _)| *step <= scene.seen.shown.step).map(|(_, place)| *place);
    let path = recorded.chain(gone.filter(|_| walker >= TRACERS));
    let points: Vec<_> =
        path.map(|[x, y]| [f64::from(y), f64::from(x)]).filter(|[y, x]| !(y + x).is_nan()).collect();
    let theme = &scene.theme;
    painter.add(Shape::line(frame.path(&points), Stroke::new(1.4 * frame.marks, fade(theme.strong, 0.75))));
    let picture = &scene.seen.shown.picture;
    let (Some(x), Some(y)) = (picture.x.get(walker), picture.y.get(walker)) else { return };
    let at = frame.walker([walker, picture.x.len()], [*y, *x]);
    if !at.any_nan() {
        painter.circle_stroke(at, RING * frame.marks, Stroke::new(1.6 * frame.marks, theme.strong));
    }
}
