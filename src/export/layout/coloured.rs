//! Marks whose colours carry values: cells, surfaces and swarms.

use super::frame::share;
use super::plot::{Plot, Reach};
use crate::chart::geometry::{Rect, around};
use crate::chart::{Ink, Map, Patch, Pen, Rgb};
use crate::export::drawing::{Fill, Item, Path, Stroke};

/// More cells than this are a picture.
const MOST_CELLS: usize = 2500;
/// A picture finer than this is shown smooth.
const SMOOTH_FROM: usize = 64;
/// More walkers than this are a picture.
const MOST_DOTS: usize = 300;
/// A swarm's picture is at most so fine.
const DOTS_PER_POINT: f64 = 300.0 / 72.0;
const MOST_PIXELS: f64 = 600.0;
/// Shades of each colour, and of opacity, in such a picture.
const SHADES: f32 = 7.0;
/// How much of what lies beneath a walker hides.
const OPACITY: f64 = 0.8;
/// Neighbours run beneath each other by so much that no seam shows.
const LAP: f64 = 0.4;

impl Plot<'_> {
    pub fn cells(&mut self, x: &[f64], y: &[f64], values: &[f64], scale: (Map, [f64; 2])) {
        let (columns, rows) = (x.len().saturating_sub(1), y.len().saturating_sub(1));
        if columns == 0 || rows == 0 || values.len() < columns * rows {
            return;
        }
        let across: Vec<f64> = x.iter().map(|&x| self.frame.across(x)).collect();
        let down: Vec<f64> = y.iter().map(|&y| self.frame.down(y)).collect();
        let grid = Grid { across, down, values, scale };
        if columns * rows <= MOST_CELLS {
            self.single_cells(&grid);
        } else {
            self.cell_picture(&grid);
        }
        self.hatched_cells(&grid);
    }

    fn single_cells(&mut self, grid: &Grid<'_>) {
        for row in 0..grid.rows() {
            for column in 0..grid.columns() {
                let Some(colour) = grid.colour(column, row, self) else { continue };
                let mut cell = grid.room(column, row);
                // Each runs beneath the ones drawn after it, to its right and above.
                if column + 1 < grid.columns() && grid.value(column + 1, row).is_finite() {
                    cell.right += LAP;
                }
                if row + 1 < grid.rows() && grid.value(column, row + 1).is_finite() {
                    cell.top -= LAP;
                }
                let cell = overlap(cell, self.frame.well);
                if let Some(cell) = cell {
                    let mut path = Path::default();
                    path.rect(cell);
                    self.shape(Reach::Within, path, Some(Fill { colour, opacity: 1.0 }), None);
                }
            }
        }
    }

    /// A picture with a pixel for each cell if all are alike, else one that is fine enough.
    fn cell_picture(&mut self, grid: &Grid<'_>) {
        let Some(room) = overlap(grid.whole(), self.frame.well.grown(1e4)) else { return };
        let even = is_even(&grid.across) && is_even(&grid.down);
        let size = if even && grid.columns().max(grid.rows()) <= 1000 {
            [grid.columns(), grid.rows()]
        } else {
            [MOST_PIXELS as usize, MOST_PIXELS as usize]
        };
        let mut pixels = Vec::with_capacity(4 * size[0] * size[1]);
        let columns = sampled(&grid.across, size[0], room.left, room.right);
        // Rows of a picture start at the top.
        let rows = sampled(&grid.down, size[1], room.top, room.bottom);
        for &row in &rows {
            for &column in &columns {
                match grid.colour(column, row, self) {
                    Some(Rgb(r, g, b)) => pixels.extend([r, g, b, 255]),
                    None => pixels.extend([0; 4]),
                }
            }
        }
        let smooth = size[0].min(size[1]) >= SMOOTH_FROM;
        self.items.push((Reach::Within, Item::Picture { room, size, pixels, smooth }));
    }

    fn hatched_cells(&mut self, grid: &Grid<'_>) {
        let mut outlines = Vec::new();
        for row in 0..grid.rows() {
            let mut column = 0;
            while column < grid.columns() {
                let start = column;
                while column < grid.columns() && !grid.value(column, row).is_finite() {
                    column += 1;
                }
                if column > start {
                    let (first, last) = (grid.room(start, row), grid.room(column - 1, row));
                    let (left, right) = (first.left.min(last.left), first.right.max(last.right));
                    let Rect { top, bottom, .. } = first;
                    outlines.push(vec![[left, top], [right, top], [right, bottom], [left, bottom]]);
                }
                column += 1;
            }
        }
        if !outlines.is_empty() {
            self.hatch(&outlines, Ink::Mute);
        }
    }

    pub fn surface(&mut self, patches: &[Patch], (map, range): (Map, [f64; 2]), edge: Option<&Pen>) {
        let edge = edge.map(|pen| self.paper.stroke(pen));
        for patch in patches {
            let corners = patch.corners.map(|corner| self.frame.place(corner));
            let drawn = corners.iter().flatten().all(|value| value.is_finite()) && patch.value.is_finite();
            if !drawn || !corners.iter().any(|&corner| self.frame.well.contains(corner)) {
                continue;
            }
            let mut path = Path::default();
            path.polygon(&corners);
            let colour = self.paper.colours.map(map, share(patch.value, range));
            // A line in the patch's own colour covers the seam to its neighbours.
            let stroke = edge.clone().unwrap_or_else(|| Stroke::solid(colour, LAP));
            let Some(room) = overlap(around(&corners), self.frame.well) else { continue };
            self.placer.shade(room, 0.3);
            self.shape(Reach::Within, path, Some(Fill { colour, opacity: 1.0 }), Some(stroke));
        }
    }

    pub fn swarm(&mut self, points: &[[f32; 2]], values: &[f32], map: Map, size: f64) {
        let radius = 0.5 * self.paper.pt(size).clamp(0.1, 50.0);
        let colour = |value: f32| self.paper.colours.map(map, f64::from(value));
        let walkers: Vec<([f64; 2], Rgb)> = points
            .iter()
            .zip(values)
            .filter(|([x, y], _)| x.is_finite() && y.is_finite())
            .map(|(&[x, y], &value)| (self.frame.place([f64::from(x), f64::from(y)]), colour(value)))
            .filter(|(place, _)| self.frame.well.grown(radius).contains(*place))
            .collect();
        for (place, _) in &walkers {
            self.placer.shade(Rect::new(*place, [0.0; 2]).grown(radius), 1.0);
        }
        if walkers.len() > MOST_DOTS {
            let picture = splatted(&walkers, radius, self.frame.well);
            self.items.push((Reach::Within, picture));
            return;
        }
        for (place, colour) in walkers {
            let mut path = Path::default();
            path.circle(place, radius);
            self.shape(Reach::Within, path, Some(Fill { colour, opacity: OPACITY }), None);
        }
    }
}

