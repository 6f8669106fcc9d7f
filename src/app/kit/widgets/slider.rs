//! A slider: a label, a number to type or scrub, and a thin track with a knob.

use egui::accesskit::Role as Access;
use egui::{Align2, Color32, Id, PointerButton, Pos2, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use super::number_field::{self, NumberField};
use super::{Gesture, Quantity, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};

/// Middle of the label, from the top.
const LABEL: f32 = 7.0;
/// Middle of the track, a whole pixel above and below it.
const TRACK: f32 = 24.0;
const TRACK_WIDTH: f32 = 2.0;
const TICKS: std::ops::Range<f32> = 28.0..31.0;
const KNOB: f32 = 5.0;
const KNOB_PRESSED: f32 = 6.0;
const COLLAR: f32 = 1.5;
const HALO: f32 = 9.0;
const RING: f32 = 8.5;
/// Middle of the sentence of a warning, and what it adds to the height.
const WARNING: f32 = 41.0;
const WARNING_HEIGHT: f32 = 14.0;
/// The hollow knob where it was.
const WAS: f32 = 4.2;
/// The knob may be grabbed this far from its middle without jumping.
const GRAB: f32 = 10.0;

/// Sets a number along a track.
///
/// Drag the knob or click the track; click the number to type; double-click the track
/// for the default. With the keyboard: arrows (Shift for fine), Page Up and Down, Home,
/// End, Backspace for the default, and a digit or Enter to type.
#[must_use = "call `show`"]
pub struct Slider<'a> {
    label: &'a str,
    value: &'a mut f64,
    quantity: Quantity,
    warning: Option<&'a str>,
    track: Option<f32>,
    snaps: (&'a [f64], f64),
    off: bool,
    was: Option<f64>,
}

impl<'a> Slider<'a> {
    /// A slider named by its label, in the markup of [`maths`](crate::app::kit::maths).
    pub fn new(label: &'a str, value: &'a mut f64, quantity: Quantity) -> Self {
        Self { label, value, quantity, warning: None, track: None, snaps: (&[], 0.0), off: false, was: None }
    }

    /// With a track as long as this instead of as long as there is room.
    pub fn track(self, length: f32) -> Self {
        Self { track: Some(length), ..self }
    }

    /// A hand that is as near as this to one of some numbers means that one. Each has a tick.
    pub fn snapping(self, numbers: &'a [f64], near: f64) -> Self {
        Self { snaps: (numbers, near), ..self }
    }

    /// Without its knob, which has left the track: it holds no number until it is moved.
    pub fn off(self, off: bool) -> Self {
        Self { off, ..self }
    }

    /// Colours the slider as a warning, with a sentence that says what is wrong and by how much.
    pub fn warning(self, sentence: Option<&'a str>) -> Self {
        Self { warning: sentence, ..self }
    }

    /// Marks where it was by a hollow knob.
    pub fn was(self, was: Option<f64>) -> Self {
        Self { was, ..self }
    }

    /// Shows the slider in the full width there is.
    pub fn show(self, ui: &mut Ui) -> (Response, Gesture) {
        let Self { label, value, quantity, warning, track, snaps, off, was } = self;
        let name = maths::plain(label);
        let scale = Scale::of(ui);
        let extra = if warning.is_some() { WARNING_HEIGHT } else { 0.0 };
        let size = vec2(ui.available_width(), scale.px(space::SLIDER + extra));
        let (id, rect) = ui.allocate_space(size);
        let target = rect.expand2(vec2(scale.px(KNOB), 0.0));
        let mut response = ui.interact(target, id, Sense::drag());
        let width = track.map_or(rect.width(), |length| scale.px(length));
        let track =
            Track { left: rect.left(), width, y: rect.top() + scale.px(TRACK), scale, snaps: snaps.0 };

        let mut gesture = number_field::keys(ui, &response, &quantity, value);
        let before = *value;
        let mut moved = pointer(ui, &response, &quantity, value, &track);
        if let Some(named) = snaps.0.iter().find(|named| (*named - *value).abs() <= snaps.1) {
            *value = if moved.changed { *named } else { *value };
            // What is off the track is set by any touch.
            moved.changed &= *value != before || off;
        }
        gesture = gesture.and(moved);
        if gesture.changed {
            response.mark_changed();
        }
        let look = Look::new(ui, &response, warning.is_some());
        let was = was.filter(|was| *was != *value).map(|was| quantity.position(was));
        track.paint(ui, &quantity, (!off).then_some(*value), was, &look);
        paint_label(ui, label, rect.left_top() + vec2(0.0, scale.px(LABEL)), look.label);
        let field = NumberField { owner: &response, quantity: &quantity, name: &name };
        let typed = match off {
            true => Gesture::default(),
            false => field.show(ui, value, pos2(rect.right(), rect.top() + scale.px(LABEL)), look.value),
        };
        if typed.changed {
            response.mark_changed();
        }
        if let Some(sentence) = warning {
            paint_warning(ui, sentence, rect.left_top() + vec2(0.0, scale.px(WARNING)));
        }
        number_field::describe(ui, &response, Access::Slider, &name, &quantity, *value);
        if let Some(sentence) = warning {
            let sentence = maths::plain(sentence);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(sentence));
        }
        (response, gesture.and(typed))
    }
}

