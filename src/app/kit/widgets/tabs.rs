//! The names of the screens, with the one shown underlined.

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::choice::Choice;
use super::{focus_ring, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// Thickness of the line under the chosen tab.
const UNDERLINE: f32 = 2.0;

/// Chooses a screen. One tab stop: the arrows move between the screens.
#[must_use = "call `show`"]
pub struct Tabs<'a, T> {
    chosen: &'a mut T,
    choices: &'a [(T, &'a str)],
}

impl<'a, T: Copy + PartialEq> Tabs<'a, T> {
    /// The screens with their names.
    pub fn new(chosen: &'a mut T, choices: &'a [(T, &'a str)]) -> Self {
        Self { chosen, choices }
    }

    /// Shows the tabs as high as the top bar; the response tells of a new choice.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { chosen, choices } = self;
        // Every tab is as wide as if it were chosen, so that choosing moves nothing.
        let style = maths::Style::new(Role::Title, Scale::WINDOW, Theme::of(ui.ctx()).strong);
        let width = |label: &str| maths::layout(ui.ctx(), label, style).size().x.ceil();
        let widths: Vec<f32> = choices.iter().map(|(_, label)| width(label)).collect();
        let gaps = space::TAB_GAP * choices.len().saturating_sub(1) as f32;
        let (id, rect) = ui.allocate_space(vec2(widths.iter().sum::<f32>() + gaps, space::TOP_BAR));
        let mut response = ui.interact(rect, id, Sense::hover());
        response
            .widget_info(|| WidgetInfo::labeled(Access::TabList, ui.is_enabled(), say!("controls.screens")));

        let before = *chosen;
        let mut left = rect.left();
        for (index, (&(value, label), width)) in choices.iter().zip(&widths).enumerate() {
            let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
            left = place.right() + space::TAB_GAP;
            let role = Access::Tab;
            let choice = Choice {
                group: id,
                index,
                count: choices.len(),
                on: value == before,
                role,
                label,
                name: None,
            };
            let (tab, next) = choice.interact(ui, place.expand2(vec2(space::GAP, 0.0)));
            paint(ui, &tab, place, &choice);
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
    let (role, colour) = match (choice.on, response.hovered()) {
        (true, _) => (Role::Title, theme.strong),
        (false, true) => (Role::Tab, theme.text),
        (false, false) => (Role::Tab, theme.mute),
    };
    let style = maths::Style::new(role, Scale::WINDOW, colour);
    maths::layout(ui.ctx(), choice.label, style).paint(&painter, rect.left_center(), Align2::LEFT_CENTER);
    if choice.on {
        let bar = Rect::from_x_y_ranges(rect.x_range(), rect.bottom() - UNDERLINE..=rect.bottom());
        painter.rect_filled(bar, 0.0, theme.strong);
    }
    if response.has_focus() {
        let ring = rect.shrink2(vec2(0.0, space::GAP)).expand2(vec2(space::UNIT, 0.0));
        focus_ring(&painter, &theme, ring, space::PLOT_RADIUS);
    }
}
