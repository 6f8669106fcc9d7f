//! What the student predicts: a sketch, a height on a line, or one answer of several.

use egui::accesskit::Role as Access;
use egui::{CornerRadius, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::page::Styles;
use super::prose::{LEADING, set_in_row};
use super::sketch;
use crate::app::desk::classroom::{Page, Prediction};
use crate::app::desk::command::{Command, LessonCommand};
use crate::app::kit::theme::{Role, space};
use crate::app::kit::widgets::{Button, Quantity, Slider};
use crate::app::kit::{maths, whole};
use crate::lessons::Predict;
use crate::say;

/// The circle before an answer.
const CIRCLE: f32 = 6.0;
/// Above and below an answer.
const PADDING: f32 = 4.0;

pub(super) fn show(
    ui: &mut Ui,
    predict: &Predict,
    (page, flat_right): (&Page, bool),
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    match predict {
        Predict::Choice { answers, right } => choices(ui, answers, *right, page, styles, commands),
        Predict::Height { from, to } => height(ui, [*from, *to], page, styles, commands),
        Predict::Curve { from, to } => {
            sketch::show(ui, [*from, *to], (page, flat_right), styles, commands);
            if page.verdict.is_none() {
                ui.add_space(styles.scale.px(space::GAP));
                set_button(ui, page, page.draft.clone(), styles, commands);
            }
        }
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
        if choice(ui, answer, mark, colour, styles) {
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
fn choice(ui: &mut Ui, answer: &str, mark: Mark, colour: egui::Color32, styles: &Styles) -> bool {
    let open = matches!(mark, Mark::Circle(_)) && ui.is_enabled();
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

/// A height on a line.
fn height(ui: &mut Ui, [from, to]: [f64; 2], page: &Page, styles: &Styles, commands: &mut Vec<Command>) {
    // It opens at its end: in its middle it would suggest an answer, and often the right one.
    let mut value = match page.draft {
        Some(Prediction::Height(y)) => y,
        _ => from,
    };
    let open = page.verdict.is_none();
    let slider = |ui: &mut Ui| {
        let quantity = Quantity::linear(from..=to, from);
        let (response, gesture) = Slider::new(say!("lesson.predict.height"), &mut value, quantity).show(ui);
        if gesture.changed {
            commands.push(LessonCommand::Draft(Prediction::Height(value)).into());
        }
        whole::cover_if_cut(ui, response.rect);
    };
    ui.add_space(styles.scale.px(space::UNIT));
    ui.add_enabled_ui(open, |ui| styles.scale.show(ui, slider));
    if open {
        set_button(ui, page, Some(Prediction::Height(value)), styles, commands);
    }
}

/// Makes a prediction stand, and says that it does.
fn set_button(
    ui: &mut Ui,
    page: &Page,
    prediction: Option<Prediction>,
    styles: &Styles,
    commands: &mut Vec<Command>,
) {
    let stands = page.prediction.is_some() && page.prediction == prediction;
    let row = |ui: &mut Ui| {
        ui.add_enabled_ui(prediction.is_some() && !stands, |ui| {
            let word = if page.prediction.is_some() {
                say!("lesson.predict.anew")
            } else {
                say!("lesson.predict.set")
            };
            if Button::outline(word).show(ui).clicked()
                && let Some(prediction) = prediction
            {
                commands.push(LessonCommand::Predict(prediction).into());
            }
        });
        if stands {
            ui.weak(say!("lesson.predict.stands"));
        }
    };
    let shown = styles.scale.show(ui, |ui| ui.horizontal(row));
    whole::cover_if_cut(ui, shown.response.rect);
}
