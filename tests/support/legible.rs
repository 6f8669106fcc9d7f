//! Reads a frame for what a reader of its words would complain of: words that are cut, that touch other words, or
//! that something else is drawn through.

use std::sync::{Arc, Mutex};

use super::paint;
use egui::emath::Rot2;
use egui::epaint::{Shape, TextShape};
use egui::{Color32, ColorImage, Context, FullOutput, Id, Pos2, Rect, pos2, vec2};
use frostline::app::kit::raster::Rasteriser;

/// Colours differ visibly where their channels differ by this much altogether.
const VISIBLE: u32 = 75;
/// A corner of a line or the edge of a plate may come as near as this to a letter, in pixels.
const NEAR: f32 = 1.0;
/// Fewer points than this are a touch that nobody sees.
const SPECKS: f32 = 4.0;

/// A row of words as it stands on the screen.
struct Row {
    words: String,
    /// What its letters cover before they are turned, from the point they turn about.
    letters: Rect,
    about: Pos2,
    turn: Rot2,
    /// The upright box about them.
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
    let scale = output.pixels_per_point;
    let mut rows = Vec::new();
    let mut wordless = output.shapes.clone();
    for (text, clipped) in wordless.iter_mut().enumerate() {
        // What was drawn before the veil of a dialog is not to be read.
        if matches!(&clipped.shape, Shape::Rect(veil) if veil.rect.contains_rect(ctx.content_rect())) {
            rows.clear();
        }
        take_words(&mut clipped.shape, clipped.clip_rect * scale, (text, scale), &mut rows);
    }
    let without = paint(rasteriser, ctx, wordless, output.pixels_per_point);
    // Nor is what is wholly scrolled away.
    rows.retain(|row| row.clip.intersect(row.ink).is_positive() && differs(whole, &without, row));
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if !row.clip.expand(NEAR).contains_rect(row.ink) {
            wrong.push(format!("cut: {:?} {} in {}", row.words, show(row.ink), show(row.clip)));
        }
        let through = through(&without, row);
        if through as f32 >= SPECKS * scale * scale {
            wrong.push(format!("crossed in {through} pixels: {:?} {}", row.words, show(row.ink)));
        }
        for other in &rows[index + 1..] {
            let shared = row.ink.intersect(other.ink);
            if other.text != row.text && shared.width() > NEAR && shared.height() > NEAR {
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

/// Takes the texts out of a shape; what they cover is in pixels.
fn take_words(shape: &mut Shape, clip: Rect, (text, scale): (usize, f32), rows: &mut Vec<Row>) {
    match shape {
        Shape::Vec(shapes) => {
            for shape in shapes {
                take_words(shape, clip, (text, scale), rows);
            }
        }
        Shape::Text(text_shape) => {
            rows_of(text_shape, clip, (text, scale), rows);
            *shape = Shape::Noop;
        }
        _ => (),
    }
}

fn rows_of(shape: &TextShape, clip: Rect, (text, scale): (usize, f32), rows: &mut Vec<Row>) {
    if shape.opacity_factor < 0.2 {
        return;
    }
    let turn = Rot2::from_angle(shape.angle);
    for row in &shape.galley.rows {
        let words = row.text();
        let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2()) * scale;
        if words.trim().is_empty() || !ink.is_positive() {
            continue;
        }
        // A letter's picture has a pixel of nothing around it.
        let letters = ink.shrink(NEAR * scale);
        let about = shape.pos * scale;
        let ink = Rect::from_points(&corners(letters).map(|corner| about + turn * corner.to_vec2()));
        rows.push(Row { words, letters, about, turn, ink, clip, text });
    }
}

fn corners(rect: Rect) -> [Pos2; 4] {
    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()]
}

/// The pixels of a picture that a row's letters lie on, as far as they may be seen.
fn pixels(image: &ColorImage, row: &Row) -> impl Iterator<Item = Color32> {
    let [width, height] = image.size;
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(width as f32, height as f32));
    let seen = row.ink.intersect(row.clip).intersect(screen);
    let range = |from: f32, to: f32| from.floor().max(0.0) as usize..to.ceil().max(0.0) as usize;
    let columns = range(seen.left(), seen.right());
    let within = |line: usize, column: usize| {
        let pixel = pos2(column as f32 + 0.5, line as f32 + 0.5);
        row.letters.contains((row.turn.inverse() * (pixel - row.about)).to_pos2())
    };
    range(seen.top(), seen.bottom()).flat_map(move |line| {
        let columns = columns.clone().filter(move |&column| within(line, column));
        columns.map(move |column| image.pixels[line * width + column])
    })
}

fn distance(a: Color32, b: Color32) -> u32 {
    a.to_array().into_iter().zip(b.to_array()).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

fn differs(whole: &ColorImage, without: &ColorImage, row: &Row) -> bool {
    pixels(whole, row).zip(pixels(without, row)).any(|(a, b)| distance(a, b) > VISIBLE)
}

/// How many pixels behind a row's letters differ visibly from what most of them show.
fn through(without: &ColorImage, row: &Row) -> usize {
    let behind: Vec<Color32> = pixels(without, row).collect();
    let middle = |channel: usize| {
        let mut values: Vec<u8> = behind.iter().map(|colour| colour.to_array()[channel]).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let ground = Color32::from_rgb(middle(0), middle(1), middle(2));
    behind.iter().filter(|colour| distance(**colour, ground) > VISIBLE).count()
}
