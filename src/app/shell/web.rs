//! The window in a page of a browser: it fills the page's canvas, and begins by playing, where it left off, or with what
//! the page's address links to.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use eframe::{CreationContext, Frame, Storage, WebOptions, WebRunner};
use egui::{ColorImage, Ui};
use web_sys::HtmlCanvasElement;
use web_sys::wasm_bindgen::JsCast;

use super::app::App;
use super::chrome::{self, copied_as};
use super::remembered::Memory;
use crate::app::desk::Desk;
use crate::app::desk::around::{Copied, Sought, Wanted};
use crate::app::desk::command::{FileCommand, RunCommand};
use crate::app::desk::keeping::Keeper;
use crate::job::Wake;
use crate::platform::page::{self, address};
use crate::platform::threads;
use crate::say;
use crate::session::{Autosave, Broken, Kept, Link, Session, Written};

/// How the canvas is called.
const CANVAS: &str = "frostline";
/// What can be opened.
const ENDINGS: &str = ".frostline,.lesson,.pdf,.svg,.png,.csv";

/// Opens the window and leaves it to the page. Of a page without a canvas, the work is done that another one sends.
pub fn open() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return page::worker::work();
    };
    let element = document.get_element_by_id(CANVAS);
    let Some(canvas) = element.and_then(|element| element.dyn_into::<HtmlCanvasElement>().ok()) else {
        return web_sys::console::error_1(&say!("window.no-canvas").into());
    };
    // It compiles and begins while the window does.
    page::hire_ahead();
    wasm_bindgen_futures::spawn_local(async move {
        let shown = canvas.clone();
        let begin =
            |context: &CreationContext<'_>| -> Box<dyn eframe::App> { Box::new(Page::new(context, shown)) };
        let runner = WebRunner::new();
        // Dithering would cost every pixel, and change what pictures show.
        let options = WebOptions { dithering: false, ..WebOptions::default() };
        let begun = runner.start(canvas, options, Box::new(|context| Ok(begin(context))));
        if let Err(error) = begun.await {
            web_sys::console::error_1(&error);
        }
    });
}

/// The interface in its page.
struct Page {
    app: App,
    canvas: HtmlCanvasElement,
    title: String,
    /// The step that the canvas tells of.
    step: u32,
}

impl Page {
    fn new(context: &CreationContext<'_>, canvas: HtmlCanvasElement) -> Self {
        let ctx = context.egui_ctx.clone();
        let wake: Wake = Arc::new(move || ctx.request_repaint());
        let link = Link::read(&address::whole());
        let mut desk = begin(&link, wake);
        Memory::read(context.storage).unwrap_or_default().recall(&mut desk);
        match link {
            Ok(link) => desk.follow_link(link),
            Err(Broken::Empty) => {}
            Err(what) => desk.warn(say!("link.cannot-open", what = what)),
        }
        // What has not begun begins by itself.
        if desk.session().step == 0 && desk.lessons.running.is_none() {
            desk.follow.fit = true;
            desk.carry_out(RunCommand::Play, u64::MAX);
        }
        let mut page = Self { app: App::upon_ground(desk), canvas, title: String::new(), step: 0 };
        page.leave_link();
        page
    }

    /// From now on the run is where it is kept, and no longer in the address.
    fn leave_link(&mut self) {
        if !self.app.desk.around.embedded {
            address::forget_link();
        }
    }

    /// Opens what somebody has written into the address since.
    fn follow_address(&mut self) {
        let address = address::whole();
        if self.app.desk.around.embedded || !address.contains('#') {
            return;
        }
        self.app.desk.carry_out(FileCommand::OpenPath(address.into()), u64::MAX);
        self.leave_link();
    }

