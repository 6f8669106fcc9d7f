//! What the student predicts: a height on a line, a share drawn over the height, or one answer of several.

use egui::accesskit::Role as Access;
use egui::{CornerRadius, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::prose::{LEADING, paragraph, set_in_row};
use super::styles::Styles;
use crate::app::desk::Desk;
use crate::app::desk::classroom::guess::{Guess, GuessedHeight, GuessedShares};
use crate::app::desk::classroom::{Page, Prediction, Running};
use crate::app::desk::command::{Command, LessonCommand, NetworkCommand, RunCommand};
use crate::app::kit::theme::{Role, space};
use crate::app::kit::widgets::{Button, Quantity, ValueRow, round_to};
use crate::app::kit::{maths, whole};
use crate::labs::Lab;
use crate::lessons::{Predict, Sketch};
use crate::say;

/// The circle before an answer.
const CIRCLE: f32 = 6.0;
/// Above and below an answer.
const PADDING: f32 = 4.0;
/// Heights at which a share can be typed.
const TYPED: usize = 5;

/// What is predicted, and what makes it stand.
pub(super) fn show(
    ui: &mut Ui,
    predict: &Predict,
    (running, desk): (&Running, &Desk),
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    let page = &running.page;
    let open = page.verdict.is_none() && !page.begun;
    match (predict, desk.lessons.guess()) {
        (Predict::Choice { answers, right }, _) => choices(ui, answers, *right, page, styles, commands),
        (_, Some(Guess::Height(guess))) if open => height(ui, &guess, desk, styles, commands),
        (_, Some(Guess::Shares(guess))) if open => shares(ui, &guess, desk, styles, commands),
        _ => {}
    }
    if open {
        ui.add_space(styles.scale.px(space::GAP));
        settle(ui, running, styles, commands);
    } else if page.verdict.is_none() {
        note(ui, say!("lesson.predict.stands"), styles);
    }
}

fn note(ui: &mut Ui, text: &str, styles: &Styles) {
    paragraph(ui, text, styles.note, Role::Tick.size(styles.scale));
}

/// A number of the guess, to be typed.
fn number(ui: &mut Ui, label: &str, value: &mut f64, quantity: Quantity, styles: &Styles) -> bool {
    let mut row = |ui: &mut Ui| {
        let (response, gesture) = ValueRow::new(label, value, quantity).show(ui);
        whole::cover_if_cut(ui, response.rect);
        gesture.changed
    };
    styles.scale.show(ui, &mut row)
}

/// A height: its line is on the stage, and here is its number.
fn height(ui: &mut Ui, guess: &GuessedHeight<'_>, desk: &Desk, styles: &Styles, commands: &mut Vec<Command>) {
    note(ui, say!("lesson.predict.pull"), styles);
    ui.add_space(styles.scale.px(space::UNIT));
    let [from, to] = guess.range;
    let mut y = guess.line(desk.view.stage_y).unwrap_or(to);
    let quantity = Quantity::linear(from..=to, to).format(|y| format!("{y:.2}"));
    if number(ui, say!("lesson.predict.height"), &mut y, quantity, styles) {
        commands.push(LessonCommand::Draft(Prediction::Height(round_to(y, 0.01))).into());
    }
}

/// A share over the height: it is drawn in the panel, and here are some of its numbers.
fn shares(ui: &mut Ui, guess: &GuessedShares<'_>, desk: &Desk, styles: &Styles, commands: &mut Vec<Command>) {
    let flat = desk.run.scenario.landscape.flat_is_right();
    let words = if flat { say!("lesson.sketch.draw") } else { say!("lesson.sketch.draw-right") };
    note(ui, words, styles);
    ui.add_space(styles.scale.px(space::UNIT));
    let [from, to] = guess.range;
    for stop in 0..TYPED {
        let y = from + (to - from) * stop as f64 / (TYPED - 1) as f64;
        let mut share = guess.sketch.and_then(|sketch| sketch.at(y)).unwrap_or(0.5);
        let label = say!("lesson.sketch.share-at", y = crate::chart::format_number(y));
        let quantity = Quantity::linear(0.0..=1.0, 0.5).format(|share| format!("{share:.2}"));
        if number(ui, &label, &mut share, quantity, styles) {
            let typed = typed(guess.sketch, [y, round_to(share, 0.01)], guess.range);
            commands.push(LessonCommand::Draft(Prediction::Sketch(typed)).into());
        }
    }
}

/// A sketch with a share typed into it: straight from one typed height to the next, and level where nothing is yet.
fn typed(sketch: Option<&Sketch>, [y, share]: [f64; 2], [from, to]: [f64; 2]) -> Sketch {
    let stops: Vec<f64> =
        (0..TYPED).map(|stop| from + (to - from) * stop as f64 / (TYPED - 1) as f64).collect();
    let at = |stop: f64| {
        let known = sketch.and_then(|sketch| sketch.at(stop)).unwrap_or(share);
        [stop, if stop == y { share } else { known }]
    };
    Sketch { points: stops.into_iter().map(at).collect() }
}

/// What makes the prediction stand, and a way out for who has none.
fn settle(ui: &mut Ui, running: &Running, styles: &Styles, commands: &mut Vec<Command>) {
    let (page, step) = (&running.page, running.step());
    let chosen = match &step.predict {
        Some(Predict::Choice { .. }) => page.prediction.clone(),
        _ => page.draft.clone(),
    };
    // Where there is nothing to set, the swarm goes on at once.
    let plays = step.until.is_some() && step.solution.is_empty();
    let is_choice = matches!(step.predict, Some(Predict::Choice { .. }));
    let row = |ui: &mut Ui| {
        if plays || !is_choice {
            let word = if plays { say!("lesson.predict.play") } else { say!("lesson.predict.set") };
            let ready = chosen.is_some() && (plays || page.prediction != chosen);
            ui.add_enabled_ui(ready && page.ready, |ui| {
                if Button::primary(word).show(ui).clicked()
                    && let Some(chosen) = chosen
                {
                    commands.push(LessonCommand::Predict(chosen).into());
                    commands.extend(plays.then(|| play(running.lesson.laboratory)));
                }
            });
        }
        if page.prediction.is_none() && Button::ghost(say!("lesson.predict.unknown")).show(ui).clicked() {
            commands.push(LessonCommand::Predict(Prediction::Unknown).into());
        }
    };
    let shown = styles.scale.show(ui, |ui| ui.horizontal_wrapped(row));
    whole::cover_if_cut(ui, shown.response.rect);
    if page.prediction == Some(Prediction::Unknown) {
        note(ui, say!("lesson.predict.see"), styles);
    } else if !is_choice {
        ui.add_space(styles.scale.px(space::GAP));
        note(ui, say!("lesson.predict.put-away"), styles);
    }
}

/// What lets the run of a page go on.
fn play(lab: Lab) -> Command {
    match lab {
        Lab::Valleys => RunCommand::Play.into(),
        Lab::Networks => NetworkCommand::TogglePlay.into(),
    }
}

/// Answers as radio buttons; the right one is marked when all is revealed.
fn choices(
    ui: &mut Ui,
    answers: &[String],
    right: usize,
    page: &Page,
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    let chosen = match page.prediction {
        Some(Prediction::Choice(chosen)) => Some(chosen),
        _ => None,
    };
    let open = page.verdict.is_none();
    for (index, answer) in answers.iter().enumerate() {
        let on = chosen == Some(index);
        let colour = match (open, index == right, on) {
            (true, _, true) | (false, true, _) => styles.theme.strong,
            (true, _, false) => styles.theme.text,
            (false, false, _) => styles.theme.mute,
        };
        let mark = match (open, index == right, on) {
            (true, ..) | (false, false, false) => Mark::Circle(on),
            (false, true, _) => Mark::Right,
            (false, false, true) => Mark::Wrong,
        };
        let can_choose = open && !page.begun;
        if choice(ui, answer, (mark, can_choose), colour, styles) {
            commands.push(LessonCommand::Predict(Prediction::Choice(index)).into());
        }
    }
}

/// What stands before an answer.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    /// Still to be chosen, or passed over; whether it is chosen.
    Circle(bool),
    Right,
    /// Chosen, and not right.
    Wrong,
}

