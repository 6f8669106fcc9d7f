//! The heights of the stage's contour lines, the same in the window and on paper.
//!
//! Heights are L − L0(y), against the loss on the ridge: there the two valleys are told from their walls, while L
//! itself falls with y everywhere. Band edges are even in the root of the height above the deepest floor in view, as
//! the loss is quadratic across a valley.

use crate::valleys::model::Landscape;

/// Where the band edges lie: edge n is at a height of (n/k)² − lift.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// The height of edge 0 below the ridge.
    pub lift: f64,
    /// Edge number to the root of height.
    pub k: f64,
}

/// Edge numbers between which the ground's colours run: its bands, from the valleys to the walls.
pub const BANDS: [i32; 2] = [3, 15];

/// The lift at y = 10 on the default landscape; others are this times a power of two, so that levels stay put while
/// the view moves a little.
const LIFT: f64 = 0.125;
/// The edge number of a height equal to the lift, by which the lowest band is the deepest floor's.
const EDGES: f64 = 25.0;

impl Levels {
    /// The levels for a view up to a height y, the deepest floor in it being within the lift.
    pub fn new(landscape: &Landscape, highest_y: f64) -> Self {
        let deepest = landscape.barrier(highest_y).max(1e-9);
        let doublings = (1.125 * deepest / LIFT).log2() - 1e-6;
        let lift = LIFT * doublings.ceil().exp2();
        Self { lift, k: EDGES * (LIFT / lift).sqrt() }
    }

    /// The height above the ridge of an edge.
    pub fn height(&self, edge: i32) -> f64 {
        (f64::from(edge) / self.k).powi(2) - self.lift
    }

    /// The edge number at a height; edges are at whole numbers.
    pub fn edge_at(&self, height: f64) -> f64 {
        self.k * (height + self.lift).max(0.0).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_at_ten_are_those_of_the_look() {
        let levels = Levels::new(&Landscape::default(), 10.0);
        assert_eq!(levels, Levels { lift: 0.125, k: 25.0 });
        assert!((levels.height(12) - (144.0 / 625.0 - 0.125)).abs() < 1e-12);
    }

    #[test]
    fn every_floor_in_view_lies_within_the_lift() {
        let landscape = Landscape::default();
        for y in [0.1, 1.0, 5.0, 10.0, 23.0, 100.0, 2_000.0] {
            let levels = Levels::new(&landscape, y);
            assert!(levels.edge_at(-landscape.barrier(y)) > 1.0, "{y}");
        }
    }
}
