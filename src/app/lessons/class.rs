//! Guesses of a class, which its teacher takes down as hands go up.

use egui::{Id, Ui};

use super::prose::paragraph;
use super::styles::Styles;
use crate::app::desk::Desk;
use crate::app::desk::classroom::guess::{Guess, GuessState};
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::theme::{Role, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::{Button, Quantity, ValueRow};
use crate::say;

/// Where there is a class, a guess of one of it; and what all of them come to.
pub(super) fn show(ui: &mut Ui, desk: &Desk, styles: &Styles, commands: &mut Vec<Command>) {
    let taught = desk.lessons.class.is_some() || desk.look.presenting;
    let Some(Guess::Height(guess)) = desk.lessons.guess().filter(|_| taught) else { return };
    if guess.state != GuessState::Open {
        return;
    }
    ui.add_space(styles.scale.px(space::GAP));
    let [from, to] = guess.range;
    let id = Id::unique("guess-of-a-class");
    let mut y: f64 = ui.data(|data| data.get_temp(id)).unwrap_or(to).clamp(from, to);
    let quantity = Quantity::linear(from..=to, to).format(|y| format!("{y:.2}"));
    let row = |ui: &mut Ui| {
        let (response, _) = ValueRow::new(say!("lesson.class.guess"), &mut y, quantity).show(ui);
        whole::cover_if_cut(ui, response.rect);
        let buttons = ui.horizontal(|ui| {
            if Button::outline(say!("lesson.class.add")).show(ui).clicked() {
                commands.push(LessonCommand::AddGuess(y).into());
            }
            if !guess.class.is_empty() && Button::ghost(say!("lesson.class.forget")).show(ui).clicked() {
                commands.push(LessonCommand::ForgetGuesses.into());
            }
        });
        whole::cover_if_cut(ui, buttons.response.rect);
    };
    styles.scale.show(ui, row);
    ui.data_mut(|data| data.insert_temp(id, y));
    if !guess.class.is_empty() {
        let count = say!("lesson.class.count", count = guess.class.len());
        paragraph(ui, &count, styles.note, Role::Tick.size(styles.scale));
    }
}
