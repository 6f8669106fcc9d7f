//! The hand on the swarm's dot in the plane: sideways the noise follows, upwards the height of the start.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, Pos2, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::app::desk::command::{Command, RunCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::plots::Plotted;
use crate::app::kit::theme::space;
use crate::app::kit::widgets::{arrows, leave_space_alone};
use crate::app::valleys::noise::strength;
use crate::chart::format_scientific;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::model::Parameter;

/// How near the dot the pointer takes it, and how far a drag goes before it is clear which way it means.
const NEAR: f32 = 8.0;
const CLEAR: f32 = 5.0;
/// A press of an arrow key: so many times as much noise, so much higher; and with Shift.
const LOUDER: [f64; 2] = [1.05, 1.005];
const HIGHER: [f64; 2] = [0.1, 0.01];

/// Lets the dot be dragged, or moved with the arrow keys. Whether the hand is at it.
pub(super) fn show(
    ui: &Ui,
    plotted: &Plotted,
    scene: &Scene<'_>,
    at: Pos2,
    commands: &mut Vec<Command>,
) -> bool {
    if !plotted.well.expand(1.0).contains(at) {
        return false;
    }
    let area = Rect::from_center_size(at, Vec2::splat(2.0 * NEAR * scene.scale.0));
    let response = ui.interact(area, ui.scope_id().with("swarm"), Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::Move);
    if response.clicked() {
        response.request_focus();
    }
    let way = response.id.with("sideways");
    let drag = response.interact_pointer_pos().filter(|_| response.dragged());
    if let Some(pointer) = drag {
        let from = ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
        let by = pointer - from;
        let sideways: Option<bool> = ui.data(|data| data.get_temp(way));
        let sideways = sideways.or((by.length() > CLEAR).then_some(by.x.abs() >= by.y.abs()));
        if let Some(sideways) = sideways {
            ui.data_mut(|data| data.insert_temp(way, sideways));
            let value = plotted.transform.value_from_position(pointer);
            if sideways {
                commands.extend(strength(scene, 10_f64.powf(value.x)));
            } else {
                commands.extend(start(scene, value.y));
            }
        }
    } else {
        ui.data_mut(|data| data.remove::<bool>(way));
    }
    if response.has_focus() {
        leave_space_alone(ui, response.id);
        let ([right, up], modifiers) = arrows(ui, &response);
        let fine = usize::from(modifiers.shift);
        if right != 0 {
            commands.extend(strength(scene, scene.seen.curves.delta_s * LOUDER[fine].powi(right)));
        }
        if up != 0 {
            commands.extend(start(scene, scene.seen.scenario.start_y() + f64::from(up) * HIGHER[fine]));
        }
        let ring = Stroke::new(space::FOCUS_RING, scene.theme.ice);
        plotted.painter.circle_stroke(at, scene.scale.px(8.0), ring);
    }
    let touch = Touch::of(&response);
    let noise = format_scientific(scene.seen.curves.delta_s);
    if let Some(touch) = touch {
        let y = format!("{:.2}", scene.seen.shown.mean_y);
        let here = say!("panel.plane.dot-at", delta_s = noise, y = y);
        hand::sets(ui.ctx(), touch, vec![here, say!("panel.plane.dot-pull").to_owned()]);
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Slider, ui.is_enabled(), say!("panel.plane.dot")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_numeric_value(scene.seen.curves.delta_s);
    });
    touch.is_some()
}

/// Starts the run at a height, or holds it there: to a hundredth.
fn start(scene: &Scene<'_>, y: f64) -> Option<Command> {
    let held = scene.seen.scenario.hold_y.is_some();
    let parameter = if held { Parameter::HoldY } else { Parameter::YI };
    let about = parameter.about();
    let y = ((y * 100.0).round() / 100.0).clamp(about.min, about.max);
    (y != scene.seen.scenario.start_y()).then(|| RunCommand::Set(parameter, y).into())
}
