//! The dialog in which a figure is given a folder, a name and its formats.

use std::path::{Path, PathBuf};

use egui::{TextEdit, Ui};

use super::overlay::MOST_CHARACTERS;
use crate::app::desk::Desk;
use crate::app::desk::around::Sought;
use crate::app::desk::command::{Command, FigureCommand, WindowCommand};
use crate::app::desk::studio::destination::Destination;
use crate::app::desk::studio::exporting::told;
use crate::app::kit::theme::{Scale, Theme, space};
use crate::app::kit::widgets::Button;
use crate::chart::format_number;
use crate::chart::markup::plain;
use crate::export::Format;
use crate::platform::files::{FOLDERS, exists, is_folder};
use crate::say;

const WIDTH: f32 = 480.0;
/// What is no name of a file.
const NO_NAME: [char; 2] = ['/', '\\'];

/// What the disk has been asked: only when there is something else to ask, not in every frame.
#[derive(Default)]
pub(super) struct Asked {
    /// A folder, and whether it is there.
    folder: Option<(String, bool)>,
    /// Files that exist, as the user has been told.
    existing: Vec<PathBuf>,
}

/// What is in the dialog.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, asked: &mut Asked, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_width(scale.px(WIDTH));
    ui.heading(say!("path.export-figure"));
    ui.add_space(space::UNIT);
    let sheet = &desk.studio.options.sheet;
    ui.weak(say!(
        "path.sheet",
        title = plain(desk.studio.chosen().title()),
        width = format_number(sheet.width_mm),
        dots = format_number(sheet.dots_per_inch)
    ));
    ui.add_space(space::GAP);
    let mut wanted = desk.studio.destination.clone();
    let entered = fields(ui, desk, &mut wanted);
    if wanted != desk.studio.destination {
        asked.existing.clear();
        wanted.written.clear();
        commands.push(FigureCommand::Destination(wanted.clone()).into());
    }
    ui.add_space(space::TITLE_GAP);
    if entered {
        // It may have been made meanwhile.
        asked.folder = None;
    }
    let folder = wanted.folder.trim();
    let there = match &asked.folder {
        Some((known, there)) if known == folder => *there,
        _ => asked.folder.insert((folder.to_owned(), is_folder(Path::new(folder)))).1,
    };
    let obstacle = obstacle(&wanted, there);
    let pressed = buttons(ui, desk, &wanted, [obstacle.is_none(), !asked.existing.is_empty()], commands);
    told_below(ui, desk, &wanted, obstacle.clone(), &asked.existing);
    let go = (pressed || entered) && wanted.written.is_empty() && !desk.studio.is_printing();
    if !go || obstacle.is_some() {
        return;
    }
    let told = !asked.existing.is_empty();
    asked.existing = wanted.paths().into_iter().filter(|path| exists(path)).collect();
    if told || asked.existing.is_empty() {
        asked.existing.clear();
        desk.around.notice = None;
        commands.push(FigureCommand::ExportPaths(wanted.paths()).into());
    }
}

/// Formats, folder and name; whether Enter was pressed in one of them.
fn fields(ui: &mut Ui, desk: &mut Desk, wanted: &mut Destination) -> bool {
    ui.horizontal(|ui| {
        for format in Format::ALL {
            let mut chosen = wanted.formats.contains(&format);
            if ui.checkbox(&mut chosen, format.ending().to_uppercase()).changed() {
                wanted.formats = Format::ALL
                    .into_iter()
                    .filter(|other| if *other == format { chosen } else { wanted.formats.contains(other) })
                    .collect();
            }
            ui.add_space(space::GAP);
        }
    });
    ui.add_space(space::GAP);
    let mut entered = false;
    let mut field = |ui: &mut Ui, name: &str, text: &mut String, first: bool| {
        ui.weak(name);
        let edit = TextEdit::singleline(text).char_limit(MOST_CHARACTERS).desired_width(f32::INFINITY);
        let field = ui.add(edit);
        field.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, name));
        entered |= field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let somewhere = ui.memory(|memory| memory.focused().is_some());
        if first && !somewhere {
            field.request_focus();
        }
    };
    field(ui, say!("path.name"), &mut wanted.stem, true);
    ui.add_space(space::UNIT);
    if FOLDERS {
        field(ui, say!("path.folder"), &mut wanted.folder, false);
        ui.add_space(space::UNIT);
        if Button::ghost(say!("path.browse")).show(ui).clicked() {
            desk.around.wanted = Some(Sought::Folder);
        }
    }
    entered
}

/// Why nothing can be written so, in a line.
fn obstacle(wanted: &Destination, there: bool) -> Option<String> {
    let Destination { folder, formats, stem, .. } = wanted;
    let (folder, stem) = (folder.trim(), stem.trim());
    if formats.is_empty() {
        Some(say!("path.no-format").to_owned())
    } else if stem.is_empty() || stem.contains(NO_NAME) {
        Some(say!("path.no-name").to_owned())
    } else if !there {
        Some(say!("path.no-folder", path = folder))
    } else {
        None
    }
}

fn buttons(
    ui: &mut Ui,
    desk: &Desk,
    wanted: &Destination,
    [ready, replacing]: [bool; 2],
    commands: &mut Vec<Command>,
) -> bool {
    let mut pressed = false;
    ui.horizontal(|ui| {
        if wanted.written.is_empty() {
            let label = if replacing { say!("path.go-replace") } else { say!("path.go-export") };
            ui.add_enabled_ui(ready && !desk.studio.is_printing(), |ui| {
                pressed = Button::primary(label).show(ui).clicked();
            });
            if Button::ghost(say!("window.cancel")).show(ui).clicked() {
                commands.push(WindowCommand::Escape.into());
            }
            return;
        }
        if Button::primary(say!("window.close")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
        }
        if FOLDERS && Button::outline(say!("path.open-folder")).show(ui).clicked() {
            commands.push(FigureCommand::OpenFolder(wanted.folder.trim().into()).into());
        }
    });
    pressed
}

/// What will be written, what has been, or what is in the way.
fn told_below(
    ui: &mut Ui,
    desk: &Desk,
    wanted: &Destination,
    obstacle: Option<String>,
    existing: &[PathBuf],
) {
    let theme = Theme::of(ui.ctx());
    let warned =
        desk.around.notice.as_ref().filter(|notice| notice.warning).map(|notice| notice.text.clone());
    let names = |paths: &[PathBuf]| {
        let name = |path: &PathBuf| path.display().to_string();
        paths.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let (colour, line) = if !wanted.written.is_empty() {
        (theme.text, told(&wanted.written))
    } else if let Some(line) = obstacle.or(warned) {
        (theme.warn, line)
    } else if !existing.is_empty() {
        (theme.warn, say!("path.exists", path = names(existing)))
    } else {
        (theme.mute, say!("path.will-be", paths = names(&wanted.paths())))
    };
    ui.add_space(space::GAP);
    ui.colored_label(colour, line);
}
