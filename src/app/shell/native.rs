//! The real window: eframe, the system's file dialogs, what is remembered between starts, and what to say when
//! there is no display.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};

use eframe::{CreationContext, Frame, NativeOptions, Storage};
use egui::{Ui, ViewportBuilder, ViewportCommand};

use super::app::App;
use super::black_box::{BlackBox, said};
use super::chrome::{self, copied_as};
use super::remembered::Memory;
use crate::app::desk::Desk;
use crate::app::desk::around::{Copied, Sought, Wanted};
use crate::app::desk::command::{
    Command, FigureCommand, FileCommand, FilmCommand, LessonCommand, NetworkCommand, WindowCommand,
};
use crate::app::desk::keeping::Keeper;
use crate::app::desk::studio::destination::Destination;
use crate::job::Wake;
use crate::platform::process::variable;
use crate::platform::threads::{self, Pool};
use crate::say;
use crate::session::{Autosave, Kept, Link, Session, Start, Written};

const NAME: &str = "frostline";
const ICON: &[u8] = include_bytes!("../../../assets/icon.png");
/// Beside the runs that are kept.
const FAULTS: &str = "faults.log";

/// Pipes that can be opened where a window can: more than half the descriptors that one has.
const PAIRS_OF_A_WINDOW: usize = 16;

/// Whether the window has come as far as its first frame.
static OPENED: AtomicBool = AtomicBool::new(false);

/// Opens the window and stays until it is closed; the error is one line on what is missing.
pub fn open(start: Start) -> Result<(), String> {
    // What draws takes its threads now, while there is somebody to tell that there are none.
    Pool::prepare_common().map_err(|error| missing(&error.to_string()))?;
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id(NAME)
            .with_title(say!("window.name"))
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([1080.0, 700.0])
            .with_drag_and_drop(true)
            .with_icon(icon()),
        persist_window: true,
        ..NativeOptions::default()
    };
    // A missing library of the system's makes the window's crates panic: it ends as a line, not as a trace.
    let log = eframe::storage_dir(NAME).map(|folder| folder.join(FAULTS));
    let faults = BlackBox::install(log, &OPENED);
    let begin = |context: &CreationContext<'_>| -> Box<dyn eframe::App> {
        Box::new(Window::new(context, start, faults))
    };
    let run = || eframe::run_native(NAME, options, Box::new(|context| Ok(begin(context))));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    let _ = std::panic::take_hook();
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(missing(&error.to_string())),
        Err(_) if OPENED.load(Ordering::Relaxed) => Err(say!("window.ended").to_owned()),
        Err(fault) => Err(missing(said(fault.as_ref()))),
    }
}

/// What to install, from what the window's crates complain about.
fn missing(complaint: &str) -> String {
    let anyway = say!("window.command-line-works");
    let complaint = complaint.lines().next().unwrap_or_default();
    let lower = complaint.to_lowercase();
    if lower.contains("temporarily") {
        say!("window.no-threads", anyway = anyway)
    } else if !more_can_be_open() {
        say!("window.no-descriptors", anyway = anyway)
    } else if lower.contains("xkbcommon") {
        say!("window.no-library", anyway = anyway)
    } else if ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| variable(name).is_none()) {
        say!("window.no-display", anyway = anyway)
    } else if ["gl", "egl", "glx", "config"].iter().any(|word| lower.contains(word)) {
        say!("window.no-driver", anyway = anyway)
    } else {
        // Its last clause is the one for people.
        let clause = complaint.rsplit(": ").next().unwrap_or(complaint).trim_end_matches('.');
        say!("window.no-window", complaint = clause, anyway = anyway)
    }
}

/// Whether the system lets as much more be open at once as a window takes: a library that is there cannot be loaded then.
fn more_can_be_open() -> bool {
    let pairs: Result<Vec<_>, _> = (0..PAIRS_OF_A_WINDOW).map(|_| std::io::pipe()).collect();
    pairs.is_ok()
}

fn icon() -> Arc<egui::IconData> {
    Arc::new(eframe::icon_data::from_png_bytes(ICON).unwrap_or_default())
}

