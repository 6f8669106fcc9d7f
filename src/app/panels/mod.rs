//! The panels on the right: measured beside predicted.

mod ages;
mod calibration;
mod gauge;
mod held;
mod hops;
mod own_heights;
mod p_flat;
mod plane;
mod plane_map;
mod predictions;
mod slice;
mod title;

use egui::{Rect, Ui, UiBuilder};

use super::command::Command;
use super::scene::Scene;
use crate::session::Panel;

/// What the panels keep from frame to frame: textures, histograms, and where labels went.
#[derive(Default)]
pub struct Panels {
    p_flat: p_flat::PFlat,
    plane: plane::Plane,
    slice: slice::Slice,
    hops: hops::Hops,
}

impl Panels {
    /// Draws one panel, title included, into a rectangle.
    pub fn show(
        &mut self,
        panel: Panel,
        ui: &mut Ui,
        rect: Rect,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        let builder = UiBuilder::new().max_rect(rect).id_salt(("panel", panel));
        let mut ui = ui.new_child(builder);
        match panel {
            Panel::PFlat => self.p_flat.show(&mut ui, rect, scene, commands),
            Panel::Plane => self.plane.show(&mut ui, rect, scene, commands),
            Panel::Slice => self.slice.show(&mut ui, rect, scene, commands),
            Panel::Gauge => gauge::show(&mut ui, rect, scene, commands),
            Panel::Hops => self.hops.show(&mut ui, rect, scene, commands),
        }
    }
}

/// A share as people say it: `86 %`, with a decimal where a whole number would say all or nothing.
fn percent(share: f64) -> String {
    let hundredths = 100.0 * share;
    let telling = share > 0.0 && share < 1.0 && !(0.95..=99.0).contains(&hundredths);
    if telling { format!("{hundredths:.1}\u{202F}%") } else { format!("{hundredths:.0}\u{202F}%") }
}
