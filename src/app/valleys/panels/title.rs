//! The row above a plot: title, note, what the panel offers besides, and its menu.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Popup, PopupCloseBehavior, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::choice;
use crate::app::desk::command::{Command, FigureCommand, FilmCommand, ViewCommand, WindowCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::Icon;
use crate::say;
use crate::valleys::panel::Panel;

/// Height of the row, and from it to the plot.
const ROW: f32 = 18.0;
const BELOW: f32 = 8.0;
const MENU: f32 = 20.0;
/// From this scale on the room belongs to the picture: no menus, no notes.
const LECTURE: f32 = 1.5;

/// The row while it is being filled, from both ends.
pub(super) struct Title<'a> {
    theme: Theme,
    scale: Scale,
    name: &'a str,
    rect: Rect,
    left: f32,
    right: f32,
}

impl<'a> Title<'a> {
    /// Draws the title, in markup, and the menu with `more` of the panel's own in it.
    pub(super) fn show(
        ui: &mut Ui,
        panel: Panel,
        text: &str,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
        more: impl FnOnce(&mut Ui, &mut Vec<Command>),
    ) -> Self {
        let width = rect.width() - choice::left_free(ui);
        let row = Rect::from_min_size(rect.min, vec2(width, scene.scale.px(ROW)));
        let mut title = Self {
            theme: scene.theme,
            scale: scene.scale,
            name: panel.about().title,
            rect: row,
            left: row.left(),
            right: row.right(),
        };
        if title.offers() {
            title.menu(ui, panel, scene, commands, more);
        }
        let style = maths::Style::new(Role::Title, scene.scale, scene.theme.strong);
        let line = maths::layout(ui.ctx(), text, style);
        let painter = ui.painter().with_clip_rect(row.expand2(vec2(0.0, 8.0)).intersect(ui.clip_rect()));
        line.paint(&painter, row.left_center(), Align2::LEFT_CENTER);
        title.left += line.size().x + scene.scale.px(space::GAP);
        title
    }

    /// What is left for the plot below the row.
    pub(super) fn body(&self, rect: Rect) -> Rect {
        rect.with_min_y((self.rect.bottom() + self.scale.px(BELOW)).min(rect.bottom()))
    }

    fn offers(&self) -> bool {
        self.scale.0 < LECTURE
    }

    fn menu(
        &mut self,
        ui: &mut Ui,
        panel: Panel,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
        more: impl FnOnce(&mut Ui, &mut Vec<Command>),
    ) {
        let rect = self.claim(self.scale.px(MENU), 0.0);
        let label = say!("panel.menu", panel = self.name);
        let button = self.button(ui, rect, &label);
        for step in -1..=1 {
            let centre = rect.center() + vec2(self.scale.px(4.5 * step as f32), 0.0);
            ui.painter().circle_filled(centre, self.scale.px(1.3), self.theme.mute);
        }
        let enlarged = scene.view.enlarged == Some(panel);
        menu_below(&button).show(|ui| {
            let (word, target) =
                if enlarged { (say!("panel.restore"), None) } else { (say!("panel.enlarge"), Some(panel)) };
            if ui.button(word).clicked() {
                commands.push(ViewCommand::Enlarge(target).into());
                ui.close();
            }
            for (word, command) in [
                (say!("menu.export"), Command::Figures(FigureCommand::Export(Some(panel)))),
                (say!("menu.copy"), Command::Figures(FigureCommand::Copy(Some(panel)))),
                (say!("menu.animate"), Command::Films(FilmCommand::Animate(Some(panel)))),
                (say!("panel.show-as-table"), Command::Window(WindowCommand::ShowTable(panel))),
            ] {
                if ui.button(word).clicked() {
                    commands.push(command);
                    ui.close();
                }
            }
            ui.menu_button(say!("panel.what-is-this"), |ui| {
                ui.set_max_width(280.0);
                ui.label(maths::plain(panel.about().help));
            });
            if ui.button(say!("panel.fold")).clicked() {
                commands.push(ViewCommand::TogglePanel(panel).into());
                ui.close();
            }
            more(ui, commands);
        });
    }

    /// A few words that open a list; none where there is no room for them.
    pub(super) fn list(&mut self, ui: &mut Ui, words: &str, label: &str, content: impl FnOnce(&mut Ui)) {
        if !self.offers() {
            return;
        }
        let line = maths::layout(ui.ctx(), words, maths::Style::new(Role::Tick, self.scale, self.theme.text));
        let width = line.size().x + self.scale.px(20.0);
        if !self.has_room(width) {
            return;
        }
        let rect = self.claim(width, self.scale.px(2.0));
        let button = self.button(ui, rect, label);
        let at = rect.left_center() + vec2(self.scale.px(4.0), 0.0);
        line.paint(ui.painter(), at, Align2::LEFT_CENTER);
        let arrow = rect.right_center() - vec2(self.scale.px(8.0), 0.0);
        Icon::ChevronDown.paint(ui.painter(), arrow, 0.7 * self.scale.0, self.theme.mute);
        menu_below(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(content);
    }

    /// A word or two in grey at the right; none where there is no room for it.
    pub(super) fn note(&mut self, ui: &Ui, text: &str) {
        let line = maths::layout(ui.ctx(), text, maths::Style::new(Role::Tick, self.scale, self.theme.mute));
        if self.offers() && self.has_room(line.size().x) {
            let rect = self.claim(line.size().x, self.scale.px(space::UNIT));
            line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
        }
    }

    pub(super) fn has_room(&self, width: f32) -> bool {
        self.right - width - self.scale.px(space::UNIT) > self.left
    }

    /// Takes a stretch at the right end of the row.
    pub(super) fn claim(&mut self, width: f32, gap: f32) -> Rect {
        let right = self.right - gap;
        self.right = right - width;
        Rect::from_min_max(pos2(self.right, self.rect.top()), pos2(right, self.rect.bottom()))
    }

    fn button(&self, ui: &Ui, rect: Rect, label: &str) -> Response {
        let response = ui.interact(rect, ui.scope_id().with(label), Sense::click());
        let radius = CornerRadius::same(space::SEGMENT_RADIUS);
        let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
        if response.hovered() || open {
            ui.painter().rect_filled(rect, radius, self.theme.hover);
        }
        if response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, self.theme.ice);
            ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Outside);
        }
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, label));
        response
    }
}

fn menu_below(button: &Response) -> Popup<'_> {
    Popup::menu(button).align(egui::RectAlign::BOTTOM_END).gap(space::UNIT)
}

/// A row of a menu that is on or off; whether it was toggled.
pub(super) fn switch(ui: &mut Ui, on: bool, words: &str) -> bool {
    let mut value = on;
    ui.checkbox(&mut value, maths::plain(words)).changed()
}
