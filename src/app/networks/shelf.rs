//! The runs put aside, at the foot of the page: F at equal loss over t_c of each. Click one to go back to it.

use egui::{Key, Rect, Response, Ui};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ShelfCommand};
use crate::app::desk::shelf::{MOST_LETTERS, PLACES};
use crate::app::kit::maths;
use crate::app::kit::widgets::stamped::{self, Stamped};
use crate::say;

/// How visible the curves of other runs are.
const OTHER: f32 = 0.7;

pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    let (shelf, names) = (&desk.networks.shelf, desk.leaf_names());
    let curve =
        |place: usize| shelf.at(place).map_or_else(|| desk.networks.curve(), |leaf| leaf.curve.clone());
    let curves: Vec<Vec<[f32; 2]>> = (0..names.len()).map(curve).collect();
    // One scale for all of them.
    let flatness =
        || curves.iter().flatten().map(|[_, flatness]| *flatness).filter(|value| value.is_finite());
    let [low, high] = [flatness().fold(f32::INFINITY, f32::min), flatness().fold(0.0, f32::max)];
    let up = |[share, flatness]: &[f32; 2]| [*share, (flatness - low) / (high - low).max(1e-6)];
    for (place, at) in stamped::places(rect, PLACES).enumerate() {
        let (Some(name), Some(curve)) = (names.get(place), curves.get(place)) else {
            stamped::empty(ui, at);
            continue;
        };
        let here = place == shelf.here();
        let (number, run) = (place + 1, maths::plain(name));
        let said = match here {
            true => say!("network.shelf.said.here", place = number, run = run),
            false => say!("network.shelf.said", place = number, run = run),
        };
        let curve = curve.iter().map(up).collect();
        let opacity = if here { 1.0 } else { OTHER };
        let stamp = Stamped { place, rect: at, name, said: &said, curve, here, opacity };
        let response = stamp.show(ui);
        act(ui, &response, place, here, commands);
        if desk.around.renaming != Some(place) {
            stamp.write(ui, &response);
        } else if let Some(name) = stamp.rename(ui, say!("shelf.name"), MOST_LETTERS) {
            let command = name.map_or(ShelfCommand::Rename(None), |name| ShelfCommand::Call(place, name));
            commands.push(command.into());
        }
        if !here {
            response.on_hover_text(say!("network.shelf.hint"));
        }
    }
}

fn act(ui: &Ui, response: &Response, place: usize, here: bool, commands: &mut Vec<Command>) {
    if response.double_clicked() && here {
        commands.push(ShelfCommand::Rename(Some(place)).into());
    } else if response.clicked() && !here {
        commands.push(ShelfCommand::Return(place).into());
    }
    if response.has_focus() {
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        for (key, command) in
            [(Key::F2, ShelfCommand::Rename(Some(place))), (Key::Delete, ShelfCommand::Remove(place))]
        {
            if pressed(key) {
                commands.push(command.into());
            }
        }
    }
    response.context_menu(|ui| {
        let mut entries = vec![(say!("shelf.rename"), ShelfCommand::Rename(Some(place)))];
        if !here {
            entries.insert(0, (say!("shelf.return"), ShelfCommand::Return(place)));
            entries.push((say!("shelf.remove"), ShelfCommand::Remove(place)));
        }
        for (text, command) in entries {
            if ui.button(text).clicked() {
                commands.push(command.into());
                ui.close();
            }
        }
    });
}
