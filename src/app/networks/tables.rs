//! What stands in the table of each panel; the first row is the heading.

use super::readouts;
use crate::app::kit::theme::Theme;
use crate::chart::{format_number, format_scientific, format_whole};
use crate::networks::experiments::averaged::{Averaged, PointAverages};
use crate::networks::experiments::continuation::ReadOut;
use crate::networks::experiments::grid::Mean;
use crate::networks::figures::grid_scope::GridScope;
use crate::networks::figures::measure::Measure;
use crate::networks::figures::panel_matching::{all_gains, reading_title};
use crate::networks::figures::panes::{Looked, Pane};
use crate::networks::figures::scope::Scope;
use crate::say;

/// Intervals between the rows of a course.
const INTERVALS: u32 = 16;

pub(super) type Rows = Vec<Vec<String>>;

/// Of a panel; none where there is nothing to see yet.
pub(super) fn of(pane: Pane, looked: &Looked<'_>, theme: &Theme) -> Option<Rows> {
    let scope = || looked.scope.as_ref();
    Some(match pane {
        Pane::TrainLoss | Pane::TestLoss | Pane::Flatness | Pane::Sharpness => course(pane, scope()?, theme),
        Pane::Ends => ends(scope()?, scope()?.read_at),
        Pane::Read(at) => ends(scope()?, at),
        Pane::Similarity => similarity(scope()?),
        Pane::Plane => plane(scope()?)?,
        Pane::Losses => losses(scope()?),
        Pane::Gains => gains(scope()?),
        Pane::Stable => stable(scope()?.averaged?, looked.control),
        Pane::TestDigits => test_digits(scope()?.averaged?, scope()?.read_at),
        Pane::Map(measure) => map(looked.grid.as_ref()?, measure),
        Pane::Curves(measure) => curves(looked.grid.as_ref()?, measure),
    })
}

fn heading<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

fn whole(number: impl Into<f64>) -> String {
    format_whole(number.into())
}

/// A number to so many decimals, or a dash.
fn fixed(value: Option<f64>, decimals: usize) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.decimals$}").replace('-', "−"))
}

fn number(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), format_number)
}

fn mean(mean: Option<Mean>, decimals: usize) -> String {
    match mean {
        Some(Mean { mean, error: Some(error), .. }) => {
            say!(
                "network.table.mean",
                mean = fixed(Some(mean), decimals),
                error = fixed(Some(error), decimals)
            )
        }
        mean => fixed(mean.map(|mean| mean.mean), decimals),
    }
}

/// Run and branches at even distances of the root of the step: most happens early.
fn course(pane: Pane, scope: &Scope<'_>, theme: &Theme) -> Rows {
    let moments: Vec<_> = (0..=INTERVALS)
        .filter_map(|row| {
            let share = f64::from(row) / f64::from(INTERVALS);
            readouts::moment(pane, scope, scope.steps() * share * share, theme)
        })
        .collect();
    let Some(last) = moments.last() else { return Vec::new() };
    let names: Vec<&String> = last.rows.iter().map(|row| &row.name).collect();
    let heading =
        [say!("network.axis.step").to_owned()].into_iter().chain(names.iter().map(|name| (*name).clone()));
    let mut rows = vec![heading.collect()];
    for moment in &moments {
        let cell = |name: &&String| {
            let row = moment.rows.iter().find(|row| row.name == **name);
            row.map_or("–".to_owned(), |row| row.cell.clone())
        };
        rows.push([moment.heading.clone()].into_iter().chain(names.iter().map(cell)).collect());
    }
    rows
}

/// Every end: F with its loss, its mistakes, the least likeness to a later one, and the barrier to the last.
fn ends(scope: &Scope<'_>, at: ReadOut) -> Rows {
    let similarity = &scope.sight.similarity[at as usize];
    let mut rows = vec![heading([
        "$t_c$",
        "$F$",
        say!("network.read.train-loss"),
        say!("network.read.test-loss"),
        say!("network.read.errors"),
        say!("network.timeline.agreement"),
        say!("network.timeline.barrier"),
    ])];
    for twig in scope.twigs() {
        let Some(end) = twig.end(at) else { continue };
        let row = similarity.steps.iter().position(|step| *step == twig.step);
        let later = row.map(|row| similarity.matrix[row][row + 1..].iter().copied().fold(1.0, f64::min));
        // Barriers are those between ends at one loss.
        let barriers = scope.sight.barriers.as_ref().filter(|_| at == ReadOut::Matched);
        let barrier = barriers.and_then(|barriers| {
            Some(barriers.heights[barriers.steps.iter().position(|step| *step == twig.step)?])
        });
        rows.push(vec![
            whole(twig.step),
            fixed(end.flatness, 3),
            number(Some(end.loss)),
            number(Some(end.test_loss)),
            format_whole(end.wrong.len() as f64),
            fixed(later, 3),
            number(barrier),
        ]);
    }
    rows
}

/// Likeness of all pairs of ends.
fn similarity(scope: &Scope<'_>) -> Rows {
    let similarity = &scope.sight.similarity[scope.read_at as usize];
    let steps = similarity.steps.iter().map(|step| whole(*step));
    let mut rows: Rows = vec![["$t_c$".to_owned()].into_iter().chain(steps.clone()).collect()];
    for (step, values) in steps.zip(&similarity.matrix) {
        let values = values.iter().map(|value| fixed(Some(*value), 2));
        rows.push([step].into_iter().chain(values).collect());
    }
    rows
}

