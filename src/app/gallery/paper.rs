//! The exporter's own pixels, as large as they will be printed.

use std::sync::Arc;

use egui::{
    Color32, ColorImage, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui,
    UiBuilder, WidgetInfo, vec2,
};
use serde::{Deserialize, Serialize};

use crate::app::desk::Desk;
use crate::app::kit::maths;
use crate::app::kit::plots::words;
use crate::app::kit::theme::{Scale, Theme};
use crate::chart::Figure;
use crate::export::{Sheet, pixels};
use crate::job::{Mission, Progress, Task};
use crate::say;

/// Pixels of a screen to an inch, where it does not magnify.
const PIXELS_PER_INCH: f64 = 96.0;

/// The sheet on show, and the next one on its way.
#[derive(Default)]
pub(super) struct Paper {
    shown: Option<(Print, Result<TextureHandle, String>)>,
    coming: Option<(Print, Task<Pixels>)>,
}

type Pixels = Result<([u32; 2], Vec<u8>), String>;

/// What is printed, and on what.
#[derive(Clone, Serialize, Deserialize)]
struct Print {
    figure: Arc<Figure>,
    sheet: Sheet,
}

impl PartialEq for Print {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.figure, &other.figure) && self.sheet == other.sheet
    }
}

impl Mission for Print {
    type Found = Pixels;

    fn run(self, _: &Progress<'_>, _: &(dyn Fn(Pixels) + Sync)) -> Option<Pixels> {
        Some(pixels(&self.figure, &self.sheet).map_err(|error| error.to_string()))
    }
}

impl Paper {
    pub(super) fn show(&mut self, ui: &mut Ui, rect: Rect, figure: &Arc<Figure>, desk: &Desk) {
        // The scale of the program's own type is no part of it: a millimetre stays a millimetre.
        let screen = ui.ctx().native_pixels_per_point().unwrap_or(1.0);
        let dots_per_inch = PIXELS_PER_INCH * f64::from(screen);
        let sheet = Sheet { dots_per_inch, ..desk.studio.options.sheet.clone() };
        self.print(ui, Print { figure: Arc::clone(figure), sheet }, desk);
        let theme = Theme::of(ui.ctx());
        // Until the next one is there the last one stays, so that nothing flickers.
        let texture = match &self.shown {
            Some((print, Ok(texture))) if Arc::ptr_eq(&print.figure, figure) => texture,
            Some((_, Err(line))) => {
                words(ui.painter(), rect, line, &theme, Scale::WINDOW);
                return;
            }
            _ => return,
        };
        let size = texture.size_vec2() / ui.pixels_per_point();
        let mut place = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("paper"));
        ScrollArea::both().id_salt("paper").show(&mut place, |ui| {
            let (whole, response) = ui.allocate_exact_size(
                (size + vec2(2.0, 2.0)).max(rect.size() - vec2(12.0, 12.0)),
                Sense::hover(),
            );
            let place = Rect::from_center_size(whole.center(), size);
            let place = egui::emath::GuiRounding::round_to_pixels(place, ui.pixels_per_point());
            // At the top, with a pixel for its edge.
            let place = place.translate(vec2(0.0, whole.top() + 1.0 - place.top()));
            let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            ui.painter().image(texture.id(), place, uv, Color32::WHITE);
            let edge = Stroke::new(1.0, theme.track);
            ui.painter().rect_stroke(place, 0.0, edge, StrokeKind::Outside);
            let said = say!("gallery.as-printed", figure = maths::plain(&figure.title));
            response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Image, true, &said));
        });
    }

    /// Starts printing what is wanted, and takes it when it is there.
    fn print(&mut self, ui: &Ui, wanted: Print, desk: &Desk) {
        let current = |(print, _): &(Print, Result<TextureHandle, String>)| *print == wanted;
        if self.shown.as_ref().is_some_and(current) {
            self.coming = None;
            return;
        }
        if self.coming.as_ref().is_none_or(|(print, _)| *print != wanted) {
            let task = Task::away("paper", desk.wake(), wanted.clone());
            self.coming = Some((wanted, task));
        }
        let Some((print, task)) = &mut self.coming else { return };
        let made = match task.result().map(Arc::as_ref) {
            Some(Ok((size, pixels))) => {
                let size = size.map(|length| length as usize);
                let image = ColorImage::from_rgba_unmultiplied(size, pixels);
                Ok(ui.ctx().load_texture("paper", image, TextureOptions::NEAREST))
            }
            Some(Err(line)) => Err(line.clone()),
            None => return,
        };
        self.shown = Some((print.clone(), made));
        self.coming = None;
    }
}
