//! What lies over the window when asked for: help, dialogs, and the typed path of a file.

use std::path::PathBuf;
use std::time::Duration;

use egui::{Align2, Context, Id, Key, KeyboardShortcut, Modal, ModalResponse, ScrollArea, TextEdit, Ui};

use super::palette::Finder;
use super::{about, animation, exporting};
use crate::app::desk::Desk;
use crate::app::desk::around::{Notice, Overlay, Sought, Wanted};
use crate::app::desk::command::{
    Command, FileCommand, FilmCommand, LessonCommand, NetworkCommand, WindowCommand, offers,
};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::Button;
use crate::app::lessons;
use crate::app::networks;
use crate::app::valleys::panels::table;
use crate::platform::files::{FOLDERS, exists};
use crate::say;

/// What is typed while an overlay is open.
#[derive(Default)]
pub struct Typed {
    open: Overlay,
    text: String,
    palette: Finder,
    /// Whether the user has been told that the file exists.
    replacing: bool,
    exporting: exporting::Asked,
    /// The notice on show, and since when.
    noticed: Option<(Notice, f64)>,
}

/// Width of the help, what stands above and below its keys, the least room for them, and the height of one.
const HELP_WIDTH: f32 = 620.0;
const HELP_AROUND: f32 = 270.0;
const HELP_LEAST: f32 = 100.0;
const KEY_ROW: f32 = 18.0;
/// What can be typed or pasted: no path and no link is longer.
pub(super) const MOST_CHARACTERS: usize = 1 << 15;
/// How long good news stays.
const NOTICE_SECONDS: f64 = 5.0;

