//! The real window: eframe, the system's file dialogs, what is remembered between starts, and what to say when
//! there is no display.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use eframe::{CreationContext, Frame, NativeOptions, Storage};
use egui::{Ui, ViewportBuilder, ViewportCommand};

use super::App;
use super::chrome;
use super::command::Command;
use super::desk::{Desk, Look, Notice, Wanted};
use super::lessons::{Move, Progress};
use crate::say;
use crate::session::{Session, autosave_path, forget_autosave};

const NAME: &str = "frostline";
const ICON: &[u8] = include_bytes!("../../assets/icon.png");
/// Between two autosaves of a running session.
const AUTOSAVE_EVERY: Duration = Duration::from_secs(5);

/// Whether the window has come as far as its first frame.
static OPENED: AtomicBool = AtomicBool::new(false);

/// Opens the window and stays until it is closed; the error is one line on what is missing.
pub fn open(session: Option<Session>) -> Result<(), String> {
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
    std::panic::set_hook(Box::new(|_| ()));
    let run =
        || eframe::run_native(NAME, options, Box::new(|context| Ok(Box::new(Window::new(context, session)))));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    let _ = std::panic::take_hook();
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(missing(&error.to_string())),
        Err(_) if OPENED.load(Ordering::Relaxed) => Err(say!("window.ended").to_owned()),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
            Err(missing(&said.unwrap_or_default()))
        }
    }
}

/// What to install, from what the window's crates complain about.
fn missing(complaint: &str) -> String {
    let anyway = say!("window.command-line-works");
    let complaint = complaint.lines().next().unwrap_or_default();
    let lower = complaint.to_lowercase();
    if lower.contains("xkbcommon") {
        say!("window.no-library", anyway = anyway)
    } else if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        say!("window.no-display", anyway = anyway)
    } else if ["gl", "egl", "glx", "config"].iter().any(|word| lower.contains(word)) {
        say!("window.no-driver", anyway = anyway)
    } else {
        // Its last clause is the one for people.
        let clause = complaint.rsplit(": ").next().unwrap_or(complaint).trim_end_matches('.');
        say!("window.no-window", complaint = clause, anyway = anyway)
    }
}

fn icon() -> Arc<egui::IconData> {
    Arc::new(eframe::icon_data::from_png_bytes(ICON).unwrap_or_default())
}

/// The interface in its window.
struct Window {
    app: App,
    title: String,
    /// A path on its way from a dialog of the system's.
    dialog: Option<(Wanted, Receiver<Option<PathBuf>>)>,
    folder: Option<PathBuf>,
    saved: Instant,
    kept: Option<Session>,
}

/// What is remembered between starts.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Memory {
    look: Look,
    recent: Vec<PathBuf>,
    lessons: Progress,
}

impl Window {
    fn new(context: &CreationContext<'_>, session: Option<Session>) -> Self {
        let kept: Option<Memory> = context
            .storage
            .and_then(|storage| storage.get_string("memory"))
            .and_then(|text| serde_json::from_str(&text).ok());
        let first = kept.is_none() && session.is_none();
        let memory = kept.unwrap_or_default();
        let folder = eframe::storage_dir(NAME);
        let left_behind = folder.as_deref().map(autosave_path).filter(|path| path.exists());
        let restored = match session {
            Some(_) => None,
            None => left_behind.and_then(|path| Session::load(&path).ok()),
        };
        let notice =
            restored.is_some().then(|| Notice { text: say!("window.restored").to_owned(), warning: false });
        let threads =
            std::thread::available_parallelism().map_or(1, |all| usize::from(all).saturating_sub(1).max(1));
        let ctx = context.egui_ctx.clone();
        let session = session.or(restored).unwrap_or_default();
        let mut desk = Desk::new(session, threads, Arc::new(move || ctx.request_repaint()));
        desk.look = memory.look;
        desk.recent = memory.recent;
        desk.lessons.progress = memory.lessons;
        desk.notice = notice;
        if first {
            desk.run(Command::Lesson(Move::Tour), u64::MAX);
        }
        Self {
            app: App::new(desk),
            title: String::new(),
            dialog: None,
            folder,
            saved: Instant::now(),
            kept: None,
        }
    }