/// Cells on the sheet.
struct Grid<'a> {
    across: Vec<f64>,
    down: Vec<f64>,
    values: &'a [f64],
    scale: (Map, [f64; 2]),
}

impl Grid<'_> {
    fn columns(&self) -> usize {
        self.across.len() - 1
    }

    fn rows(&self) -> usize {
        self.down.len() - 1
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.columns() + column]
    }

    fn colour(&self, column: usize, row: usize, plot: &Plot<'_>) -> Option<Rgb> {
        let (map, range) = self.scale;
        let value = self.value(column, row);
        value.is_finite().then(|| plot.paper.colours.map(map, share(value, range)))
    }

    fn room(&self, column: usize, row: usize) -> Rect {
        let [from, to] = [self.across[column], self.across[column + 1]];
        let [low, high] = [self.down[row], self.down[row + 1]];
        Rect { left: from.min(to), right: from.max(to), top: low.min(high), bottom: low.max(high) }
    }

    fn whole(&self) -> Rect {
        let (first, last) = (self.room(0, 0), self.room(self.columns() - 1, self.rows() - 1));
        around(&[
            [first.left, first.top],
            [first.right, first.bottom],
            [last.left, last.top],
            [last.right, last.bottom],
        ])
    }
}

/// For each pixel between two ends, the stretch between edges in which its middle lies.
fn sampled(edges: &[f64], count: usize, from: f64, to: f64) -> Vec<usize> {
    let rising = edges[0] <= edges[edges.len() - 1];
    (0..count)
        .map(|pixel| {
            let at = from + (pixel as f64 + 0.5) / count as f64 * (to - from);
            let below = edges.partition_point(|&edge| if rising { edge <= at } else { edge >= at });
            below.clamp(1, edges.len() - 1) - 1
        })
        .collect()
}

