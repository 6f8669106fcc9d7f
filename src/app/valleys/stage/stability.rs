//! Where plain gradient descent leaves a valley by itself: below a height its curvature is beyond 2/η.

use egui::{Align2, Painter, Shape, Stroke, pos2};

use super::frame::Frame;
use super::words::Words;
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, fade};
use crate::say;
use crate::valleys::model::Valley;
use crate::valleys::theory::unstable_below;

/// Dashes of the line, and from it to its words, in points at scale 1.
const DASH: [f32; 2] = [2.0, 3.0];
const BESIDE: f32 = 8.0;

/// Draws the line of each valley that has one in view, over the valley's own side.
pub fn paint(painter: &Painter, scene: &Scene<'_>, frame: &Frame, words: &mut Words) {
    if !scene.view.stability_line || !frame.rect.is_positive() {
        return;
    }
    let eta = scene.seen.scenario.eta.at(scene.seen.shown.step);
    let ridge = frame.upright(0.0).min(frame.rect.bottom()).max(frame.rect.top());
    for (valley, name) in [(Valley::Flat, "$f_1$"), (Valley::Sharp, "$f_2$")] {
        let line = unstable_below(&scene.seen.scenario.landscape, valley, eta).value;
        let Some(y) = line.filter(|&y| frame.shows_y(y)) else { continue };
        let across = frame.across(y);
        let end = if valley == Valley::Flat { frame.rect.top() } else { frame.rect.bottom() };
        if (end - ridge).abs() < 1.0 {
            continue;
        }
        let stroke = Stroke::new(1.25 * frame.marks, fade(scene.theme.warn, 0.9));
        let [dash, gap] = DASH.map(|length| length * frame.marks);
        let upper = valley == Valley::Flat;
        let mut line = frame.line(across);
        line.retain(|place| (place.y < ridge) == upper);
        // From the ridge outwards.
        line.push(frame.bent(pos2(across, ridge)));
        line.sort_by(|a, b| (a.y - ridge).abs().total_cmp(&(b.y - ridge).abs()));
        painter.extend(Shape::dashed_line(&line, stroke, dash, gap));
        let style = Style::new(Role::Tick, frame.scale, scene.theme.text);
        let text = maths::layout(painter.ctx(), &say!("stage.unstable", curvature = name), style);
        let left = across - BESIDE * frame.marks;
        let places = [0.5, 0.35, 0.65, 0.2, 0.8]
            .map(|share| (pos2(left, egui::lerp(ridge..=end, share)), Align2::RIGHT_CENTER));
        words.place(painter, &text, places);
    }
}
