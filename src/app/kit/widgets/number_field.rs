//! The number at the right of a control: click to type, drag to scrub.
//!
//! [`Slider`](super::Slider) and [`ValueRow`](super::ValueRow) are this and a
//! label; what they share of keyboard and accessibility is here too.

use egui::accesskit::{Action, ActionData};
use egui::text::{CCursor, CCursorRange};
use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Event, Frame, Id, Key, Margin, Pos2, Response, Sense, Stroke,
    StrokeKind, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{Gesture, Quantity, arrow_presses, painter, parse_number};
use crate::app::kit::hand::Touch;
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// Seconds for which it is said that a number was bounded.
const TOLD: f64 = 4.0;
/// Points that the pointer travels from one end of the range to the other while it scrubs.
const SCRUB_LENGTH: f64 = 300.0;
/// How much slower a drag with Shift is.
pub(super) const FINE_DRAG: f64 = 0.1;
/// Width of the box for typing.
const BOX_WIDTH: f32 = 76.0;
const BOX_HEIGHT: f32 = 18.0;
/// Characters in it: whatever the clipboard holds, no number is longer.
const MOST_CHARACTERS: usize = 400;

/// How a control with a number is at the hand: itself, or its number.
pub fn touch(response: &Response) -> Option<Touch> {
    let number = response.ctx.read_response(response.id.with("value"));
    Touch::of(response).max(number.as_ref().and_then(Touch::of))
}

/// The number of a control, in the midst of being shown and changed.
pub(super) struct NumberField<'a> {
    /// The control that the number belongs to.
    pub(super) owner: &'a Response,
    pub(super) quantity: &'a Quantity,
    /// Accessible name.
    pub(super) name: &'a str,
}