fn is_even(edges: &[f64]) -> bool {
    let width = (edges[edges.len() - 1] - edges[0]) / (edges.len() - 1) as f64;
    edges.windows(2).all(|pair| (pair[1] - pair[0] - width).abs() < 0.05 * width.abs())
}

/// What two rectangles have in common; none if that is nothing, or no rectangle at all.
fn overlap(a: Rect, b: Rect) -> Option<Rect> {
    let common = Rect {
        left: a.left.max(b.left),
        top: a.top.max(b.top),
        right: a.right.min(b.right),
        bottom: a.bottom.min(b.bottom),
    };
    let sound = [a.left, a.top, a.right, a.bottom].iter().all(|edge| edge.is_finite());
    (sound && common.left < common.right && common.top < common.bottom).then_some(common)
}

/// Walkers as soft dots over each other, in their order.
fn splatted(walkers: &[([f64; 2], Rgb)], radius: f64, room: Rect) -> Item {
    let fineness = DOTS_PER_POINT.min(MOST_PIXELS / room.width().max(room.height()));
    let size = [room.width(), room.height()].map(|length| (length * fineness).ceil().max(1.0) as usize);
    let mut pixels = vec![[0.0_f32; 4]; size[0] * size[1]];
    // Where there are few pixels to a dot, it still covers one.
    let radius = (radius * fineness).max(0.6);
    for ([x, y], Rgb(r, g, b)) in walkers {
        let centre = [(x - room.left) * fineness, (y - room.top) * fineness];
        let colour = [*r, *g, *b].map(|part| f32::from(part) / 255.0);
        let span = |at: f64, count: usize| {
            (at - radius - 0.5).max(0.0) as usize..((at + radius + 1.5).max(0.0) as usize).min(count)
        };
        for row in span(centre[1], size[1]) {
            for column in span(centre[0], size[0]) {
                let off = (column as f64 + 0.5 - centre[0]).hypot(row as f64 + 0.5 - centre[1]);
                let cover = (OPACITY * (radius + 0.5 - off).clamp(0.0, 1.0)) as f32;
                let pixel = &mut pixels[row * size[0] + column];
                for (part, value) in pixel.iter_mut().zip([colour[0], colour[1], colour[2], 1.0]) {
                    *part = *part * (1.0 - cover) + value * cover;
                }
            }
        }
    }
    // A crowd of dots in every shade would not pack: few shades look the same, and do.
    let shade = |value: f32| ((SHADES * value).round() * 255.0 / SHADES).round() as u8;
    let bytes = pixels.iter().flat_map(|[r, g, b, a]| {
        let part = |value: f32| if *a > 0.0 { shade(value / a) } else { 0 };
        [part(*r), part(*g), part(*b), shade(*a)]
    });
    let room = Rect::new([room.left, room.top], size.map(|count| count as f64 / fineness));
    Item::Picture { room, size, pixels: bytes.collect(), smooth: true }
}
