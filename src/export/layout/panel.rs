//! One panel on the sheet: title, axes, marks, names and key.

use super::axes::{self, Direction, label_depth, ticks};
use super::bar::Bar;
use super::frame::Frame;
use super::key::{below, entries, height_below, in_corner};
use super::names;
use super::paper::Paper;
use super::plot::Plot;
use crate::export::drawing::{Item, Rect, Words};
use crate::export::text::{LEADING, Line, line, lines};
use crate::figures::{Ink, Mark, NameAt, Panel, Shape};

/// Below this a well is not worth its axes; it keeps the panel's own arithmetic sound.
const LEAST_WELL: f64 = 6.0;

/// The room around the well of a panel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// What a panel came to.
pub struct Drawn {
    pub items: Vec<Item>,
    pub words: Vec<Words>,
    /// The height that the key wants under the panel.
    pub below: f64,
}

/// Surfaces have an axonometry of their own, and axes would measure nothing.
fn is_bare(panel: &Panel) -> bool {
    panel.marks.iter().any(|mark| matches!(mark.shape, Shape::Surface { .. }))
}

fn title(panel: &Panel, room: Rect, paper: &Paper) -> Vec<Line> {
    lines(&panel.title, paper.title(), room.width())
}

/// The margins that a panel needs by itself, with a key of some height below it.
pub fn margins(panel: &Panel, room: Rect, key: f64, paper: &Paper) -> Margins {
    let titles = title(panel, room, paper).len() as f64;
    let above = if titles > 0.0 { (titles * LEADING + 0.35) * paper.title().size } else { 0.0 };
    let key = if key > 0.0 { key + paper.pt(axes::GAP) } else { 0.0 };
    if is_bare(panel) {
        let height = (room.height() - above - key).max(LEAST_WELL);
        let bar = panel.bar.as_ref().map(|bar| Bar::new(bar, height, paper));
        let right = bar.map_or(0.0, |bar| bar.depth(paper));
        return Margins { left: 0.0, top: above, right, bottom: key };
    }
    // Half a number may stand beyond the end of its axis.
    let half = 0.4 * paper.tick().size;
    let x_label = lines(&panel.x.label, paper.label(), 0.85 * room.width());
    let rough = ticks(&panel.x, 0.8 * room.width(), Direction::Across, paper);
    let top = above.max(half);
    let bottom =
        key + axes::depth(&rough, Direction::Across, paper) + label_depth(&x_label, paper.label(), paper);
    let height = (room.height() - top - bottom).max(LEAST_WELL);
    let y_label = lines(&panel.y.label, paper.label(), height);
    let y_ticks = ticks(&panel.y, height, Direction::Up, paper);
    let left = axes::depth(&y_ticks, Direction::Up, paper) + label_depth(&y_label, paper.label(), paper);
    let bar = panel.bar.as_ref().map(|bar| Bar::new(bar, height, paper).depth(paper));
    let wide = rough.iter().rev().find_map(|tick| tick.label.as_ref()).map_or(0.0, |label| 0.5 * label.width);
    Margins { left, top, right: bar.unwrap_or(0.0).max(wide), bottom }
}

/// The well that margins leave of a room.
pub fn well(room: Rect, margins: Margins) -> Rect {
    let left = room.left + margins.left;
    let top = room.top + margins.top;
    let right = (room.right - margins.right).max(left + LEAST_WELL);
    let bottom = (room.bottom - margins.bottom).max(top + LEAST_WELL);
    Rect { left, top, right, bottom }
}

/// Draws a panel; a key that finds no empty corner goes below if there is height reserved for it.
pub fn draw(panel: &Panel, room: Rect, margins: Margins, key: f64, paper: &Paper) -> Drawn {
    let frame = Frame::new(well(room, margins), &panel.x, &panel.y);
    let mut words: Vec<Words> = Vec::new();
    for (index, line) in title(panel, room, paper).iter().enumerate() {
        let size = paper.title().size;
        let baseline = room.top + (0.8 + index as f64 * LEADING) * size;
        words.push(axes::note([room.left, baseline], line, Ink::Strong, paper));
    }
    let mut items = Vec::new();
    let mut rules = Vec::new();
    if !is_bare(panel) {
        let x = ticks(&panel.x, frame.well.width(), Direction::Across, paper);
        let y = ticks(&panel.y, frame.well.height(), Direction::Up, paper);
        items.extend(axes::grid(&frame, &x, &y, paper));
        rules.extend(axes::rules(&frame, &x, &y, paper));
        words.extend(axes::numbers(&frame, &x, &y, paper));
        words.extend(labels(panel, &frame, room, paper, &x));
    }
    if let Some(bar) = &panel.bar {
        let (drawn, said) = Bar::new(bar, frame.well.height(), paper).draw(frame.well, paper);
        rules.extend(drawn);
        words.extend(said);
    }
    let mut plot = Plot::new(frame, paper);
    for (index, mark) in panel.marks.iter().enumerate() {
        plot.mark = index;
        plot.draw(&mark.shape);
    }
    let wanted = name_marks(panel, room, key, &mut plot, &mut words);
    // Keys were drawn last, and belong over the frame.
    items.extend(plot.finished());
    items.extend(rules);
    Drawn { items, words, below: wanted }
}

