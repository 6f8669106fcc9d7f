//! The runs put aside, at the foot of the window: click one to go there, drop one on another to compare them.

use egui::accesskit::Role as Access;
use egui::{
    Align2, CornerRadius, Key, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ShelfCommand};
use crate::app::desk::shelf::{MOST_LETTERS, PLACES, Stamp};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::widgets::format_whole;
use crate::say;

/// A stamp, from the top of the timeline, and the middle of its name below it.
const SIZE: egui::Vec2 = vec2(72.0, 36.0);
const TOP: f32 = 7.0;
const NAME: f32 = 52.0;
/// Curves run to this height at least, and shares from the foot of a stamp up.
const HEIGHT: f32 = 12.0;
const FOOT: f32 = 0.4;
const WIDTH: f32 = 1.4;
/// What is left of the opacity of a ghost and of the curves of other runs.
const GHOST: f32 = 0.45;
const OTHER: f32 = 0.7;

/// A place on the shelf as it is drawn.
struct Place<'a> {
    place: usize,
    rect: Rect,
    name: &'a str,
    curve: Vec<[f32; 2]>,
    step: u32,
    here: bool,
    ghost: bool,
}

pub fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let names = desk.shelf_names();
    let pitch = rect.width() / PLACES as f32;
    let size = vec2(SIZE.x.min(pitch - space::TITLE_GAP).max(24.0), SIZE.y);
    let gap = (rect.width() - PLACES as f32 * size.x) / (PLACES - 1) as f32;
    let corner =
        |place: usize| rect.min + vec2(place as f32 * (size.x + gap.min(4.0 * space::TITLE_GAP)), TOP);
    let mut highest = HEIGHT;
    let mut places = Vec::new();
    for place in 0..PLACES {
        let at = Rect::from_min_size(corner(place), size);
        let Some(name) = names.get(place) else {
            empty(ui, at);
            continue;
        };
        let here = place == desk.shelf.here();
        let stamp = desk.shelf.at(place);
        let samples = desk.run.snapshot().map_or(&[][..], |run| run.record.samples.as_slice());
        let (curve, step) = match stamp {
            Some(stamp) => (stamp.curve.clone(), stamp.step),
            None => (Stamp::curve_of(samples), desk.run.shown().step),
        };
        highest = curve.iter().fold(highest, |highest, [y, _]| highest.max(*y));
        let ghost = stamp.is_some_and(|stamp| desk.is_ghost(&stamp.story()));
        places.push(Place { place, rect: at, name, curve, step, here, ghost });
    }
    for place in &places {
        let response = place.show(ui, highest, commands);
        if desk.around.renaming == Some(place.place) {
            rename(ui, place, commands);
        } else {
            place.write(ui, &response);
        }
    }
}

/// A place for a run to come.
fn empty(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui.ctx());
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, theme.track), 3.0, 3.0));
}

