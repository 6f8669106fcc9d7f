//! The bar at the top: the pages, the menus, and what is under way elsewhere.

use egui::{Align2, Rangef, Rect, Stroke, Ui, UiBuilder, pos2};

use crate::app::desk::around::{Copied, Overlay};
use crate::app::desk::command::{
    Command, FigureCommand, FileCommand, FilmCommand, LessonCommand, LookCommand, NetworkCommand,
    QuestionCommand, WindowCommand,
};
use crate::app::desk::{Desk, keeping};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{Button, Icon, IconButton, Tabs, logo};
use crate::app::valleys::controls::menu_line;
use crate::labs::Lab;
use crate::say;
use crate::session::Written;

/// A page of the window, by its name in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// The run.
    Explore,
    Figures,
    Ask,
    Lessons,
    /// The other laboratory.
    Networks,
}

/// Where the names of the pages begin, the middles of theme and help, and the words of the menus, from the right.
const PAGES: f32 = 268.0;
const ICONS: f32 = 16.0;
const MENUS: f32 = 188.0;
/// What a button has before its words.
const BUTTON_INSET: f32 = space::TITLE_GAP;

impl Page {
    /// In the order of the bar.
    const ALL: [Self; 5] = [Self::Explore, Self::Figures, Self::Ask, Self::Lessons, Self::Networks];

    fn name(self) -> &'static str {
        match self {
            Self::Explore => say!("window.explore"),
            Self::Figures => say!("command.figures"),
            Self::Ask => say!("window.ask"),
            Self::Lessons => say!("command.lessons"),
            Self::Networks => say!("command.networks"),
        }
    }

    /// The one that is open.
    fn of(desk: &Desk) -> Self {
        let listed = desk.around.overlay == Overlay::Lessons;
        let asking = desk.studio.browsing || desk.studio.chosen().is_experiment();
        match (desk.studio.open, asking) {
            (true, true) => Self::Ask,
            (true, false) => Self::Figures,
            (false, _) if listed || desk.lessons.running_in(desk.lab()).is_some() => Self::Lessons,
            (false, _) if desk.networks.open => Self::Networks,
            (false, _) => Self::Explore,
        }
    }

    /// What opens it; of the one that is open, what it begins with.
    fn open(self, desk: &Desk) -> Vec<Command> {
        let open = desk.studio.open;
        let close: Option<Command> = open.then_some(FigureCommand::ToggleFigures.into());
        let learning = desk.lessons.running.as_ref();
        match self {
            Self::Explore => into(Lab::Valleys, desk),
            Self::Networks => into(Lab::Networks, desk),
            Self::Figures => {
                let open = (!open).then_some(FigureCommand::ToggleFigures.into());
                [FigureCommand::Figure(desk.studio.last_figure()).into()].into_iter().chain(open).collect()
            }
            Self::Ask => vec![QuestionCommand::Browse.into()],
            // Back to the page under way, or to the list.
            Self::Lessons => {
                let elsewhere = learning.is_some_and(|running| running.lesson.laboratory != desk.lab());
                let then: Option<Command> = match elsewhere {
                    true => Some(NetworkCommand::Toggle.into()),
                    false if learning.is_some() && open => None,
                    false => Some(LessonCommand::ToggleLessons.into()),
                };
                close.into_iter().chain(then).collect()
            }
        }
    }
}

/// Into a laboratory by itself: a lesson in it is left.
fn into(lab: Lab, desk: &Desk) -> Vec<Command> {
    let close = desk.studio.open.then_some(FigureCommand::ToggleFigures.into());
    let lesson = desk.lessons.running_in(lab);
    let leave = lesson.map(|_| LessonCommand::Leave.into());
    // A lesson leads back to where it was begun.
    let there = lesson.map_or(desk.lab(), |running| running.before.0.laboratory);
    let toggle = (there != lab).then_some(NetworkCommand::Toggle.into());
    close.into_iter().chain(leave).chain(toggle).collect()
}

