//! A row of one number: label left, value right, no box until it is wanted.

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Response, Sense, Ui, vec2};

use super::number_field::{self, NumberField};
use super::{Gesture, Quantity, focus_ring, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// Sets a number that needs no track. Keys and typing are those of [`Slider`](super::Slider).
#[must_use = "call `show`"]
pub struct ValueRow<'a> {
    label: &'a str,
    value: &'a mut f64,
    quantity: Quantity,
    group: Option<&'a str>,
}

impl<'a> ValueRow<'a> {
    /// A row named by its label, in the markup of [`maths`](crate::app::kit::maths).
    pub fn new(label: &'a str, value: &'a mut f64, quantity: Quantity) -> Self {
        Self { label, value, quantity, group: None }
    }

    /// What the number is of, where several rows have one label.
    pub fn of(self, group: &'a str) -> Self {
        Self { group: Some(group), ..self }
    }

    /// Shows the row in the full width there is.
    pub fn show(self, ui: &mut Ui) -> (Response, Gesture) {
        let Self { label, value, quantity, group } = self;
        let name = match group {
            Some(group) => maths::plain(&say!("controls.one-of", group = group, one = label)),
            None => maths::plain(label),
        };
        let (id, rect) = ui.allocate_space(vec2(ui.available_width(), Scale::of(ui).px(space::VALUE_ROW)));
        let mut response = ui.interact(rect, id, Sense::click());
        let mut gesture = number_field::keys(ui, &response, &quantity, value);
        if response.double_clicked() {
            let changed = *value != quantity.default_value();
            *value = quantity.default_value();
            gesture = gesture.and(Gesture::instant_if(changed));
        }

        let theme = Theme::of(ui.ctx());
        let box_rect = rect.expand2(vec2(space::UNIT, -2.0));
        if response.has_focus() {
            focus_ring(&painter(ui), &theme, box_rect.shrink(2.0), space::PLOT_RADIUS);
        } else if ui.is_enabled() && response.contains_pointer() {
            painter(ui).rect_filled(box_rect, CornerRadius::same(space::PLOT_RADIUS), theme.hover);
        }
        let style = maths::Style::new(Role::Label, Scale::of(ui), ink(ui, &theme, theme.text));
        maths::layout(ui.ctx(), label, style).paint(&painter(ui), rect.left_center(), Align2::LEFT_CENTER);
        let field = NumberField { owner: &response, quantity: &quantity, name: &name };
        gesture = gesture.and(field.show(ui, value, rect.right_center(), ink(ui, &theme, theme.strong)));
        if gesture.changed {
            response.mark_changed();
        }
        number_field::describe(ui, &response, Access::SpinButton, &name, &quantity, *value);
        (response, gesture)
    }
}
