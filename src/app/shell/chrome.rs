//! The bar at the top, and the sentence that says what is happening.

use egui::{Align2, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::compared;
use crate::app::desk::around::Copied;
use crate::app::desk::command::{
    Command, FigureCommand, FileCommand, FilmCommand, LessonCommand, LookCommand, Offer, QuestionCommand,
    RunCommand, WindowCommand, offers,
};
use crate::app::desk::{Desk, keeping};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, Icon, IconButton, format_whole, logo};
use crate::say;
use crate::valleys::model::Preset;
use crate::valleys::sim::RECENT;
use crate::words::per_cent;

/// Name, menus, theme and help.
pub fn top_bar(ui: &mut Ui, rect: Rect, menus_at: f32, desk: &Desk, commands: &mut Vec<Command>) {
    let theme = Theme::of(ui.ctx());
    let middle = rect.center().y;
    let line = ui.painter().round_to_pixel_center(rect.bottom());
    ui.painter().hline(rect.x_range(), line, Stroke::new(1.0, theme.hair));
    logo(ui.painter(), &theme, pos2(rect.left() + space::MARGIN + 6.0, middle), 1.0);
    let wordmark = Style::new(Role::Wordmark, Scale::WINDOW, theme.strong);
    maths::layout(ui.ctx(), say!("window.name"), wordmark).paint(
        ui.painter(),
        pos2(rect.left() + space::MARGIN + 22.0, middle),
        Align2::LEFT_CENTER,
    );

    let place =
        Rect::from_min_max(pos2(menus_at - 12.0, middle - 14.0), pos2(rect.right() - 110.0, middle + 14.0));
    let mut menus = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::left_to_right(egui::Align::Center))
            .id_salt("menus"),
    );
    self::menus(&mut menus, desk, commands);

    let name = if desk.studio.open { say!("window.back-to-run") } else { say!("command.figures") };
    if Button::ghost(name).show(&mut menus).clicked() {
        commands.push(FigureCommand::ToggleFigures.into());
    }
    if !desk.studio.open && Button::ghost(say!("window.ask")).show(&mut menus).clicked() {
        commands.push(QuestionCommand::Experiment(desk.studio.experiment()).into());
    }

    if let Some((name, share)) = desk.studio.elsewhere() {
        let asked = say!("window.asking", share = (100.0 * share).floor());
        if Button::ghost(&asked).show(&mut menus).clicked() {
            commands.push(QuestionCommand::Experiment(name).into());
        }
    }

    if Button::ghost(say!("command.lessons")).show(&mut menus).clicked() {
        commands.push(LessonCommand::ToggleLessons.into());
    }

    if let Some((share, _)) = desk.cinema.progress() {
        let film = say!("window.animating", share = (100.0 * share).floor());
        if Button::ghost(&film).show(&mut menus).clicked() {
            commands.push(FilmCommand::Animate(desk.cinema.recipe.subject).into());
        }
    }

    let place = Rect::from_center_size(pos2(rect.right() - 68.0, middle), vec2(96.0, space::BUTTON));
    let mut icons = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(egui::Layout::right_to_left(egui::Align::Center))
            .id_salt("icons"),
    );
    if IconButton::new(Icon::Help, say!("command.help")).show(&mut icons).clicked() {
        commands.push(WindowCommand::ToggleHelp.into());
    }
    if IconButton::new(Icon::Theme, say!("command.theme")).show(&mut icons).clicked() {
        commands.push(LookCommand::ToggleTheme.into());
    }
}

/// The runs to choose from, and what is done with files and steps.
fn menus(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    menu(ui, &desk.title(), commands, |ui, commands| {
        for preset in Preset::ALL {
            item(ui, RunCommand::Preset(preset), commands);
        }
    });
    menu(ui, say!("window.file"), commands, |ui, commands| {
        for command in [FileCommand::FreshStart, FileCommand::Open, FileCommand::Save, FileCommand::SaveAs] {
            item(ui, command, commands);
        }
        item(ui, FigureCommand::Export(None), commands);
        item(ui, FilmCommand::Animate(None), commands);
        if !desk.files.recent.is_empty() {
            ui.separator();
        }
        for path in &desk.files.recent {
            if ui.button(path.display().to_string()).clicked() {
                commands.push(FileCommand::OpenPath(path.clone()).into());
                ui.close();
            }
        }
        if !desk.files.left.is_empty() {
            ui.separator();
            ui.weak(say!("window.left"));
        }
        for left in &desk.files.left {
            if ui.button(keeping::title(left)).clicked() {
                commands.push(FileCommand::TakeUp(left.path.clone()).into());
                ui.close();
            }
        }
        ui.separator();
        item(ui, WindowCommand::ToggleAbout, commands);
        item(ui, FileCommand::Quit, commands);
    });
    menu(ui, say!("window.edit"), commands, |ui, commands| {
        for command in [WindowCommand::Undo, WindowCommand::Redo, WindowCommand::CopyAsCommand] {
            item(ui, command, commands);
        }
    });
}

