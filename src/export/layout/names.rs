//! Names beside the marks they belong to, where they touch nothing.

use super::plot::{Plot, is_faint};
use crate::chart::Shape;
use crate::chart::geometry::{Rect, inside, visible};
use crate::chart::placing::{self, Placer, leaves};
use crate::export::text::Line;

/// How many places along a mark are tried.
const PLACES: usize = 48;
/// What it costs a name to stand at the other end of its mark.
const AWAY: f64 = 14.0;
/// What the key may cover of light areas, as the mean weight of their shade.
const MOST_COVERED: f32 = 0.15;

/// A name at its place.
pub struct Placed {
    /// Where its baseline starts.
    pub at: [f64; 2],
    /// A line that leads from it to its mark, where it does not stand close by.
    pub leader: Option<[[f64; 2]; 2]>,
}

/// Finds a place for the name of a mark: beside it, or on its line where names have a halo and nothing else is left.
/// None if there is no room.
pub fn place(plot: &mut Plot<'_>, shape: &Shape, name: &Line, wish: f64, has_halo: bool) -> Option<Placed> {
    let mut spots = spots(plot, shape, name);
    let beside = best(plot, &spots, name, wish);
    let is_line = matches!(shape, Shape::Curve { .. } | Shape::Level { .. } | Shape::Upright { .. });
    if beside.is_some() || !has_halo || !is_line {
        return beside;
    }
    on_line(&mut spots, name);
    best(plot, &spots, name, wish)
}

/// The best of several places, which are in order along the mark.
fn best(plot: &mut Plot<'_>, spots: &[Spot], name: &Line, wish: f64) -> Option<Placed> {
    let count = spots.len().max(1) as f64;
    let mark = plot.mark;
    let plainly: Vec<placing::Spot> = spots
        .iter()
        .enumerate()
        .map(|(index, spot)| placing::Spot {
            room: Rect::new(spot.corner, [name.width, name.height()]),
            leader: spot.leads_to,
            upon: spot.on_line.then_some(mark),
            cost: AWAY * (index as f64 / count - wish).abs() + spot.cost,
        })
        .collect();
    let placing::Spot { room, leader, .. } = plainly[plot.placer.place(&plainly, &mut None)?];
    let leader = leader.map(|to| [leaves(room, to, plot.paper.unit()), to]);
    Some(Placed { at: [room.left, room.top + name.ascent], leader })
}

/// A place for the top left corner of a name, and what it costs by itself.
struct Spot {
    corner: [f64; 2],
    cost: f64,
    leads_to: Option<[f64; 2]>,
    /// Whether it may cover the line it names.
    on_line: bool,
}

fn spots(plot: &Plot<'_>, shape: &Shape, name: &Line) -> Vec<Spot> {
    let well = plot.frame.well;
    match shape {
        Shape::Curve { paths, pen } => {
            let stretches = paths.iter().flat_map(|path| {
                let path: Vec<[f64; 2]> = path.iter().map(|&at| plot.frame.place(at)).collect();
                visible(&path, well)
            });
            let stretches: Vec<_> = stretches.collect();
            let mut spots = beside(&stretches, plot, name);
            if is_faint(pen) {
                on_line(&mut spots, name);
            }
            spots
        }
        Shape::Level { y, .. } => {
            let y = plot.frame.down(*y);
            beside(&visible(&[[well.left, y], [well.right, y]], well), plot, name)
        }
        Shape::Upright { x, .. } => {
            let x = plot.frame.across(*x);
            beside(&visible(&[[x, well.bottom], [x, well.top]], well), plot, name)
        }
        Shape::Dots { dots, size, .. } => {
            let gap = 0.5 * plot.paper.pt(*size) + 0.2 * plot.paper.font;
            let places =
                dots.iter().filter(|dot| plot.frame.shows(dot.at)).map(|dot| plot.frame.place(dot.at));
            places
                .flat_map(|on| DIRECTIONS.into_iter().flat_map(move |way| around(on, way, gap, name)))
                .collect()
        }
        Shape::Bars { edges, heights, .. } => {
            let tops =
                edges.windows(2).zip(heights).map(|(pair, &height)| [0.5 * (pair[0] + pair[1]), height]);
            let path: Vec<[f64; 2]> = tops.map(|at| plot.frame.place(at)).collect();
            beside(&visible(&path, well), plot, name)
        }
        Shape::Band { points, .. } => {
            let outline: Vec<[f64; 2]> = points
                .iter()
                .map(|point| [point[0], point[2]])
                .chain(points.iter().rev().map(|point| [point[0], point[1]]))
                .map(|at| plot.frame.place(at))
                .collect();
            within(&outline, plot, name)
        }
        Shape::Area { outline, .. } | Shape::Hatch { outline, .. } => {
            let outline: Vec<[f64; 2]> = outline.iter().map(|&at| plot.frame.place(at)).collect();
            within(&outline, plot, name)
        }
        Shape::Cells { .. } | Shape::Surface { .. } | Shape::Swarm { .. } => anywhere(plot, name),
        Shape::Words { .. } => Vec::new(),
    }
}

