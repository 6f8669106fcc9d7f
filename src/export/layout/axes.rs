//! The axes of a panel: how much room they take, and how they are drawn.

use super::frame::{Frame, shown};
use super::paper::Paper;
use crate::chart::geometry::Rect;
use crate::chart::{Axis, Ink};
use crate::export::drawing::{Item, Path, Stroke, Words};
use crate::export::text::{LEADING, Line, Style, line};

/// Lengths of ticks with and without a number, and the gaps beyond them, in points at the reference size.
const TICK: f64 = 2.8;
const SMALL_TICK: f64 = 1.6;
pub const GAP: f64 = 1.8;
/// Between numbers along an axis, in ems: side by side, and from one to the next above it.
const BESIDE: f64 = 1.1;
const ABOVE: f64 = 3.2;
/// How much closer they may come where an axis would have fewer than two.
const CLOSER: [f64; 3] = [1.0, 0.65, 0.4];

/// A tick with its number set.
pub struct Tick {
    pub value: f64,
    pub label: Option<Line>,
}

/// Which way an axis runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Across,
    Up,
}

/// The ticks of an axis so long, as close as their numbers allow.
pub fn ticks(axis: &Axis, length: f64, direction: Direction, paper: &Paper) -> Vec<Tick> {
    let mut best: Vec<Tick> = Vec::new();
    for closeness in CLOSER {
        let ticks = spaced(axis, length, direction, closeness, paper.tick());
        if best.is_empty() || numbered(&ticks) > numbered(&best) {
            best = ticks;
        }
        if numbered(&best) >= 2 {
            break;
        }
    }
    best
}

fn numbered(ticks: &[Tick]) -> usize {
    ticks.iter().filter(|tick| tick.label.is_some()).count()
}

fn spaced(axis: &Axis, length: f64, direction: Direction, closeness: f64, style: Style) -> Vec<Tick> {
    let range = shown(axis.range);
    let first = if direction == Direction::Up { ABOVE } else { BESIDE };
    let mut spacing = closeness * first * style.size;
    let mut ticks = Vec::new();
    // Wider numbers take wider steps, which may have wider numbers.
    for _ in 0..5 {
        ticks = set(axis, range, [length, spacing], style);
        let widest = ticks.iter().filter_map(|tick| tick.label.as_ref()).map(|label| label.width);
        let needed = widest.fold(0.0, f64::max) + closeness * BESIDE * style.size;
        if direction == Direction::Up || needed <= spacing {
            break;
        }
        spacing = needed;
    }
    thin(&mut ticks, range, length, direction, style);
    ticks
}

fn set(axis: &Axis, range: [f64; 2], [length, spacing]: [f64; 2], style: Style) -> Vec<Tick> {
    let marks = axis.marks(range, length as f32, spacing as f32);
    marks
        .into_iter()
        .map(|mark| Tick { value: mark.value, label: mark.label.map(|text| line(&text, style)) })
        .collect()
}

/// Takes the numbers off ticks whose neighbour's number is too near: ends of logarithmic axes are where they are.
fn thin(ticks: &mut [Tick], [first, last]: [f64; 2], length: f64, direction: Direction, style: Style) {
    let mut end = f64::NEG_INFINITY;
    for tick in ticks {
        let Some(label) = &tick.label else { continue };
        let at = (tick.value - first.min(last)) / (last - first).abs() * length;
        let (half, apart) = match direction {
            Direction::Across => (0.5 * label.width, 0.5 * style.size),
            Direction::Up => (0.5 * label.height(), 0.15 * style.size),
        };
        if at - half < end + apart {
            tick.label = None;
        } else {
            end = at + half;
        }
    }
}

/// The room that the numbers of an axis take beside it, with tick and gap.
pub fn depth(ticks: &[Tick], direction: Direction, paper: &Paper) -> f64 {
    let labels = ticks.iter().filter_map(|tick| tick.label.as_ref());
    let depths = labels.map(|label| match direction {
        Direction::Across => label.height(),
        Direction::Up => label.width,
    });
    paper.pt(TICK + GAP) + depths.fold(0.0, f64::max)
}

