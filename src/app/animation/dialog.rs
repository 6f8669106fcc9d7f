//! The dialog in which a film is chosen, started and watched.

use std::time::Duration;

use egui::Ui;

use super::cinema::{Recipe, SIZES, subjects};
use crate::app::command::Command;
use crate::app::desk::Desk;
use crate::app::maths::{self, Style};
use crate::app::theme::{Role, Scale, Theme, space};
use crate::app::widgets::{Button, ProgressBar, Quantity, Segmented, ValueRow, format_number, format_whole};
use crate::export::moving::Kind;

const STEP: Quantity = Quantity::linear(0.0..=1e8, 0.0).whole();
const SECONDS: Quantity = Quantity::logarithmic(0.5..=120.0, 8.0);
const RATE: Quantity = Quantity::logarithmic(1.0..=60.0, 20.0).whole();
const WIDTH: f32 = 400.0;

const KINDS: [(Kind, &str); 5] = [
    (Kind::Gif, "GIF"),
    (Kind::Apng, "APNG"),
    (Kind::Pngs, "PNGs"),
    (Kind::Mp4, "MP4"),
    (Kind::WebM, "WebM"),
];

/// What is in the dialog.
pub fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = space::UNIT;
    ui.heading("Animate the run");
    ui.add_space(space::GAP);
    match desk.cinema.progress() {
        Some(progress) => under_way(ui, progress, commands),
        None => choose(ui, desk, commands),
    }
    if let Some(notice) = desk.notice.as_ref().filter(|notice| notice.warning) {
        ui.add_space(space::GAP);
        ui.colored_label(Theme::of(ui.ctx()).warn, &notice.text);
    }
}

fn under_way(ui: &mut Ui, (share, left): (f64, Option<Duration>), commands: &mut Vec<Command>) {
    ui.label("Running again from the start, and drawing on the way");
    ui.add_space(space::GAP);
    ProgressBar::new("Animation", share, left).show(ui);
    ui.add_space(space::GAP);
    ui.horizontal(|ui| {
        if Button::outline("Cancel").show(ui).clicked() {
            commands.push(Command::StopAnimation);
        }
        if Button::ghost("Hide").show(ui).clicked() {
            commands.push(Command::Escape);
        }
    });
}

fn choose(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let now = desk.snapshot().map_or(0, |snapshot| snapshot.now.step);
    let mut recipe = desk.cinema.recipe;
    Segmented::new("What is animated", &mut recipe.subject, &subjects()).show(ui);
    ui.add_space(space::UNIT);
    let [first, last] = recipe.span(now);
    let (mut from, mut to) = (f64::from(first), f64::from(last));
    if ValueRow::new("From step", &mut from, STEP).show(ui).1.changed {
        recipe.from = (from as u32).min(last);
    }
    if ValueRow::new("To step", &mut to, STEP).show(ui).1.changed {
        recipe.to = Some((to as u32).clamp(first, now)).filter(|&to| to < now);
    }
    ValueRow::new("Seconds", &mut recipe.seconds, SECONDS).show(ui);
    ValueRow::new("Frames a second", &mut recipe.frames_per_second, RATE).show(ui);
    ui.add_space(space::UNIT);
    let names = SIZES.map(|[width, height]| format!("{width} × {height}"));
    let sizes: Vec<_> = SIZES.into_iter().zip(names.iter().map(String::as_str)).collect();
    Segmented::new("Size in pixels", &mut recipe.size, &sizes).show(ui);
    Segmented::new("Kind of file", &mut recipe.kind, &KINDS).show(ui);
    if recipe != desk.cinema.recipe {
        commands.push(Command::AnimationOptions(recipe));
    }
    ui.add_space(space::UNIT);
    let theme = Theme::of(ui.ctx());
    let obstacle = desk.cinema.obstacle();
    let (words, colour) = match obstacle {
        Some(why) => (why.to_owned(), theme.warn),
        None if now == 0 => ("The run is at its start: play it first".to_owned(), theme.warn),
        None => (length(&recipe, now), theme.mute),
    };
    let style = Style::new(Role::Tick, Scale::WINDOW, colour);
    for line in maths::layout_wrapped(ui.ctx(), &words, style, WIDTH) {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(WIDTH, space::WIDE_GAP), egui::Sense::hover());
        line.paint(ui.painter(), rect.left_center(), egui::Align2::LEFT_CENTER);
    }
    ui.add_space(space::GAP);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(obstacle.is_none() && now > 0, |ui| {
            if Button::primary("Export…").show(ui).clicked() {
                commands.push(Command::ExportAnimation);
            }
        });
        if Button::ghost("Cancel").show(ui).clicked() {
            commands.push(Command::Escape);
        }
    });
}

/// How long the film will be.
fn length(recipe: &Recipe, now: u32) -> String {
    let [first, last] = recipe.span(now);
    let frames = recipe.frames();
    format!(
        "{} frames, {} s, {} steps a frame",
        format_whole(f64::from(frames)),
        format_number(f64::from(frames) / recipe.frames_per_second),
        format_number(f64::from(last - first) / f64::from((frames - 1).max(1)))
    )
}
