//! A stretch of some values in their order: two knobs on one track.

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{arrows, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};

/// Middle of the label and of the track, from the top; of the knobs the radius, and how far one is taken hold of.
const LABEL: f32 = 7.0;
const TRACK: f32 = 24.0;
const KNOB: f32 = 5.0;
const GRIP: f32 = 9.0;

/// Chooses the first and the last of some values. Each knob is a stop for the keyboard, and moves with the arrows.
#[must_use = "call `show`"]
pub struct Stretch<'a> {
    label: &'a str,
    chosen: &'a mut [usize; 2],
    values: &'a [String],
    /// What the knobs are called.
    ends: [&'a str; 2],
}

impl<'a> Stretch<'a> {
    pub fn new(label: &'a str, chosen: &'a mut [usize; 2], values: &'a [String], ends: [&'a str; 2]) -> Self {
        Self { label, chosen, values, ends }
    }

    /// Shows the control in the full width there is; its response tells of another stretch.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { label, chosen, values, ends } = self;
        let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
        let (id, rect) = ui.allocate_space(vec2(ui.available_width(), scale.px(space::SLIDER)));
        let mut response = ui.interact(rect, id, Sense::hover());
        let last = values.len().saturating_sub(1).max(1);
        let y = painter(ui).round_to_pixel_center(rect.top() + scale.px(TRACK));
        let x = |place: usize| rect.left() + rect.width() * place as f32 / last as f32;
        let bar =
            |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, y - scale.px(1.0)..=y + scale.px(1.0));
        painter(ui).rect_filled(bar(rect.left(), rect.right()), 0.0, theme.track);
        painter(ui).rect_filled(bar(x(chosen[0]), x(chosen[1])), 0.0, fade(theme.text, 0.75));
        for end in [0, 1] {
            let knob = pos2(x(chosen[end]), y);
            let grip = Rect::from_center_size(knob, vec2(2.0, 2.0) * scale.px(GRIP));
            let own = ui.interact(grip, id.with(end), Sense::click_and_drag());
            let ([right, up], _) = arrows(ui, &own);
            let mut place = chosen[end] as i64 + i64::from(right + up);
            if own.dragged()
                && let Some(at) = own.interact_pointer_pos()
            {
                place = (f64::from((at.x - rect.left()) / rect.width()) * last as f64).round() as i64;
            }
            let bounds = if end == 0 { [0, chosen[1]] } else { [chosen[0], last] };
            let place = place.clamp(bounds[0] as i64, bounds[1] as i64) as usize;
            if place != chosen[end] {
                chosen[end] = place;
                response.mark_changed();
            }
            let knob = pos2(x(chosen[end]), y);
            painter(ui).circle_filled(knob, scale.px(KNOB + 1.5), theme.bg);
            painter(ui).circle_filled(knob, scale.px(KNOB), ink(ui, &theme, theme.strong));
            if own.has_focus() {
                painter(ui).circle_stroke(
                    knob,
                    scale.px(KNOB + 3.5),
                    Stroke::new(space::FOCUS_RING, theme.ice),
                );
            }
            let name = maths::plain(ends[end]);
            own.widget_info(|| WidgetInfo::slider(ui.is_enabled(), chosen[end] as f64, &name));
            let value = values.get(chosen[end]).cloned().unwrap_or_default();
            ui.ctx().accesskit_node_builder(own.id, |node| node.set_value(value));
        }
        let middle = rect.top() + scale.px(LABEL);
        let set = |text: &str, role, colour| {
            maths::layout(ui.ctx(), text, maths::Style::new(role, scale, ink(ui, &theme, colour)))
        };
        set(label, Role::Label, theme.text).paint(
            &painter(ui),
            pos2(rect.left(), middle),
            Align2::LEFT_CENTER,
        );
        let [from, to] = chosen.map(|place| values.get(place).map_or("", String::as_str));
        let text = if from == to { from.to_owned() } else { format!("{from} – {to}") };
        let line = set(&text, Role::Value, theme.strong);
        line.paint(&painter(ui), pos2(rect.right(), middle), Align2::RIGHT_CENTER);
        let name = maths::plain(label);
        response.widget_info(|| WidgetInfo::labeled(Access::Group, ui.is_enabled(), &name));
        response
    }
}
