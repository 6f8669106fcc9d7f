//! Figs. 3c, 3d and S6: freezing time and share of the flat valley over learning rate and noise strength.

use super::entry::{Entry, Kind};
use super::source::{Source, Sweep};
use super::{notes, pens};
use crate::chart::axis::round_step;
use crate::chart::{Axis, ColourBar, Dash, Figure, Ink, Map, Mark, Numbers, Panel, Pen, Shape, format_whole};
use crate::job::Progress;
use crate::say;
use crate::valleys::experiments::sweep::Cell;
use crate::valleys::model::Preset;

pub const FIG3C: Entry = Entry {
    name: "fig3c",
    kind: Kind::Paper(Preset::Fig3),
    title: || say!("figure.fig3c.title"),
    make: fig3c,
};

pub const FIG3D: Entry = Entry {
    name: "fig3d",
    kind: Kind::Paper(Preset::Fig3),
    title: || say!("figure.fig3d.title"),
    make: fig3d,
};

pub const FIGS6_C: Entry = Entry {
    name: "figs6-c",
    kind: Kind::Paper(Preset::FigS6),
    title: || say!("figure.figs6-c.title"),
    make: figs6_c,
};

pub const FIGS6_D: Entry = Entry {
    name: "figs6-d",
    kind: Kind::Paper(Preset::FigS6),
    title: || say!("figure.figs6-d.title"),
    make: figs6_d,
};

/// A decade of each of Fig. 3's parameters, and two of S6's: log₁₀ Δ_S of the lines across their maps.
const FIG3_LINES: Lines = &[
    (-3.522_878_745_280_338, "$Δ_S = 3*10^{-4}$"),
    (-3.0, "$Δ_S = 10^{-3}$"),
    (-2.522_878_745_280_338, "$Δ_S = 3*10^{-3}$"),
];
const FIGS6_LINES: Lines = &[(-5.0, "$Δ_S = 10^{-5}$"), (-4.0, "$Δ_S = 10^{-4}$"), (-3.0, "$Δ_S = 10^{-3}$")];
type Lines = &'static [(f64, &'static str)];

const LINE: Pen = Pen::new(Ink::Strong, 0.6, Dash::Dashed);

/// What a map shows of each cell.
struct ShownCells {
    value: fn(&Cell) -> Option<f64>,
    map: Map,
    range: [f64; 2],
    bar: Axis,
}

fn fig3c(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let sweep = source.fig3(progress)?;
    let caption = say!("figure.fig3c.caption");
    Some(figure((&FIG3C, caption, FIG3_LINES), source, &sweep, &freezing_time(&sweep)))
}

fn fig3d(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let sweep = source.fig3(progress)?;
    let caption = say!("figure.fig3d.caption");
    Some(figure((&FIG3D, caption, FIG3_LINES), source, &sweep, &p_flat()))
}

fn figs6_c(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let sweep = source.figs6(progress)?;
    let caption = say!("figure.figs6-c.caption");
    Some(figure((&FIGS6_C, caption, FIGS6_LINES), source, &sweep, &freezing_time(&sweep)))
}

fn figs6_d(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let sweep = source.figs6(progress)?;
    let caption = say!("figure.figs6-d.caption");
    Some(figure((&FIGS6_D, caption, FIGS6_LINES), source, &sweep, &p_flat()))
}

fn p_flat() -> ShownCells {
    let range = [0.5, 1.0];
    // A cell without hops may lie a sampling error below the range: its colour is the lowest.
    ShownCells {
        value: |cell| cell.summary.p_flat,
        map: Map::Share,
        range,
        bar: Axis::new("$P_{flat}$", range, Numbers::Plain),
    }
}

fn freezing_time(sweep: &Sweep) -> ShownCells {
    let value = |cell: &Cell| {
        let step = cell.summary.mean_freezing_step?;
        Some((cell.scenario.eta.at(0) * step).log10())
    };
    let values = sweep.cells.iter().filter_map(value);
    let [low, high] = values.fold([0.0_f64, 1.0], |[low, high], value| [low.min(value), high.max(value)]);
    // The lower end is a walker that never hops, t_f = 1, at the smallest η; the upper a round number.
    let upper = round_step(10_f64.powf(high)).log10();
    let range = [low, upper];
    ShownCells { value, map: Map::Time, range, bar: Axis::new("$η⟨t_f⟩$", range, Numbers::Powers) }
}

fn figure(
    (entry, caption, lines): (&Entry, &str, Lines),
    source: &Source,
    sweep: &Sweep,
    shown: &ShownCells,
) -> Figure {
    let [eta, sigma] = [&sweep.grid.x.values, &sweep.grid.y.values].map(|values| edges(values));
    let [x, y] = [&eta, &sigma].map(|edges| [edges[0], edges[edges.len() - 1]]);
    let values: Vec<f64> = sweep.cells.iter().map(|cell| (shown.value)(cell).unwrap_or(f64::NAN)).collect();
    let cells = Shape::Cells { x: eta, y: sigma, values, map: shown.map, range: shown.range };
    let mut marks = vec![Mark::from(cells)];
    marks.extend(lines.iter().flat_map(|&(log, text)| line(log, text, x, y)));
    Figure {
        name: entry.name.into(),
        title: entry.title().into(),
        caption: caption.into(),
        notes: notes_of(source, sweep),
        aspect: 0.86,
        panels: vec![Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: Axis::new(say!("axis.learning-rate"), x, Numbers::Powers),
            y: Axis::new(say!("axis.noise-strength"), y, Numbers::Powers),
            marks,
            bar: Some(ColourBar { map: shown.map, axis: shown.bar.clone() }),
        }],
    }
}

fn notes_of(source: &Source, sweep: &Sweep) -> Vec<String> {
    let base = &sweep.grid.base;
    let count = sweep.grid.len();
    let mut notes = vec![say!(
        "note.cells",
        count = count,
        size = notes::size(base.walkers, base.steps),
        y = format_whole(base.y_i),
        seeds = notes::seeds(base.seed, count)
    )];
    notes.extend(notes::quickly(source, say!("note.quickly.cell", walkers = base.walkers)));
    let diverged: u32 = sweep.cells.iter().map(|cell| cell.summary.diverged).sum();
    if diverged > 0 {
        let all = f64::from(base.walkers) * count as f64;
        let share = 100.0 * f64::from(diverged) / all;
        notes.push(say!("figure.sweep.diverged", share = format_args!("{share:.1}")));
    }
    notes
}

/// The edges of cells around values on a logarithmic axis, as logarithms.
fn edges(values: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = values.iter().map(|value| value.log10()).collect();
    let half = 0.5 * (logs[logs.len() - 1] - logs[0]) / (logs.len() - 1) as f64;
    logs.iter().map(|log| log - half).chain([logs[logs.len() - 1] + half]).collect()
}

/// The line of one Δ_S, cased to be seen on every cell; none where it cuts off no more than a corner.
fn line(log: f64, text: &str, x: [f64; 2], y: [f64; 2]) -> Vec<Mark> {
    let from = x[0].max(log - y[1]);
    let to = x[1].min(log - y[0]);
    if to - from < 0.3 * (x[1] - x[0]) {
        return Vec::new();
    }
    let points = vec![[from, log - from], [to, log - to]];
    let casing = Mark::curve(points.clone(), pens::casing(LINE));
    vec![casing, Mark::curve(points, LINE).named(text, 0.5)]
}
