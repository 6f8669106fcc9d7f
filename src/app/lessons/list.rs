//! The list of lessons: what each is about, and how far the student has come.

use std::collections::HashSet;
use std::sync::Arc;

use egui::accesskit::Role as Access;
use egui::{Align2, CornerRadius, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, FileCommand, LessonCommand, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::whole;
use crate::app::kit::widgets::Button;
use crate::labs::Lab;
use crate::lessons::Lesson;
use crate::say;

const WIDTH: f32 = 660.0;
/// The greatest height of the list, and what stands around it.
const MOST: f32 = 520.0;
const AROUND: f32 = 165.0;
/// Heights of a title and of a line of its summary.
const TITLE: f32 = 20.0;
const LINE: f32 = 17.0;
/// Room at the right for the progress.
const PROGRESS: f32 = 96.0;

pub fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    let window = ui.ctx().content_rect().size();
    ui.set_width(scale.px(WIDTH).min(window.x - 80.0));
    ui.heading(say!("lesson.list"));
    ui.add_space(scale.px(space::GAP));
    let running = desk.lessons.running.as_ref().map(|running| &running.lesson.title);
    let room = (window.y - scale.px(AROUND)).clamp(120.0, scale.px(MOST));
    // What the edge would cut is left out instead.
    ui.spacing_mut().scroll.fade.strength = 0.0;
    ScrollArea::vertical().max_height(room).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut headed = HashSet::new();
        for (place, lesson) in listed(desk) {
            if headed.insert(lesson.laboratory) {
                heading(ui, lesson.laboratory);
            }
            let finished = desk.lessons.progress.of(lesson);
            let progress = match finished {
                _ if running == Some(&lesson.title) => say!("lesson.under-way").to_owned(),
                0 => say!("lesson.steps", count = lesson.steps.len()),
                all if all == lesson.steps.len() => say!("lesson.finished").to_owned(),
                some => say!("lesson.progress", finished = some, steps = lesson.steps.len()),
            };
            if row(ui, lesson, &progress) {
                commands.push(LessonCommand::Begin(place).into());
            }
        }
    });
    ui.add_space(scale.px(space::TITLE_GAP));
    ui.horizontal(|ui| {
        if Button::outline(say!("lesson.open")).show(ui).clicked() {
            commands.push(FileCommand::Open.into());
        }
        if running.is_some() && Button::outline(say!("lesson.leave-this")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
            commands.push(LessonCommand::Leave.into());
        }
        if Button::ghost(say!("lesson.close")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
        }
    });
}

/// The lessons with their places, those of the laboratory that is open before the others.
fn listed(desk: &Desk) -> impl Iterator<Item = (usize, &Arc<Lesson>)> {
    let of = |here: bool| {
        let places = desk.lessons.lessons.iter().enumerate();
        places.filter(move |(_, lesson)| (lesson.laboratory == desk.lab()) == here)
    };
    of(true).chain(of(false))
}

/// Whose lessons follow.
fn heading(ui: &mut Ui, lab: Lab) {
    let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
    let words = match lab {
        Lab::Valleys => say!("lesson.list-valleys"),
        Lab::Networks => say!("lesson.list-networks"),
    };
    let height = scale.px(TITLE + space::GAP);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let line = maths::layout(ui.ctx(), words, Style::new(Role::Label, scale, theme.mute));
    line.paint(ui.painter(), rect.left_center() + vec2(scale.px(space::TITLE_GAP), 0.0), Align2::LEFT_CENTER);
    response.widget_info(|| WidgetInfo::labeled(Access::Heading, true, words));
    whole::cover_if_cut(ui, rect);
}

/// A lesson of the list; whether it was chosen.
fn row(ui: &mut Ui, lesson: &Lesson, progress: &str) -> bool {
    let (theme, scale) = (Theme::of(ui.ctx()), Scale::of(ui));
    let width = ui.available_width();
    let style = |role, colour| Style::new(role, scale, colour);
    let [inset, above, high, leading] = [space::TITLE_GAP, space::GAP, TITLE, LINE].map(|at| scale.px(at));
    let room = width - scale.px(PROGRESS) - 2.0 * inset;
    let summary = maths::layout_wrapped(ui.ctx(), &lesson.summary, style(Role::Label, theme.text), room);
    let height = high + leading * summary.len() as f32 + 2.0 * above;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let said = format!("{}. {} {progress}", lesson.title, maths::plain(&lesson.summary));
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &said));
    let radius = CornerRadius::same(space::BUTTON_RADIUS);
    if response.hovered() {
        ui.painter().rect_filled(rect, radius, theme.hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Inside);
    }
    let left = rect.left() + inset;
    let top = rect.top() + above;
    let title = maths::layout(ui.ctx(), &lesson.title, style(Role::Title, theme.strong));
    title.paint(ui.painter(), pos2(left, top + 0.5 * high), Align2::LEFT_CENTER);
    for (index, line) in summary.iter().enumerate() {
        let at = pos2(left, top + high + leading * (index as f32 + 0.5));
        line.paint(ui.painter(), at, Align2::LEFT_CENTER);
    }
    let note = maths::layout(ui.ctx(), progress, style(Role::Tick, theme.mute));
    let at = pos2(rect.right() - inset, top + 0.5 * high);
    note.paint(ui.painter(), at, Align2::RIGHT_CENTER);
    whole::cover_if_cut(ui, rect);
    response.clicked()
}
