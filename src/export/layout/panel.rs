//! One panel on the sheet: title, axes, marks, names and key.

use super::axes::{self, Direction, label_depth, ticks};
use super::bar::Bar;
use super::frame::Frame;
use super::key::{below, entries, height_below, in_corner};
use super::names::{self, Placed};
use super::paper::Paper;
use super::plot::{Plot, Reach, is_faint};
use crate::chart::geometry::Rect;
use crate::chart::{Ink, Mark, NameAt, Panel, Shape};
use crate::export::drawing::{Item, Path, Words};
use crate::export::text::{LEADING, Line, line, lines};

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

/// Pictures in perspective bring their own axes.
fn is_bare(panel: &Panel) -> bool {
    panel.x.is_hidden() && panel.y.is_hidden()
}

fn title(panel: &Panel, room: Rect, paper: &Paper) -> Vec<Line> {
    lines(&panel.title, paper.title(), room.width())
}

/// The room that a panel needs by itself above and below its well, with a key of some height.
pub fn above_and_below(panel: &Panel, room: Rect, key: f64, paper: &Paper) -> [f64; 2] {
    let titles = title(panel, room, paper).len() as f64;
    let above = if titles > 0.0 { (titles * LEADING + 0.35) * paper.title().size } else { 0.0 };
    let key = if key > 0.0 { key + paper.pt(axes::GAP) } else { 0.0 };
    if is_bare(panel) {
        return [above, key];
    }
    // Half a number may stand beyond the end of its axis.
    let half = 0.4 * paper.tick().size;
    [above.max(half), key + under(panel, room, paper)]
}

/// The room that the axis under a well takes.
fn under(panel: &Panel, room: Rect, paper: &Paper) -> f64 {
    let ticks = ticks(&panel.x, 0.8 * room.width(), Direction::Across, paper);
    let label = x_label(panel, room, paper);
    axes::depth(&ticks, Direction::Across, paper) + label_depth(&label, paper.label(), paper)
}

fn x_label(panel: &Panel, room: Rect, paper: &Paper) -> Vec<Line> {
    lines(&panel.x.label, paper.label(), 0.8 * room.width())
}

/// The room that a panel needs by itself left and right of a well so high.
pub fn beside(panel: &Panel, room: Rect, height: f64, paper: &Paper) -> [f64; 2] {
    let bar = panel.bar.as_ref().map_or(0.0, |bar| Bar::new(bar, height, paper).depth(paper));
    if is_bare(panel) {
        return [0.0, bar];
    }
    let y_label = lines(&panel.y.label, paper.label(), height);
    let y_ticks = ticks(&panel.y, height, Direction::Up, paper);
    let left = axes::depth(&y_ticks, Direction::Up, paper) + label_depth(&y_label, paper.label(), paper);
    // Half of the last number may stand beyond the end of its axis.
    let x_ticks = ticks(&panel.x, 0.8 * room.width(), Direction::Across, paper);
    let last = x_ticks.iter().rev().find_map(|tick| tick.label.as_ref());
    [left, bar.max(last.map_or(0.0, |label| 0.5 * label.width))]
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
    let x_label = x_label(panel, room, paper);
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
    let busy = panel.marks.iter().any(|mark| is_ground(&mark.shape));
    let halo = busy.then_some((paper.colours.ground, paper.pt(1.6)));
    for mark in &panel.marks {
        if let Shape::Words { at, align, text, ink } = &mark.shape {
            let set = fixed(*at, *align, text, plot);
            words.extend(
                set.into_iter().map(|(line, at)| Words { halo, ..axes::note(at, &line, *ink, paper) }),
            );
        }
    }
    let mut in_key: Vec<(&str, &Mark)> = Vec::new();
    for (index, mark) in panel.marks.iter().enumerate() {
        let Some(name) = &mark.name else { continue };
        let set = line(&name.text, paper.name());
        plot.mark = index;
        let place = match name.at {
            NameAt::Along(wish) => names::place(plot, &mark.shape, &set, wish, busy),
            NameAt::Key => None,
        };
        match place {
            Some(Placed { at, leader }) => {
                let ink = ink(&mark.shape);
                if let Some(leader) = leader {
                    let mut path = Path::default();
                    path.polyline(&leader);
                    plot.shape(Reach::Over, path, None, Some(paper.line(ink, 0.4)));
                }
                words.push(Words { halo, ..axes::note(at, &set, ink, paper) });
            }
            None if name.at == NameAt::Key || is_unlike_others(mark, panel) => {
                in_key.push((&name.text, mark));
            }
            // A key cannot tell apart what is drawn alike: one contour from the next.
            None => {}
        }
    }
    let entries = entries(&in_key, paper);
    if entries.is_empty() || key <= 0.0 && in_corner(&entries, halo.is_some(), plot, words) {
        return 0.0;
    }
    if key > 0.0 {
        let axis = if is_bare(panel) { 0.0 } else { under(panel, room, paper) };
        let top = plot.frame.well.bottom + axis + paper.pt(axes::GAP);
        below(&entries, Rect { top, ..room }, plot, words);
    }
    height_below(&entries, paper, room.width())
}