/// Drags of the knob, clicks on the track and double clicks.
fn pointer(ui: &Ui, response: &Response, quantity: &Quantity, value: &mut f64, track: &Track<'_>) -> Gesture {
    if !ui.is_enabled() {
        return Gesture::default();
    }
    let mut jumped = false;
    if response.drag_started() {
        response.request_focus();
        set_pointer_focus(ui, response.id, true);
        let knob = track.x(quantity.position(*value));
        if let Some(pointer) = response.interact_pointer_pos()
            && (pointer.x - knob).abs() > track.scale.px(GRAB)
        {
            let before = *value;
            *value = quantity.at(track.position(pointer.x));
            jumped = *value != before;
        }
    }
    // A tap comes and goes within one frame, before any drag could start.
    let tapped = ui.input(|input| input.pointer.primary_pressed() && input.pointer.primary_released());
    if tapped
        && response.contains_pointer()
        && let Some(pointer) = response.hover_pos()
        && (pointer.x - track.x(quantity.position(*value))).abs() > track.scale.px(GRAB)
    {
        let before = *value;
        *value = quantity.at(track.position(pointer.x));
        return Gesture::instant_if(*value != before);
    }
    let delta = f64::from(response.drag_delta().x / track.width);
    let mut gesture = number_field::drag(ui, response, quantity, value, delta);
    gesture.changed |= jumped;
    if response.drag_stopped() {
        // The hand has let go: keys are the window's again.
        ui.memory_mut(|memory| memory.surrender_focus(response.id));
    }
    // The second release of a double click ends a drag that went nowhere.
    let doubled = ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
    if gesture.ended && doubled {
        gesture.changed |= *value != quantity.default_value();
        *value = quantity.default_value();
    }
    gesture
}

/// Remembers whether the focus came by the pointer, which needs no ring to be found.
fn set_pointer_focus(ui: &Ui, id: Id, by_pointer: bool) {
    ui.data_mut(|data| data.insert_temp(id.with("focused-by-pointer"), by_pointer));
}

/// Whether the ring is to be drawn: the focus is here, and the keyboard brought or used it.
fn shows_ring(ui: &Ui, response: &Response) -> bool {
    let id = response.id.with("focused-by-pointer");
    if !response.has_focus() {
        ui.data_mut(|data| data.remove::<bool>(id));
        return false;
    }
    let pressed = ui.input(|input| {
        input.events.iter().any(|event| matches!(event, egui::Event::Key { pressed: true, .. }))
    });
    if pressed {
        set_pointer_focus(ui, response.id, false);
    }
    !ui.data(|data| data.get_temp(id)).unwrap_or(false)
}

