//! A phase diagram: one quantity over any two parameters, complete or as far as it has come.

use super::diagram::Diagram;
use super::lattice::Tiles;
use super::{landmarks, unanswered};
use crate::chart::axis::round_step;
use crate::chart::{Axis, ColourBar, Figure, Map, Mark, Numbers, Panel, Shape, format_number, format_whole};
use crate::job::Progress;
use crate::say;
use crate::settings::Adjustable;
use crate::valleys::experiments::phase::{Phase, Quantity, RunTheory};
use crate::valleys::experiments::questions::{PhaseQuestion, Question};
use crate::valleys::experiments::sweep::Grid;
use crate::valleys::figures::entry::{About, Asked, Entry, Kind, Leads, Reads};
use crate::valleys::figures::notes;
use crate::valleys::figures::source::Source;
use crate::valleys::model::Scenario;

pub const ENTRY: Entry = Entry {
    name: "phase",
    kind: Kind::Asked(Asked {
        called: || say!("figure.phase.called"),
        asks: || say!("figure.phase.asks"),
        tells: || say!("figure.phase.tells"),
        about: About::Model,
        question: Question::Phase,
        reads: Reads::Corner,
        own_walkers: true,
        leads: Leads::ToCells,
    }),
    title: || say!("figure.phase.title"),
    make,
};

fn make(source: &Source, progress: &Progress<'_>) -> Option<Figure> {
    let asked = &source.questions.phase;
    let question = PhaseQuestion { walkers: source.walkers(asked.walkers), ..asked.clone() };
    let diagram = match Diagram::new(&question, &source.scenario) {
        Ok(diagram) => diagram.complete(source.follow, source.insists, progress, &|_| ())?,
        Err(why) => return Some(unanswered::figure(&ENTRY, why)),
    };
    let mut figure = diagram.figure(&source.scenario);
    figure.notes.extend(notes::quickly(source, say!("note.quickly.cell", walkers = question.walkers)));
    Some(figure)
}

/// The phase diagram as far as it is known. Predictions are cell by cell; without them nothing is taken away.
pub fn phase_figure(
    question: &PhaseQuestion,
    scenario: &Scenario,
    grid: &Grid,
    phase: &Phase,
    predictions: &[Option<f64>],
) -> Figure {
    let (x, y) = (Tiles::new(&grid.x, &question.x), Tiles::new(&grid.y, &question.y));
    let cells = cells(question, grid, phase, predictions, [&x, &y]);
    let map = |values: Vec<f64>, ShownQuantity { map, range, bar }: ShownQuantity| {
        let mut marks = Vec::new();
        if phase.cells.iter().any(Option::is_some) {
            let (x, y) = (x.edges.clone(), y.edges.clone());
            marks.push(Mark::from(Shape::Cells { x, y, values, map, range }));
        }
        marks.extend(landmarks::constant_noise(&x, &y));
        marks.extend(landmarks::stability(grid, &x, &y));
        marks.extend(landmarks::session(scenario, &x, &y));
        Panel {
            place: [0.0, 0.0, 1.0, 1.0],
            title: String::new(),
            x: x.axis.clone(),
            y: y.axis.clone(),
            marks,
            bar: Some(ColourBar { map, axis: bar }),
        }
    };
    let shown = ShownQuantity::of(question.quantity, theory(question), &cells);
    let measured = map(cells.iter().map(|cell| cell.value).collect(), shown);
    let panels = match theory(question) {
        Some(theory) => {
            let cells = told(predictions, [&x, &y]);
            let shown = ShownQuantity::of(Quantity::PFlat, None, &cells);
            let label = say!("figure.phase.by-theory", theory = name(theory));
            let bar = Axis { label, ..shown.bar };
            let predicted =
                map(cells.iter().map(|cell| cell.value).collect(), ShownQuantity { bar, ..shown });
            // The prediction on the same axes, below what is left of the measurement without it.
            let (above, below) = ([0.0, 0.0, 1.0, 0.5], [0.0, 0.5, 1.0, 0.5]);
            vec![Panel { place: above, ..measured }, Panel { place: below, ..predicted }]
        }
        None => vec![measured],
    };
    Figure {
        name: ENTRY.name.into(),
        title: title(question, grid),
        caption: caption(question, &cells),
        notes: notes_of(question, grid, phase, &cells),
        aspect: 0.86 * panels.len() as f64,
        panels,
    }
}