    /// Takes files that come by hand; what they hold is not there at once.
    fn receive(&mut self, ui: &Ui) {
        let ctx = ui.ctx().clone();
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        if !dropped.is_empty() {
            type Bytes = Pin<Box<dyn Future<Output = Option<Vec<u8>>>>>;
            let coming = dropped.into_iter().map(|file| -> (PathBuf, Bytes) {
                (file.path().to_owned(), Box::pin(async move { file.bytes_async().await.ok() }))
            });
            let ctx = ctx.clone();
            page::came(coming.collect(), move || ctx.request_repaint());
        }
        let mut arrived = page::arrived();
        match arrived.len() {
            0 => {}
            1 => self.app.desk.carry_out(FileCommand::OpenPath(arrived.remove(0)), u64::MAX),
            _ => self.app.desk.carry_out(FileCommand::OpenLecture(arrived), u64::MAX),
        }
        if let Some(Sought::Path(Wanted::Open)) = self.app.desk.around.wanted.take()
            && page::pick(ENDINGS, move || ctx.request_repaint()).is_err()
        {
            self.app.desk.warn(say!("window.no-dialog").to_owned());
        }
    }

    fn copy(&mut self, ui: &Ui) {
        let desk = &mut self.app.desk;
        let Some(copied) = desk.around.copied.take() else { return };
        desk.tell(&copied_as(&copied));
        match copied {
            Copied::Picture(size, pixels) => {
                let size = size.map(|length| length as usize);
                ui.ctx().copy_image(ColorImage::from_rgba_unmultiplied(size, &pixels));
            }
            Copied::Text(text) | Copied::Link(Written { text, .. }) => ui.ctx().copy_text(text),
        }
    }

    /// Tells whoever stands around the canvas how far the run is, how fast, and what it has come to.
    fn tell(&mut self) {
        let Some(run) = self.app.desk.run.snapshot().filter(|run| run.now.step != self.step) else { return };
        self.step = run.now.step;
        let all = run.now.measures();
        let told = [
            ("data-step", f64::from(run.now.step)),
            ("data-steps-a-second", run.speed.round()),
            ("data-p-flat", f64::from(all.flat) / f64::from(all.live.max(1))),
            ("data-mean-y", all.mean_y),
        ];
        for (name, value) in told {
            // Nobody has to listen.
            let _ = self.canvas.set_attribute(name, &value.to_string());
        }
    }

    /// Looks now and then whether there is something to keep, and whether the run is called otherwise.
    fn keep(&mut self, ctx: &egui::Context) {
        if let Some(due) = self.app.desk.keep() {
            return ctx.request_repaint_after(due);
        }
        let title = chrome::title(&self.app.desk);
        if title != self.title {
            address::set_title(&title);
            self.title = title;
        }
    }
}

/// The desk that a page begins with, and the place where its run is kept; what is embedded elsewhere keeps nothing.
fn begin(link: &Result<Link, Broken>, wake: Wake) -> Desk {
    let embedded = link.as_ref().is_ok_and(|link| link.embedded);
    let place = (!embedded).then(|| Autosave::begin(Path::new(page::KEPT)));
    let mut place = place.and_then(Result::ok);
    let mut found = place.as_mut().map(|place| place.find(link.is_err()));
    let left_off = found.as_mut().and_then(|found| found.run.take());
    let session = left_off.as_ref().map_or_else(Session::default, |Kept { session, .. }| session.clone());
    let mut desk = Desk::new(session, threads::count(), wake);
    desk.files.keeper = place.map(|place| Keeper::new(place, left_off.clone(), desk.wake()));
    left_off.into_iter().for_each(|kept| desk.resumed(kept));
    found.into_iter().for_each(|found| desk.find(found));
    desk
}

impl eframe::App for Page {
    /// A page that is hidden draws no frames, but what its run comes to is kept.
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
        self.follow_address();
        self.receive(ui);
        self.app.frame(ui);
        self.copy(ui);
        self.tell();
        self.keep(ui.ctx());
        // A page is closed by its browser.
        self.app.desk.around.quitting = false;
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        Memory::write(&self.app.desk, storage);
    }
}
