//! The panels on the right: measured beside predicted.

mod calibration;
mod change;
mod choice;
mod gauge;
mod guess;
mod held;
mod hops;
mod p_flat;
mod plane;
mod plane_hand;
mod plane_names;
mod predictions;
mod slice;
pub mod table;
mod title;

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

pub use choice::{room, show as choice};
use table::Table;

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, ViewCommand};
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
use crate::app::kit::theme::space;
use crate::chart::{self, Pen};
use crate::valleys::figures::pens;
use crate::valleys::panel::Panel;

/// What the panels keep from frame to frame: textures, histograms, and where labels went.
#[derive(Default)]
pub struct Panels {
    p_flat: p_flat::PFlat,
    plane: plane::Plane,
    slice: slice::Slice,
    hops: hops::Hops,
    gauge: gauge::Gauge,
}

/// The words that a panel says itself where there is nothing to draw.
fn says(panel: &chart::Panel) -> Option<&str> {
    panel.marks.iter().find_map(|mark| match &mark.shape {
        chart::Shape::Words { text, .. } => Some(text.as_str()),
        _ => None,
    })
}

/// The symbol of the equations that a pen draws.
fn symbol(pen: &Pen) -> Option<Symbol> {
    let is = |theory: Pen| *pen == theory || *pen == pens::outside(theory);
    match () {
        () if is(pens::FROST) => Some(Symbol::FreezingHeight),
        () if is(pens::EQ9) => Some(Symbol::SteadyShare),
        () if is(pens::EFFECTIVE) => Some(Symbol::EffectiveLoss),
        () if is(pens::CORRECTION) => Some(Symbol::Correction),
        () => None,
    }
}

impl Panels {
    /// Draws panels one below the other, the first with room for the plus at its right.
    pub fn column(
        &mut self,
        ui: &mut Ui,
        column: Rect,
        shown: &[Panel],
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        let size = vec2(column.width(), column.height() / shown.len().max(1) as f32);
        for (index, &panel) in shown.iter().enumerate() {
            let top = column.top() + size.y * index as f32;
            let rect = Rect::from_min_size(pos2(column.left(), top), size);
            let rect = rect.with_max_y(rect.bottom() - space::TITLE_GAP);
            if index == 0 {
                choice::beside(ui, |ui| self.show(panel, ui, rect, scene, commands));
            } else {
                self.show(panel, ui, rect, scene, commands);
            }
            let pressed = ui.input(|input| input.pointer.any_pressed());
            if pressed && ui.rect_contains_pointer(rect) {
                commands.push(ViewCommand::Use(panel).into());
            }
        }
    }

    /// Draws one panel, title included, into a rectangle; gives the descriptions that it has drawn.
    pub fn show(
        &mut self,
        panel: Panel,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> Vec<chart::Panel> {
        let builder = UiBuilder::new().max_rect(rect).id_salt(("panel", panel));
        let mut ui = ui.new_child(builder);
        match panel {
            Panel::PFlat => vec![self.p_flat.show(&mut ui, rect, scene, commands)],
            Panel::Plane => vec![self.plane.show(&mut ui, rect, scene, commands)],
            // Beside another run what became of the walkers is what the eye asks for.
            Panel::Slice if change::is_known(scene) => {
                change::show(&mut ui, rect, scene, commands);
                Vec::new()
            }
            Panel::Slice => vec![self.slice.show(&mut ui, rect, scene, commands)],
            Panel::Gauge => vec![self.gauge.show(&mut ui, rect, scene, commands)],
            Panel::Hops => self.hops.show(&mut ui, rect, scene, commands),
        }
    }
}

/// What a panel shows as a table.
pub fn table_of(panel: Panel, desk: &Desk) -> Table {
    match panel {
        Panel::PFlat => p_flat::table(desk),
        Panel::Plane => plane::table(desk),
        Panel::Slice => slice::table(desk),
        Panel::Gauge => gauge::table(desk),
        Panel::Hops => hops::table(desk),
    }
}
