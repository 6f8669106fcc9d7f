//! Lines of equal height of a function over a grid, by marching squares.
//!
//! Every side of a cell that the level crosses gives one point, and every cell joins two (or twice two) of the points
//! on its sides. Points are known by their sides, so cells meet in the same point and lines close exactly.

use std::collections::BTreeMap;

/// A function's values at the crossings of two lists of coordinates.
pub struct Heights {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Row by row from the first y.
    values: Vec<f64>,
}

/// A side of a cell: of the crossing at this column and row, the side towards the next column, or the next row.
type Side = (usize, usize, bool);

impl Heights {
    pub fn new(x: Vec<f64>, y: Vec<f64>, height: impl Fn(f64, f64) -> f64) -> Self {
        let values = y.iter().flat_map(|&y| x.iter().map(move |&x| (x, y))).map(|(x, y)| height(x, y));
        let values = values.collect();
        Self { x, y, values }
    }

    /// From what is known at every crossing, row by row from the first y.
    ///
    /// # Panics
    /// If there are not as many values as crossings.
    pub fn known(x: Vec<f64>, y: Vec<f64>, values: Vec<f64>) -> Self {
        assert_eq!(values.len(), x.len() * y.len(), "a value for each crossing");
        Self { x, y, values }
    }

    /// The lines at a level; closed ones end where they begin. Cells with a corner that is no number are left out.
    pub fn contours(&self, level: f64) -> Vec<Vec<[f64; 2]>> {
        let mut joins: BTreeMap<Side, Vec<Side>> = BTreeMap::new();
        for row in 1..self.y.len() {
            for column in 1..self.x.len() {
                for [from, to] in self.segments(column - 1, row - 1, level) {
                    joins.entry(from).or_default().push(to);
                    joins.entry(to).or_default().push(from);
                }
            }
        }
        let mut lines = Vec::new();
        // Open lines begin at an end; what then is left is closed.
        while let Some(start) = joins
            .iter()
            .find(|(_, others)| others.len() == 1)
            .or_else(|| joins.iter().next())
            .map(|(side, _)| *side)
        {
            let sides = follow(&mut joins, start);
            lines.push(sides.into_iter().map(|side| self.crossing(side, level)).collect());
        }
        lines
    }

    /// Up to two pieces of line within a cell.
    fn segments(&self, column: usize, row: usize, level: f64) -> Vec<[Side; 2]> {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(i, j)| self.at(column + i, row + j));
        if corners.iter().any(|value| !value.is_finite()) {
            return Vec::new();
        }
        // Bottom, right, top, left: side n lies between corners n and n + 1.
        let sides =
            [(column, row, true), (column + 1, row, false), (column, row + 1, true), (column, row, false)];
        let above = corners.map(|value| value >= level);
        let crossed: Vec<Side> =
            (0..4).filter(|&n| above[n] != above[(n + 1) % 4]).map(|n| sides[n]).collect();
        match crossed[..] {
            [from, to] => vec![[from, to]],
            [bottom, right, top, left] => {
                // A saddle: the height in the middle says which corners hang together.
                let middle = corners.iter().sum::<f64>() / 4.0;
                if (middle >= level) == above[0] {
                    vec![[bottom, right], [top, left]]
                } else {
                    vec![[bottom, left], [top, right]]
                }
            }
            _ => Vec::new(),
        }
    }

    fn crossing(&self, (column, row, along_x): Side, level: f64) -> [f64; 2] {
        let from = self.at(column, row);
        let to = if along_x { self.at(column + 1, row) } else { self.at(column, row + 1) };
        let share = (level - from) / (to - from);
        let between =
            |values: &[f64], index: usize| values[index] + (values[index + 1] - values[index]) * share;
        if along_x {
            [between(&self.x, column), self.y[row]]
        } else {
            [self.x[column], between(&self.y, row)]
        }
    }

    fn at(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.x.len() + column]
    }
}

/// Takes out the line that begins at a side, up to its end or back to its beginning.
fn follow(joins: &mut BTreeMap<Side, Vec<Side>>, start: Side) -> Vec<Side> {
    let mut line = vec![start];
    let mut here = start;
    while let Some(next) = joins.get_mut(&here).and_then(Vec::pop) {
        if let Some(others) = joins.get_mut(&next)
            && let Some(back) = others.iter().position(|&other| other == here)
        {
            others.swap_remove(back);
        }
        if joins.get(&here).is_some_and(Vec::is_empty) {
            joins.remove(&here);
        }
        line.push(next);
        here = next;
    }
    joins.remove(&here);
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::axis::evenly;

    #[test]
    fn contours_of_a_paraboloid_are_circles() {
        let heights = Heights::new(evenly([-2.0, 2.0], 80), evenly([-2.0, 2.0], 80), |x, y| x * x + y * y);
        for radius in [0.5_f64, 1.0, 1.5] {
            let lines = heights.contours(radius * radius);
            assert_eq!(lines.len(), 1, "one circle");
            assert_eq!(lines[0].first(), lines[0].last(), "it closes");
            for [x, y] in &lines[0] {
                assert!((x.hypot(*y) - radius).abs() < 1e-3, "{x} {y} is not at {radius}");
            }
            let length: f64 = lines[0].windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum();
            assert!((length / (std::f64::consts::TAU * radius) - 1.0).abs() < 0.01, "{length}");
        }
    }

    #[test]
    fn lines_do_not_cross_at_a_saddle() {
        // One cell, all four sides crossed; the middle is at 0.
        for (level, same_side) in [(0.1, true), (-0.1, false)] {
            let saddle = Heights::new(vec![-1.0, 1.0], vec![-1.0, 1.0], |x, y| x * y);
            let lines = saddle.contours(level);
            assert_eq!(lines.len(), 2);
            for line in lines {
                let [a, b] = [line[0], line[1]];
                // Above the middle's height lines cut off the corners that lie higher, where x and y have one sign.
                let middle = [a[0] + b[0], a[1] + b[1]];
                assert_eq!(middle[0] * middle[1] > 0.0, same_side, "{line:?}");
            }
        }
    }

    #[test]
    fn open_lines_run_from_border_to_border() {
        let slope = Heights::new(evenly([0.0, 1.0], 10), evenly([0.0, 1.0], 7), |x, y| x + 0.1 * y);
        let lines = slope.contours(0.55);
        assert_eq!(lines.len(), 1);
        let mut ends = [lines[0][0][1], lines[0][lines[0].len() - 1][1]];
        ends.sort_by(f64::total_cmp);
        assert_eq!(ends, [0.0, 1.0]);
    }

    #[test]
    fn cells_without_a_height_are_left_out() {
        let torn = |x: f64, y: f64| if x > 0.4 && x < 0.6 { f64::NAN } else { y };
        let heights = Heights::new(evenly([0.0, 1.0], 20), evenly([0.0, 1.0], 20), torn);
        let lines = heights.contours(0.52);
        assert_eq!(lines.len(), 2, "one on either side of the gap");
        assert!(lines.iter().flatten().all(|[x, y]| (*x <= 0.4 || *x >= 0.6) && (y - 0.52).abs() < 1e-9));
    }
}
