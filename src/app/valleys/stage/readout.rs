//! What the landscape is under the cursor, in words.

use egui::{Pos2, Response, Ui};

use super::frame::Frame;
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::widgets::format_number;
use crate::say;
use crate::valleys::theory;

pub fn say(ui: &Ui, scene: &Scene<'_>, frame: &Frame, response: &Response, cursor: Pos2) {
    let Some(touch) = Touch::of(response) else { return };
    let landscape = &scene.seen.scenario.landscape;
    let (y, x) = (frame.y_under(cursor), frame.x_at(cursor.y));
    let gradient = landscape.gradient(x, y);
    let temperature = theory::effective_temperature(landscape, y, scene.seen.curves.delta_s);
    let place = say!("hand.place", y = format_args!("{y:.2}"), x = minus(&format!("{x:.3}")));
    let parts = vec![
        say!("hand.at", what = place),
        say!("hand.loss", loss = minus(&format!("{:.4}", landscape.value(x, y)))),
        say!("hand.slope", across = format_number(gradient.x), along = format_number(gradient.y)),
        say!("hand.curvature", curvature = format_number(landscape.hessian(x, y)[(0, 0)])),
        say!("hand.temperature", temperature = format_number(temperature)),
    ];
    hand::says(ui.ctx(), touch, parts);
}

/// With the sign that is as wide as a plus.
fn minus(digits: &str) -> String {
    digits.replace('-', "−")
}