impl NumberField<'_> {
    /// Shows the number with the middle of its right edge at `anchor` and lets it be changed.
    pub(super) fn show(&self, ui: &mut Ui, value: &mut f64, anchor: Pos2, colour: Color32) -> Gesture {
        // Read before a key may open the box: it is first shown a frame later, so that the
        // key is not typed into it as well.
        let draft: Option<String> = ui.data(|data| data.get_temp(self.box_id()));
        if ui.is_enabled() && self.owner.has_focus() {
            self.open_on_key(ui, *value);
        }
        self.tell_bound(ui, anchor);
        match draft {
            Some(draft) => self.type_in(ui, draft, value, anchor),
            None => self.scrub(ui, value, anchor, colour),
        }
    }

    /// Says for a while that what was typed was beyond what is allowed, and what that is.
    fn tell_bound(&self, ui: &Ui, anchor: Pos2) {
        let id = self.owner.id.with("bounded");
        let Some((until, above)) = ui.data(|data| data.get_temp::<(f64, bool)>(id)) else { return };
        let left = until - ui.input(|input| input.time);
        if left <= 0.0 {
            ui.data_mut(|data| data.remove::<(f64, bool)>(id));
            return;
        }
        ui.ctx().request_repaint_after_secs(left as f32);
        let range = self.quantity.range();
        let text = match above {
            true => say!("control.at-most", bound = self.quantity.show(*range.end())),
            false => say!("control.at-least", bound = self.quantity.show(*range.start())),
        };
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let line = maths::layout(ui.ctx(), &text, maths::Style::new(Role::Small, scale, theme.warn));
        let at = pos2(anchor.x, anchor.y + scale.px(BOX_HEIGHT));
        let place = Align2::RIGHT_CENTER.anchor_size(at, line.size()).expand2(vec2(5.0, 3.0));
        let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, id));
        let outline = Stroke::new(1.0, theme.track);
        painter.rect(place, CornerRadius::same(space::PLOT_RADIUS), theme.bg, outline, StrokeKind::Inside);
        line.paint(&painter, at, Align2::RIGHT_CENTER);
    }

    fn box_id(&self) -> Id {
        self.owner.id.with("box")
    }

    /// Opens the box for typing if a key of the focused control asks for it.
    fn open_on_key(&self, ui: &Ui, value: f64) {
        let (typed, enter) = ui.input(|input| {
            let typed = input.events.iter().find_map(|event| match event {
                Event::Text(text) if text.starts_with(|c: char| c.is_ascii_digit() || "-.−".contains(c)) => {
                    Some(text.clone())
                }
                _ => None,
            });
            (typed, input.key_pressed(Key::Enter))
        });
        if let Some(typed) = typed {
            let end = typed.chars().count();
            self.open(ui, typed, end);
        } else if enter {
            self.open(ui, self.draft(value), 0);
        }
    }

    /// The number as it is first offered for typing.
    fn draft(&self, value: f64) -> String {
        let shown = self.quantity.show(value);
        if shown.contains('$') { format!("{value:e}") } else { maths::plain(&shown) }
    }

    /// Opens the box with everything from the given character on selected.
    fn open(&self, ui: &Ui, draft: String, selected_from: usize) {
        let mut state = TextEdit::load_state(ui.ctx(), self.box_id()).unwrap_or_default();
        let selection = CCursorRange::two(CCursor::new(selected_from), CCursor::new(draft.chars().count()));
        state.cursor.set_char_range(Some(selection));
        TextEdit::store_state(ui.ctx(), self.box_id(), state);
        ui.data_mut(|data| data.insert_temp(self.box_id(), draft));
        ui.memory_mut(|memory| memory.request_focus(self.box_id()));
        ui.ctx().request_repaint();
    }

    fn type_in(&self, ui: &mut Ui, mut draft: String, value: &mut f64, anchor: Pos2) -> Gesture {
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let size = vec2(scale.px(BOX_WIDTH), scale.px(BOX_HEIGHT));
        let rect = Align2::RIGHT_CENTER.anchor_size(pos2(anchor.x + space::UNIT, anchor.y), size);
        let painter = painter(ui);
        let radius = CornerRadius::same(space::PLOT_RADIUS);
        painter.rect_filled(rect, radius, theme.well);
        painter.rect_stroke(rect, radius, Stroke::new(1.5, theme.ice), StrokeKind::Inside);
        let inner = rect.shrink2(vec2(space::UNIT, 1.0));
        let edit = TextEdit::singleline(&mut draft)
            .id(self.box_id())
            .char_limit(MOST_CHARACTERS)
            .font(Role::Value.font(scale))
            .text_color(theme.strong)
            .frame(Frame::NONE)
            .margin(Margin::ZERO)
            .min_size(Vec2::ZERO)
            .desired_width(inner.width())
            .align(Align2::RIGHT_CENTER);
        // In a space of its own, so that what follows the control stays where it is.
        let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
        child.spacing_mut().interact_size = Vec2::ZERO;
        let response = child.put(inner, edit).accessible_name(self.name);
        if !response.lost_focus() {
            ui.data_mut(|data| data.insert_temp(self.box_id(), draft));
            return Gesture::default();
        }
        ui.data_mut(|data| data.remove::<String>(self.box_id()));
        let (cancelled, confirmed) =
            ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        if cancelled || confirmed {
            self.owner.request_focus();
        }
        let typed = if cancelled { None } else { parse_number(&draft) };
        let Some(asked) = typed else { return Gesture::default() };
        let typed = self.quantity.within(asked);
        if typed != asked {
            let until = ui.input(|input| input.time) + TOLD;
            ui.data_mut(|data| data.insert_temp(self.owner.id.with("bounded"), (until, asked > typed)));
        }
        let changed = typed != *value;
        *value = typed;
        Gesture::instant_if(changed)
    }

    fn scrub(&self, ui: &Ui, value: &mut f64, anchor: Pos2, colour: Color32) -> Gesture {
        let theme = Theme::of(ui.ctx());
        let painter = painter(ui);
        let style = maths::Style::new(Role::Value, Scale::of(ui), colour);
        let line = maths::layout(ui.ctx(), &self.quantity.show(*value), style);
        let target = Align2::RIGHT_CENTER.anchor_size(anchor, line.size()).expand2(vec2(6.0, 2.0));
        // Not a tab stop of its own: from the control, Enter or a digit leads here.
        let response = ui.interact(target, self.owner.id.with("value"), Sense::CLICK | Sense::DRAG);
        if ui.is_enabled() && (response.hovered() || self.owner.hovered() || response.dragged()) {
            let y = painter.round_to_pixel_center(anchor.y + Scale::of(ui).px(8.0));
            let ends = [pos2(anchor.x - line.size().x, y), pos2(anchor.x, y)];
            painter.add(egui::Shape::dotted_line(&ends, theme.mute, 2.0, 0.5));
        }
        line.paint(&painter, anchor, Align2::RIGHT_CENTER);
        if response.clicked() {
            self.open(ui, self.draft(*value), 0);
        }
        let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        let delta = f64::from(response.drag_delta().x) / SCRUB_LENGTH;
        drag(ui, &response, self.quantity, value, delta)
    }
}