/// What the axes stand for: under the one, beside the other.
fn labels(panel: &Panel, frame: &Frame, room: Rect, paper: &Paper, x: &[axes::Tick]) -> Vec<Words> {
    let style = paper.label();
    let [middle, height] = frame.well.centre();
    let x_label = lines(&panel.x.label, style, 0.85 * room.width());
    let under = frame.well.bottom + axes::depth(x, Direction::Across, paper) + paper.pt(axes::GAP);
    let mut words = axes::centred(&x_label, [middle, under], style, Ink::Text, paper);
    let y_label = lines(&panel.y.label, style, frame.well.height());
    words.extend(axes::rising(&y_label, [room.left, height], style, Ink::Text, paper));
    words
}

/// Sets the words of a panel: first those with a place of their own, then the names of marks, then the key of those
/// that found no room; says how high a key below the panel would have to be.
fn name_marks(panel: &Panel, room: Rect, key: f64, plot: &mut Plot<'_>, words: &mut Vec<Words>) -> f64 {
    let paper = plot.paper;
    let filled = panel
        .marks
        .iter()
        .any(|mark| matches!(mark.shape, Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. }));
    let halo = filled.then_some((paper.colours.ground, paper.pt(1.6)));
    for mark in &panel.marks {
        if let Shape::Words { at, align, text, ink } = &mark.shape
            && let Some((line, at)) = fixed(*at, *align, text, plot)
        {
            words.push(Words { halo, ..axes::note(at, &line, *ink, paper) });
        }
    }
    let mut in_key: Vec<(&str, &Mark)> = Vec::new();
    for (index, mark) in panel.marks.iter().enumerate() {
        let Some(name) = &mark.name else { continue };
        let set = line(&name.text, paper.name());
        plot.mark = index;
        let place = match name.at {
            NameAt::Along(wish) => names::place(plot, &mark.shape, &set, wish),
            NameAt::Key => None,
        };
        match place {
            Some(at) => {
                plot.obstacles.taken.push(set.room(at).grown(0.15 * paper.font));
                words.push(Words { halo, ..axes::note(at, &set, ink(&mark.shape), paper) });
            }
            None => in_key.push((&name.text, mark)),
        }
    }
    let entries = entries(&in_key, paper);
    if entries.is_empty() || key <= 0.0 && in_corner(&entries, plot, words) {
        return 0.0;
    }
    if key > 0.0 {
        let left = plot.frame.well.left;
        below(&entries, Rect { left, top: room.bottom - key, ..room }, plot, words);
    }
    height_below(&entries, paper, room.right - plot.frame.well.left)
}

/// Words at a place of their own, kept within the well and off others.
fn fixed(at: [f64; 2], align: [f64; 2], text: &str, plot: &mut Plot<'_>) -> Option<(Line, [f64; 2])> {
    let set = line(text, plot.paper.name());
    let at = plot.frame.place(at);
    if !at.iter().chain(&align).all(|value| value.is_finite()) || !plot.frame.well.grown(1.0).contains(at) {
        return None;
    }
    let room = plot.frame.well.grown(-0.25 * plot.paper.font);
    let [left, top] =
        [at[0] - 0.5 * (1.0 + align[0]) * set.width, at[1] - 0.5 * (1.0 - align[1]) * set.height()];
    let left = left.min(room.right - set.width).max(room.left);
    let step = 0.5 * set.height();
    // Words in the way of others move up or down as little as they must.
    let moves = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 4.0, -4.0, 6.0, -6.0];
    let corner = moves.into_iter().find_map(|count| {
        let top = (top + count * step).min(room.bottom - set.height()).max(room.top);
        let rect = Rect::new([left, top], [set.width, set.height()]);
        (!plot.obstacles.taken.iter().any(|taken| taken.overlaps(rect))).then_some([left, top])
    });
    let [left, top] = corner.unwrap_or([left, top]);
    let baseline = [left, top + set.ascent];
    plot.obstacles.taken.push(set.room(baseline).grown(0.15 * plot.paper.font));
    Some((set, baseline))
}

/// The ink of a mark's name: its own, where that can be read.
fn ink(shape: &Shape) -> Ink {
    let ink = match shape {
        Shape::Curve { pen, .. } | Shape::Level { pen, .. } | Shape::Upright { pen, .. } => pen.ink,
        Shape::Band { ink, .. }
        | Shape::Dots { ink, .. }
        | Shape::Bars { ink, .. }
        | Shape::Hatch { ink, .. }
        | Shape::Area { ink, .. }
        | Shape::Words { ink, .. } => *ink,
        Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. } => Ink::Text,
    };
    if matches!(ink, Ink::Hair | Ink::Ground) { Ink::Text } else { ink }
}
