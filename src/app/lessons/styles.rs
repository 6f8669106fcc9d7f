//! The styles that all of a lesson's page is written in.

use egui::Ui;

use super::prose::paragraph;
use crate::app::kit::maths::Style;
use crate::app::kit::theme::{Role, Scale, Theme, space};

/// The styles of a page at a scale.
#[derive(Clone, Copy)]
pub(super) struct Styles {
    pub theme: Theme,
    pub scale: Scale,
    pub prose: Style,
    pub strong: Style,
    pub note: Style,
}

impl Styles {
    pub(super) fn new(theme: Theme, scale: Scale) -> Self {
        let style = |role, colour| Style::new(role, scale, colour).emphasis(theme.strong);
        Self {
            theme,
            scale,
            prose: style(Role::Prose, theme.text),
            strong: style(Role::Prose, theme.strong),
            note: style(Role::Tick, theme.mute),
        }
    }

    /// What a page is headed with.
    pub(super) fn heading(&self) -> Style {
        Style::new(Role::Status, self.scale, self.theme.strong).emphasis(self.theme.strong)
    }

    /// A paragraph of prose.
    pub(super) fn prose(&self, ui: &mut Ui, text: &str) {
        paragraph(ui, text, self.prose, Role::Prose.size(self.scale));
        ui.add_space(self.scale.px(space::GAP));
    }
}