/// What a theory says, row by row from below, as it is drawn.
fn told(predictions: &[Option<f64>], [x, y]: [&Tiles; 2]) -> Vec<Shade> {
    let of = |place: usize| {
        let (column, row) = column_and_row(place, [x, y]);
        let index = row * x.len() + column;
        Shade { value: predictions.get(index).copied().flatten().unwrap_or(f64::NAN), error: 0.0 }
    };
    (0..x.len() * y.len()).map(of).collect()
}

/// What a cell shows, and its standard error; NaN where there is nothing to show.
struct Shade {
    value: f64,
    error: f64,
}

/// How the values are coloured.
struct ShownQuantity {
    map: Map,
    range: [f64; 2],
    bar: Axis,
}

/// What the grid calls the column and the row of a cell as drawn.
fn column_and_row(place: usize, [x, y]: [&Tiles; 2]) -> (usize, usize) {
    (x.value_of(place % x.len()), y.value_of(place / x.len()))
}

/// The theory that is taken away, if one is: theories tell P_flat alone.
pub(super) fn theory(question: &PhaseQuestion) -> Option<RunTheory> {
    question.less.filter(|_| question.quantity == Quantity::PFlat)
}

/// The cells row by row from below, as they are drawn.
fn cells(
    question: &PhaseQuestion,
    grid: &Grid,
    phase: &Phase,
    predictions: &[Option<f64>],
    [x, y]: [&Tiles; 2],
) -> Vec<Shade> {
    let of = |place: usize| {
        let (column, row) = column_and_row(place, [x, y]);
        let index = row * x.len() + column;
        let scenario = grid.cell(index).ok()?;
        let measured = question.quantity.of(&scenario, phase.near(grid, column, row)?)?;
        let less = match theory(question) {
            Some(_) => predictions.get(index).copied().flatten()?,
            None => 0.0,
        };
        // The freezing time has a logarithmic bar.
        let shown = |value: f64| match question.quantity {
            Quantity::FreezingTime => value.log10(),
            _ => value - less,
        };
        Some(Shade { value: shown(measured.value), error: measured.error })
    };
    (0..x.len() * y.len()).map(|place| of(place).unwrap_or(Shade { value: f64::NAN, error: 0.0 })).collect()
}

impl ShownQuantity {
    fn of(quantity: Quantity, less: Option<RunTheory>, cells: &[Shade]) -> Self {
        let finite = || cells.iter().map(|cell| cell.value).filter(|value| value.is_finite());
        let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(0.0, f64::max));
        let (map, range) = match quantity {
            Quantity::PFlat if less.is_some() => {
                let reach = finite().map(f64::abs).fold(0.05, f64::max);
                let reach = (reach * 20.0).ceil() / 20.0;
                (Map::Difference, [-reach, reach])
            }
            // A sampling error below one half is still a half.
            Quantity::PFlat if low > 0.44 => (Map::Share, [0.5, 1.0]),
            Quantity::PFlat => (Map::Share, [0.0, 1.0]),
            Quantity::Censored => (Map::Share, [0.0, (high * 10.0).ceil().max(1.0) / 10.0]),
            // Whole decades, so that the bar does not change with the sample.
            Quantity::FreezingTime => (Map::Time, [low.min(0.0).floor(), high.ceil().max(1.0)]),
            Quantity::FreezingHeight => {
                let step = round_step(high.max(1e-3) / 5.0);
                (Map::Time, [0.0, (high.max(1e-3) / step).ceil() * step])
            }
        };
        let numbers = if quantity == Quantity::FreezingTime { Numbers::Powers } else { Numbers::Plain };
        let label = match less {
            Some(theory) => format!("{} − {}", symbol(quantity), name(theory)),
            None => symbol(quantity).to_owned(),
        };
        Self { map, range, bar: Axis::new(label, range, numbers) }
    }
}

