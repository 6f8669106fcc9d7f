//! What of the landscape is on the stage of paper, through the lens if there is one.

use super::lens::{Lens, Underlay};
use super::source::Look;
use crate::valleys::experiments::live::Picture;

/// The stage that paper's is as: in the window's points.
const SIZE: [f32; 2] = [636.0, 458.0];

/// The stretches of y and x in view, and the lens over them.
pub struct Sight {
    pub y: [f64; 2],
    pub x: [f64; 2],
    pub lens: Option<Lens>,
}

impl Sight {
    /// A swarm of that mean and standard deviation in y at its widest; it may be held.
    pub fn new(look: &Look, mean: f64, widest: f64, held: bool) -> Self {
        let mut sight = Self { y: look.stage_y, x: look.stage_x, lens: None };
        let [width, height] = SIZE;
        let per_y = (f64::from(width) / (look.stage_y[1] - look.stage_y[0])) as f32;
        let underlay = Underlay { across: [0.0, width], rows: [0.0, height], per_y, marks: 1.0 };
        let factor = if widest > 0.0 { Lens::factor(&underlay, widest as f32) } else { 1.0 };
        sight.lens = Lens::new(&underlay, sight.across(mean), factor, held);
        sight
    }

    pub fn shows(&self, [y, x]: [f64; 2]) -> bool {
        let within = |[low, high]: [f64; 2], value: f64| (low..=high).contains(&value);
        within(self.y, y) && within(self.x, x)
    }

    /// Where a point of the landscape is drawn.
    pub fn at(&self, [y, x]: [f64; 2]) -> [f64; 2] {
        let drawn = |lens: Lens| self.y_at(lens.across(self.across(y), self.row(x)));
        [self.lens.map_or(y, drawn), x]
    }

    /// The height that is drawn at a point.
    pub fn y_under(&self, [y, x]: [f64; 2]) -> f64 {
        self.lens.map_or(y, |lens| self.y_at(lens.back(self.across(y), self.row(x))))
    }

    /// A path as it is drawn, with a corner wherever the lens bends it.
    pub fn path(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut path = Vec::with_capacity(points.len());
        for (index, point) in points.iter().enumerate() {
            if let (Some(lens), Some(before)) = (&self.lens, index.checked_sub(1).map(|index| points[index]))
            {
                for share in lens.cuts(self.across(before[0]), self.across(point[0])) {
                    let along = |axis: usize| before[axis] + f64::from(share) * (point[axis] - before[axis]);
                    path.push(self.at([along(0), along(1)]));
                }
            }
            path.push(self.at(*point));
        }
        path
    }

    /// The line at a height, from the top of the stage to its foot.
    pub fn line(&self, y: f64) -> Vec<[f64; 2]> {
        let bends = self.lens.iter().flat_map(Lens::bends).map(|row| self.x_at(row));
        let all = std::iter::once(self.x[1]).chain(bends).chain([self.x[0]]);
        all.map(|x| self.at([y, x])).collect()
    }

    /// Where the walkers are drawn; none for those out of view.
    pub fn walkers(&self, picture: &Picture) -> Vec<Option<[f32; 2]>> {
        let of = picture.x.len() as f32;
        let places = picture.x.iter().zip(&picture.y).enumerate().map(|(index, (x, y))| {
            let (y, x) = (f64::from(*y), f64::from(*x));
            let drawn =
                |lens: Lens| self.y_at(lens.walker(self.across(y), (index as f32 + 0.5) / of, self.row(x)));
            let drawn = self.lens.map_or(y, drawn);
            self.shows([y, x]).then_some([drawn as f32, x as f32])
        });
        places.collect()
    }

    /// Whether two heights are drawn a point apart.
    pub fn apart(&self, one: f64, other: f64) -> bool {
        (self.across(one) - self.across(other)).abs() > 1.0
    }

    fn across(&self, y: f64) -> f32 {
        ((y - self.y[0]) / (self.y[1] - self.y[0])) as f32 * SIZE[0]
    }

    pub fn y_at(&self, across: f32) -> f64 {
        self.y[0] + f64::from(across / SIZE[0]) * (self.y[1] - self.y[0])
    }

    fn row(&self, x: f64) -> f32 {
        ((self.x[1] - x) / (self.x[1] - self.x[0])) as f32 * SIZE[1]
    }

    fn x_at(&self, row: f32) -> f64 {
        self.x[1] - f64::from(row / SIZE[1]) * (self.x[1] - self.x[0])
    }
}
