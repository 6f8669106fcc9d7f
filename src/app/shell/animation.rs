//! The dialog in which a film is chosen, started and watched.

use std::time::Duration;

use egui::Ui;

use crate::app::desk::Desk;
use crate::app::desk::cinema::{Recipe, SIZES, subjects};
use crate::app::desk::command::{Command, FilmCommand, WindowCommand};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, space};
use crate::app::kit::widgets::{
    Button, ProgressBar, Quantity, Segmented, ValueRow, format_number, format_whole,
};
use crate::export::moving::Kind;
use crate::platform::files::FOLDERS;
use crate::say;

const STEP: Quantity = Quantity::linear(0.0..=1e8, 0.0).whole();
const SECONDS: Quantity = Quantity::logarithmic(0.5..=120.0, 8.0);
const RATE: Quantity = Quantity::logarithmic(1.0..=60.0, 20.0).whole();
const WIDTH: f32 = 400.0;

/// The kinds of file, most by the names that they have everywhere; a page has neither folders nor other programs.
fn kinds() -> Vec<(Kind, &'static str)> {
    let all = [
        (Kind::Gif, "GIF"),
        (Kind::Apng, "APNG"),
        (Kind::Pngs, say!("film.pngs")),
        (Kind::Mp4, "MP4"),
        (Kind::WebM, "WebM"),
    ];
    all.into_iter().filter(|(kind, _)| FOLDERS || matches!(kind, Kind::Gif | Kind::Apng)).collect()
}

/// What is in the dialog.
pub fn show(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let scale = Scale::of(ui);
    ui.set_width(scale.px(WIDTH));
    ui.spacing_mut().item_spacing.y = scale.px(space::UNIT);
    ui.heading(say!("film.animate-run"));
    ui.add_space(space::GAP);
    match desk.cinema.progress() {
        Some(progress) => under_way(ui, progress, commands),
        None => choose(ui, desk, commands),
    }
    if let Some(notice) = desk.around.notice.as_ref().filter(|notice| notice.warning) {
        ui.add_space(space::GAP);
        ui.colored_label(Theme::of(ui.ctx()).warn, &notice.text);
    }
}

fn under_way(ui: &mut Ui, (share, left): (f64, Option<Duration>), commands: &mut Vec<Command>) {
    ui.label(say!("film.under-way"));
    ui.add_space(space::GAP);
    ProgressBar::new(say!("film.progress"), share, left).show(ui);
    ui.add_space(space::GAP);
    ui.horizontal(|ui| {
        if Button::outline(say!("window.cancel")).show(ui).clicked() {
            commands.push(FilmCommand::StopAnimation.into());
        }
        if Button::ghost(say!("film.hide")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
        }
    });
}

fn choose(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let now = desk.run.snapshot().map_or(0, |snapshot| snapshot.now.step);
    let mut recipe = desk.cinema.recipe;
    Segmented::new(say!("film.subject"), &mut recipe.subject, &subjects()).show(ui);
    ui.add_space(space::UNIT);
    let [first, last] = recipe.span(now);
    let (mut from, mut to) = (f64::from(first), f64::from(last));
    if ValueRow::new(say!("film.from-step"), &mut from, STEP).show(ui).1.changed {
        recipe.from = (from as u32).min(last);
    }
    if ValueRow::new(say!("film.to-step"), &mut to, STEP).show(ui).1.changed {
        recipe.to = Some((to as u32).clamp(first, now)).filter(|&to| to < now);
    }
    ValueRow::new(say!("film.seconds"), &mut recipe.seconds, SECONDS).show(ui);
    ValueRow::new(say!("film.frames-a-second"), &mut recipe.frames_per_second, RATE).show(ui);
    ui.add_space(space::UNIT);
    let names = SIZES.map(|[width, height]| format!("{width} × {height}"));
    let sizes: Vec<_> = SIZES.into_iter().zip(names.iter().map(String::as_str)).collect();
    Segmented::new(say!("film.size"), &mut recipe.size, &sizes).show(ui);
    Segmented::new(say!("film.kind"), &mut recipe.kind, &kinds()).show(ui);
    if recipe != desk.cinema.recipe {
        commands.push(FilmCommand::AnimationOptions(recipe).into());
    }
    ui.add_space(space::UNIT);
    let theme = Theme::of(ui.ctx());
    let obstacle = desk.cinema.obstacle();
    let (words, colour) = match obstacle {
        Some(why) => (why.to_owned(), theme.warn),
        None if now == 0 => (say!("film.nothing-run").to_owned(), theme.warn),
        None => (length(&recipe, now), theme.mute),
    };
    let scale = Scale::of(ui);
    let style = Style::new(Role::Tick, scale, colour);
    let size = egui::vec2(scale.px(WIDTH), scale.px(space::WIDE_GAP));
    for line in maths::layout_wrapped(ui.ctx(), &words, style, size.x) {
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        line.paint(ui.painter(), rect.left_center(), egui::Align2::LEFT_CENTER);
    }
    ui.add_space(space::GAP);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(obstacle.is_none() && now > 0, |ui| {
            if Button::primary(say!("window.export")).show(ui).clicked() {
                commands.push(FilmCommand::ExportAnimation.into());
            }
        });
        if Button::ghost(say!("window.cancel")).show(ui).clicked() {
            commands.push(WindowCommand::Escape.into());
        }
    });
}

/// How long the film will be.
fn length(recipe: &Recipe, now: u32) -> String {
    let [first, last] = recipe.span(now);
    let frames = recipe.frames();
    say!(
        "film.length",
        frames = format_whole(f64::from(frames)),
        seconds = format_number(f64::from(frames) / recipe.frames_per_second),
        steps = format_number(f64::from(last - first) / f64::from((frames - 1).max(1)))
    )
}