pub(super) fn symbol(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::PFlat => "$P_{flat}$",
        Quantity::FreezingTime => "$η⟨t_f⟩$",
        Quantity::FreezingHeight => "$⟨y_{freeze}⟩$",
        Quantity::Censored => say!("figure.phase.hopping"),
    }
}

fn name(theory: RunTheory) -> &'static str {
    match theory {
        RunTheory::TwoState => say!("curve.two-state"),
        RunTheory::Density => say!("curve.density"),
        RunTheory::Eq12 => say!("curve.eq12"),
    }
}

fn title(question: &PhaseQuestion, grid: &Grid) -> String {
    let [x, y] = [&grid.x, &grid.y].map(|axis| axis.parameter.about().symbol);
    match (question.quantity, theory(question).map(name)) {
        (Quantity::PFlat, Some(theory)) => say!("figure.phase.less", theory = theory, x = x, y = y),
        (Quantity::PFlat, None) => say!("figure.phase.p-flat", x = x, y = y),
        (Quantity::FreezingTime, _) => say!("figure.phase.freezing-time", x = x, y = y),
        (Quantity::FreezingHeight, _) => say!("figure.phase.freezing-height", x = x, y = y),
        (Quantity::Censored, _) => say!("figure.phase.censored", x = x, y = y),
    }
}

/// A cell is won where more than so many of its walkers end in the flat valley.
const WON: f64 = 0.9;

fn caption(question: &PhaseQuestion, cells: &[Shade]) -> String {
    let known: Vec<f64> = cells.iter().map(|cell| cell.value).filter(|value| value.is_finite()).collect();
    let answer = match (question.quantity, theory(question), known.len()) {
        (Quantity::PFlat, None, all) if all > 0 => {
            let won = known.iter().filter(|share| **share > WON).count();
            format!("{} ", say!("figure.phase.answer", won = won, cells = all))
        }
        _ => String::new(),
    };
    let told = match (question.quantity, theory(question).map(name)) {
        (Quantity::PFlat, Some(theory)) => say!("figure.phase.told.less", theory = theory),
        (Quantity::PFlat, None) => say!("figure.phase.told.p-flat").into(),
        (Quantity::FreezingTime, _) => say!("figure.phase.told.freezing-time").into(),
        (Quantity::FreezingHeight, _) => say!("figure.phase.told.freezing-height").into(),
        (Quantity::Censored, _) => say!("figure.phase.told.censored").into(),
    };
    say!("figure.phase.caption", answer = answer, told = told)
}

fn notes_of(question: &PhaseQuestion, grid: &Grid, phase: &Phase, cells: &[Shade]) -> Vec<String> {
    let base = &grid.base;
    let count = grid.len();
    let mut notes = vec![say!(
        "note.cells",
        count = count,
        size = notes::size(base.walkers, base.steps),
        y = format_number(base.start_y()),
        seeds = notes::seeds(base.seed, count)
    )];
    if cells.iter().any(|cell| cell.value.is_finite()) {
        let worst = cells.iter().map(|cell| cell.error).fold(0.0, f64::max);
        notes.push(say!("figure.phase.error", error = format_number(worst)));
    }
    if question.less.is_some() && theory(question).is_none() {
        notes.push(say!("figure.phase.untold").into());
    }
    let done = phase.cells.iter().flatten().filter(|cell| cell.walkers >= base.walkers).count();
    if done < count {
        notes.push(say!("figure.phase.under-way", done = done, cells = count));
    }
    if cells.iter().any(|cell| cell.value.is_nan()) {
        notes.push(say!("figure.phase.hatched").into());
    }
    let diverged: u32 = phase.cells.iter().flatten().map(|cell| cell.summary.diverged).sum();
    if diverged > 0 {
        notes.push(say!("figure.phase.diverged", walkers = format_whole(f64::from(diverged))));
    }
    notes
}
