//! The panels of curves: losses with the branches, F along them, and the largest curvature against 2/η.

use super::scope::Scope;
use crate::chart::{Axis, Dash, Ink, Mark, Numbers, Panel, Pen, Shape, format_number};
use crate::networks::experiments::live::{Station, Trained, Twig};
use crate::say;

/// Widths of lines in points of print: of a branch, of the one that is held, and of the run.
const BRANCH: f64 = 0.9;
const HELD: f64 = 1.6;
const RUN: f64 = 1.0;
/// Points of a curve of a branch's losses.
const POINTS: usize = 80;
/// Below this the train loss is not told apart on its axis.
const LEAST_LOSS: f64 = 1e-3;
/// The share of the run's steps before which the test loss is not what its axis is made for, and that over which the
/// largest curvature is drawn.
const SETTLED: f64 = 0.04;
const EARLY: f64 = 0.25;

/// The train loss of run and branches, and L*.
pub fn train_loss(scope: &Scope<'_>) -> Panel {
    let run = scope.sight.trained.losses.iter().filter(|(step, _)| *step <= scope.until);
    let run: Vec<[f64; 2]> = run.map(|(step, losses)| [f64::from(*step), log(losses[0])]).collect();
    let branches = scope.drawn().map(|twig| {
        let every = twig.losses.len().div_ceil(POINTS).max(1);
        let points = twig.losses.iter().enumerate().step_by(every);
        let points = points.map(|(done, loss)| [f64::from(twig.step) + done as f64, log(*loss)]);
        Mark::curve(points.collect(), pen(scope, twig.step))
    });
    let mut marks: Vec<Mark> = branches.collect();
    marks.push(Mark::curve(run, Pen::new(Ink::Strong, RUN, Dash::Solid)));
    let target = scope.sight.target;
    let level = Shape::Level { y: log(target), pen: Pen::new(Ink::Text, 0.75, Dash::Dashed) };
    marks.push(Mark::from(level).named(say!("network.panel.target", loss = format_number(target)), 0.2));
    let losses = || scope.sight.trained.losses.iter().map(|(_, losses)| log(losses[0]));
    let ends = scope.sight.twigs.iter().filter_map(|twig| twig.losses.last()).map(|loss| log(*loss));
    let low = losses().chain(ends).fold(log(target), f64::min) - 0.15;
    let high = losses().filter(|loss| loss.is_finite()).fold(0.0, f64::max) + 0.1;
    panel(scope, [low, high], Numbers::Powers, marks)
}

/// The test loss of run and branches.
pub fn test_loss(scope: &Scope<'_>) -> Panel {
    let losses = &scope.sight.trained.losses;
    let run = losses.iter().filter(|(step, _)| *step <= scope.until);
    let run: Vec<[f64; 2]> = run.map(|(step, losses)| [f64::from(*step), losses[1]]).collect();
    let mut marks: Vec<Mark> =
        scope.drawn().map(|twig| along(scope, twig, |station| Some(station.test_loss))).collect();
    marks.push(Mark::curve(run, Pen::new(Ink::Strong, RUN, Dash::Solid)));
    let settled = losses.iter().filter(|(step, _)| f64::from(*step) >= SETTLED * scope.steps());
    let settled = settled.map(|(_, losses)| losses[1]);
    let ends = scope.sight.twigs.iter().flat_map(|twig| twig.stations.last()).map(|last| last.test_loss);
    panel(scope, around(settled.chain(ends), [0.0, 2.5]), Numbers::Plain, marks)
}

/// F along the run and the branches.
pub fn flatness(scope: &Scope<'_>) -> Panel {
    let mut marks: Vec<Mark> =
        scope.drawn().map(|twig| along(scope, twig, |station| station.flatness)).collect();
    marks.push(of_run(&scope.sight.trained, scope.until, |station| station.flatness));
    let of_twigs = scope.sight.twigs.iter().flat_map(|twig| &twig.stations);
    let all = scope.sight.trained.stations.iter().chain(of_twigs).filter_map(|station| station.flatness);
    let range = around(all, [0.0, 1.0]);
    panel(scope, [0.0, range[1]], Numbers::Plain, marks)
}

/// λ₁ of all weights early in the run, that of plain descent from its start, and 2/η, where descent loses its footing.
pub fn sharpness(scope: &Scope<'_>) -> Panel {
    let edge = edge(scope);
    let early = EARLY * scope.steps();
    let level = Shape::Level { y: edge, pen: Pen::new(Ink::Text, 0.75, Dash::Dashed) };
    let mut marks =
        vec![Mark::from(level).named(say!("network.panel.edge", edge = format_number(edge)), 0.9)];
    let first = scope.twigs().next();
    marks.extend(first.map(|twig| along(scope, twig, |station| station.sharpness)));
    marks.push(of_run(&scope.sight.trained, scope.until, |station| station.sharpness));
    let room = [[0.0, early], [0.0, f64::MAX]];
    let marks: Vec<Mark> = marks.into_iter().map(|mark| mark.within(room)).collect();
    let of_twig = first.map(|twig| &twig.stations[..]).unwrap_or_default();
    let all = scope.sight.trained.stations.iter().chain(of_twig).filter_map(|station| station.sharpness);
    let range = around(all.chain([edge]), [0.0, 2.0 * edge]);
    let panel = panel(scope, [0.0, range[1]], Numbers::Plain, marks);
    Panel { x: Axis { range: [0.0, early], ..panel.x }, ..panel }
}

/// 2/η of the run's first step.
pub fn edge(scope: &Scope<'_>) -> f64 {
    2.0 / scope.sight.prepared.setup.eta.at(0)
}

fn panel(scope: &Scope<'_>, y: [f64; 2], numbers: Numbers, marks: Vec<Mark>) -> Panel {
    Panel {
        place: [0.0, 0.0, 1.0, 1.0],
        title: String::new(),
        x: Axis::new("", [0.0, scope.steps()], Numbers::Thousands),
        y: Axis::new("", y, numbers),
        marks,
        bar: None,
    }
}

fn pen(scope: &Scope<'_>, step: u32) -> Pen {
    let width = if scope.held == Some(step) { HELD } else { BRANCH };
    Pen::new(scope.ramp.ink(step), width, Dash::Solid)
}

fn along(scope: &Scope<'_>, twig: &Twig, value: fn(&Station) -> Option<f64>) -> Mark {
    let points = twig
        .stations
        .iter()
        .filter_map(|station| Some([f64::from(twig.step + station.steps), value(station)?]));
    Mark::curve(points.collect(), pen(scope, twig.step))
}

fn of_run(trained: &Trained, until: u32, value: fn(&Station) -> Option<f64>) -> Mark {
    let reached = trained.stations.iter().filter(|station| station.steps <= until);
    let points = reached.filter_map(|station| Some([f64::from(station.steps), value(station)?]));
    Mark::curve(points.collect(), Pen::new(Ink::Strong, RUN, Dash::Solid))
}

fn log(loss: f64) -> f64 {
    loss.max(LEAST_LOSS).log10()
}

/// A stretch that holds some values, or what holds them usually.
fn around(values: impl Iterator<Item = f64>, usual: [f64; 2]) -> [f64; 2] {
    super::axes::around(values).unwrap_or(usual)
}
