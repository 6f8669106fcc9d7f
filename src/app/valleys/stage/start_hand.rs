//! The hand on the start: a mark at the upper edge of the stage, where y begins or is held.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::frame::Frame;
use super::pointer::start_at;
use crate::app::desk::command::{Command, RunCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::theme::space;
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::say;

/// The mark, and the room about it in which the pointer takes it.
const MARK: egui::Vec2 = vec2(10.0, 7.0);
const ROOM: egui::Vec2 = vec2(18.0, 13.0);
/// A step of the arrow keys, as a share of the view, and one with Shift.
const STEP: f64 = 0.01;
const FINE_STEP: f64 = 0.001;
/// From this scale on the room belongs to the picture.
const LECTURE: f32 = 1.5;

/// Shows the mark, and lets it be dragged or moved with the arrow keys.
pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) {
    let y = scene.seen.scenario.start_y();
    if !frame.shows_y(y) || frame.marks >= LECTURE {
        return;
    }
    let top = pos2(frame.across(y), frame.rect.top());
    let area = Rect::from_center_size(top + vec2(0.0, 0.3 * ROOM.y * frame.marks), ROOM * frame.marks);
    let response = ui.interact(area, ui.scope_id().with("start"), Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if response.clicked() {
        response.request_focus();
    }
    let mut wanted = None;
    if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
        wanted = Some(frame.y_at(pointer.x));
    } else if response.has_focus() {
        leave_space_alone(ui, response.id);
        let (presses, modifiers) = arrows(ui, &response);
        let step = if modifiers.shift { FINE_STEP } else { STEP } * (frame.y[1] - frame.y[0]);
        wanted = (presses[0] != 0).then(|| y + f64::from(presses[0]) * step);
    }
    if let Some((parameter, wanted)) = wanted.map(|y| start_at(scene, y)).filter(|(_, wanted)| *wanted != y) {
        commands.push(RunCommand::Set(parameter, wanted).into());
    }
    let held = scene.seen.scenario.hold_y.is_some();
    let name = if held { say!("stage.held-at") } else { say!("stage.start") };
    if let Some(touch) = Touch::of(&response) {
        let at = say!("hand.start-at", name = name, y = format_args!("{y:.2}"));
        hand::sets(ui.ctx(), touch, vec![at, say!("hand.start-pull").to_owned()]);
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Slider, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(y);
        node.set_min_numeric_value(frame.y[0]);
        node.set_max_numeric_value(frame.y[1]);
    });
    let theme = &scene.theme;
    let taken = response.hovered() || response.dragged();
    let half = 0.5 * MARK.x * frame.marks;
    let corners = vec![top - vec2(half, 0.0), top + vec2(half, 0.0), top + vec2(0.0, MARK.y * frame.marks)];
    let colour = if taken { theme.strong } else { theme.text };
    ui.painter().add(Shape::convex_polygon(corners, colour, Stroke::new(1.0, theme.bg)));
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        let radius = f32::from(space::PLOT_RADIUS);
        ui.painter().rect_stroke(area, radius, ring, egui::StrokeKind::Inside);
    }
}
