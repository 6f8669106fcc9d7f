//! The key of a panel: a sample of each mark that has no name beside it.

use super::names::emptiest;
use super::paper::Paper;
use super::plot::{Plot, Reach, draw_symbol};
use crate::chart::geometry::Rect;
use crate::chart::{Ink, Mark, Shape, Symbol};
use crate::export::drawing::{Fill, Item, Path, Words};
use crate::export::text::{LEADING, Line, line};

/// Width of a sample, and the gaps after it and after an entry, in ems of the words.
const SAMPLE: f64 = 1.7;
const GAP: f64 = 0.45;
const APART: f64 = 1.0;

/// A name and the marks that bear it.
pub struct Entry<'a> {
    name: Line,
    shapes: Vec<&'a Shape>,
}

/// The entries for marks with their names; marks of one name share an entry.
pub fn entries<'a>(named: &[(&'a str, &'a Mark)], paper: &Paper) -> Vec<Entry<'a>> {
    let mut texts: Vec<&str> = Vec::new();
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for (text, mark) in named {
        match texts.iter().position(|known| known == text) {
            Some(index) => entries[index].shapes.push(&mark.shape),
            None => {
                texts.push(text);
                entries.push(Entry { name: line(text, paper.tick()), shapes: vec![&mark.shape] });
            }
        }
    }
    entries
}

/// The height of a row.
fn leading(paper: &Paper) -> f64 {
    1.2 * LEADING * paper.tick().size
}

/// Puts the key into the emptiest corner of the well, if one is empty, behind it a veil if the well is not plain.
pub fn in_corner(entries: &[Entry<'_>], veiled: bool, plot: &mut Plot<'_>, words: &mut Vec<Words>) -> bool {
    let size = plot.paper.tick().size;
    let widest = entries.iter().map(|entry| entry.name.width).fold(0.0, f64::max);
    let height = leading(plot.paper) * entries.len() as f64;
    let room = [(SAMPLE + GAP) * size + widest, height];
    let Some([left, top]) = emptiest(&mut plot.placer, plot.frame.well, room, 0.6 * size) else {
        return false;
    };
    if veiled {
        let mut veil = Path::default();
        veil.rect(Rect::new([left, top], room).grown(0.3 * size));
        plot.shape(Reach::Within, veil, Some(plot.paper.fill(Ink::Ground, 0.85)), None);
    }
    for (row, entry) in entries.iter().enumerate() {
        let middle = top + (row as f64 + 0.5) * leading(plot.paper);
        draw(entry, [left, middle], plot, words);
    }
    true
}

/// How high the key is if it stands under the panel, in rows of that width.
pub fn height_below(entries: &[Entry<'_>], paper: &Paper, width: f64) -> f64 {
    rows(entries, paper, width).len() as f64 * leading(paper)
}

/// Puts the key into rows from a place downwards.
pub fn below(entries: &[Entry<'_>], room: Rect, plot: &mut Plot<'_>, words: &mut Vec<Words>) {
    let size = plot.paper.tick().size;
    for (index, row) in rows(entries, plot.paper, room.width()).into_iter().enumerate() {
        let middle = room.top + (index as f64 + 0.5) * leading(plot.paper);
        let mut left = room.left;
        for entry in row {
            draw(entry, [left, middle], plot, words);
            left += (SAMPLE + GAP + APART) * size + entry.name.width;
        }
    }
}

fn rows<'a, 'b>(entries: &'b [Entry<'a>], paper: &Paper, width: f64) -> Vec<Vec<&'b Entry<'a>>> {
    let size = paper.tick().size;
    let mut rows: Vec<Vec<&Entry<'_>>> = Vec::new();
    let mut filled = 0.0;
    for entry in entries {
        let wide = (SAMPLE + GAP) * size + entry.name.width;
        match rows.last_mut() {
            Some(row) if filled + APART * size + wide <= width => {
                row.push(entry);
                filled += APART * size + wide;
            }
            _ => {
                rows.push(vec![entry]);
                filled = wide;
            }
        }
    }
    rows
}

/// A sample and the name, on the middle of a row.
fn draw(entry: &Entry<'_>, [left, middle]: [f64; 2], plot: &mut Plot<'_>, words: &mut Vec<Words>) {
    let size = plot.paper.tick().size;
    let room =
        Rect { left, right: left + SAMPLE * size, top: middle - 0.36 * size, bottom: middle + 0.36 * size };
    for shape in &entry.shapes {
        sample(shape, room, plot);
    }
    // The middle of the capitals is on the middle of the sample.
    let at = [room.right + GAP * size, middle + 0.36 * size];
    words.push(Words {
        line: entry.name.clone(),
        at,
        colour: plot.paper.colours.ink(Ink::Text),
        upright: false,
        halo: None,
    });
}

fn sample(shape: &Shape, room: Rect, plot: &mut Plot<'_>) {
    let paper = plot.paper;
    let [x, y] = room.centre();
    let mut path = Path::default();
    match shape {
        Shape::Curve { pen, .. } | Shape::Level { pen, .. } | Shape::Upright { pen, .. } => {
            path.segment([room.left, y], [room.right, y]);
            plot.shape(Reach::Over, path, None, Some(paper.stroke(pen)));
        }
        Shape::Dots { dots, ink, symbol, size } => {
            let stroke = paper.line(*ink, 0.75);
            if dots.iter().any(|dot| dot.y.is_some()) {
                let mut bar = Path::default();
                bar.segment([x, room.top], [x, room.bottom]);
                plot.shape(Reach::Over, bar, None, Some(stroke.clone()));
            }
            let radius = (0.5 * paper.pt(*size)).clamp(0.0, 0.5 * room.height());
            draw_symbol(*symbol, [x, y], radius, &mut path);
            let ring = *symbol == Symbol::Ring;
            let fill = if ring { paper.fill(Ink::Ground, 1.0) } else { paper.fill(*ink, 1.0) };
            plot.shape(Reach::Over, path, Some(fill), ring.then_some(stroke));
        }
        Shape::Band { ink, opacity, .. }
        | Shape::Bars { ink, opacity, .. }
        | Shape::Area { ink, opacity, .. } => {
            path.rect(room);
            plot.shape(Reach::Over, path, Some(paper.fill(*ink, *opacity)), None);
        }
        Shape::Hatch { ink, .. } => {
            path.rect(room);
            let stroke = paper.line(*ink, 0.45);
            plot.items.push((Reach::Over, Item::Hatch { path, room, spacing: paper.pt(2.4), stroke }));
        }
        Shape::Cells { map, .. } | Shape::Surface { map, .. } | Shape::Swarm { map, .. } => {
            const STEPS: usize = 8;
            for step in 0..STEPS {
                let mut part = Path::default();
                let width = room.width() / STEPS as f64;
                part.rect(Rect::new(
                    [room.left + step as f64 * width, room.top],
                    [width + 0.2, room.height()],
                ));
                let colour = paper.colours.map(*map, step as f64 / (STEPS - 1) as f64);
                plot.shape(Reach::Over, part, Some(Fill { colour, opacity: 1.0 }), None);
            }
        }
        Shape::Words { .. } => {}
    }
}
