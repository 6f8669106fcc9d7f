//! An axis of a grid of runs as an axis of cells: even or logarithmic as it was asked for, rising from left to right.

use crate::chart::{Axis, Numbers};
use crate::settings::Adjustable;
use crate::valleys::experiments::sweep;
use crate::valleys::model::Parameter;

/// Where the cells of one parameter lie.
pub struct Tiles {
    pub parameter: Parameter,
    pub axis: Axis,
    /// One more than cells.
    pub edges: Vec<f64>,
    /// Whether the grid's values fall, so that its last cell is the leftmost.
    turned: bool,
}

impl Tiles {
    /// Of a grid's axis, and how it was written.
    pub fn new(axis: &sweep::Axis, written: &str) -> Self {
        let logarithmic = written.ends_with(":log");
        let about = axis.parameter.about();
        let numbers = match (logarithmic, about.whole) {
            (true, _) => Numbers::Powers,
            (false, true) => Numbers::Thousands,
            (false, false) => Numbers::Plain,
        };
        let count = axis.values.len();
        let place = |value: f64| if logarithmic { value.log10() } else { value };
        let [first, last] = [axis.values[0], axis.values[count - 1]].map(place);
        let (low, high) = (first.min(last), first.max(last));
        // A single value gets a cell as wide as it is high, or a decade.
        let wide = if high > low {
            (high - low) / (count - 1) as f64
        } else if logarithmic {
            1.0
        } else {
            low.abs().max(1.0) / count as f64
        };
        let edges: Vec<f64> = (0..=count).map(|edge| low + (edge as f64 - 0.5) * wide).collect();
        let meaning = about.meaning().split([',', ';', '(']).next().unwrap_or_default().trim();
        Self {
            parameter: axis.parameter,
            axis: Axis::new(format!("{meaning} ${}$", about.symbol), [edges[0], edges[count]], numbers),
            edges,
            turned: first > last,
        }
    }

    /// The grid's value that the cell at this place from the left has.
    pub fn value_of(&self, place: usize) -> usize {
        if self.turned { self.edges.len() - 2 - place } else { place }
    }

    /// The middle of the cell at this place.
    pub fn middle(&self, place: usize) -> f64 {
        0.5 * (self.edges[place] + self.edges[place + 1])
    }

    pub fn len(&self) -> usize {
        self.edges.len() - 1
    }

    /// Where a value of the parameter lies, if it is in view.
    pub fn at(&self, value: f64) -> Option<f64> {
        let at = if self.axis.is_logarithmic() { value.log10() } else { value };
        (self.axis.range[0]..=self.axis.range[1]).contains(&at).then_some(at)
    }

    /// The value of the parameter at a place along the axis.
    pub fn value(&self, at: f64) -> f64 {
        if self.axis.is_logarithmic() { 10_f64.powf(at) } else { at }
    }

    /// The cell over a place along the axis.
    pub fn over(&self, at: f64) -> usize {
        self.edges[1..].iter().position(|edge| at < *edge).unwrap_or(self.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lattice(text: &str) -> Tiles {
        Tiles::new(&text.parse().expect("an axis"), text)
    }

    #[test]
    fn cells_rise_whichever_way_they_were_asked_for() {
        for (text, values) in [("eta=0.01:0.1:10:log", [0, 9]), ("eta=0.1:0.01:10:log", [9, 0])] {
            let lattice = lattice(text);
            assert!(lattice.edges.windows(2).all(|pair| pair[0] < pair[1]));
            assert_eq!([lattice.value_of(0), lattice.value_of(9)], values);
            assert!((lattice.middle(0) - -2.0).abs() < 1e-9 && (lattice.middle(9) - -1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_single_value_has_a_cell() {
        for text in ["y_i=5:5:1", "y_i=0:0:1", "sigma=0.1:0.1:1:log"] {
            let lattice = lattice(text);
            assert_eq!(lattice.len(), 1);
            assert!(lattice.edges[0] < lattice.edges[1], "{text}: {:?}", lattice.edges);
        }
    }
}
