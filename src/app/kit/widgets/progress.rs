//! How far work is: a thin bar, and the time left in words.

use std::time::Duration;

use egui::accesskit::Role as Access;
use egui::{Align2, Rect, Response, Sense, Ui, WidgetInfo, vec2};

use crate::app::kit::maths;
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::say;

/// Height of the bar, and from it to the middle of the words.
const BAR: f32 = 4.0;
const WORDS: f32 = 16.0;

/// A bar as wide as there is room, with a line of words beneath.
#[must_use = "call `show`"]
pub struct ProgressBar<'a> {
    name: &'a str,
    share: f64,
    left: Option<Duration>,
}

impl<'a> ProgressBar<'a> {
    /// Work of a name of which a share from 0 to 1 is done.
    pub fn new(name: &'a str, share: f64, left: Option<Duration>) -> Self {
        Self { name, share, left }
    }

    /// Shows the bar.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui.ctx());
        let size = vec2(ui.available_width(), BAR + WORDS + space::GAP);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let bar = Rect::from_min_size(rect.min, vec2(rect.width(), BAR));
        ui.painter().rect_filled(bar, 0.5 * BAR, theme.track);
        let done = bar.with_max_x(bar.left() + bar.width() * self.share as f32);
        ui.painter().rect_filled(done, 0.5 * BAR, theme.text);
        let words = words(self.share, self.left);
        let style = maths::Style::new(Role::Tick, Scale::WINDOW, theme.mute);
        let at = bar.center_bottom() + vec2(0.0, WORDS);
        maths::layout(ui.ctx(), &words, style).paint(ui.painter(), at, Align2::CENTER_CENTER);
        response.widget_info(|| {
            let said = say!("progress.said", work = self.name, progress = words);
            WidgetInfo::labeled(Access::ProgressIndicator, true, said)
        });
        response
    }
}

/// `42 %, about 8 s left`.
fn words(share: f64, left: Option<Duration>) -> String {
    let share = (100.0 * share).floor();
    match left.map(|left| left.as_secs_f64()) {
        Some(left) if left < 90.0 => say!("progress.seconds-left", share = share, seconds = left.ceil()),
        Some(left) => say!("progress.minutes-left", share = share, minutes = (left / 60.0).ceil()),
        None => say!("progress.share", share = share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_told_in_seconds_or_minutes() {
        assert_eq!(words(0.427, Some(Duration::from_millis(7_400))), "42\u{202F}%, about 8 s left");
        assert_eq!(words(0.0, None), "0\u{202F}%");
        assert_eq!(words(0.1, Some(Duration::from_secs(130))), "10\u{202F}%, about 3 min left");
    }
}
