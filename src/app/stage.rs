//! The stage: the landscape from above, and the swarm on it.

use egui::{Rect, Ui};

use super::command::Command;
use super::scene::Scene;

/// What the stage keeps from frame to frame: its textures.
#[derive(Default)]
pub struct Stage {}

impl Stage {
    /// Draws the stage into a rectangle, its axes outside of it.
    pub fn show(&mut self, _ui: &mut Ui, _rect: Rect, _scene: &Scene<'_>, _commands: &mut Vec<Command>) {}
}
