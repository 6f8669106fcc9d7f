//! The stage with one walker on it, its trace and its hops; and then with everybody.

use egui::emath::GuiRounding as _;
use egui::{Align2, Mesh, Painter, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::frame::Frame;
use super::glass;
use super::inks::Inks;
use super::landmarks;
use super::terrain::TerrainPicture;
use super::words::Words;
use super::{EDGE, WORD_GAP};
use crate::app::kit::maths::{self, Style};
use crate::app::kit::theme::{Role, Scale, Theme, fade};
use crate::app::kit::widgets::format_whole;
use crate::say;
use crate::valleys::experiments::life::Life;
use crate::valleys::figures::lens::Lens;
use crate::valleys::model::Valley;
use crate::valleys::view::Colouring;

/// What the stage keeps from frame to frame.
#[derive(Default)]
pub struct LifeStage {
    terrain: TerrainPicture,
}

/// How far the story is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    pub step: f64,
    /// How much of the ring about its last hop has gone; none before it.
    pub ring: Option<f32>,
    /// How much of the crowd is there, and how far the lens is open, from 0 to 1.
    pub crowd: f32,
    pub lens: f32,
}

/// The walker, the ring about it, and the crowd's dots.
const DOT: f32 = 5.5;
const RING: [f32; 2] = [9.0, 22.0];
const OTHER: f32 = 1.5;
/// The number of hops, and from the walker to it.
const COUNT: f32 = 19.0;
const BESIDE: f32 = 22.0;
/// Room before the start and beyond the end, as shares of the way.
const ROOM: [f64; 2] = [0.06, 0.38];

impl LifeStage {
    pub fn show(&mut self, ui: &Ui, rect: Rect, life: &Life, told: Told, scale: Scale) {
        let theme = Theme::of(ui.ctx());
        let mut frame = frame(rect.round_to_pixels(ui.pixels_per_point()), life, scale);
        if told.lens > 0.0 {
            frame.lens = lens(&frame, life, told.lens);
        }
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let landscape = &life.scenario.landscape;
        let [lined, bare] = self.terrain.paint(&painter, &theme, landscape, &frame, None);
        glass::ground(&painter, (&theme, landscape), &frame, [lined, bare], None);
        landmarks::lines(&painter, &theme, landscape, &frame, None);
        let under = painter.add(Shape::Noop);
        trace(&painter, &theme, &frame, life, told);
        crowd(&painter, &theme, &frame, life, told);
        glass::frame(&painter, &theme, &frame);
        let mut words = Words::new(frame.rect.shrink(EDGE * frame.marks), WORD_GAP * frame.marks);
        hero(&painter, &theme, &frame, life, told, &mut words);
        landmarks::names(&painter, &theme, landscape, &frame, &mut words);
        if told.lens >= 1.0 {
            let chip = glass::declare(&painter, &theme, &frame, &mut words, life.heights()[0]);
            chip.iter().for_each(|chip| chip.paint(&painter, &theme));
        }
        painter.set(under, words.ground(frame.rect, bare));
    }
}

/// The part of the landscape that holds the whole way.
fn frame(rect: Rect, life: &Life, scale: Scale) -> Frame {
    let ends = [0, life.path.len() - 1].map(|index| f64::from(life.path[index].y));
    let way = (ends[1] - ends[0]).max(0.1);
    let y = [(ends[0] - ROOM[0] * way).max(0.0), ends[1] + ROOM[1] * way];
    let floor = |valley| life.scenario.landscape.floor(valley, y[1]);
    let x = [2.34 * floor(Valley::Sharp), 2.75 * floor(Valley::Flat)];
    Frame { rect, y, x, marks: scale.0, scale, keyless: true, lens: None }
}

/// The lens on its way open: its factor grows from 1.
fn lens(frame: &Frame, life: &Life, open: f32) -> Option<Lens> {
    let [mean, sd] = life.heights();
    let factor = Lens::factor(&frame.underlay(), sd as f32);
    Lens::new(&frame.underlay(), frame.across(mean), factor.powf(open.clamp(0.0, 1.0)).max(1.001), false)
}