/// The colours and sizes of one state.
struct Look {
    label: Color32,
    value: Color32,
    fill: Color32,
    knob: Color32,
    radius: f32,
    halo: bool,
    ring: bool,
}

impl Look {
    fn new(ui: &Ui, response: &Response, warning: bool) -> Self {
        let theme = Theme::of(ui.ctx());
        let pressed = response.is_pointer_button_down_on();
        let (value, fill, knob) = match (ui.is_enabled(), warning) {
            (false, _) => (theme.faint, Color32::TRANSPARENT, theme.faint),
            (true, true) => (theme.warn, theme.warn, theme.warn),
            (true, false) => (theme.strong, fade(theme.text, 0.75), theme.strong),
        };
        Self {
            label: ink(ui, &theme, theme.text),
            value,
            fill,
            knob,
            radius: if pressed { KNOB_PRESSED } else { KNOB },
            halo: ui.is_enabled() && (response.hovered() || pressed),
            ring: shows_ring(ui, response),
        }
    }
}

/// Where the track lies on screen.
struct Track<'a> {
    left: f32,
    width: f32,
    y: f32,
    scale: Scale,
    snaps: &'a [f64],
}

impl Track<'_> {
    fn x(&self, position: f64) -> f32 {
        self.left + self.width * position as f32
    }

    fn position(&self, x: f32) -> f64 {
        f64::from((x - self.left) / self.width)
    }

    fn paint(&self, ui: &Ui, quantity: &Quantity, value: Option<f64>, was: Option<f64>, look: &Look) {
        let theme = Theme::of(ui.ctx());
        let (painter, scale) = (painter(ui), self.scale);
        let pixel = 1.0 / painter.pixels_per_point();
        let snap = |at: f32| painter.round_to_pixel_center(at) - 0.5 * pixel;
        let y = snap(self.y);
        let bar = |from: f32, to: f32| {
            let half = 0.5 * scale.px(TRACK_WIDTH);
            Rect::from_x_y_ranges(from..=to, y - half..=y + half)
        };
        let named = self.snaps.iter().map(|named| quantity.position(*named));
        for decade in quantity.decades().chain(named) {
            let x = painter.round_to_pixel_center(self.x(decade));
            let top = y - scale.px(TRACK);
            painter.vline(
                x,
                top + scale.px(TICKS.start)..=top + scale.px(TICKS.end),
                Stroke::new(1.0, theme.outline),
            );
        }
        painter.rect_filled(bar(snap(self.left), snap(self.left + self.width)), 0.0, theme.track);
        let Some(value) = value else { return };
        let knob = pos2(self.x(quantity.position(value)), y);
        painter.rect_filled(bar(snap(self.left), knob.x), 0.0, look.fill);
        if let Some(was) = was {
            let stroke = Stroke::new(scale.px(1.2), theme.mute);
            painter.circle(pos2(self.x(was), y), scale.px(WAS), theme.bg, stroke);
        }
        let collar = if look.ring { RING } else { look.radius + COLLAR };
        painter.circle_filled(knob, scale.px(collar), theme.bg);
        if look.halo && !look.ring {
            painter.circle_filled(knob, scale.px(HALO), fade(theme.strong, 0.12));
        }
        painter.circle_filled(knob, scale.px(look.radius), look.knob);
        if look.ring {
            painter.circle_stroke(knob, scale.px(RING), Stroke::new(space::FOCUS_RING, theme.ice));
        }
    }
}

fn paint_label(ui: &Ui, label: &str, middle_left: Pos2, colour: Color32) {
    let style = maths::Style::new(Role::Label, Scale::of(ui), colour);
    maths::layout(ui.ctx(), label, style).paint(&painter(ui), middle_left, Align2::LEFT_CENTER);
}

fn paint_warning(ui: &Ui, sentence: &str, middle_left: Pos2) {
    let warn = Theme::of(ui.ctx()).warn;
    let style = maths::Style::new(Role::Tick, Scale::of(ui), warn);
    maths::layout(ui.ctx(), sentence, style).paint(&painter(ui), middle_left, Align2::LEFT_CENTER);
}
