//! A few choices side by side, of which one holds.

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Rect, Response, Sense, Ui, WidgetInfo, vec2};

use super::choice::Choice;
use super::{focus_ring, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// From the edge of a choice to its fill.
const INSET: f32 = 2.0;

/// Chooses one of a few values. One tab stop: the arrows move between the choices.
#[must_use = "call `show`"]
pub struct Segmented<'a, T> {
    name: &'a str,
    chosen: &'a mut T,
    choices: &'a [(T, &'a str)],
    told_apart: bool,
}

impl<'a, T: Copy + PartialEq> Segmented<'a, T> {
    /// A control with an accessible name and its choices with their labels.
    pub fn new(name: &'a str, chosen: &'a mut T, choices: &'a [(T, &'a str)]) -> Self {
        Self { name, chosen, choices, told_apart: false }
    }

    /// Calls every choice by the control's name, too, where another control has the same choices.
    pub fn told_apart(self) -> Self {
        Self { told_apart: true, ..self }
    }

    /// Shows the control in the full width there is; its response tells of a new choice.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { name, chosen, choices, told_apart } = self;
        let (id, rect) = ui.allocate_space(vec2(ui.available_width(), Scale::of(ui).px(space::SEGMENTED)));
        let mut response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Access::RadioGroup, ui.is_enabled(), name));
        let ground = CornerRadius::same(space::BUTTON_RADIUS);
        painter(ui).rect_filled(rect, ground, Theme::of(ui.ctx()).raised);

        let before = *chosen;
        let size = vec2(rect.width() / choices.len().max(1) as f32, rect.height());
        for (index, &(value, label)) in choices.iter().enumerate() {
            let place = Rect::from_min_size(rect.min + vec2(index as f32 * size.x, 0.0), size);
            let role = Access::RadioButton;
            let own = told_apart.then(|| say!("controls.one-of", group = name, one = label));
            let name = own.as_deref();
            let (count, on) = (choices.len(), value == before);
            let choice = Choice { group: id, index, count, on, role, label, name };
            let (segment, next) = choice.interact(ui, place);
            paint(ui, &segment, place.shrink(INSET), &choice);
            if let Some(next) = next {
                *chosen = choices[next].0;
            }
        }
        if *chosen != before {
            response.mark_changed();
        }
        response
    }
}

fn paint(ui: &Ui, response: &Response, rect: Rect, choice: &Choice<'_>) {
    let theme = Theme::of(ui.ctx());
    let painter = painter(ui);
    let radius = CornerRadius::same(space::SEGMENT_RADIUS);
    if choice.on {
        painter.rect_filled(rect, radius, theme.segment_on);
    } else if response.hovered() && ui.is_enabled() {
        painter.rect_filled(rect, radius, theme.hover);
    }
    if response.has_focus() {
        focus_ring(&painter, &theme, rect, space::SEGMENT_RADIUS);
    }
    let (role, colour) = if choice.on { (Role::Value, theme.strong) } else { (Role::Label, theme.mute) };
    let scale = Scale::of(ui);
    let style = maths::Style::new(role, scale, ink(ui, &theme, colour)).size(Role::Direct.size(scale));
    maths::layout(ui.ctx(), choice.label, style).paint(&painter, rect.center(), Align2::CENTER_CENTER);
}
