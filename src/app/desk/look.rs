//! How the program looks on this machine.

use super::columns::Columns;
use super::command::LookCommand;
use crate::app::kit::theme::{Mode, Theme, Vision};

/// Kept between sessions, not part of any.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Look {
    /// None follows the system.
    pub light: Option<bool>,
    pub deuteranopia: bool,
    pub reduced_motion: bool,
    pub zoom: f32,
    pub columns: Columns,
    #[serde(skip)]
    pub presenting: bool,
    /// Darkened, to be looked at no more for a while.
    #[serde(skip)]
    pub blank: bool,
    #[serde(skip)]
    pub spotlight: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            light: None,
            deuteranopia: false,
            reduced_motion: false,
            zoom: 1.0,
            columns: Columns::default(),
            presenting: false,
            blank: false,
            spotlight: false,
        }
    }
}

impl Look {
    pub fn mode(&self, system: Mode) -> Mode {
        match self.light {
            Some(true) => Mode::Light,
            Some(false) => Mode::Dark,
            None => system,
        }
    }

    pub(super) fn carry_out(&mut self, command: LookCommand, system: Mode) {
        match command {
            LookCommand::ToggleTheme => self.light = Some(self.mode(system) == Mode::Dark),
            LookCommand::ToggleVision => self.deuteranopia ^= true,
            LookCommand::ToggleReducedMotion => self.reduced_motion ^= true,
            LookCommand::Zoom(factor) => self.zoom = (self.zoom * factor).clamp(0.6, 3.0),
            LookCommand::Columns(columns) => self.columns = columns,
            LookCommand::TogglePresentation => {
                *self = Self { presenting: !self.presenting, blank: false, spotlight: false, ..*self };
            }
            LookCommand::ToggleBlank => self.blank = self.presenting && !self.blank,
            LookCommand::ToggleSpotlight => self.spotlight = self.presenting && !self.spotlight,
        }
    }

    pub fn theme(&self, system: Mode) -> Theme {
        Theme::new(self.mode(system), if self.deuteranopia { Vision::Deuteranopia } else { Vision::Typical })
    }
}
