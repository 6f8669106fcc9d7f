//! Paths on screen: where points of a plot are, and what of them is in sight.

use egui::epaint::Vertex;
use egui::{Color32, Mesh, Pos2, Rect, pos2};
use egui_plot::PlotTransform;

/// The whole of a mesh's texture in a rectangle.
pub fn quad(mesh: &mut Mesh, rect: Rect, color: Color32) {
    let first = mesh.vertices.len() as u32;
    let corner = |pos, u, v| Vertex { pos, uv: pos2(u, v), color };
    mesh.vertices.extend([
        corner(rect.left_top(), 0.0, 0.0),
        corner(rect.right_top(), 1.0, 0.0),
        corner(rect.right_bottom(), 1.0, 1.0),
        corner(rect.left_bottom(), 0.0, 1.0),
    ]);
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}

/// Where points of a plot are on screen; those closer than half a pixel to the one before are left out.
pub fn on_screen(points: &[[f64; 2]], transform: &PlotTransform) -> Vec<Pos2> {
    let mut path: Vec<Pos2> = Vec::with_capacity(points.len().min(1024));
    for [x, y] in points {
        let place = pos2(transform.position_from_point_x(*x), transform.position_from_point_y(*y));
        let crowded = path.last().is_some_and(|last| (place - *last).abs().max_elem() < 0.5);
        if place.is_finite() && !crowded {
            path.push(place);
        }
    }
    path
}

/// The stretches of a path within a rectangle.
pub fn visible(path: &[Pos2], rect: Rect) -> Vec<Vec<Pos2>> {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    let mut open = false;
    for pair in path.windows(2) {
        let Some([from, to]) = clip(pair[0], pair[1], rect) else {
            open = false;
            continue;
        };
        match runs.last_mut() {
            Some(run) if open => run.push(to),
            _ => runs.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    runs
}

/// The part of a segment within a rectangle (Liang and Barsky).
pub fn clip(from: Pos2, to: Pos2, rect: Rect) -> Option<[Pos2; 2]> {
    let along = to - from;
    let (mut start, mut end) = (0.0_f32, 1.0_f32);
    let edges = [
        (-along.x, from.x - rect.left()),
        (along.x, rect.right() - from.x),
        (-along.y, from.y - rect.top()),
        (along.y, rect.bottom() - from.y),
    ];
    for (slope, room) in edges {
        if slope == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            start = start.max(room / slope);
        } else {
            end = end.min(room / slope);
        }
    }
    (start < end).then(|| {
        let cut = if end < 1.0 { from + end * along } else { to };
        [from + start * along, cut]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_where_it_leaves() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        let path = [pos2(-5.0, 5.0), pos2(5.0, 5.0), pos2(5.0, 15.0), pos2(8.0, 15.0), pos2(8.0, 5.0)];
        let runs = visible(&path, rect);
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0], [pos2(0.0, 5.0), pos2(5.0, 5.0), pos2(5.0, 10.0)]);
        assert_eq!(runs[1], [pos2(8.0, 10.0), pos2(8.0, 5.0)]);
    }
}
