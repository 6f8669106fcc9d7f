//! Puts labels where they cover nothing, and each other least of all: in the window and on paper.

use super::geometry::{Place, Rect, around, clip};

/// What a label would cost that leaves the plot, covers another or is struck through: more than any free place.
pub const FORBIDDEN: f64 = 1.0e6;
/// Side of a cell of the coverage map. All lengths are in points of the window, of which a unit may be more or less.
const CELL: f64 = 3.0;
/// What it costs a label to have ink close by, which it does not touch.
const CLOSE: f64 = 0.5;
/// Lines that share a box.
const PIECE: usize = 12;
/// Kept free around labels, on both sides together.
const PADDING: [f64; 2] = [4.0, 1.0];
/// From a label to its neighbour in the same row: more than a word's space, or the two read as one phrase.
const NEIGHBOURS_APART: f64 = 14.0;
/// A label stays where it was as long as another place is not better by this.
const INERTIA: f64 = 6.0;
/// What a line from a label to its curve costs, and what each other line costs that it crosses. Where it meets the curve,
/// and this far around, it crosses nothing.
const LEADER: f64 = 9.0;
const CROSSED: f64 = 12.0;
const MEETING: f64 = 3.0;
/// From a label to the line that leaves its side.
const LEAVES: f64 = 2.0;

/// A place for a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub room: Rect,
    /// Where on its curve a leading line ends, if it takes one.
    pub leader: Option<Place>,
    /// The mark whose line it may stand on.
    pub upon: Option<usize>,
    /// How much worse it is than others by itself.
    pub cost: f64,
}

impl Spot {
    /// What it costs wherever it is.
    fn bound(&self) -> f64 {
        self.cost + if self.leader.is_some() { LEADER } else { 0.0 }
    }
}

/// A few lines of a mark that follow each other, with the box about them: most are not even looked at.
struct Piece {
    mark: usize,
    bounds: Rect,
    lines: Vec<[Place; 2]>,
}

/// What is drawn in a plot so far: exactly, and how much of it there is, coarsely.
pub struct Placer {
    room: Rect,
    unit: f64,
    pieces: Vec<Piece>,
    areas: Vec<Rect>,
    columns: usize,
    rows: usize,
    ink: Vec<f32>,
    /// Sums of the ink over everything above and left.
    sums: Option<Vec<f32>>,
    taken: Vec<Rect>,
}

impl Placer {
    pub fn new(room: Rect, unit: f64) -> Self {
        let count = |length: f64| (length / (CELL * unit)).ceil().clamp(1.0, 4096.0) as usize;
        let (columns, rows) = (count(room.width()), count(room.height()));
        Self {
            room,
            unit,
            pieces: Vec::new(),
            areas: Vec::new(),
            columns,
            rows,
            ink: vec![0.0; columns * rows],
            sums: None,
            taken: Vec::new(),
        }
    }

    /// Notes a line of a mark.
    pub fn line(&mut self, path: &[Place], weight: f32, mark: usize) {
        let room = self.room;
        let lines: Vec<[Place; 2]> =
            path.windows(2).filter_map(|pair| clip(pair[0], pair[1], room)).collect();
        for lines in lines.chunks(PIECE) {
            self.pieces.push(Piece { mark, bounds: around(lines.as_flattened()), lines: lines.to_vec() });
        }
        self.shade_lines(&lines, weight);
    }

    /// Notes a line on which labels may stand if they must.
    pub fn faint_line(&mut self, path: &[Place], weight: f32) {
        let room = self.room;
        let lines: Vec<[Place; 2]> =
            path.windows(2).filter_map(|pair| clip(pair[0], pair[1], room)).collect();
        self.shade_lines(&lines, weight);
    }

    fn shade_lines(&mut self, lines: &[[Place; 2]], weight: f32) {
        for [from, to] in lines {
            let along = [to[0] - from[0], to[1] - from[1]];
            let length = (along[0] * along[0] + along[1] * along[1]).sqrt();
            let steps = (length / (CELL * self.unit)).ceil().clamp(1.0, 2000.0);
            for step in 0..steps as u32 {
                let share = f64::from(step) / steps;
                self.dot([from[0] + share * along[0], from[1] + share * along[1]], weight);
            }
        }
    }

    /// Notes an area.
    pub fn area(&mut self, area: Rect, weight: f32) {
        if area.overlaps(self.room) {
            self.areas.push(common(area, self.room));
        }
        self.shade(area, weight);
    }

