//! What is drawn in a panel, coarsely, so that words keep off it.

use crate::export::drawing::Rect;

/// Cells to the height of a word.
const FINENESS: f64 = 6.0;
/// So that no panel takes much memory.
const MOST_CELLS: f64 = 400.0;

/// Which marks have ink where.
pub struct Obstacles {
    room: Rect,
    cell: f64,
    columns: usize,
    rows: usize,
    /// The mark, counted from 1; 0 is empty, [`SEVERAL`] is crowded.
    lines: Vec<u16>,
    /// Light areas, on which words may stand if they must.
    areas: Vec<bool>,
    /// Words that stand already.
    pub taken: Vec<Rect>,
}

const SEVERAL: u16 = u16::MAX;

/// What stands in the way of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearness {
    /// Share of the word's room that has ink of others close by.
    pub others: f64,
    /// Share of it that is on light areas.
    pub area: f64,
}

impl Obstacles {
    pub fn new(room: Rect, font: f64) -> Self {
        let cell = (font / FINENESS).max(room.width().max(room.height()) / MOST_CELLS);
        let count = |length: f64| (length / cell).ceil().clamp(1.0, MOST_CELLS) as usize;
        let (columns, rows) = (count(room.width()), count(room.height()));
        let (lines, areas) = (vec![0; columns * rows], vec![false; columns * rows]);
        Self { room, cell, columns, rows, lines, areas, taken: Vec::new() }
    }

    /// Notes a line of a mark, so many points wide.
    pub fn line(&mut self, path: &[[f64; 2]], width: f64, mark: usize) {
        for pair in path.windows(2) {
            for at in steps(pair[0], pair[1], self.cell) {
                self.dot(at, 0.5 * width, mark);
            }
        }
    }

    /// Notes a line on which words may stand if they must.
    pub fn faint_line(&mut self, path: &[[f64; 2]]) {
        for pair in path.windows(2) {
            for [x, y] in steps(pair[0], pair[1], self.cell) {
                self.area(Rect { left: x, top: y, right: x, bottom: y });
            }
        }
    }

    /// Notes a dot of a mark.
    pub fn dot(&mut self, [x, y]: [f64; 2], radius: f64, mark: usize) {
        self.each_cell(Rect { left: x, top: y, right: x, bottom: y }.grown(radius), |cells, _, index| {
            let id = (mark + 1).min(usize::from(SEVERAL - 1)) as u16;
            cells[index] = if cells[index] == 0 || cells[index] == id { id } else { SEVERAL };
        });
    }

    /// Notes a light area.
    pub fn area(&mut self, rect: Rect) {
        self.each_cell(rect, |_, areas, index| areas[index] = true);
    }

    /// Whether a word may stand somewhere, and how near it is to what else there is; `mark` is its own, which it may cover
    /// if `on_line`.
    pub fn nearness(&self, word: Rect, mark: usize, on_line: bool) -> Option<Nearness> {
        let is_covered = |index: usize| {
            if on_line { self.is_other(index, mark) } else { self.lines[index] != 0 }
        };
        let free = self.room.holds(word) && !self.taken.iter().any(|taken| taken.overlaps(word));
        if !free || self.cells(word).any(is_covered) {
            return None;
        }
        let share = |room: Rect, hit: &dyn Fn(usize) -> bool| {
            let (mut hits, mut all) = (0_u32, 0_u32);
            for index in self.cells(room) {
                all += 1;
                hits += u32::from(hit(index));
            }
            f64::from(hits) / f64::from(all.max(1))
        };
        let others = share(word.grown(4.0 * self.cell), &|index| self.is_other(index, mark));
        Some(Nearness { others, area: share(word, &|index| self.areas[index]) })
    }

    /// Whether a line from one place to another meets inks other than those of its mark.
    pub fn crosses(&self, from: [f64; 2], to: [f64; 2], mark: usize) -> bool {
        steps(from, to, self.cell).any(|[x, y]| {
            let place = Rect { left: x, top: y, right: x, bottom: y };
            let hidden = self.taken.iter().any(|taken| taken.contains([x, y]));
            hidden || self.cells(place).any(|index| self.is_other(index, mark))
        })
    }

    fn is_other(&self, index: usize, mark: usize) -> bool {
        self.lines[index] != 0 && usize::from(self.lines[index]) != mark + 1
    }

    fn each_cell(&mut self, rect: Rect, mut change: impl FnMut(&mut [u16], &mut [bool], usize)) {
        let Some([left, top, right, bottom]) = self.span(rect) else { return };
        for row in top..=bottom {
            for column in left..=right {
                change(&mut self.lines, &mut self.areas, row * self.columns + column);
            }
        }
    }

    fn cells(&self, rect: Rect) -> impl Iterator<Item = usize> {
        let columns = self.columns;
        let [left, top, right, bottom] = self.span(rect).unwrap_or([1, 1, 0, 0]);
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    /// The cells that a rectangle touches.
    fn span(&self, rect: Rect) -> Option<[usize; 4]> {
        let sound = [rect.left, rect.top, rect.right, rect.bottom].iter().all(|edge| edge.is_finite());
        if !sound || !self.room.overlaps(rect.grown(1e-3)) {
            return None;
        }
        let place = |value: f64, origin: f64, count: usize| {
            (((value - origin) / self.cell).max(0.0) as usize).min(count - 1)
        };
        let (left, top) = (self.room.left, self.room.top);
        Some([
            place(rect.left, left, self.columns),
            place(rect.top, top, self.rows),
            place(rect.right, left, self.columns),
            place(rect.bottom, top, self.rows),
        ])
    }
}

/// Places from one to another, closer than cells.
fn steps(from: [f64; 2], to: [f64; 2], cell: f64) -> impl Iterator<Item = [f64; 2]> {
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let count = (2.0 * length / cell).ceil().clamp(1.0, 4.0 * MOST_CELLS);
    (0..=count as usize).map(move |step| {
        let share = step as f64 / count;
        [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]))
    })
}
