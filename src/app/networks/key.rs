//! The key of the stage: what colour a t_c has, and where the clocks part it.

use std::cell::Cell;

use egui::{Align2, Mesh, Painter, Rect, Shape, Stroke, Ui, pos2, vec2};

use crate::app::kit::maths::{self, Style};
use crate::app::kit::plots::PLATE;
use crate::app::kit::theme::{Role, Scale, Theme, fade, space};
use crate::chart::format_whole;
use crate::networks::figures::Ramp;
use crate::networks::figures::scope::Scope;
use crate::say;

/// The strip, and from the corner of the stage to it.
const STRIP: egui::Vec2 = vec2(196.0, 5.0);
const CORNER: egui::Vec2 = vec2(16.0, 54.0);
const SHADES: u32 = 96;

/// Fills a strip with the ramp, given the t_c at a share of its width.
pub(super) fn ramp_strip(
    painter: &Painter,
    strip: Rect,
    ramp: &Ramp,
    theme: &Theme,
    step: impl Fn(f32) -> f64,
) {
    let mut mesh = Mesh::default();
    for shade in 0..=SHADES {
        let share = shade as f32 / SHADES as f32;
        let colour = theme.scales.ramp(ramp.place(step(share).round().max(0.0) as u32) as f32);
        let x = strip.left() + share * strip.width();
        mesh.colored_vertex(pos2(x, strip.top()), colour);
        mesh.colored_vertex(pos2(x, strip.bottom()), colour);
        if shade > 0 {
            let corner = 2 * shade;
            mesh.add_triangle(corner - 2, corner - 1, corner);
            mesh.add_triangle(corner - 1, corner, corner + 1);
        }
    }
    painter.add(egui::Shape::mesh(mesh));
}

pub(super) fn show(ui: &Ui, stage: Rect, scope: &Scope<'_>, theme: &Theme, scale: Scale) {
    // No line of the landscape goes through its words.
    let ground = ui.painter().add(Shape::Noop);
    let plate = write(ui, stage, scope, theme, scale).expand2(vec2(8.0, 3.0) * scale.0);
    let radius = f32::from(space::PLOT_RADIUS);
    ui.painter().set(ground, Shape::rect_filled(plate, radius, fade(theme.well, PLATE)));
}

/// Draws the strip and its words, and says what they cover.
fn write(ui: &Ui, stage: Rect, scope: &Scope<'_>, theme: &Theme, scale: Scale) -> Rect {
    let painter = ui.painter();
    let size = STRIP * scale.0;
    let corner = pos2(stage.left() + scale.px(CORNER.x), stage.bottom() - scale.px(CORNER.y));
    let strip = Rect::from_min_size(corner, size);
    let half = 0.5 * scope.steps();
    // Early steps are told apart, and 0 has a place.
    let share = |step: f64| ((1.0 + 0.5 * step).ln() / (1.0 + 0.5 * half).ln()).clamp(0.0, 1.0) as f32;
    let back = |share: f32| 2.0 * ((1.0 + 0.5 * half).powf(f64::from(share)) - 1.0);
    let x = |step: f64| strip.left() + share(step) * strip.width();
    let covered = Cell::new(strip);
    let text = |words: &str, colour, at, align| {
        let style = Style::new(Role::Tick, scale, colour);
        let place = maths::layout(ui.ctx(), words, style).paint(painter, at, align);
        covered.set(covered.get() | place);
        place
    };
    let above = strip.top() - scale.px(14.0);
    text(say!("network.key.title"), theme.text, pos2(strip.left(), above), Align2::LEFT_CENTER);
    ramp_strip(painter, strip, &scope.ramp, theme, back);
    for twig in scope.drawn() {
        let at = pos2(x(f64::from(twig.step)), strip.center().y);
        painter.circle(at, scale.px(2.4), theme.strong, Stroke::new(1.0, theme.bg));
    }
    let numbers = strip.bottom() + scale.px(11.0);
    let words = strip.bottom() + scale.px(26.0);
    text("0", theme.mute, pos2(strip.left(), numbers), Align2::LEFT_CENTER);
    text(&format_whole(half), theme.mute, pos2(strip.right(), numbers), Align2::RIGHT_CENTER);
    let [barrier, jaccard] = scope.clocks().map(|clock| clock.map(f64::from));
    let mut free = [strip.left() + scale.px(12.0), strip.right() - scale.px(34.0)];
    for step in [barrier, jaccard].into_iter().flatten() {
        let at = x(step);
        let tick = strip.top() - scale.px(3.0)..=strip.bottom() + scale.px(3.0);
        painter.vline(painter.round_to_pixel_center(at), tick, Stroke::new(1.2, theme.strong));
        if (free[0]..=free[1]).contains(&at) {
            text(&format_whole(step), theme.text, pos2(at, numbers), Align2::CENTER_CENTER);
            free[0] = at + scale.px(26.0);
        }
    }
    let Some(jaccard) = jaccard else { return covered.get() };
    let frozen_from = x(jaccard);
    let hopping_to = barrier.map_or(frozen_from, &x).min(frozen_from);
    let middle = |from: f32, to: f32| pos2(0.5 * (from + to), words);
    let hopping = text(
        say!("network.key.hopping"),
        theme.ember,
        middle(strip.left(), hopping_to),
        Align2::CENTER_CENTER,
    );
    let frozen = pos2((0.5 * (frozen_from + strip.right())).max(frozen_from + scale.px(14.0)), words);
    let frozen = text(say!("network.key.frozen"), theme.ice, frozen, Align2::CENTER_CENTER);
    let style = Style::new(Role::Tick, scale, theme.text);
    let settling = maths::layout(ui.ctx(), say!("network.key.settling"), style);
    let at = 0.5 * (hopping_to + frozen_from);
    let room = (hopping.right() + 4.0, frozen.left() - 4.0);
    let half_width = 0.5 * settling.size().x;
    // Where the clocks coincide nothing settles.
    if frozen_from > hopping_to + 1.0 && room.1 - room.0 > 2.0 * half_width {
        let at = at.min(room.1 - half_width).max(room.0 + half_width);
        settling.paint(painter, pos2(at, words), Align2::CENTER_CENTER);
    }
    covered.get()
}
