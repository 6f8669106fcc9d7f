//! The height of the slice: a line through the stage and a grip below it. It follows the swarm until it is moved.

use egui::{
    Align2, CornerRadius, EventFilter, Key, Painter, Rangef, Rect, Response, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::frame::{Frame, lens_line};
use crate::app::desk::command::{Command, ViewCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::parted;
use crate::app::kit::theme::{Role, Theme, fade, space};
use crate::app::kit::widgets::leave_space_alone;
use crate::say;

/// Size of the grip, and from the stage to its top, at scale 1.
const SIZE: egui::Vec2 = vec2(52.0, 20.0);
const BELOW: f32 = 6.0;
/// The chevrons beside it, and where its accent on the stage ends.
const CHEVRON: egui::Vec2 = vec2(4.0, 8.0);
const CHEVRON_AWAY: f32 = 6.0;
/// How near the hand takes the line on the stage.
const NEAR: f32 = 4.0;
/// A step of the arrow keys and of Page Up and Down, in shares of the view.
const STEP: f64 = 0.01;
const PAGE: f64 = 0.1;

/// The height of the slice.
pub fn height(scene: &Scene<'_>) -> f64 {
    scene.view.slice_y.unwrap_or(scene.seen.shown.mean_y)
}

/// Where the grip lies, kept within the width of the stage.
pub fn rect(frame: &Frame, y: f64) -> Rect {
    let size = SIZE * frame.marks;
    let (left, right) = (frame.rect.left() + size.x / 2.0, frame.rect.right() - size.x / 2.0);
    let middle = if y.is_finite() { frame.across(y) } else { left };
    let top = frame.rect.bottom() + BELOW * frame.marks;
    Rect::from_min_size(pos2(middle.clamp(left, right.max(left)) - size.x / 2.0, top), size)
}

/// The line through the stage, with gaps where it would cross what is written; none where it follows the swarm, whose
/// place the lens shows.
pub fn line(painter: &Painter, scene: &Scene<'_>, frame: &Frame, written: &[Rect]) -> Option<Shape> {
    let y = scene.view.slice_y.filter(|&y| frame.shows_y(y))?;
    let across =
        frame.lens.map_or_else(|| painter.round_to_pixel_center(frame.across(y)), |_| frame.across(y));
    let gap = 6.0 * frame.marks;
    let crossed = written.iter().map(|rect| rect.expand2(vec2(4.0, gap)));
    let lens = frame.lens.map(|lens| Rangef::new(lens.rows[0], lens.rows[1]));
    let left_out =
        crossed.filter(|rect| rect.x_range().contains(across)).map(|rect| rect.y_range()).chain(lens);
    let stroke = Stroke::new(frame.marks.min(1.5), fade(scene.theme.strong, 0.28));
    // A shorter piece would look like a speck.
    let parts = parted(frame.rect.y_range(), left_out).into_iter().filter(|part| part.span() > 2.0 * gap);
    let mut lines: Vec<Shape> = parts.map(|part| Shape::vline(across, part, stroke)).collect();
    lines.extend(frame.lens.map(|lens| Shape::line(lens_line(&lens, across), stroke)));
    Some(Shape::Vec(lines))
}

/// Shows the grip and answers to the hand and the keys.
pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) {
    let y = height(scene);
    let rect = rect(frame, y);
    let reach = rect.expand2(vec2((CHEVRON_AWAY + CHEVRON.x) * frame.marks, 3.0));
    let response = ui.interact(reach, ui.scope_id().with("slice-grip"), Sense::click_and_drag());
    let response = response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    let line = on_stage(ui, scene, frame, y);
    if response.double_clicked() || line.as_ref().is_some_and(Response::double_clicked) {
        commands.push(ViewCommand::Slice(None).into());
    } else if let Some(moved) =
        line.and_then(|line| dragged(&line, frame, y)).or_else(|| moved(ui, &response, frame, y))
    {
        let [low, high] = frame.y;
        commands.push(ViewCommand::Slice(Some(moved.clamp(low, high))).into());
    }
    if let Some(touch) = Touch::of(&response) {
        let follows = match scene.view.slice_y {
            None => say!("stage.slice.follows"),
            Some(_) => say!("stage.slice.set-by-hand"),
        };
        let at = say!("hand.slice", y = format_args!("{y:.2}"));
        hand::says(ui.ctx(), touch, vec![at, follows.to_owned()]);
    }
    describe(ui, &response, scene, frame, y);
    paint(ui.painter(), &scene.theme, frame, rect, y, &response);
}

/// The line itself, above and below the lens, for the hand: the keys have the grip.
fn on_stage(ui: &Ui, scene: &Scene<'_>, frame: &Frame, y: f64) -> Option<Response> {
    scene.view.slice_y.filter(|&y| frame.shows_y(y))?;
    let across = frame.across(y);
    let [top, foot] = frame.lens.map_or([frame.rect.bottom(); 2], |lens| lens.rows);
    let rows = [frame.rect.top()..=top, foot..=frame.rect.bottom()];
    let parts = rows.map(|rows| {
        let strip = Rect::from_x_y_ranges(across - NEAR * frame.marks..=across + NEAR * frame.marks, rows);
        ui.interact(strip, ui.scope_id().with(("slice-line", strip.top() as i32)), Sense::DRAG | Sense::CLICK)
    });
    let [above, below] = parts;
    let line = above.union(below).on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    if let Some(touch) = Touch::of(&line) {
        let at = say!("hand.slice", y = format_args!("{y:.2}"));
        hand::says(ui.ctx(), touch, vec![at, say!("stage.slice.set-by-hand").to_owned()]);
    }
    Some(line)
}

fn dragged(response: &Response, frame: &Frame, y: f64) -> Option<f64> {
    let by = response.drag_delta().x;
    let span = frame.y[1] - frame.y[0];
    (response.dragged() && by != 0.0).then(|| y + f64::from(by) / f64::from(frame.rect.width()) * span)
}

/// Where the hand or the keys want the slice, if they do.
fn moved(ui: &Ui, response: &Response, frame: &Frame, y: f64) -> Option<f64> {
    let span = frame.y[1] - frame.y[0];
    if response.dragged() {
        return dragged(response, frame, y);
    }
    if response.clicked() {
        response.request_focus();
    }
    if !response.has_focus() {
        return None;
    }
    leave_space_alone(ui, response.id);
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let shares = ui.input(|input| {
        let presses = |key| input.num_presses(key) as f64;
        let fine = if input.modifiers.shift { 0.1 } else { 1.0 };
        let arrows = presses(Key::ArrowRight) + presses(Key::ArrowUp)
            - presses(Key::ArrowLeft)
            - presses(Key::ArrowDown);
        fine * STEP * arrows + PAGE * (presses(Key::PageUp) - presses(Key::PageDown))
    });
    (shares != 0.0).then_some(y + shares * span)
}

fn describe(ui: &Ui, response: &Response, scene: &Scene<'_>, frame: &Frame, y: f64) {
    response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), y, say!("stage.slice.height")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(frame.y[0]);
        node.set_max_numeric_value(frame.y[1]);
        node.set_numeric_value_step(STEP * (frame.y[1] - frame.y[0]));
        node.set_value(format!("y {y:.2}"));
        node.set_description(match scene.view.slice_y {
            None => say!("stage.slice.follows"),
            Some(_) => say!("stage.slice.set-by-hand"),
        });
    });
}

