//! What a panel shows as a table: for those who hear the window, and those who want the numbers.

use egui::{Grid, ScrollArea, Ui};

use crate::app::desk::Desk;
use crate::app::desk::command::{Command, WindowCommand};
use crate::app::kit::maths;
use crate::app::kit::theme::{Scale, space};
use crate::app::kit::widgets::{Button, format_number};
use crate::say;
use crate::valleys::model::{Scenario, Valley};
use crate::valleys::panel::Panel;
use crate::valleys::theory::{self, Prediction, Reading, Trace};

/// Rows with a number in each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Room for seven columns.
const WIDTH: f32 = 620.0;
/// Least height of a row.
const ROW: f32 = 22.0;
/// Intervals between the rows.
const INTERVALS: usize = 12;

/// The table of a panel, and the button that closes it.
pub fn show(ui: &mut Ui, desk: &Desk, panel: Panel, commands: &mut Vec<Command>) {
    let table = Table::of(panel, desk);
    let scale = Scale::of(ui);
    // No wider than its columns.
    ui.set_max_width(scale.px(WIDTH).min(ui.ctx().content_rect().width() - 80.0));
    ui.heading(&table.title);
    ui.add_space(space::GAP);
    let room = (ui.ctx().content_rect().height() - scale.px(200.0)).max(120.0);
    ScrollArea::both().max_height(room).show(ui, |ui| {
        // The words of a row decide its height, not the controls that it might hold.
        ui.spacing_mut().interact_size.y = 0.0;
        let grid = Grid::new("table").striped(true).min_row_height(scale.px(ROW));
        grid.spacing([scale.px(20.0), scale.px(5.0)]).show(ui, |ui| {
            for column in &table.columns {
                ui.strong(column);
            }
            ui.end_row();
            for row in &table.rows {
                for cell in row {
                    ui.label(cell);
                }
                ui.end_row();
            }
        });
    });
    ui.add_space(space::TITLE_GAP);
    if Button::outline(say!("window.close")).show(ui).clicked() {
        commands.push(WindowCommand::Escape.into());
    }
}

impl Table {
    pub fn of(panel: Panel, desk: &Desk) -> Self {
        match panel {
            Panel::PFlat => shares(desk),
            Panel::Plane => plane(desk),
            Panel::Slice => slice(desk),
            Panel::Hops => hops(desk),
            Panel::Gauge => time_scales(desk),
        }
    }

    fn new(title: String, columns: &[&str]) -> Self {
        Self { title, columns: columns.iter().map(|&column| column.to_owned()).collect(), rows: Vec::new() }
    }
}

/// A number, or a dash where there is none.
fn cell(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| maths::plain(&format_number(value)))
}

/// A share to three places.
fn share(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.3}"))
}

/// P_flat over y: the swarm, and the predictions that are switched on, unless a lesson keeps them back.
fn shares(desk: &Desk) -> Table {
    let (curves, view, forecast) = (desk.run.curves(), &desk.view.predictions, desk.run.forecast());
    let mut table = Table::new(say!("table.share").to_owned(), &["y", say!("table.measured")]);
    let samples: Vec<(f64, f64)> = desk.run.snapshot().map_or(Vec::new(), |snapshot| {
        let samples = snapshot.record.samples.iter();
        samples.filter_map(|sample| Some((sample.mean_y?, sample.p_flat()?))).collect()
    });
    let level = |prediction: &Prediction| vec![prediction.value; INTERVALS + 1];
    let stops = || (0..=INTERVALS).map(|row| row * (curves.y.len() - 1) / INTERVALS);
    let over = |values: &[Prediction]| stops().map(|index| values[index].value).collect::<Vec<_>>();
    let heights: Vec<f64> = stops().map(|index| curves.y[index]).collect();
    let read = |reading| {
        let Scenario { landscape, noise, .. } = &desk.run.scenario;
        let share = |y: &f64| theory::p_steady_read(landscape, *noise, reading, *y, curves.delta_s).value;
        heights.iter().map(share).collect::<Vec<_>>()
    };
    let of_trace = |trace: &Trace| {
        let points: Vec<(f64, f64)> = trace.points.iter().map(|point| (point.y, point.p_flat)).collect();
        heights.iter().map(|&y| at(&points, y)).collect::<Vec<_>>()
    };
    let mut columns = vec![("", heights.iter().map(|&y| at(&samples, y)).collect())];
    let withheld = desk.lessons.withholds();
    let known = [
        (view.equilibrium, say!("table.equilibrium"), level(&curves.equilibrium)),
        (view.eq9, say!("table.eq9"), over(&curves.eq9)),
        (view.eq9_approximate, say!("table.eq9-approximate"), over(&curves.eq9_approximate)),
        (view.ito, say!("table.ito"), over(&curves.ito)),
        (view.stratonovich, say!("prediction.stratonovich"), read(Reading::Stratonovich)),
        (view.anti_ito, say!("prediction.anti-ito"), read(Reading::AntiIto)),
        (view.boltzmann, say!("table.boltzmann"), level(&curves.boltzmann)),
    ];
    let shown = known.into_iter().filter(|(on, ..)| *on && !withheld);
    columns.extend(shown.map(|(_, name, values)| (name, values)));
    if let Some(forecast) = forecast.filter(|_| !withheld) {
        let slower = [
            (view.two_state, say!("table.two-state"), &forecast.two_state),
            (view.density, say!("table.density"), &forecast.density.trace),
        ];
        columns.extend(
            slower.into_iter().filter(|(on, ..)| *on).map(|(_, name, trace)| (name, of_trace(trace))),
        );
    }
    table.columns.extend(columns.iter().skip(1).map(|(name, _)| (*name).to_owned()));
    for (row, &y) in heights.iter().enumerate() {
        let mut cells = vec![cell(Some(y))];
        cells.extend(columns.iter().map(|(_, values)| share(values[row])));
        table.rows.push(cells);
    }
    table
}

