//! What panels read off at the pointer.

use crate::app::kit::plots::readout::{Readout, Row};
use crate::app::kit::theme::Theme;
use crate::chart::{format_number, format_whole};
use crate::networks::experiments::live::Station;
use crate::networks::figures::panes::Pane;
use crate::networks::figures::scope::Scope;
use crate::say;

/// Branches read at most.
const MOST: usize = 7;

/// The values of run and branches at a step of the run's clock.
pub(super) fn moment(pane: Pane, scope: &Scope<'_>, steps: f64, theme: &Theme) -> Option<Readout> {
    let step = steps.round() as u32;
    let written = |value: f64| {
        format_number(if value < 1.0 { (1e4 * value).round() / 1e4 } else { (1e3 * value).round() / 1e3 })
    };
    let near = |stations: &[Station], step: u32, value: fn(&Station) -> Option<f64>| {
        let nearest = stations.iter().min_by_key(|station| station.steps.abs_diff(step))?;
        value(nearest)
    };
    let value: fn(&Station) -> Option<f64> = match pane {
        Pane::TestLoss => |station| Some(station.test_loss),
        Pane::Sharpness => |station| station.sharpness,
        _ => |station| station.flatness,
    };
    let trained = &scope.sight.trained;
    let run = match pane {
        Pane::TrainLoss => trained.loss_at(step).map(|losses| losses[0]),
        Pane::TestLoss => trained.loss_at(step).map(|losses| losses[1]),
        _ => near(&trained.stations, step, value),
    };
    let mut rows = vec![Row {
        name: say!("network.stage.sgd").to_owned(),
        colour: theme.strong,
        cell: run.map_or("–".to_owned(), written),
    }];
    for twig in scope.drawn().filter(|twig| twig.step <= step).take(MOST) {
        let done = step - twig.step;
        let value = match pane {
            Pane::TrainLoss => twig.losses.get(done as usize).copied(),
            _ => near(&twig.stations, done, value),
        };
        if let Some(value) = value {
            rows.push(Row {
                name: say!("network.read.from", step = format_whole(f64::from(twig.step))),
                colour: theme.scales.ramp(scope.ramp.place(twig.step) as f32),
                cell: written(value),
            });
        }
    }
    let heading = say!("network.read.at-step", step = format_whole(f64::from(step)));
    Some(Readout { heading, rows, notes: Vec::new() })
}

/// How alike the mistakes of two ends are.
pub(super) fn pair(scope: &Scope<'_>, [a, b]: [u32; 2], theme: &Theme) -> Option<Readout> {
    let similarity = &scope.sight.similarity[scope.read_at as usize];
    let place = |step: u32| similarity.steps.iter().position(|known| *known == step);
    let value = similarity.matrix[place(a)?][place(b)?];
    let row = Row { name: "$Sim_J$".to_owned(), colour: theme.strong, cell: format!("{value:.3}") };
    let heading =
        say!("network.read.pair", one = format_whole(f64::from(a)), other = format_whole(f64::from(b)));
    Some(Readout { heading, rows: vec![row], notes: Vec::new() })
}
