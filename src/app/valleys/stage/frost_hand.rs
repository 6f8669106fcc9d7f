//! The hand on the frost line: where it is put walkers freeze, with the noise that does so.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, EventFilter, Key, Rangef, Rect, Sense, Ui, WidgetInfo, pos2};

use super::frame::Frame;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::theme::POINTED;
use crate::app::kit::widgets::{format_number, leave_space_alone};
use crate::app::valleys::noise::strength;
use crate::say;
use crate::valleys::figures::frost::noise_for;

/// A step of the arrow keys, as a share of the view.
const STEP: f64 = 0.01;

/// Lets the line be dragged, or moved with the arrow keys. Whether the hand is at it.
pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) -> bool {
    let Some(y) = scene.seen.frost.y().filter(|&y| frame.shows_y(y)) else { return false };
    let row = ui.input(|input| input.pointer.latest_pos()).map_or(frame.rect.top(), |at| at.y);
    let at = frame.bent(pos2(frame.across(y), row)).x;
    let reach = POINTED * frame.marks;
    let strip = Rect::from_x_y_ranges(Rangef::new(at - reach, at + reach), frame.rect.y_range());
    let response =
        ui.interact(strip.intersect(frame.rect), ui.scope_id().with("frost-line"), Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if response.clicked() {
        response.request_focus();
    }
    let mut wanted = None;
    if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
        // In the lens the line is under the hand, too, and goes as much more slowly.
        wanted = Some(frame.y_under(pointer));
    } else if response.has_focus() {
        leave_space_alone(ui, response.id);
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let presses = ui.input(|input| {
            input.num_presses(Key::ArrowRight) as f64 - input.num_presses(Key::ArrowLeft) as f64
        });
        wanted = (presses != 0.0).then_some(y + presses * STEP * (frame.y[1] - frame.y[0]));
    }
    let noise = wanted.and_then(|y| noise_for(&scene.seen, y));
    commands.extend(noise.and_then(|delta_s| strength(scene, delta_s)));
    response.widget_info(|| WidgetInfo::labeled(Access::Slider, true, say!("stage.frost.handle")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(y);
        node.set_min_numeric_value(frame.y[0]);
        node.set_max_numeric_value(frame.y[1]);
    });
    if let Some(touch) = Touch::of(&response) {
        let sigma = format_number(scene.seen.scenario.sigma.at(scene.seen.shown.step));
        let at = say!("hand.frost-line", y = format_args!("{y:.2}"), sigma = sigma);
        hand::sets(ui.ctx(), touch, vec![at]);
    }
    response.hovered() || response.dragged() || response.has_focus()
}
