//! What a phase diagram is compared with: lines of constant noise, where plain descent is unstable, and the session.

use super::lattice::Tiles;
use crate::chart::axis::evenly;
use crate::chart::{Dash, Dot, Ink, Mark, Pen, Shape, Symbol};
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::experiments::sweep::Grid;
use crate::valleys::figures::pens;
use crate::valleys::model::{Parameter, Scenario, Valley};

/// Points of a line.
const POINTS: usize = 80;
/// Shorter lines than this share of the width are not worth a name.
const SHORTEST: f64 = 0.3;
/// More lines than this and only those at powers of ten are drawn.
const MOST_LINES: usize = 6;

const NOISE: Pen = Pen::new(Ink::Strong, 0.6, Dash::Dashed);
const STABILITY: Pen = Pen::new(Ink::Strong, 1.1, Dash::Solid);

/// Lines of constant Δ_S = ησ, where these two are the axes.
pub fn constant_noise(x: &Tiles, y: &Tiles) -> Vec<Mark> {
    let axes = [x.parameter, y.parameter];
    if !(axes.contains(&Parameter::Eta) && axes.contains(&Parameter::Sigma)) {
        return Vec::new();
    }
    let corner = |end: usize| x.value(x.axis.range[end]) * y.value(y.axis.range[end]);
    let lowest = corner(0).max(1e-4 * corner(1)).log10().floor() as i32;
    let highest = corner(1).log10().ceil() as i32;
    let line = |digit: i32, exponent: i32| {
        let delta_s = f64::from(digit) * 10_f64.powi(exponent);
        let points = evenly(x.axis.range, POINTS).into_iter();
        let points: Vec<[f64; 2]> =
            points.filter_map(|at| Some([at, y.at(delta_s / x.value(at))?])).collect();
        let long = points.len() as f64 >= SHORTEST * POINTS as f64;
        let factor = if digit == 1 { String::new() } else { format!("{digit}*") };
        long.then(|| (digit, format!("$Δ_S = {factor}10^{{{exponent}}}$"), points))
    };
    let lines: Vec<_> = (lowest..=highest)
        .flat_map(|exponent| [1, 3].map(|digit| (digit, exponent)))
        .filter_map(|(digit, exponent)| line(digit, exponent))
        .collect();
    let crowded = lines.len() > MOST_LINES;
    lines
        .into_iter()
        .filter(|(digit, ..)| *digit == 1 || !crowded)
        .flat_map(|(_, name, points)| cased(points, NOISE, name))
        .collect()
}

/// Where η = f_i at the start height, in view of an axis that is η.
pub fn stability(grid: &Grid, x: &Tiles, y: &Tiles) -> Vec<Mark> {
    let upright = match Parameter::Eta {
        eta if x.parameter == eta => true,
        eta if y.parameter == eta => false,
        _ => return Vec::new(),
    };
    let (across, along) = if upright { (x, y) } else { (y, x) };
    let line = |valley: Valley, name: &str| {
        let flatness = |place: usize| {
            let value = along.value_of(place);
            let scenario = grid.cell(if upright { value * x.len() } else { value }).expect("a checked grid");
            scenario.landscape.flatness(valley, scenario.start_y())
        };
        let last = along.len() - 1;
        let ends = [(along.edges[0], 0), (along.edges[last + 1], last)];
        let middles = (0..=last).map(|place| (along.middle(place), place));
        let points: Vec<[f64; 2]> = ends[..1]
            .iter()
            .copied()
            .chain(middles)
            .chain(ends[1..].iter().copied())
            .filter_map(|(at, place)| {
                let eta = across.at(flatness(place))?;
                Some(if upright { [eta, at] } else { [at, eta] })
            })
            .collect();
        if points.len() > 1 { cased(points, STABILITY, name.into()).to_vec() } else { Vec::new() }
    };
    let lines = [(Valley::Sharp, "$η = f_2(y_i)$"), (Valley::Flat, "$η = f_1(y_i)$")];
    lines.into_iter().flat_map(|(valley, name)| line(valley, name)).collect()
}

/// A line over cells of any colour.
fn cased(points: Vec<[f64; 2]>, pen: Pen, name: String) -> [Mark; 2] {
    [Mark::curve(points.clone(), pens::casing(pen)), Mark::curve(points, pen).named(name, 0.5)]
}

/// Where the session's own run is, if it is in view.
pub fn session(scenario: &Scenario, x: &Tiles, y: &Tiles) -> Option<Mark> {
    let place = |lattice: &Tiles| lattice.at(lattice.parameter.get(scenario)?);
    let dots = vec![Dot::new([place(x)?, place(y)?])];
    let shape = Shape::Dots { dots, ink: Ink::Ember, symbol: Symbol::Ring, size: 5.0 };
    Some(Mark::from(shape).named(say!("curve.session"), 0.5))
}