fn paint(painter: &Painter, theme: &Theme, frame: &Frame, rect: Rect, y: f64, response: &Response) {
    let marks = frame.marks;
    painter.rect_filled(rect, CornerRadius::same((4.0 * marks) as u8), theme.strong);
    if frame.shows_y(y) {
        // The tip that points at the height; at the edges of the stage it leaves the middle of the grip.
        let tip = pos2(frame.across(y), frame.rect.bottom() + 1.0);
        let foot = tip.x.min(rect.right() - 9.0 * marks).max(rect.left() + 9.0 * marks);
        let half = 5.0 * marks;
        let corners = vec![tip, pos2(foot + half, rect.top() + 0.5), pos2(foot - half, rect.top() + 0.5)];
        painter.add(Shape::convex_polygon(corners, theme.strong, Stroke::NONE));
    }
    let style = Style::new(Role::Value, frame.scale, theme.on_strong).emphasis(theme.on_strong);
    let text = if y.is_finite() { format!("$y$ {}", figures(y)) } else { "$y$ –".to_owned() };
    maths::layout(painter.ctx(), &text, style).paint(painter, rect.center(), Align2::CENTER_CENTER);
    let lit = response.hovered() || response.dragged() || response.has_focus();
    let stroke = Stroke::new(1.4 * marks, if lit { theme.strong } else { theme.text });
    for (side, edge) in [(-1.0, rect.left()), (1.0, rect.right())] {
        let tip = pos2(edge + side * (CHEVRON_AWAY + CHEVRON.x) * marks, rect.center().y);
        let arm = vec2(-side * CHEVRON.x, CHEVRON.y / 2.0) * marks;
        painter.line(vec![tip + arm, tip, tip + vec2(arm.x, -arm.y)], stroke);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        let corner = CornerRadius::same(space::SEGMENT_RADIUS + 2);
        painter.rect_stroke(rect.expand(space::FOCUS_RING), corner, ring, StrokeKind::Middle);
    }
}

/// A height in the room of the grip.
fn figures(y: f64) -> String {
    match y {
        _ if y < 99.995 => format!("{y:.2}"),
        _ if y < 999.95 => format!("{y:.1}"),
        _ => format!("{y:.0}"),
    }
}
