//! Names to choose from, with the one chosen underlined: of the screens, or small within a picture.

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::choice::Choice;
use super::{focus_ring, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// How tabs look: high, the gap between them, the thickness of the line under the chosen one, and their type.
#[derive(Clone, Copy)]
struct Looks {
    high: f32,
    gap: f32,
    underline: f32,
    chosen: Role,
    other: Role,
}

const SCREENS: Looks = Looks {
    high: space::TOP_BAR,
    gap: space::TAB_GAP,
    underline: 2.0,
    chosen: Role::Title,
    other: Role::Tab,
};
const SMALL: Looks =
    Looks { high: 18.0, gap: 12.0, underline: 1.5, chosen: Role::DirectStrong, other: Role::Tick };

/// What parts the last one adds to its gap.
const APART: f32 = 11.0;

/// Chooses one of some names. One tab stop: the arrows move between them.
#[must_use = "call `show`"]
pub struct Tabs<'a, T> {
    name: &'a str,
    chosen: &'a mut T,
    choices: &'a [(T, &'a str)],
    pale: Option<T>,
    looks: Looks,
    last_apart: bool,
}

impl<'a, T: Copy + PartialEq> Tabs<'a, T> {
    /// The screens with their names, as high as the top bar.
    pub fn new(chosen: &'a mut T, choices: &'a [(T, &'a str)]) -> Self {
        Self {
            name: say!("controls.screens"),
            chosen,
            choices,
            pale: None,
            looks: SCREENS,
            last_apart: false,
        }
    }

    /// Small ones within a picture, which are called by a name together.
    pub fn small(name: &'a str, chosen: &'a mut T, choices: &'a [(T, &'a str)]) -> Self {
        Self { name, chosen, choices, pale: None, looks: SMALL, last_apart: false }
    }

    /// With one drawn pale, as what it stands for is not there yet.
    pub fn pale(self, pale: Option<T>) -> Self {
        Self { pale, ..self }
    }

    /// With the last one behind a hairline, as what it stands for is of another kind.
    pub fn last_apart(self) -> Self {
        Self { last_apart: true, ..self }
    }

    /// Shows the tabs; the response tells of a new choice, and of a click on the one that is chosen already.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self { name, chosen, choices, pale, looks, last_apart } = self;
        let scale = Scale::of(ui);
        // Every tab is as wide as if it were chosen, so that choosing moves nothing.
        let style = maths::Style::new(looks.chosen, scale, Theme::of(ui.ctx()).strong);
        let width = |label: &str| maths::layout(ui.ctx(), label, style).size().x.ceil();
        let widths: Vec<f32> = choices.iter().map(|(_, label)| width(label)).collect();
        let gap = scale.px(looks.gap);
        let apart = if last_apart { scale.px(APART) } else { 0.0 };
        let gaps = gap * choices.len().saturating_sub(1) as f32 + apart;
        let (id, rect) = ui.allocate_space(vec2(widths.iter().sum::<f32>() + gaps, scale.px(looks.high)));
        let mut response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Access::TabList, ui.is_enabled(), name));

        let before = *chosen;
        let mut left = rect.left();
        for (index, (&(value, label), width)) in choices.iter().zip(&widths).enumerate() {
            if last_apart && index + 1 == choices.len() {
                let middle = ui.painter().round_to_pixel_center(left - 0.5 * (gap - apart));
                let rows = rect.y_range().shrink(scale.px(APART));
                ui.painter().vline(middle, rows, Stroke::new(1.0, Theme::of(ui.ctx()).track));
                left += apart;
            }
            let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + width, rect.bottom()));
            left = place.right() + gap;
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
            let (tab, next) = choice.interact(ui, place.expand2(vec2(0.4 * gap, 0.0)));
            paint(ui, &tab, place, &choice, &looks, pale == Some(value));
            if tab.clicked() {
                response = response.union(tab);
            }
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

fn paint(ui: &Ui, response: &Response, rect: Rect, choice: &Choice<'_>, looks: &Looks, pale: bool) {
    let theme = Theme::of(ui.ctx());
    let painter = painter(ui);
    let (role, colour) = match (choice.on, response.hovered()) {
        (true, _) => (looks.chosen, theme.strong),
        (false, true) => (looks.other, theme.text),
        (false, false) => (looks.other, theme.mute),
    };
    let colour = if pale { theme.faint } else { colour };
    let scale = Scale::of(ui);
    let style = maths::Style::new(role, scale, colour);
    maths::layout(ui.ctx(), choice.label, style).paint(&painter, rect.left_center(), Align2::LEFT_CENTER);
    if choice.on {
        let bar =
            Rect::from_x_y_ranges(rect.x_range(), rect.bottom() - scale.px(looks.underline)..=rect.bottom());
        painter.rect_filled(bar, 0.0, theme.strong);
    }
    if response.has_focus() {
        let ring = rect.shrink2(vec2(0.0, space::GAP)).expand2(vec2(space::UNIT, 0.0));
        focus_ring(&painter, &theme, ring, space::PLOT_RADIUS);
    }
}