impl Typed {
    /// What is open, its words and controls as large as `scale` says.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk, scale: Scale, commands: &mut Vec<Command>) {
        if self.open != desk.around.overlay {
            *self = Self { open: desk.around.overlay, noticed: self.noticed.take(), ..Self::default() };
            self.text = match desk.around.overlay {
                Overlay::Path(Wanted::Open | Wanted::Save) => {
                    desk.files.file.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
                }
                Overlay::Path(Wanted::Exhibit(exhibit)) => {
                    desk.beside_session(&desk.exhibit_file(exhibit)).display().to_string()
                }
                Overlay::Path(Wanted::Animation) => {
                    desk.beside_session(&desk.cinema.file_name()).display().to_string()
                }
                _ => String::new(),
            };
        }
        let inside = match desk.around.overlay {
            Overlay::None => return,
            Overlay::Palette => {
                let palette = Modal::new(Id::unique("palette"));
                palette.show(ctx, |ui| scale.show(ui, |ui| self.palette.show(ui, desk, commands)))
            }
            Overlay::Animation => dialog(ctx, "animation", scale, |ui| animation::show(ui, desk, commands)),
            Overlay::Lessons => dialog(ctx, "lessons", scale, |ui| lessons::show_list(ui, desk, commands)),
            Overlay::Table(panel) => dialog(ctx, "table", scale, |ui| table::show(ui, desk, panel, commands)),
            Overlay::Numbers(pane) => {
                dialog(ctx, "numbers", scale, |ui| networks::table::show(ui, desk, pane, commands))
            }
            Overlay::Help => dialog(ctx, "help", scale, |ui| help(ui, commands)),
            Overlay::About => dialog(ctx, "about", scale, |ui| about::show(ui, desk, commands)),
            Overlay::Export => dialog(ctx, "export", scale, |ui| {
                exporting::show(ui, desk, &mut self.exporting, commands);
            }),
            Overlay::Path(wanted) => dialog(ctx, "path", scale, |ui| self.path(ui, desk, wanted, commands)),
        };
        if inside.backdrop_response.clicked() {
            commands.push(WindowCommand::Escape.into());
        }
    }

    /// One line at the foot of the stage. Good news goes by itself; a warning stays until Escape.
    pub fn notice(&mut self, ctx: &Context, desk: &mut Desk, at: egui::Pos2, scale: Scale) {
        let Some(notice) = desk.around.notice.clone() else {
            // The same words are news again once they have gone.
            self.noticed = None;
            return;
        };
        let now = ctx.input(|input| input.time);
        if self.noticed.as_ref().is_none_or(|(seen, _)| *seen != notice) {
            self.noticed = Some((notice.clone(), now));
        }
        let left = self.noticed.as_ref().map_or(0.0, |(_, since)| since + NOTICE_SECONDS - now);
        if !notice.warning && left <= 0.0 {
            desk.around.notice = None;
            self.noticed = None;
            return;
        }
        if !notice.warning {
            ctx.request_repaint_after(Duration::from_secs_f64(left));
        }
        let theme = Theme::of(ctx);
        let area = egui::Area::new(Id::unique("notice")).order(egui::Order::Foreground);
        area.pivot(Align2::CENTER_BOTTOM).fixed_pos(at).show(ctx, |ui| {
            let colour = if notice.warning { theme.warn } else { theme.text };
            let frame = egui::Frame::new().fill(theme.raised).corner_radius(f32::from(space::BUTTON_RADIUS));
            frame.inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
                ui.set_max_width(720.0);
                scale.show(ui, |ui| ui.colored_label(colour, &notice.text));
            });
        });
    }

    /// A path to type, recent files, and the system's dialog for those who have one.
    fn path(&mut self, ui: &mut Ui, desk: &mut Desk, wanted: Wanted, commands: &mut Vec<Command>) {
        ui.set_width(Scale::of(ui).px(480.0));
        ui.heading(match wanted {
            Wanted::Open => say!("path.open"),
            Wanted::Save => say!("path.save"),
            Wanted::Animation => say!("path.export-film"),
            Wanted::Exhibit(_) => say!("path.export-figure"),
        });
        ui.add_space(space::GAP);
        let hint = match wanted {
            Wanted::Open | Wanted::Save => say!("path.session-hint"),
            Wanted::Animation => say!("path.film-hint"),
            Wanted::Exhibit(_) => say!("network.path-hint"),
        };
        let edit = TextEdit::singleline(&mut self.text).char_limit(MOST_CHARACTERS);
        let field = ui.add(edit.hint_text(hint).desired_width(f32::INFINITY));
        let role = egui::accesskit::Role::TextInput;
        field.widget_info(|| egui::WidgetInfo::labeled(role, true, say!("path.field")));
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        if field.changed() {
            self.replacing = false;
        }
        let mut go = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if wanted == Wanted::Open {
            for path in desk.files.recent.clone() {
                if ui.selectable_label(false, path.display().to_string()).clicked() {
                    commands.push(FileCommand::OpenPath(path).into());
                }
            }
        }
        ui.add_space(space::TITLE_GAP);
        ui.horizontal(|ui| {
            let label = match wanted {
                Wanted::Open => say!("path.go-open"),
                _ if self.replacing => say!("path.go-replace"),
                Wanted::Save => say!("path.go-save"),
                Wanted::Animation | Wanted::Exhibit(_) => say!("path.go-export"),
            };
            go |= Button::primary(label).show(ui).clicked();
            // What a browser saves goes where it puts all downloads.
            let browses = FOLDERS || wanted == Wanted::Open;
            if browses && Button::outline(say!("path.browse")).show(ui).clicked() {
                desk.around.wanted = Some(Sought::Path(wanted));
            }
            if Button::ghost(say!("window.cancel")).show(ui).clicked() {
                commands.push(WindowCommand::Escape.into());
            }
        });
        if let Some(notice) = &desk.around.notice {
            ui.add_space(space::GAP);
            ui.colored_label(Theme::of(ui.ctx()).warn, &notice.text);
        }
        let text = self.text.trim();
        let (path, command): (PathBuf, Box<dyn Fn(PathBuf) -> Command>) = match wanted {
            Wanted::Open => (PathBuf::from(text), Box::new(|path| FileCommand::OpenPath(path).into())),
            Wanted::Save => {
                (with_extension(text, "frostline"), Box::new(|path| FileCommand::SavePath(path).into()))
            }
            Wanted::Animation => {
                (PathBuf::from(text), Box::new(|path| FilmCommand::AnimatePath(path).into()))
            }
            Wanted::Exhibit(exhibit) => {
                let command = move |path| NetworkCommand::ExportPath(exhibit, path).into();
                (with_extension(text, "pdf"), Box::new(command))
            }
        };
        // The file that the session came from is known to be written over.
        let known =
            wanted == Wanted::Open || (desk.files.file.as_ref() == Some(&path) && !desk.files.outdated);
        if self.replacing {
            ui.add_space(space::GAP);
            ui.colored_label(Theme::of(ui.ctx()).warn, say!("path.exists", path = path.display()));
        }
        if go && !text.is_empty() {
            if known || self.replacing || !exists(&path) {
                self.replacing = false;
                commands.push(command(path));
            } else {
                self.replacing = true;
            }
        }
    }
}

