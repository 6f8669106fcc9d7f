//! The colour key; for ages it is their histogram at the same time.

use egui::epaint::Vertex;
use egui::{Align2, Mesh, Painter, Rect, Shape, Ui, UiBuilder, Vec2, pos2, vec2};

use super::frame::Frame;
use super::inks::{Inks, colouring};
use super::key_hops::HopsKey;
use super::words::Words;
use crate::app::desk::command::{Command, ViewCommand};
use crate::app::desk::scene::Scene;
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Theme, fade};
use crate::app::kit::widgets::Tabs;
use crate::say;
use crate::valleys::view::Colouring;

/// How wide it is.
const WIDTH: f32 = 196.0;
/// Bars of the histogram: a whole number of positions of the ramp falls into each.
const BARS: usize = 32;
/// The width of a bar, in widths of the key.
const BAR: f32 = 5.0 / WIDTH;
/// Middles and edges from the top of the key.
const TITLE: f32 = 7.0;
pub(super) const BARS_TOP: f32 = 20.0;
pub(super) const BARS_FOOT: f32 = 51.0;
pub(super) const RAMP: std::ops::Range<f32> = 52.0..56.0;
pub(super) const TICKS: f32 = 65.0;
pub(super) const SIDES: f32 = 80.0;
const HEIGHT: f32 = 88.0;
/// What a line more takes, that says why last hops are not there yet.
const LATE: f32 = 16.0;
/// Distance from the edges of the stage.
const INSET: f32 = 16.0;
/// From the key to the edge of its plate.
const MARGIN: f32 = 7.0;
/// Ages are taken of at most so many walkers, the first ones: enough for bars of thirty pixels.
const SAMPLE: usize = 20_000;

/// What walkers may be coloured by, as words at the head of the key.
pub fn switch(ui: &mut Ui, scene: &Scene<'_>, frame: &Frame, key: Rect, commands: &mut Vec<Command>) {
    let mut colouring = scene.view.colouring;
    let choices = [
        (Colouring::LastHop, say!("stage.key.last-hop")),
        (Colouring::Age, say!("stage.key.age")),
        (Colouring::Valley, say!("stage.key.valley")),
        (Colouring::Density, say!("stage.key.density")),
    ];
    // When walkers freeze is not told to who is to guess it.
    let choices = &choices[usize::from(scene.put_away)..];
    let late = (colouring == Colouring::LastHop && scene.fates.is_none()).then_some(Colouring::LastHop);
    let head = Rect::from_min_size(key.min + vec2(0.0, TITLE - 9.0) * frame.marks, key.size());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(head).id_salt("colour-key"));
    let tabs = Tabs::small(say!("stage.key.name"), &mut colouring, choices).pale(late);
    if frame.scale.show(&mut ui, |ui| tabs.show(ui)).changed() {
        commands.push(ViewCommand::Colour(colouring).into());
    }
}

/// The number of walkers in every bar, kept for the picture it was counted on.
#[derive(Default)]
pub struct Key {
    counted: Option<(std::sync::Arc<crate::valleys::experiments::live::Picture>, [u32; BARS])>,
    hops: HopsKey,
}

impl Key {
    /// Draws the key at the top left, or at the right where walkers would run through its words, and says where.
    pub fn paint(
        &mut self,
        painter: &Painter,
        scene: &Scene<'_>,
        frame: &Frame,
        words: &mut Words,
        swarm: Option<Rect>,
    ) -> Option<Rect> {
        let theme = &scene.theme;
        let colouring = colouring(scene);
        let height = match colouring {
            Colouring::Age if scene.view.colouring == Colouring::LastHop => HEIGHT + LATE,
            Colouring::Age | Colouring::LastHop => HEIGHT,
            Colouring::Valley | Colouring::Density => 46.0,
        };
        let area = place(frame, vec2(WIDTH, height) * frame.marks, swarm)?;
        words.keep_clear(area);
        words.plate(outline(frame, area));
        let inks = Inks::new(theme, colouring);
        match colouring {
            Colouring::LastHop => self.hops.paint(painter, scene, frame, area, &inks),
            Colouring::Age => self.ages(painter, theme, scene, frame, area, &inks),
            Colouring::Valley => valleys(painter, theme, scene, frame, area, &inks),
            Colouring::Density => density(painter, theme, frame, area, &inks),
        }
        Some(area)
    }

