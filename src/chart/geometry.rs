//! Rectangles, and paths cut where they leave one and thinned to what can be seen; y points down, as on screen and on paper.

/// A place on a plane.
pub type Place = [f64; 2];

/// A rectangle, y pointing down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn new([left, top]: [f64; 2], [width, height]: [f64; 2]) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    pub fn width(self) -> f64 {
        self.right - self.left
    }

    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub fn centre(self) -> [f64; 2] {
        [0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom)]
    }

    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn holds(self, other: Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    pub fn contains(self, [x, y]: [f64; 2]) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }
}

/// The box about some places.
pub fn around(places: &[Place]) -> Rect {
    let ends = |axis: usize| {
        let values = places.iter().map(|place| place[axis]);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (ends(0), ends(1));
    Rect { left, top, right, bottom }
}

/// The stretches of a path within a rectangle; places that are not finite break it.
pub fn visible(path: &[Place], room: Rect) -> Vec<Vec<Place>> {
    let mut stretches: Vec<Vec<Place>> = Vec::new();
    let mut open = false;
    for pair in path.windows(2) {
        let Some([from, to]) = clip(pair[0], pair[1], room) else {
            open = false;
            continue;
        };
        match stretches.last_mut() {
            Some(stretch) if open => stretch.push(to),
            _ => stretches.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    stretches
}

/// The part of a segment within a rectangle (Liang and Barsky).
pub fn clip(from: Place, to: Place, room: Rect) -> Option<[Place; 2]> {
    // Most segments are wholly inside, or beyond one edge.
    if room.contains(from) && room.contains(to) {
        return Some([from, to]);
    }
    let beyond = |axis: usize, low: f64, high: f64| {
        (from[axis] < low && to[axis] < low) || (from[axis] > high && to[axis] > high)
    };
    if beyond(0, room.left, room.right) || beyond(1, room.top, room.bottom) {
        return None;
    }
    let along = [to[0] - from[0], to[1] - from[1]];
    if from.iter().chain(&along).any(|value| !value.is_finite()) {
        return None;
    }
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    let edges = [
        (-along[0], from[0] - room.left),
        (along[0], room.right - from[0]),
        (-along[1], from[1] - room.top),
        (along[1], room.bottom - from[1]),
    ];
    for (slope, distance) in edges {
        if slope == 0.0 {
            if distance < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            start = start.max(distance / slope);
        } else {
            end = end.min(distance / slope);
        }
    }
    let at = |share: f64| [from[0] + share * along[0], from[1] + share * along[1]];
    (start < end).then(|| [if start > 0.0 { at(start) } else { from }, if end < 1.0 { at(end) } else { to }])
}

/// A closed path within a rectangle, cut by one edge after the other (Sutherland and Hodgman).
pub fn cut(polygon: &[Place], room: Rect) -> Vec<Place> {
    let mut places: Vec<Place> =
        polygon.iter().copied().filter(|at| at.iter().all(|v| v.is_finite())).collect();
    for (axis, limit, sign) in
        [(0, room.left, 1.0), (0, room.right, -1.0), (1, room.top, 1.0), (1, room.bottom, -1.0)]
    {
        let inside = |at: Place| sign * (at[axis] - limit) >= 0.0;
        let mut kept = Vec::with_capacity(places.len() + 4);
        for (index, &to) in places.iter().enumerate() {
            let from = places[(index + places.len() - 1) % places.len()];
            if inside(from) != inside(to) {
                let share = (limit - from[axis]) / (to[axis] - from[axis]);
                let mut crossing = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
                crossing[axis] = limit;
                kept.push(crossing);
            }
            if inside(to) {
                kept.push(to);
            }
        }
        places = kept;
    }
    places
}

/// Leaves out what cannot be seen: of places crowded along x or along y within `tolerance` only the extremes, and of
/// the rest those that lie on the line between others.
pub fn thinned(path: &[Place], tolerance: f64) -> Vec<Place> {
    straightened(&uncrowded(&uncrowded(path, 0, tolerance), 1, tolerance), tolerance)
}

/// Of places in a row that share a strip across `axis`: first, least, greatest and last.
fn uncrowded(path: &[Place], axis: usize, width: f64) -> Vec<Place> {
    let strip = |place: &Place| (place[axis] / width).floor();
    let across = 1 - axis;
    let mut kept = Vec::with_capacity(path.len());
    for crowd in path.chunk_by(|a, b| strip(a) == strip(b)) {
        if crowd.len() <= 4 {
            kept.extend_from_slice(crowd);
            continue;
        }
        let by = |a: &usize, b: &usize| crowd[*a][across].total_cmp(&crowd[*b][across]);
        let least = (0..crowd.len()).min_by(by).unwrap_or(0);
        let greatest = (0..crowd.len()).max_by(by).unwrap_or(0);
        let mut indices = [0, least.min(greatest), least.max(greatest), crowd.len() - 1].to_vec();
        indices.dedup();
        kept.extend(indices.into_iter().map(|index| crowd[index]));
    }
    kept
}

/// Places without which the path stays within `tolerance` are left out (Ramer, Douglas and Peucker).
fn straightened(path: &[Place], tolerance: f64) -> Vec<Place> {
    if path.len() < 3 {
        return path.to_vec();
    }
    let mut keep = vec![false; path.len()];
    (keep[0], keep[path.len() - 1]) = (true, true);
    let mut open = vec![(0, path.len() - 1)];
    while let Some((first, last)) = open.pop() {
        let farthest = (first + 1..last)
            .map(|index| (distance(path[index], path[first], path[last]), index))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((far, index)) = farthest.filter(|(far, _)| *far > tolerance) {
            debug_assert!(far.is_finite());
            keep[index] = true;
            open.extend([(first, index), (index, last)]);
        }
    }
    path.iter().zip(keep).filter_map(|(place, keep)| keep.then_some(*place)).collect()
}

/// From a place to a segment.
pub fn distance(place: Place, from: Place, to: Place) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let offset = [place[0] - from[0], place[1] - from[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { (offset[0] * along[0] + offset[1] * along[1]) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (offset[0] - share * along[0]).hypot(offset[1] - share * along[1])
}

/// Whether a place lies in a closed path.
pub fn inside(place: Place, polygon: &[Place]) -> bool {
    let mut inside = false;
    for (index, to) in polygon.iter().enumerate() {
        let from = polygon[(index + polygon.len() - 1) % polygon.len()];
        let crosses = (from[1] > place[1]) != (to[1] > place[1]);
        if crosses && place[0] < from[0] + (place[1] - from[1]) / (to[1] - from[1]) * (to[0] - from[0]) {
            inside = !inside;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    #[test]
    fn a_path_is_cut_where_it_leaves_and_where_it_has_no_place() {
        let path =
            [[-5.0, 5.0], [5.0, 5.0], [5.0, 15.0], [8.0, 15.0], [8.0, 5.0], [f64::NAN, 5.0], [9.0, 9.0]];
        let stretches = visible(&path, ROOM);
        assert_eq!(stretches, [vec![[0.0, 5.0], [5.0, 5.0], [5.0, 10.0]], vec![[8.0, 10.0], [8.0, 5.0]]]);
    }

    #[test]
    fn an_area_is_cut_to_the_rectangle() {
        let cut = cut(&[[-5.0, 2.0], [5.0, 2.0], [5.0, 20.0], [-5.0, 20.0]], ROOM);
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|&place| ROOM.contains(place)));
    }

    #[test]
    fn a_thinned_path_stays_where_it_was() {
        let path: Vec<Place> =
            (0..20_000).map(|i| f64::from(i) * 0.01).map(|x| [x, 50.0 * (x / 30.0).sin()]).collect();
        let thin = thinned(&path, 0.1);
        assert!(thin.len() < 300, "{}", thin.len());
        for place in path.iter().step_by(37) {
            let off = thin.windows(2).map(|pair| distance(*place, pair[0], pair[1])).fold(f64::MAX, f64::min);
            assert!(off <= 0.3, "{off}");
        }
    }
}
