//! How far the curves of an answer are from what was measured: read off its figure, so that it is of what is seen.

use crate::chart::{Figure, Ink, Mark, Panel, Pen, Shape};
use crate::valleys::figures::pens;
use crate::valleys::figures::predicted::{Point, value_at};

/// The curves that predict one series of measured dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// What was measured.
    pub of: String,
    pub points: usize,
    /// The root mean square of the dots' standard errors: what a right curve would be off.
    pub by_chance: f64,
    pub each: Vec<Gap>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub name: String,
    pub ink: Ink,
    /// The root of the mean squared distance between dots and curve.
    pub rms: f64,
}

/// The steady states, for swarms whose y is held, and what is predicted of swarms that climb.
const STEADY: [Pen; 3] = [pens::EQ9, pens::ITO, pens::EQ9_APPROXIMATE];
const CLIMBING: [Pen; 3] = [pens::DENSITY, pens::TWO_STATE, pens::FROST];

/// All that an answer compares.
pub fn gaps(figure: &Figure) -> Vec<Gaps> {
    figure.panels.iter().flat_map(|panel| panel.marks.iter().filter_map(|mark| of(panel, mark))).collect()
}

fn of(panel: &Panel, measured: &Mark) -> Option<Gaps> {
    let Shape::Dots { dots, ink, .. } = &measured.shape else { return None };
    let pens = match ink {
        Ink::Ember => STEADY,
        Ink::Strong => CLIMBING,
        _ => return None,
    };
    let bars: Vec<[f64; 2]> = dots.iter().filter_map(|dot| dot.y).collect();
    if bars.len() < dots.len() || dots.is_empty() {
        return None;
    }
    // Bars are of two standard errors either way.
    let by_chance = root_mean_square(bars.iter().map(|[low, high]| 0.25 * (high - low)));
    let gap = |pen: &Pen| {
        let (name, paths) = curve(panel, pen)?;
        let off: Option<Vec<f64>> = dots.iter().map(|dot| Some(dot.at[1] - at(&paths, dot.at[0])?)).collect();
        Some(Gap { name, ink: pen.ink, rms: root_mean_square(off?.into_iter()) })
    };
    let each: Vec<Gap> = pens.iter().filter_map(gap).collect();
    let of = measured.name.as_ref()?.text.clone();
    (!each.is_empty()).then_some(Gaps { of, points: dots.len(), by_chance, each })
}

/// What a pen has drawn, within its domain and outside.
fn curve(panel: &Panel, pen: &Pen) -> Option<(String, Vec<Vec<Point>>)> {
    let mut name = None;
    let mut pieces = Vec::new();
    for mark in &panel.marks {
        let Shape::Curve { paths, pen: drawn } = &mark.shape else { continue };
        if *drawn == *pen || *drawn == pens::outside(*pen) {
            name = name.or_else(|| mark.name.as_ref().map(|name| name.text.clone()));
            let holds = drawn == pen;
            pieces.extend(paths.iter().map(|path| path.iter().map(|&at| Point { at, holds }).collect()));
        }
    }
    Some((name?, pieces))
}

/// The curve's height there, if it comes there.
fn at(pieces: &[Vec<Point>], x: f64) -> Option<f64> {
    pieces.iter().find_map(|piece| value_at(piece, x)).map(|(height, _)| height)
}

fn root_mean_square(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    (values.map(|value| value * value).sum::<f64>() / count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axis, Dot, Numbers, Symbol};

    #[test]
    fn a_curve_is_off_by_its_distance_in_the_mean_square() {
        let dots = [0.0, 1.0, 2.0].map(|x| Dot::new([x, 0.5]).between(0.48, 0.52)).to_vec();
        let measured = Shape::Dots { dots, ink: Ink::Ember, symbol: Symbol::Square, size: 3.0 };
        let panel = Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new("", [0.0, 2.0], Numbers::Plain),
            y: Axis::new("", [0.0, 1.0], Numbers::Plain),
            marks: vec![
                Mark::from(measured).in_key("held"),
                // In two pieces, dotted where it does not hold.
                Mark::curve(vec![[0.0, 0.6], [1.0, 0.5]], pens::EQ9).named("Eq. 9", 0.5),
                Mark::curve(vec![[1.0, 0.5], [2.0, 0.4]], pens::outside(pens::EQ9)),
                // It does not come to the last dot, and this one is of walkers that climb.
                Mark::curve(vec![[0.0, 0.5], [1.5, 0.5]], pens::ITO).named("exact", 0.5),
                Mark::curve(vec![[0.0, 0.5], [2.0, 0.5]], pens::DENSITY).named("density", 0.5),
            ],
            bar: None,
        };
        let found = of(&panel, &panel.marks[0]).unwrap();
        assert_eq!((found.of.as_str(), found.points, found.each.len()), ("held", 3, 1));
        assert!((found.by_chance - 0.01).abs() < 1e-12);
        let rms = (0.02_f64 / 3.0).sqrt();
        assert!(found.each[0].name == "Eq. 9" && (found.each[0].rms - rms).abs() < 1e-12);
    }
}
