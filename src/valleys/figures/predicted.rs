//! A prediction as a curve: drawn in full where its derivation holds, dotted and faded where it does not, and not at all
//! where it has no value.

use super::pens;
use crate::chart::{Mark, Pen, Shape};
use crate::valleys::theory::Prediction;

/// A point of a predicted curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub at: [f64; 2],
    /// Whether the prediction's assumptions hold here.
    pub holds: bool,
}

impl Point {
    /// A formula's value at x, if it has one.
    pub fn of(x: f64, prediction: &Prediction) -> Option<Self> {
        prediction.value.map(|value| Self { at: [x, value], holds: prediction.domain.is_valid() })
    }
}

/// A curve's value at x, and whether it holds; none beyond its ends.
pub fn value_at(points: &[Point], x: f64) -> Option<(f64, bool)> {
    points.windows(2).find_map(|pair| {
        let ([x0, y0], [x1, y1]) = (pair[0].at, pair[1].at);
        let inside = (x0.min(x1)..=x0.max(x1)).contains(&x) && x0 != x1;
        inside.then(|| (y0 + (y1 - y0) * (x - x0) / (x1 - x0), pair[0].holds && pair[1].holds))
    })
}

/// The part of a curve between two values of x, up to them.
pub fn between(points: &[Point], [low, high]: [f64; 2]) -> Vec<Point> {
    let mut part: Vec<Point> = Vec::with_capacity(points.len());
    for pair in points.windows(2) {
        let ([x0, y0], [x1, y1]) = (pair[0].at, pair[1].at);
        let on = |x: f64| [x, y0 + (y1 - y0) * (x - x0) / (x1 - x0)];
        let ends = [x0.min(x1).max(low), x0.max(x1).min(high)];
        if ends[0] > ends[1] || x0 == x1 {
            continue;
        }
        let [from, to] = if x0 < x1 { ends } else { [ends[1], ends[0]] };
        if part.last().is_none_or(|last| last.at[0] != from) {
            part.push(Point { at: on(from), ..pair[0] });
        }
        part.push(Point { at: if to == x1 { [x1, y1] } else { on(to) }, ..pair[1] });
    }
    part
}

/// The curve through the points, in two marks at most: where it holds, named if there is a name, and where not.
pub fn curve(points: &[Point], pen: Pen, name: Option<(&str, f64)>) -> Vec<Mark> {
    let marks = [true, false].into_iter().filter_map(|holds| {
        let paths = stretches(points, holds);
        let pen = if holds { pen } else { pens::outside(pen) };
        (!paths.is_empty()).then(|| Mark::from(Shape::Curve { paths, pen }))
    });
    let mut marks: Vec<Mark> = marks.collect();
    if let (Some((text, along)), Some(first)) = (name, marks.first_mut()) {
        *first = first.clone().named(text, along);
    }
    marks
}

/// The stretches over which the prediction does or does not hold. One that does not begins and ends where its neighbours
/// do, so that no gap shows.
fn stretches(points: &[Point], holds: bool) -> Vec<Vec<[f64; 2]>> {
    let mut paths: Vec<Vec<[f64; 2]>> = Vec::new();
    for stretch in points.chunk_by(|a, b| a.holds == b.holds).scan(0, |start, stretch| {
        let from = *start;
        *start += stretch.len();
        Some((from, stretch))
    }) {
        let (from, stretch) = stretch;
        if stretch[0].holds != holds {
            continue;
        }
        let joint = |index: Option<usize>| {
            index.filter(|_| !holds).and_then(|index| points.get(index)).map(|point| point.at)
        };
        let path = joint(from.checked_sub(1))
            .into_iter()
            .chain(stretch.iter().map(|point| point.at))
            .chain(joint(Some(from + stretch.len())));
        paths.push(path.collect());
    }
    paths.retain(|path| path.len() > 1);
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(mark: &Mark) -> &[Vec<[f64; 2]>] {
        match &mark.shape {
            Shape::Curve { paths, .. } => paths,
            other => panic!("{other:?} is no curve"),
        }
    }

    #[test]
    fn where_it_does_not_hold_it_is_drawn_apart_and_without_a_gap() {
        let points: Vec<Point> =
            (0..6).map(|i| Point { at: [f64::from(i), 0.5], holds: (2..4).contains(&i) }).collect();
        let marks = curve(&points, pens::EQ9, Some(("Eq. 9", 0.5)));
        let ends = |mark: &Mark| -> Vec<[f64; 2]> {
            paths(mark).iter().map(|path| [path[0][0], path[path.len() - 1][0]]).collect()
        };
        assert_eq!(ends(&marks[0]), [[2.0, 3.0]]);
        assert_eq!(ends(&marks[1]), [[0.0, 2.0], [3.0, 5.0]]);
        assert!(marks[0].name.is_some() && marks[1].name.is_none());
        assert!(curve(&[], pens::EQ9, None).is_empty());
    }

    #[test]
    fn a_curve_ends_where_its_axis_does() {
        let points: Vec<Point> =
            (0..4).map(|i| Point { at: [f64::from(i), 2.0 * f64::from(i)], holds: true }).collect();
        let part: Vec<[f64; 2]> = between(&points, [0.5, 2.25]).iter().map(|point| point.at).collect();
        assert_eq!(part, [[0.5, 1.0], [1.0, 2.0], [2.0, 4.0], [2.25, 4.5]]);
        assert_eq!(between(&points, [1.25, 1.5]).len(), 2);
    }
}
