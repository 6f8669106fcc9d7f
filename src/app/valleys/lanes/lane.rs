//! A schedule drawn by hand: points are dragged, added with a double click, and taken away with Delete.

use egui::accesskit::{Action, Role as Access};
use egui::{Align2, CursorIcon, Id, Key, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2};

use super::axis::{LaneAxis, Rise};
use crate::app::desk::Desk;
use crate::app::desk::classroom::class::locked;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Quantity, arrows, format_number, format_whole, leave_space_alone};
use crate::chart::format_scientific;
use crate::say;
use crate::settings::{Adjustable, Knot, Schedule};
use crate::valleys::model::Parameter;

/// The points of the curve.
const POINTS: u32 = 240;
/// Radius of a point and of its collar, and how near the pointer takes it.
const DOT: f32 = 4.2;
const COLLAR: f32 = 5.5;
const REACH: f32 = 8.0;
/// From a number to the lane, and the least distance of two numbers.
const NUMBER: f32 = 8.0;
const APART: f32 = 13.0;
/// A step of the arrow keys along the run, and one with Shift.
const KEY_STEP: f64 = 0.01;
const FINE_KEY_STEP: f64 = 0.001;

/// Shows a schedule over the whole run; what it is to become, if a hand or key asks for it.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk,
    name: &str,
    (parameter, quantity): (Parameter, &Quantity),
    axis: &mut LaneAxis,
) -> Option<Schedule> {
    let schedule = parameter.schedule(&desk.run.scenario)?;
    let theme = Theme::of(ui.ctx());
    let response = ui.interact(axis.rect, ui.scope_id().with(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Image, true, name));
    let range: Id = response.id.with("range");
    // A hand that drags must not move the ground it stands on.
    axis.values = ui.data(|data| data.get_temp(range)).unwrap_or(axis.values);
    ground(ui, &theme, schedule, axis);
    let steps = axis.steps;
    let line = (0..=POINTS).map(|point| {
        let step = (u64::from(steps) * u64::from(point) / u64::from(POINTS)) as u32;
        axis.place(step, schedule.at(step))
    });
    ui.painter().add(Shape::line(with_jumps(schedule, axis, line.collect()), Stroke::new(1.8, theme.strong)));
    if desk.lessons.is_locked(parameter.about().name) {
        if let Some(touch) = Touch::of(&response) {
            hand::says(ui.ctx(), touch, vec![locked().to_owned()]);
        }
        return None;
    }
    if let (Some(touch), Some(pointer)) = (Touch::of(&response), response.hover_pos()) {
        hand::says(ui.ctx(), touch, at(desk, axis.read(pointer).0));
    }
    let mut wanted = None;
    let mut dragged = false;
    let knots: Vec<Knot> = schedule.knots(steps).into_iter().filter(|knot| knot.step <= steps).collect();
    for (index, &knot) in knots.iter().enumerate() {
        let at = axis.place(knot.step, knot.value);
        let grip = Rect::from_center_size(at, egui::Vec2::splat(2.0 * REACH));
        let point = ui.interact(grip, response.id.with(("point", index)), Sense::click_and_drag());
        let point = point.on_hover_cursor(CursorIcon::Grab);
        let called = say!("lanes.point", schedule = name, number = index + 1);
        describe(ui, &point, &called, knot, quantity);
        let moved =
            |step: u32, value: f64| Some(schedule.with_knot_at(knot, step, quantity.within(value), steps));
        if let (true, Some(pointer)) = (point.dragged(), point.interact_pointer_pos()) {
            let (step, value) = axis.read(pointer);
            wanted = moved(step, value);
        }
        dragged |= point.dragged();
        match keys(ui, &point, knot, quantity, steps) {
            Some(Wish::Move(step, value)) => wanted = moved(step, value),
            Some(Wish::Remove) => wanted = Some(schedule.without_knot(knot, steps)),
            Some(Wish::Add) => {
                let next = knots.get(index + 1).map_or(steps, |next| next.step);
                let half = knot.step + (next.saturating_sub(knot.step)) / 2;
                wanted = Some(schedule.with_point(half, schedule.at(half), steps));
            }
            None => {}
        }
        paint(ui, &theme, &point, at);
        if let Some(touch) = Touch::of(&point) {
            let parts = vec![told(knot, quantity), say!("lanes.point-hint").to_owned()];
            hand::sets(ui.ctx(), touch, parts);
        }
    }
    if let (true, Some(pointer)) = (response.double_clicked(), response.interact_pointer_pos()) {
        let (step, value) = axis.read(pointer);
        wanted = Some(schedule.with_point(step, quantity.within(value), steps));
    }
    ui.data_mut(|data| {
        if dragged {
            data.insert_temp(range, axis.values);
        } else {
            data.remove::<[f64; 2]>(range);
        }
    });
    wanted.filter(|wanted| wanted != schedule)
}