    /// Notes an area on which labels may stand if they must.
    pub fn shade(&mut self, area: Rect, weight: f32) {
        let area = common(area, self.room);
        let cell = CELL * self.unit;
        let mut y = area.top + 0.5 * cell;
        while y < area.bottom {
            let mut x = area.left + 0.5 * cell;
            while x < area.right {
                self.dot([x, y], weight);
                x += cell;
            }
            y += cell;
        }
    }

    /// Keeps labels off an area altogether.
    pub fn take(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// Where labels stand, and whatever else is kept free.
    pub fn labels(&self) -> &[Rect] {
        &self.taken
    }

    /// Whether nothing is drawn in an area, and nothing keeps labels off it.
    pub fn is_free(&self, area: Rect) -> bool {
        self.room.holds(area)
            && !self.taken.iter().any(|taken| taken.overlaps(area))
            && !self.strikes(area, None)
    }

    fn dot(&mut self, [x, y]: Place, weight: f32) {
        let cell = CELL * self.unit;
        let [across, down] = [(x - self.room.left) / cell, (y - self.room.top) / cell];
        let (column, row) = (across as usize, down as usize);
        if across >= 0.0 && down >= 0.0 && column < self.columns && row < self.rows {
            let ink = &mut self.ink[row * self.columns + column];
            *ink = ink.max(weight);
            self.sums = None;
        }
    }

    /// Finds the best of several places for a label, sticking to the one it had if that is nearly as good; none if it
    /// would stand free nowhere. Gives its number.
    pub fn place(&mut self, spots: &[Spot], had: &mut Option<usize>) -> Option<usize> {
        // The place it had is left only for one that is better by more than a little: a frame mostly finds that none can be.
        let held = had.filter(|&had| had < spots.len()).map(|had| {
            let least = self.least(&spots[had]);
            (self.cost(&spots[had], least), had)
        });
        let held = held.filter(|(cost, _)| *cost < FORBIDDEN);
        let mut limit = held.map_or(FORBIDDEN, |(cost, _)| cost - INERTIA);
        let mut best = held.map(|(_, had)| had);
        let bounds = spots.iter().enumerate().map(|(index, spot)| (spot.bound(), index));
        let mut bounds: Vec<(f64, usize)> = bounds.filter(|(bound, _)| *bound < limit).collect();
        bounds.sort_by(|a, b| a.0.total_cmp(&b.0));
        // A look is dear, and an exact one dearer: they are taken at places in order of what they cost at least, until
        // none can be better.
        for (bound, index) in bounds {
            if bound >= limit {
                break;
            }
            let least = self.least(&spots[index]);
            if least >= limit {
                continue;
            }
            let cost = self.cost(&spots[index], least);
            if cost < limit {
                (limit, best) = (cost, Some(index));
            }
        }
        let index = best?;
        *had = Some(index);
        let Spot { room, leader, .. } = spots[index];
        self.taken.push(room);
        if let Some(target) = leader {
            // Labels that follow stay off the line that leads to the curve.
            self.line(&[leaves(room, target, self.unit), target], 2.0, usize::MAX);
        }
        Some(index)
    }

    /// What a place costs at least: without an exact look at what it covers and its line crosses.
    fn least(&mut self, spot: &Spot) -> f64 {
        let near = widened(spot.room, PADDING.map(|padding| 0.5 * padding * self.unit));
        let apart = widened(spot.room, [NEIGHBOURS_APART, 0.5 * PADDING[1]].map(|gap| gap * self.unit));
        if !self.room.holds(near) || self.taken.iter().any(|taken| taken.overlaps(apart)) {
            return FORBIDDEN;
        }
        spot.bound() + CLOSE * f64::from(self.covered(self.wide(spot.room)))
    }

    fn cost(&self, spot: &Spot, least: f64) -> f64 {
        if least >= FORBIDDEN || self.strikes(self.wide(spot.room), spot.upon) {
            return FORBIDDEN;
        }
        least + spot.leader.map_or(0.0, |target| self.crossings(spot.room, target))
    }

    /// What must be free of lines for a label: they never touch its letters.
    fn wide(&self, label: Rect) -> Rect {
        widened(label, [0.5 * PADDING[0] * self.unit, 0.0])
    }

    /// The lines that may touch a rectangle, but those of one mark.
    fn near(&self, room: Rect, but: Option<usize>) -> impl Iterator<Item = [Place; 2]> {
        self.pieces
            .iter()
            .filter(move |piece| touches(piece.bounds, room) && Some(piece.mark) != but)
            .flat_map(|piece| piece.lines.iter().copied())
    }

    fn strikes(&self, room: Rect, upon: Option<usize>) -> bool {
        self.near(room, upon).any(|[from, to]| clip(from, to, room).is_some())
            || self.areas.iter().any(|area| touches(*area, room))
    }

    /// What a line from a label to its curve costs by what it crosses.
    fn crossings(&self, label: Rect, target: Place) -> f64 {
        let start = leaves(label, target, self.unit);
        if self.taken.iter().any(|taken| clip(start, target, *taken).is_some()) {
            return FORBIDDEN;
        }
        let lines = self.near(around(&[start, target]), None);
        let crossed = lines.filter_map(|line| meet([start, target], line));
        let off = |place: &Place| (place[0] - target[0]).hypot(place[1] - target[1]) > MEETING * self.unit;
        CROSSED * crossed.filter(off).count() as f64
    }

    /// The mean weight of the ink in a rectangle.
    pub fn shade_in(&mut self, room: Rect) -> f32 {
        let cells = room.width() * room.height() / (CELL * self.unit).powi(2);
        self.covered(room) / cells.max(1.0) as f32
    }

    /// Ink below a rectangle.
    fn covered(&mut self, room: Rect) -> f32 {
        let (columns, rows) = (self.columns, self.rows);
        let stride = columns + 1;
        let ink = &self.ink;
        let sums = self.sums.get_or_insert_with(|| {
            let mut sums = vec![0.0; stride * (rows + 1)];
            for row in 0..rows {
                let mut along = 0.0;
                for column in 0..columns {
                    along += ink[row * columns + column];
                    sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + along;
                }
            }
            sums
        });
        let cell = CELL * self.unit;
        let from =
            |value: f64, origin: f64, most: usize| (((value - origin) / cell).max(0.0) as usize).min(most);
        let to = |value: f64, origin: f64, most: usize| {
            ((value - origin) / cell).ceil().clamp(0.0, most as f64) as usize
        };
        let (left, right) =
            (from(room.left, self.room.left, columns), to(room.right, self.room.left, columns));
        let (top, bottom) = (from(room.top, self.room.top, rows), to(room.bottom, self.room.top, rows));
        sums[bottom * stride + right] + sums[top * stride + left]
            - sums[top * stride + right]
            - sums[bottom * stride + left]
    }
}

/// Where the line to a place leaves a label: straight up or down from it, or at the middle of the side that faces the
/// place.
pub fn leaves(label: Rect, [x, y]: Place, unit: f64) -> Place {
    if (label.left..=label.right).contains(&x) {
        return [x, y.clamp(label.top, label.bottom)];
    }
    let side = if x > label.right { label.right + LEAVES * unit } else { label.left - LEAVES * unit };
    [side, label.centre()[1]]
}

fn widened(room: Rect, [across, down]: [f64; 2]) -> Rect {
    Rect {
        left: room.left - across,
        right: room.right + across,
        top: room.top - down,
        bottom: room.bottom + down,
    }
}

/// What two rectangles have in common; turned inside out if that is nothing.
fn common(a: Rect, b: Rect) -> Rect {
    Rect {
        left: a.left.max(b.left),
        top: a.top.max(b.top),
        right: a.right.min(b.right),
        bottom: a.bottom.min(b.bottom),
    }
}

/// Whether two rectangles, edges included, share a place: the box about an upright line has no width.
fn touches(a: Rect, b: Rect) -> bool {
    a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

/// Where two segments cross.
fn meet([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Option<Place> {
    let less = |u: Place, v: Place| [u[0] - v[0], u[1] - v[1]];
    let (along, other, between) = (less(b, a), less(d, c), less(c, a));
    let cross = |u: Place, v: Place| u[0] * v[1] - u[1] * v[0];
    let area = cross(along, other);
    let [share, of_other] = [cross(between, other) / area, cross(between, along) / area];
    let within = |share: f64| (0.0..=1.0).contains(&share);
    (within(share) && within(of_other)).then(|| [a[0] + share * along[0], a[1] + share * along[1]])
}
