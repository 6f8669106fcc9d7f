//! The click: a ring about every walker that has just hopped for the last time.

use egui::{Painter, Stroke};

use super::frame::Frame;
use super::inks::colouring;
use crate::app::desk::scene::Scene;
use crate::app::kit::theme::fade;
use crate::valleys::view::Colouring;

/// Seconds of play that a ring lasts, and steps of it while the run stands.
const SECONDS: f64 = 0.4;
const STEPS: f64 = 60.0;
/// The newest are enough to be seen.
const MOST: usize = 24;
/// The ring at its largest, and when it goes.
const RADIUS: [f32; 2] = [7.5, 3.0];
const WIDTH: f32 = 1.1;

pub fn rings(painter: &Painter, scene: &Scene<'_>, frame: &Frame) {
    let Some(fates) = scene.fates.filter(|_| colouring(scene) == Colouring::LastHop) else { return };
    let picture = &scene.seen.shown.picture;
    let lasts = match scene.playing {
        true => (SECONDS * scene.view.steps_a_second().min(scene.seen.run.speed.max(1.0))).max(1.0),
        false => STEPS,
    };
    let first = picture.step.saturating_sub(lasts as u32);
    let just = |last_hop: u32| last_hop > 0 && (first..=picture.step).contains(&last_hop);
    let mut newest: Vec<(u32, usize)> = fates
        .iter()
        .take(picture.x.len())
        .enumerate()
        .filter(|(_, fate)| just(fate.last_hop))
        .map(|(index, fate)| (fate.last_hop, index))
        .collect();
    newest.sort_unstable_by(|one, other| other.cmp(one));
    for (last_hop, index) in newest.into_iter().take(MOST) {
        let gone = (f64::from(picture.step - last_hop) / lasts).clamp(0.0, 1.0) as f32;
        let place = frame.walker([index, picture.x.len()], [picture.y[index], picture.x[index]]);
        if frame.rect.contains(place) {
            let radius = RADIUS[0] + gone * (RADIUS[1] - RADIUS[0]);
            let stroke = Stroke::new(WIDTH * frame.marks, fade(scene.theme.strong, 1.0 - gone));
            painter.circle_stroke(place, radius * frame.marks, stroke);
        }
    }
}