/// Where the walker has been; fainter when the others come.
fn trace(painter: &Painter, theme: &Theme, frame: &Frame, life: &Life, told: Told) {
    let path: Vec<[f64; 2]> =
        life.until(told.step).iter().map(|moment| [f64::from(moment.y), f64::from(moment.x)]).collect();
    let ink = fade(theme.strong, 0.9 - 0.65 * told.crowd);
    painter.line(frame.path(&path), Stroke::new(frame.marks, ink));
}

/// The others, who fade in.
fn crowd(painter: &Painter, theme: &Theme, frame: &Frame, life: &Life, told: Told) {
    if told.crowd <= 0.0 {
        return;
    }
    let inks = Inks::new(theme, Colouring::Age);
    let count = life.crowd.x.len();
    let mut mesh = Mesh::default();
    for (index, ((x, y), age)) in life.crowd.x.iter().zip(&life.crowd.y).zip(&life.crowd.age).enumerate() {
        if x.is_nan() {
            continue;
        }
        let at = frame.walker([index, count], [*y, *x]);
        let colour = fade(inks.dot(inks.age(*age)), told.crowd);
        octagon(&mut mesh, at, OTHER * frame.marks, colour);
    }
    painter.add(Shape::mesh(mesh));
}

/// A dot so small that its corners cannot be seen.
fn octagon(mesh: &mut Mesh, at: Pos2, radius: f32, colour: egui::Color32) {
    let first = mesh.vertices.len() as u32;
    for corner in 0..8 {
        let turn = std::f32::consts::TAU * (corner as f32 + 0.5) / 8.0;
        mesh.colored_vertex(at + radius * vec2(turn.cos(), turn.sin()), colour);
    }
    for corner in 1..7 {
        mesh.add_triangle(first, first + corner, first + corner + 1);
    }
}

/// The one walker, the ring of its last hop, and how often it has hopped.
fn hero(painter: &Painter, theme: &Theme, frame: &Frame, life: &Life, told: Told, words: &mut Words) {
    let Some(now) = life.until(told.step).last() else { return };
    let at = frame.at(f64::from(now.y), f64::from(now.x));
    let frozen = told.step >= f64::from(life.last_hop);
    let ink = if frozen { theme.ice } else { theme.ember };
    if let Some(gone) = told.ring {
        let hop = life.until(f64::from(life.last_hop)).last().copied().unwrap_or(*now);
        let place = frame.at(f64::from(hop.y), 0.0);
        let radius = egui::lerp(RING[0]..=RING[1], gone.min(1.0)) * frame.marks;
        let fading = fade(theme.ice, 1.0 - 0.5 * gone.min(1.0));
        painter.circle_stroke(place, radius, Stroke::new(1.6 * frame.marks, fading));
    }
    painter.circle(at, DOT * frame.marks, ink, Stroke::new(1.5 * frame.marks, theme.bg));
    words.keep_clear(Rect::from_center_size(at, vec2(2.0, 2.0) * DOT * frame.marks));
    let scale = frame.scale;
    let count =
        Style::new(Role::Status, scale, theme.strong).emphasis(theme.strong).size(COUNT * frame.marks);
    let note = Style::new(Role::Label, scale, theme.text);
    let text = say!("opening.hops", hops = format_whole(f64::from(now.hops)));
    let told = if frozen { say!("opening.no-more") } else { say!("opening.so-far") };
    let lines = [maths::layout(painter.ctx(), &text, count), maths::layout(painter.ctx(), told, note)];
    let wide = lines[0].size().x.max(lines[1].size().x);
    let high = lines[0].size().y + lines[1].size().y;
    // Beyond the trace and the lens, on the side of the ridge that the walker is not on.
    let down = if now.x > 0.0 { 0.36 } else { 0.12 } * frame.rect.height();
    let beyond = glass::rect(frame).map_or(at.x, |glass| glass.right());
    let left = (at.x.max(beyond) + BESIDE * frame.marks).min(frame.rect.right() - wide - 12.0 * frame.marks);
    let top = (frame.upright(0.0) + down).min(frame.rect.bottom() - high - 12.0 * frame.marks);
    let place = Rect::from_min_size(pos2(left, top), vec2(wide, high));
    words.bare(place);
    words.keep_clear(place);
    lines[0].paint(painter, place.left_top() + vec2(0.0, 0.5 * lines[0].size().y), Align2::LEFT_CENTER);
    let below = place.left_bottom() - vec2(0.0, 0.5 * lines[1].size().y);
    lines[1].paint(painter, below, Align2::LEFT_CENTER);
}
