//! Paths on screen: where points of a plot are, and what of them is in sight.

use egui::{Pos2, Rect, pos2};
use egui_plot::PlotTransform;

use crate::chart::geometry::{self, Place};

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
    if path.len() > 1 && path.iter().all(|place| rect.contains(*place)) {
        return vec![path.to_vec()];
    }
    let places: Vec<Place> = path.iter().copied().map(plain).collect();
    let stretches = geometry::visible(&places, plain_rect(rect));
    stretches.into_iter().map(|stretch| stretch.into_iter().map(on).collect()).collect()
}

/// A place on screen in plain numbers, and back.
pub fn plain(place: Pos2) -> Place {
    [place.x, place.y].map(f64::from)
}

pub fn on([x, y]: Place) -> Pos2 {
    pos2(x as f32, y as f32)
}

pub fn plain_rect(rect: Rect) -> geometry::Rect {
    let [left, top] = plain(rect.min);
    let [right, bottom] = plain(rect.max);
    geometry::Rect { left, top, right, bottom }
}

/// The part of a segment within a rectangle.
pub fn clip(from: Pos2, to: Pos2, rect: Rect) -> Option<[Pos2; 2]> {
    geometry::clip(plain(from), plain(to), plain_rect(rect)).map(|ends| ends.map(on))
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