    /// Sets the window's title to the run's name.
    fn name(&mut self, ui: &Ui) {
        let title = chrome::title(&self.app.desk);
        if title != self.title {
            ui.ctx().send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Asks the system for a path on a thread of its own, and takes it when it comes.
    fn dialogs(&mut self, ui: &Ui) {
        if let Some(wanted) = self.app.desk.wanted.take() {
            let (sender, receiver) = mpsc::channel();
            let ctx = ui.ctx().clone();
            let name = match wanted {
                Wanted::Open | Wanted::Save => format!("{}.frostline", self.app.desk.name),
                Wanted::Export => format!("{}.pdf", self.app.desk.studio.chosen()),
                Wanted::Animation => self.app.desk.cinema.file_name(),
            };
            std::thread::spawn(move || {
                let dialog = rfd::FileDialog::new();
                let session = (say!("window.files-session"), ["frostline"].as_slice());
                let figure = (say!("window.files-figure"), ["pdf", "svg", "png", "csv"].as_slice());
                let path = match wanted {
                    Wanted::Open => {
                        let all = ["frostline", "lesson", "pdf", "svg", "png", "csv"];
                        let dialog = dialog.add_filter(say!("window.files-all"), &all);
                        let dialog = dialog.add_filter(session.0, session.1);
                        let dialog = dialog.add_filter(say!("window.files-lesson"), &["lesson"]);
                        dialog.add_filter(figure.0, figure.1).pick_file()
                    }
                    Wanted::Save => dialog.add_filter(session.0, session.1).set_file_name(name).save_file(),
                    Wanted::Export => dialog.add_filter(figure.0, figure.1).set_file_name(name).save_file(),
                    Wanted::Animation => dialog.set_file_name(name).save_file(),
                };
                let _ = sender.send(path);
                ctx.request_repaint();
            });
            self.dialog = Some((wanted, receiver));
        }
        let Some((wanted, receiver)) = &self.dialog else { return };
        if let Ok(path) = receiver.try_recv() {
            let command = path.map(|path| match wanted {
                Wanted::Open => Command::OpenPath(path),
                Wanted::Save => Command::SavePath(path),
                Wanted::Export => Command::ExportPath(path),
                Wanted::Animation => Command::AnimatePath(path),
            });
            self.dialog = None;
            if let Some(command) = command {
                self.app.desk.run(command, u64::MAX);
            }
        }
    }

    /// Keeps the session for after a crash, now and then, off this thread.
    fn autosave(&mut self, ctx: &egui::Context) {
        let Some(folder) = self.folder.clone() else { return };
        let session = self.app.desk.session();
        if self.app.desk.snapshot().is_none() || self.kept.as_ref() == Some(&session) {
            return;
        }
        let due = AUTOSAVE_EVERY.saturating_sub(self.saved.elapsed());
        if !due.is_zero() {
            ctx.request_repaint_after(due);
            return;
        }
        self.saved = Instant::now();
        self.kept = Some(session.clone());
        std::thread::spawn(move || keep(&folder, &session));
    }
}

fn keep(folder: &Path, session: &Session) {
    // An autosave that fails is no reason to disturb anyone.
    let _ = session.save(&autosave_path(folder));
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        self.app.frame(ui);
        self.name(ui);
        self.dialogs(ui);
        self.autosave(ui.ctx());
        OPENED.store(true, Ordering::Relaxed);
        let fullscreen = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
        if fullscreen != self.app.desk.look.presenting {
            ui.ctx().send_viewport_cmd(ViewportCommand::Fullscreen(self.app.desk.look.presenting));
        }
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        let desk = &self.app.desk;
        let memory =
            Memory { look: desk.look, recent: desk.recent.clone(), lessons: desk.lessons.progress.clone() };
        if let Ok(text) = serde_json::to_string(&memory) {
            storage.set_string("memory", text);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if let Some(folder) = &self.folder {
            forget_autosave(folder);
        }
    }
}