    fn count(&mut self, scene: &Scene<'_>, inks: &Inks) -> [u32; BARS] {
        let picture = &scene.seen.shown.picture;
        if let Some((counted, bars)) = &self.counted
            && std::sync::Arc::ptr_eq(counted, picture)
        {
            return *bars;
        }
        let mut bars = [0; BARS];
        let sampled = picture.age.iter().zip(&picture.x).take(SAMPLE);
        for (&age, _) in sampled.filter(|(_, x)| !x.is_nan()) {
            bars[usize::from(inks.age(age)) * BARS / 256] += 1;
        }
        self.counted = Some((std::sync::Arc::clone(picture), bars));
        bars
    }

    fn ages(
        &mut self,
        painter: &Painter,
        theme: &Theme,
        scene: &Scene<'_>,
        frame: &Frame,
        area: Rect,
        inks: &Inks,
    ) {
        let marks = frame.marks;
        let bars = self.count(scene, inks);
        let fullest = bars.iter().copied().max().unwrap_or(0).max(1) as f32;
        let mut mesh = Mesh::default();
        for (index, &count) in bars.iter().enumerate().filter(|(_, count)| **count > 0) {
            let wide = BAR * area.width();
            let left = area.left() + index as f32 * (area.width() - wide) / (BARS - 1) as f32;
            let tall = ((BARS_FOOT - BARS_TOP) * marks * count as f32 / fullest).max(1.0);
            let foot = area.top() + BARS_FOOT * marks;
            let bar = Rect::from_x_y_ranges(left..=left + wide, foot - tall..=foot);
            mesh.add_colored_rect(snapped(painter, bar), inks.colours[index * 255 / (BARS - 1)]);
        }
        ramp(&mut mesh, painter, strip(area, marks), inks);
        painter.add(Shape::mesh(mesh));
        let style = Style::new(Role::Small, frame.scale, theme.text);
        let ticks = [(0.0, "≤ 100"), (0.5, say!("stage.key.steps")), (1.0, "≥ 10,000")];
        ends(painter, frame, area, TICKS, ticks.map(|(share, text)| (share, text, style)));
        let hopping = Style::new(Role::Small, frame.scale, theme.ember);
        let frozen = Style::new(Role::Small, frame.scale, theme.ice);
        ends(
            painter,
            frame,
            area,
            SIDES,
            [(0.0, say!("stage.hopping"), hopping), (1.0, say!("stage.frozen"), frozen)],
        );
        if scene.view.colouring == Colouring::LastHop {
            let late = match scene.looked_ahead.filter(|_| !scene.put_away) {
                Some(share) => say!("stage.key.looking-ahead", share = format_args!("{:.0}", 100.0 * share)),
                None => say!("stage.key.withheld").to_owned(),
            };
            let note = Style::new(Role::Small, frame.scale, theme.mute);
            ends(painter, frame, area, SIDES + LATE, [(0.0, &late, note)]);
        }
    }
}

/// How far the plate of a key reaches.
pub fn outline(frame: &Frame, key: Rect) -> Rect {
    key.expand(MARGIN * frame.marks)
}

/// Where it is; nowhere on a stage that it would fill.
fn place(frame: &Frame, size: Vec2, swarm: Option<Rect>) -> Option<Rect> {
    let fits = size.x <= 0.55 * frame.rect.width() && size.y <= 0.45 * frame.rect.height();
    let inner = frame.rect.shrink(INSET * frame.marks);
    let left = Rect::from_min_size(inner.min, size);
    let right = Rect::from_min_size(pos2(inner.right() - size.x, inner.top()), size);
    let crossed = |area: Rect| swarm.is_some_and(|swarm| swarm.intersects(outline(frame, area)));
    fits.then_some(if crossed(left) && !crossed(right) { right } else { left })
}