/// The well, with the numbers that the schedule reaches.
fn ground(ui: &Ui, theme: &Theme, schedule: &Schedule, axis: &LaneAxis) {
    ui.painter().rect_filled(axis.rect, f32::from(space::PLOT_RADIUS), theme.well);
    let corners = schedule.corners();
    let highest = corners.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let lowest = match axis.rise {
        Rise::Linear => 0.0,
        Rise::Logarithmic => corners.into_iter().fold(highest, f64::min).max(axis.values[0]),
    };
    let style = Style::new(Role::Tick, Scale::WINDOW, theme.mute);
    let mut above: Option<f32> = None;
    for value in [highest, lowest] {
        let row = ui.painter().round_to_pixel_center(axis.place(0, value).y);
        if above.is_some_and(|above| row - above < APART) {
            continue;
        }
        above = Some(row);
        ui.painter().hline(axis.rect.x_range(), row, Stroke::new(1.0, theme.hair));
        let at = pos2(axis.rect.left() - NUMBER, row);
        maths::layout(ui.ctx(), &format_number(value), style).paint(ui.painter(), at, Align2::RIGHT_CENTER);
    }
}

/// A curve with both ends of every jump, so that jumps are upright.
fn with_jumps(schedule: &Schedule, axis: &LaneAxis, curve: Vec<Pos2>) -> Vec<Pos2> {
    let knots = schedule.knots(axis.steps);
    let ends = knots.iter().filter(|knot| knot.step <= axis.steps);
    let ends: Vec<Pos2> = ends.map(|knot| axis.place(knot.step, knot.value)).collect();
    let mut points: Vec<Pos2> = Vec::with_capacity(curve.len() + ends.len());
    let mut left = ends.into_iter().peekable();
    for point in curve {
        while let Some(end) = left.next_if(|end| end.x <= point.x) {
            points.push(end);
        }
        points.push(point);
    }
    points
}

/// What holds at a step, in words.
fn at(desk: &Desk, step: u32) -> Vec<String> {
    let scenario = &desk.run.scenario;
    let place = say!("lanes.at-step", step = format_whole(f64::from(step)));
    let numbers = say!(
        "lanes.at-numbers",
        eta = format_number(scenario.eta.at(step)),
        sigma = format_number(scenario.sigma.at(step)),
        delta_s = format_scientific(scenario.delta_s(step)),
    );
    vec![say!("hand.at", what = place) + ", " + &numbers, say!("lanes.hint").to_owned()]
}

/// What a key asks of a point.
enum Wish {
    Move(u32, f64),
    Remove,
    Add,
}

fn keys(ui: &Ui, point: &Response, knot: Knot, quantity: &Quantity, steps: u32) -> Option<Wish> {
    let requested = ui.input(|input| {
        let count = |action| input.num_accesskit_action_requests(point.id, action) as f64;
        count(Action::Increment) - count(Action::Decrement)
    });
    if requested != 0.0 {
        return Some(Wish::Move(knot.step, quantity.nudged(knot.value, requested, false)));
    }
    if !point.has_focus() {
        return None;
    }
    leave_space_alone(ui, point.id);
    let (presses, modifiers) = arrows(ui, point);
    let ([along, up], fine) = (presses.map(f64::from), modifiers.shift);
    ui.input(|input| {
        if along != 0.0 || up != 0.0 {
            let stride = (f64::from(steps) * if fine { FINE_KEY_STEP } else { KEY_STEP }).max(1.0).round();
            let step = (f64::from(knot.step) + along * stride).clamp(0.0, f64::from(steps));
            let value = if up == 0.0 { knot.value } else { quantity.nudged(knot.value, up, fine) };
            Some(Wish::Move(step as u32, value))
        } else if input.key_pressed(Key::Delete) || input.key_pressed(Key::Backspace) {
            Some(Wish::Remove)
        } else if input.key_pressed(Key::Insert) || input.key_pressed(Key::Plus) {
            Some(Wish::Add)
        } else {
            None
        }
    })
}

/// A point in words.
fn told(knot: Knot, quantity: &Quantity) -> String {
    say!("lanes.value-at-step", value = quantity.show(knot.value), step = format_whole(f64::from(knot.step)))
}

fn describe(ui: &Ui, point: &Response, name: &str, knot: Knot, quantity: &Quantity) {
    point.widget_info(|| WidgetInfo {
        value: Some(knot.value),
        ..WidgetInfo::labeled(Access::Slider, ui.is_enabled(), name)
    });
    let said = maths::plain(&told(knot, quantity));
    ui.ctx().accesskit_node_builder(point.id, |node| {
        node.set_value(said);
        if ui.is_enabled() {
            node.add_action(Action::Increment);
            node.add_action(Action::Decrement);
        }
    });
}

fn paint(ui: &Ui, theme: &Theme, point: &Response, at: Pos2) {
    let taken = point.hovered() || point.dragged();
    let painter = ui.painter();
    painter.circle_filled(at, COLLAR, theme.bg);
    painter.circle_filled(at, if taken { DOT + 0.8 } else { DOT }, theme.strong);
    if point.has_focus() {
        painter.circle_stroke(at, DOT + 4.0, Stroke::new(space::FOCUS_RING, theme.ice));
    }
}