/// Places on both sides of a path, so far off that the name just clears its slope, in order along it.
fn beside(stretches: &[Vec<[f64; 2]>], plot: &Plot<'_>, name: &Line) -> Vec<Spot> {
    let gap = 0.3 * plot.paper.font;
    let length = |a: [f64; 2], b: [f64; 2]| (b[0] - a[0]).hypot(b[1] - a[1]);
    let all: f64 =
        stretches.iter().flat_map(|path| path.windows(2)).map(|pair| length(pair[0], pair[1])).sum();
    let mut spots = Vec::new();
    if !(all > 0.0 && all.is_finite()) {
        return spots;
    }
    let (mut passed, mut next) = (0.0, 0.5 * all / PLACES as f64);
    for pair in stretches.iter().flat_map(|path| path.windows(2)) {
        let [from, to] = [pair[0], pair[1]];
        let here = length(from, to);
        while next <= passed + here && here > 0.0 {
            let share = (next - passed) / here;
            let on = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
            let along = [(to[0] - from[0]) / here, (to[1] - from[1]) / here];
            spots.extend(around(on, along, gap, name));
            next += all / PLACES as f64;
        }
        passed += here;
    }
    spots
}

/// Places on the line itself, as those of names on the contours of a map.
fn on_line(spots: &mut Vec<Spot>, name: &Line) {
    spots.retain(|spot| spot.leads_to.is_some());
    for spot in spots {
        let Some([x, y]) = spot.leads_to.take() else { continue };
        spot.corner = [x - 0.5 * name.width, y - 0.5 * name.height()];
        spot.cost = 0.0;
        spot.on_line = true;
    }
}

/// Along each of these a dot has room on two sides.
const DIRECTIONS: [[f64; 2]; 4] = [[0.0, -1.0], [1.0, 0.0], [0.8, 0.6], [0.8, -0.6]];
/// Distances of a name from its mark, in gaps, what they cost, and whether they take a leader.
const REACHES: [(f64, f64, bool); 5] =
    [(1.0, 0.0, false), (2.0, 1.5, false), (4.0, 1.0, true), (7.0, 3.0, true), (11.0, 5.0, true)];

/// Places about one place of a path, close by and farther off.
fn around(on: [f64; 2], along: [f64; 2], gap: f64, name: &Line) -> impl Iterator<Item = Spot> {
    let (width, height) = (name.width, name.height());
    REACHES.into_iter().flat_map(move |(reach, cost, leads)| {
        // Above the curve reads a little better than below it.
        [(-1.0, 0.0), (1.0, 0.3)].into_iter().map(move |(side, below)| {
            let upward = if along[0] >= 0.0 { side } else { -side };
            let normal = [-along[1] * upward, along[0] * upward];
            let off = reach * gap + 0.5 * (normal[0].abs() * width + normal[1].abs() * height);
            let centre = [on[0] + off * normal[0], on[1] + off * normal[1]];
            let corner = [centre[0] - 0.5 * width, centre[1] - 0.5 * height];
            Spot { corner, cost: cost + below, leads_to: leads.then_some(on), on_line: false }
        })
    })
}

/// Places in a closed path, the more of its room the better, across a net over it.
fn within(outline: &[[f64; 2]], plot: &Plot<'_>, name: &Line) -> Vec<Spot> {
    let is_inside = |room: Rect| {
        [[room.left, room.top], [room.right, room.top], [room.left, room.bottom], [room.right, room.bottom]]
            .iter()
            .all(|&corner| inside(corner, outline))
    };
    let mut spots = anywhere(plot, name);
    spots.retain(|spot| is_inside(Rect::new(spot.corner, [name.width, name.height()])));
    let count = spots.len().max(1) as f64;
    let middle = [0, 1].map(|axis| spots.iter().map(|spot| spot.corner[axis]).sum::<f64>() / count);
    let size = plot.frame.well.width() + plot.frame.well.height();
    for spot in &mut spots {
        spot.cost = 12.0 * (spot.corner[0] - middle[0]).hypot(spot.corner[1] - middle[1]) / size;
    }
    spots
}

/// A net of places over the whole well, from left to right.
fn anywhere(plot: &Plot<'_>, name: &Line) -> Vec<Spot> {
    const NET: usize = 24;
    let room = plot.frame.well.grown(-0.5 * plot.paper.font);
    let free = [room.width() - name.width, room.height() - name.height()];
    if free[0] < 0.0 || free[1] < 0.0 {
        return Vec::new();
    }
    let at = |column: usize, row: usize| {
        let share = |index: usize| index as f64 / (NET - 1) as f64;
        [room.left + share(column) * free[0], room.top + share(row) * free[1]]
    };
    let net = (0..NET).flat_map(|column| (0..NET).map(move |row| (column, row)));
    net.map(|(column, row)| Spot { corner: at(column, row), cost: 0.0, leads_to: None, on_line: false })
        .collect()
}

/// The emptiest of the places along the edge of the well for something so large; none if nothing is free of lines.
pub fn emptiest(placer: &mut Placer, well: Rect, size: [f64; 2], margin: f64) -> Option<[f64; 2]> {
    let room = well.grown(-margin);
    let free = [room.width() - size[0], room.height() - size[1]];
    if free[0] < 0.0 || free[1] < 0.0 {
        return None;
    }
    // Corners first, the upper ones before the lower, then the middles.
    let shares =
        [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.5, 0.0], [0.5, 1.0], [0.0, 0.5], [1.0, 0.5]];
    let spot = |(index, [x, y]): (usize, [f64; 2])| placing::Spot {
        room: Rect::new([room.left + x * free[0], room.top + y * free[1]], size),
        leader: None,
        upon: None,
        cost: index as f64,
    };
    let spots: Vec<placing::Spot> = shares
        .into_iter()
        .enumerate()
        .map(spot)
        .filter(|spot| placer.shade_in(spot.room) < MOST_COVERED)
        .collect();
    let Rect { left, top, .. } = spots[placer.place(&spots, &mut None)?].room;
    Some([left, top])
}