impl Place<'_> {
    /// The stamp itself, and all that can be done with it.
    fn show(&self, ui: &Ui, highest: f32, commands: &mut Vec<Command>) -> Response {
        let theme = Theme::of(ui.ctx());
        let response =
            ui.interact(self.rect, ui.scope_id().with(("stamp", self.place)), Sense::click_and_drag());
        let fill = if response.hovered() { theme.hover } else { theme.well };
        let outline = match (self.here, response.hovered()) {
            (true, _) => Stroke::new(1.2, theme.strong),
            (false, true) => Stroke::new(1.0, theme.outline),
            (false, false) => Stroke::new(1.0, theme.track),
        };
        let radius = CornerRadius::same(space::SEGMENT_RADIUS);
        ui.painter().rect(self.rect, radius, fill, outline, StrokeKind::Inside);
        self.paint_curve(ui, highest);
        if response.has_focus() {
            let ring = Stroke::new(space::FOCUS_RING, theme.ice);
            ui.painter().rect_stroke(self.rect.expand(2.0), radius, ring, StrokeKind::Outside);
        }
        self.act(ui, &response, commands);
        response.widget_info(|| WidgetInfo::labeled(Access::Button, true, self.said()));
        response.context_menu(|ui| self.menu(ui, commands));
        response
    }

    fn said(&self) -> String {
        let (place, step) = (self.place + 1, format_whole(f64::from(self.step)));
        match (self.here, self.ghost) {
            (true, _) => say!("shelf.said.here", place = place, run = maths::plain(self.name), step = step),
            (false, true) => {
                say!("shelf.said.ghost", place = place, run = maths::plain(self.name), step = step)
            }
            (false, false) => say!("shelf.said", place = place, run = maths::plain(self.name), step = step),
        }
    }

    fn paint_curve(&self, ui: &Ui, highest: f32) {
        let inner = self.rect.shrink2(vec2(6.0, 5.0));
        let at = |[y, share]: [f32; 2]| -> Pos2 {
            let up = ((share - FOOT) / (1.0 - FOOT)).clamp(0.0, 1.0);
            pos2(inner.left() + y / highest * inner.width(), inner.bottom() - up * inner.height())
        };
        let opacity = if self.here {
            1.0
        } else if self.ghost {
            GHOST
        } else {
            OTHER
        };
        let ink = fade(Theme::of(ui.ctx()).strong, opacity);
        ui.painter().line(self.curve.iter().copied().map(at).collect(), Stroke::new(WIDTH, ink));
    }

    fn act(&self, ui: &Ui, response: &Response, commands: &mut Vec<Command>) {
        let place = self.place;
        response.dnd_set_drag_payload(place);
        if let Some(dropped) = response.dnd_release_payload::<usize>()
            && *dropped != place
        {
            commands.push(ShelfCommand::CompareTwo(*dropped, place).into());
        } else if response.clicked() {
            commands.push(ShelfCommand::Return(place).into());
        }
        if let Some(hovering) = response.dnd_hover_payload::<usize>()
            && *hovering != place
        {
            let ring = Stroke::new(1.5, Theme::of(ui.ctx()).ice);
            ui.painter().rect_stroke(
                self.rect,
                CornerRadius::same(space::SEGMENT_RADIUS),
                ring,
                StrokeKind::Outside,
            );
        }
        if response.double_clicked() && self.here {
            commands.push(ShelfCommand::Rename(Some(place)).into());
        }
        if response.has_focus() {
            let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
            for (key, command) in [
                (Key::F2, ShelfCommand::Rename(Some(place))),
                (Key::Delete, ShelfCommand::Remove(place)),
                (Key::C, ShelfCommand::Compare(place)),
            ] {
                if pressed(key) {
                    commands.push(command.into());
                }
            }
        }
    }

    fn menu(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let place = self.place;
        let mut entries = vec![(say!("shelf.rename"), ShelfCommand::Rename(Some(place)))];
        if !self.here {
            entries.insert(0, (say!("shelf.return"), ShelfCommand::Return(place)));
            match self.ghost {
                true => entries.push((say!("shelf.alone"), ShelfCommand::Alone)),
                false => entries.push((say!("shelf.compare"), ShelfCommand::Compare(place))),
            }
            entries.push((say!("shelf.remove"), ShelfCommand::Remove(place)));
        }
        for (text, command) in entries {
            if ui.button(text).clicked() {
                commands.push(command.into());
                ui.close();
            }
        }
    }

    /// Its name below it, as much of it as there is room for.
    fn write(&self, ui: &Ui, response: &Response) {
        let theme = Theme::of(ui.ctx());
        let (role, ink) = match (self.here, response.hovered()) {
            (true, _) => (Role::DirectStrong, theme.strong),
            (false, true) => (Role::Small, theme.text),
            (false, false) => (Role::Small, theme.mute),
        };
        let style = Style::new(role, Scale::WINDOW, ink).size(10.5);
        let name = maths::fitted(ui.ctx(), self.name, style, self.rect.width() + space::TITLE_GAP - 2.0);
        let at = pos2(self.rect.center().x, self.rect.top() - TOP + NAME);
        maths::layout(ui.ctx(), &name, style).paint(ui.painter(), at, Align2::CENTER_CENTER);
    }
}

/// The name of a run while it is typed.
fn rename(ui: &mut Ui, place: &Place<'_>, commands: &mut Vec<Command>) {
    let middle = pos2(place.rect.center().x, place.rect.top() - TOP + NAME);
    let field = Rect::from_center_size(middle, vec2(place.rect.width() + 8.0, 18.0));
    let id = ui.scope_id().with("name-of-run");
    let begun: Option<String> = ui.data(|data| data.get_temp(id));
    let mut draft = begun.clone().unwrap_or_else(|| maths::plain(place.name));
    let mut child = ui.new_child(UiBuilder::new().max_rect(field));
    let edit = egui::TextEdit::singleline(&mut draft)
        .id(id.with("field"))
        .char_limit(MOST_LETTERS)
        .font(Role::Small.font(Scale::WINDOW))
        .margin(egui::Margin::symmetric(4, 2))
        .desired_width(field.width() - 8.0);
    let response = child.put(field, edit);
    response.widget_info(|| WidgetInfo::labeled(Access::TextInput, true, say!("shelf.name")));
    if begun.is_none() {
        response.request_focus();
    }
    ui.data_mut(|data| data.insert_temp(id, draft.clone()));
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        let kept = ui.input(|input| input.key_pressed(Key::Escape)) || draft == maths::plain(place.name);
        let command = match kept {
            true => ShelfCommand::Rename(None),
            false => ShelfCommand::Call(place.place, draft),
        };
        commands.push(command.into());
    }
}
