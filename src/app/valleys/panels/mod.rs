//! The panels on the right: measured beside predicted.

mod calibration;
mod gauge;
mod guess;
mod held;
mod hops;
mod p_flat;
mod plane;
mod plane_names;
mod predictions;
mod slice;
pub mod table;
mod title;

use egui::{Rect, Ui, UiBuilder};

use table::Table;

use crate::app::desk::Desk;
use crate::app::desk::command::Command;
use crate::app::desk::scene::Scene;
use crate::app::desk::symbol::Symbol;
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
