//! One walker to watch, in one click: words at the foot of the stage that follow one, and let go of it again.

use egui::accesskit::Role as Access;
use egui::{Align2, CursorIcon, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::frame::Frame;
use super::frost::BOTTOM;
use super::guess;
use crate::app::desk::command::{Command, ViewCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, space};
use crate::say;

/// From the left edge of the stage.
const INSET: f32 = 16.0;
/// From a line that would cross them.
const BESIDE: f32 = 10.0;
/// A stage narrower than this has no room for them.
const LEAST: f32 = 420.0;

fn text(scene: &Scene<'_>) -> String {
    match scene.view.selected {
        Some(walker) => say!("stage.watch.let-go", walker = walker + 1),
        None => say!("stage.watch").to_owned(),
    }
}

/// Where the words are; none in a presentation, and none on paper.
pub fn place(ui: &egui::Context, scene: &Scene<'_>, frame: &Frame) -> Option<Rect> {
    // What comes of a guess stands where they would.
    let shown = scene.scale == Scale::WINDOW
        && frame.rect.width() >= LEAST
        && scene.seen.shown.p_flat.is_some()
        && !guess::is_given(scene);
    let style = Style::new(Role::Tick, frame.scale, scene.theme.mute);
    let size = maths::layout(ui, &text(scene), style).size();
    let middle = pos2(frame.rect.left() + INSET, frame.rect.bottom() - BOTTOM);
    let rect = Align2::LEFT_CENTER.anchor_size(middle, size);
    let mut lines = [scene.seen.frost.y(), guess::height(scene, frame)].map(|y| y.map(|y| frame.across(y)));
    lines.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let beside = lines.into_iter().flatten().fold(rect, |rect, across| {
        let crosses = rect.expand(BESIDE).x_range().contains(across);
        if crosses { rect.translate(vec2(across + BESIDE - rect.left(), 0.0)) } else { rect }
    });
    shown.then_some(beside)
}

pub fn show(ui: &Ui, scene: &Scene<'_>, frame: &Frame, commands: &mut Vec<Command>) {
    let Some(rect) = place(ui.ctx(), scene, frame) else { return };
    let target = rect.expand2(vec2(space::UNIT, space::UNIT));
    let response = ui.interact(target, ui.scope_id().with("watch"), Sense::click());
    let theme = &scene.theme;
    let ink = if response.hovered() { theme.strong } else { theme.mute };
    let line = maths::layout(ui.ctx(), &text(scene), Style::new(Role::Tick, frame.scale, ink));
    line.paint(ui.painter(), rect.left_center(), Align2::LEFT_CENTER);
    if response.has_focus() {
        let ring = egui::Stroke::new(space::FOCUS_RING, theme.ice);
        ui.painter().rect_stroke(target, f32::from(space::PLOT_RADIUS), ring, egui::StrokeKind::Middle);
    }
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, text(scene)));
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        commands.push(ViewCommand::ToggleWatch.into());
    }
}
