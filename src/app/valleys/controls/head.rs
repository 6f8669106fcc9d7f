//! The head of the column: the run's name with the runs to choose from, and the two pages.

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, Popup, Rect, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, Offer, RunCommand, WindowCommand, offers};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Icon, Segmented};
use crate::say;
use crate::valleys::model::Preset;

/// Height of the row of the name, and from the top of the column to the pages.
const NAME: f32 = 27.0;
const PAGES: f32 = 30.0;
/// The chevron at the right end of the name.
const CHEVRON: f32 = 16.0;

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    name(ui, rect.with_max_y(rect.top() + NAME), desk, commands);
    let top = rect.top() + PAGES;
    let place = Rect::from_x_y_ranges(rect.x_range(), top..=top + space::SEGMENTED);
    let mut pages = ui.new_child(UiBuilder::new().max_rect(place).id_salt("pages"));
    let mut landscape = desk.around.landscape;
    let choices = [(false, say!("controls.run")), (true, say!("controls.landscape"))];
    if Segmented::new(say!("controls.pages"), &mut landscape, &choices).show(&mut pages).changed() {
        commands.push(WindowCommand::ToggleLandscape.into());
    }
}

/// The run's name, which opens the runs to choose from; once it is another, "changed" stands beside it.
fn name(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let response =
        ui.interact(rect.expand2(vec2(space::UNIT, 0.0)), ui.scope_id().with("run"), Sense::click());
    let ground = rect.expand2(vec2(space::UNIT, -1.0));
    let radius = CornerRadius::same(space::BUTTON_RADIUS);
    if response.hovered() || Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response)) {
        ui.painter().rect_filled(ground, radius, theme.hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(ground, radius, ring, StrokeKind::Inside);
    }
    let (name, changed) = desk.heading();
    let note = Style::new(Role::Tick, Scale::WINDOW, theme.mute);
    let note = changed.then(|| maths::layout(ui.ctx(), say!("controls.changed"), note));
    let end = rect.right() - CHEVRON;
    let room = end - note.as_ref().map_or(0.0, |note| note.size().x + space::GAP);
    let style = Style::new(Role::Title, Scale::WINDOW, theme.strong);
    let line = maths::layout(ui.ctx(), &maths::fitted(ui.ctx(), &name, style, room - rect.left()), style);
    line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    if let Some(note) = note {
        let at = rect.left_center() + vec2(line.size().x + space::GAP, 0.0);
        note.paint(ui.painter(), at, Align2::LEFT_CENTER);
    }
    let chevron = rect.right_center() - vec2(5.0, 0.0);
    Icon::ChevronDown.paint(ui.painter(), chevron, 0.9, theme.mute);
    let called = say!("controls.run-named", run = desk.title());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &called));
    Popup::menu(&response).show(|ui| {
        ui.set_min_width(240.0);
        for preset in Preset::ALL {
            menu_line(ui, RunCommand::Preset(preset), commands);
        }
    });
}

/// A menu's line: the palette's words and keys.
pub fn menu_line(ui: &mut Ui, command: impl Into<Command>, commands: &mut Vec<Command>) {
    let command = command.into();
    let Some(Offer { title, keys, .. }) = offers().iter().find(|offer| offer.command == command) else {
        return;
    };
    let mut button = egui::Button::new(title);
    if let Some(keys) = keys {
        button = button.shortcut_text(ui.ctx().format_shortcut(keys));
    }
    if ui.add(button).clicked() {
        commands.push(command);
        ui.close();
    }
}
