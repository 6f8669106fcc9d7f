//! The picture of a schedule, drawn by hand: points are dragged, added with a double click, and taken away with Delete.

use egui::accesskit::{Action, Role as Access};
use egui::{CursorIcon, Id, Key, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo};
use egui::{pos2, vec2};

use crate::app::desk::Desk;
use crate::app::kit::theme::{Theme, space};
use crate::app::kit::widgets::{Quantity, arrows, format_whole, leave_space_alone, round_to};
use crate::say;
use crate::settings::{Knot, Schedule};

/// Height of the picture, the points of its curve, and the room that its ends leave for a hand.
const HEIGHT: f32 = 76.0;
const POINTS: u32 = 96;
const INSET: egui::Vec2 = vec2(6.0, 8.0);
/// Radius of a point, and how near the pointer takes it.
const DOT: f32 = 3.5;
const REACH: f32 = 8.0;
/// Decades shown at most, and what lies above the highest value and below the lowest.
const DECADES: f64 = 4.0;
const MARGIN: f64 = 2.0;
/// A step of the arrow keys along the run, and one with Shift.
const KEY_STEP: f64 = 0.01;
const FINE_KEY_STEP: f64 = 0.001;

/// Shows a schedule over the whole run with the moment looked at; what it is to become, if a hand or key asks for it.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk,
    name: &str,
    schedule: &Schedule,
    quantity: &Quantity,
) -> Option<Schedule> {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Image, true, name));
    ui.painter().rect_filled(rect, f32::from(space::PLOT_RADIUS), theme.well);
    let steps = desk.run.scenario.steps.max(1);
    let range: Id = response.id.with("range");
    let scale = Scale {
        rect: rect.shrink2(INSET),
        steps,
        // A hand that drags must not move the ground it stands on.
        values: ui.data(|data| data.get_temp(range)).unwrap_or_else(|| reach(schedule)),
    };
    let line = (0..=POINTS).map(|point| {
        let step = (u64::from(steps) * u64::from(point) / u64::from(POINTS)) as u32;
        scale.place(step, schedule.at(step))
    });
    ui.painter().add(Shape::line(line.collect(), Stroke::new(1.5, theme.text)));
    let now = scale.place(desk.run.shown().step.min(steps), scale.values[0]).x;
    ui.painter().vline(now, rect.y_range(), Stroke::new(1.0, theme.ice));

    let mut wanted = None;
    let mut dragged = false;
    let knots: Vec<Knot> = schedule.knots(steps).into_iter().filter(|knot| knot.step <= steps).collect();
    for (index, &knot) in knots.iter().enumerate() {
        let at = scale.place(knot.step, knot.value);
        let grip = Rect::from_center_size(at, egui::Vec2::splat(2.0 * REACH));
        let point = ui.interact(grip, response.id.with(("point", index)), Sense::click_and_drag());
        let called = say!("controls.schedule-point", schedule = name, number = index + 1);
        describe(ui, &point, &called, knot, quantity);
        let moved =
            |step: u32, value: f64| Some(schedule.with_knot_at(knot, step, quantity.within(value), steps));
        if let (true, Some(pointer)) = (point.dragged(), point.interact_pointer_pos()) {
            let (step, value) = scale.read(pointer);
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
        point.on_hover_cursor(CursorIcon::Grab).on_hover_text(told(knot, quantity));
    }
    if let (true, Some(pointer)) = (response.double_clicked(), response.interact_pointer_pos()) {
        let (step, value) = scale.read(pointer);
        wanted = Some(schedule.with_point(step, quantity.within(value), steps));
    }
    response.on_hover_text(say!("controls.curve-hint"));
    ui.data_mut(|data| {
        if dragged {
            data.insert_temp(range, scale.values);
        } else {
            data.remove::<[f64; 2]>(range);
        }
    });
    wanted.filter(|wanted| wanted != schedule)
}

/// From the lowest value to the highest, with room for a hand beyond them.
fn reach(schedule: &Schedule) -> [f64; 2] {
    let corners = schedule.corners();
    let highest = corners.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let lowest = corners.into_iter().fold(highest, f64::min).max(highest / 10_f64.powf(DECADES));
    [lowest / MARGIN, highest * MARGIN]
}

/// Where steps and values lie; values by their logarithms.
struct Scale {
    rect: Rect,
    steps: u32,
    values: [f64; 2],
}

impl Scale {
    fn place(&self, step: u32, value: f64) -> Pos2 {
        let [low, high] = self.values;
        let share = (value.max(low) / low).ln() / (high / low).ln();
        pos2(
            egui::lerp(self.rect.x_range(), (f64::from(step) / f64::from(self.steps)) as f32),
            egui::lerp(self.rect.bottom()..=self.rect.top(), share.min(1.0) as f32),
        )
    }

    /// Step and value at a place, with no more digits than a hand can tell apart.
    fn read(&self, at: Pos2) -> (u32, f64) {
        let [low, high] = self.values;
        let along = egui::remap_clamp(at.x, self.rect.x_range(), 0.0..=1.0);
        let up = egui::remap_clamp(at.y, self.rect.bottom()..=self.rect.top(), 0.0..=1.0);
        let step = round_to(f64::from(along) * f64::from(self.steps), f64::from(self.steps) / 1e3);
        let value = low * (high / low).powf(f64::from(up));
        (step as u32, round_to(value, value / 1e2))
    }
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
    say!(
        "controls.value-at-step",
        value = quantity.show(knot.value),
        step = format_whole(f64::from(knot.step))
    )
}

fn describe(ui: &Ui, point: &Response, name: &str, knot: Knot, quantity: &Quantity) {
    point.widget_info(|| WidgetInfo {
        value: Some(knot.value),
        ..WidgetInfo::labeled(Access::Slider, ui.is_enabled(), name)
    });
    let said = crate::app::kit::maths::plain(&told(knot, quantity));
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
    painter.circle_filled(at, DOT + 1.5, theme.well);
    painter.circle_filled(at, if taken { DOT + 1.0 } else { DOT }, theme.strong);
    if point.has_focus() {
        painter.circle_stroke(at, DOT + 4.0, Stroke::new(space::FOCUS_RING, theme.ice));
    }
}