/// Hairlines at the numbers.
pub fn grid(frame: &Frame, x: &[Tick], y: &[Tick], paper: &Paper) -> Option<Item> {
    let Rect { left, top, right, bottom } = frame.well;
    let mut path = Path::default();
    for tick in x.iter().filter(|tick| tick.label.is_some()) {
        let at = frame.across(tick.value);
        path.segment([at, top], [at, bottom]);
    }
    for tick in y.iter().filter(|tick| tick.label.is_some()) {
        let at = frame.down(tick.value);
        path.segment([left, at], [right, at]);
    }
    (!path.is_empty()).then(|| Item::Shape { path, fill: None, stroke: Some(paper.line(Ink::Hair, 0.4)) })
}

/// The frame and the ticks outside it.
pub fn rules(frame: &Frame, x: &[Tick], y: &[Tick], paper: &Paper) -> [Item; 2] {
    let Rect { left, bottom, .. } = frame.well;
    let mut ticks = Path::default();
    let length = |tick: &Tick| paper.pt(if tick.label.is_some() { TICK } else { SMALL_TICK });
    for tick in x {
        let at = frame.across(tick.value);
        ticks.segment([at, bottom], [at, bottom + length(tick)]);
    }
    for tick in y {
        let at = frame.down(tick.value);
        ticks.segment([left - length(tick), at], [left, at]);
    }
    let mut border = Path::default();
    border.rect(frame.well);
    let stroke = outline(paper);
    [
        Item::Shape { path: border, fill: None, stroke: Some(stroke.clone()) },
        Item::Shape { path: ticks, fill: None, stroke: Some(stroke) },
    ]
}

pub fn outline(paper: &Paper) -> Stroke {
    Stroke::solid(paper.colours.outline, paper.pt(0.5))
}

/// The numbers under and beside a frame.
pub fn numbers(frame: &Frame, x: &[Tick], y: &[Tick], paper: &Paper) -> Vec<Words> {
    let Rect { left, bottom, .. } = frame.well;
    let capitals = 0.73 * paper.tick().size;
    let reach = paper.pt(TICK + GAP);
    let mut words = Vec::new();
    for (tick, label) in x.iter().filter_map(|tick| tick.label.as_ref().map(|label| (tick, label))) {
        let tallest = x.iter().filter_map(|tick| tick.label.as_ref()).map(|label| label.ascent);
        let baseline = bottom + reach + tallest.fold(capitals, f64::max);
        words.push(note([frame.across(tick.value) - 0.5 * label.width, baseline], label, Ink::Mute, paper));
    }
    for (tick, label) in y.iter().filter_map(|tick| tick.label.as_ref().map(|label| (tick, label))) {
        let baseline = frame.down(tick.value) + 0.5 * capitals;
        words.push(note([left - reach - label.width, baseline], label, Ink::Mute, paper));
    }
    words
}

/// Words that need nothing special.
pub fn note(at: [f64; 2], line: &Line, ink: Ink, paper: &Paper) -> Words {
    Words { line: line.clone(), at, colour: paper.colours.ink(ink), upright: false, halo: None }
}

/// Lines centred under each other, the first one's baseline given by its top.
pub fn centred(lines: &[Line], [middle, top]: [f64; 2], style: Style, ink: Ink, paper: &Paper) -> Vec<Words> {
    let set = |(index, line): (usize, &Line)| {
        let baseline = top + 0.78 * style.size + index as f64 * LEADING * style.size;
        note([middle - 0.5 * line.width, baseline], line, ink, paper)
    };
    lines.iter().enumerate().map(set).collect()
}

/// Lines that read upwards, beside each other from the left, centred on a height.
pub fn rising(lines: &[Line], [left, middle]: [f64; 2], style: Style, ink: Ink, paper: &Paper) -> Vec<Words> {
    let set = |(index, line): (usize, &Line)| {
        let baseline = left + 0.78 * style.size + index as f64 * LEADING * style.size;
        Words { upright: true, ..note([baseline, middle + 0.5 * line.width], line, ink, paper) }
    };
    lines.iter().enumerate().map(set).collect()
}

/// The room that lines of a label take, with the gap before them; nothing for none.
pub fn label_depth(lines: &[Line], style: Style, paper: &Paper) -> f64 {
    if lines.is_empty() {
        return 0.0;
    }
    paper.pt(GAP) + LEADING * style.size * lines.len() as f64
}
