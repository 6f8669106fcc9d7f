//! One option among several: what segments and tabs have in common.
//!
//! The options together are one tab stop, the chosen one; the arrow keys move the
//! choice and the focus with it.

use egui::accesskit::Role;
use egui::{Id, Rect, Response, Sense, Ui, WidgetInfo};

use super::arrow_presses;
use crate::app::kit::maths;

/// One option, in its place among the others.
pub(super) struct Choice<'a> {
    pub(super) group: Id,
    pub(super) index: usize,
    pub(super) count: usize,
    /// Whether this is the one chosen.
    pub(super) on: bool,
    pub(super) role: Role,
    pub(super) label: &'a str,
    /// What it is called, if that is not its label.
    pub(super) name: Option<&'a str>,
}

impl Choice<'_> {
    /// Makes the option respond within `rect`, and says which option is to be chosen now.
    pub(super) fn interact(&self, ui: &Ui, rect: Rect) -> (Response, Option<usize>) {
        let id = self.group.with(self.index);
        let focused = ui.memory(|memory| memory.has_focus(id));
        let sense = if self.on || focused { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, id, sense);
        let name = maths::plain(self.name.unwrap_or(self.label));
        response.widget_info(|| WidgetInfo::selected(self.role, ui.is_enabled(), self.on, &name));
        if response.clicked() {
            return (response, Some(self.index));
        }
        let arrows = if ui.is_enabled() { arrow_presses(ui, &response).0 } else { 0 };
        let next = (self.index as i32 + arrows).clamp(0, self.count as i32 - 1) as usize;
        if next == self.index {
            return (response, None);
        }
        ui.memory_mut(|memory| memory.request_focus(self.group.with(next)));
        (response, Some(next))
    }
}
