//! The runs put aside, at the foot of the window: click one to go there, drop one on another to compare them.

use egui::{CornerRadius, Key, Rect, Response, Stroke, StrokeKind, Ui};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ShelfCommand};
use crate::app::desk::shelf::{MOST_LETTERS, PLACES, Stamp};
use crate::app::kit::maths;
use crate::app::kit::theme::{Theme, space};
use crate::app::kit::widgets::format_whole;
use crate::app::kit::widgets::stamped::{self, Stamped};
use crate::say;

/// Curves run to this height at least, and shares from the foot of a stamp up.
const HEIGHT: f32 = 12.0;
const FOOT: f32 = 0.4;
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
    let mut highest = HEIGHT;
    let mut places = Vec::new();
    for (place, at) in stamped::places(rect, PLACES).enumerate() {
        let Some(name) = names.get(place) else {
            stamped::empty(ui, at);
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
        place.show(ui, highest, desk, commands);
    }
}

impl Place<'_> {
    /// The stamp itself, and all that can be done with it.
    fn show(&self, ui: &mut Ui, highest: f32, desk: &Desk, commands: &mut Vec<Command>) {
        let share = |[y, share]: &[f32; 2]| [y / highest, (share - FOOT) / (1.0 - FOOT)];
        let opacity = if self.here {
            1.0
        } else if self.ghost {
            GHOST
        } else {
            OTHER
        };
        let (said, curve) = (self.said(), self.curve.iter().map(share).collect());
        let Self { place, rect, name, here, .. } = *self;
        let stamp = Stamped { place, rect, name, said: &said, curve, here, opacity };
        let response = stamp.show(ui);
        self.act(ui, &response, commands);
        response.context_menu(|ui| self.menu(ui, commands));
        if desk.around.renaming != Some(place) {
            stamp.write(ui, &response);
        } else if let Some(name) = stamp.rename(ui, say!("shelf.name"), MOST_LETTERS) {
            let command = name.map_or(ShelfCommand::Rename(None), |name| ShelfCommand::Call(place, name));
            commands.push(command.into());
        }
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
}
