//! A part of the window whose controls are drawn larger, as all else is in a presentation.

use egui::{Ui, UiBuilder, UiStackInfo};

use super::{Scale, text_styles};

/// What the scale is called among what egui knows of a part of the window.
const TAG: &str = "scale";

impl Scale {
    /// The scale that the controls of this part of the window are drawn at.
    #[must_use]
    pub fn of(ui: &Ui) -> Self {
        let mut scales = ui.stack().iter().filter_map(|part| part.tags().get_downcast::<Self>(TAG));
        scales.next().copied().unwrap_or(Self::WINDOW)
    }

    /// Shows something with controls and words of this scale, ours and egui's.
    pub fn show<R>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
        let info = UiStackInfo::default().with_tag_value(TAG, self);
        let inner = ui.scope_builder(UiBuilder::new().ui_stack_info(info), |ui| {
            let style = ui.style_mut();
            style.text_styles = text_styles(self);
            style.spacing.item_spacing *= self.0;
            style.spacing.button_padding *= self.0;
            style.spacing.interact_size *= self.0;
            content(ui)
        });
        inner.inner
    }
}
