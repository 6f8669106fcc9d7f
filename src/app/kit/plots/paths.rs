//! Paths on screen: where points of a plot are, and what of them is in sight.

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use egui_plot::PlotTransform;

use crate::chart::geometry::{self, Place};

/// How far a point of a path may be off what is drawn without it, in points: nobody sees that.
const UNSEEN: f32 = 0.05;

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

/// A path to be drawn, without the points that lie on the line between others: each is triangles.
pub fn straightened(path: &[Pos2]) -> Vec<Pos2> {
    let mut kept: Vec<Pos2> = path.first().copied().into_iter().collect();
    // From the point that was kept last: the outermost directions that pass all points since closely enough, and how far away
    // those are.
    let mut sleeve: Option<([Vec2; 2], f32)> = None;
    let turn = |a: Vec2, b: Vec2| a.x * b.y - a.y * b.x;
    for pair in path.windows(2) {
        let mut way = pair[1] - kept[kept.len() - 1];
        if let Some(([low, high], far)) = sleeve
            && (turn(low, way) < 0.0 || turn(high, way) > 0.0 || way.length() < far)
        {
            kept.push(pair[0]);
            (sleeve, way) = (None, pair[1] - pair[0]);
        }
        let far = way.length();
        let aside = UNSEEN / far.max(UNSEEN) * vec2(-way.y, way.x);
        let [low, high] = sleeve.map_or([way - aside, way + aside], |(sleeve, _)| sleeve);
        let narrowed = [
            if turn(low, way - aside) > 0.0 { way - aside } else { low },
            if turn(high, way + aside) < 0.0 { way + aside } else { high },
        ];
        sleeve = Some((narrowed, far));
    }
    kept.extend(path.last().filter(|_| path.len() > 1));
    kept
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
    fn what_is_left_out_of_a_path_is_seen_nowhere() {
        let line: Vec<Pos2> = (0..100).map(|x| pos2(x as f32, 0.5 * x as f32)).collect();
        assert_eq!(straightened(&line), [line[0], line[99]]);
        let back = vec![pos2(0.0, 0.0), pos2(0.0, 3.0), pos2(0.0, 9.0), pos2(0.0, 1.0)];
        assert_eq!(straightened(&back), [back[0], back[2], back[3]], "a spike has its top");
        assert_eq!(straightened(&back[..1]), back[..1]);
        assert!(straightened(&[]).is_empty());
        let wave: Vec<Pos2> =
            (0..600).map(|x| 0.5 * x as f32).map(|x| pos2(x, 40.0 * (0.05 * x).sin())).collect();
        let kept = straightened(&wave);
        assert!(kept.len() < wave.len() / 4, "{}", kept.len());
        for place in wave {
            let piece = kept.windows(2).find(|piece| piece[0].x <= place.x && place.x <= piece[1].x).unwrap();
            let (along, away) = (piece[1] - piece[0], place - piece[0]);
            let off = (along.x * away.y - along.y * away.x).abs() / along.length();
            assert!(off <= UNSEEN + 1e-4, "{off} at {place}");
        }
    }

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