fn valleys(painter: &Painter, theme: &Theme, scene: &Scene<'_>, frame: &Frame, area: Rect, inks: &Inks) {
    let style = Style::new(Role::Small, frame.scale, theme.text).emphasis(theme.strong);
    let [flat, steep] = match scene.seen.shown.p_flat {
        Some(p) => [
            say!("stage.key.flat-share", share = format_args!("{:.0}", 100.0 * p)),
            say!("stage.key.steep-share", share = format_args!("{:.0}", 100.0 * (1.0 - p))),
        ],
        None => [say!("stage.key.flat"), say!("stage.key.steep")].map(str::to_owned),
    };
    for (at, position, text) in [(0.0, 255, flat), (0.5, 0, steep)] {
        let middle = area.min + vec2(at * area.width() + 4.0 * frame.marks, 30.0 * frame.marks);
        painter.circle_filled(middle, 4.0 * frame.marks, inks.colours[position]);
        let line = maths::layout(painter.ctx(), &text, style);
        line.paint(painter, middle + vec2(10.0 * frame.marks, 0.0), Align2::LEFT_CENTER);
    }
}

fn density(painter: &Painter, theme: &Theme, frame: &Frame, area: Rect, inks: &Inks) {
    let top = area.min + vec2(0.0, 20.0 * frame.marks);
    let rect = Rect::from_min_size(top, vec2(area.width(), 4.0 * frame.marks));
    let mut mesh = Mesh::default();
    let [low, high] = [0.0, 0.94].map(|alpha| fade(inks.colours[255], alpha));
    gradient(&mut mesh, snapped(painter, rect), [low, high]);
    painter.add(Shape::mesh(mesh));
    let style = Style::new(Role::Small, frame.scale, theme.text);
    ends(
        painter,
        frame,
        area,
        34.0,
        [(0.0, say!("stage.key.none"), style), (1.0, say!("stage.key.most"), style)],
    );
}

/// Words along the key, those at its ends within it.
pub(super) fn ends<const N: usize>(
    painter: &Painter,
    frame: &Frame,
    area: Rect,
    middle: f32,
    entries: [(f32, &str, Style); N],
) {
    for (share, text, style) in entries {
        let align = match share {
            0.0 => Align2::LEFT_CENTER,
            1.0 => Align2::RIGHT_CENTER,
            _ => Align2::CENTER_CENTER,
        };
        let at = area.min + vec2(share * area.width(), middle * frame.marks);
        maths::layout(painter.ctx(), text, style).paint(painter, at, align);
    }
}

pub(super) fn strip(area: Rect, marks: f32) -> Rect {
    let down = |along: f32| area.top() + along * marks;
    Rect::from_x_y_ranges(area.x_range(), down(RAMP.start)..=down(RAMP.end))
}

/// The ramp itself, straight between its five stops.
fn ramp(mesh: &mut Mesh, painter: &Painter, rect: Rect, inks: &Inks) {
    let rect = snapped(painter, rect);
    let stop = |index: usize| inks.colours[index * 255 / 4];
    for index in 0..4 {
        let edge = |index: usize| rect.left() + rect.width() * index as f32 / 4.0;
        let part = Rect::from_x_y_ranges(edge(index)..=edge(index + 1), rect.y_range());
        gradient(mesh, part, [stop(index), stop(index + 1)]);
    }
}

fn gradient(mesh: &mut Mesh, rect: Rect, [left, right]: [egui::Color32; 2]) {
    let first = mesh.vertices.len() as u32;
    for (pos, color) in [
        (rect.left_top(), left),
        (rect.right_top(), right),
        (rect.right_bottom(), right),
        (rect.left_bottom(), left),
    ] {
        mesh.vertices.push(Vertex { pos, uv: egui::epaint::WHITE_UV, color });
    }
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}

/// A rectangle with its edges on whole pixels.
pub(super) fn snapped(painter: &Painter, rect: Rect) -> Rect {
    use egui::emath::GuiRounding as _;
    rect.round_to_pixels(painter.pixels_per_point())
}
