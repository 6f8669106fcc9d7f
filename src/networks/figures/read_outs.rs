//! What ends have in the mean over runs, at one loss and at the paper's horizon, over the steps they were branched off at.

use super::axes::{around, dot, ends_of_bar};
use crate::chart::{Dash, Dot, Ink, Mark, Pen, Shape, Symbol, format_number};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::grid::Mean;
use crate::networks::experiments::reading::Reading;
use crate::networks::experiments::repeated::Repeated;
use crate::say;

/// A quantity of ends, and how it is drawn.
pub struct ReadOuts<'a> {
    pub repeated: &'a Repeated,
    /// By what steps are multiplied along x.
    pub unit: f64,
    pub of: fn(&Reading) -> Option<f64>,
    /// What the axis takes of it: itself, or its logarithm.
    pub scale: fn(f64) -> f64,
}

/// The two places, and how each is drawn.
const SHOWN: [(ReadOut, Ink, Symbol); 2] =
    [(ReadOut::Matched, Ink::Ice, Symbol::Disc), (ReadOut::Horizon, Ink::Ember, Symbol::Ring)];

impl ReadOuts<'_> {
    fn means(&self, at: ReadOut) -> Vec<(f64, Mean)> {
        let places = self.repeated.at.iter().enumerate();
        let mean = |(place, step): (usize, &u32)| {
            Some((self.unit * f64::from(*step), self.repeated.mean(place, at, self.of)?))
        };
        places.filter_map(mean).collect()
    }

    /// What both axes hold.
    pub fn ranges(&self) -> Option<[[f64; 2]; 2]> {
        let all: Vec<(f64, Mean)> = SHOWN.into_iter().flat_map(|(at, ..)| self.means(at)).collect();
        let y = around(all.iter().flat_map(|(_, mean)| ends_of_bar(Some(*mean))).map(self.scale))?;
        Some([around(all.iter().map(|(x, _)| *x))?, y])
    }

    /// Both curves, named in the key.
    pub fn marks(&self, target_loss: f64) -> Vec<Mark> {
        let names = [
            say!("network.figure.matched", loss = format_number(target_loss)),
            say!("network.figure.horizon").to_owned(),
        ];
        let drawn = |((at, ink, symbol), name): ((ReadOut, Ink, Symbol), &String)| {
            let means = self.means(at);
            let line = means.iter().map(|(x, mean)| [*x, (self.scale)(mean.mean)]).collect();
            let dots: Vec<Dot> = means.iter().map(|(x, mean)| dot(*x, *mean, self.scale)).collect();
            let line = Mark::curve(line, Pen::new(ink, 1.1, Dash::Solid)).in_key(name.clone());
            [line, Shape::Dots { dots, ink, symbol, size: 3.4 }.into()]
        };
        SHOWN.into_iter().zip(&names).flat_map(drawn).collect()
    }
}