/// A dialog with room about its words.
fn dialog(
    ctx: &Context,
    name: &'static str,
    scale: Scale,
    content: impl FnOnce(&mut Ui),
) -> ModalResponse<()> {
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(scale.px(space::MARGIN));
    Modal::new(Id::unique(name)).frame(frame).show(ctx, |ui| scale.show(ui, content))
}

/// While a file is held over the window, what letting go of it does.
pub fn drop_hint(ctx: &Context) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let theme = Theme::of(ctx);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, Id::unique("drop")));
    let whole = ctx.content_rect();
    painter.rect_filled(whole, 0.0, fade(theme.bg, 0.85));
    let style = Style::new(Role::Status, Scale::WINDOW, theme.strong);
    maths::layout(ctx, say!("window.drop"), style).paint(&painter, whole.center(), Align2::CENTER_CENTER);
}

fn with_extension(text: &str, extension: &str) -> PathBuf {
    let path = PathBuf::from(text);
    if path.extension().is_some() { path } else { path.with_extension(extension) }
}

fn help(ui: &mut Ui, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_width(scale.px(HELP_WIDTH));
    ui.heading(say!("help.what-you-see"));
    ui.add_space(scale.px(space::UNIT));
    ui.label(say!("help.story"));
    ui.add_space(scale.px(space::TITLE_GAP));
    ui.heading(say!("help.keys"));
    ui.add_space(scale.px(space::UNIT));
    let room = (ui.ctx().content_rect().height() - scale.px(HELP_AROUND)).max(HELP_LEAST);
    // As wide as the dialog, so that the bar stands at its edge.
    ui.spacing_mut().scroll.fade.strength = 0.0;
    ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, keys);
    ui.add_space(scale.px(space::GAP));
    ui.weak(say!("help.sliders"));
    ui.add_space(scale.px(space::TITLE_GAP));
    ui.horizontal(|ui| {
        if Button::outline(say!("window.close")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
        }
        if Button::ghost(say!("help.opening")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
            commands.push(WindowCommand::Opening.into());
        }
        if Button::ghost(say!("help.tour")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
            commands.push(LessonCommand::Tour.into());
        }
    });
}

/// Every key and what it does, one half beside the other; those that the edge would cut are left out.
fn keys(ui: &mut Ui) {
    let scale = Scale::of(ui);
    // The words of a row decide its height, not the controls that it might hold.
    ui.spacing_mut().interact_size.y = 0.0;
    let known: Vec<_> =
        offers().iter().filter_map(|offer| Some((pressed(ui, offer.keys?), &offer.title))).collect();
    let rows = known.len().div_ceil(2);
    let grid = egui::Grid::new("keys").num_columns(5).min_row_height(scale.px(KEY_ROW));
    grid.spacing([scale.px(space::WIDE_GAP), scale.px(space::UNIT)]).show(ui, |ui| {
        for row in 0..rows {
            for (half, (keys, title)) in known.iter().skip(row).step_by(rows).enumerate() {
                if half > 0 {
                    // An empty column keeps the halves apart.
                    ui.allocate_space(egui::Vec2::ZERO);
                }
                let place = ui.label(keys).rect.union(ui.label(title.as_str()).rect);
                whole::cover_if_cut(ui, place);
            }
            ui.end_row();
        }
    });
}

/// Keys as they are written on a keyboard.
pub(super) fn pressed(ui: &Ui, keys: KeyboardShortcut) -> String {
    ui.ctx().format_shortcut(&keys).replace(Key::Questionmark.name(), "?")
}
