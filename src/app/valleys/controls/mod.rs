//! The column on the left: the run's name, its two pages – the run and its landscape –, what follows from them, and what a
//! change does. Nothing folds.

mod alpha;
mod change;
mod facts;
mod head;
mod landscape;
mod needed;
mod number;
mod run;

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::kit::theme::{Scale, Theme, space};

pub use head::menu_line;
pub use needed::show as needed;
pub use number::{ETA, SIGMA, STEPS};

/// What the column keeps from frame to frame.
#[derive(Default)]
pub struct Controls {
    landscape: landscape::Floors,
}

/// From the top of the column to its page: the name and the two pages.
const HEAD: f32 = 68.0;
/// The height that a page needs.
const PAGE: f32 = 402.0;
/// The label of a row stands so much lower than that of a slider.
const LABEL_DROP: f32 = 6.0;
/// Room for the scroll bar beside two columns.
const BAR: f32 = 8.0;
/// How far a knob or a ring reaches beyond the column.
const REACH: f32 = 6.0;

impl Controls {
    pub fn show(&mut self, ui: &mut Ui, rect: Rect, desk: &Desk, scale: Scale, commands: &mut Vec<Command>) {
        if rect.width() >= 2.0 * space::CONTROLS {
            // As large as two columns have room for.
            let room = (rect.width() - BAR) / (2.0 * space::CONTROLS + space::WIDE_GAP);
            let scale = Scale(scale.0.min(room).max(Scale::WINDOW.0));
            scale.show(ui, |ui| self.side_by_side(ui, rect, desk, scale, commands));
            return;
        }
        head::show(ui, rect.with_max_y(rect.top() + HEAD), desk, commands);
        let mut page = rect.with_min_y(rect.top() + HEAD);
        // The lanes of the schedule lie where all that is below the sliders stands.
        if !desk.around.schedule {
            let foot = page.with_min_y(page.bottom() - change::HEIGHT);
            change::show(ui, foot, desk, commands);
            page.set_bottom(foot.top());
            // As many of them as there is room for, in a low window.
            let room = (page.height() - PAGE).min(facts::HEIGHT);
            if room >= facts::LEAST {
                let rows = page.with_min_y(page.bottom() - room);
                let mut part = ui.new_child(UiBuilder::new().max_rect(rows).id_salt("facts"));
                part.set_clip_rect(rows.expand2(vec2(REACH, 0.0)).intersect(ui.clip_rect()));
                facts::show(&mut part, rows, desk);
                page.set_bottom(rows.top());
            }
        }
        let builder = UiBuilder::new().max_rect(page.expand2(vec2(REACH, 0.0))).id_salt("controls");
        let mut column = ui.new_child(builder);
        // What the edge would cut is left out instead.
        column.spacing_mut().scroll.fade.strength = 0.0;
        let shown = (desk.around.landscape, desk.around.schedule);
        ScrollArea::vertical().id_salt(("controls", shown)).show(&mut column, |ui| {
            let margin = egui::Margin::symmetric(REACH as i8, 0);
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.set_width(rect.width());
                ui.spacing_mut().item_spacing.y = 0.0;
                if desk.around.landscape {
                    self.landscape.show(ui, desk, commands);
                } else {
                    run::sliders(ui, desk, commands);
                    ui.add_space(run::ABOVE_NOISE);
                    alpha::show(ui, desk, commands);
                    if !desk.around.schedule {
                        hair(ui);
                        run::rows(ui, desk, commands);
                    }
                }
            });
        });
    }

    /// The same in two columns, beneath the page of a lesson.
    fn side_by_side(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        desk: &Desk,
        scale: Scale,
        commands: &mut Vec<Command>,
    ) {
        let builder = UiBuilder::new().max_rect(rect.expand2(vec2(REACH, 0.0))).id_salt("controls");
        let mut whole = ui.new_child(builder);
        // What the edge would cut is left out instead.
        whole.spacing_mut().scroll.fade.strength = 0.0;
        ScrollArea::vertical().id_salt("controls").auto_shrink(false).show(&mut whole, |ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ui.horizontal_top(|ui| {
                for right in [false, true] {
                    ui.add_space(if right { scale.px(space::WIDE_GAP) } else { REACH });
                    ui.vertical(|ui| {
                        let width = scale.px(space::CONTROLS);
                        ui.set_width(width);
                        if right {
                            alpha::show(ui, desk, commands);
                            run::rows(ui, desk, commands);
                            hair(ui);
                            self.landscape.show(ui, desk, commands);
                            return;
                        }
                        // The first label stands beside the first at the right.
                        ui.add_space(scale.px(LABEL_DROP));
                        run::sliders(ui, desk, commands);
                        let size = vec2(width, scale.px(facts::HEIGHT));
                        let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                        facts::show(ui, place, desk);
                        let size = vec2(width, scale.px(change::HEIGHT));
                        let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                        change::show(ui, place, desk, commands);
                    });
                }
            });
        });
    }
}

/// A hairline between groups.
fn hair(ui: &mut Ui) {
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), Scale::of(ui).px(17.0)), Sense::hover());
    rule(ui, rect.x_range(), rect.center().y);
}

fn rule(ui: &Ui, across: egui::Rangef, at: f32) {
    let y = ui.painter().round_to_pixel_center(at);
    ui.painter().hline(across, y, egui::Stroke::new(1.0, Theme::of(ui.ctx()).hair));
}
