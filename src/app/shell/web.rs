//! The window in a page of a browser: it fills the page's canvas, and begins by playing.

use eframe::{CreationContext, Frame, WebOptions, WebRunner};
use egui::{ColorImage, Ui};
use web_sys::HtmlCanvasElement;
use web_sys::wasm_bindgen::JsCast;

use super::app::App;
use super::chrome::copied_as;
use crate::app::desk::Desk;
use crate::app::desk::around::Copied;
use crate::app::desk::command::RunCommand;
use crate::platform::threads;
use crate::say;
use crate::session::{Session, Start};

/// How the canvas is called.
const CANVAS: &str = "frostline";

/// Opens the window and leaves it to the page; the error is one line on what is missing.
pub fn open(start: Start) -> Result<(), String> {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(CANVAS));
    let canvas = element.and_then(|element| element.dyn_into::<HtmlCanvasElement>().ok());
    let canvas = canvas.ok_or_else(|| say!("window.no-canvas").to_owned())?;
    wasm_bindgen_futures::spawn_local(async move {
        let begin =
            |context: &CreationContext<'_>| -> Box<dyn eframe::App> { Box::new(Page::new(context, start)) };
        let runner = WebRunner::new();
        let begun = runner.start(canvas, WebOptions::default(), Box::new(|context| Ok(begin(context))));
        if let Err(error) = begun.await {
            web_sys::console::error_1(&error);
        }
    });
    Ok(())
}

/// The interface in its page.
struct Page {
    app: App,
}

impl Page {
    fn new(context: &CreationContext<'_>, start: Start) -> Self {
        let session = match start {
            Start::File(session, _) => *session,
            Start::WhereLeft | Start::Fresh | Start::Lesson(_) => Session::default(),
        };
        let ctx = context.egui_ctx.clone();
        let wake = std::sync::Arc::new(move || ctx.request_repaint());
        let mut desk = Desk::new(session, threads::count(), wake);
        desk.follow.fit = true;
        desk.carry_out(RunCommand::Play, u64::MAX);
        Self { app: App::new(desk) }
    }
}

impl eframe::App for Page {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        self.app.frame(ui);
        let desk = &mut self.app.desk;
        if let Some(copied) = desk.around.copied.take() {
            desk.tell(&copied_as(&copied));
            match copied {
                Copied::Picture(size, pixels) => {
                    let size = size.map(|length| length as usize);
                    ui.ctx().copy_image(ColorImage::from_rgba_unmultiplied(size, &pixels));
                }
                Copied::Text(text) => ui.ctx().copy_text(text),
            }
        }
        if desk.around.wanted.take().is_some() {
            desk.warn(say!("window.no-dialog").to_owned());
        }
        // A page is closed by its browser.
        desk.around.quitting = false;
    }
}
