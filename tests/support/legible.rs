//! Reads a frame for what a reader of its words would complain of: words that are cut, that touch other words, or
//! that something else is drawn through.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui::epaint::{Shape, TextShape};
use egui::{Color32, ColorImage, Context, FullOutput, Id, Pos2, Rect, Vec2};
use frostline::app::raster::Rasteriser;

use super::paint;

/// Colours differ visibly where their channels differ by this much altogether.
const VISIBLE: u32 = 75;
/// A corner of a line or the edge of a plate may come as near as this to a letter, in pixels.
const NEAR: f32 = 1.0;
/// Fewer pixels than this are a touch that nobody sees.
const SPECKS: usize = 4;

/// A row of words as it stands on the screen.
struct Row {
    words: String,
    /// What its letters cover.
    ink: Rect,
    /// What of it may be seen.
    clip: Rect,
    /// Which text of the frame it is part of.
    text: usize,
}

/// What is wrong with the words of the last frame that was rendered.
pub fn findings(ctx: &Context, render: impl FnOnce()) -> Vec<String> {
    let found = Arc::new(Mutex::new(Vec::new()));
    ctx.data_mut(|data| data.insert_temp(key(), Arc::clone(&found)));
    render();
    ctx.data_mut(|data| data.remove::<Arc<Mutex<Vec<String>>>>(key()));
    found.lock().unwrap().split_off(0)
}

fn key() -> Id {
    Id::unique("what is wrong with the words")
}

/// Looks through a frame if [`findings`] asked for it.
pub fn look(rasteriser: &Rasteriser, ctx: &Context, output: &FullOutput, whole: &ColorImage) {
    let Some(found) = ctx.data(|data| data.get_temp::<Arc<Mutex<Vec<String>>>>(key())) else { return };
    let mut rows = Vec::new();
    let mut wordless = output.shapes.clone();
    for (text, clipped) in wordless.iter_mut().enumerate() {
        take_words(&mut clipped.shape, clipped.clip_rect, text, &mut rows);
    }
    let without = paint(rasteriser, ctx, wordless, output.pixels_per_point);
    // What is wholly scrolled away, or under a dialog, nobody reads.
    rows.retain(|row| {
        row.clip.intersect(row.ink).is_positive() && differs(whole, &without, row.ink.intersect(row.clip))
    });
    // Whether a text that shares its place with another is itself there to be seen, or only the other one.
    let mut known: HashMap<usize, ColorImage> = HashMap::new();
    let mut shows = |row: &Row, shared: Rect| {
        let without = known.entry(row.text).or_insert_with(|| {
            let mut shapes = output.shapes.clone();
            shapes[row.text].shape = Shape::Noop;
            paint(rasteriser, ctx, shapes, output.pixels_per_point)
        });
        differs(whole, without, shared.intersect(row.clip))
    };
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if !row.clip.expand(NEAR).contains_rect(row.ink) {
            wrong.push(format!("cut: {:?} {} in {}", row.words, show(row.ink), show(row.clip)));
        }
        let through = through(&without, row);
        if through >= SPECKS {
            wrong.push(format!("crossed in {through} pixels: {:?} {}", row.words, show(row.ink)));
        }
        for other in &rows[index + 1..] {
            let shared = row.ink.intersect(other.ink);
            let touch = other.text != row.text && shared.width() > NEAR && shared.height() > NEAR;
            if touch && shows(row, shared) && shows(other, shared) {
                wrong.push(format!(
                    "one on the other: {:?} {} and {:?} {}",
                    row.words,
                    show(row.ink),
                    other.words,
                    show(other.ink)
                ));
            }
        }
    }
    found.lock().unwrap().append(&mut wrong);
}

fn show(rect: Rect) -> String {
    format!("[{:.0} {:.0}, {:.0} {:.0}]", rect.min.x, rect.min.y, rect.max.x, rect.max.y)
}

/// Takes the texts out of a shape.
fn take_words(shape: &mut Shape, clip: Rect, text: usize, rows: &mut Vec<Row>) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                take_words(shape, clip, text, rows);
            }
        }
        Shape::Text(text_shape) => {
            rows_of(text_shape, clip, text, rows);
            *shape = Shape::Noop;
        }
        _ => (),
    }
}

fn rows_of(shape: &TextShape, clip: Rect, text: usize, rows: &mut Vec<Row>) {
    if shape.opacity_factor < 0.2 {
        return;
    }
    let turn = egui::emath::Rot2::from_angle(shape.angle);
    for row in &shape.galley.rows {
        let words = row.text();
        let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2());
        if words.trim().is_empty() || !ink.is_positive() {
            continue;
        }
        // A letter's picture has a pixel of nothing around it.
        let corners = [ink.left_top(), ink.right_top(), ink.right_bottom(), ink.left_bottom()];
        let corners = corners.map(|corner| shape.pos + turn * corner.to_vec2());
        let ink = Rect::from_points(&corners).shrink(NEAR);
        rows.push(Row { words, ink, clip, text });
    }
}

fn pixels(image: &ColorImage, rect: Rect) -> impl Iterator<Item = Color32> {
    let [width, height] = image.size;
    let from = rect.min.max(Pos2::ZERO);
    let to = rect.max.min(Pos2::ZERO + Vec2::new(width as f32, height as f32));
    let columns = from.x.floor() as usize..to.x.ceil().max(0.0) as usize;
    let lines = from.y.floor() as usize..to.y.ceil().max(0.0) as usize;
    lines.flat_map(move |line| columns.clone().map(move |column| image.pixels[line * width + column]))
}

fn distance(a: Color32, b: Color32) -> u32 {
    a.to_array().into_iter().zip(b.to_array()).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

fn differs(whole: &ColorImage, without: &ColorImage, seen: Rect) -> bool {
    pixels(whole, seen).zip(pixels(without, seen)).any(|(a, b)| distance(a, b) > VISIBLE)
}

/// How many pixels behind a row's letters differ visibly from what most of them show.
fn through(without: &ColorImage, row: &Row) -> usize {
    let behind: Vec<Color32> = pixels(without, row.ink.intersect(row.clip)).collect();
    let middle = |channel: usize| {
        let mut values: Vec<u8> = behind.iter().map(|colour| colour.to_array()[channel]).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let ground = Color32::from_rgb(middle(0), middle(1), middle(2));
    behind.iter().filter(|colour| distance(**colour, ground) > VISIBLE).count()
}