/// Name, pages, menus, theme and help, each in a place of its own whatever the run is called.
pub fn top_bar(ui: &mut Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) {
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

    let place = rect.with_min_x(rect.left() + PAGES).with_max_x(rect.right() - MENUS);
    let mut pages = part(ui, place, "pages", egui::Layout::left_to_right(egui::Align::Min));
    let here = Page::of(desk);
    let mut page = here;
    let tabs = Tabs::new(&mut page, &Page::ALL.map(|page| (page, page.name()))).last_apart().show(&mut pages);
    if tabs.clicked() || page != here {
        commands.extend(page.open(desk));
    }

    let right = rect.right() - MENUS - BUTTON_INSET;
    let button = Rangef::new(middle - 0.5 * space::BUTTON, middle + 0.5 * space::BUTTON);
    let place = Rect::from_x_y_ranges(pages.min_rect().right() + BUTTON_INSET..=right, button);
    let mut work = part(ui, place, "work", egui::Layout::right_to_left(egui::Align::Center));
    under_way(&mut work, desk, commands);

    let place = Rect::from_x_y_ranges(right..=rect.right() - 100.0, button);
    let mut menus = part(ui, place, "menus", egui::Layout::left_to_right(egui::Align::Center));
    menus.spacing_mut().item_spacing.x = 0.0;
    self::menus(&mut menus, desk, commands);

    let place = Rect::from_x_y_ranges(rect.right() - 110.0..=rect.right() - ICONS, button);
    let mut icons = part(ui, place, "icons", egui::Layout::right_to_left(egui::Align::Center));
    icons.spacing_mut().item_spacing.x = 10.0;
    if IconButton::new(Icon::Help, say!("command.help")).show(&mut icons).clicked() {
        commands.push(WindowCommand::ToggleHelp.into());
    }
    if IconButton::new(Icon::Theme, say!("command.theme")).show(&mut icons).clicked() {
        commands.push(LookCommand::ToggleTheme.into());
    }
}

fn part(ui: &mut Ui, place: Rect, name: &str, layout: egui::Layout) -> Ui {
    ui.new_child(UiBuilder::new().max_rect(place).layout(layout).id_salt(name))
}

/// How far work is that goes on elsewhere.
fn under_way(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    if let Some((name, share)) = desk.studio.elsewhere() {
        let asked = say!("window.asking", share = (100.0 * share).floor());
        if Button::ghost(&asked).show(ui).clicked() {
            commands.push(QuestionCommand::Experiment(name).into());
        }
    }
    if let Some((share, _)) = desk.cinema.progress() {
        let film = say!("window.animating", share = (100.0 * share).floor());
        if Button::ghost(&film).show(ui).clicked() {
            commands.push(FilmCommand::Animate(desk.cinema.recipe.subject).into());
        }
    }
}

/// What is done with files and steps.
fn menus(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    menu(ui, say!("window.file"), commands, |ui, commands| {
        for command in [FileCommand::FreshStart, FileCommand::Open, FileCommand::Save, FileCommand::SaveAs] {
            menu_line(ui, command, commands);
        }
        menu_line(ui, FigureCommand::Export(None), commands);
        // Of a network there is no film.
        if !desk.networks.open {
            menu_line(ui, FilmCommand::Animate(None), commands);
        }
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
        menu_line(ui, WindowCommand::ToggleAbout, commands);
        menu_line(ui, FileCommand::Quit, commands);
    });
    menu(ui, say!("window.edit"), commands, |ui, commands| {
        for command in [WindowCommand::Undo, WindowCommand::Redo, WindowCommand::CopyAsCommand] {
            menu_line(ui, command, commands);
        }
        menu_line(ui, FileCommand::CopyLink, commands);
    });
}

fn menu(
    ui: &mut Ui,
    name: &str,
    commands: &mut Vec<Command>,
    content: impl FnOnce(&mut Ui, &mut Vec<Command>),
) {
    let button = Button::ghost(name).show(ui);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_min_width(240.0);
        content(ui, commands);
    });
}

/// What is said of something that has been copied: a line for a shell is shown, so that one sees what it is.
pub fn copied_as(copied: &Copied) -> String {
    match copied {
        Copied::Picture(..) => say!("gallery.copied").to_owned(),
        Copied::Text(text) => say!("window.copied", text = text),
        // Nobody reads a thousand letters.
        Copied::Link(Written { without_answers: true, .. }) => say!("link.copied-without-answers").to_owned(),
        Copied::Link(_) => say!("link.copied").to_owned(),
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
