//! The edges of the columns, which can be dragged.

use egui::accesskit::Role as Access;
use egui::{CursorIcon, EventFilter, Key, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::layout::{BESIDE_STAGE, Layout, widths};
use crate::app::desk::Desk;
use crate::app::desk::columns::Columns;
use crate::app::desk::command::{Command, LookCommand};
use crate::app::kit::hand::{self, Touch};
use crate::app::kit::theme::{Theme, space};
use crate::app::kit::widgets::leave_space_alone;
use crate::say;

/// Where an edge is taken hold of: so far from its column, and so wide.
const AWAY: f32 = 10.0;
const WIDE: f32 = 8.0;
/// How far an arrow key moves it.
const KEY: f32 = 8.0;

/// A column at a side of the stage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Lets the columns beside the stage be made wider and narrower.
pub fn show(ui: &Ui, layout: &Layout, desk: &Desk, commands: &mut Vec<Command>) {
    // A lesson's page has a width of its own.
    if layout.lesson.is_none() {
        let at = layout.stage.left() - BESIDE_STAGE[0] + AWAY;
        edge(ui, Side::Left, at, layout, desk, commands);
    }
    let at = layout.panels.left() - BESIDE_STAGE[1] + AWAY;
    edge(ui, Side::Right, at, layout, desk, commands);
}

fn edge(ui: &Ui, side: Side, at: f32, layout: &Layout, desk: &Desk, commands: &mut Vec<Command>) {
    let [left, right] = widths(ui.max_rect().width(), desk.look.columns);
    let (name, width, grows) = match side {
        Side::Left => (say!("window.edge-left"), left, 1.0),
        Side::Right => (say!("window.edge-right"), right, -1.0),
    };
    let rows = layout.stage.top()..=layout.timeline.top() - space::GAP;
    let strip = Rect::from_x_y_ranges(at..=at + WIDE, rows);
    let response = ui.interact(strip, ui.scope_id().with(name), Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::ResizeColumn);
    let theme = Theme::of(ui.ctx());
    if response.hovered() || response.dragged() || response.has_focus() {
        let colour = if response.has_focus() { theme.ice } else { theme.track };
        let line = ui.painter().round_to_pixel_center(strip.center().x);
        ui.painter().vline(line, strip.shrink2(vec2(0.0, space::GAP)).y_range(), Stroke::new(1.0, colour));
    }
    if let Some(touch) = Touch::of(&response) {
        hand::says(ui.ctx(), touch, vec![name.to_owned(), say!("window.edge-hint").to_owned()]);
    }
    let mut by = response.drag_delta().x;
    if response.has_focus() {
        leave_space_alone(ui, response.id);
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        by += KEY
            * ui.input(|input| {
                input.num_presses(Key::ArrowRight) as f32 - input.num_presses(Key::ArrowLeft) as f32
            });
    }
    let wanted =
        if response.double_clicked() { Some(None) } else { (by != 0.0).then_some(Some(width + grows * by)) };
    if let Some(wanted) = wanted {
        let columns = match side {
            Side::Left => Columns { left: wanted, ..desk.look.columns },
            Side::Right => Columns { right: wanted, ..desk.look.columns },
        };
        // Kept is what it came to.
        let [left, right] = widths(ui.max_rect().width(), columns);
        let columns = Columns { left: columns.left.map(|_| left), right: columns.right.map(|_| right) };
        commands.push(LookCommand::Columns(columns).into());
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Splitter, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_numeric_value(f64::from(width)));
}
