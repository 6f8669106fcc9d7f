//! What an experiment has answered, in one sentence above its figure.

use egui::accesskit::Role as Access;
use egui::{Align2, Event, Rect, Sense, Ui, WidgetInfo, pos2};

use crate::app::desk::Desk;
use crate::app::desk::around::Overlay;
use crate::app::desk::command::{Command, QuestionCommand};
use crate::app::desk::studio::answer;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};

/// The sentence: its size, its leading, and the most lines that it takes.
const SIZE: f32 = 22.0;
const LEADING: f32 = 28.0;
const LINES: usize = 3;

/// Sets the sentence, and says what room is left below; nothing before there is an answer. A click on it copies it, as the
/// button at the right and the keys do.
pub(super) fn show(ui: &Ui, rect: Rect, desk: &Desk, commands: &mut Vec<Command>) -> Rect {
    let Some((figure, _)) = desk.shown_figure() else { return rect };
    let theme = Theme::of(ui.ctx());
    let sentence = answer(&figure).0;
    let style = Style::new(Role::Status, Scale::WINDOW, theme.strong).emphasis(theme.strong).size(SIZE);
    let lines = maths::layout_wrapped(ui.ctx(), &format!("**{sentence}**"), style, rect.width());
    for (row, line) in lines.iter().take(LINES).enumerate() {
        let middle = rect.top() + LEADING * (row as f32 + 0.5);
        line.paint(ui.painter(), pos2(rect.left(), middle), Align2::LEFT_CENTER);
    }
    let foot = rect.top() + LEADING * lines.len().min(LINES) as f32;
    let response = ui.interact(rect.with_max_y(foot), ui.scope_id().with("answer"), Sense::CLICK);
    let by_keys = ui.input(|input| input.events.contains(&Event::Copy)) && !ui.ctx().text_edit_focused();
    if response.clicked() || by_keys && desk.around.overlay == Overlay::None {
        commands.push(QuestionCommand::CopySentence.into());
    }
    let said = maths::plain(sentence);
    response.widget_info(|| WidgetInfo::labeled(Access::Heading, true, &said));
    rect.with_min_y(foot + space::GAP)
}