impl Mark {
    fn paint(self, ui: &Ui, centre: egui::Pos2, colour: egui::Color32, styles: &Styles) {
        let (painter, scale) = (ui.painter(), styles.scale);
        let at = |x: f32, y: f32| centre + scale.px(1.0) * vec2(x, y);
        let stroke = Stroke::new(scale.px(1.6), colour);
        match self {
            Self::Circle(on) => {
                let line = if on { colour } else { styles.theme.outline };
                painter.circle_stroke(centre, scale.px(CIRCLE), Stroke::new(scale.px(1.2), line));
                if on {
                    painter.circle_filled(centre, scale.px(CIRCLE - 3.0), colour);
                }
            }
            Self::Right => {
                painter.add(egui::Shape::line(vec![at(-5.0, 0.5), at(-1.5, 4.0), at(5.0, -4.0)], stroke));
            }
            Self::Wrong => {
                painter.line_segment([at(-4.0, -4.0), at(4.0, 4.0)], stroke);
                painter.line_segment([at(-4.0, 4.0), at(4.0, -4.0)], stroke);
            }
        }
    }
}

/// One answer; whether it was chosen now.
fn choice(
    ui: &mut Ui,
    answer: &str,
    (mark, can_choose): (Mark, bool),
    colour: egui::Color32,
    styles: &Styles,
) -> bool {
    let open = can_choose && ui.is_enabled();
    let on = matches!(mark, Mark::Circle(true) | Mark::Wrong);
    let (theme, scale) = (&styles.theme, styles.scale);
    let size = Role::Prose.size(scale);
    let inset = scale.px(2.0 * CIRCLE + space::TITLE_GAP);
    let style = maths::Style::new(Role::Prose, scale, colour);
    let lines = maths::layout_wrapped(ui.ctx(), answer, style, ui.available_width() - inset);
    let leading = LEADING * size;
    let height = leading * lines.len() as f32 + 2.0 * scale.px(PADDING);
    let sense = if open { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    let row = rect.expand2(vec2(space::UNIT, 0.0));
    let radius = CornerRadius::same(space::BUTTON_RADIUS);
    if open && response.hovered() {
        ui.painter().rect_filled(row, radius, theme.hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(row, radius, ring, StrokeKind::Inside);
    }
    let first = rect.top() + scale.px(PADDING) + 0.5 * leading;
    let centre = pos2(rect.left() + scale.px(CIRCLE), first);
    for (row, line) in lines.iter().enumerate() {
        let at = pos2(rect.left() + inset, first + leading * row as f32);
        if set_in_row(ui, line, at, leading) && row == 0 {
            mark.paint(ui, centre, colour, styles);
        }
    }
    let said = maths::plain(answer);
    response.widget_info(|| WidgetInfo::selected(Access::RadioButton, open, on, &said));
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_shares_make_a_curve_over_all_heights() {
        let one = typed(None, [2.0, 0.7], [0.0, 8.0]);
        assert_eq!(one.points, [[0.0, 0.7], [2.0, 0.7], [4.0, 0.7], [6.0, 0.7], [8.0, 0.7]]);
        let two = typed(Some(&one), [4.0, 0.9], [0.0, 8.0]);
        assert_eq!([two.at(2.0), two.at(3.0), two.at(4.0)], [Some(0.7), Some(0.8), Some(0.9)]);
    }
}
