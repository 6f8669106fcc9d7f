//! A row that folds a group of controls away: its name, and what is inside in a word or two.

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Pos2, Response, Sense, Shape, Stroke, Ui, WidgetInfo, emath, vec2};

use super::{focus_ring, ink, painter};
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};

/// From the left edge to the name.
const INDENT: f32 = 16.0;

/// A group of controls that can be folded away.
#[must_use = "call `show`"]
pub struct Foldout<'a> {
    name: &'a str,
    note: &'a str,
    open: &'a mut bool,
}

impl<'a> Foldout<'a> {
    /// A group with its name and a note on what it holds, both in the markup of
    /// [`maths`](crate::app::kit::maths).
    pub fn new(name: &'a str, note: &'a str, open: &'a mut bool) -> Self {
        Self { name, note, open }
    }

    /// Shows the row, and the group below it unless it is folded away.
    pub fn show<R>(self, ui: &mut Ui, group: impl FnOnce(&mut Ui) -> R) -> (Response, Option<R>) {
        let scale = Scale::of(ui);
        let (id, rect) = ui.allocate_space(vec2(ui.available_width(), scale.px(space::FOLDOUT)));
        let mut response = ui.interact(rect, id, Sense::click());
        if response.clicked() {
            *self.open = !*self.open;
            response.mark_changed();
        }
        let name = maths::plain(self.name);
        response.widget_info(|| WidgetInfo::labeled(Access::Button, ui.is_enabled(), &name));
        let note = maths::plain(self.note);
        let open = *self.open;
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_expanded(open);
            node.set_description(note);
        });

        let theme = Theme::of(ui.ctx());
        let painter = painter(ui);
        let ground = rect.expand2(vec2(space::UNIT, -2.0));
        if response.has_focus() {
            focus_ring(&painter, &theme, ground.shrink(2.0), space::PLOT_RADIUS);
        } else if ui.is_enabled() && response.hovered() {
            painter.rect_filled(ground, CornerRadius::same(space::PLOT_RADIUS), theme.hover);
        }
        let turn = ui.ctx().animate_bool_responsive(id, open);
        let centre = rect.left_center() + vec2(scale.px(space::UNIT), 0.0);
        painter.add(chevron(centre, turn, scale, Stroke::new(scale.px(1.5), ink(ui, &theme, theme.mute))));
        let style = maths::Style::new(Role::Button, scale, ink(ui, &theme, theme.text));
        maths::layout(ui.ctx(), self.name, style).paint(
            &painter,
            rect.left_center() + vec2(scale.px(INDENT), 0.0),
            Align2::LEFT_CENTER,
        );
        let style = maths::Style::new(Role::Label, scale, ink(ui, &theme, theme.mute));
        maths::layout(ui.ctx(), self.note, style).paint(&painter, rect.right_center(), Align2::RIGHT_CENTER);
        (response, open.then(|| group(ui)))
    }
}

/// An arrowhead that points right at `turn = 0` and down at `turn = 1`.
fn chevron(centre: Pos2, turn: f32, scale: Scale, stroke: Stroke) -> Shape {
    let rotation = emath::Rot2::from_angle(turn * std::f32::consts::FRAC_PI_2);
    let corners = [vec2(-2.0, -4.0), vec2(2.0, 0.0), vec2(-2.0, 4.0)];
    Shape::line(
        corners.into_iter().map(|corner| centre + scale.px(1.0) * (rotation * corner)).collect(),
        stroke,
    )
}