/// A curve's value at a height that it passes.
fn at(points: &[(f64, f64)], y: f64) -> Option<f64> {
    points.windows(2).find_map(|pair| {
        let ((y0, p0), (y1, p1)) = (pair[0], pair[1]);
        let within = (y0.min(y1)..=y0.max(y1)).contains(&y) && y0 != y1;
        within.then(|| p0 + (p1 - p0) * (y - y0) / (y1 - y0))
    })
}

/// Eq. 11 and Eq. 9 over the noise, evenly along its logarithm.
fn plane(desk: &Desk) -> Table {
    let y = desk.view.fixed_y.unwrap_or(desk.run.shown().mean_y);
    let at = say!("table.eq9-at", y = format_args!("{y:.2}"));
    let mut table = Table::new(say!("table.plane").to_owned(), &["Δ_S", say!("table.y-freeze"), &at]);
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    for row in 0..=INTERVALS {
        let delta_s = 1e-4 * 60_f64.powf(row as f64 / INTERVALS as f64);
        let freezing = theory::y_freeze(landscape, noise, delta_s, &desk.run.curves().calibration).value;
        let steady = theory::p_ss(landscape, noise, y, delta_s).value;
        table.rows.push(vec![cell(Some(delta_s)), cell(freezing), share(steady)]);
    }
    table
}

/// The three losses across the valleys, against the ridge.
fn slice(desk: &Desk) -> Table {
    let y = desk.view.slice_y.unwrap_or(desk.run.shown().mean_y);
    let title = say!("table.slice", y = format_args!("{y:.2}"));
    let mut table = Table::new(title, &["x", "L − L_0", "L_eff − L_0", "L_SGD"]);
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    let [from, to] = [Valley::Sharp, Valley::Flat].map(|valley| 2.0 * landscape.floor(valley, y));
    let ridge = landscape.baseline(y);
    for row in 0..=INTERVALS {
        let x = from + (to - from) * row as f64 / INTERVALS as f64;
        let effective = theory::effective_loss(landscape, noise, x, y).value.map(|loss| loss - ridge);
        let correction = theory::sgd_correction(landscape, noise, x, y).value;
        let loss = landscape.value(x, y) - ridge;
        table.rows.push(vec![format!("{x:.3}"), cell(Some(loss)), cell(effective), cell(correction)]);
    }
    table
}

/// The times to relax, to climb and to escape, along y.
fn time_scales(desk: &Desk) -> Table {
    let columns = ["y", say!("table.relaxation-flat"), say!("table.relaxation-steep"), "τ_y", "1/k+", "1/k−"];
    let mut table = Table::new(say!("table.time-scales").to_owned(), &columns);
    let (landscape, noise) = (&desk.run.scenario.landscape, desk.run.scenario.noise);
    let (curves, delta_s) = (desk.run.curves(), desk.run.curves().delta_s);
    for row in 0..=INTERVALS {
        let y = curves.y[row * (curves.y.len() - 1) / INTERVALS];
        let relaxation = Valley::BOTH.map(|valley| theory::relaxation_time(landscape, valley, y));
        let escape =
            Valley::BOTH.map(|valley| theory::escape_time(landscape, noise, valley, y, delta_s).value);
        let mut cells = vec![cell(Some(y))];
        cells.extend(relaxation.map(|time| cell(Some(time))));
        cells.push(cell(theory::drift_time(landscape, y).value));
        cells.extend(escape.map(cell));
        table.rows.push(cells);
    }
    table
}

/// How many walkers hopped last at which heights.
fn hops(desk: &Desk) -> Table {
    let columns =
        [say!("table.from-y"), say!("table.to-y"), say!("table.walkers"), say!("table.share-of-walkers")];
    let mut table = Table::new(say!("table.hops").to_owned(), &columns);
    let Some(snapshot) = desk.run.snapshot() else { return table };
    let freezing = &snapshot.freezing;
    let all: u32 = freezing.counts.iter().sum();
    let bins = freezing.counts.len().max(1);
    let width = (freezing.to - freezing.from) / bins as f64;
    let together = bins.div_ceil(INTERVALS);
    for (row, counts) in freezing.counts.chunks(together).enumerate() {
        let from = freezing.from + width * (row * together) as f64;
        let count: u32 = counts.iter().sum();
        table.rows.push(vec![
            format!("{from:.2}"),
            format!("{:.2}", from + width * counts.len() as f64),
            count.to_string(),
            share(Some(f64::from(count) / f64::from(all.max(1)))),
        ]);
    }
    table
}
