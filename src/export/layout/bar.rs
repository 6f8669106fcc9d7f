//! The scale of a colour map beside a panel.

use super::axes::{Direction, GAP, Tick, depth, label_depth, note, outline, rising, ticks};
use super::frame::{Frame, shown};
use super::paper::Paper;
use crate::chart::geometry::Rect;
use crate::chart::{ColourBar, Ink};
use crate::export::drawing::{Fill, Item, Path, Words};
use crate::export::text::{Line, lines};

/// Distance from the panel, width and length of a tick, in points at the reference size.
const APART: f64 = 5.0;
const WIDTH: f64 = 6.0;
const TICK: f64 = 2.8;
const STEPS: usize = 64;

/// A colour bar with its ticks set for a height.
pub struct Bar<'a> {
    bar: &'a ColourBar,
    ticks: Vec<Tick>,
    label: Vec<Line>,
}

impl<'a> Bar<'a> {
    pub fn new(bar: &'a ColourBar, height: f64, paper: &Paper) -> Self {
        let ticks = ticks(&bar.axis, height, Direction::Up, paper);
        let label = lines(&bar.axis.label, paper.label(), height);
        Self { bar, ticks, label }
    }

    /// The room it takes right of the well.
    pub fn depth(&self, paper: &Paper) -> f64 {
        paper.pt(APART + WIDTH)
            + depth(&self.ticks, Direction::Up, paper)
            + label_depth(&self.label, paper.label(), paper)
    }

    /// Draws it beside a well.
    pub fn draw(&self, well: Rect, paper: &Paper) -> (Vec<Item>, Vec<Words>) {
        let left = well.right + paper.pt(APART);
        let room = Rect { left, right: left + paper.pt(WIDTH), ..well };
        let mut items = Vec::new();
        let [first, last] = shown(self.bar.axis.range);
        let height = room.height() / STEPS as f64;
        for step in 0..STEPS {
            let share = (step as f64 + 0.5) / STEPS as f64;
            // Each step runs beneath the next one, above it.
            let lap = if step + 1 < STEPS { 0.5 * height } else { 0.0 };
            let top = room.bottom - (step + 1) as f64 * height - lap;
            let mut path = Path::default();
            path.rect(Rect { top, bottom: room.bottom - step as f64 * height, ..room });
            let colour = paper.colours.map(self.bar.map, share);
            items.push(Item::Shape { path, fill: Some(Fill { colour, opacity: 1.0 }), stroke: None });
        }
        let frame = Frame { well: room, x: [0.0, 1.0], y: [first, last] };
        let (mut border, mut marks) = (Path::default(), Path::default());
        border.rect(room);
        let mut words = Vec::new();
        let capitals = 0.73 * paper.tick().size;
        for tick in &self.ticks {
            let Some(label) = &tick.label else { continue };
            let at = frame.down(tick.value);
            marks.segment([room.right, at], [room.right + paper.pt(TICK), at]);
            words.push(note(
                [room.right + paper.pt(TICK + GAP), at + 0.5 * capitals],
                label,
                Ink::Mute,
                paper,
            ));
        }
        for path in [border, marks] {
            items.push(Item::Shape { path, fill: None, stroke: Some(outline(paper)) });
        }
        let beyond = room.right + depth(&self.ticks, Direction::Up, paper) + paper.pt(GAP);
        words.extend(rising(&self.label, [beyond, room.centre()[1]], paper.label(), Ink::Text, paper));
        (items, words)
    }
}