/// The interface in its window.
struct Window {
    app: App,
    title: String,
    /// A path on its way from a dialog of the system's.
    dialog: Option<(Sought, Receiver<Option<PathBuf>>)>,
    clipboard: Option<arboard::Clipboard>,
    faults: BlackBox,
}

impl Window {
    fn new(context: &CreationContext<'_>, start: Start, faults: BlackBox) -> Self {
        let memory = Memory::read(context.storage);
        let never_closed = memory.is_none();
        let ctx = context.egui_ctx.clone();
        let wake: Wake = Arc::new(move || ctx.request_repaint());
        faults.wakes(&wake);
        let lesson = if let Start::Lesson(path) = &start { Some(path.clone()) } else { None };
        let asked = lesson.is_some() || matches!(start, Start::File(..) | Start::Link(_));
        let mut desk = begin(start, wake);
        memory.unwrap_or_default().recall(&mut desk);
        desk.around.log = faults.log().map(Path::to_owned);
        faults.tell_of_before(&mut desk);
        if let Some(path) = lesson {
            desk.carry_out(FileCommand::OpenPath(path), u64::MAX);
        }
        // A first window begins with the tour, unless it has something else to show.
        if never_closed && !asked && desk.session().is_untouched() {
            desk.carry_out(LessonCommand::Tour, u64::MAX);
            desk.carry_out(WindowCommand::Opening, u64::MAX);
        }
        Self { app: App::upon_ground(desk), title: String::new(), dialog: None, clipboard: None, faults }
    }

    /// Looks now and then whether there is something to keep, and whether the run is called otherwise.
    fn keep(&mut self, ctx: &egui::Context) {
        match self.app.desk.keep() {
            Some(due) => ctx.request_repaint_after(due),
            None => self.name(ctx),
        }
    }