/// Moves `value` by the drag of `response`, of which `delta` is this frame's part of the range.
///
/// The place on the track is remembered unrounded, so that slow drags add up.
pub(super) fn drag(
    ui: &Ui,
    response: &Response,
    quantity: &Quantity,
    value: &mut f64,
    delta: f64,
) -> Gesture {
    let id = response.id.with("place");
    let mut gesture = Gesture { began: response.drag_started(), ..Gesture::default() };
    if gesture.began {
        ui.data_mut(|data| data.insert_temp(id, quantity.position(*value)));
    }
    if response.dragged() && delta != 0.0 {
        let fine = ui.input(|input| input.modifiers.shift);
        let place: f64 = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| quantity.position(*value));
        let place = place + delta * if fine { FINE_DRAG } else { 1.0 };
        ui.data_mut(|data| data.insert_temp(id, place));
        let moved = quantity.at(place);
        gesture.changed = moved != *value;
        *value = moved;
    }
    if response.drag_stopped() {
        ui.data_mut(|data| data.remove::<f64>(id));
        gesture.ended = true;
    }
    gesture
}

/// Arrows, Page Up and Down, Home, End and Backspace on the focused control, and the
/// requests of a screen reader.
pub(super) fn keys(ui: &Ui, response: &Response, quantity: &Quantity, value: &mut f64) -> Gesture {
    if !ui.is_enabled() {
        return Gesture::default();
    }
    let before = *value;
    let (arrows, modifiers) = arrow_presses(ui, response);
    if arrows != 0 {
        *value = quantity.nudged(*value, f64::from(arrows), modifiers.shift);
    }
    if response.has_focus() {
        super::leave_space_alone(ui, response.id);
        ui.input(|input| {
            let pages = input.num_presses(Key::PageUp) as i32 - input.num_presses(Key::PageDown) as i32;
            if pages != 0 {
                *value = quantity.nudged(*value, f64::from(10 * pages), false);
            } else if input.key_pressed(Key::Home) {
                *value = *quantity.range().start();
            } else if input.key_pressed(Key::End) {
                *value = *quantity.range().end();
            } else if input.key_pressed(Key::Backspace) {
                *value = quantity.default_value();
            }
        });
    }
    ui.input(|input| {
        let count = |action| input.num_accesskit_action_requests(response.id, action) as f64;
        let steps = count(Action::Increment) - count(Action::Decrement);
        if steps != 0.0 {
            *value = quantity.nudged(*value, steps, false);
        }
        for request in input.accesskit_action_requests(response.id, Action::SetValue) {
            let asked = match &request.data {
                Some(ActionData::NumericValue(number)) => Some(*number),
                Some(ActionData::Value(text)) => parse_number(text),
                _ => None,
            };
            if let Some(asked) = asked.filter(|asked| asked.is_finite()) {
                *value = quantity.within(asked);
            }
        }
    });
    Gesture::instant_if(*value != before)
}

/// Tells a screen reader what the control is, what it is called and what it holds.
pub(super) fn describe(
    ui: &Ui,
    response: &Response,
    role: egui::accesskit::Role,
    name: &str,
    quantity: &Quantity,
    value: f64,
) {
    response.widget_info(|| WidgetInfo {
        value: Some(value),
        ..WidgetInfo::labeled(role, ui.is_enabled(), name)
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let range = quantity.range();
        node.set_min_numeric_value(*range.start());
        node.set_max_numeric_value(*range.end());
        node.set_value(maths::plain(&quantity.show(value)));
        if ui.is_enabled() {
            node.add_action(Action::SetValue);
            node.add_action(Action::Increment);
            node.add_action(Action::Decrement);
        }
    });
}
