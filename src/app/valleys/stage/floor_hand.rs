//! The hand on the floor of a valley: it is pulled to a place, and x₁ or x₂ follows.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::frame::Frame;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::theme::POINTED;
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::app::valleys::floors;
use crate::say;
use crate::valleys::model::Valley;

/// Where along the stage a floor is taken by the keyboard.
const ALONG: f32 = 0.75;
/// How far along the floor the pointer may be beside it.
const WIDE: f32 = 12.0;

/// Lets the floors be pulled across the valley, or moved with the arrow keys.
pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) {
    let landscape = &scene.seen.scenario.landscape;
    let reach = POINTED * frame.marks;
    let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|at| frame.rect.contains(*at));
    let middle = pos2(egui::lerp(frame.rect.x_range(), ALONG), frame.rect.center().y);
    for valley in Valley::BOTH {
        let id = ui.scope_id().with(("floor", valley.sign() > 0.0));
        let dragged = ui.ctx().dragged_id() == Some(id);
        let near = pointer.unwrap_or(middle);
        let y = frame.y_under(near);
        let floor = landscape.floor(valley, y);
        let row = frame.upright(floor);
        // Where both are at the ridge neither is meant.
        let apart = (row - frame.upright(0.0)).abs() > 2.0 * reach;
        if !dragged && !(apart && frame.rect.y_range().contains(row)) {
            continue;
        }
        let area = Rect::from_center_size(pos2(near.x, row), vec2(WIDE * frame.marks, 2.0 * reach));
        let response = ui.interact(area, id, Sense::click_and_drag());
        let response = response.on_hover_cursor(CursorIcon::ResizeVertical);
        if response.clicked() {
            response.request_focus();
        }
        if let (true, Some(at)) = (response.dragged(), response.interact_pointer_pos()) {
            commands.extend(floors::pulled(landscape, valley, frame.y_under(at), frame.x_at(at.y)));
        } else if response.has_focus() {
            leave_space_alone(ui, response.id);
            let (presses, modifiers) = arrows(ui, &response);
            let outwards = valley.sign() * f64::from(presses[1]);
            commands.extend(floors::nudged(landscape, valley, outwards, modifiers.shift));
        }
        if let Some(touch) = Touch::of(&response) {
            commands.push(WindowCommand::Highlight(Symbol::Parameter(floors::parameter(valley))).into());
            hand::sets(ui.ctx(), touch, floors::said(landscape, valley));
        }
        let name = say!("stage.floor", floor = floors::name(valley));
        response.widget_info(|| WidgetInfo::labeled(Access::Slider, ui.is_enabled(), &name));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_numeric_value(landscape.reach(valley)));
    }
}