/// Whether words have it behind them rather than beside them.
fn is_ground(shape: &Shape) -> bool {
    match shape {
        Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. } => true,
        Shape::Curve { pen, .. } => is_faint(pen),
        _ => false,
    }
}

/// Whether no other mark with a name is drawn with the same pen.
fn is_unlike_others(mark: &Mark, panel: &Panel) -> bool {
    let pen = |mark: &Mark| match &mark.shape {
        Shape::Curve { pen, .. } | Shape::Level { pen, .. } | Shape::Upright { pen, .. } => Some(*pen),
        _ => None,
    };
    let named = panel.marks.iter().filter(|other| other.name.is_some() && other.name != mark.name);
    pen(mark).is_none() || named.into_iter().all(|other| pen(other) != pen(mark))
}

/// Words at a place of their own, kept within the well and off others, on as many lines as they need.
fn fixed(at: [f64; 2], align: [f64; 2], text: &str, plot: &mut Plot<'_>) -> Vec<(Line, [f64; 2])> {
    let style = plot.paper.name();
    let at = plot.frame.place(at);
    if !at.iter().chain(&align).all(|value| value.is_finite()) || !plot.frame.well.grown(1.0).contains(at) {
        return Vec::new();
    }
    let room = plot.frame.well.grown(-0.25 * plot.paper.font);
    let set = lines(text, style, room.width());
    let width = set.iter().map(|line| line.width).fold(0.0, f64::max);
    let ascent = set.first().map_or(0.0, |line| line.ascent);
    let descent = set.last().map_or(0.0, |line| line.descent);
    let height = ascent + descent + set.len().saturating_sub(1) as f64 * LEADING * style.size;
    let [left, top] = [at[0] - 0.5 * (1.0 + align[0]) * width, at[1] - 0.5 * (1.0 - align[1]) * height];
    let left = left.min(room.right - width).max(room.left);
    // Words in the way of others move up or down as little as they must.
    let moves = [0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 2.0, -2.0, 3.0, -3.0];
    let tops = moves.map(|count| (top + count * height).min(room.bottom - height).max(room.top));
    let is_free = |top: &f64| {
        let rect = Rect::new([left, *top], [width, height]);
        !plot.placer.labels().iter().any(|taken| taken.overlaps(rect))
    };
    let top = tops.into_iter().find(is_free).unwrap_or(tops[0]);
    plot.placer.take(Rect::new([left, top], [width, height]).grown(0.15 * plot.paper.font));
    let place = |(index, line): (usize, Line)| {
        let x = left + 0.5 * (1.0 + align[0]) * (width - line.width);
        (line, [x, top + ascent + index as f64 * LEADING * style.size])
    };
    set.into_iter().enumerate().map(place).collect()
}

/// The ink of a mark's name: its own, where that can be read.
fn ink(shape: &Shape) -> Ink {
    let ink = shape.ink();
    if matches!(ink, Ink::Hair | Ink::Ground) { Ink::Text } else { ink }
}
