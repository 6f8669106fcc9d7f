//! The panels on the right: measured beside predicted.

use egui::{Rect, Ui};

use super::command::Command;
use super::scene::Scene;
use crate::session::Panel;

/// What the panels keep from frame to frame: their textures.
#[derive(Default)]
pub struct Panels {}

impl Panels {
    /// Draws one panel, title included, into a rectangle.
    pub fn show(
        &mut self,
        _panel: Panel,
        _ui: &mut Ui,
        _rect: Rect,
        _scene: &Scene<'_>,
        _commands: &mut Vec<Command>,
    ) {
    }
}