fn menu(
    ui: &mut Ui,
    name: &str,
    commands: &mut Vec<Command>,
    content: impl FnOnce(&mut Ui, &mut Vec<Command>),
) {
    let button = Button::ghost(name).arrow().show(ui);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(240.0);
        content(ui, commands);
    });
}

/// A menu's line: the palette's words and keys.
fn item(ui: &mut Ui, command: impl Into<Command>, commands: &mut Vec<Command>) {
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

/// What stands between the parts of the status line, and its size against the size that it has where there is room.
const SETTINGS: [(&str, f32); 3] = [("  ·  ", 1.0), (" · ", 1.0), (" · ", 0.93)];
/// The share that takes the most room.
const WIDEST: f64 = 1.0;

/// Seconds that what is said aloud stands for.
const SPOKEN_EVERY: f64 = 3.0;

/// The sentence that leads, its numbers in semibold; also what a screen reader hears first.
pub fn status(ui: &mut Ui, at: egui::Pos2, width: f32, desk: &Desk, scale: Scale) {
    let theme = Theme::of(ui.ctx());
    let parts = sentences(desk, |share| share);
    // Fitted to the widest numbers, as the line must not change its size with every frame of a run.
    let widest = sentences(desk, |_| WIDEST);
    let set = |parts: &[String], (separator, size): (&str, f32)| {
        let style = Style::new(Role::Status, scale, theme.text).emphasis(theme.strong);
        maths::layout(ui.ctx(), &parts.join(separator), style.size(size * Role::Status.size(scale)))
    };
    // What does not fit goes: first the space between the parts, then some of the size, then the last part.
    let mut tries = (1..=parts.len()).rev().flat_map(|count| SETTINGS.map(|setting| (count, setting)));
    let fitting = tries.find(|&(count, setting)| set(&widest[..count], setting).size().x <= width);
    let Some((count, setting)) = fitting else { return };
    let line = set(&parts[..count], setting);
    let rect = line.paint(ui.painter(), at, Align2::LEFT_CENTER);
    let response = ui.interact(rect, ui.scope_id().with("status"), egui::Sense::hover());
    let said = spoken(ui, &maths::plain(&parts.join(", ")));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, &said));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// What a screen reader is told: a sentence stands for a while, as no one can listen to numbers that change with every frame.
fn spoken(ui: &Ui, now: &str) -> String {
    let id = ui.scope_id().with("spoken");
    let time = ui.input(|input| input.time);
    let before: Option<(f64, String)> = ui.data(|data| data.get_temp(id));
    match before {
        Some((since, said)) if time < since + SPOKEN_EVERY => said,
        _ => {
            ui.data_mut(|data| data.insert_temp(id, (time, now.to_owned())));
            now.to_owned()
        }
    }
}

/// The parts of the status line, its shares as `shown_as` has them.
fn sentences(desk: &Desk, shown_as: impl Fn(f64) -> f64) -> Vec<String> {
    let shown = desk.run.shown();
    let Some(p_flat) = shown.p_flat else {
        return vec![say!("status.all-diverged").to_owned()];
    };
    let mut parts = vec![
        flat_share(desk, shown_as(p_flat)),
        say!(
            "status.hopped",
            share = per_cent(shown_as(shown.hopping)),
            steps = format_whole(f64::from(RECENT))
        ),
    ];
    compared::tell(desk, &mut parts);
    let mean = format_args!("{:.1}", shown.mean_y);
    parts.push(match (desk.run.frost().y(), desk.run.scenario.hold_y) {
        (_, Some(y)) => say!("status.held", y = y),
        (Some(freezing), None) if shown.mean_y > freezing => {
            say!("status.past-freezing", y = mean, freezing = format_args!("{freezing:.1}"))
        }
        (Some(freezing), None) => {
            say!("status.before-freezing", y = mean, freezing = format_args!("{freezing:.1}"))
        }
        (None, None) => say!("status.no-freezing", y = mean),
    });
    if shown.diverged > 0 {
        parts.push(say!("status.diverged", count = format_whole(f64::from(shown.diverged))));
    }
    parts
}

/// The share at x > 0, which is the flat valley only while γ > 1.
fn flat_share(desk: &Desk, share: f64) -> String {
    let share = per_cent(share);
    match desk.run.scenario.landscape.gamma().total_cmp(&1.0) {
        std::cmp::Ordering::Greater => say!("status.flat", share = share),
        std::cmp::Ordering::Equal => say!("status.no-flatter", share = share),
        std::cmp::Ordering::Less => say!("status.steeper", share = share),
    }
}

/// What is said of something that has been copied: a line for a shell is shown, so that one sees what it is.
pub fn copied_as(copied: &Copied) -> String {
    match copied {
        Copied::Picture(..) => say!("gallery.copied").to_owned(),
        Copied::Text(text) => say!("window.copied", text = text),
    }
}

/// The run's name, for the window's title.
pub fn title(desk: &Desk) -> String {
    let run = desk.title();
    if desk.files.file.is_some() && desk.unsaved() {
        say!("window.title-unsaved", run = run)
    } else {
        say!("window.title", run = run)
    }
}