    /// Sets the window's title to the run's name.
    fn name(&mut self, ctx: &egui::Context) {
        let title = chrome::title(&self.app.desk);
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Asks the system for a path on a thread of its own, and takes it when it comes.
    fn dialogs(&mut self, ui: &Ui) {
        if let Some(wanted) = self.app.desk.around.wanted.take() {
            let (sender, receiver) = mpsc::channel();
            let ctx = ui.ctx().clone();
            let name = match wanted {
                Sought::Path(Wanted::Open | Wanted::Save) => format!("{}.frostline", self.app.desk.run.name),
                Sought::Folder => String::new(),
                Sought::Path(Wanted::Animation) => self.app.desk.cinema.file_name(),
                Sought::Path(Wanted::Exhibit(exhibit)) => self.app.desk.exhibit_file(exhibit),
            };
            let ask = move || {
                let dialog = rfd::FileDialog::new();
                let session = (say!("window.files-session"), ["frostline"].as_slice());
                let figure = (say!("window.files-figure"), ["pdf", "svg", "png", "csv"].as_slice());
                let path = match wanted {
                    Sought::Path(Wanted::Open) => {
                        let all = ["frostline", "lesson", "pdf", "svg", "png", "csv"];
                        let dialog = dialog.add_filter(say!("window.files-all"), &all);
                        let dialog = dialog.add_filter(session.0, session.1);
                        let dialog = dialog.add_filter(say!("window.files-lesson"), &["lesson"]);
                        dialog.add_filter(figure.0, figure.1).pick_file()
                    }
                    Sought::Path(Wanted::Save) => {
                        dialog.add_filter(session.0, session.1).set_file_name(name).save_file()
                    }
                    Sought::Folder => dialog.pick_folder(),
                    Sought::Path(Wanted::Animation) => dialog.set_file_name(name).save_file(),
                    Sought::Path(Wanted::Exhibit(_)) => {
                        dialog.add_filter(figure.0, figure.1).set_file_name(name).save_file()
                    }
                };
                let _ = sender.send(path);
                ctx.request_repaint();
            };
            if let Err(error) = threads::spawn("dialog", ask) {
                self.app.desk.warn(say!("window.no-thread", what = error));
                return;
            }
            self.dialog = Some((wanted, receiver));
        }
        let Some((wanted, receiver)) = &self.dialog else { return };
        if let Ok(path) = receiver.try_recv() {
            let command = path.map(|path| match wanted {
                Sought::Path(Wanted::Open) => Command::Files(FileCommand::OpenPath(path)),
                Sought::Path(Wanted::Save) => Command::Files(FileCommand::SavePath(path)),
                Sought::Folder => {
                    let folder = path.display().to_string();
                    let known = self.app.desk.studio.destination.clone();
                    Command::Figures(FigureCommand::Destination(Destination { folder, ..known }))
                }
                Sought::Path(Wanted::Animation) => Command::Films(FilmCommand::AnimatePath(path)),
                Sought::Path(Wanted::Exhibit(exhibit)) => {
                    Command::Network(NetworkCommand::ExportPath(*exhibit, path))
                }
            });
            self.dialog = None;
            if let Some(command) = command {
                self.app.desk.carry_out(command, u64::MAX);
            }
        }
    }

    /// Gives the clipboard what was asked for, and says whether it took it.
    fn copy(&mut self) {
        let Some(copied) = self.app.desk.around.copied.take() else { return };
        let taken = match &mut self.clipboard {
            Some(clipboard) => Ok(clipboard),
            none => arboard::Clipboard::new().map(|clipboard| none.insert(clipboard)),
        };
        let said = copied_as(&copied);
        let put = taken.and_then(|clipboard| match copied {
            Copied::Picture([width, height], pixels) => clipboard.set_image(arboard::ImageData {
                width: width as usize,
                height: height as usize,
                bytes: pixels.into(),
            }),
            Copied::Text(text) | Copied::Link(Written { text, .. }) => clipboard.set_text(text),
        });
        match put {
            Ok(()) => self.app.desk.tell(&said),
            Err(error) => self.app.desk.warn(say!("gallery.not-copied", what = error)),
        }
    }
}

/// The desk that a window begins with, and the place where its run is kept.
fn begin(start: Start, wake: Wake) -> Desk {
    let threads = threads::beside_the_window();
    let place = match eframe::storage_dir(NAME) {
        Some(folder) => Autosave::begin(&folder).map_err(|error| error.to_string()),
        None => Err(say!("window.no-home").to_owned()),
    };
    let (mut place, nowhere) = match place {
        Ok(place) => (Some(place), None),
        Err(what) => (None, Some(what)),
    };
    let mut found = place.as_mut().map(|place| place.find(matches!(start, Start::WhereLeft)));
    let left_off = found.as_mut().and_then(|found| found.run.take());
    let mut desk = match (&left_off, start) {
        (_, Start::File(session, path)) => {
            let mut desk = Desk::new((*session).clone(), threads, wake);
            desk.opened(*session, &path);
            desk
        }
        (Some(Kept { session, .. }), _) => Desk::new(session.clone(), threads, wake),
        (None, Start::Link(link)) => {
            let mut desk = Desk::new(Session::default(), threads, wake);
            // A window has room for everything.
            desk.follow_link(Link { embedded: false, ..link });
            desk
        }
        (None, _) => Desk::new(Session::default(), threads, wake),
    };
    desk.files.keeper = place.map(|place| Keeper::new(place, left_off.clone(), desk.wake()));
    left_off.into_iter().for_each(|kept| desk.resumed(kept));
    found.into_iter().for_each(|found| desk.find(found));
    nowhere.into_iter().for_each(|what| desk.warn(say!("window.nothing-kept", what = what)));
    desk
}

impl eframe::App for Window {
    /// A window that is hidden draws no frames, but what its run comes to is kept.
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut Frame) {
        if ctx.input(|input| input.viewport().visible() == Some(false)) {
            self.app.desk.poll();
            self.keep(ctx);
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        App::ground(visuals)
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        self.app.frame(ui);
        self.dialogs(ui);
        self.copy();
        self.faults.tell(&mut self.app.desk);
        self.keep(ui.ctx());
        if self.app.desk.around.quitting {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
        OPENED.store(true, Ordering::Relaxed);
        let fullscreen = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
        if fullscreen != self.app.desk.look.presenting {
            ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(self.app.desk.look.presenting));
        }
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        Memory::write(&self.app.desk, storage);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.app.desk.keep_last();
    }
}