/// Where branches start and end on the plane.
fn plane(scope: &Scope<'_>) -> Option<Rows> {
    let traces = scope.sight.traces.as_ref()?;
    let mut rows = vec![heading([
        "$t_c$",
        say!("network.table.from"),
        say!("network.table.to"),
        say!("network.read.train-loss"),
        "$F$",
    ])];
    let place = |[x, y]: [f64; 2]| say!("network.table.place", x = fixed(Some(x), 2), y = fixed(Some(y), 2));
    for twig in scope.drawn() {
        let Some(trace) = traces.twig(twig.step) else { continue };
        let end = twig.end(scope.read_at);
        let at = trace.ends[scope.read_at as usize];
        rows.push(vec![
            whole(twig.step),
            trace.path.first().map_or("–".to_owned(), |(_, at)| place(*at)),
            at.map_or("–".to_owned(), place),
            number(end.map(|end| end.loss)),
            fixed(end.and_then(|end| end.flatness), 3),
        ]);
    }
    Some(rows)
}

/// F with its loss at each of the three readings.
fn losses(scope: &Scope<'_>) -> Rows {
    let names = ReadOut::ALL.map(|at| reading_title(scope, at));
    let columns = names.iter().flat_map(|name| {
        [
            say!("network.matching.loss-of", reading = name),
            say!("network.matching.flatness-of", reading = name),
        ]
    });
    let mut rows: Rows = vec![["$t_c$".to_owned()].into_iter().chain(columns).collect()];
    for twig in scope.drawn() {
        let cells = ReadOut::ALL.into_iter().flat_map(|at| {
            let end = twig.end(at);
            [number(end.map(|end| end.loss)), fixed(end.and_then(|end| end.flatness), 3)]
        });
        rows.push([whole(twig.step)].into_iter().chain(cells).collect());
    }
    rows
}

/// By how much F grows, run by run.
fn gains(scope: &Scope<'_>) -> Rows {
    let Some(own) = scope.averaged else { return Vec::new() };
    let gains = all_gains(own, scope.read_at);
    let names = gains.iter().map(|gain| gain.name.clone());
    let mut rows: Rows = vec![[say!("network.grid.run").to_owned()].into_iter().chain(names).collect()];
    for run in 0..own.runs {
        let cells = gains.iter().map(|gain| fixed(gain.ratios.get(run).copied(), 2));
        rows.push([whole(run as u32 + 1)].into_iter().chain(cells).collect());
    }
    let means = gains.iter().map(|gain| mean(Mean::of(gain.ratios.iter().copied()), 2));
    rows.push([say!("network.table.all").to_owned()].into_iter().chain(means).collect());
    rows
}

/// Mean F at equal loss, of the setup and of the control.
fn stable(own: &Averaged, control: Option<&Averaged>) -> Rows {
    let mut rows = vec![heading(["$η$", "$B$", "$t_c$", "$ηt_c$", "$F$"])];
    for averaged in [Some(own), control].into_iter().flatten() {
        let [eta, batch] = [averaged.setup.eta.at(0), averaged.setup.batch.at(0)];
        for (step, point) in averaged.at.iter().zip(&averaged.read[ReadOut::Matched as usize].points) {
            rows.push(vec![
                format_number(eta),
                format_whole(batch),
                whole(*step),
                format_number(eta * f64::from(*step)),
                mean(point.flatness, 3),
            ]);
        }
    }
    rows
}

fn test_digits(own: &Averaged, at: ReadOut) -> Rows {
    let mut rows = vec![heading(["$t_c$", say!("network.read.test-loss"), say!("network.read.errors")])];
    let row = |(step, point): (&u32, &PointAverages)| {
        vec![whole(*step), mean(point.test_loss, 4), mean(point.errors, 1)]
    };
    rows.extend(own.at.iter().zip(&own.read[at as usize].points).map(row));
    rows
}

/// A row for each batch size, a column for each learning rate.
fn map(scope: &GridScope<'_>, measure: Measure) -> Rows {
    let columns: Vec<(usize, f64)> = scope.scheme.columns().collect();
    let names = columns.iter().map(|(_, eta)| say!("network.figure.fig2.of-eta", eta = format_number(*eta)));
    let mut rows: Rows = vec![["$B$".to_owned()].into_iter().chain(names).collect()];
    for (row, batch) in scope.scheme.rows() {
        let cells = columns.iter().map(|(column, _)| {
            let known = scope.row(crate::networks::experiments::field::Scheme::cell(*column, row));
            let told = known.and_then(|row| Some(scope.told(measure, measure.of(row)?)));
            told.unwrap_or("–".to_owned())
        });
        rows.push([format_whole(batch)].into_iter().chain(cells).collect());
    }
    rows
}

fn curves(scope: &GridScope<'_>, measure: Measure) -> Rows {
    let mut rows = vec![heading(["$η/B$", "$η$", "$B$", measure.symbol()])];
    let mut cells: Vec<_> = scope.rows.iter().filter_map(|(_, row)| Some((row, measure.of(row)?))).collect();
    cells.sort_by(|(one, _), (other, _)| one.temperature().total_cmp(&other.temperature()));
    rows.extend(cells.into_iter().map(|(row, mean)| {
        vec![
            format_scientific(row.temperature()),
            format_number(row.eta),
            format_whole(row.batch),
            scope.told(measure, mean),
        ]
    }));
    rows
}
